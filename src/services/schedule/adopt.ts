import { derivedId } from '#kernel'
import type { Sheet } from '#services/pdf'
import { type Saying, sayingOf } from './composing.ts'
import type { Ctx, Tx } from './context.ts'
import { type Document, readDocument } from './documents.ts'
import { foretell, forgetForetold, issueOfForetold, lockForetold, withdrawForetold } from './foretold.ts'
import { addDay, identityOf, type PlanIdentity } from './identity.ts'
import { adopt } from './jobs.ts'
import { isOlder, printedIssue } from './order.ts'
import {
  addProduction,
  findProduction,
  learnSender,
  type Membership,
  memberIds,
  membershipOf,
  readerOf,
} from './productions.ts'
import { hasSeen, lockPlan, type Plan, type Revision, standingRevision } from './queries.ts'
import { type Member, memberOf } from './readers.ts'
import { composeFor, recompose } from './replan.ts'
import { revise } from './revise.ts'
import { cancelPlan, keepSuperseded, type Source, tellKept } from './revisions.ts'
import type { Said } from './sealed.ts'
import { besideCalls, fieldsOf } from './sheet.ts'
import { adoptSchedule } from './tentative.ts'
import { lookAtOtherParts, sheetFor, sheetsOfTheDay, withUnitsInDoubt } from './units.ts'

const UNTITLED = { pl: 'Produkcja bez tytułu', en: 'Untitled production' } as const
const MOST_TITLE_LETTERS = 200

/**
 * Takes a document into one member's days. A call sheet makes their plan of the day or revises what stands; a schedule
 * announces tentative days. What comes from the production's owner or manager goes to every member; what comes from a
 * plain member to that member only.
 */
export async function adoptDocument(
  ctx: Ctx,
  input: { documentId: string; documentVersion: number; userId: string },
): Promise<void> {
  const document = await readDocument(ctx, input.documentId)
  if (!document) return
  const { kind, shootingDate, scheduleDays } = document.sheet
  const member = await memberOf(ctx, input.userId)
  if (kind === 'call-sheet' && shootingDate) {
    const units = await sheetsOfTheDay(ctx, document)
    await ctx.db.transaction((tx) => adoptSheet(ctx, tx, member, { document, units }))
  }
  if (kind === 'schedule' && scheduleDays.length > 0)
    await ctx.db.transaction((tx) => adoptDays(ctx, tx, member, document))
}

async function adoptDays(ctx: Ctx, tx: Tx, member: Member, document: Document): Promise<void> {
  const production = await productionFor(ctx, tx, member, document)
  if (!production) return
  const source = { ...(await sourceOf(ctx, tx, document, production)), documentId: document.documentId }
  await adoptSchedule(ctx, tx, { member, production, source, sheet: document.sheet })
  if (member.userId === document.userId) await shareWithMembers(tx, production, document)
}

async function adoptSheet(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  { document, units }: { document: Document; units: readonly Document[] },
): Promise<void> {
  const production = await productionFor(ctx, tx, member, document)
  if (!production) return
  const date = Temporal.PlainDate.from(document.sheet.shootingDate!.value)
  const identity = identityOf(production, member.userId, date)
  const receivedIt = member.userId === document.userId
  const reader = readerOf(member, production, receivedIt)
  const saying = sayingOf(fieldsOf(document.sheet, reader), besideCalls(document.sheet))
  const theirs = sheetFor(units, reader)
  const plan = await lockPlan(tx.query, identity.id)
  if (plan && (await hasSeen(tx.query, plan.id, document.documentId, document.version))) return
  const source = await sourceOf(ctx, tx, document, production)
  const sheet = theirs.isGuess ? withUnitsInDoubt(document.sheet) : document.sheet
  if (theirs.documentId === document.documentId)
    await place(ctx, tx, { member, production, identity, plan, saying, source, sheet })
  else await tellKept(tx, { id: plan?.id ?? null, user_id: member.userId }, source, 'another-unit')
  await withdrawFromOtherDays(ctx, tx, member, { planId: identity.id, documentId: document.documentId })
  await withdrawForetold(tx, member.userId, document.documentId, [identity.id])
  await lookAtOtherParts(tx, member, document)
  if (receivedIt) await shareWithMembers(tx, production, document)
}

interface Placing {
  member: Member
  production: Membership
  identity: PlanIdentity
  plan: Plan | undefined
  saying: Saying
  source: Source
  sheet: Sheet
}

/** The sheet's effect on the plan: none when a newer one stands, a cancellation, or a revision. */
async function place(ctx: Ctx, tx: Tx, placing: Placing): Promise<void> {
  const { member, production, identity, plan, saying, source, sheet } = placing
  const said: Said = { sheet, made: null }
  const standing = plan && (await standingRevision(tx.query, plan.id))
  if (plan && (plan.dropped || (standing && isOlder(issueOf(source), issueOf(standing))))) {
    await keepSuperseded(ctx, tx, member, plan, { said, source })
    return
  }
  if (!plan && (await isKnownBetter(tx, placing))) return
  if (saying.fields.cancelled) {
    if (plan && plan.state !== 'cancelled') await cancelPlan(ctx, tx, plan, 'sheet', { said, source, member })
    else await tellKept(tx, { id: plan?.id ?? null, user_id: member.userId }, source, 'nothing-to-cancel')
    if (!plan) await foretell(tx, member, identity, { state: 'cancelled', place: placeSaid(saying), source })
    return
  }
  const composed = await composeFor(tx, member, { production, plan, date: identity.date, saying })
  if (!composed) return
  if (!plan) {
    await addDay(tx, identity)
    await forgetForetold(tx, identity.id)
  }
  const cause =
    plan === undefined ? 'sheet' : standing?.document_id === source.documentId ? 'correction' : 'revision'
  await revise(ctx, tx, member, { plan, identity }, { cause, composed, said, source })
}

/**
 * A day without a plan was called off by a sheet that is newer than this one: it stays off. The same cancellation again
 * has been taken in.
 */
async function isKnownBetter(tx: Tx, { member, identity, source }: Placing): Promise<boolean> {
  const foretold = await lockForetold(tx, identity.id)
  if (foretold?.state !== 'cancelled') return false
  const known = issueOfForetold(foretold)
  if (known.documentId === source.documentId && known.documentVersion === source.documentVersion) return true
  if (!isOlder(issueOf(source), known)) return false
  await tellKept(tx, { id: null, user_id: member.userId }, source, 'superseded')
  return true
}

const placeSaid = ({ place }: Saying) => place ?? { name: null, address: null }

/** The production of the sheet; made from the sheet when its own reader has none of that title. */
async function productionFor(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  document: Document,
): Promise<Membership | undefined> {
  const title = document.sheet.productionTitle?.value.trim().slice(0, MOST_TITLE_LETTERS) || null
  const sender = addressOf(document.sender)
  const found = await findProduction(ctx, tx, member.userId, { title, sender })
  if (member.userId !== document.userId) {
    const theirs = found && (await membershipOf(tx.query, document.userId, found.id))
    return theirs && theirs.standing !== 'member' ? found : undefined
  }
  if (found) {
    if (found.standing !== 'member') await learnSender(ctx, tx, found, sender)
    return found
  }
  const { production } = await addProduction(ctx, tx, member.userId, {
    title: title ?? UNTITLED[member.settings.language],
    timeZone: member.settings.timeZone,
    senders: sender ? [sender] : [],
  })
  return production
}

/** The address in a `From` header, lower case; empty when there is none (an upload). */
function addressOf(sender: string): string {
  return (/[^\s<>"]+@[^\s<>"]+/.exec(sender)?.[0] ?? '').toLowerCase().slice(0, 254)
}

async function sourceOf(ctx: Ctx, tx: Tx, document: Document, production: Membership): Promise<Source> {
  const heard = await tx.query
    .selectFrom('documents')
    .select('heard_at')
    .where('document_id', '=', document.documentId)
    .executeTakeFirst()
  return {
    documentId: document.documentId,
    documentVersion: document.version,
    emailId: document.emailId,
    ...printedIssue(document.sheet, production.time_zone),
    receivedAt: document.receivedAt,
    heardAt: heard?.heard_at ?? ctx.clock.now(),
  }
}

function issueOf(from: Source | Revision) {
  if ('documentId' in from) return { ...from, documentVersion: from.documentVersion ?? 0 }
  return {
    documentId: from.document_id,
    documentVersion: from.document_version ?? 0,
    printedNumber: from.printed_number,
    issuedAt: from.issued_at,
    receivedAt: from.received_at,
    heardAt: from.heard_at,
  }
}

/** A correction may move a sheet to another date: the day it made first goes back to what stood before, or away. */
async function withdrawFromOtherDays(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  { planId, documentId }: { planId: string; documentId: string },
): Promise<void> {
  const others = await tx.query
    .selectFrom('revisions')
    .innerJoin('plans', 'plans.id', 'revisions.plan_id')
    .select('plans.id')
    .distinct()
    .where('document_id', '=', documentId)
    .where('plans.user_id', '=', member.userId)
    .where('plans.id', '<>', planId)
    .where('revisions.cause', '<>', 'superseded')
    .execute()
  for (const { id } of others) {
    const plan = await lockPlan(tx.query, id)
    await tx.query
      .updateTable('revisions')
      .set({ cause: 'superseded' })
      .where('plan_id', '=', id)
      .where('document_id', '=', documentId)
      .execute()
    if (!plan) continue
    if (await standingRevision(tx.query, id)) await recompose(ctx, tx, member, plan, 'correction')
    else await cancelPlan(ctx, tx, plan, 'sheet')
  }
}

async function shareWithMembers(tx: Tx, production: Membership, document: Document): Promise<void> {
  if (production.standing === 'member') return
  const others = (await memberIds(tx.query, production.id)).filter((id) => id !== document.userId)
  const { documentId, version: documentVersion } = document
  for (const userId of others)
    await tx.enqueue(
      adopt,
      { documentId, documentVersion, userId },
      { id: derivedId('adopt', documentId, documentVersion, userId) },
    )
}
