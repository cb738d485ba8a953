import { z } from 'zod'
import { defineContract, event, Instant, PageQuery, PlainTime, pageOf, route, TimeZone } from '#kernel'

export const CalendarKind = z.enum(['google', 'feed'])
export const Calendar = z
  .object({
    id: z.uuid(),
    kind: CalendarKind,
    name: z.string(),
    state: z.enum(['connected', 'reconnect']),
    lastSyncedAt: Instant.nullable(),
    lastError: z.string().nullable(),
    feedUrl: z
      .url()
      .nullable()
      .describe('Secret address of the feed; told once, when it is made: only its hash is kept'),
  })
  .meta({ id: 'Calendar' })
export const EventReminder = z.object({
  minutesBefore: z.int().min(0).max(40_320),
  method: z.enum(['popup', 'email']),
})
export const CalendarEvent = z
  .object({
    id: z.uuid(),
    calendarId: z.uuid().nullable(),
    planId: z.uuid().nullable(),
    role: z.enum(['day', 'wake-up', 'other']),
    title: z.string(),
    description: z.string(),
    location: z.string().nullable(),
    start: Instant,
    end: Instant,
    timeZone: TimeZone,
    reminders: z.array(EventReminder),
    visibility: z.enum(['private', 'default', 'public']),
    recurrence: z.string().nullable(),
    cancelled: z.boolean(),
    url: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'CalendarEvent' })
export const Conflict = z
  .object({
    planId: z.uuid().nullable(),
    eventId: z.uuid(),
    withEventId: z.uuid(),
    overlapMinutes: z.int(),
    severity: z.enum(['high', 'medium']),
  })
  .meta({ id: 'CalendarConflict' })

const about = {
  planId: z.uuid(),
  dayId: z.uuid(),
  userId: z.uuid(),
  version: z.int(),
  eventId: z.uuid(),
  alarms: z.int().describe('Wake-up alarms that stand in the calendar'),
  conflicts: z.array(z.object({ overlapMinutes: z.int(), severity: z.enum(['high', 'medium']) })).default([]),
}
export const calendarEventCreated = event('calendar', 'calendar.event.created', z.object(about))
export const calendarEventUpdated = event('calendar', 'calendar.event.updated', z.object(about))
export const calendarEventDeleted = event('calendar', 'calendar.event.deleted', z.object(about))
export const calendarDisconnected = event(
  'calendar',
  'calendar.disconnected',
  z.object({ calendarId: z.uuid(), userId: z.uuid(), version: z.int(), reason: z.string() }),
)
/** An event of a person's that others go by (reminders) is at another time now, or gone. Nothing is told of new ones. */
export const calendarEventMoved = event(
  'calendar',
  'calendar.event.moved',
  z.object({
    eventId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    gone: z.boolean(),
    start: z.iso.datetime().nullable().describe('Null when it is gone'),
    timeZone: z.string(),
    recurrence: z.string().nullable().describe('RRULE and EXDATE lines'),
  }),
)
/** The user changed or deleted a day's event in their own calendar. */
export const calendarEventEdited = event(
  'calendar',
  'calendar.event.edited',
  z.object({
    planId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    deleted: z.boolean(),
    fields: z.array(z.enum(['start', 'end', 'location', 'notes'])),
  }),
)

const Span = PageQuery.extend({
  from: Instant.optional().describe('Now when left out'),
  to: Instant.optional().describe('90 days after `from` when left out; 400 at most'),
})

export const calendar = defineContract('calendar', {
  about: 'Calendars, the events and alarms of planned days in them, and the feed.',
  permissions: {
    'calendar:read': 'See my calendars and events',
    'calendar:write': 'Link calendars, change events',
  },
  routes: {
    listCalendars: route({
      method: 'GET',
      path: '/calendar',
      summary: 'My calendars',
      allow: 'calendar:read',
      input: PageQuery,
      output: pageOf(Calendar),
    }),
    startGoogle: route({
      method: 'POST',
      path: '/calendar/google',
      summary: 'Begin linking Google Calendar: gives the Google address to visit',
      allow: 'calendar:write',
      output: z.object({ url: z.url() }),
      problems: { 'google.not-configured': 503 },
    }),
    finishGoogle: route({
      method: 'GET',
      path: '/calendar/google/callback',
      summary: 'Where Google sends the browser back',
      allow: 'public',
      kind: 'raw',
      produces: 'text/html',
      input: z.object({
        state: z.string().max(500),
        code: z.string().max(2000).optional(),
        error: z.string().max(200).optional(),
      }),
      problems: {
        'google.state-unknown': 422,
        'google.refused': 422,
        'google.not-configured': 503,
        'google.unavailable': 503,
      },
    }),
    createFeed: route({
      method: 'POST',
      path: '/calendar/feed',
      summary:
        'Make the feed that any calendar app can subscribe to; a second call gives a new address and ends the old',
      allow: 'calendar:write',
      status: 201,
      output: Calendar,
    }),
    calendarOf: route({
      method: 'GET',
      path: '/calendar/calendars/{calendarId}',
      summary: 'What a calendar is called, for messages about it',
      allow: 'service',
      input: z.object({ calendarId: z.uuid() }),
      output: Calendar.pick({ id: true, kind: true, name: true }),
    }),
    deleteCalendar: route({
      method: 'DELETE',
      path: '/calendar/{calendarId}',
      summary: 'Unlink a calendar, or revoke the feed',
      allow: 'calendar:write',
      input: z.object({ calendarId: z.uuid() }),
    }),
    feed: route({
      method: 'GET',
      path: '/calendar/feed/{token}',
      summary: 'The feed (iCalendar with alarms); the address is the secret',
      allow: 'public',
      kind: 'raw',
      produces: 'text/calendar',
      input: z.object({ token: z.string().min(20).max(200) }),
    }),
    listEvents: route({
      method: 'GET',
      path: '/calendar/events',
      summary: 'My events, recurring ones expanded',
      allow: 'calendar:read',
      input: Span,
      output: pageOf(CalendarEvent),
      problems: { 'calendar.span-unusable': 422 },
    }),
    getEvent: route({
      method: 'GET',
      path: '/calendar/events/{eventId}',
      summary: 'One event',
      allow: 'calendar:read',
      input: z.object({ eventId: z.uuid() }),
      output: CalendarEvent,
    }),
    timesOf: route({
      method: 'GET',
      path: '/calendar/events/{eventId}/times',
      summary: 'When an event is now, for other services',
      allow: 'service',
      input: z.object({ eventId: z.uuid() }),
      output: calendarEventMoved.data,
    }),
    freeTime: route({
      method: 'GET',
      path: '/calendar/free',
      summary:
        'When I have time: free spans within working hours, my own and linked calendars taken together',
      description:
        'What is known of linked calendars is as old as `knownAt` says; `incomplete` when one of them gives no access any more. Times of day are those of the time zone, whatever the clocks do that day.',
      allow: 'calendar:read',
      input: PageQuery.extend({
        from: Instant.optional().describe('Now when left out'),
        to: Instant.optional().describe('7 days after `from` when left out; 62 at most'),
        minutes: z.int().min(5).max(1_440).default(30).describe('The least that is of use'),
        dayFrom: PlainTime.default(Temporal.PlainTime.from('09:00')),
        dayTo: PlainTime.default(Temporal.PlainTime.from('17:00')).describe('Later than `dayFrom`'),
        weekends: z.boolean().default(false),
        timeZone: TimeZone.optional().describe("The account's when left out"),
      }),
      output: pageOf(z.object({ start: Instant, end: Instant, minutes: z.int() })).extend({
        timeZone: TimeZone,
        knownAt: Instant.nullable().describe(
          'The oldest look at a linked calendar; null when none is linked',
        ),
        incomplete: z.boolean(),
      }),
      problems: { 'calendar.span-unusable': 422, 'calendar.hours-unusable': 422 },
    }),
    createEvent: route({
      method: 'POST',
      path: '/calendar/events',
      summary: 'Add an event of my own; it goes into my linked calendars as well',
      allow: 'calendar:write',
      status: 201,
      input: z.object({
        title: z.string().trim().min(1).max(300),
        description: z.string().max(8000).default(''),
        location: z.string().max(500).nullable().default(null),
        start: Instant,
        end: Instant,
        timeZone: TimeZone,
        reminders: z.array(EventReminder).max(5).default([]),
        recurrence: z.string().max(500).nullable().default(null).describe('RFC 5545 RRULE'),
        key: z
          .string()
          .min(1)
          .max(200)
          .optional()
          .describe('Give one when the call may be repeated: the same key of a user makes one event'),
      }),
      output: CalendarEvent,
      problems: { 'calendar.ends-before-start': 422, 'calendar.recurrence-unreadable': 422 },
    }),
    updateEvent: route({
      method: 'PATCH',
      path: '/calendar/events/{eventId}',
      summary: 'Change an event of my own',
      allow: 'calendar:write',
      input: z.object({
        eventId: z.uuid(),
        title: z.string().trim().min(1).max(300).optional(),
        description: z.string().max(8000).optional(),
        location: z.string().max(500).nullable().optional(),
        start: Instant.optional(),
        end: Instant.optional(),
      }),
      output: CalendarEvent,
      problems: {
        'calendar.planned-event': 409,
        'calendar.linked-event': 409,
        'calendar.ends-before-start': 422,
      },
    }),
    deleteEvent: route({
      method: 'DELETE',
      path: '/calendar/events/{eventId}',
      summary: 'Delete an event of my own',
      allow: 'calendar:write',
      input: z.object({ eventId: z.uuid() }),
      problems: { 'calendar.planned-event': 409, 'calendar.linked-event': 409 },
    }),
    download: route({
      method: 'GET',
      path: '/calendar/plans/{planId}/ics',
      summary: 'A planned day as an .ics file',
      allow: 'calendar:read',
      kind: 'raw',
      produces: 'text/calendar',
      input: z.object({ planId: z.uuid() }),
    }),
    conflicts: route({
      method: 'GET',
      path: '/calendar/conflicts',
      summary: 'Events that overlap: over 60 min high, over 30 medium',
      allow: 'calendar:read',
      input: Span,
      output: pageOf(Conflict),
      problems: { 'calendar.span-unusable': 422 },
    }),
    syncNow: route({
      method: 'POST',
      path: '/calendar/{calendarId}/sync',
      summary: 'Look for changes in the calendar now',
      allow: 'calendar:write',
      status: 202,
      input: z.object({ calendarId: z.uuid() }),
      output: z.object({ queued: z.boolean() }),
      problems: { 'calendar.reconnect': 409 },
    }),
    googlePush: route({
      method: 'POST',
      path: '/calendar/google/push',
      summary: 'Google Calendar push notifications',
      allow: 'public',
      kind: 'raw',
      consumes: 'application/octet-stream',
      produces: 'text/plain',
    }),
  },
  events: {
    calendarEventCreated,
    calendarEventUpdated,
    calendarEventDeleted,
    calendarDisconnected,
    calendarEventEdited,
    calendarEventMoved,
  },
})
