import { type Kysely, sql } from 'kysely'
import type { Envelope } from '#kernel'
import { emailReceived } from '#services/email'
import { notificationSent } from '#services/notification'
import { schedulePlanned } from '#services/schedule'
import { dayOf, type Measure, metrics } from './measure.ts'
import type { Tables } from './tables.ts'

/** The moments of a story that durations run between. */
const moments: Readonly<Record<string, 'received_at' | 'planned_at' | 'notified_at'>> = {
  [emailReceived.type]: 'received_at',
  [schedulePlanned.type]: 'planned_at',
  [notificationSent.type]: 'notified_at',
}

/**
 * Durations over several events, tied by the correlation id: from the e-mail to the first plan, and from there to the
 * first notification. Events may come in any order; a duration is counted once, when both its ends are known.
 */
export async function followStories(db: Kysely<Tables>, events: readonly Envelope[]): Promise<Measure[]> {
  const touched = await keepMoments(db, events)
  if (touched.length === 0) return []
  const plans = await sql<{ from: Temporal.Instant; to: Temporal.Instant }>`
    update stories set plan_counted = true
    where correlation_id = any(${touched}) and not plan_counted and received_at is not null and planned_at is not null
    returning received_at as "from", planned_at as "to"`.execute(db)
  const deliveries = await sql<{ from: Temporal.Instant; to: Temporal.Instant }>`
    update stories set delivery_counted = true
    where correlation_id = any(${touched}) and not delivery_counted
      and received_at is not null and planned_at is not null and notified_at is not null
    returning planned_at as "from", notified_at as "to"`.execute(db)
  return [
    ...plans.rows.map(({ from, to }) => between(metrics.mailToPlan, from, to)),
    ...deliveries.rows.map(({ from, to }) => between(metrics.delivery, from, to)),
  ]
}

function between(metric: string, from: Temporal.Instant, to: Temporal.Instant): Measure {
  return {
    day: dayOf(to),
    metric,
    label: 'all',
    durationMs: Math.max(0, to.since(from).total('milliseconds')),
  }
}

/** The earliest of each moment; stories in the order of their ids, so that replicas cannot wait in a circle. */
async function keepMoments(db: Kysely<Tables>, events: readonly Envelope[]): Promise<string[]> {
  const stories = new Map<string, { received_at?: string; planned_at?: string; notified_at?: string }>()
  for (const event of events) {
    const moment = moments[event.type]
    if (!moment) continue
    const story = stories.get(event.correlationid) ?? {}
    const known = story[moment]
    if (known === undefined || isEarlier(event.time, known)) story[moment] = event.time
    stories.set(event.correlationid, story)
  }
  const rows = [...stories]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([correlation_id, story]) => ({ correlation_id, ...story }))
  if (rows.length === 0) return []
  await sql`
    insert into stories (correlation_id, received_at, planned_at, notified_at)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(correlation_id text, received_at timestamptz, planned_at timestamptz, notified_at timestamptz)
    on conflict (correlation_id) do update set
      received_at = least(stories.received_at, excluded.received_at),
      planned_at = least(stories.planned_at, excluded.planned_at),
      notified_at = least(stories.notified_at, excluded.notified_at)`.execute(db)
  return rows.map((row) => row.correlation_id)
}

const isEarlier = (a: string, b: string) => Temporal.Instant.compare(a, b) < 0
