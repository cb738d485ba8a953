import { type Kysely, type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { Problem } from '#kernel'
import type { analytics, DailyMetric } from './contract.ts'
import { percentiles } from './histogram.ts'
import { metrics } from './measure.ts'
import type { MeasuresRow, Tables } from './tables.ts'

const maxDays = 366

interface Range {
  readonly from: Temporal.PlainDate
  /** Included. */
  readonly to: Temporal.PlainDate
}

type Row = Pick<Selectable<MeasuresRow>, 'metric' | 'label' | 'bucket' | 'count'>
type Summary = z.output<(typeof analytics)['routes']['summary']['output']>

/** @throws Problem 422 when the range is longer than 366 days or ends before it begins. */
export function checkRange({ from, to }: Range): void {
  if (Temporal.PlainDate.compare(from, to) > 0)
    throw new Problem(422, 'analytics.range-backwards', '`from` is after `to`')
  if (from.until(to, { largestUnit: 'days' }).days >= maxDays)
    throw new Problem(422, 'analytics.range-too-long', `At most ${maxDays} days`)
}

/** What a day says of one metric and label; `buckets` are pairs of bucket and count, of durations only. */
interface DayMetric {
  readonly metric: string
  readonly label: string
  readonly count: number
  readonly sum: number
  readonly buckets: readonly (readonly [bucket: number, count: number])[] | null
}

/**
 * Each metric and label of each day that has any. A day is one row: a thousand rows of six values take longer to read
 * than everything else here.
 */
export async function daily(
  db: Kysely<Tables>,
  range: Range,
  metric: string | undefined,
): Promise<z.output<typeof DailyMetric>[]> {
  checkRange(range)
  const { rows } = await sql<{ day: Temporal.PlainDate; metrics: readonly DayMetric[] }>`
    select day, json_agg(json_build_object('metric', metric, 'label', label, 'count', count, 'sum', sum,
      'buckets', buckets) order by metric, label) as metrics
    from (select day, metric, label, sum(count) as count, sum(sum) as sum,
            json_agg(json_build_array(bucket, count)) filter (where bucket > 0) as buckets
          from measures
          where day between ${range.from} and ${range.to} and metric = coalesce(${metric ?? null}, metric)
          group by day, metric, label) as each
    group by day order by day`.execute(db)
  return rows.flatMap(({ day, metrics }) =>
    metrics.map(({ buckets, ...each }) => ({ date: day, ...each, ...percentiles(new Map(buckets)) })),
  )
}

/** The whole range in one: exact counts, percentiles over all its days. */
export async function summary(db: Kysely<Tables>, range: Range): Promise<Summary> {
  checkRange(range)
  const { rows } = await sql<Row>`
    select metric, label, bucket, sum(count)::int8 as count from measures
    where day between ${range.from} and ${range.to} group by metric, label, bucket`.execute(db)
  const events = (...types: string[]) =>
    total(rows.filter((row) => row.metric === metrics.events && types.includes(row.label)))
  return {
    emails: events('email.received'),
    documents: events('pdf.parsed', 'pdf.rejected'),
    days: events('schedule.created'),
    plans: events('schedule.planned'),
    routes: events('route.calculated'),
    calendarEvents: events('calendar.event.created'),
    notifications: events('notification.sent'),
    errors: events('error.occurred'),
    successRate: successRate(rows),
    mailToPlanMs: percentilesOf(rows.filter((row) => row.metric === metrics.mailToPlan)),
  }
}

/** Of the e-mails that came to an end and were not ignored, the share that became a day without a person's help. */
function successRate(rows: readonly Row[]): number | null {
  const ended = (...states: string[]) =>
    total(rows.filter((row) => row.metric === metrics.emailProcessed && states.includes(row.label)))
  const all = ended('completed', 'failed', 'needs-review')
  return all === 0 ? null : ended('completed') / all
}

const total = (rows: readonly Row[]) => rows.reduce((sum, row) => sum + row.count, 0)

function percentilesOf(rows: readonly Row[]) {
  const counts = new Map<number, number>()
  for (const { bucket, count } of rows) counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  return percentiles(counts)
}
