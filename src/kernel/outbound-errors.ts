import { BrokenCircuitError } from 'cockatiel'
import { errors } from 'undici'
import { OutboundError } from './outbound.ts'
import { TookTooLong } from './time-limit.ts'

/** The request never left: no name, no connection. Even what must not happen twice may be sent again. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EDNS',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectTimeout',
])

/** The connection broke or fell silent: Node's, undici's, nodemailer's (`ESOCKET`) and imapflow's names for it. */
const BROKEN = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'ECONNECTION',
  'ENETDOWN',
  'ENETRESET',
  'EPIPE',
  'EPROTO',
  'ESOCKET',
  'ETIMEDOUT',
  'ETLS',
  'EConnectionClosed',
  'NoConnection',
  'GreetingTimeout',
  'UpgradeTimeout',
])

const BROKEN_FAMILY = /^(UND_ERR_|HPE_|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/

/** The code of an error or of the nearest cause that has one (clients wrap the socket's error). */
function codeOf(error: unknown): string | undefined {
  let current = error
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    const code: unknown = Reflect.get(current, 'code')
    if (typeof code === 'string') return code
    current = current instanceof AggregateError ? current.errors[0] : current.cause
  }
  return undefined
}

const isNetworkCode = (code: string): boolean =>
  NEVER_SENT.has(code) || BROKEN.has(code) || BROKEN_FAMILY.test(code)

/**
 * The error a caller gets: what cockatiel, undici and sockets throw becomes an `OutboundError`; anything else (a
 * refused mailbox password, a bug) is returned as it is.
 *
 * @param label Names the request without its secrets; `undefined` for work that is not HTTP.
 */
export function outboundError(provider: string, label: string | undefined, error: unknown): unknown {
  if (error instanceof OutboundError) return error
  const subject = label === undefined ? provider : `${provider}: ${label}`
  if (error instanceof TookTooLong) return new OutboundError(provider, 'timeout', `${subject} took too long`)
  if (error instanceof BrokenCircuitError)
    return new OutboundError(
      provider,
      'circuit-open',
      `${provider} has failed repeatedly and is left alone for now`,
    )
  const code = codeOf(error)
  if (code !== undefined && isNetworkCode(code))
    return new OutboundError(provider, 'network', `${subject} failed: ${code}`, { cause: error })
  // What is not HTTP at all has no code.
  if (error instanceof errors.HTTPParserError)
    return new OutboundError(provider, 'network', `${subject} failed`, { cause: error })
  return error
}

const isServerError = (error: OutboundError): boolean => error.kind === 'http' && (error.status ?? 0) >= 500

/** What says that a provider is unwell. A 4xx, a 429 included, is the answer of a healthy one. */
export function isFailure(error: unknown): boolean {
  if (!(error instanceof OutboundError)) return false
  return error.kind === 'timeout' || error.kind === 'network' || isServerError(error)
}

/**
 * When a call may be sent again: `always`; only when nothing can have happened, because the provider `refused` it
 * (429) or it was never sent; or `never`, as its body is a stream.
 */
export type Repeat = 'always' | 'refused' | 'never'

/** Is it worth, and allowed, to try again? Our own limits (no status) have been waited for already. */
export function isRepeatable(error: unknown, repeat: Repeat): boolean {
  if (!(error instanceof OutboundError) || repeat === 'never') return false
  if (error.kind === 'rate-limited') return error.status === 429
  return isFailure(error) && (repeat === 'always' || NEVER_SENT.has(codeOf(error.cause) ?? ''))
}
