import { Problem } from '#kernel'
import type { Ctx } from './context.ts'
import type { BeforeEvent } from './times/before-event.ts'
import { fold } from './times/lexicon.ts'

/** How far ahead an event is looked for, days, and how many are looked at. */
const daysAhead = 60
const pages = 5
/** Events that are offered when several fit. */
const mostOffered = 5

export interface EventMeant {
  readonly eventId: string
  readonly title: string
  readonly start: Temporal.Instant
  readonly timeZone: string
}

interface Choice {
  /** The event that they have chosen among several. */
  readonly chosen: string | undefined
  /** What the rest of the text says: a day that the event is on, and of what to remind. */
  read(text: string): { day: Temporal.PlainDate | undefined; own: string }
}

const dateAt = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).toPlainDate()

/**
 * The event that somebody speaks of, among their upcoming ones: whose title has the words after `przed`. As many of those
 * words count as some title has; the others are of what to remind.
 *
 * @throws Problem 422 `reminder.event-unknown`; `reminder.event-ambiguous` with the events that it may be
 */
export async function eventMeant(
  ctx: Ctx,
  { said, text }: BeforeEvent,
  { chosen, read }: Choice,
): Promise<{ event: EventMeant; own: string }> {
  const { events, rest } = named(said, await upcoming(ctx))
  const { day, own } = read([text, rest].filter((each) => each !== '').join(' '))
  const then = events.filter(({ start, timeZone }) => day?.equals(dateAt(start, timeZone)))
  const likely = then.length > 0 ? then : events
  const fitting = chosen === undefined ? likely : events.filter(({ eventId }) => eventId === chosen)
  const [event, ...others] = fitting
  if (!event) throw new Problem(422, 'reminder.event-unknown', 'No upcoming event has a title like that')
  if (others.length === 0) return { event, own }
  throw new Problem(422, 'reminder.event-ambiguous', 'Several events have a title like that', {
    fields: {
      events: fitting
        .slice(0, mostOffered)
        .map(({ start, ...event }) => ({ ...event, start: start.toString() })),
    },
  })
}

/** Each event once, by its next occurrence; alarms are none. Nothing for who may not see a calendar. */
async function upcoming(ctx: Ctx): Promise<EventMeant[]> {
  const from = ctx.clock.now()
  const found = new Map<string, EventMeant>()
  let cursor: string | undefined
  for (let page = 0; page < pages; page++) {
    const input = { from, to: from.add({ hours: 24 * daysAhead }), limit: 100 }
    const { items, nextCursor } = await ctx.call.calendar
      .listEvents({ ...input, ...(cursor ? { cursor } : {}) })
      .catch(unlessForbidden)
    for (const { id, title, start, timeZone, role, cancelled } of items)
      if (role !== 'wake-up' && !cancelled && Temporal.Instant.compare(start, from) > 0 && !found.has(id))
        found.set(id, { eventId: id, title, start, timeZone })
    if (!nextCursor) break
    cursor = nextCursor
  }
  return [...found.values()]
}

function unlessForbidden(error: unknown): { items: []; nextCursor: null } {
  if (error instanceof Problem && error.status === 403) return { items: [], nextCursor: null }
  throw error
}

/** Words that are in no title. */
const passing = new Set(
  'moim,moja,mojego,moimi,naszym,nasza,tym,ta,the,my,our,this,that,your,with,ze'.split(','),
)

function named(said: string, events: readonly EventMeant[]): { events: EventMeant[]; rest: string } {
  const words = [...said.matchAll(/[\p{L}\d]+/gu)]
  for (let count = words.length; count > 0; count--) {
    const taken = words.slice(0, count)
    const telling = taken.map(([word]) => fold(word)).filter((word) => word.length > 2 && !passing.has(word))
    const fitting = events.filter(({ title }) => hasAll(title, telling))
    if (telling.length === 0 || fitting.length === 0) continue
    const last = taken.at(-1)!
    return { events: fitting, rest: said.slice(last.index + last[0].length).replace(/^[\s,.;:–-]+/u, '') }
  }
  return { events: [], rest: '' }
}

function hasAll(title: string, telling: readonly string[]): boolean {
  const words = [...title.matchAll(/[\p{L}\d]+/gu)].map(([word]) => fold(word))
  return telling.every((asked) => words.some((word) => isSame(asked, word)))
}

/** The same word but for its ending: `spotkaniem` and `spotkanie`, `mecz` and `meczem`. */
function isSame(one: string, other: string): boolean {
  if (one === other) return true
  let shared = 0
  while (shared < one.length && one[shared] === other[shared]) shared++
  return shared >= 3 && shared >= 0.6 * Math.max(one.length, other.length)
}
