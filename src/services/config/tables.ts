// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface CredentialsRow {
  name: string
  version: number
  secret: string | null
  hint: string | null
  set_at: Temporal.Instant
  valid: boolean | null
  checked_at: Temporal.Instant | null
  latency_ms: number | null
}

export interface UserSettingsRow {
  user_id: string
  version: Generated<number>
  home: string | null
  home_since: Generated<number>
  home_found: boolean | null
  stop: string | null
  stop_since: Generated<number>
  stop_found: boolean | null
  crew: string | null
  buffers: ColumnType<unknown, string, string>
  language: string
  time_zone: string
  event_visibility: string
  notifications: ColumnType<unknown, string, string>
  updated_at: Generated<Temporal.Instant>
}

export interface Tables {
  credentials: CredentialsRow
  user_settings: UserSettingsRow
}
