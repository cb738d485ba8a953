import { pino } from 'pino'
import { redact } from './redact.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal'

type LevelMethods = Pick<pino.Logger, LogLevel>

/**
 * What a service may write: `log.info({ fields }, 'sentence')`. Errors go under `err`. Fields that are secrets by
 * name are redacted; what is in the sentence is written as it is, so nothing personal belongs there.
 */
export interface Logger extends LevelMethods {
  /** A logger that adds `bindings` to every line. */
  child(bindings: Record<string, unknown>): Logger
}

export interface LoggerOptions {
  /** Left out where children name theirs: pino would write the key twice. */
  service?: string
  /** Default `info`. `silent` writes nothing. */
  level?: LogLevel | 'silent'
  /** One short line for people instead of JSON. Default: only when the log goes to a terminal. */
  pretty?: boolean
  /** Where lines go, newline included. Default: standard output. */
  destination?: { write(line: string): void }
  /** Read on every line: the correlation and request ids of the work in hand. */
  context?: () => Record<string, string | undefined>
}

/**
 * The process's logger: one JSON object per line (`time` in UTC with milliseconds, `level`, `service`, `msg`, the
 * ids of `context` and the fields given), or a line for people in a terminal.
 */
export function createLogger(options: LoggerOptions): Logger {
  const terminal = options.destination === undefined && process.stdout.isTTY
  const sink = options.destination ?? pino.destination({ dest: 1, sync: true })
  const stream =
    (options.pretty ?? terminal)
      ? { write: (line: string) => void sink.write(prettyLine(line, terminal)) }
      : sink
  const { context } = options
  const root = pino(
    {
      level: options.level ?? 'info',
      base: options.service ? { service: options.service } : {},
      timestamp: () => `,"time":"${Temporal.Now.instant().toString({ smallestUnit: 'millisecond' })}"`,
      // `redact` has already turned errors into plain data; pino's own serializer would add their every property.
      serializers: { err: (value: unknown) => value },
      formatters: { level: (label) => ({ level: label }), log: redact },
      ...(context && { mixin: () => context() }),
    },
    stream,
  )
  return narrowed(root)
}

/** pino's logger without its other doors. Its children skip the formatter of bindings, so those are redacted here. */
function narrowed(logger: pino.Logger): Logger {
  return {
    debug: logger.debug.bind(logger),
    info: logger.info.bind(logger),
    warn: logger.warn.bind(logger),
    error: logger.error.bind(logger),
    fatal: logger.fatal.bind(logger),
    child: (bindings) => narrowed(logger.child(redact(bindings))),
  }
}

const COLOURS: Record<string, number> = { debug: 90, info: 32, warn: 33, error: 31, fatal: 35 }
const SHOWN_ELSEWHERE = new Set([
  'level',
  'time',
  'service',
  'msg',
  'err',
  'correlationId',
  'requestId',
  'traceId',
])

/** Text from outside must not steer the terminal: control characters, escape sequences among them, are dropped. */
const visible = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ')

/**
 * `12:04:31.118 INFO  schedule: planned the day (day=12, took=180) NetworkError: refused`, in the reader's zone.
 * The stack follows an error, a line per frame.
 */
function prettyLine(line: string, coloured: boolean): string {
  const entry = JSON.parse(line) as Record<string, unknown> & { level: string; time: string }
  const zone = Temporal.Now.timeZoneId()
  const time = Temporal.Instant.from(entry.time).toZonedDateTimeISO(zone).toPlainTime()
  const label = entry.level.toUpperCase().padEnd(5)
  const level = coloured ? `\u001b[${COLOURS[entry.level] ?? 0}m${label}\u001b[0m` : label
  const fields = Object.entries(entry)
    .filter(([name]) => !SHOWN_ELSEWHERE.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const details = fields.length > 0 ? ` (${visible(fields.join(', '))})` : ''
  const head = `${time.toString({ smallestUnit: 'millisecond' })} ${level}`
  return `${head} ${entry.service}: ${visible(String(entry.msg ?? ''))}${details}${prettyError(entry.err)}\n`
}

function prettyError(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const { type, message, stack, cause } = error as Record<string, unknown>
  const frames = typeof stack === 'string' ? stack.split('\n').filter((frame) => /^\s+at /.test(frame)) : []
  const trace = frames.slice(0, 5).map((frame) => `\n    ${visible(frame.trim())}`)
  const because = typeof cause === 'object' && cause !== null ? `\n  because${prettyError(cause)}` : ''
  return ` ${visible(`${String(type)}: ${String(message)}`)}${trace.join('')}${because}`
}
