import { sql } from 'kysely'
import type { z } from 'zod'
import { derivedId, Problem, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import type { reminder } from './contract.ts'
import { knowDigest } from './digests.ts'
import { checkAnchor } from './jobs.ts'
import type { Series } from './occurrences.ts'
import { mostActive, pastTime, present, type ReminderShown, reminderOf, sealText } from './queries.ts'
import { checkedSeries, eventSeries, firstRing } from './series.ts'
import type { Tables } from './tables.ts'
import { type HereFor, hereFor, readReminder } from './texts.ts'

type Routes = (typeof reminder)['routes']
type FromText = z.output<Routes['createFromText']['input']>
type FromTime = z.output<Routes['create']['input']>
type ForEvent = z.output<Routes['createForEvent']['input']>

interface Draft {
  readonly text: string
  readonly series: Series
  readonly urgent: boolean
  readonly key: string | undefined
  readonly nextAt: Temporal.Instant
  readonly event?: { readonly id: string; readonly version: number; readonly minutesBefore: number }
}

/** @throws Problem 422 with what cannot be understood of the time, `reminder.nothing-to-say` when nothing else is there. */
export async function createFromText(ctx: Ctx, userId: string, input: FromText) {
  const here = await hereFor(ctx, userId, input.timeZone)
  const { understood, series, nextAt, event } = await readReminder(ctx, here, input)
  if (understood.text === '')
    throw new Problem(422, 'reminder.nothing-to-say', 'The text says when, but not of what to remind')
  const { urgent, key } = input
  const draft = { text: understood.text, series, urgent, key, nextAt, ...(event ? { event } : {}) }
  return { reminder: await keep(ctx, userId, here, draft), understood }
}

/** @throws Problem 422 `reminder.rule-unreadable`, `reminder.time-past`, `reminder.never`; 409 `reminder.too-many`. */
export async function create(ctx: Ctx, userId: string, input: FromTime): Promise<ReminderShown> {
  const here = await hereFor(ctx, userId, input.timeZone)
  const series = checkedSeries(input, here.timeZone)
  const { text, urgent, key } = input
  return await keep(ctx, userId, here, { text, series, urgent, key, nextAt: firstRing(series, 0, here.now) })
}

/** @throws Problem 404 for an event that is not the user's; 422 `reminder.time-past`. */
export async function createForEvent(ctx: Ctx, userId: string, input: ForEvent): Promise<ReminderShown> {
  const { eventId, minutesBefore, urgent, key } = input
  const event = await ctx.call.calendar.getEvent({ eventId })
  if (event.cancelled) throw pastTime()
  const here = await hereFor(ctx, userId, event.timeZone)
  const series = eventSeries(event)
  return await keep(ctx, userId, here, {
    text: input.text ?? event.title,
    series,
    urgent,
    key,
    nextAt: firstRing(series, minutesBefore, here.now),
    event: { id: eventId, version: event.version, minutesBefore },
  })
}

/** Writes it once: a repeated key answers with the reminder that it made, whatever has become of that since. */
async function keep(ctx: Ctx, userId: string, here: HereFor, draft: Draft): Promise<ReminderShown> {
  const id = draft.key === undefined ? crypto.randomUUID() : derivedId('reminder', userId, draft.key)
  const cipher = await ctx.secrets.person(userId)
  const text = sealText(cipher, id, draft.text)
  const row = await ctx.db.transaction(async (tx) => {
    await checkRoom(tx, userId)
    const fresh = await tx.query
      .insertInto('reminders')
      .values({ id, user_id: userId, text, ...columnsOf(draft), created_at: here.now, updated_at: here.now })
      .onConflict((c) => c.column('id').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!fresh) return undefined
    await knowDigest(tx, userId, here)
    if (draft.event) await tx.enqueue(checkAnchor, { reminderId: id }, { id: derivedId('anchor', id) })
    await tx.audit({ action: 'reminder made', target: `reminder:${id}` })
    return fresh
  })
  return present(cipher, row ?? (await reminderOf(ctx.db.query, userId, id)))
}

const columnsOf = ({ series, urgent, nextAt, event }: Draft) => ({
  zone: series.timeZone,
  starts_at: series.start,
  rule: series.rule,
  except_dates: [...series.except],
  lead_minutes: event?.minutesBefore ?? 0,
  event_id: event?.id ?? null,
  event_version: event?.version ?? null,
  urgent,
  next_at: nextAt,
})

async function checkRoom(tx: Tx<Tables>, userId: string): Promise<void> {
  const { rows } = await sql<{ full: boolean }>`
    select exists (select from reminders where user_id = ${userId} and due_at is not null offset ${mostActive - 1}) as full`.execute(
    tx.query,
  )
  if (rows[0]!.full)
    throw new Problem(409, 'reminder.too-many', `More than ${mostActive} reminders cannot be waiting`)
}
