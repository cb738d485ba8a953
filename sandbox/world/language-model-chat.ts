import type { Thought } from './language-model-thoughts.ts'
import { tokensOf } from './language-model-thoughts.ts'

/** An answer, ready to be told whole or piece by piece. */
export interface Said {
  readonly id: string
  readonly model: string
  readonly created: number
  readonly thought: Thought
  /** The text, cut to the tokens that were allowed. */
  readonly tokens: readonly string[]
  readonly cut: boolean
  readonly promptTokens: number
}

export function cutTo(thought: Thought, most: number | undefined): Pick<Said, 'tokens' | 'cut'> {
  const all = tokensOf(thought.text)
  const tokens = most === undefined ? all : all.slice(0, most)
  return { tokens, cut: tokens.length < all.length }
}

const wishesOf = ({ thought: { call, calls = [] } }: Said) => (call ? [call, ...calls] : [])

const outputTokens = (said: Said) =>
  wishesOf(said).reduce((sum, call) => sum + tokensOf(call.arguments).length + 1, said.tokens.length)

const chatUsage = (said: Said) => ({
  prompt_tokens: said.promptTokens,
  completion_tokens: outputTokens(said),
  total_tokens: said.promptTokens + outputTokens(said),
})
function callsOf(said: Said) {
  const wishes = wishesOf(said)
  if (wishes.length === 0) return undefined
  return wishes.map((call, index) => ({
    id: `call_${said.id}${index === 0 ? '' : `_${index}`}`,
    type: 'function',
    function: call,
  }))
}
const finishOf = ({ thought, cut }: Said) => (thought.call ? 'tool_calls' : cut ? 'length' : 'stop')

/** The object of `POST /chat/completions`. */
export function chatCompletion(said: Said, choices: number) {
  const message = {
    role: 'assistant',
    content: said.thought.call ? null : said.tokens.join(''),
    refusal: null,
    ...(said.thought.call ? { tool_calls: callsOf(said) } : {}),
  }
  return {
    id: said.id,
    object: 'chat.completion',
    created: said.created,
    model: said.model,
    choices: Array.from({ length: choices }, (_, index) => ({
      index,
      message,
      logprobs: null,
      finish_reason: finishOf(said),
    })),
    usage: chatUsage(said),
  }
}

/** Its stream, event by event. */
export function chatEvents(said: Said, withUsage: boolean): string[] {
  const base = { id: said.id, object: 'chat.completion.chunk', created: said.created, model: said.model }
  const chunk = (delta: object, finish: string | null = null) => ({
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(withUsage ? { usage: null } : {}),
  })
  const calls = callsOf(said)?.map((call, index) => ({ index, ...call }))
  const chunks = [
    chunk({ role: 'assistant', content: said.thought.call ? null : '' }),
    ...(calls ? toolChunks(calls).map((each) => chunk({ tool_calls: [each] })) : []),
    ...said.tokens.map((content) => chunk({ content })),
    chunk({}, finishOf(said)),
    ...(withUsage ? [{ ...base, choices: [], usage: chatUsage(said) }] : []),
  ]
  return [...chunks.map((each) => `data: ${JSON.stringify(each)}\n\n`), 'data: [DONE]\n\n']
}

/** The name first, then the arguments in two pieces, as models write them. */
function toolChunks(
  calls: { index: number; id: string; function: { name: string; arguments: string } }[],
): object[] {
  return calls.flatMap(({ index, id, function: { name, arguments: json } }) => {
    const half = Math.ceil(json.length / 2)
    return [
      { index, id, type: 'function', function: { name, arguments: '' } },
      { index, function: { arguments: json.slice(0, half) } },
      { index, function: { arguments: json.slice(half) } },
    ]
  })
}

/** The object of `POST /responses`. */
export function response(said: Said, status: 'in_progress' | 'completed' = 'completed') {
  const done = status === 'completed'
  return {
    id: `resp_${said.id}`,
    object: 'response',
    created_at: said.created,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: said.model,
    output: done ? [outputItem(said)] : [],
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage: done
      ? {
          input_tokens: said.promptTokens,
          input_tokens_details: { cached_tokens: 0 },
          output_tokens: outputTokens(said),
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: said.promptTokens + outputTokens(said),
        }
      : null,
  }
}

const outputItem = ({ id, thought: { call }, tokens }: Said) =>
  call
    ? { type: 'function_call', id: `fc_${id}`, call_id: `call_${id}`, status: 'completed', ...call }
    : {
        type: 'message',
        id: `msg_${id}`,
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: tokens.join(''), annotations: [] }],
      }

/** Its stream, event by event. */
export function responseEvents(said: Said): string[] {
  const item = outputItem(said)
  const place = { item_id: item.id, output_index: 0, content_index: 0 }
  const text = said.tokens.join('')
  const part = (words: string) => ({ type: 'output_text', text: words, annotations: [] })
  const told: object[] =
    item.type === 'message'
      ? [
          { type: 'response.content_part.added', ...place, part: part('') },
          ...said.tokens.map((delta) => ({
            type: 'response.output_text.delta',
            ...place,
            delta,
            logprobs: [],
          })),
          { type: 'response.output_text.done', ...place, text, logprobs: [] },
          { type: 'response.content_part.done', ...place, part: part(text) },
        ]
      : [
          {
            type: 'response.function_call_arguments.delta',
            item_id: item.id,
            output_index: 0,
            delta: said.thought.call!.arguments,
          },
          {
            type: 'response.function_call_arguments.done',
            item_id: item.id,
            output_index: 0,
            name: said.thought.call!.name,
            arguments: said.thought.call!.arguments,
          },
        ]
  const begun = item.type === 'message' ? { ...item, content: [] } : { ...item, arguments: '' }
  const events: object[] = [
    { type: 'response.created', response: response(said, 'in_progress') },
    { type: 'response.in_progress', response: response(said, 'in_progress') },
    { type: 'response.output_item.added', output_index: 0, item: { ...begun, status: 'in_progress' } },
    ...told,
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: response(said) },
  ]
  return events.map((event, index) => {
    const { type } = event as { type: string }
    return `event: ${type}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`
  })
}
