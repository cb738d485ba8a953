import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { CalendarChannels, ChannelRequest } from './calendar-channels.ts'
import { InvalidListing, listEvents, StaleToken } from './calendar-list.ts'
import { EventInput, InvalidEvent, type StoredEvent, shownTime } from './calendar-model.ts'
import { type Calendar, CalendarStore } from './calendar-store.ts'
import { type GoogleTokens, googleError } from './google-tokens.ts'
import type { StandIn, World } from './world.ts'

type Environment = {
  Bindings: HttpBindings
  Variables: { person: string; calendar: Calendar; event: StoredEvent }
}
type CalendarContext = Context<Environment>

const CalendarInput = z.looseObject({
  summary: z.string().min(1).max(254),
  description: z.string().optional(),
  timeZone: z.string().optional(),
})

export interface GoogleCalendar extends StandIn {
  calendars: CalendarStore
}

/** Google Calendar API v3, at the paths of `@googleapis/calendar`. */
export function googleCalendar(world: World, tokens: GoogleTokens): GoogleCalendar {
  const store = new CalendarStore(world)
  const channels = new CalendarChannels(world)
  store.onChange((calendar) => channels.changed(calendar))
  const app = new Hono<Environment>().basePath('/calendar/v3')
  app.use(async (context, next) => {
    const person = tokens.personOf(context.req.header('authorization'))
    if (!person) return context.json(googleError(401), 401)
    context.set('person', person)
    return next()
  })
  app.use('/calendars/:calendarId/*', async (context, next) => {
    const calendar = store.find(context.var.person, context.req.param('calendarId'))
    if (!calendar) return context.json(googleError(404), 404)
    context.set('calendar', calendar)
    return next()
  })
  routeCalendars(app, store)
  routeChannels(app, channels)
  routeEvents(app, store, world)
  routeOneEvent(app, store, world)
  app.notFound((context) => context.json(googleError(404), 404))
  app.onError((error, context) => answerError(error, context))
  const outer = new Hono<{ Bindings: HttpBindings }>().route('/', app)
  return {
    name: 'google-calendar',
    app: outer,
    calendars: store,
    refusal: (status) => googleError(status),
    reset: () => {
      store.reset()
      channels.reset()
    },
  }
}

function answerError(error: Error, context: Context): Response {
  if (error instanceof InvalidEvent) return context.json(googleError(400, error.message, error.reason), 400)
  if (error instanceof InvalidListing) return context.json(googleError(400, error.message, 'badRequest'), 400)
  if (error instanceof StaleToken) {
    const message = `${error.message} A full sync is required.`
    return context.json(googleError(410, message, 'fullSyncRequired'), 410)
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return context.json(googleError(400, error.message.slice(0, 500), 'badRequest'), 400)
  }
  return context.json(googleError(500), 500)
}

function routeCalendars(app: Hono<Environment>, store: CalendarStore): void {
  app.get('/users/me/calendarList', (context) => {
    const items = store.ownedBy(context.var.person).map((calendar) => ({
      ...calendarResource(calendar),
      kind: 'calendar#calendarListEntry',
      accessRole: 'owner',
      primary: calendar.primary || undefined,
      selected: true,
      defaultReminders: [{ method: 'popup', minutes: 30 }],
    }))
    return context.json({ kind: 'calendar#calendarList', items })
  })
  app.post('/calendars', async (context) => {
    const details = CalendarInput.parse(await context.req.json())
    return context.json(calendarResource(store.create(context.var.person, details)))
  })
  app.get('/calendars/:calendarId', (context) => {
    const calendar = store.find(context.var.person, context.req.param('calendarId'))
    return calendar ? context.json(calendarResource(calendar)) : context.json(googleError(404), 404)
  })
  app.delete('/calendars/:calendarId', (context) => {
    const calendar = store.find(context.var.person, context.req.param('calendarId'))
    if (!calendar) return context.json(googleError(404), 404)
    if (calendar.primary)
      return context.json(googleError(403, 'The primary calendar cannot be deleted.', 'forbidden'), 403)
    store.remove(calendar)
    return context.body(null, 204)
  })
}

function routeChannels(app: Hono<Environment>, channels: CalendarChannels): void {
  app.post('/calendars/:calendarId/events/watch', async (context) => {
    const opened = channels.open(context.var.calendar, ChannelRequest.parse(await context.req.json()))
    return typeof opened === 'string'
      ? context.json(googleError(400, opened, opened), 400)
      : context.json(opened)
  })
  app.post('/channels/stop', async (context) => {
    const { id, resourceId } = z
      .looseObject({ id: z.string(), resourceId: z.string() })
      .parse(await context.req.json())
    return channels.stop(id, resourceId) ? context.body(null, 204) : context.json(googleError(404), 404)
  })
}

function routeEvents(app: Hono<Environment>, store: CalendarStore, world: World): void {
  app.get('/calendars/:calendarId/events', (context) => {
    const { calendar } = context.var
    const page = listEvents(store, calendar, new URL(context.req.url).searchParams)
    return context.json({
      kind: 'calendar#events',
      etag: `"p${store.revision}"`,
      summary: calendar.summary,
      timeZone: calendar.timeZone,
      accessRole: 'owner',
      defaultReminders: [{ method: 'popup', minutes: 30 }],
      updated: world.clock.now().toString({ fractionalSecondDigits: 3 }),
      nextPageToken: page.nextPageToken,
      nextSyncToken: page.nextSyncToken,
      items: page.events.map((event) => eventResource(calendar, event, world)),
    })
  })
  app.post('/calendars/:calendarId/events', async (context) => {
    const { calendar } = context.var
    const input = EventInput.parse(await context.req.json())
    // Also an id that was deleted stays taken, as Google's reference of events.insert warns.
    if (input.id && calendar.events.has(input.id)) return context.json(googleError(409), 409)
    return context.json(eventResource(calendar, store.insert(calendar, input), world))
  })
}

function routeOneEvent(app: Hono<Environment>, store: CalendarStore, world: World): void {
  const one = '/calendars/:calendarId/events/:eventId'
  const withEvent = async (context: CalendarContext, next: () => Promise<void>) => {
    const event = store.get(context.var.calendar, context.req.param('eventId') ?? '')
    if (!event) return context.json(googleError(404), 404)
    const expected = context.req.header('if-match')
    if (expected && expected !== '*' && expected !== event.etag) return context.json(googleError(412), 412)
    context.set('event', event)
    return next()
  }
  app.use(one, withEvent)
  app.use(`${one}/instances`, withEvent)
  app.get(one, (context) => {
    const { calendar, event } = context.var
    if (context.req.header('if-none-match') === event.etag) return context.body(null, 304)
    return context.json(eventResource(calendar, event, world), 200, { etag: event.etag })
  })
  app.get(`${one}/instances`, (context) => {
    const { calendar, event } = context.var
    const items = store.instances(calendar, event, { from: undefined, to: undefined }).slice(0, 2500)
    return context.json({
      kind: 'calendar#events',
      items: items.map((item) => eventResource(calendar, item, world)),
    })
  })
  const change = (kind: 'patch' | 'replace') => async (context: CalendarContext) => {
    const { calendar, event } = context.var
    const input = EventInput.parse(await context.req.json())
    const changed = store[kind](calendar, event, input)
    return context.json(eventResource(calendar, changed, world), 200, { etag: changed.etag })
  }
  app.patch(one, change('patch'))
  app.put(one, change('replace'))
  app.delete(one, (context) => {
    const { calendar, event } = context.var
    if (event.status === 'cancelled') return context.json(googleError(410), 410)
    store.cancel(calendar, event)
    return context.body(null, 204)
  })
}

function calendarResource(calendar: Calendar): object {
  const { id, summary, description, timeZone } = calendar
  return { kind: 'calendar#calendar', etag: `"${id}"`, id, summary, description, timeZone }
}

/** An event as Google shows it. */
export function eventResource(calendar: Calendar, event: StoredEvent, world: World): object {
  const { revision: _revision, ...shown } = event
  const self = { email: calendar.owner, self: true }
  return {
    kind: 'calendar#event',
    ...shown,
    start: event.start && shownTime(event.start, calendar.timeZone),
    end: event.end && shownTime(event.end, calendar.timeZone),
    htmlLink: `${world.origin()}/?event=${encodeURIComponent(event.id)}`,
    creator: self,
    organizer: self,
  }
}
