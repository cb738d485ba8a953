import { type Envelope, errorOccurred } from '#kernel'
import { emailProcessed } from '#services/email'
import { notificationFailed, notificationSent } from '#services/notification'
import { pdfParsed } from '#services/pdf'
import { bucketOf } from './histogram.ts'

/** One thing that happened, on its day (UTC). */
export interface Measure {
  readonly day: string
  readonly metric: string
  readonly label: string
  readonly durationMs?: number
}

/** Metrics by name; `events` counts every event under its type. */
export const metrics = {
  events: 'events',
  emailProcessed: 'email.processed',
  pdfRead: 'pdf.read',
  notificationSent: 'notification.sent',
  notificationFailed: 'notification.failed',
  errors: 'errors',
  mailToPlan: 'mail-to-plan',
  delivery: 'delivery',
} as const

const labelLimit = 100

/** What an event says by itself. An event of an older or newer shape is counted and no more. */
export function measuresOf(event: Envelope): Measure[] {
  const day = dayOf(Temporal.Instant.from(event.time))
  const measure = (metric: string, label: string, durationMs?: number): Measure => ({
    day,
    metric,
    label: label.slice(0, labelLimit),
    ...(durationMs === undefined ? {} : { durationMs }),
  })
  return [measure(metrics.events, event.type), ...ownMeasures(event, measure)]
}

function ownMeasures(
  event: Envelope,
  measure: (metric: string, label: string, durationMs?: number) => Measure,
): Measure[] {
  switch (event.type) {
    case emailProcessed.type: {
      const { data } = emailProcessed.data.safeParse(event.data)
      return data ? [measure(metrics.emailProcessed, data.state, data.durationMs)] : []
    }
    case pdfParsed.type: {
      const { data } = pdfParsed.data.safeParse(event.data)
      return data ? [measure(metrics.pdfRead, data.kind, data.readMs)] : []
    }
    case notificationSent.type: {
      const { data } = notificationSent.data.safeParse(event.data)
      return data ? [measure(metrics.notificationSent, data.channel)] : []
    }
    case notificationFailed.type: {
      const { data } = notificationFailed.data.safeParse(event.data)
      return data ? [measure(metrics.notificationFailed, data.channel)] : []
    }
    case errorOccurred.type: {
      const { data } = errorOccurred.data.safeParse(event.data)
      return data ? [measure(metrics.errors, data.operation)] : []
    }
    default:
      return []
  }
}

export interface MeasureRow {
  readonly day: string
  readonly metric: string
  readonly label: string
  readonly bucket: number
  count: number
  sum: number
}

/** One row for each day, metric, label and bucket, in the order of the primary key: replicas cannot wait in a circle. */
export function addUp(measures: readonly Measure[]): MeasureRow[] {
  const rows = new Map<string, MeasureRow>()
  for (const { day, metric, label, durationMs } of measures) {
    const bucket = durationMs === undefined ? 0 : bucketOf(durationMs)
    const key = [day, metric, label, String(bucket).padStart(4, '0')].join('\u0000')
    const row = rows.get(key) ?? { day, metric, label, bucket, count: 0, sum: 0 }
    row.count += 1
    row.sum += durationMs ?? 0
    rows.set(key, row)
  }
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

export const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO('UTC').toPlainDate().toString()
