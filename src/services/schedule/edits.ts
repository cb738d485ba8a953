import type { z } from 'zod'
import type { Meta } from '#kernel'
import { notFound } from '#kernel'
import { type EditField, printedValue, type Saying } from './composing.ts'
import type { Ctx, Tx } from './context.ts'
import type { schedule } from './contract.ts'
import { same } from './day.ts'
import { assertEditable, lockOwn, summaryById } from './days.ts'
import { editsOf, isOpen, lockPlan, type Plan, planById } from './queries.ts'
import { type Member, memberOf } from './readers.ts'
import { recompose, standingSaying } from './replan.ts'
import { cancelPlan } from './revisions.ts'
import { sealFor } from './sealed.ts'
import { settle } from './settle.ts'
import type { Tables } from './tables.ts'

type Routes = (typeof schedule)['routes']
type Input<K extends keyof Routes> = z.output<Routes[K]['input']>
type Output<K extends keyof Routes> = z.output<Routes[K]['output']>
type UserMeta = Meta<Tables>

/** Sets call, wrap, location or notes by hand; what depends on it is worked out anew. */
export async function editDay(
  ctx: Ctx,
  input: Input<'editDay'>,
  { userId }: UserMeta,
): Promise<Output<'editDay'>> {
  const member = await memberOf(ctx, userId)
  const planId = await ctx.db.transaction(async (tx) => {
    const plan = await lockOwn(tx, input.dayId, userId)
    assertEditable(plan)
    const standing = await standingSaying(tx, member, plan)
    if (!standing) throw notFound('day')
    for (const [field, value] of wanted(input))
      await putEdit(ctx, tx, member, plan, standing.saying, { field, value, offered: false })
    await recompose(ctx, tx, member, plan, 'edit', input.notes)
    return plan.id
  })
  return await summaryById(ctx, planId, member)
}

function wanted({ call, wrap, location }: Input<'editDay'>): [EditField, unknown][] {
  const minute = (time: Temporal.PlainTime) => time.toString({ smallestUnit: 'minute' })
  return [
    ...(call === undefined ? [] : [['call', minute(call)] satisfies [EditField, unknown]]),
    ...(wrap === undefined ? [] : [['wrap', wrap && minute(wrap)] satisfies [EditField, unknown]]),
    ...(location === undefined ? [] : [['location', location] satisfies [EditField, unknown]]),
  ]
}

/** Keeps the edit beside what the sheet says; an edit to what the sheet says is none. */
async function putEdit(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  plan: Plan,
  saying: Saying,
  { field, value, offered }: { field: EditField; value: unknown; offered: boolean },
): Promise<void> {
  const printed = printedValue(saying, field)
  if (same(printed, value) && !offered) {
    await tx.query.deleteFrom('edits').where('plan_id', '=', plan.id).where('field', '=', field).execute()
    return
  }
  await writeEdit(ctx, tx, member, plan, { field, printed, edited: value, offered })
}

async function writeEdit(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  plan: Plan,
  edit: { field: EditField | 'deleted'; printed: unknown; edited: unknown; offered: boolean },
): Promise<void> {
  const seal = sealFor(member.cipher, plan.id)
  const row = {
    printed: seal.edit(edit.printed),
    edited: seal.edit(edit.edited),
    edited_at: ctx.clock.now(),
    offered: edit.offered,
    conflict: edit.offered,
  }
  await tx.query
    .insertInto('edits')
    .values({ plan_id: plan.id, field: edit.field, ...row })
    .onConflict((conflict) => conflict.columns(['plan_id', 'field']).doUpdateSet(row))
    .execute()
}

/** The user's answer to a conflict: `mine` holds from now on over what the sheet says today, else it is forgotten. */
export async function resolveConflict(
  ctx: Ctx,
  input: Input<'resolveConflict'>,
  { userId }: UserMeta,
): Promise<Output<'resolveConflict'>> {
  const member = await memberOf(ctx, userId)
  const planId = await ctx.db.transaction(async (tx) => {
    const plan = await lockOwn(tx, input.dayId, userId)
    const row = (await editsOf(tx.query, plan.id)).find(({ field }) => field === input.field)
    if (!row?.conflict) throw notFound('question about this day')
    assertEditable(plan)
    if (input.field === 'deleted') await answerDeletion(ctx, tx, plan, input.keep)
    else if (input.keep === 'mine') await keepMine(ctx, tx, member, plan, input.field)
    else await forget(tx, plan, input.field)
    if (input.field !== 'deleted') await recompose(ctx, tx, member, plan, 'edit')
    await tx.audit({ action: `schedule.conflict.${input.keep}`, target: `plan:${plan.id}` })
    return plan.id
  })
  return await summaryById(ctx, planId, member)
}

async function keepMine(ctx: Ctx, tx: Tx, member: Member, plan: Plan, field: EditField): Promise<void> {
  const row = (await editsOf(tx.query, plan.id)).find((each) => each.field === field)!
  const { edited } = sealFor(member.cipher, plan.id).openEdit(row)
  const standing = await standingSaying(tx, member, plan)
  if (!standing) throw notFound('day')
  await putEdit(ctx, tx, member, plan, standing.saying, { field, value: edited, offered: false })
}

/** Deleted in the calendar: the day goes, or stays and is told again so that the calendar puts it back. */
async function answerDeletion(ctx: Ctx, tx: Tx, plan: Plan, keep: 'mine' | 'revision'): Promise<void> {
  await forget(tx, plan, 'deleted')
  if (keep === 'mine') {
    await cancelPlan(ctx, tx, plan, 'user')
    return
  }
  await tx.query
    .updateTable('plans')
    .set({ version: plan.version + 1 })
    .where('id', '=', plan.id)
    .execute()
  await settle(ctx, tx, plan.id)
}

async function forget(tx: Tx, plan: Plan, field: string): Promise<void> {
  await tx.query.deleteFrom('edits').where('plan_id', '=', plan.id).where('field', '=', field).execute()
}

/**
 * Somebody changed the day's event in the calendar. Notes are kept at once; another time or place, or its deletion, is
 * put to the user as a question and not in force before they answer. Not accepted when the day is over or off.
 */
export async function calendarChange(
  ctx: Ctx,
  input: Input<'calendarChange'>,
): Promise<Output<'calendarChange'>> {
  const found = await planById(ctx.db.query, input.planId)
  if (!found) throw notFound('plan')
  const member = await memberOf(ctx, found.user_id)
  return await ctx.db.transaction(async (tx) => {
    const plan = (await lockPlan(tx.query, input.planId))!
    const standing = isOpen(plan) && (await standingSaying(tx, member, plan))
    if (!standing) return { accepted: false }
    if (input.deleted) {
      await writeEdit(ctx, tx, member, plan, {
        field: 'deleted',
        printed: false,
        edited: true,
        offered: true,
      })
    } else await offer(ctx, tx, member, plan, standing.saying, input)
    await tx.audit({ action: 'schedule.calendar-change', target: `plan:${plan.id}` })
    return { accepted: true }
  })
}

async function offer(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  plan: Plan,
  saying: Saying,
  { start, location, notes }: Input<'calendarChange'>,
): Promise<void> {
  const call = start && movedCall(plan, start)
  const seal = sealFor(member.cipher, plan.id)
  if (call) await putEdit(ctx, tx, member, plan, saying, { field: 'call', value: call, offered: true })
  const address = location?.trim()
  const current = seal.openLocation(plan.location)
  if (address && address.length >= 3 && ![current.name, current.address].includes(address))
    await putEdit(ctx, tx, member, plan, saying, {
      field: 'location',
      value: { name: null, address: address.slice(0, 300) },
      offered: true,
    })
  if (notes !== undefined)
    await tx.query
      .updateTable('plans')
      .set({ notes: notes === '' ? null : seal.notes(notes) })
      .where('id', '=', plan.id)
      .execute()
}

/** The event begins with the departure, so the call moves by as much as its start. Null when it did not move. */
function movedCall(plan: Plan, start: Temporal.Instant): string | null {
  const begins = plan.leave_home ?? plan.call
  const moved = plan.call.add(begins.until(start)).toZonedDateTimeISO(plan.zone)
  if (moved.toInstant().equals(plan.call)) return null
  return moved.toPlainTime().toString({ smallestUnit: 'minute' })
}
