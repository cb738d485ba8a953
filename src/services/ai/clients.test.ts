import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, jsonSchema, streamText, tool } from 'ai'
import OpenAI, { AuthenticationError, NotFoundError, RateLimitError } from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import { openStage, question, type Stage } from '../../../test/support/ai-house.ts'

let stage: Stage
let client: OpenAI
let apiKey: string
beforeAll(async () => {
  stage = await openStage()
  apiKey = (await stage.newKey()).key
  client = new OpenAI({ apiKey, baseURL: stage.baseURL, maxRetries: 0 })
}, 60_000)
afterAll(() => stage.stop())
afterEach(() => {
  stage.sandbox.standIns.languageModel.reset()
  stage.sandbox.faults.clear()
})

const model = 'klaps-sandbox'
const messages = [{ role: 'user' as const, content: 'What is the weather in Warsaw?' }]
const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}
const heard = 'The model of the sandbox heard: What is the weather in Warsaw?'

describe('the official OpenAI client, unchanged', () => {
  it('completes a chat', async () => {
    const answer = await client.chat.completions.create({ model, messages })
    expect(answer.choices[0]!.message.content).toBe(heard)
    expect(answer.usage).toEqual({ prompt_tokens: 6, completion_tokens: 12, total_tokens: 18 })
  })
  it('streams, without the usage that it has not asked for', async () => {
    const stream = await client.chat.completions.create({ model, messages, stream: true })
    const chunks = await Array.fromAsync(stream)
    expect(chunks.map((chunk) => chunk.choices[0]!.delta.content ?? '').join('')).toBe(heard)
    expect(chunks.every((chunk) => chunk.choices.length === 1)).toBe(true)
  })
  it('streams with the usage when it asks for it', async () => {
    const stream = await client.chat.completions.create({
      model,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = await Array.fromAsync(stream)
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 6, completion_tokens: 12 } })
  })
  it('gets the calls of tools, whole and in a stream', async () => {
    const answer = await client.chat.completions.create({ model, messages, tools: [weather] })
    const [call] = answer.choices[0]!.message.tool_calls!
    expect(call).toMatchObject({ type: 'function', function: { name: 'get_weather' } })
    const runner = client.chat.completions.stream({ model, messages, tools: [weather] })
    const final = await runner.finalChatCompletion()
    expect(final.choices[0]!.message.tool_calls![0]).toMatchObject({
      function: { name: 'get_weather', arguments: '{"city":"What is the weather in Warsaw?"}' },
    })
  })
  it('asks for responses, whole and as a stream', async () => {
    const answer = await client.responses.create({ model, input: 'Good morning' })
    expect(answer.output_text).toBe('The model of the sandbox heard: Good morning')
    const events = await Array.fromAsync(
      await client.responses.create({ model, input: 'Good morning', stream: true }),
    )
    expect(events.at(-1)).toMatchObject({
      type: 'response.completed',
      response: { usage: { output_tokens: 8 } },
    })
  })
  it('gets embeddings', async () => {
    const { data } = await client.embeddings.create({ model: 'klaps-sandbox', input: ['a', 'b', 'a'] })
    expect(data.map((each) => each.embedding.length)).toEqual([16, 16, 16])
    expect(data[0]!.embedding).toEqual(data[2]!.embedding)
    expect(data[0]!.embedding).not.toEqual(data[1]!.embedding)
  })
  it('lists models and finds one', async () => {
    const ids = (await Array.fromAsync(client.models.list())).map(({ id }) => id)
    expect(ids).toContain(model)
    expect(await client.models.retrieve(model)).toMatchObject({ id: model, owned_by: 'sandbox' })
  })
  it('gets errors of its own kinds', async () => {
    const wrong = new OpenAI({ apiKey: 'klaps-wrong', baseURL: stage.baseURL, maxRetries: 0 })
    await expect(wrong.chat.completions.create({ model, messages })).rejects.toThrow(AuthenticationError)
    await expect(client.models.retrieve('no model of this name')).rejects.toThrow(NotFoundError)
    stage.sandbox.faults.set('language-model', { kind: 'status', status: 429 })
    await expect(client.chat.completions.create({ model, messages })).rejects.toThrow(RateLimitError)
  })
  it('ends a stream, and the upstream hears of it', async () => {
    const { languageModel } = stage.sandbox.standIns
    languageModel.behave({ hangAfter: 4 })
    const stream = await client.chat.completions.create({ model, messages, stream: true })
    const got: string[] = []
    for await (const chunk of stream) {
      got.push(chunk.choices[0]!.delta.content ?? '')
      if (got.length === 3) stream.controller.abort()
    }
    expect(got.join('')).toBe('The model')
    await until('the upstream to hear of it', () => languageModel.abandoned() === 1)
  })
})

describe('the ai package, unchanged', () => {
  const provider = () => createOpenAICompatible({ name: 'klaps', baseURL: stage.baseURL, apiKey })(model)
  it('generates a text', async () => {
    const { text, usage } = await generateText({ model: provider(), prompt: 'Good morning' })
    expect(text).toBe('The model of the sandbox heard: Good morning')
    expect(usage).toMatchObject({ inputTokens: 2, outputTokens: 8 })
  })
  it('streams a text', async () => {
    const { textStream } = streamText({ model: provider(), prompt: 'Good morning' })
    expect((await Array.fromAsync(textStream)).join('')).toBe('The model of the sandbox heard: Good morning')
  })
  it('uses a tool and goes on with what it said', async () => {
    const asked: unknown[] = []
    const { steps } = await generateText({
      model: provider(),
      prompt: 'The weather, please',
      tools: {
        get_weather: tool({
          description: 'The weather of a city',
          inputSchema: jsonSchema<{ city: string }>(weather.function.parameters as never),
          execute: async (input) => {
            asked.push(input)
            return 'rain'
          },
        }),
      },
      stopWhen: ({ steps }) => steps.length === 2,
    })
    expect(asked).toEqual([{ city: 'The weather, please' }])
    expect(steps.at(-1)!.text).toContain('rain')
  })
  it('aborts, and the upstream hears of it', async () => {
    const { languageModel } = stage.sandbox.standIns
    languageModel.behave({ hangAfter: 4 })
    const stop = new AbortController()
    const { textStream } = streamText({
      model: provider(),
      prompt: 'Good morning',
      abortSignal: stop.signal,
      onError: () => undefined,
    })
    await textStream.getReader().read()
    stop.abort()
    await until('the upstream to hear of it', () => languageModel.abandoned() === 1)
  })
})

it('sends an answer on before the upstream has ended it', async () => {
  stage.sandbox.standIns.languageModel.behave({ hangAfter: 2 })
  const stop = new AbortController()
  const response = await fetch(`${stage.baseURL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...question, stream: true }),
    signal: stop.signal,
  })
  const { value } = await response.body!.getReader().read()
  expect(new TextDecoder().decode(value)).toContain('"role":"assistant"')
  stop.abort()
  await until('the upstream to hear of it', () => stage.sandbox.standIns.languageModel.abandoned() === 1)
})
