import type { z } from 'zod'
import { cutPage, decodeInstantCursor, derivedId, Problem } from '#kernel'
import type { Ctx } from './context.ts'
import type { calendar } from './contract.ts'
import type { Window } from './occurrences.ts'
import { busyIn } from './queries.ts'

type Ask = z.output<typeof calendar.routes.freeTime.input>

const usualDays = 7
const longestDays = 62

/**
 * Spans in which the person has nothing to do, within the hours of the day that they ask about. What stands in linked
 * calendars is read from what the sync keeps: the grant that users give is for events, which Google's free-busy query
 * does not take, and the sync knows besides which event is ours.
 *
 * @throws Problem 422 `calendar.span-unusable`, `calendar.hours-unusable`.
 */
export async function freeTime(ctx: Ctx, userId: string, input: Ask) {
  const after = decodeInstantCursor(input.cursor)
  const window = windowOf(ctx, input)
  const timeZone = input.timeZone ?? (await ctx.call.config.settingsOf({ userId })).timeZone
  const hours = workingHours(window, timeZone, input)
  const busy = await busyIn(ctx.db.query, userId, window)
  const free = freeWithin(hours, busy)
    .filter(({ start, end }) => minutesOf(start, end) >= input.minutes)
    .filter(({ start }) => !after || Temporal.Instant.compare(start, after.at) > 0)
  const page = cutPage(
    free.slice(0, input.limit + 1),
    input.limit,
    ({ start }) => ({ key: start.toString(), id: derivedId('free', start.toString()) }),
    ({ start, end }) => ({ start, end, minutes: minutesOf(start, end) }),
  )
  return { ...page, timeZone, ...(await knowledgeOf(ctx, userId)) }
}

interface Span {
  readonly start: Temporal.Instant
  readonly end: Temporal.Instant
}

const minutesOf = (start: Temporal.Instant, end: Temporal.Instant) =>
  Math.floor((end.epochMilliseconds - start.epochMilliseconds) / 60_000)
const { compare } = Temporal.Instant
const later = (one: Temporal.Instant, other: Temporal.Instant) => (compare(one, other) > 0 ? one : other)
const earlier = (one: Temporal.Instant, other: Temporal.Instant) => (compare(one, other) < 0 ? one : other)

function windowOf(ctx: Ctx, { from = ctx.clock.now(), to }: Ask): Window {
  const window = { from, to: to ?? from.add({ hours: 24 * usualDays }) }
  const days = window.to.since(window.from).total('hours') / 24
  if (days <= 0 || days > longestDays)
    throw new Problem(422, 'calendar.span-unusable', `Ask for a span of at most ${longestDays} days`)
  return window
}

/** The hours of each day on the wall clock, cut to the window; a time that the clocks skip is as much later. */
function workingHours({ from, to }: Window, timeZone: string, { dayFrom, dayTo, weekends }: Ask): Span[] {
  if (Temporal.PlainTime.compare(dayFrom, dayTo) >= 0)
    throw new Problem(422, 'calendar.hours-unusable', 'The hours of the day must end after they begin')
  const hours: Span[] = []
  const last = to.toZonedDateTimeISO(timeZone).toPlainDate()
  let day = from.toZonedDateTimeISO(timeZone).toPlainDate()
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (!weekends && day.dayOfWeek > 5) continue
    const at = (time: Temporal.PlainTime) => day.toPlainDateTime(time).toZonedDateTime(timeZone).toInstant()
    const span = { start: later(at(dayFrom), from), end: earlier(at(dayTo), to) }
    if (compare(span.start, span.end) < 0) hours.push(span)
  }
  return hours
}

/** What is left of spans when all that is busy is taken out; busy times may overlap each other. */
export function freeWithin(spans: readonly Span[], busy: readonly Span[]): Span[] {
  const sorted = busy.toSorted((one, other) => compare(one.start, other.start))
  return spans.flatMap((span) => {
    const free: Span[] = []
    let at = span.start
    for (const { start, end } of sorted) {
      if (compare(end, at) <= 0) continue
      if (compare(start, span.end) >= 0) break
      if (compare(start, at) > 0) free.push({ start: at, end: start })
      at = later(at, end)
    }
    if (compare(at, span.end) < 0) free.push({ start: at, end: span.end })
    return free
  })
}

/** How old what is known of linked calendars is, and whether one of them is closed to us. */
async function knowledgeOf(ctx: Ctx, userId: string) {
  const linked = await ctx.db.query
    .selectFrom('calendars')
    .select(['state', 'last_synced_at'])
    .where('user_id', '=', userId)
    .where('kind', '=', 'google')
    .where('state', '<>', 'unlinking')
    .execute()
  const looks = linked.flatMap((row) => row.last_synced_at ?? []).toSorted(compare)
  const incomplete = linked.some((row) => row.state !== 'connected' || row.last_synced_at === null)
  return { knownAt: looks[0] ?? null, incomplete }
}
