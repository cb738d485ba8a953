import type { Kysely } from 'kysely'
import { type ComposedDay, composeDay, type Saying, sayingOf } from './composing.ts'
import type { Ctx, Tx } from './context.ts'
import { type Membership, membershipOf, readerOf } from './productions.ts'
import { editsOf, isOpen, lockPlan, type Plan, standingRevision } from './queries.ts'
import { type Member, memberOf, stopOf } from './readers.ts'
import { type Cause, revise } from './revise.ts'
import { byHand } from './revisions.ts'
import { type Said, sealFor } from './sealed.ts'
import { besideCalls, fieldsOf, type Reader } from './sheet.ts'
import type { Tables } from './tables.ts'

/** What a revision says to this reader. */
export function sayingFor(said: Said, reader: Reader) {
  if (said.sheet) return sayingOf(fieldsOf(said.sheet, reader), besideCalls(said.sheet))
  return said.made ? sayingOf(said.made.fields, [], said.made.exterior) : undefined
}

/** What stands for this member: the sheet or the day made by hand, before their edits. */
export async function standingSaying(tx: Tx, member: Member, plan: Plan) {
  const production = await membershipOf(tx.query, member.userId, plan.production_id)
  const standing = await standingRevision(tx.query, plan.id)
  if (!production || !standing?.says) return undefined
  const said = sealFor(member.cipher, plan.id).openSays(standing.says)
  const receivedIt = await isReceiver(tx.query, standing.document_id, member.userId)
  const saying = sayingFor(said, readerOf(member, production, receivedIt))
  return saying && { production, saying }
}

/** The day with the member's edits over it, in the zone of the location where the map has found it. */
export async function composeFor(
  tx: Tx,
  member: Member,
  day: { production: Membership; plan: Plan | undefined; date: Temporal.PlainDate; saying: Saying },
): Promise<ComposedDay | undefined> {
  const { production, plan, date, saying } = day
  const stop = stopOf(member)
  if (!plan) return composeDay(saying, [], { date, zone: production.time_zone, stop })
  const seal = sealFor(member.cipher, plan.id)
  const edits = (await editsOf(tx.query, plan.id)).filter(({ field }) => field !== 'deleted')
  const compose = (zone: string) => composeDay(saying, edits.map(seal.openEdit), { date, zone, stop })
  const composed = compose(production.time_zone)
  const { address } = seal.openLocation(plan.location)
  return plan.found_zone && composed?.place.address === address ? compose(plan.found_zone) : composed
}

/** Composes a locked plan again from the sheet that stands, the edits and the settings of now. */
export async function recompose(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  plan: Plan,
  cause: Cause,
  notes?: string | null,
): Promise<void> {
  const standing = await standingSaying(tx, member, plan)
  const composed = standing && (await composeFor(tx, member, { ...standing, plan, date: plan.date }))
  if (!composed) return
  const identity = {
    id: plan.id,
    dayId: plan.day_id,
    productionId: plan.production_id,
    userId: plan.user_id,
    date: plan.date,
  }
  await revise(
    ctx,
    tx,
    member,
    { plan, identity },
    {
      cause,
      composed,
      said: null,
      source: byHand(ctx.clock.now()),
      ...(notes === undefined ? {} : { notes }),
    },
  )
}

/** The job: settings of the member, or the zone of the location, are other than when the plan was composed. */
export async function replanNow(ctx: Ctx, input: { planId: string; userId: string }): Promise<void> {
  const member = await memberOf(ctx, input.userId)
  await ctx.db.transaction(async (tx) => {
    const plan = await lockPlan(tx.query, input.planId)
    if (plan && isOpen(plan) && plan.user_id === input.userId)
      await recompose(ctx, tx, member, plan, 'settings')
  })
}

/** Did the standing sheet come to this member? Then the personal call that was read in it is theirs. */
export async function isReceiver(
  db: Kysely<Tables>,
  documentId: string | null,
  userId: string,
): Promise<boolean> {
  if (documentId === null) return true
  const row = await db
    .selectFrom('documents')
    .select('user_id')
    .where('document_id', '=', documentId)
    .executeTakeFirst()
  return row?.user_id === userId
}
