import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type PersonalCipher, PlainTime } from '#kernel'
import { Buffers, bufferPresets, NotificationPreferences, type UserSettings } from './contract.ts'
import type { UserSettingsRow } from './tables.ts'

export type SettingsRow = Selectable<UserSettingsRow>

/** What somebody has who never changed anything (PRODUCT, sections 1.4 and 1.7). */
export function defaultSettings(userId: string): UserSettings {
  return {
    userId,
    version: 0,
    home: null,
    stop: null,
    buffers: { ...bufferPresets.standard },
    language: 'pl',
    timeZone: 'Europe/Warsaw',
    crewName: null,
    crewRole: null,
    crewDepartment: null,
    eventVisibility: 'private',
    notifications: { channels: {}, quietHours: null, eveningAt: Temporal.PlainTime.from('20:00') },
  }
}

const SealedStop = z.object({ name: z.string(), address: z.string(), opensAt: PlainTime.nullable() })
const SealedCrew = z.object({
  name: z.string().nullable(),
  role: z.string().nullable(),
  department: z.string().nullable(),
})

type SealedColumn = 'home' | 'stop' | 'crew'
const aadOf = (column: SealedColumn, userId: string) => `config:user_settings.${column}:${userId}`

/** Opens a row with its person's key. */
export function fromRow(row: SettingsRow, cipher: PersonalCipher): UserSettings {
  const opened = (column: SealedColumn) => {
    const sealed = row[column]
    return sealed === null ? undefined : cipher.open(sealed, aadOf(column, row.user_id))
  }
  const [home, stop, crew] = [opened('home'), opened('stop'), opened('crew')]
  const { name, role, department } = crew
    ? SealedCrew.decode(JSON.parse(crew) as z.input<typeof SealedCrew>)
    : { name: null, role: null, department: null }
  return {
    userId: row.user_id,
    version: row.version,
    home: home === undefined ? null : { address: home, found: row.home_found },
    stop:
      stop === undefined
        ? null
        : { ...SealedStop.decode(JSON.parse(stop) as z.input<typeof SealedStop>), found: row.stop_found },
    buffers: Buffers.parse(row.buffers),
    language: row.language as UserSettings['language'],
    timeZone: row.time_zone,
    crewName: name,
    crewRole: role,
    crewDepartment: department,
    eventVisibility: row.event_visibility as UserSettings['eventVisibility'],
    notifications: NotificationPreferences.decode(
      row.notifications as z.input<typeof NotificationPreferences>,
    ),
  }
}

/** The columns of settings, personal ones sealed; `found` and `since` are kept by whoever writes the row. */
export function toColumns(settings: UserSettings, cipher: PersonalCipher) {
  const { userId, home, stop, crewName: name, crewRole: role, crewDepartment: department } = settings
  const seal = (column: SealedColumn, text: string | undefined) =>
    text === undefined ? null : cipher.seal(text, aadOf(column, userId))
  const crew = { name, role, department }
  return {
    home: seal('home', home?.address),
    home_found: home?.found ?? null,
    stop: seal('stop', stop ? JSON.stringify(SealedStop.encode(stop)) : undefined),
    stop_found: stop?.found ?? null,
    crew: seal('crew', name || role || department ? JSON.stringify(crew) : undefined),
    buffers: JSON.stringify(settings.buffers),
    language: settings.language,
    time_zone: settings.timeZone,
    event_visibility: settings.eventVisibility,
    notifications: JSON.stringify(NotificationPreferences.encode(settings.notifications)),
  }
}
