import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { z } from 'zod'
import { derivedId, notFound, Problem, type Tx } from '#kernel'
import { openContent, sealContent } from './content.ts'
import type { Ctx } from './context.ts'
import type { CalendarEvent, calendar } from './contract.ts'
import { moveOf } from './moves.ts'
import { checkedRule } from './occurrences.ts'
import { wantCopies } from './plan-copies.ts'
import { asShown, presentEvent } from './present.ts'
import type { EventRow } from './queries.ts'
import type { Tables } from './tables.ts'

type EventShown = z.output<typeof CalendarEvent>
type NewEvent = z.output<typeof calendar.routes.createEvent.input>
type EventPatch = z.output<typeof calendar.routes.updateEvent.input>

/** @throws Problem 422 `calendar.ends-before-start`, `calendar.recurrence-unreadable`. */
export async function createEvent(ctx: Ctx, userId: string, input: NewEvent): Promise<EventShown> {
  checkTimes(input.start, input.end)
  const recurrence = input.recurrence && checkedRule(input.recurrence, input.start, input.timeZone)
  const cipher = await ctx.secrets.person(userId)
  const id = input.key === undefined ? randomUUID() : derivedId('own event', userId, input.key)
  const { title, description, location } = input
  const content = {
    title,
    description,
    location,
    latitude: null,
    longitude: null,
    notes: '',
    language: 'pl' as const,
    url: null,
  }
  return await ctx.db.transaction(async (tx) => {
    const row = await tx.query
      .insertInto('events')
      .values({
        id,
        user_id: userId,
        role: 'other',
        content: sealContent(cipher, id, content),
        starts_at: input.start,
        ends_at: input.end,
        time_zone: input.timeZone,
        reminders: JSON.stringify(input.reminders),
        recurrence,
        updated_at: ctx.clock.now(),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!row) return presentEvent(cipher, asShown(await eventOf(tx.query, userId, id)))
    await wantCopies(tx, { ownEventId: id, userId })
    await tx.audit({ action: 'calendar.event-added', target: `event:${id}` })
    return presentEvent(cipher, asShown(row))
  })
}

export async function getEvent(ctx: Ctx, userId: string, eventId: string): Promise<EventShown> {
  const row = await eventOf(ctx.db.query, userId, eventId)
  return presentEvent(await ctx.secrets.person(userId), asShown(row))
}

async function eventOf(db: Kysely<Tables>, userId: string, eventId: string): Promise<EventRow> {
  const row = await db
    .selectFrom('events')
    .selectAll()
    .where('id', '=', eventId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row) throw notFound('event')
  return row
}

/** Moving only the start keeps the length. @throws Problem 404; 409 for what is not the user's to change here; 422. */
export async function updateEvent(ctx: Ctx, userId: string, patch: EventPatch): Promise<EventShown> {
  const cipher = await ctx.secrets.person(userId)
  return await ctx.db.transaction(async (tx) => {
    const row = await changeable(tx, userId, patch.eventId)
    const start = patch.start ?? row.starts_at
    const moved = start.since(row.starts_at)
    const end = patch.end ?? row.ends_at.add(moved)
    checkTimes(start, end)
    const old = openContent(cipher, row.id, row.content)
    const content = {
      ...old,
      title: patch.title ?? old.title,
      description: patch.description ?? old.description,
      location: patch.location === undefined ? old.location : patch.location,
    }
    const changed = await tx.query
      .updateTable('events')
      .set({
        content: sealContent(cipher, row.id, content),
        starts_at: start,
        ends_at: end,
        version: row.version + 1,
        updated_at: ctx.clock.now(),
      })
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await wantCopies(tx, { ownEventId: row.id, userId })
    if (moved.sign !== 0) await tx.publishAll([moveOf(changed, false)])
    await tx.audit({ action: 'calendar.event-changed', target: `event:${row.id}` })
    return presentEvent(cipher, asShown(changed))
  })
}

export async function deleteEvent(ctx: Ctx, userId: string, eventId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await changeable(tx, userId, eventId)
    await tx.query.deleteFrom('events').where('id', '=', row.id).execute()
    await wantCopies(tx, { ownEventId: row.id, userId })
    await tx.publishAll([moveOf({ ...row, version: row.version + 1 }, true)])
    await tx.audit({ action: 'calendar.event-deleted', target: `event:${row.id}` })
  })
}

async function changeable(tx: Tx<Tables>, userId: string, eventId: string): Promise<EventRow> {
  const row = await tx.query
    .selectFrom('events')
    .selectAll()
    .where('id', '=', eventId)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('event')
  if (row.plan_id)
    throw new Problem(409, 'calendar.planned-event', 'This is a planned day: change the day itself')
  if (row.calendar_id)
    throw new Problem(409, 'calendar.linked-event', 'Change this event in the calendar it comes from')
  return row
}

function checkTimes(start: Temporal.Instant, end: Temporal.Instant): void {
  if (Temporal.Instant.compare(end, start) <= 0)
    throw new Problem(422, 'calendar.ends-before-start', 'The event must end after it starts')
}
