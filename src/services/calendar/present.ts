import type { z } from 'zod'
import type { PersonalCipher } from '#kernel'
import { openContent } from './content.ts'
import type { Calendar, CalendarEvent } from './contract.ts'
import { type CalendarRow, calendarAad } from './google-session.ts'
import { withNotes } from './notes.ts'
import type { EventRow, Shown } from './queries.ts'

type EventShown = z.output<typeof CalendarEvent>
export type CalendarShown = z.output<typeof Calendar>

/** An event, or one occurrence of a series, as its owner sees it. */
export function presentEvent(cipher: PersonalCipher, { row, start, end }: Shown): EventShown {
  const { title, description, location, notes, language, url } = openContent(cipher, row.id, row.content)
  return {
    id: row.id,
    calendarId: row.calendar_id,
    planId: row.plan_id,
    role: row.role as EventShown['role'],
    title,
    description: notes ? withNotes(description, notes, language) : description,
    location,
    start,
    end,
    timeZone: row.time_zone,
    reminders: row.reminders as EventShown['reminders'],
    visibility: row.visibility as EventShown['visibility'],
    recurrence: row.recurrence,
    cancelled: row.cancelled,
    url,
    version: row.version,
  }
}

export const asShown = (row: EventRow): Shown => ({ row, start: row.starts_at, end: row.ends_at })

export function presentCalendar(
  cipher: PersonalCipher,
  row: CalendarRow,
  feedUrl: string | null = null,
): CalendarShown {
  return {
    id: row.id,
    kind: row.kind as CalendarShown['kind'],
    name: row.name ? cipher.open(row.name, calendarAad('name', row.id)) : 'Klaps',
    state: row.state === 'reconnect' ? 'reconnect' : 'connected',
    lastSyncedAt: row.last_synced_at,
    lastError: row.last_error,
    feedUrl,
  }
}
