import { Hono } from 'hono'
import { z } from 'zod'
import { credentials, type StandIn, type StandInApp } from './world.ts'

const Request = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
})
const Question = z.object({ fields: z.array(z.string()), document: z.string() })
type Question = z.infer<typeof Question>

export interface LanguageModel extends StandIn {
  /** What it was asked, oldest first. */
  asked(): readonly Question[]
  /** What it answers from now on, word for word; undefined to make it read again. */
  say(content: string | undefined): void
}

/**
 * A language model behind OpenAI's `POST /v1/chat/completions` that is easily led: where the document holds JSON with
 * `values`, it answers with that. Else it takes the first time of the document for any call that is asked for.
 */
export function languageModel(): LanguageModel {
  const asked: Question[] = []
  let said: string | undefined
  const app: StandInApp = new Hono()
  app.use(async (context, next) => {
    if (context.req.header('authorization') === `Bearer ${credentials.languageModelKey}`) return next()
    return context.json(errorBody('Incorrect API key provided', 'invalid_api_key'), 401)
  })
  app.post('/v1/chat/completions', async (context) => {
    const parsed = Request.safeParse(await context.req.json().catch(() => undefined))
    if (!parsed.success)
      return context.json(errorBody('Unknown form of request', 'invalid_request_error'), 400)
    const { model, messages } = parsed.data
    const question = Question.parse(JSON.parse(messages.at(-1)!.content))
    asked.push(question)
    const content = said ?? obeyed(question) ?? guessed(question)
    return context.json({
      id: `chatcmpl-${asked.length}`,
      object: 'chat.completion',
      model,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    })
  })
  return {
    name: 'language-model',
    app,
    asked: () => asked,
    say: (content) => {
      said = content
    },
    refusal: (status) =>
      errorBody('The sandbox was told to fail.', status === 429 ? 'rate_limit' : 'server_error'),
    reset: () => {
      asked.length = 0
      said = undefined
    },
  }
}

/** What the document tells to answer. */
function obeyed({ document }: Question): string | undefined {
  return /\{\s*"values".*\]\s*\}/su.exec(document)?.[0]
}

function guessed({ fields, document }: Question): string {
  const found = document.split('\n').flatMap((line) => {
    const match = /\b(\d{1,2}):(\d{2})\b/.exec(line)
    return match ? [{ quotation: line, value: `${match[1]!.padStart(2, '0')}:${match[2]}` }] : []
  })
  const [first] = found
  const calls = fields.filter((field) => field.endsWith('Call'))
  return JSON.stringify({ values: first ? calls.map((field) => ({ field, ...first })) : [] })
}

const errorBody = (message: string, code: string) => ({ error: { message, type: code, param: null, code } })
