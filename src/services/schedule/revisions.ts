import type { z } from 'zod'
import type { Change } from './changes.ts'
import type { Ctx, Tx } from './context.ts'
import { scheduleCancelled, scheduleKept } from './contract.ts'
import type { DayFields } from './day.ts'
import type { Plan } from './queries.ts'
import type { Member } from './readers.ts'
import { type Said, type Seal, sealFor } from './sealed.ts'

/** Where a revision comes from; a day made or edited by hand has no document. */
export interface Source {
  documentId: string | null
  documentVersion: number | null
  emailId: string | null
  printedNumber: number | null
  issuedAt: Temporal.Instant | null
  /** When its message came. */
  receivedAt: Temporal.Instant
  /** When it was first heard of here. */
  heardAt: Temporal.Instant
}

export const byHand = (at: Temporal.Instant): Source => ({
  documentId: null,
  documentVersion: null,
  emailId: null,
  printedNumber: null,
  issuedAt: null,
  receivedAt: at,
  heardAt: at,
})

/** One entry of a day's history. */
export async function addRevision(
  tx: Tx,
  planId: string,
  number: number,
  entry: {
    cause: string
    said: Said | null
    source: Source
    changes: readonly Change[]
    seal: Seal
    at: Temporal.Instant
  },
): Promise<void> {
  const { source, seal } = entry
  await tx.query
    .insertInto('revisions')
    .values({
      plan_id: planId,
      number,
      cause: entry.cause,
      document_id: source.documentId,
      document_version: source.documentVersion,
      email_id: source.emailId,
      printed_number: source.printedNumber,
      issued_at: source.issuedAt,
      received_at: source.receivedAt,
      heard_at: source.heardAt,
      says: entry.said && seal.says(entry.said),
      changes: seal.changes(entry.changes),
      at: entry.at,
    })
    .execute()
}

/** The revision is kept and stands, since a still older one may come; version and plan stay as they are. */
export async function keepUnchanged(
  tx: Tx,
  plan: Plan,
  revised: { said: Said | null; source: Source; composed: { fields: DayFields }; notes?: string | null },
  { seal, at }: { seal: Seal; at: Temporal.Instant },
): Promise<void> {
  if (revised.notes !== undefined)
    await tx.query
      .updateTable('plans')
      .set({ notes: revised.notes === null ? null : seal.notes(revised.notes) })
      .where('id', '=', plan.id)
      .execute()
  if (!revised.said) return
  const number = plan.last_revision + 1
  await addRevision(tx, plan.id, number, { ...revised, cause: 'unchanged', changes: [], seal, at })
  await tx.query
    .updateTable('plans')
    .set({ revision: number, last_revision: number, fields: seal.fields(revised.composed.fields) })
    .where('id', '=', plan.id)
    .execute()
  await tellKept(tx, plan, revised.source, 'unchanged')
}

/** Keeps a revision that does not count: a newer sheet stands already, or the user dropped the day. */
export async function keepSuperseded(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  plan: Plan,
  revision: { said: Said; source: Source },
): Promise<void> {
  const seal = sealFor(member.cipher, plan.id)
  const number = plan.last_revision + 1
  const at = ctx.clock.now()
  await addRevision(tx, plan.id, number, { ...revision, cause: 'superseded', changes: [], seal, at })
  await tx.query.updateTable('plans').set({ last_revision: number }).where('id', '=', plan.id).execute()
  await tellKept(tx, plan, revision.source, plan.dropped ? 'dropped' : 'superseded')
}

/** The sheet has no effect on the day: for the processing log of the message that it came with. */
export async function tellKept(
  tx: Tx,
  plan: { id: string; user_id: string } | { id: null; user_id: string },
  { documentId, documentVersion, emailId }: Source,
  because: z.output<typeof scheduleKept.data>['because'],
): Promise<void> {
  if (documentId === null || documentVersion === null || emailId === null) return
  await tx.publish(
    scheduleKept,
    { documentId, version: documentVersion, emailId, userId: plan.user_id, planId: plan.id, because },
    { subject: `document:${documentId}` },
  )
}

/** The day is off: by a sheet that says so, or dropped by its user. Alarms go with the event. */
export async function cancelPlan(
  ctx: Ctx,
  tx: Tx,
  plan: Plan,
  reason: 'sheet' | 'user',
  revision?: { said: Said; source: Source; member: Member },
): Promise<void> {
  if (plan.state === 'cancelled') return
  const version = plan.version + 1
  const number = plan.last_revision + (revision ? 1 : 0)
  if (revision) {
    const seal = sealFor(revision.member.cipher, plan.id)
    const changes: Change[] = [{ field: 'cancelled', before: 'no', after: 'yes' }]
    await addRevision(tx, plan.id, number, {
      ...revision,
      cause: 'cancelled',
      changes,
      seal,
      at: ctx.clock.now(),
    })
  }
  await tx.query
    .updateTable('plans')
    .set({
      state: 'cancelled',
      dropped: reason === 'user',
      cancelled_at: ctx.clock.now(),
      version,
      revision: revision ? number : plan.revision,
      last_revision: number,
      due_at: null,
      planned_hash: null,
    })
    .where('id', '=', plan.id)
    .execute()
  const { day_id: dayId, id: planId, user_id: userId } = plan
  await tx.publish(scheduleCancelled, { dayId, planId, userId, version, reason }, { subject: `day:${dayId}` })
}
