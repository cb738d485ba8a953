import type { StoredEvent } from './calendar-model.ts'
import type { Calendar, CalendarStore } from './calendar-store.ts'

/** The answer of `events.list` before it is put into Google's clothes. */
export interface EventPage {
  events: StoredEvent[]
  nextPageToken?: string
  nextSyncToken?: string
}

/** A sync or page token that means nothing (any more). */
export class StaleToken extends Error {}

/** A combination of parameters that Google refuses with 400. */
export class InvalidListing extends Error {}

interface SyncToken {
  epoch: string
  calendar: string
  revision: number
  singleEvents: boolean
}

interface PageToken extends SyncToken {
  offset: number
}

/** What may not stand beside a sync token, by Google's reference of `events.list`. */
const excludedBySync = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
]

/** Lists events as Calendar API v3 does: by window, by property, or what has changed since a sync token. */
export function listEvents(store: CalendarStore, calendar: Calendar, query: URLSearchParams): EventPage {
  const syncText = query.get('syncToken')
  if (syncText && excludedBySync.some((name) => query.has(name))) {
    throw new InvalidListing('Sync token cannot be combined with the other parameters of this request.')
  }
  const sync = syncText ? readToken<SyncToken>(syncText, store, calendar) : undefined
  const page = query.get('pageToken')
    ? readToken<PageToken>(query.get('pageToken') ?? '', store, calendar)
    : undefined
  const isSingle = query.get('singleEvents') === 'true'
  if (query.get('orderBy') === 'startTime' && !isSingle) {
    throw new InvalidListing('The requested ordering is not available for the particular query.')
  }
  if (sync && sync.singleEvents !== isSingle)
    throw new StaleToken('Sync token was made by another kind of listing.')
  const all = sync
    ? changedSince(store, calendar, sync.revision, isSingle)
    : selected(store, calendar, query, isSingle)
  return cut(store, calendar, all, query, {
    offset: page?.offset ?? 0,
    revision: page?.revision ?? store.revision,
    isSingle,
  })
}

function cut(
  store: CalendarStore,
  calendar: Calendar,
  events: StoredEvent[],
  query: URLSearchParams,
  from: { offset: number; revision: number; isSingle: boolean },
): EventPage {
  const size = Math.min(2500, Math.max(1, Number(query.get('maxResults') ?? 250) || 250))
  const end = from.offset + size
  const token: SyncToken = {
    epoch: store.epoch,
    calendar: calendar.id,
    revision: from.revision,
    singleEvents: from.isSingle,
  }
  const page: EventPage = { events: events.slice(from.offset, end) }
  if (end < events.length) page.nextPageToken = writeToken({ ...token, offset: end } satisfies PageToken)
  // Google gives no sync token for an ordered listing.
  else if (!query.has('orderBy')) page.nextSyncToken = writeToken(token)
  return page
}

function changedSince(
  store: CalendarStore,
  calendar: Calendar,
  revision: number,
  isSingle: boolean,
): StoredEvent[] {
  const changed = [...calendar.events.values()].filter((event) => event.revision > revision)
  const shown = isSingle
    ? changed.flatMap((event) => expanded(store, calendar, event, new URLSearchParams()))
    : changed
  return shown.toSorted((one, other) => one.revision - other.revision)
}

function selected(
  store: CalendarStore,
  calendar: Calendar,
  query: URLSearchParams,
  isSingle: boolean,
): StoredEvent[] {
  const events = [...calendar.events.values()].filter((event) => !(isSingle && event.recurringEventId))
  const shown = isSingle ? events.flatMap((event) => expanded(store, calendar, event, query)) : events
  const found = shown.filter((event) => isWanted(store, calendar, event, query))
  if (query.get('orderBy') === 'startTime') {
    return found.toSorted((one, other) => store.startMs(calendar, one) - store.startMs(calendar, other))
  }
  return found.toSorted(
    (one, other) => one.updated.localeCompare(other.updated) || one.revision - other.revision,
  )
}

function expanded(
  store: CalendarStore,
  calendar: Calendar,
  event: StoredEvent,
  query: URLSearchParams,
): StoredEvent[] {
  if (!event.recurrence?.length || event.status === 'cancelled') return [event]
  return store.instances(calendar, event, {
    from: instantOf(query, 'timeMin'),
    to: instantOf(query, 'timeMax'),
  })
}

function isWanted(
  store: CalendarStore,
  calendar: Calendar,
  event: StoredEvent,
  query: URLSearchParams,
): boolean {
  if (event.status === 'cancelled' && query.get('showDeleted') !== 'true') return false
  const after = instantOf(query, 'timeMin')
  const before = instantOf(query, 'timeMax')
  const updated = instantOf(query, 'updatedMin')
  // An unexpanded series stands for all its occurrences, so only its start can rule it out.
  if (after && !event.recurrence && store.endMs(calendar, event) <= after.epochMilliseconds) return false
  if (before && store.startMs(calendar, event) >= before.epochMilliseconds) return false
  if (updated && Temporal.Instant.compare(Temporal.Instant.from(event.updated), updated) < 0) return false
  if (query.has('iCalUID') && event.iCalUID !== query.get('iCalUID')) return false
  return hasProperties(event, query) && hasText(event, query.get('q'))
}

function hasProperties(event: StoredEvent, query: URLSearchParams): boolean {
  const matches = (kind: 'private' | 'shared', pair: string) => {
    const equals = pair.indexOf('=')
    return event.extendedProperties?.[kind]?.[pair.slice(0, equals)] === pair.slice(equals + 1)
  }
  return (
    query.getAll('privateExtendedProperty').every((pair) => matches('private', pair)) &&
    query.getAll('sharedExtendedProperty').every((pair) => matches('shared', pair))
  )
}

function hasText(event: StoredEvent, q: string | null): boolean {
  if (!q) return true
  const text = `${event.summary ?? ''} ${event.description ?? ''} ${event.location ?? ''}`.toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function instantOf(query: URLSearchParams, name: string): Temporal.Instant | undefined {
  const text = query.get(name)
  if (!text) return undefined
  try {
    return Temporal.Instant.from(text)
  } catch {
    throw new InvalidListing(`Invalid value for ${name}: ${text}`)
  }
}

function writeToken(token: SyncToken | PageToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

function readToken<T extends SyncToken>(text: string, store: CalendarStore, calendar: Calendar): T {
  let token: T
  try {
    token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as T
  } catch {
    throw new StaleToken('Sync token is not valid.')
  }
  if (token.epoch !== store.epoch || token.calendar !== calendar.id)
    throw new StaleToken('Sync token is no longer valid.')
  return token
}
