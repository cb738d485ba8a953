import { type Kysely, sql } from 'kysely'
import { derivedId, type Envelope, isFact, serviceOf, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { bookingOf, isFailure, type Saying, sayingOf } from './kinds.ts'
import type { Tables } from './tables.ts'

/** An event with the run that it belongs to. */
interface Step {
  readonly event: Envelope
  readonly runId: string
}

/** What a batch says about one run. */
interface RunRow {
  id: string
  kind: string
  rank: number
  subject: string | null
  correlation_id: string
  started_at: string
  ended_at: string | null
  /** Until when it rests on purpose. */
  rests_until: string | null
  outcome: string
}

/** Keeps every event as a step of its run; four statements, however many events. They may come in any order. */
export async function keepSteps(_ctx: Ctx, events: readonly Envelope[], tx: Tx<Tables>): Promise<void> {
  const steps = await runsOf(tx.query, events)
  await insertSteps(tx.query, steps)
  await mergeRuns(tx.query, runRows(steps))
}

/** A run that began with this correlation id. */
export const runOfCorrelation = (correlationId: string) => derivedId('run', correlationId)
export const runOfBooking = (bookingId: string) => derivedId('run', 'booking', bookingId)

async function runsOf(db: Kysely<Tables>, events: readonly Envelope[]): Promise<Step[]> {
  const own = new Map<string, string>()
  for (const event of events) {
    const bookingId = bookingOf(event)
    if (bookingId) own.set(event.correlationid, runOfBooking(bookingId))
  }
  if (own.size > 0) {
    const threads = [...own].toSorted(([a], [b]) => (a < b ? -1 : 1))
    await sql`insert into threads (correlation_id, run_id)
      select * from unnest(${threads.map(([id]) => id)}::text[], ${threads.map(([, run]) => run)}::uuid[])
      on conflict do nothing`.execute(db)
  }
  const others = [...new Set(events.map((event) => event.correlationid))].filter((id) => !own.has(id))
  const known =
    others.length === 0
      ? []
      : await db
          .selectFrom('threads')
          .select(['correlation_id', 'run_id'])
          .where('correlation_id', 'in', others)
          .execute()
  const threads = new Map([...own, ...known.map((row) => [row.correlation_id, row.run_id] as const)])
  return events.map((event) => {
    const bookingId = bookingOf(event)
    const runId = bookingId
      ? runOfBooking(bookingId)
      : (threads.get(event.correlationid) ?? runOfCorrelation(event.correlationid))
    return { event, runId }
  })
}

async function insertSteps(db: Kysely<Tables>, steps: readonly Step[]): Promise<void> {
  const rows = steps.map(({ event, runId }) => ({
    at: event.time,
    event_id: event.id,
    run_id: runId,
    service: serviceOf(event),
    type: event.type,
    outcome: isFailure(event) ? 'failed' : 'ok',
    detail: detailOf(event),
  }))
  await sql`
    insert into steps (at, event_id, run_id, service, type, outcome, detail)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as step(at timestamptz, event_id uuid, run_id uuid, service text, type text, outcome text, detail text)
    on conflict do nothing`.execute(db)
}

/** Fields that tell in a code word how it went; the first that there is. */
const tellingFields = [
  'state',
  'status',
  'outcome',
  'code',
  'failureCode',
  'reason',
  'kind',
  'action',
  'operation',
]

function detailOf({ data }: Envelope): string | null {
  const values = tellingFields.map((name): unknown => Reflect.get(Object(data), name))
  const word = values.find((value) => typeof value === 'string' && isFact(value))
  return typeof word === 'string' ? word : null
}

function runRows(steps: readonly Step[]): RunRow[] {
  const rows = new Map<string, RunRow>()
  for (const { event, runId } of steps) {
    const saying = sayingOf(event)
    if (!saying) continue
    const said = rowOf(event, runId, saying)
    const known = rows.get(runId)
    rows.set(runId, known ? merged(known, said) : said)
  }
  // In the order of their ids, so that replicas cannot wait in a circle.
  return [...rows.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function rowOf(event: Envelope, id: string, { kind, rank, about, ends, rests }: Saying): RunRow {
  const data = event.data as Readonly<Record<string, unknown>>
  const outcome = ends?.(data)
  const thing = about && data[about[1]]
  return {
    id,
    kind,
    rank,
    subject: about && typeof thing === 'string' ? `${about[0]}:${thing}` : null,
    correlation_id: event.correlationid,
    started_at: event.time,
    ended_at: outcome ? event.time : null,
    rests_until: rests?.(data) ?? null,
    outcome: outcome ?? 'running',
  }
}

const isBefore = (a: string, b: string) => Temporal.Instant.compare(a, b) < 0

/** As the statement below does it with the row that is there. */
function merged(a: RunRow, b: RunRow): RunRow {
  const [lead, other] = a.rank >= b.rank ? [a, b] : [b, a]
  const first = isBefore(b.started_at, a.started_at) ? b : a
  const endsLater = b.ended_at !== null && (a.ended_at === null || !isBefore(b.ended_at, a.ended_at))
  const end = endsLater ? b : a
  return {
    ...lead,
    subject: lead.subject ?? other.subject,
    correlation_id: first.correlation_id,
    started_at: first.started_at,
    ended_at: end.ended_at,
    rests_until: later(a.rests_until, b.rests_until),
    outcome: end.outcome,
  }
}

const later = (a: string | null, b: string | null) => (a === null || (b !== null && isBefore(a, b)) ? b : a)

async function mergeRuns(db: Kysely<Tables>, rows: readonly RunRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into runs as r
      (id, kind, rank, subject, correlation_id, started_at, ended_at, rests_until, outcome, due_at)
    select said.*, greatest(said.started_at, said.rests_until) + make_interval(secs => expectations.seconds)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as said(id uuid, kind text, rank int, subject text, correlation_id text, started_at timestamptz,
        ended_at timestamptz, rests_until timestamptz, outcome text)
      join expectations using (kind) order by said.id
    on conflict (id) do update set
      kind = case when excluded.rank > r.rank then excluded.kind else r.kind end,
      rank = greatest(r.rank, excluded.rank),
      subject = case when excluded.rank > r.rank then coalesce(excluded.subject, r.subject)
        else coalesce(r.subject, excluded.subject) end,
      correlation_id = case when excluded.started_at < r.started_at then excluded.correlation_id else r.correlation_id end,
      started_at = least(r.started_at, excluded.started_at),
      ended_at = greatest(r.ended_at, excluded.ended_at),
      outcome = case when excluded.ended_at >= coalesce(r.ended_at, '-infinity') then excluded.outcome else r.outcome end,
      rests_until = greatest(r.rests_until, excluded.rests_until),
      due_at = greatest(least(r.started_at, excluded.started_at), r.rests_until, excluded.rests_until)
        + case when excluded.rank > r.rank then excluded.due_at - greatest(excluded.started_at, excluded.rests_until)
          else r.due_at - greatest(r.started_at, r.rests_until) end,
      changed_by = excluded.changed_by`.execute(db)
}
