import type { z } from 'zod'
import { cutPage, type Meta, notFound, Problem } from '#kernel'
import { handMade, sayingOf } from './composing.ts'
import type { Ctx, Tx } from './context.ts'
import { dayConfirmed, type schedule } from './contract.ts'
import { readCursor } from './cursor.ts'
import { foretoldOfUser, forgetForetold, listForetold } from './foretold.ts'
import { addDay, identityOf } from './identity.ts'
import { detailOf, foretoldDetail, foretoldSummary, summaryOf } from './present.ts'
import { lockMembership } from './productions.ts'
import {
  isOpen,
  listPlans,
  lockPlan,
  type Plan,
  type PlanWithTitle,
  planById,
  planOfUser,
  revisionsOf,
  standingRevision,
} from './queries.ts'
import { type Member, memberOf } from './readers.ts'
import { composeFor } from './replan.ts'
import { revise } from './revise.ts'
import { byHand, cancelPlan } from './revisions.ts'
import { sealFor } from './sealed.ts'
import { settle } from './settle.ts'
import type { Tables } from './tables.ts'

type Routes = (typeof schedule)['routes']
type Input<K extends keyof Routes> = z.output<Routes[K]['input']>
type Output<K extends keyof Routes> = z.output<Routes[K]['output']>
type UserMeta = Meta<Tables>

export async function listDays(
  ctx: Ctx,
  input: Input<'listDays'>,
  { userId }: UserMeta,
): Promise<Output<'listDays'>> {
  const after = readCursor(input.cursor, 'date')
  const page = { after, limit: input.limit }
  const cipher = await ctx.secrets.person(userId)
  const plans = await listPlans(ctx.db.query, userId, input, page)
  const foretold = await listForetold(ctx.db.query, userId, input, page)
  const days = [
    ...plans.map((row) => summaryOf(row, cipher)),
    ...foretold.map((row) => foretoldSummary(row, cipher)),
  ].toSorted(
    (a, b) => Temporal.PlainDate.compare(a.shootingDate, b.shootingDate) || (a.planId < b.planId ? -1 : 1),
  )
  return cutPage(
    days.slice(0, input.limit + 1),
    input.limit,
    (day) => ({ key: day.shootingDate.toString(), id: day.planId }),
    (day) => day,
  )
}

export async function getDay(
  ctx: Ctx,
  { dayId, language }: Input<'getDay'>,
  { userId }: UserMeta,
): Promise<Output<'getDay'>> {
  const plan = await planOfUser(ctx.db.query, dayId, userId)
  if (!plan) return await foretoldDay(ctx, dayId, userId)
  const member = await memberOf(ctx, userId)
  return await detailOf(ctx, plan, member, language ?? member.settings.language)
}

async function foretoldDay(ctx: Ctx, dayId: string, userId: string): Promise<Output<'getDay'>> {
  const day = await foretoldOfUser(ctx.db.query, dayId, userId)
  if (!day) throw notFound('day')
  return foretoldDetail(day, await ctx.secrets.person(userId))
}

/** For calendar and notification: the same, with whose it is and the planned version it stands at. */
export async function planOf(
  ctx: Ctx,
  { planId, language, sinceRevision }: Input<'planOf'>,
): Promise<Output<'planOf'>> {
  const plan = await planById(ctx.db.query, planId)
  if (!plan) throw notFound('plan')
  const member = await memberOf(ctx, plan.user_id)
  const detail = await detailOf(ctx, plan, member, language ?? member.settings.language, sinceRevision)
  return { ...detail, userId: plan.user_id, plannedVersion: plan.planned_version }
}

/** A day by hand. The same day again is the same day; another one for that production and date is refused. */
export async function createDay(
  ctx: Ctx,
  input: Input<'createDay'>,
  { userId }: UserMeta,
): Promise<Output<'createDay'>> {
  const member = await memberOf(ctx, userId)
  const planId = await ctx.db.transaction((tx) => createIn(ctx, tx, member, input))
  return await summaryById(ctx, planId, member)
}

async function createIn(ctx: Ctx, tx: Tx, member: Member, input: Input<'createDay'>): Promise<string> {
  const production = await lockMembership(tx, member.userId, input.productionId)
  if (!production) throw notFound('production')
  const identity = identityOf(production, member.userId, input.shootingDate)
  const minute = (time: Temporal.PlainTime) => time.toString({ smallestUnit: 'minute' })
  const fields = handMade({
    title: production.title,
    date: input.shootingDate,
    call: minute(input.call),
    wrap: input.wrap && minute(input.wrap),
    location: input.location,
  })
  const said = { sheet: null, made: { fields, exterior: input.exterior } }
  const plan = await lockPlan(tx.query, identity.id)
  if (plan && plan.state !== 'cancelled') {
    const standing = await standingRevision(tx.query, plan.id)
    const before = standing?.says && sealFor(member.cipher, plan.id).openSays(standing.says)
    if (JSON.stringify(before) === JSON.stringify(said)) return plan.id
    throw new Problem(409, 'schedule.day-exists', 'This production has a day on that date already')
  }
  const saying = sayingOf(fields, [], input.exterior)
  const composed = (await composeFor(tx, member, { production, plan, date: input.shootingDate, saying }))!
  if (!plan) {
    await addDay(tx, identity)
    await forgetForetold(tx, identity.id)
  }
  const source = byHand(ctx.clock.now())
  await revise(
    ctx,
    tx,
    member,
    { plan, identity },
    { cause: 'edit', composed, said, source, notes: input.notes },
  )
  return identity.id
}

/** Confirming twice is confirming once. */
export async function confirmDay(
  ctx: Ctx,
  { dayId }: Input<'confirmDay'>,
  { userId }: UserMeta,
): Promise<Output<'confirmDay'>> {
  const member = await memberOf(ctx, userId)
  const planId = await ctx.db.transaction(async (tx) => {
    const plan = await lockOwn(tx, dayId, userId)
    if (plan.state === 'confirmed') return plan.id
    assertEditable(plan)
    const version = plan.version + 1
    await tx.query
      .updateTable('plans')
      .set({ state: 'confirmed', version })
      .where('id', '=', plan.id)
      .execute()
    await tx.publish(dayConfirmed, { dayId, planId: plan.id, userId, version }, { subject: `day:${dayId}` })
    await settle(ctx, tx, plan.id)
    return plan.id
  })
  return await summaryById(ctx, planId, member)
}

/**
 * Drops a day from the user's own plan; dropping it twice is dropping it once. A tentative day that was dropped does not
 * come back with another schedule; a call sheet for it is news and plans it all the same.
 */
export async function cancelDay(
  ctx: Ctx,
  { dayId }: Input<'cancelDay'>,
  { tx, userId }: UserMeta,
): Promise<void> {
  const dropped = await tx.query
    .updateTable('foretold')
    .set({ dropped: true })
    .where('day_id', '=', dayId)
    .where('user_id', '=', userId)
    .where('state', '=', 'tentative')
    .returning('plan_id')
    .executeTakeFirst()
  if (dropped) await tx.audit({ action: 'schedule.tentative-day-dropped', target: `plan:${dropped.plan_id}` })
  else await cancelPlan(ctx, tx, await lockOwn(tx, dayId, userId), 'user')
}

export async function history(
  ctx: Ctx,
  input: Input<'history'>,
  { userId }: UserMeta,
): Promise<Output<'history'>> {
  const plan = await planOfUser(ctx.db.query, input.dayId, userId)
  if (!plan) throw notFound('day')
  const after = readCursor(input.cursor, 'number')
  const seal = sealFor(await ctx.secrets.person(userId), plan.id)
  const rows = await revisionsOf(ctx.db.query, plan.id, {
    before: after && Number(after.key),
    limit: input.limit,
  })
  return cutPage(
    rows,
    input.limit,
    (row) => ({ key: String(row.number), id: plan.id }),
    (row) => ({
      revision: row.number,
      documentId: row.document_id,
      at: row.at,
      cause: row.cause,
      changes: seal.openChanges(row.changes),
    }),
  )
}

/** The user's own plan of a day, locked. @throws 404 when it is not theirs, 409 while it has no call sheet. */
export async function lockOwn(tx: Tx, dayId: string, userId: string): Promise<Plan> {
  const found = await planOfUser(tx.query, dayId, userId)
  const plan = found && (await lockPlan(tx.query, found.id))
  if (plan) return plan
  if (await foretoldOfUser(tx.query, dayId, userId))
    throw new Problem(
      409,
      'schedule.not-editable',
      'This day has no call sheet yet: there is nothing to change',
    )
  throw notFound('day')
}

/** @throws 409 for what is over or off. */
export function assertEditable(plan: Plan): void {
  if (!isOpen(plan))
    throw new Problem(409, 'schedule.not-editable', `A ${plan.state} day cannot be changed any more`)
}

export async function summaryById(ctx: Ctx, planId: string, member: Member) {
  const plan = (await planById(ctx.db.query, planId)) as PlanWithTitle
  return summaryOf(plan, member.cipher)
}
