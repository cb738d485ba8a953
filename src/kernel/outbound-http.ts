import { OutboundError, type OutboundInit } from './outbound.ts'
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
  fetch: typeof fetch
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
  const body = await readBody(target, raw)
  const isAnswer = raw.status < 400 || (init.refusalsAreAnswers && raw.status < 500 && raw.status !== 429)
  if (!isAnswer) throw refusal(target, raw, body)
  const headers = new Headers(raw.headers)
  // `fetch` has already decoded the body; its encoded length no longer fits.
  headers.delete('content-encoding')
  headers.delete('content-length')
  const empty = raw.status === 204 || raw.status === 205 || raw.status === 304
  return new Response(empty ? null : body, { status: raw.status, statusText: raw.statusText, headers })
}

function refusal(target: Exchange, response: Response, body: Uint8Array): OutboundError {
  const retryAfterSeconds = parseRetryAfter(response.headers.get('retry-after'), target.now())
  const kind = response.status === 429 ? 'rate-limited' : 'http'
  return new OutboundError(
    target.provider,
    kind,
    `${target.provider}: ${target.label} answered ${response.status}`,
    {
      status: response.status,
      body: new TextDecoder().decode(body.subarray(0, MAX_ERROR_BODY * 4)).slice(0, MAX_ERROR_BODY),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
  )
}

/** `fetch` with redirects followed here: few of them, and none takes a credential to another origin. */
async function follow(
  target: Exchange,
  start: URL,
  init: OutboundInit,
  signal: AbortSignal,
): Promise<Response> {
  const {
    safeToRepeat: _,
    timeoutMs: __,
    maxBodyBytes: ___,
    refusalsAreAnswers: ____,
    redirect,
    ...request
  } = init
  let url = start
  let hop: RequestInit = { ...request, redirect: 'manual', signal }
  for (let hops = 0; ; hops++) {
    const response = await target.fetch(url, hop)
    const location = response.headers.get('location')
    const redirected = [301, 302, 303, 307, 308].includes(response.status) && location !== null
    if (!redirected || redirect === 'manual') return response
    await response.body?.cancel()
    const next = URL.parse(location, url)
    if (redirect === 'error' || hops >= MAX_REDIRECTS || next === null || !isWeb(next))
      throw new OutboundError(
        target.provider,
        'malformed',
        `${target.provider}: ${target.label} redirects nowhere`,
        {
          status: response.status,
        },
      )
    hop = redirectedHop(hop, response.status, url.origin === next.origin)
    url = withoutUser(next)
  }
}

/** `fetch` refuses URLs with a user and quotes them, password and all, in its error. */
function withoutUser(url: URL): URL {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}

const isWeb = (url: URL): boolean => url.protocol === 'https:' || url.protocol === 'http:'

/** The request after a redirect, as the fetch standard has it (HTTP-redirect fetch), stricter about headers. */
function redirectedHop(hop: RequestInit, status: number, sameOrigin: boolean): RequestInit {
  const method = (hop.method ?? 'GET').toUpperCase()
  const sent = [...new Headers(hop.headers)]
  const headers = new Headers(sent.filter(([name]) => sameOrigin || HARMLESS_HEADERS.has(name)))
  const becomesGet = (status === 303 && method !== 'HEAD') || (status <= 302 && method === 'POST')
  if (!becomesGet) return { ...hop, headers }
  headers.delete('content-type')
  return { ...hop, method: 'GET', body: null, headers }
}

async function readBody(target: Exchange, response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength
    if (length > target.maxBodyBytes) {
      const message = `${target.provider}: ${target.label} answered more than ${target.maxBodyBytes} bytes`
      throw new OutboundError(target.provider, 'malformed', message, { status: response.status })
    }
    chunks.push(chunk)
  }
  const body = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    body.set(chunk, offset)
    offset += chunk.byteLength
  }
  return body
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
