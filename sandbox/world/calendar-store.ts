import { randomBytes } from 'node:crypto'
import {
  checkEvent,
  EventInput,
  InvalidEvent,
  momentOf,
  occurrencesOf,
  type StoredEvent,
  type Window,
} from './calendar-model.ts'
import { defaultPerson } from './google-tokens.ts'
import type { World } from './world.ts'

export interface Calendar {
  id: string
  owner: string
  summary: string
  description?: string
  timeZone: string
  primary: boolean
  events: Map<string, StoredEvent>
}

interface KeptCalendars {
  epoch: string
  revision: number
  calendars: (Omit<Calendar, 'events'> & { events: StoredEvent[] })[]
}

const maximumEvents = 10_000

/** Calendars and events of everybody in the sandbox. Every change gets the next revision number. */
export class CalendarStore {
  readonly #world: World
  #calendars = new Map<string, Calendar>()
  #revision = 1
  /** Names this history of changes; sync tokens of another history are worthless. */
  #epoch = randomBytes(6).toString('hex')
  #listeners = new Set<(calendar: Calendar) => void>()

  constructor(world: World) {
    this.#world = world
    const kept = world.store.section<KeptCalendars>('google-calendar', () => this.#snapshot())
    if (!kept) return
    this.#epoch = kept.epoch
    this.#revision = kept.revision
    for (const { events, ...calendar } of kept.calendars) {
      this.#calendars.set(calendar.id, {
        ...calendar,
        events: new Map(events.map((event) => [event.id, event])),
      })
    }
  }

  get revision(): number {
    return this.#revision
  }

  get epoch(): string {
    return this.#epoch
  }

  calendars(): Calendar[] {
    return [...this.#calendars.values()]
  }

  ownedBy(person: string): Calendar[] {
    this.find(person, 'primary')
    return this.calendars().filter((calendar) => calendar.owner === person)
  }

  /** The person's calendar with this id; `primary` is made when it is first asked for. */
  find(person: string, id: string): Calendar | undefined {
    const isPrimary = id === 'primary' || id === person
    if (!isPrimary) {
      const calendar = this.#calendars.get(id)
      return calendar?.owner === person ? calendar : undefined
    }
    return (
      this.#calendars.get(person) ??
      this.#add({ id: person, owner: person, summary: person, timeZone: 'Europe/Warsaw', primary: true })
    )
  }

  create(person: string, details: { summary: string; description?: string; timeZone?: string }): Calendar {
    const id = `c_${randomBytes(16).toString('hex')}@group.calendar.google.test`
    return this.#add({ timeZone: 'Europe/Warsaw', ...details, id, owner: person, primary: false })
  }

  remove(calendar: Calendar): void {
    this.#calendars.delete(calendar.id)
    this.#world.store.touch('google-calendar')
  }

  /** Adds an event. Throws `InvalidEvent`. The caller has made sure that the id is new. */
  insert(calendar: Calendar, input: EventInput): StoredEvent {
    const id = input.id ?? randomBytes(16).toString('hex').replaceAll(/[w-z]/g, 'v').slice(0, 26)
    if (!/^[a-v0-9]{5,1024}$/.test(id)) throw new InvalidEvent('Invalid resource id value.')
    checkEvent(input, calendar.timeZone)
    const now = this.#now()
    const event: StoredEvent = {
      reminders: { useDefault: true },
      eventType: 'default',
      ...input,
      id,
      status: input.status ?? 'confirmed',
      iCalUID: typeof input.iCalUID === 'string' ? input.iCalUID : `${id}@google.com`,
      created: now,
      sequence: 0,
      ...this.#stamp(),
    }
    return this.#keep(calendar, event)
  }

  /** Puts `input` in the event's place; what the server owns stays. Throws `InvalidEvent`. */
  replace(calendar: Calendar, event: StoredEvent, input: EventInput): StoredEvent {
    const status = input.status ?? (event.status === 'cancelled' ? 'confirmed' : event.status)
    if (status !== 'cancelled') checkEvent(input, calendar.timeZone)
    const isMoved = JSON.stringify([input.start, input.end]) !== JSON.stringify([event.start, event.end])
    return this.#keep(calendar, {
      ...input,
      id: event.id,
      status,
      iCalUID: event.iCalUID,
      created: event.created,
      recurringEventId: event.recurringEventId,
      originalStartTime: event.originalStartTime,
      sequence: event.sequence + (isMoved ? 1 : 0),
      ...this.#stamp(),
    })
  }

  /** Merges as Google's PATCH does: objects field by field, arrays whole, null removes. Throws `InvalidEvent`. */
  patch(calendar: Calendar, event: StoredEvent, input: EventInput): StoredEvent {
    const merged = EventInput.parse(mergePatch(event, input))
    return this.replace(calendar, event, { ...merged, status: input.status ?? event.status })
  }

  cancel(calendar: Calendar, event: StoredEvent): void {
    this.#keep(calendar, { ...event, status: 'cancelled', ...this.#stamp() })
    for (const exception of calendar.events.values()) {
      if (exception.recurringEventId === event.id && exception.status !== 'cancelled') {
        this.#keep(calendar, { ...exception, status: 'cancelled', ...this.#stamp() })
      }
    }
  }

  /** The event, an exception of a series, or an occurrence that nobody has touched yet. */
  get(calendar: Calendar, id: string): StoredEvent | undefined {
    const stored = calendar.events.get(id)
    if (stored) return stored
    const series = calendar.events.get(id.slice(0, id.lastIndexOf('_')))
    if (!series?.recurrence) return undefined
    return this.instances(calendar, series, { from: undefined, to: undefined }).find(
      (instance) => instance.id === id,
    )
  }

  /** The occurrences of a series within the window, with its exceptions in their place. */
  instances(calendar: Calendar, series: StoredEvent, window: Window): StoredEvent[] {
    const { recurrence: _recurrence, ...details } = series
    return occurrencesOf(series, calendar.timeZone, window, this.#world.clock.now()).map(
      ({ id, start, end }) => {
        const instance = { ...details, id, start, end, recurringEventId: series.id, originalStartTime: start }
        return calendar.events.get(id) ?? instance
      },
    )
  }

  onChange(listener: (calendar: Calendar) => void): void {
    this.#listeners.add(listener)
  }

  /** Makes every sync token given out so far worthless (410). */
  expireSyncTokens(): void {
    this.#epoch = randomBytes(6).toString('hex')
    this.#world.store.touch('google-calendar')
  }

  reset(): void {
    this.#calendars.clear()
    this.expireSyncTokens()
  }

  /** Start of an event in milliseconds since the epoch, for ordering. */
  startMs(calendar: Calendar, event: StoredEvent): number {
    return event.start ? momentOf(event.start, calendar.timeZone).epochMilliseconds : 0
  }

  endMs(calendar: Calendar, event: StoredEvent): number {
    return event.end ? momentOf(event.end, calendar.timeZone).epochMilliseconds : 0
  }

  #add(calendar: Omit<Calendar, 'events'>): Calendar {
    const added = {
      ...calendar,
      owner: calendar.owner || defaultPerson,
      events: new Map<string, StoredEvent>(),
    }
    this.#calendars.set(added.id, added)
    this.#world.store.touch('google-calendar')
    return added
  }

  #keep(calendar: Calendar, event: StoredEvent): StoredEvent {
    calendar.events.set(event.id, event)
    if (calendar.events.size > maximumEvents) this.#forgetOldest(calendar)
    this.#world.store.touch('google-calendar')
    for (const listener of this.#listeners) listener(calendar)
    return event
  }

  /** A pruned event can no longer be reported as a change, so the tokens go with it. */
  #forgetOldest(calendar: Calendar): void {
    const [oldest] = calendar.events.keys()
    if (oldest !== undefined) calendar.events.delete(oldest)
    this.expireSyncTokens()
  }

  #stamp(): { updated: string; etag: string; revision: number } {
    this.#revision += 1
    return { updated: this.#now(), etag: `"${this.#epoch}${this.#revision}"`, revision: this.#revision }
  }

  #now(): string {
    return this.#world.clock.now().toString({ fractionalSecondDigits: 3 })
  }

  #snapshot(): KeptCalendars {
    const calendars = this.calendars().map(({ events, ...calendar }) => ({
      ...calendar,
      events: [...events.values()],
    }))
    return { epoch: this.#epoch, revision: this.#revision, calendars }
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mergePatch(target: object, patch: object): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...target }
  for (const [name, value] of Object.entries(patch)) {
    const before = merged[name]
    if (value === null) delete merged[name]
    else if (isPlainObject(value) && isPlainObject(before)) merged[name] = mergePatch(before, value)
    else if (value !== undefined) merged[name] = value
  }
  return merged
}
