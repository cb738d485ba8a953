import { sql } from 'kysely'
import type { z } from 'zod'
import { derivedId, Problem, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import type { reminder } from './contract.ts'
import { knowDigest } from './digests.ts'
import { checkAnchor } from './jobs.ts'
import { checkedRule, nextAfter, type Series } from './occurrences.ts'
import {
  mostActive,
  pastTime,
  present,
  type ReminderShown,
  reminderOf,
  ringsAfter,
  sealText,
} from './queries.ts'
import type { Tables } from './tables.ts'
import { type HereFor, hereFor, readText } from './texts.ts'

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
  const { understood, meant } = readText(input.text, here)
  if (understood.text === '')
    throw new Problem(422, 'reminder.nothing-to-say', 'The text says when, but not of what to remind')
  const { urgent, key } = input
  const draft = { text: understood.text, series: meant.series, urgent, key, nextAt: meant.at }
  return { reminder: await keep(ctx, userId, here, draft), understood }
}

/** @throws Problem 422 `reminder.rule-unreadable`, `reminder.time-past`, `reminder.never`; 409 `reminder.too-many`. */
export async function create(ctx: Ctx, userId: string, input: FromTime): Promise<ReminderShown> {
  const here = await hereFor(ctx, userId, input.timeZone)
  const series = checkedSeries(input, here.timeZone)
  const { text, urgent, key } = input
  return await keep(ctx, userId, here, { text, series, urgent, key, nextAt: firstRing(series, 0, here.now) })
}

export function checkedSeries(
  { startsAt, rule, except }: Pick<FromTime, 'startsAt' | 'rule' | 'except'>,
  timeZone: string,
): Series {
  return { start: startsAt, timeZone, rule: rule && checkedRule(rule, timeZone), except }
}

/** @throws Problem 422 `reminder.time-past`, or `reminder.never` of a rule that never comes. */
export function firstRing(series: Series, leadMinutes: number, now: Temporal.Instant): Temporal.Instant {
  const at = ringsAfter(series, leadMinutes, now)
  if (at) return at
  const ever = nextAfter(series, Temporal.Instant.fromEpochMilliseconds(0))
  if (ever) throw pastTime()
  throw new Problem(422, 'reminder.never', 'That repetition never comes')
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

/** An event's own times: its rule and the days it leaves out, as calendars write them. */
export function eventSeries(event: {
  readonly start: Temporal.Instant
  readonly timeZone: string
  readonly recurrence: string | null
}): Series {
  const start = event.start.toZonedDateTimeISO(event.timeZone).toPlainDateTime()
  const lines = event.recurrence?.split('\n') ?? []
  const rule = lines.find((line) => /^RRULE:/i.test(line))
  const except = lines
    .filter((line) => /^EXDATE/i.test(line))
    .flatMap((line) => line.slice(line.indexOf(':') + 1).split(','))
    .map((date) => Temporal.PlainDate.from(date.slice(0, 8)))
  return { start, timeZone: event.timeZone, rule: rule ? checkedRule(rule, event.timeZone) : null, except }
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
