import { z } from 'zod'
import { defineContract, event, Instant, PageQuery, PlainDate, pageOf, route, TimeZone } from '#kernel'

const PlainDateTime = z
  .codec(
    z.string().regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/),
    z.instanceof(Temporal.PlainDateTime),
    {
      decode: (text, payload) => {
        try {
          return Temporal.PlainDateTime.from(text, { overflow: 'reject' })
        } catch {
          payload.issues.push({ code: 'custom', message: 'Not a valid local time', input: text })
          return z.NEVER
        }
      },
      encode: (wall) => wall.toString({ smallestUnit: 'minute' }),
    },
  )
  .meta({ id: 'PlainDateTime', description: 'Wall-clock time without zone', example: '2026-03-14T09:00' })

const Text = z.string().trim().min(1).max(2000)
const Rule = z.string().trim().min(1).max(500).describe('RFC 5545 RRULE, on the wall clock of the time zone')
const Except = z.array(PlainDate).max(200).describe('Days in the time zone on which it is silent')

export const ReminderState = z
  .enum(['active', 'completed', 'over', 'cancelled'])
  .describe('`over`: it has rung for the last time; `cancelled`: its calendar event is gone')

export const Reminder = z
  .object({
    id: z.uuid(),
    text: z.string(),
    timeZone: TimeZone,
    startsAt: PlainDateTime.describe('First occurrence on the wall clock; of an event, its start'),
    rule: Rule.nullable(),
    except: Except,
    eventId: z.uuid().nullable().describe('The calendar event that it goes with'),
    minutesBefore: z.int().describe('Before each occurrence'),
    urgent: z.boolean().describe('Rings in quiet hours, on every channel'),
    state: ReminderState,
    nextAt: Instant.nullable().describe('When it rings next, a snooze included'),
    snoozedUntil: Instant.nullable(),
    version: z.int(),
    createdAt: Instant,
  })
  .meta({ id: 'Reminder' })

export const ReminderOccurrence = z
  .object({
    id: z.uuid(),
    reminderId: z.uuid(),
    plannedAt: Instant,
    rangAt: Instant,
    missed: z.int().describe('Earlier ones that came due while nothing ran, told of with this one'),
    late: z.boolean(),
  })
  .meta({ id: 'ReminderOccurrence' })

export const Doubt = z
  .enum([
    'time-assumed',
    'day-assumed',
    'half-of-day',
    'which-week',
    'every-week',
    'month-first',
    'time-skipped',
    'time-twice',
    'which-turn',
    'more-times',
  ])
  .describe(
    'What was added to what the text says, or may be meant otherwise: `time-assumed` 09:00 or the hour of the part of the day; `time-skipped` the clocks leave that time out and it rings as much later; `time-twice` it comes twice and the first is meant; `more-times` another time stood in the text and was left in it',
  )

const Reading = z.object({
  at: Instant.describe('When it rings first'),
  startsAt: PlainDateTime,
  rule: Rule.nullable(),
  except: Except,
})

export const Understood = Reading.extend({
  language: z.enum(['pl', 'en']),
  text: z.string().describe('What is left of the text without what it says about the time; may be empty'),
  timeZone: TimeZone,
  doubts: z.array(Doubt),
  alternatives: z.array(Reading.extend({ because: Doubt })).describe('What may be meant instead'),
  event: z
    .object({ eventId: z.uuid(), title: z.string(), minutesBefore: z.int() })
    .nullable()
    .describe('The calendar event that it goes with: `15 minut przed spotkaniem`'),
}).meta({ id: 'UnderstoodTime' })

/** It rings. Ids and technical facts only: what it says is asked for by `message`. */
export const reminderDue = event(
  'reminder',
  'reminder.due',
  z.object({
    reminderId: z.uuid(),
    occurrenceId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    late: z.boolean(),
  }),
)
/** Evening: somebody has reminders on the next day. */
export const reminderDigestDue = event(
  'reminder',
  'reminder.digest.due',
  z.object({ userId: z.uuid(), date: z.iso.date(), version: z.int() }),
)

const key = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Give one when the call may be repeated: the same key of a user makes one reminder')
const EventId = z
  .uuid()
  .optional()
  .describe('Which event is meant, where `reminder.event-ambiguous` has named several')
const one = { reminderId: z.uuid() }
const readingProblems = {
  'reminder.event-unknown': 422,
  'reminder.event-ambiguous': 422,
  'reminder.time-missing': 422,
  'reminder.time-past': 422,
  'reminder.no-such-date': 422,
  'reminder.no-such-time': 422,
  'reminder.too-often': 422,
  'reminder.never': 422,
} as const
const ruleProblems = {
  ...readingProblems,
  'reminder.rule-unreadable': 422,
  'reminder.too-many': 409,
} as const

export const reminder = defineContract('reminder', {
  about:
    'Reminders, once or recurring, from words, from calendar events or by API; told through notification.',
  permissions: {
    'reminder:read': 'See my reminders',
    'reminder:write': 'Make, change, snooze and complete my reminders',
  },
  routes: {
    list: route({
      method: 'GET',
      path: '/reminders',
      summary: 'My reminders, newest first',
      allow: 'reminder:read',
      input: PageQuery.extend({ state: ReminderState.optional() }),
      output: pageOf(Reminder),
    }),
    upcoming: route({
      method: 'GET',
      path: '/reminders/upcoming',
      summary: 'What rings next, soonest first, each reminder once',
      allow: 'reminder:read',
      input: PageQuery.extend({ before: Instant.optional() }),
      output: pageOf(Reminder),
    }),
    understand: route({
      method: 'POST',
      path: '/reminders/understand',
      summary: 'What a text says about a time, in Polish or English; makes nothing',
      allow: 'reminder:read',
      input: z.object({ text: Text, timeZone: TimeZone.optional(), eventId: EventId }),
      output: Understood,
      problems: readingProblems,
    }),
    createFromText: route({
      method: 'POST',
      path: '/reminders/from-text',
      summary: 'Make a reminder from words: "jutro o 9 wyślij raport", "every weekday at 8 stand-up"',
      description:
        "`15 minutes before the meeting` goes with the upcoming event whose title has these words. Doubts and other readings are told with it; one of them is taken by `update`. A time zone that is left out is the account's.",
      allow: 'reminder:write',
      status: 201,
      input: z.object({
        text: Text,
        timeZone: TimeZone.optional(),
        urgent: z.boolean().default(false),
        eventId: EventId,
        key,
      }),
      output: z.object({ reminder: Reminder, understood: Understood }),
      problems: { ...ruleProblems, 'reminder.nothing-to-say': 422 },
    }),
    create: route({
      method: 'POST',
      path: '/reminders',
      summary: 'Make a reminder for a wall-clock time, once or by a rule',
      allow: 'reminder:write',
      status: 201,
      input: z.object({
        text: Text,
        startsAt: PlainDateTime,
        timeZone: TimeZone.optional().describe("The account's when left out"),
        rule: Rule.nullable().default(null),
        except: Except.default([]),
        urgent: z.boolean().default(false),
        key,
      }),
      output: Reminder,
      problems: ruleProblems,
    }),
    createForEvent: route({
      method: 'POST',
      path: '/reminders/for-event',
      summary: 'Remind me before a calendar event; it moves and goes with the event',
      allow: 'reminder:write',
      status: 201,
      input: z.object({
        eventId: z.uuid(),
        minutesBefore: z.int().min(0).max(40_320),
        text: Text.optional().describe("The event's title when left out"),
        urgent: z.boolean().default(false),
        key,
      }),
      output: Reminder,
      problems: { 'reminder.time-past': 422, 'reminder.rule-unreadable': 422, 'reminder.too-many': 409 },
    }),
    get: route({
      method: 'GET',
      path: '/reminders/{reminderId}',
      summary: 'One reminder',
      allow: 'reminder:read',
      input: z.object(one),
      output: Reminder,
    }),
    history: route({
      method: 'GET',
      path: '/reminders/{reminderId}/occurrences',
      summary: 'When it rang, newest first',
      allow: 'reminder:read',
      input: PageQuery.extend(one),
      output: pageOf(ReminderOccurrence),
    }),
    update: route({
      method: 'PATCH',
      path: '/reminders/{reminderId}',
      summary: 'Change text, time or repetition; a completed one rings again when its time is changed',
      allow: 'reminder:write',
      input: z.object({
        ...one,
        text: Text.optional(),
        startsAt: PlainDateTime.optional(),
        timeZone: TimeZone.optional(),
        rule: Rule.nullable().optional(),
        except: Except.optional(),
        urgent: z.boolean().optional(),
        minutesBefore: z.int().min(0).max(40_320).optional().describe('Only of a reminder of an event'),
      }),
      output: Reminder,
      problems: { ...ruleProblems, 'reminder.goes-with-event': 409 },
    }),
    remove: route({
      method: 'DELETE',
      path: '/reminders/{reminderId}',
      summary: 'Delete a reminder',
      allow: 'reminder:write',
      input: z.object(one),
    }),
    complete: route({
      method: 'POST',
      path: '/reminders/{reminderId}/complete',
      summary: 'Done: it does not ring again; again changes nothing',
      allow: 'reminder:write',
      input: z.object(one),
      output: Reminder,
    }),
    snooze: route({
      method: 'POST',
      path: '/reminders/{reminderId}/snooze',
      summary: 'Ring again later; a series goes on as it was',
      allow: 'reminder:write',
      input: z.object({
        ...one,
        minutes: z.int().min(1).max(40_320).optional(),
        until: Instant.optional(),
      }),
      output: Reminder,
      problems: { 'reminder.time-past': 422, 'reminder.snooze-unclear': 422, 'reminder.completed': 409 },
    }),
    skip: route({
      method: 'POST',
      path: '/reminders/{reminderId}/skip',
      summary: 'Leave out one occurrence of a series',
      allow: 'reminder:write',
      input: z.object({
        ...one,
        date: PlainDate.optional().describe('In its time zone; the next one when left out'),
      }),
      output: Reminder,
      problems: { 'reminder.not-a-series': 409, 'reminder.not-on-that-day': 422 },
    }),
    getDigest: route({
      method: 'GET',
      path: '/reminders/digest',
      summary: "Am I told in the evening of the next day's reminders?",
      allow: 'reminder:read',
      output: z.object({ enabled: z.boolean() }),
    }),
    setDigest: route({
      method: 'PUT',
      path: '/reminders/digest',
      summary: "Tell me in the evening of the next day's reminders, or do not",
      allow: 'reminder:write',
      input: z.object({ enabled: z.boolean() }),
      output: z.object({ enabled: z.boolean() }),
    }),
    message: route({
      method: 'GET',
      path: '/reminders/occurrences/{occurrenceId}/message',
      summary:
        'What is to be told of an occurrence, for other services; 404 when it has been deleted or completed since',
      allow: 'service',
      input: z.object({ occurrenceId: z.uuid() }),
      output: z.object({
        reminderId: z.uuid(),
        userId: z.uuid(),
        text: z.string(),
        plannedAt: Instant,
        timeZone: TimeZone,
        late: z.boolean(),
        missed: z.int(),
        urgent: z.boolean(),
      }),
    }),
    digestOf: route({
      method: 'GET',
      path: '/reminders/digest/of',
      summary: "A person's reminders of a day, for other services",
      allow: 'service',
      input: z.object({ userId: z.uuid(), date: PlainDate }),
      output: z.object({
        timeZone: TimeZone,
        items: z.array(z.object({ at: Instant, text: z.string() })).describe('At most 50'),
        more: z.int(),
      }),
    }),
  },
  events: { reminderDue, reminderDigestDue },
})
