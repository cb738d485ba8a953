import { type Kysely, type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { type Cursor, decodeCursor } from '#kernel'
import { BufferExtras, noExtras } from './contract.ts'
import type { PlansRow, Tables } from './tables.ts'

export type Plan = Selectable<PlansRow>
type Extras = z.output<typeof BufferExtras>
type Db = Kysely<Tables>

/** What schedule asks for. */
export interface WantedPlan {
  planId: string
  dayId: string
  userId: string
  planVersion: number
  call: Temporal.Instant
  zone: string
  /** An address, or a name where the sheet has none. */
  location: string | null
  locationIsStop: boolean
}

/** Takes over what schedule wants unless something newer is known. @returns whether it was news */
export async function keepWanted(db: Db, wanted: WantedPlan): Promise<boolean> {
  const { rows } = await sql`
    insert into plans (plan_id, day_id, user_id, plan_version, call, zone, location, location_is_stop, weather_from,
      version, request)
    select ${wanted.planId}, ${wanted.dayId}, ${wanted.userId}, ${wanted.planVersion}, ${wanted.call}, ${wanted.zone},
      ${wanted.location}, ${wanted.locationIsStop}, ${wanted.planVersion},
      coalesce(dropped.version, 0), coalesce(dropped.request, 0)
    from (values (1)) as one left join cancellations dropped on dropped.plan_id = ${wanted.planId}
    where dropped.plan_version is null or dropped.plan_version < ${wanted.planVersion}
    on conflict (plan_id) do update set
      plan_version = excluded.plan_version, call = excluded.call, zone = excluded.zone, location = excluded.location,
      location_is_stop = excluded.location_is_stop,
      weather_from = case
        when (plans.call, plans.location, plans.location_is_stop)
          is distinct from (excluded.call, excluded.location, excluded.location_is_stop)
        then excluded.plan_version else plans.weather_from end
    where plans.plan_version < excluded.plan_version
    returning plan_id`.execute(db)
  return rows.length > 0
}

/** Drops a plan unless schedule has revived it since; its counters stay. @returns whether it was news */
export async function dropPlan(
  db: Db,
  gone: { planId: string; userId: string; planVersion: number },
): Promise<boolean> {
  const { rows } = await sql`
    with dropped as (
      delete from plans where plan_id = ${gone.planId} and plan_version <= ${gone.planVersion}
      returning version, request
    ), extras as (
      delete from weather_extras where plan_id = ${gone.planId} and plan_version <= ${gone.planVersion}
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

/** Schedule has no such plan any more: nothing of it is kept. @returns whether there was something */
export async function forgetPlan(db: Db, planId: string): Promise<boolean> {
  await db.deleteFrom('weather_extras').where('plan_id', '=', planId).execute()
  const { rows } = await sql`
    with cancelled as (delete from cancellations where plan_id = ${planId} returning 1),
      planned as (delete from plans where plan_id = ${planId} returning 1)
    select from cancelled union all select from planned`.execute(db)
  return rows.length > 0
}

/** The plan, locked until the transaction ends: answers and weather take turns. */
export async function lockPlan(db: Db, planId: string): Promise<Plan | undefined> {
  return await db.selectFrom('plans').selectAll().where('plan_id', '=', planId).forUpdate().executeTakeFirst()
}

export async function findPlan(db: Db, planId: string): Promise<Plan | undefined> {
  return await db.selectFrom('plans').selectAll().where('plan_id', '=', planId).executeTakeFirst()
}

/** A user's own plan; another's is not found. */
export async function ownPlan(db: Db, userId: string, planId: string): Promise<Plan | undefined> {
  return await db
    .selectFrom('plans')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** One row more than `limit`, newest first. */
export async function plansOf(
  db: Db,
  userId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<Plan[]> {
  const after = decodeCursor(page.cursor)
  return await db
    .selectFrom('plans')
    .selectAll()
    .where('user_id', '=', userId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, plan_id) < (${after?.key}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('plan_id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

export const cursorOf = (plan: Plan): Cursor => ({ key: plan.created_at.toString(), id: plan.plan_id })

/** The user's plans whose call is still to come. */
export async function futurePlans(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('plans')
    .select('plan_id')
    .where('user_id', '=', userId)
    .where('call', '>', sql<Temporal.Instant>`route.now()`)
    .execute()
  return rows.map(({ plan_id }) => plan_id)
}

/** What the weather adds to a plan, as far as it is about the same place and time. */
export async function extrasOf(db: Db, plan: Plan): Promise<Extras> {
  const row = await db
    .selectFrom('weather_extras')
    .select('extras')
    .where('plan_id', '=', plan.plan_id)
    .where('plan_version', '>=', plan.weather_from)
    .executeTakeFirst()
  return row ? BufferExtras.parse(row.extras) : noExtras
}

export async function keepExtras(
  db: Db,
  news: { planId: string; userId: string; version: number; planVersion: number; extras: Extras },
): Promise<boolean> {
  const copy = { version: news.version, plan_version: news.planVersion, extras: JSON.stringify(news.extras) }
  const kept = await db
    .insertInto('weather_extras')
    .values({ plan_id: news.planId, user_id: news.userId, ...copy })
    .onConflict((conflict) =>
      conflict.column('plan_id').doUpdateSet(copy).where('weather_extras.version', '<', news.version),
    )
    .returning('plan_id')
    .executeTakeFirst()
  return kept !== undefined
}

export function sameExtras(one: Extras, other: Extras): boolean {
  return (
    one.trafficMinutes === other.trafficMinutes &&
    one.parkingMinutes === other.parkingMinutes &&
    one.reasons.toSorted().join() === other.reasons.toSorted().join()
  )
}
