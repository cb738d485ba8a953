import { z } from 'zod'
import { atMinute, Moment, zoneOf } from './times.ts'
import { type Tool, tool } from './tool.ts'

const page = 50
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

const findFreeTime = tool({
  name: 'find_free_time',
  title: 'When I have time',
  description: `Free spans within working hours, the user's own and linked calendars taken together, at most ${page}.`,
  scope: 'calendar:read',
  input: z.object({
    from: Moment.optional().describe('Now when left out'),
    to: Moment.optional().describe('7 days after `from` when left out; 62 at most'),
    minutes: z.int().min(5).max(1_440).default(30).describe('The least that is of use'),
    dayFrom: TimeOfDay.default('09:00').describe("On the clocks of the user's time zone"),
    dayTo: TimeOfDay.default('17:00').describe('Later than `dayFrom`'),
    weekends: z.boolean().default(false),
  }),
  output: z.object({
    free: z.array(z.object({ start: z.string(), end: z.string(), minutes: z.int() })),
    more: z.boolean(),
    incomplete: z.boolean().describe('One of the calendars gives no access any more: there may be less time'),
  }),
  run: async (ctx, { from, to, minutes, dayFrom, dayTo, weekends }) => {
    const { items, nextCursor, timeZone, incomplete } = await ctx.call.calendar.freeTime({
      limit: page,
      minutes,
      weekends,
      dayFrom: Temporal.PlainTime.from(dayFrom),
      dayTo: Temporal.PlainTime.from(dayTo),
      ...(from === undefined ? {} : { from: Temporal.Instant.from(from) }),
      ...(to === undefined ? {} : { to: Temporal.Instant.from(to) }),
    })
    const free = items.map((span) => ({
      start: atMinute(span.start, timeZone),
      end: atMinute(span.end, timeZone),
      minutes: span.minutes,
    }))
    return { free, more: nextCursor !== null, incomplete }
  },
})

const createEvent = tool({
  name: 'create_event',
  title: 'Put something into my calendar',
  description:
    "Adds an event of the user's own; it goes into their linked calendars as well. Nobody is invited. Ask the user first.",
  scope: 'calendar:write',
  input: z.object({
    title: z.string().trim().min(1).max(300),
    start: Moment,
    end: Moment,
    location: z.string().trim().min(1).max(500).optional(),
    description: z.string().max(8_000).default(''),
    key: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Give one, and the same when the answer was lost: then nothing is made twice'),
  }),
  output: z.object({
    eventId: z.string(),
    title: z.string(),
    start: z.string(),
    end: z.string(),
    location: z.string().nullable(),
  }),
  changes: 'once-by-key',
  run: async (ctx, { start, end, location, key, ...about }, { userId }) => {
    const timeZone = await zoneOf(ctx, userId)
    const made = await ctx.call.calendar.createEvent({
      ...about,
      start: Temporal.Instant.from(start),
      end: Temporal.Instant.from(end),
      location: location ?? null,
      timeZone,
      reminders: [],
      recurrence: null,
      ...(key === undefined ? {} : { key }),
    })
    return {
      eventId: made.id,
      title: made.title,
      start: atMinute(made.start, timeZone),
      end: atMinute(made.end, timeZone),
      location: made.location,
    }
  },
})

export const calendarTools: readonly Tool[] = [findFreeTime, createEvent]
