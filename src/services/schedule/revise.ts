import type { z } from 'zod'
import { type Change, changesOf, publicChanges } from './changes.ts'
import type { ComposedDay } from './compose.ts'
import type { Ctx, Tx } from './context.ts'
import { scheduleCancelled, scheduleCreated, scheduleUpdated } from './contract.ts'
import { same } from './day.ts'
import { differences } from './difference.ts'
import type { PlanIdentity } from './identity.ts'
import { withOffset } from './moments.ts'
import type { Plan } from './queries.ts'
import type { Member } from './readers.ts'
import { type Said, type Seal, sealFor } from './sealed.ts'
import { PATIENCE, wakeLater } from './wake.ts'

export type Cause = z.output<typeof scheduleCreated.data>['cause']

/** Where a revision comes from; a day made or edited by hand has no document. */
export interface Source {
  documentId: string | null
  documentVersion: number | null
  emailId: string | null
  printedNumber: number | null
  issuedAt: Temporal.Instant | null
  receivedAt: Temporal.Instant
}

export interface Revised {
  cause: Cause
  composed: ComposedDay
  /** Null when nothing new was said: an edit, or other settings. */
  said: Said | null
  source: Source
  /** Undefined leaves the user's own notes as they are. */
  notes?: string | null
}

export const byHand = (at: Temporal.Instant): Source => ({
  documentId: null,
  documentVersion: null,
  emailId: null,
  printedNumber: null,
  issuedAt: null,
  receivedAt: at,
})

/**
 * Writes what a plan goes by from now on and tells it, in the caller's transaction and under the plan's lock. When
 * nothing is different for the reader, the revision is kept and nothing is told.
 */
export async function revise(
  ctx: Ctx,
  tx: Tx,
  member: Member,
  target: { plan: Plan | undefined; identity: PlanIdentity },
  revised: Revised,
): Promise<'created' | 'updated' | 'unchanged'> {
  const { plan, identity } = target
  const seal = sealFor(member.cipher, identity.id)
  const changes = plan ? changesSince(plan, revised.composed, seal) : []
  const moved = plan !== undefined && isMoved(plan, revised.composed, seal)
  if (plan && changes.length === 0 && !moved) {
    await keepUnchanged(tx, plan, revised, seal, ctx.clock.now())
    await saveEdits(tx, plan.id, revised.composed)
    return 'unchanged'
  }
  const row = nextRow(ctx, seal, target, revised, { changes, moved })
  if (plan) await tx.query.updateTable('plans').set(row).where('id', '=', plan.id).execute()
  else await tx.query.insertInto('plans').values(row).execute()
  await addRevision(tx, identity.id, row.revision, {
    ...revised,
    cause: revised.cause,
    changes,
    seal,
    at: ctx.clock.now(),
  })
  await saveEdits(tx, identity.id, revised.composed)
  await tell(tx, row, revised, { plan, changes })
  wakeLater(ctx, tx, identity.id)
  return plan ? 'updated' : 'created'
}

/** What is different for the reader, values that name people included. */
function changesSince(plan: Plan, composed: ComposedDay, seal: Seal): Change[] {
  const changes = changesOf(differences(seal.openFields(plan.fields), composed.fields))
  if (plan.state === 'cancelled') changes.unshift({ field: 'cancelled', before: 'yes', after: 'no' })
  const place = seal.openLocation(plan.location)
  const told = changes.some(({ field }) => /^(locations|unitBase)/.test(field))
  if (!told && !same(place, composed.place))
    changes.push({
      field: 'locations.1',
      before: place.name ?? place.address,
      after: composed.place.name ?? composed.place.address,
    })
  if (plan.zone !== composed.call.timeZoneId)
    changes.push({ field: 'zone', before: plan.zone, after: composed.call.timeZoneId })
  return changes
}

/** Do route and weather have to answer anew? Until they do, what they said before does not fit. */
function isMoved(plan: Plan, composed: ComposedDay, seal: Seal): boolean {
  return (
    !plan.call.equals(composed.call.toInstant()) ||
    plan.zone !== composed.call.timeZoneId ||
    !same(seal.openLocation(plan.location), composed.place)
  )
}

function nextRow(
  ctx: Ctx,
  seal: Seal,
  { plan, identity }: { plan: Plan | undefined; identity: PlanIdentity },
  { composed, notes }: Revised,
  { changes, moved }: { changes: readonly Change[]; moved: boolean },
) {
  const version = (plan?.version ?? 0) + 1
  const number = (plan?.last_revision ?? 0) + 1
  const pending = [...((plan?.pending_changes as Change[] | undefined) ?? []), ...publicChanges(changes)]
  return {
    id: identity.id,
    day_id: identity.dayId,
    production_id: identity.productionId,
    user_id: identity.userId,
    date: identity.date,
    state: nextState(plan, composed, moved, ctx.clock.now()),
    dropped: false,
    version,
    asked_version: version,
    anchor_version: plan && !moved ? plan.anchor_version : version,
    revision: number,
    last_revision: number,
    zone: composed.call.timeZoneId,
    call: composed.call.toInstant(),
    call_is_personal: composed.callIsPersonal,
    wrap: composed.wrap?.toInstant() ?? null,
    ends_at: composed.endsAt,
    exterior: composed.exterior,
    location_is_stop: composed.locationIsStop,
    location: seal.location(composed.place),
    fields: seal.fields(composed.fields),
    pending_changes: JSON.stringify(pending.slice(-100)),
    due_at: ctx.clock.now().add(PATIENCE),
    ...(notes === undefined ? {} : { notes: notes === null ? null : seal.notes(notes) }),
  }
}
type NextRow = ReturnType<typeof nextRow>

/** What was confirmed has to be confirmed again when call or place moved; a cancelled day is on again. */
function nextState(
  plan: Plan | undefined,
  composed: ComposedDay,
  moved: boolean,
  now: Temporal.Instant,
): string {
  if (!plan || plan.state === 'cancelled') return 'pending'
  if (plan.state === 'confirmed' && moved) return 'pending'
  if (plan.state === 'completed' && Temporal.Instant.compare(composed.endsAt, now) > 0) return 'pending'
  return plan.state
}

async function tell(
  tx: Tx,
  row: NextRow,
  { composed, cause }: Revised,
  { plan, changes }: { plan: Plan | undefined; changes: readonly Change[] },
): Promise<void> {
  const data = {
    dayId: row.day_id,
    planId: row.id,
    productionId: row.production_id,
    userId: row.user_id,
    version: row.version,
    state: row.state as 'pending',
    shootingDate: row.date.toString(),
    zone: row.zone,
    call: withOffset(composed.call),
    wrap: composed.wrap && withOffset(composed.wrap),
    location: composed.place,
    locationIsStop: composed.locationIsStop,
    exterior: composed.exterior,
    revision: row.revision,
    changes: publicChanges(changes),
    cause,
  }
  await tx.publish(plan ? scheduleUpdated : scheduleCreated, data, { subject: `day:${row.day_id}` })
}

/** The revision is kept and stands, since a still older one may come; version and plan stay as they are. */
async function keepUnchanged(
  tx: Tx,
  plan: Plan,
  revised: Revised,
  seal: Seal,
  at: Temporal.Instant,
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
  await tx.audit({
    action: 'schedule.unchanged',
    target: `plan:${plan.id}`,
    details: { documentId: revised.source.documentId, emailId: revised.source.emailId },
  })
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
  await tx.audit({
    action: 'schedule.superseded',
    target: `plan:${plan.id}`,
    details: { documentId: revision.source.documentId, emailId: revision.source.emailId },
  })
}

async function addRevision(
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
      says: entry.said && seal.says(entry.said),
      changes: seal.changes(entry.changes),
      at: entry.at,
    })
    .execute()
}

/** Marks which edits the revision contradicts and forgets those it says itself. */
async function saveEdits(tx: Tx, planId: string, composed: ComposedDay): Promise<void> {
  for (const { field } of composed.agreed)
    await tx.query.deleteFrom('edits').where('plan_id', '=', planId).where('field', '=', field).execute()
  for (const { field, conflict } of composed.edits)
    await tx.query
      .updateTable('edits')
      .set({ conflict })
      .where('plan_id', '=', planId)
      .where('field', '=', field)
      .execute()
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
