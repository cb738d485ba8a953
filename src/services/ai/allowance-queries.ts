import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

export type AllowanceKind = 'cost' | 'requests' | 'tokens'

/** What of whom in which period: a row of `allowances`. */
export interface AllowanceId {
  readonly subject: string
  readonly kind: AllowanceKind
  /** `2026-11-21T18:24`, `2026-11-21`, `2026-11` or `total`, UTC. */
  readonly period: string
  readonly endsAt: Temporal.Instant | null
}

/** What one process reports of one lease: how much was used, and how much less it holds from now on. */
export interface Report extends AllowanceId {
  readonly used: number
  readonly returned: number
}

/** After so long without a word a process is dead, and what it held counts as used. Seconds of real time. */
const deadAfterSeconds = 15

/**
 * Lends a process a slice of an allowance.
 *
 * @param limit null where nothing is limited: the lease is then what a crash is charged by.
 * @param need of all calls that wait for it
 * @param least of the smallest of them: less is of no use to anybody
 */
export async function lend(
  db: Kysely<Tables>,
  holder: string,
  id: AllowanceId,
  { limit, need, least }: { limit: number | null; need: number; least: number },
): Promise<{ lent: number; free: number }> {
  const { rows } = await sql<{ lent: number; free: number }>`
    select lent, free from lend(${holder}::uuid, ${id.subject}, ${id.kind}, ${id.period},
      ${id.endsAt}::timestamptz, ${limit}::bigint, ${need}::bigint, ${least}::bigint)`.execute(db)
  return rows[0]!
}

/**
 * Takes a process's word: it lives, and has used and given back so much. The clock is the real one, since moving the
 * house's clock ends no process.
 *
 * @returns false when it was taken for dead meanwhile and all it held was counted as used: then nothing is changed.
 */
export async function report(
  db: Kysely<Tables>,
  holder: string,
  reports: readonly Report[],
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('holders')
    .set({ seen_at: sql`pg_catalog.now()` })
    .where('id', '=', holder)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  // In one order everywhere, so that two processes never wait for each other.
  const sorted = reports.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  for (const { subject, kind, period, used, returned } of sorted) {
    await sql`update allowances set used = used + ${used}::bigint, leased = leased - ${returned}::bigint
      where (subject, kind, period) = (${subject}, ${kind}, ${period})`.execute(db)
    await sql`update leases set amount = amount - ${returned}::bigint
      where (holder_id, subject, kind, period) = (${holder}::uuid, ${subject}, ${kind}, ${period})`.execute(
      db,
    )
  }
  await sql`delete from leases where holder_id = ${holder}::uuid and amount = 0`.execute(db)
  return true
}

export const nameOf = ({ subject, kind, period }: Omit<AllowanceId, 'endsAt'>) =>
  `${subject} ${kind} ${period}`

export async function enter(db: Kysely<Tables>, holder: string): Promise<void> {
  await db.insertInto('holders').values({ id: holder, seen_at: sql`pg_catalog.now()` }).execute()
}

/** A process that ends in order; what calls still hold then is settled as after a crash. */
export async function leave(db: Kysely<Tables>, holder: string): Promise<void> {
  await sql`delete from holders h where id = ${holder}::uuid
    and not exists (select from leases l where l.holder_id = h.id)`.execute(db)
}

/** When the next process counts as dead: by the real time, which the service's own may be ahead of. */
export const nextDead = sql`
  select min(seen_at) + make_interval(secs => ${deadAfterSeconds}) + (select "offset" from time_shift) from holders`

/**
 * Settles for processes that died: whatever they held counts as used, since nobody knows how much of it was. It was what
 * their calls had reserved and a small slice. In the usage it stands as `unaccounted`.
 */
export async function settleDead(db: Kysely<Tables>): Promise<void> {
  await sql`with dead as (
      select id from holders where seen_at < pg_catalog.now() - make_interval(secs => ${deadAfterSeconds})
      for update skip locked
    ), held as (
      delete from leases using dead where holder_id = dead.id returning subject, kind, period, amount
    ), sums as (
      select subject, kind, period, sum(amount) as amount from held group by 1, 2, 3
    ), settled as (
      update allowances a set used = a.used + s.amount, leased = a.leased - s.amount from sums s
      where (a.subject, a.kind, a.period) = (s.subject, s.kind, s.period)
    ), noted as (
      insert into usage_days as u (day, subject, user_id, model, upstream, requests, estimated, cost_microdollars)
      select (now() at time zone 'UTC')::date, s.subject,
        coalesce((select owner_id from keys where 'key:' || id = s.subject),
          case when s.subject like 'user:%' then substr(s.subject, 6)::uuid end),
        'unaccounted', 'unaccounted', 1, 1, s.amount
      from sums s where s.kind = 'cost' and s.amount > 0
      on conflict (day, subject, model, upstream) do update set requests = u.requests + 1,
        estimated = u.estimated + 1, cost_microdollars = u.cost_microdollars + excluded.cost_microdollars
    )
    delete from holders using dead where holders.id = dead.id`.execute(db)
}

/** Periods that are over: nobody asks for them any more. */
export async function dropOver(db: Kysely<Tables>): Promise<void> {
  await sql`delete from allowances a where ends_at < now() - interval '1 hour' and leased = 0
    and not exists (select from leases l where (l.subject, l.kind, l.period) = (a.subject, a.kind, a.period))`.execute(
    db,
  )
}
