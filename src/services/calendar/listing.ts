import { type Actor, cutPage, decodeInstantCursor, derivedId, notFound, Problem } from '#kernel'
import { type Overlap, overlaps } from './conflicts.ts'
import type { Ctx } from './context.ts'
import type { Window } from './occurrences.ts'
import { presentCalendar, presentEvent } from './present.ts'
import { busyIn, type Shown, seriesIn, singlesIn } from './queries.ts'

interface PageInput {
  cursor?: string | undefined
  limit: number
}
interface SpanInput extends PageInput {
  from?: Temporal.Instant | undefined
  to?: Temporal.Instant | undefined
}

const usualDays = 90
const longestDays = 400

export async function listCalendars(ctx: Ctx, userId: string, { cursor, limit }: PageInput) {
  const after = decodeInstantCursor(cursor)
  const cipher = await ctx.secrets.person(userId)
  let query = ctx.db.query
    .selectFrom('calendars')
    .selectAll()
    .where('user_id', '=', userId)
    .where('state', '<>', 'unlinking')
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit + 1)
  if (after) {
    const { at, id } = after
    query = query.where((e) =>
      e.or([e('created_at', '>', at), e.and([e('created_at', '=', at), e('id', '>', id)])]),
    )
  }
  return cutPage(
    await query.execute(),
    limit,
    (row) => ({ key: row.created_at.toString(), id: row.id }),
    (row) => presentCalendar(cipher, row),
  )
}

/** A user who asks through another service sees only their own. @throws Problem 404 when it is unlinked by now. */
export async function calendarOf(
  ctx: Ctx,
  { calendarId }: { calendarId: string },
  { actor }: { actor: Actor },
) {
  const row = await ctx.db.query
    .selectFrom('calendars')
    .selectAll()
    .where('id', '=', calendarId)
    .where('state', '<>', 'unlinking')
    .executeTakeFirst()
  if (!row || (actor.kind === 'user' && actor.id !== row.user_id)) throw notFound('calendar')
  const { id, kind, name } = presentCalendar(await ctx.secrets.person(row.user_id), row)
  return { id, kind, name }
}

/** Single events come page by page from the database; occurrences of the few series are merged in. */
export async function listEvents(ctx: Ctx, userId: string, input: SpanInput) {
  const window = windowOf(ctx, input)
  const after = decodeInstantCursor(input.cursor)
  const cipher = await ctx.secrets.person(userId)
  const singles = await singlesIn(ctx.db.query, userId, window, {
    limit: input.limit + 1,
    ...(after ? { after: { start: after.at, id: after.id } } : {}),
  })
  const repeated = await seriesIn(ctx.db.query, userId, window)
  const isAfter = ({ start, row }: Shown) => {
    if (!after) return true
    const order = Temporal.Instant.compare(start, after.at)
    return order > 0 || (order === 0 && row.id > after.id)
  }
  const merged = [...singles, ...repeated.filter(isAfter)].toSorted(
    (a, b) => Temporal.Instant.compare(a.start, b.start) || (a.row.id < b.row.id ? -1 : 1),
  )
  return cutPage(
    merged,
    input.limit,
    ({ start, row }) => ({ key: start.toString(), id: row.id }),
    (shown) => presentEvent(cipher, shown),
  )
}

export async function listConflicts(ctx: Ctx, userId: string, input: SpanInput) {
  const after = decodeInstantCursor(input.cursor)
  const found = overlaps(await busyIn(ctx.db.query, userId, windowOf(ctx, input)))
    .map((overlap) => ({ overlap, id: derivedId(overlap.one.eventId, overlap.other.eventId) }))
    .toSorted((a, b) => Temporal.Instant.compare(a.overlap.start, b.overlap.start) || (a.id < b.id ? -1 : 1))
    .filter(({ overlap, id }) => {
      if (!after) return true
      const order = Temporal.Instant.compare(overlap.start, after.at)
      return order > 0 || (order === 0 && id > after.id)
    })
  return cutPage(
    found.slice(0, input.limit + 1),
    input.limit,
    ({ overlap, id }) => ({ key: overlap.start.toString(), id }),
    ({ overlap }) => presentConflict(overlap),
  )
}

/** Told from the planned day's side when one of the two is one. */
function presentConflict({ one, other, overlapMinutes, severity }: Overlap) {
  const [event, against] = one.planId === null && other.planId !== null ? [other, one] : [one, other]
  return {
    planId: event.planId,
    eventId: event.eventId,
    withEventId: against.eventId,
    overlapMinutes,
    severity,
  }
}

/** @throws Problem 422 `calendar.span-unusable` when it is empty or longer than 400 days. */
function windowOf(ctx: Ctx, { from = ctx.clock.now(), to }: SpanInput): Window {
  const window = { from, to: to ?? from.add({ hours: 24 * usualDays }) }
  const days = window.to.since(window.from).total('hours') / 24
  if (days <= 0 || days > longestDays)
    throw new Problem(422, 'calendar.span-unusable', `Ask for a span of at most ${longestDays} days`)
  return window
}
