import { sql } from 'kysely'
import type { z } from 'zod'
import { cutSnapshot, type SnapshotItem, type SnapshotPage, type SnapshotQuery, stateOf } from '#kernel'
import type { Ctx } from './context.ts'
import {
  productionChanged,
  scheduleCancelled,
  scheduleCreated,
  schedulePlanned,
  scheduleUpdated,
} from './contract.ts'
import { withOffset } from './moments.ts'
import { memberIds, openSenders, type ProductionRow } from './productions.ts'
import type { Plan } from './queries.ts'
import { sealFor } from './sealed.ts'

/**
 * What this service told last of everything that it has: the events without what only they know (what changed, what
 * to say). A plan of which nothing has been told is not listed; one that was deleted is not there any more.
 */

type Day = z.output<typeof scheduleUpdated.data>

/** `schedule.planned` of every plan, or its cancellation. */
export async function plannedStates(ctx: Ctx, { after, limit }: SnapshotQuery): Promise<SnapshotPage> {
  const { rows } = await sql<Plan & { at: Temporal.Instant; tell: string; content: object }>`
    select plans.*, planned.at, planned.tell, planned.content
    from plans left join planned on planned.plan_id = plans.id and planned.version = plans.planned_version
    where (plans.state = 'cancelled' or planned.version is not null)
      and (${after ?? null}::uuid is null or plans.id > ${after ?? null}::uuid)
    order by plans.id limit ${limit + 1}`.execute(ctx.db.query)
  return cutSnapshot(
    rows.map((plan) => (plan.state === 'cancelled' ? cancelled(plan) : planned(plan))),
    limit,
  )
}

function planned(plan: Plan & { at: Temporal.Instant; tell: string; content: object }): SnapshotItem {
  const version = plan.planned_version
  const told = schedulePlanned.data.parse({
    ...plan.content,
    version,
    settled: plan.planned_settled,
    first: version === 1,
    changes: [],
    tell: plan.tell,
  })
  return stateOf(schedulePlanned, plan.id, plan.at, told)
}

function cancelled({ id, day_id, user_id, version, dropped, cancelled_at }: Plan): SnapshotItem {
  return stateOf(scheduleCancelled, id, cancelled_at!, {
    dayId: day_id,
    planId: id,
    userId: user_id,
    version,
    reason: dropped ? 'user' : 'sheet',
  })
}

/** `schedule.created` or `schedule.updated` of every plan, or its cancellation. */
export async function dayStates(ctx: Ctx, { after, limit }: SnapshotQuery): Promise<SnapshotPage> {
  const { rows } = await sql<Plan & { at: Temporal.Instant }>`
    select plans.*, revisions.at
    from plans join revisions on revisions.plan_id = plans.id and revisions.number = plans.revision
    where ${after ?? null}::uuid is null or plans.id > ${after ?? null}::uuid
    order by plans.id limit ${limit + 1}`.execute(ctx.db.query)
  const items: SnapshotItem[] = []
  for (const plan of rows) items.push(plan.state === 'cancelled' ? cancelled(plan) : await day(ctx, plan))
  return cutSnapshot(items, limit)
}

async function day(ctx: Ctx, plan: Plan & { at: Temporal.Instant }): Promise<SnapshotItem> {
  const seal = sealFor(await ctx.secrets.person(plan.user_id), plan.id)
  const inZone = (time: Temporal.Instant) => withOffset(time.toZonedDateTimeISO(plan.zone))
  const isFirst = plan.asked_version === 1
  return stateOf(isFirst ? scheduleCreated : scheduleUpdated, plan.id, plan.at, {
    dayId: plan.day_id,
    planId: plan.id,
    productionId: plan.production_id,
    userId: plan.user_id,
    // What was confirmed or completed since has a higher version, and nobody was told of it.
    version: plan.asked_version,
    state: plan.state as Day['state'],
    shootingDate: plan.date.toString(),
    zone: plan.zone,
    call: inZone(plan.call),
    wrap: plan.wrap && inZone(plan.wrap),
    location: seal.openLocation(plan.location),
    locationIsStop: plan.location_is_stop,
    exterior: plan.exterior,
    revision: plan.revision,
    changes: [],
    cause: isFirst ? 'sheet' : 'revision',
  })
}

/** `production.changed` of every production. */
export async function productionStates(ctx: Ctx, { after, limit }: SnapshotQuery): Promise<SnapshotPage> {
  const { rows } = await sql<ProductionRow>`
    select * from productions where ${after ?? null}::uuid is null or id > ${after ?? null}::uuid
    order by id limit ${limit + 1}`.execute(ctx.db.query)
  const items: SnapshotItem[] = []
  for (const production of rows)
    items.push(
      stateOf(productionChanged, production.id, production.created_at, {
        productionId: production.id,
        userIds: await memberIds(ctx.db.query, production.id),
        senders: openSenders(ctx, production),
        version: production.version,
        deleted: false,
      }),
    )
  return cutSnapshot(items, limit)
}
