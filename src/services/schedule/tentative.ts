import type { Sheet } from '#services/pdf'
import type { Ctx, Tx } from './context.ts'
import { foretell, issueOfForetold, lockForetold, withdrawForetold } from './foretold.ts'
import { identityOf, type PlanIdentity } from './identity.ts'
import { type Issue, isOlder } from './order.ts'
import type { Membership } from './productions.ts'
import { lockPlan } from './queries.ts'
import type { Member } from './readers.ts'
import type { Source } from './revisions.ts'

/** No production shoots longer in one go; what a document claims beyond it is not kept. */
const MOST_DAYS = 200
/** Nothing is known of a tentative day but its date: its place comes with the call sheet. */
const NOWHERE = { name: null, address: null }

interface Announced {
  member: Member
  production: Membership
  source: Source & { documentId: string }
  sheet: Sheet
}

/**
 * The days that a one-line or shooting schedule announces become tentative days of the member. A day with a plan, one
 * that a newer document speaks of, and one that the user dropped stay as they are. Tentative days of an older schedule
 * between the first and the last day of this one, which it leaves out, are gone.
 */
export async function adoptSchedule(ctx: Ctx, tx: Tx, announced: Announced): Promise<void> {
  const { member, production, source, sheet } = announced
  const today = ctx.clock.now().toZonedDateTimeISO(production.time_zone).toPlainDate()
  const dates = sheet.scheduleDays
    .slice(0, MOST_DAYS)
    .map(({ value }) => Temporal.PlainDate.from(value.date))
    .toSorted(Temporal.PlainDate.compare)
  const days = dates.map((date) => identityOf(production, member.userId, date))
  for (const identity of days)
    if (Temporal.PlainDate.compare(identity.date, today) >= 0) await announce(tx, announced, identity)
  await withdrawForetold(
    tx,
    member.userId,
    source.documentId,
    days.map(({ id }) => id),
  )
  await dropLeftOut(tx, announced, days)
  await tx.audit({
    action: 'schedule.tentative-days',
    target: `production:${production.id}`,
    details: { documentId: source.documentId, userId: member.userId, days: days.length },
  })
}

async function announce(tx: Tx, { member, source }: Announced, identity: PlanIdentity): Promise<void> {
  if (await lockPlan(tx.query, identity.id)) return
  const known = await lockForetold(tx, identity.id)
  if (known && (known.dropped || isOlder(issueOf(source), issueOfForetold(known)))) return
  await foretell(tx, member, identity, { state: 'tentative', place: NOWHERE, source })
}

async function dropLeftOut(
  tx: Tx,
  { member, production, source }: Announced,
  days: readonly PlanIdentity[],
): Promise<void> {
  const [first, last] = [days.at(0)!.date, days.at(-1)!.date]
  const rows = await tx.query
    .selectFrom('foretold')
    .selectAll()
    .where('user_id', '=', member.userId)
    .where('production_id', '=', production.id)
    .where('state', '=', 'tentative')
    .where('dropped', '=', false)
    .where('date', '>=', first)
    .where('date', '<=', last)
    .forUpdate()
    .execute()
  const kept = new Set(days.map(({ id }) => id))
  for (const row of rows)
    if (!kept.has(row.plan_id) && isOlder(issueOfForetold(row), issueOf(source)))
      await tx.query.deleteFrom('foretold').where('plan_id', '=', row.plan_id).execute()
}

const issueOf = (source: Source): Issue => ({ ...source, documentVersion: source.documentVersion ?? 0 })
