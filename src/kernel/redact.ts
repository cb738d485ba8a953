/** Field names whose values are never written anywhere, whatever their spelling (`api_key`, `apiKey`, `API-KEY`). */
const SECRET_FIELDS = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'cookies',
  'setcookie',
  'password',
  'passphrase',
  'token',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'apikey',
  'xapikey',
  'xgoogapikey',
  'secret',
  'clientsecret',
  'privatekey',
  'credentials',
])

const MAX_DEPTH = 6
const MAX_ITEMS = 100
const MAX_TEXT = 10_000

/** Path segments that look like a credential or an address: long, or with `:` or `@` (a bot token, a calendar id). */
const TELLING_SEGMENT = /^.{25,}$|[:@]|%3a|%40/i

/**
 * A URL fit for a log line or an error message: no user info, query or fragment, which is where API keys travel,
 * and no path segment that looks like a token or a mail address.
 */
export function safeUrl(url: string | URL): string {
  const parsed = URL.parse(String(url))
  if (!parsed) return '(not a URL)'
  const path = parsed.pathname.split('/').map((segment) => (TELLING_SEGMENT.test(segment) ? '***' : segment))
  return `${parsed.protocol}//${parsed.host}${path.join('/')}`
}

/** Fields of errors worth a log line. Drivers hang requests, responses and rows on their errors: those stay out. */
const ERROR_FIELDS = [
  'code',
  'kind',
  'status',
  'provider',
  'retryAfterSeconds',
  'severity',
  'constraint',
] as const

/** An error as plain data: type, message, stack, its known codes and its causes, but no request and no headers. */
function plainError(error: Error, depth: number): Record<string, unknown> {
  const plain: Record<string, unknown> = { type: error.name, message: clip(error.message) }
  for (const field of ERROR_FIELDS) {
    const value: unknown = Reflect.get(error, field)
    if (typeof value === 'string' || typeof value === 'number') plain[field] = value
  }
  if (error.stack) plain.stack = clip(error.stack)
  if (error instanceof AggregateError) plain.errors = plainValue(error.errors, depth + 1)
  if (error.cause !== undefined) plain.cause = plainValue(error.cause, depth + 1)
  return plain
}

const clip = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text)

function plainValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return clip(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAX_DEPTH) return '[deeper]'
  if (value instanceof Error) return plainError(value, depth)
  if (value instanceof URL) return safeUrl(value)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => plainValue(item, depth + 1))
  if (value instanceof Headers || value instanceof Map)
    return plainFields(
      [...value].slice(0, MAX_ITEMS).map(([name, field]) => [String(name), field]),
      depth,
    )
  if ('toJSON' in value && typeof value.toJSON === 'function') return plainValue(value.toJSON(), depth + 1)
  return plainFields(Object.entries(value).slice(0, MAX_ITEMS), depth)
}

function plainFields(fields: [string, unknown][], depth: number): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [name, value] of fields) {
    const secret = SECRET_FIELDS.has(name.replaceAll(/[-_]/g, '').toLowerCase())
    plain[name] =
      secret && value !== undefined && value !== null ? '[redacted]' : plainValue(value, depth + 1)
  }
  return plain
}

/**
 * A bounded copy of `fields` fit for the log: secrets replaced at any depth, errors with their causes, bytes as
 * their length, at most six levels, 100 items each and 10,000 characters of text.
 */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return plainFields(Object.entries(fields), 0)
}
