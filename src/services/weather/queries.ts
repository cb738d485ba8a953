import { type Kysely, type Selectable, sql } from 'kysely'
import type { DaysRow, Tables } from './tables.ts'

export type Day = Selectable<DaysRow>
type Db = Kysely<Tables>

/** What schedule asks for. */
export interface WantedDay {
  planId: string
  dayId: string
  userId: string
  planVersion: number
  call: Temporal.Instant
  wrap: Temporal.Instant | null
  zone: string
  /** An address, or a name where the sheet has none. */
  location: string | null
  locationIsStop: boolean
  exterior: boolean
}

/**
 * Takes over what schedule wants unless something newer is known. A forecast for another place or time is dropped.
 *
 * @returns whether it was news
 */
export async function keepWanted(db: Db, day: WantedDay): Promise<boolean> {
  const { rows } = await sql`
    insert into days (plan_id, day_id, user_id, plan_version, call, wrap, zone, location, location_is_stop, exterior,
      version, request)
    select ${day.planId}, ${day.dayId}, ${day.userId}, ${day.planVersion}, ${day.call}, ${day.wrap}::timestamptz,
      ${day.zone}, ${day.location}, ${day.locationIsStop}, ${day.exterior},
      coalesce(dropped.version, 0), coalesce(dropped.request, 0)
    from (values (1)) as one left join cancellations dropped on dropped.plan_id = ${day.planId}
    where dropped.plan_version is null or dropped.plan_version < ${day.planVersion}
    on conflict (plan_id) do update set
      plan_version = excluded.plan_version, call = excluded.call, wrap = excluded.wrap, zone = excluded.zone,
      location = excluded.location, location_is_stop = excluded.location_is_stop, exterior = excluded.exterior,
      forecast = case when ${isElsewhere} then null else days.forecast end,
      told = case when ${isElsewhere} then null else days.told end
    where days.plan_version < excluded.plan_version
    returning plan_id`.execute(db)
  return rows.length > 0
}

const isElsewhere = sql`(days.call, days.wrap, days.location, days.location_is_stop)
  is distinct from (excluded.call, excluded.wrap, excluded.location, excluded.location_is_stop)`

/** Drops a day unless schedule has revived it since; its counters stay. @returns whether it was news */
export async function dropDay(
  db: Db,
  gone: { planId: string; userId: string; planVersion: number },
): Promise<boolean> {
  const { rows } = await sql`
    with dropped as (
      delete from days where plan_id = ${gone.planId} and plan_version <= ${gone.planVersion}
      returning version, request
    )
    insert into cancellations (plan_id, user_id, plan_version, version, request)
    select ${gone.planId}, ${gone.userId}, ${gone.planVersion},
      coalesce((select version from dropped), 0), coalesce((select request from dropped), 0)
    on conflict (plan_id) do update set
      plan_version = excluded.plan_version,
      version = greatest(cancellations.version, excluded.version),
      request = greatest(cancellations.request, excluded.request)
    where cancellations.plan_version < excluded.plan_version
    returning plan_id`.execute(db)
  return rows.length > 0
}

export async function findDay(db: Db, planId: string): Promise<Day | undefined> {
  return await db.selectFrom('days').selectAll().where('plan_id', '=', planId).executeTakeFirst()
}

/** A user's own day; another's is not found. */
export async function ownDay(db: Db, userId: string, planId: string): Promise<Day | undefined> {
  return await db
    .selectFrom('days')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** The day, locked until the transaction ends. */
export async function lockDay(db: Db, planId: string): Promise<Day | undefined> {
  return await db.selectFrom('days').selectAll().where('plan_id', '=', planId).forUpdate().executeTakeFirst()
}
