import type { Kysely, Selectable } from 'kysely'
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

type Row = Selectable<MeasuresRow>
type Summary = z.output<(typeof analytics)['routes']['summary']['output']>

/** @throws Problem 422 when the range is longer than 366 days or ends before it begins. */
export function checkRange({ from, to }: Range): void {
  if (Temporal.PlainDate.compare(from, to) > 0)
    throw new Problem(422, 'analytics.range-backwards', '`from` is after `to`')
  if (from.until(to, { largestUnit: 'days' }).days >= maxDays)
    throw new Problem(422, 'analytics.range-too-long', `At most ${maxDays} days`)
}

async function readMeasures(db: Kysely<Tables>, range: Range, metric?: string): Promise<Row[]> {
  checkRange(range)
  let query = db
    .selectFrom('measures')
    .selectAll()
    .where('day', '>=', range.from)
    .where('day', '<=', range.to)
    .orderBy('day')
    .orderBy('metric')
    .orderBy('label')
  if (metric !== undefined) query = query.where('metric', '=', metric)
  return await query.execute()
}

/** Each metric and label of each day that has any. */
export async function daily(
  db: Kysely<Tables>,
  range: Range,
  metric: string | undefined,
): Promise<z.output<typeof DailyMetric>[]> {
  const rows = await readMeasures(db, range, metric)
  const groups = Map.groupBy(rows, ({ day, metric, label }) => `${day} ${metric} ${label}`)
  return [...groups.values()].map((group) => {
    const { day, metric, label } = group[0]!
    const sum = group.reduce((total, row) => total + row.sum, 0)
    return { date: day, metric, label, count: total(group), sum, ...percentilesOf(group) }
  })
}

/** The whole range in one: exact counts, percentiles over all its days. */
export async function summary(db: Kysely<Tables>, range: Range): Promise<Summary> {
  const rows = await readMeasures(db, range)
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
