/** An event as we write it to a linked calendar. */
export interface RemoteEvent {
  /** Derived from the plan, so that writing twice never makes two. */
  id: string
  title: string
  description: string
  location: string | null
  start: Temporal.Instant
  end: Temporal.Instant
  timeZone: string
  reminders: readonly { readonly minutesBefore: number; readonly method: 'popup' | 'email' }[]
  /** RRULE lines of RFC 5545; null for once. */
  recurrence: string | null
  visibility: 'private' | 'default' | 'public'
  busy: boolean
  /** The plan that it belongs to; of an event of the user's own its id. */
  planId: string
}

/** What changed in a linked calendar, whoever changed it. */
export interface RemoteChange {
  id: string
  tag: string
  cancelled: boolean
  title: string
  description: string
  location: string | null
  /** Null in what is said of a deleted event. */
  start: Temporal.Instant | null
  end: Temporal.Instant | null
  timeZone: string
  allDay: boolean
  busy: boolean
  /** RRULE, EXDATE and RDATE lines. */
  recurrence: string | null
  /** Of an exception: its series and the start of the occurrence it replaces. */
  seriesId: string | null
  originalStart: Temporal.Instant | null
  url: string | null
  /** Set on what we wrote: what was edited since, by the user. */
  ours: { start: boolean; end: boolean; location: boolean; text: boolean } | null
}

export interface ChangePage {
  changes: RemoteChange[]
  nextPage: string | undefined
  /** On the last page. */
  syncToken: string | undefined
}

export interface Channel {
  resource: string
  until: Temporal.Instant
}

/** A calendar of the user's at a provider. */
export interface RemoteCalendar {
  /** `exists` when the id is taken, also by an event that was deleted. */
  insert(event: RemoteEvent): Promise<{ tag: string } | 'exists'>
  /** With a tag only if nobody has changed the event since: else `changed`. `gone` when there is no such event. */
  patch(event: RemoteEvent, tag?: string): Promise<{ tag: string } | 'changed' | 'gone'>
  get(id: string): Promise<RemoteChange | undefined>
  /** Removing what is gone is well. */
  remove(id: string): Promise<void>
  /** All events from `from` on, or with a token what has changed since; `expired` asks for a full listing. */
  changes(options: {
    from: Temporal.Instant
    syncToken?: string
    page?: string
  }): Promise<ChangePage | 'expired'>
  watch(channel: { id: string; secret: string; address: string }): Promise<Channel>
  unwatch(channel: { id: string; resource: string }): Promise<void>
}
