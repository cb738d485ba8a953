import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Attributes,
  context,
  ROOT_CONTEXT,
  type SpanContext,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { randomHex } from './ids.ts'

export interface Tracing {
  /** Sends what is still in memory, for two seconds at most, then stops. Never throws. */
  shutdown(): Promise<void>
}

const MAX_EXPORT_MS = 5_000
/** A collector that is down must not hold up a shutdown for longer. */
const MAX_FLUSH_MS = 2_000

/**
 * The trace that the work in hand belongs to. Kept here too, as without a collector nobody else keeps it. Without one
 * most work asks for no trace at all, so that one of its own begins when it is first asked for.
 */
interface Trace {
  context?: SpanContext
}
const scope = new AsyncLocalStorage<Trace>()
let exporting = false

/**
 * Sends traces to the collector at `OTEL_EXPORTER_OTLP_ENDPOINT` (OTLP over HTTP, in batches). Without it nothing is
 * loaded and spans cost nothing; trace ids still travel along. Once per process.
 *
 * @param serviceName What the process calls itself in traces.
 */
export async function startTracing(
  serviceName: string,
  env: Record<string, string | undefined> = process.env,
): Promise<Tracing> {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT
  if (!endpoint) return { shutdown: async () => {} }
  const [
    { BatchSpanProcessor, NodeTracerProvider },
    { OTLPTraceExporter },
    { defaultResource, resourceFromAttributes },
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: MAX_EXPORT_MS,
  })
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': serviceName })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  provider.register()
  exporting = true
  return {
    async shutdown() {
      exporting = false
      const given = new AbortController()
      const flushed = provider.shutdown().catch(() => {})
      await Promise.race([flushed, sleep(MAX_FLUSH_MS, undefined, { signal: given.signal }).catch(() => {})])
      given.abort()
      trace.disable()
      context.disable()
    },
  }
}

/**
 * Runs `work` as a span named after the kind of work (`GET /schedules/:id`, `event schedule.created`), never after
 * one person or thing. An error marks the span and goes on to the caller.
 */
export function withSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return exporting ? inSpan(name, attributes, work) : work()
}

async function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return await trace.getTracer('klaps').startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work()
    } catch (error) {
      // The type only: messages may quote what people wrote.
      span.setStatus({
        code: SpanStatusCode.ERROR,
        message: error instanceof Error ? error.name : typeof error,
      })
      throw error
    } finally {
      span.end()
    }
  })
}

/**
 * The W3C `traceparent` to send along: that of the span in hand; without one a new span id in the scope's trace, or
 * in a new trace.
 */
export function traceparent(): string {
  const active = trace.getSpanContext(context.active())
  if (exporting && active) return format(active)
  const { traceId, traceFlags } = currentTrace()
  return format({ traceId, traceFlags, spanId: randomHex(8) })
}

/** Runs `work` as part of the trace in `header`; without one, or with one that cannot be read, in a trace of its own. */
export function fromTraceparent<T>(header: string | null | undefined, work: () => T): T {
  const remote = header ? parse(header) : undefined
  if (!exporting) return scope.run(remote ? { context: remote } : {}, work)
  const begun = remote ?? freshTrace()
  return scope.run({ context: begun }, () => context.with(trace.setSpanContext(ROOT_CONTEXT, begun), work))
}

function currentTrace(): SpanContext {
  const kept = scope.getStore()
  if (!kept) return freshTrace()
  kept.context ??= freshTrace()
  return kept.context
}

/** Asked for unless the caller said otherwise: a traced process behind an untraced one shall still record. */
const freshTrace = (): SpanContext => ({
  traceId: randomHex(16),
  spanId: randomHex(8),
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
})

const format = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** Reads a W3C trace context, level 1; later versions are read as far as they are known. */
function parse(header: string): SpanContext | undefined {
  const [, traceId, spanId, flags, more] = TRACEPARENT.exec(header.trim()) ?? []
  if (!traceId || !spanId || !flags || (more !== undefined && header.trim().startsWith('00')))
    return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true }
}
