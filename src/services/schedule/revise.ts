import type { z } from 'zod'
import { currentScope } from '#kernel'
import { type Change, dayChanges, publicChanges } from './changes.ts'
import type { ComposedDay } from './composing.ts'
import type { Ctx, Tx } from './context.ts'
import { scheduleCreated, scheduleUpdated } from './contract.ts'
import { same } from './day.ts'
import type { PlanIdentity } from './identity.ts'
import { withOffset } from './moments.ts'
import type { Plan } from './queries.ts'
import type { Member } from './readers.ts'
import { addRevision, keepUnchanged, type Source } from './revisions.ts'
import { type Said, type Seal, sealFor } from './sealed.ts'
import { PATIENCE, wakeLater } from './wake.ts'

export type Cause = z.output<typeof scheduleCreated.data>['cause']

export interface Revised {
  cause: Cause
  composed: ComposedDay
  /** Null when nothing new was said: an edit, or other settings. */
  said: Said | null
  source: Source
  /** Undefined leaves the user's own notes as they are. */
  notes?: string | null
}

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
    await keepUnchanged(tx, plan, revised, { seal, at: ctx.clock.now() })
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
function changesSince(plan: Plan, { fields, place, call }: ComposedDay, seal: Seal): Change[] {
  const before = { fields: seal.openFields(plan.fields), place: seal.openLocation(plan.location) }
  const changes = dayChanges(before, { fields, place })
  if (plan.zone !== call.timeZoneId)
    changes.push({ field: 'zone', before: plan.zone, after: call.timeZoneId })
  if (plan.state === 'cancelled') changes.unshift({ field: 'cancelled', before: 'yes', after: 'no' })
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
    correlation_id: currentScope().correlationId,
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
