import { sql } from 'kysely'
import { z } from 'zod'
import { derivedId } from '#kernel'
import { routeCalculated, type routeFailed } from '#services/route'
import { type weatherFailed, weatherFetched } from '#services/weather'
import { type Calculated, type Failure, type Fetched, foundZone } from './answer-rows.ts'
import type { Ctx, Tx } from './context.ts'
import { replan } from './jobs.ts'
import { answersOf, lockPlan } from './queries.ts'
import { awaitsRoute, partsOf, settle } from './settle.ts'
import { PATIENCE, wakeLater } from './wake.ts'

type Failed = z.output<typeof routeFailed.data> | z.output<typeof weatherFailed.data>

interface Answer {
  kind: 'route' | 'weather'
  planId: string
  version: number
  planVersion: number
  content?: unknown
  at?: Temporal.Instant
  failure?: Failure
  /** After a failure: may what was answered before still be shown? */
  stands?: boolean
  worthTelling?: boolean
}

/**
 * Keeps what route or weather said, unless something newer is kept already, and lets the plan be decided.
 *
 * @returns whether it was news
 */
async function keep(ctx: Ctx, tx: Tx, answer: Answer): Promise<boolean> {
  const plan = await lockPlan(tx.query, answer.planId)
  if (!plan) return false
  const good = answer.content !== undefined
  const stands = answer.stands ?? true
  const { rows } = await sql`
    insert into answers (plan_id, kind, version, plan_version, content, content_version, content_at, failure, worth_telling)
    values (${answer.planId}, ${answer.kind}, ${answer.version}, ${answer.planVersion},
      ${good ? JSON.stringify(answer.content) : null}, ${good ? answer.planVersion : null}, ${answer.at ?? null},
      ${answer.failure ? JSON.stringify(answer.failure) : null}, ${answer.worthTelling ?? false})
    on conflict (plan_id, kind) do update set
      version = excluded.version,
      plan_version = excluded.plan_version,
      content = case when ${stands} then coalesce(excluded.content, answers.content) end,
      content_version = case when ${stands} then coalesce(excluded.content_version, answers.content_version) end,
      content_at = case when ${stands} then coalesce(excluded.content_at, answers.content_at) end,
      failure = excluded.failure,
      worth_telling = answers.worth_telling or excluded.worth_telling
    where answers.version < excluded.version
    returning 1`.execute(tx.query)
  if (rows.length === 0) return false
  await waitForRoute(ctx, tx, answer)
  await settle(ctx, tx, answer.planId)
  return true
}

/**
 * What came in late does not fit what was there: weather that adds other minutes than the route reckons with, or a route
 * that was begun before them. The route recalculates by itself, so wait for it rather than tell the day twice.
 */
async function waitForRoute(ctx: Ctx, tx: Tx, { planId }: Answer): Promise<void> {
  const plan = await lockPlan(tx.query, planId)
  if (!plan || plan.due_at !== null || plan.planned_version === 0) return
  const answers = await answersOf(tx.query, planId)
  if (!awaitsRoute(answers, partsOf(plan, answers))) return
  await tx.query
    .updateTable('plans')
    .set({ due_at: ctx.clock.now().add(PATIENCE) })
    .where('id', '=', planId)
    .execute()
  wakeLater(ctx, tx, planId)
}

export async function onRouteCalculated(
  ctx: Ctx,
  data: Calculated,
  tx: Tx,
  event: { time: string },
): Promise<boolean> {
  const kept = await keep(ctx, tx, {
    kind: 'route',
    ...about(data),
    content: z.encode(routeCalculated.data, data),
    at: Temporal.Instant.from(event.time),
  })
  if (kept) await moveToZone(tx, data)
  return kept
}

/** The map found the location in another zone: printed times are on the clock there, so the day is composed again. */
async function moveToZone(tx: Tx, calculated: Calculated): Promise<void> {
  const { planId, planVersion, version } = calculated
  const zone = foundZone(calculated)
  const plan = await lockPlan(tx.query, planId)
  if (!plan || plan.zone === zone || planVersion < plan.anchor_version) return
  await tx.query.updateTable('plans').set({ found_zone: zone }).where('id', '=', planId).execute()
  await tx.enqueue(replan, { planId, userId: plan.user_id }, { id: derivedId(planId, 'zone', zone, version) })
}

export async function onWeatherFetched(ctx: Ctx, data: Fetched, tx: Tx): Promise<boolean> {
  return await keep(ctx, tx, {
    kind: 'weather',
    ...about(data),
    content: z.encode(weatherFetched.data, data),
    at: Temporal.Instant.from(data.fetchedAt),
    worthTelling: data.changed,
  })
}

export const onFailed =
  (kind: 'route' | 'weather') =>
  async (ctx: Ctx, data: Failed, tx: Tx): Promise<boolean> => {
    const { code, message, willRetry } = data
    const stands = 'stands' in data ? data.stands : true
    return await keep(ctx, tx, { kind, ...about(data), failure: { code, message, willRetry }, stands })
  }

function about({ planId, version, planVersion }: { planId: string; version: number; planVersion: number }) {
  return { planId, version, planVersion }
}
