import { Problem } from '#kernel'
import type { Endpoint } from './upstreams.ts'

/** What the proxy must know of a request; the rest is passed on unseen. */
export interface AiRequest {
  readonly endpoint: Endpoint
  readonly bytes: Buffer
  readonly contentType: string
  /** What JSON says; of a form see `form`. */
  readonly body: Readonly<Record<string, unknown>>
  /** A recording and what is said about it, where the body is a form. */
  readonly form?: FormData
  readonly model: string
  readonly stream: boolean
  /** Asked the client for the usage at the end of the stream? */
  readonly showsUsage: boolean
  /** Tokens at most, all choices together; undefined when the request states no limit. */
  readonly outputTokens: number | undefined
  readonly choices: number
  /** Tokens at most: none is shorter than a byte, and what is fetched from elsewhere is counted at the most it costs. */
  readonly inputTokens: number
  /** Of a call of which nobody says what it used: a token has about four bytes. */
  readonly usualInputTokens: number
}

export const isModelName = (text: string) => /^[\w.:@/-]{1,120}$/.test(text)

/** What one picture or file behind a link costs at most, in tokens: of OpenAI's vision models the dearest. */
const linkedTokens = 50_000

/** @throws Problem 400 for what no upstream could answer */
export function readRequest(endpoint: Endpoint, bytes: Buffer): AiRequest {
  const body = parsed(bytes)
  const { model, stream, n, stream_options: options } = body
  if (typeof model !== 'string' || !isModelName(model))
    throw badRequest('Say which model is to answer', 'model')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
    throw badRequest('stream is true or false', 'stream')
  const choices = n === undefined || n === null ? 1 : n
  if (!Number.isInteger(choices) || (choices as number) < 1 || (choices as number) > 128)
    throw badRequest('n is from 1 to 128', 'n')
  const limit = body.max_completion_tokens ?? body.max_tokens ?? body.max_output_tokens
  if (limit !== undefined && limit !== null && (!Number.isSafeInteger(limit) || (limit as number) < 0))
    throw badRequest('The limit of tokens is a whole number', 'max_tokens')
  return {
    endpoint,
    bytes,
    contentType: 'application/json',
    body,
    model,
    stream: stream === true && endpoint !== 'embeddings',
    showsUsage: (options as { include_usage?: unknown } | null | undefined)?.include_usage === true,
    outputTokens:
      endpoint === 'embeddings'
        ? 0
        : typeof limit === 'number'
          ? Math.min(limit, 10_000_000) * (choices as number)
          : undefined,
    choices: choices as number,
    inputTokens: bytes.length + linksIn(bytes) * linkedTokens,
    usualInputTokens: Math.ceil(bytes.length / 4),
  }
}

function parsed(bytes: Buffer): Record<string, unknown> {
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw badRequest('The body is not valid JSON', null)
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw badRequest('The body must be a JSON object', null)
  return body as Record<string, unknown>
}

/** Pictures, files and earlier answers that the upstream adds to what is in the body. */
function linksIn(bytes: Buffer): number {
  let links = 0
  for (const name of linkNames)
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + name.length)) links++
  return links
}
const linkNames = ['image_url"', 'file_id"', 'file_url"', 'previous_response_id"', '"conversation"'].map(
  (name) => Buffer.from(name),
)

/** Body and its type for one upstream; a form is written anew where the upstream names the model otherwise. */
export function contentFor(request: AiRequest, model: string): Content | Promise<Content> {
  const { form, contentType, bytes } = request
  if (!form) return { bytes: bodyFor(request, model), contentType }
  return model === request.model ? { bytes, contentType } : renamed(form, model)
}

async function renamed(form: FormData, model: string): Promise<Content> {
  const anew = new FormData()
  for (const [name, value] of form)
    if (typeof value === 'string') anew.append(name, name === 'model' ? model : value)
    else anew.append(name, value, value.name)
  const written = new Response(anew)
  return {
    bytes: Buffer.from(await written.arrayBuffer()),
    contentType: written.headers.get('content-type')!,
  }
}

interface Content {
  readonly bytes: Buffer
  readonly contentType: string
}

/** The body for one upstream: the bytes as they came, unless its name of the model or the wish for the usage differs. */
function bodyFor(request: AiRequest, model: string): Buffer {
  const { bytes, body } = request
  const asksUsage = request.stream && request.endpoint === 'chat/completions' && !request.showsUsage
  if (model === request.model && !asksUsage) return bytes
  if (model === request.model && body.stream_options === undefined) {
    const open = bytes.indexOf('{')
    return Buffer.concat([usageWish, bytes.subarray(open + 1)])
  }
  const options = { ...(body.stream_options as object | null | undefined), include_usage: true }
  return Buffer.from(JSON.stringify({ ...body, model, ...(asksUsage ? { stream_options: options } : {}) }))
}
const usageWish = Buffer.from('{"stream_options":{"include_usage":true},')

export const badRequest = (message: string, param: string | null) =>
  new Problem(400, 'invalid_request', message, { fields: { param } })
