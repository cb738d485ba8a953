import type { Kysely } from 'kysely'
import { type PersonalCipher, Problem, type Tx } from '#kernel'
import { overlapOf } from './conflicts.ts'
import { openContent, sealContent } from './content.ts'
import type { Ctx } from './context.ts'
import { calendarEventCreated, calendarEventDeleted, calendarEventUpdated } from './contract.ts'
import { dayEventId, dayEvents, type PlannedEvent } from './day-event.ts'
import type { Plan } from './description.ts'
import { moveOf } from './moves.ts'
import { putBack, wantCopies } from './plan-copies.ts'
import { busyIn, type EventRow, eventsOfPlan } from './queries.ts'
import type { Tables } from './tables.ts'

/** A user who edits the event while its plan is asked for: asked again this often, then it is left to the next try. */
const changedLimit = 3

/**
 * Brings our own calendar to what schedule says of a plan now: the day, its alarms, or nothing when it was cancelled.
 * What is asked is at least as new as what was wanted when the job began; a job that comes second finds it written.
 */
export async function write(ctx: Ctx, { planId }: { planId: string }): Promise<void> {
  for (let tries = 0; tries < changedLimit; tries++) {
    if ((await writeOnce(ctx, planId)) === 'written') return
    ctx.log.debug({ planId }, 'The event was changed while its plan was asked for: asked again')
  }
  throw new Error('The event keeps changing while its plan is asked for')
}

/** `changed`: what schedule answered may be older than what was taken in from the user meanwhile, so nothing is written. */
async function writeOnce(ctx: Ctx, planId: string): Promise<'written' | 'changed'> {
  const row = await ctx.db.query
    .selectFrom('plans')
    .select(['user_id', 'wanted'])
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  if (!row) return 'written'
  const cipher = await ctx.secrets.person(row.user_id)
  const seen = versionOf(await eventsOfPlan(ctx.db.query, planId), planId)
  const settings = await ctx.call.config.settingsOf({ userId: row.user_id })
  const plan = await planNow(ctx, planId, settings.language)
  if (plan && plan.userId !== row.user_id) throw new Error('A plan has changed hands')
  const outcome = await ctx.db.transaction(async (tx) => {
    const current = await lockPlan(tx.query, planId)
    if (!current || current.written >= row.wanted) return 'written'
    const stands = plan && plan.state !== 'cancelled' ? plan : undefined
    if (stands && stands.plannedVersion < current.planned_version)
      throw new Error('Schedule answered with an older plan than the one that stands')
    const before = await eventsOfPlan(tx.query, planId)
    const change = {
      tx,
      cipher,
      before,
      userId: row.user_id,
      planId,
      dayId: current.day_id,
      now: ctx.clock.now(),
    }
    // Notes that were taken in meanwhile: asked again, schedule knows them.
    if (versionOf(before, planId) !== seen) return 'changed'
    if (stands) {
      await put(change, dayEvents(stands, settings, stands.notes ?? '', ctx.sandbox))
      if (!stands.edits.some(({ field }) => field === 'deleted')) await putBack(tx, planId)
    } else await cancel(change)
    await tx.query
      .updateTable('plans')
      .set({
        written: row.wanted,
        cancelled: !stands,
        ...(stands ? { planned_version: stands.plannedVersion } : {}),
      })
      .where('plan_id', '=', planId)
      .execute()
    return 'written'
  })
  ctx.metrics.operations.inc({
    service: 'calendar',
    operation: 'write',
    status: outcome === 'written' ? 'ok' : outcome,
  })
  return outcome
}

interface Change {
  tx: Tx<Tables>
  cipher: PersonalCipher
  before: EventRow[]
  userId: string
  planId: string
  dayId: string
  now: Temporal.Instant
}

/** Undefined when the plan is gone. */
async function planNow(ctx: Ctx, planId: string, language: 'pl' | 'en'): Promise<Plan | undefined> {
  try {
    return await ctx.call.schedule.planOf({ planId, language })
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

async function lockPlan(db: Kysely<Tables>, planId: string) {
  return await db
    .selectFrom('plans')
    .select(['written', 'planned_version', 'day_id'])
    .where('plan_id', '=', planId)
    .forUpdate()
    .executeTakeFirst()
}

const versionOf = (rows: readonly EventRow[], planId: string) =>
  rows.find((row) => row.id === dayEventId(planId))?.version

async function put(change: Change, events: readonly PlannedEvent[]): Promise<void> {
  const { tx, before, planId } = change
  const gone = before.filter((row) => !events.some((event) => event.id === row.id))
  let changed = await cancelRows(change, gone)
  for (const event of events) changed = (await putOne(change, event)) || changed
  if (!changed) return
  const day = events.find((event) => event.role === 'day')!
  await tx.query.updateTable('plans').set({ ends_at: day.endsAt }).where('plan_id', '=', planId).execute()
  const standing = before.some((row) => row.id === day.id && !row.cancelled)
  const alarms = events.filter((event) => event.role === 'wake-up').length
  await tell(
    change,
    standing ? calendarEventUpdated : calendarEventCreated,
    alarms,
    await conflictsOf(change, day),
  )
  await wantCopies(tx, { planId })
}

/** Inserts or changes one event; false when it already stands like this. */
async function putOne(
  { tx, cipher, before, userId, planId, now }: Change,
  event: PlannedEvent,
): Promise<boolean> {
  const old = before.find((row) => row.id === event.id)
  if (old && isSame(old, event, cipher)) return false
  const values = {
    content: sealContent(cipher, event.id, event.content),
    starts_at: event.startsAt,
    ends_at: event.endsAt,
    time_zone: event.timeZone,
    reminders: JSON.stringify(event.reminders),
    visibility: event.visibility,
    busy: event.busy,
    cancelled: false,
    updated_at: now,
  }
  const row = await tx.query
    .insertInto('events')
    .values({ ...values, id: event.id, user_id: userId, plan_id: planId, role: event.role })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((e) => ({ ...values, version: e('events.version', '+', 1) })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  if (old && (old.cancelled || !old.starts_at.equals(row.starts_at)))
    await tx.publishAll([moveOf(row, false)])
  return true
}

function isSame(old: EventRow, event: PlannedEvent, cipher: PersonalCipher): boolean {
  return (
    !old.cancelled &&
    old.visibility === event.visibility &&
    old.time_zone === event.timeZone &&
    old.starts_at.equals(event.startsAt) &&
    old.ends_at.equals(event.endsAt) &&
    JSON.stringify(openContent(cipher, old.id, old.content)) === JSON.stringify(event.content)
  )
}

/** Rows stay: their version must go on growing if the plan comes back. True when one of them still stood. */
async function cancelRows({ tx, now }: Change, rows: readonly EventRow[]): Promise<boolean> {
  const standing = rows.filter((row) => !row.cancelled).map((row) => row.id)
  if (standing.length === 0) return false
  const gone = await tx.query
    .updateTable('events')
    .set((e) => ({ cancelled: true, version: e('version', '+', 1), updated_at: now }))
    .where('id', 'in', standing)
    .returningAll()
    .execute()
  await tx.publishAll(gone.map((row) => moveOf(row, true)))
  return true
}

/** The day stays as a cancelled event, so that feeds take it away; alarms go. Before anything was written: nothing. */
async function cancel(change: Change): Promise<void> {
  const { tx, before, planId } = change
  const day = before.find((row) => row.id === dayEventId(planId))
  if (!day || day.cancelled) return
  await cancelRows(change, before)
  await tell(change, calendarEventDeleted, 0, [])
  await wantCopies(tx, { planId })
}

type Told = typeof calendarEventCreated | typeof calendarEventUpdated | typeof calendarEventDeleted
type Conflicts = { overlapMinutes: number; severity: 'high' | 'medium' }[]

async function tell(change: Change, event: Told, alarms: number, conflicts: Conflicts): Promise<void> {
  const { tx, planId, dayId, userId } = change
  const eventId = dayEventId(planId)
  const { version } = await tx.query
    .selectFrom('events')
    .select('version')
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow()
  const data = { planId, dayId, userId, version, eventId, alarms, conflicts }
  await tx.publish(event, data, { subject: `event:${eventId}` })
}

async function conflictsOf({ tx, userId, planId }: Change, day: PlannedEvent): Promise<Conflicts> {
  const own = { eventId: day.id, planId, start: day.startsAt, end: day.endsAt }
  const busy = await busyIn(tx.query, userId, { from: day.startsAt, to: day.endsAt })
  // Another shooting day is schedule's own matter, which names it in its warnings.
  return busy
    .filter((other) => other.planId === null)
    .flatMap((other) => overlapOf(own, other) ?? [])
    .slice(0, 50)
    .map(({ overlapMinutes, severity }) => ({ overlapMinutes, severity }))
}
