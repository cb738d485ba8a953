import { OutboundError, type OutboundInit } from './outbound.ts'
import { decoded, headersOf, type Received, type Sending, send } from './outbound-send.ts'
import { safeUrl } from './redact.ts'
import { parseRetryAfter } from './retry-delay.ts'

/** Hops followed before giving up: Google and the forecast services need one or two. */
const MAX_REDIRECTS = 5
const MAX_ERROR_BODY = 2_000
/** What may follow a redirect to another origin. Everything else may be a credential under some provider's name. */
const HARMLESS_HEADERS = new Set(['accept', 'accept-language', 'content-type', 'user-agent'])

export interface Exchange {
  provider: string
  /** `GET https://host/path`: names the request in errors, without its secrets. */
  label: string
  maxBodyBytes: number
  now: () => Temporal.Instant
}

/**
 * One request and its whole answer, read into memory: whoever gets the `Response` can read it without waiting, and
 * a server that stalls in the middle of a body is met by the same time-out as one that never answers.
 *
 * @throws OutboundError `http` or `rate-limited` for 4xx and 5xx, `malformed` for a body over the limit or a
 *   redirect that leads nowhere.
 */
export async function exchange(
  target: Exchange,
  url: URL,
  init: OutboundInit,
  signal: AbortSignal,
): Promise<Response> {
  const raw = await follow(target, url, init, signal)
  const status = raw.statusCode
  const headers = headersOf(raw)
  const body = await wholeBody(target, raw, headers.get('content-encoding'))
  const isAnswer = status < 400 || (init.refusalsAreAnswers && status < 500 && status !== 429)
  if (!isAnswer) throw refusal(target, status, headers, body)
  // The body is decoded by now; its encoded length no longer fits.
  headers.delete('content-encoding')
  headers.delete('content-length')
  const empty = status === 204 || status === 205 || status === 304
  return new Response(empty ? null : body, { status, statusText: raw.statusText, headers })
}

function refusal(target: Exchange, status: number, headers: Headers, body: Uint8Array): OutboundError {
  const retryAfterSeconds = parseRetryAfter(headers.get('retry-after'), target.now())
  const kind = status === 429 ? 'rate-limited' : 'http'
  return new OutboundError(target.provider, kind, `${target.provider}: ${target.label} answered ${status}`, {
    status,
    body: new TextDecoder().decode(body.subarray(0, MAX_ERROR_BODY * 4)).slice(0, MAX_ERROR_BODY),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })
}

/**
 * Redirects are followed here: few of them, and none takes a credential to another origin: neither headers nor a body, where
 * tokens travel too.
 */
async function follow(
  target: Exchange,
  start: URL,
  { method, headers, body, redirect }: OutboundInit,
  signal: AbortSignal,
): Promise<Received> {
  let url = start
  let hop: Sending = { method, headers, body, signal }
  for (let hops = 0; ; hops++) {
    const response = await send(url, hop)
    const { statusCode: status } = response
    const location = headersOf(response).get('location')
    const redirected = [301, 302, 303, 307, 308].includes(status) && location !== null
    if (!redirected || redirect === 'manual') return response
    await response.body.dump()
    const nowhere = () =>
      new OutboundError(
        target.provider,
        'malformed',
        `${target.provider}: ${target.label} redirects nowhere`,
        { status },
      )
    const next = URL.parse(location, url)
    if (redirect === 'error' || hops >= MAX_REDIRECTS || next === null || !isWeb(next)) throw nowhere()
    const sameOrigin = url.origin === next.origin
    hop = redirectedHop(hop, status, sameOrigin)
    if (hop.body && !sameOrigin) throw nowhere()
    url = withoutUser(next)
  }
}

/** Errors quote URLs, user and password and all. */
function withoutUser(url: URL): URL {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}

const isWeb = (url: URL): boolean => url.protocol === 'https:' || url.protocol === 'http:'

/** The request after a redirect, as the fetch standard has it (HTTP-redirect fetch), stricter about headers. */
function redirectedHop(hop: Sending, status: number, sameOrigin: boolean): Sending {
  const method = (hop.method ?? 'GET').toUpperCase()
  const sent = [...new Headers(hop.headers)]
  const headers = new Headers(sent.filter(([name]) => sameOrigin || HARMLESS_HEADERS.has(name)))
  const becomesGet = (status === 303 && method !== 'HEAD') || (status <= 302 && method === 'POST')
  if (!becomesGet) return { ...hop, headers }
  headers.delete('content-type')
  return { ...hop, method: 'GET', body: null, headers }
}

/** @throws OutboundError `malformed` for one that is over the limit, or not what its encoding says */
async function wholeBody(
  target: Exchange,
  response: Received,
  encoding: string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const malformed = (what: string, cause?: unknown) =>
    new OutboundError(target.provider, 'malformed', `${target.provider}: ${target.label} answered ${what}`, {
      status: response.statusCode,
      cause,
    })
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > target.maxBodyBytes) throw malformed(`more than ${target.maxBodyBytes} bytes`)
    chunks.push(chunk)
  }
  try {
    return new Uint8Array(await decoded(Buffer.concat(chunks, length), encoding, target.maxBodyBytes))
  } catch (error) {
    throw malformed(`what cannot be decoded to at most ${target.maxBodyBytes} bytes`, error)
  }
}

/**
 * The URL to call, and the `Authorization` header that stands for the user and password in it, if any.
 *
 * @throws OutboundError `malformed` when it is not an http(s) URL. (The error of `new URL` would quote it, key and all.)
 */
export function webUrl(provider: string, url: string | URL): { url: URL; authorization?: string } {
  const parsed = URL.parse(String(url))
  if (parsed === null || !isWeb(parsed))
    throw new OutboundError(provider, 'malformed', `${provider}: not an http(s) URL: ${safeUrl(url)}`)
  if (!parsed.username && !parsed.password) return { url: parsed }
  const user = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`
  return { url: withoutUser(parsed), authorization: `Basic ${Buffer.from(user).toString('base64')}` }
}
