import * as prom from 'prom-client'

type Labels<L extends string> = Partial<Record<L, string | number>>

/** A count that only grows; its name ends in `_total`. */
export interface Counter<L extends string = string> {
  inc(labels?: Labels<L>, by?: number): void
  /** One series of it, for who counts the same at every request: its labels are looked at when somebody reads the metrics. */
  series(labels: Labels<L>): { inc(by?: number): void }
}

/** Durations in seconds (or sizes in bytes, where the name says so), in buckets. */
export interface Histogram<L extends string = string> {
  observe(labels: Labels<L>, value: number): void
  /** As a counter's. */
  series(labels: Labels<L>): { observe(value: number): void }
}

/** A value that goes up and down. */
export interface Gauge<L extends string = string> {
  set(labels: Labels<L>, value: number): void
}

/**
 * The metrics of one process. Asking twice for a name gives the same metric, so every module declares what it
 * counts where it counts it; asking again with other labels throws, since Prometheus would mix the two up.
 */
export interface Metrics {
  readonly registry: prom.Registry
  counter<const L extends string>(name: string, help: string, labels?: readonly L[]): Counter<L>
  histogram<const L extends string>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>
  gauge<const L extends string>(name: string, help: string, labels?: readonly L[]): Gauge<L>
}

/** Buckets for requests and other short work, in seconds (those of the source documents). */
export const SHORT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const
/** Buckets for work that a person waits for, such as reading a call sheet, in seconds. */
export const LONG_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300] as const

/** Distinct values that one label may take; every further one counts as `other`. */
const MAX_LABEL_VALUES = 200
const MAX_LABEL_LENGTH = 100

/** UUIDs, e-mail addresses and long digit strings: they name one person or thing and would never stop growing. */
const IDENTIFIER = /[0-9a-f]{8}-[0-9a-f]{4}-|@|\d{7,}/i

/**
 * Keeps the number of time series bounded: an identifier, or a value beyond the first 200 of a label, becomes
 * `other`. Metrics never name a person.
 */
function labelBounds<L extends string>(labelNames: readonly L[]) {
  const seen = new Map<string, Set<string>>(labelNames.map((name) => [name, new Set()]))
  return (labels: Labels<L>): Labels<L> => {
    const bounded: Record<string, string> = {}
    for (const [name, raw] of Object.entries<string | number | undefined>(labels)) {
      if (raw === undefined) continue
      const value = String(raw).slice(0, MAX_LABEL_LENGTH)
      const values = seen.get(name)
      if (values === undefined || values.has(value)) bounded[name] = value
      else if (values.size < MAX_LABEL_VALUES && !IDENTIFIER.test(value)) {
        values.add(value)
        bounded[name] = value
      } else bounded[name] = 'other'
    }
    return bounded as Labels<L>
  }
}

/** What is observed goes into its buckets when it is so many, or when somebody reads the metrics. */
const MOST_OWED = 500

/** What series have taken and the metric has not been told yet. */
class Owed {
  readonly #tell: (() => void)[] = []

  count(inc: (by: number) => void) {
    let owed = 0
    this.#tell.push(() => {
      if (owed === 0) return
      inc(owed)
      owed = 0
    })
    return {
      inc: (by = 1) => {
        owed += by
      },
    }
  }

  values(observe: (value: number) => void) {
    let owed: number[] = []
    const tell = () => {
      for (const value of owed) observe(value)
      owed = []
    }
    this.#tell.push(tell)
    return {
      observe: (value: number) => {
        if (owed.push(value) === MOST_OWED) tell()
      },
    }
  }

  readonly tell = (): void => {
    for (const each of this.#tell) each()
  }
}

/**
 * A registry of its own for this process, with Node's process metrics (CPU, memory, event loop, collection pauses).
 *
 * @param options.process `false` leaves the process metrics out: their observers live as long as the process.
 */
export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new prom.Registry()
  if (options.process !== false) prom.collectDefaultMetrics({ register: registry })
  const known = new Map<string, { shape: string; metric: unknown }>()

  function once<M>(kind: string, name: string, labels: readonly string[], make: () => M): M {
    const shape = `${kind}(${labels.toSorted().join(',')})`
    const existing = known.get(name)
    if (existing && existing.shape !== shape)
      throw new Error(`Metric ${name} is already a ${existing.shape}, not a ${shape}`)
    if (existing) return existing.metric as M
    const metric = make()
    known.set(name, { shape, metric })
    return metric
  }

  return {
    registry,
    counter: (name, help, labels = []) =>
      once('counter', name, labels, () => {
        const owed = new Owed()
        const metric = new prom.Counter({
          name,
          help,
          labelNames: [...labels],
          registers: [registry],
          collect: owed.tell,
        })
        const bound = labelBounds(labels)
        return {
          inc: (values = {}, by = 1) => metric.inc(bound(values), by),
          series: (values) => {
            const same = bound(values)
            return owed.count((by) => metric.inc(same, by))
          },
        }
      }),
    histogram: (name, help, labels = [], buckets = SHORT_BUCKETS) =>
      once('histogram', name, labels, () => {
        const owed = new Owed()
        const metric = new prom.Histogram({
          name,
          help,
          labelNames: [...labels],
          buckets: [...buckets],
          registers: [registry],
          collect: owed.tell,
        })
        const bound = labelBounds(labels)
        return {
          observe: (values, value) => metric.observe(bound(values), value),
          series: (values) => {
            const same = bound(values)
            return owed.values((value) => metric.observe(same, value))
          },
        }
      }),
    gauge: (name, help, labels = []) =>
      once('gauge', name, labels, () => {
        const metric = new prom.Gauge({ name, help, labelNames: [...labels], registers: [registry] })
        const bound = labelBounds(labels)
        return { set: (values, value) => metric.set(bound(values), value) }
      }),
  }
}

/** The registry with the metrics that every process has. */
export interface HouseMetrics extends Metrics {
  readonly httpRequests: Counter<'service' | 'method' | 'route' | 'status'>
  readonly httpDuration: Histogram<'service' | 'method' | 'route' | 'status'>
  readonly operations: Counter<'service' | 'operation' | 'status'>
  readonly operationDuration: Histogram<'service' | 'operation'>
  readonly errors: Counter<'service' | 'operation' | 'error_type'>
  readonly emailProcessing: Histogram<'service' | 'status'>
  readonly pdfParsingErrors: Counter<'error_type'>
  readonly routeCalculations: Counter<'provider' | 'status'>
  readonly eventsPublished: Counter<'service' | 'type'>
  readonly eventsHandled: Counter<'service' | 'type' | 'outcome'>
  readonly eventDuration: Histogram<'service' | 'type'>
  readonly eventsParked: Counter<'service' | 'type'>
  readonly jobs: Counter<'service' | 'job' | 'outcome'>
}

/**
 * The metrics of the house, under the names that the source documents and their alert rules use. Declaring them
 * at start makes `/metrics` list them before the first request.
 */
export function houseMetrics(metrics: Metrics): HouseMetrics {
  return {
    ...metrics,
    httpRequests: metrics.counter('http_requests_total', 'HTTP requests answered', [
      'service',
      'method',
      'route',
      'status',
    ]),
    httpDuration: metrics.histogram('http_request_duration_seconds', 'Time to answer an HTTP request', [
      'service',
      'method',
      'route',
      'status',
    ]),
    operations: metrics.counter('operations_total', 'Operations of the domain', [
      'service',
      'operation',
      'status',
    ]),
    operationDuration: metrics.histogram(
      'operation_duration_seconds',
      'Time an operation of the domain took',
      ['service', 'operation'],
      LONG_BUCKETS,
    ),
    errors: metrics.counter('errors_total', 'Errors nobody handled', ['service', 'operation', 'error_type']),
    emailProcessing: metrics.histogram(
      'email_processing_duration_seconds',
      'From the receipt of an e-mail to its last step',
      ['service', 'status'],
      LONG_BUCKETS,
    ),
    pdfParsingErrors: metrics.counter('pdf_parsing_errors_total', 'PDFs that could not be read', [
      'error_type',
    ]),
    routeCalculations: metrics.counter('route_calculations_total', 'Routes calculated', [
      'provider',
      'status',
    ]),
    eventsPublished: metrics.counter('events_published_total', 'Events handed to the bus', [
      'service',
      'type',
    ]),
    eventsHandled: metrics.counter('events_handled_total', 'Events a listener has handled', [
      'service',
      'type',
      'outcome',
    ]),
    eventDuration: metrics.histogram('event_handling_duration_seconds', 'Time a listener took', [
      'service',
      'type',
    ]),
    eventsParked: metrics.counter('events_parked_total', 'Events that the bus has refused for good', [
      'service',
      'type',
    ]),
    jobs: metrics.counter('jobs_total', 'Jobs run', ['service', 'job', 'outcome']),
  }
}
