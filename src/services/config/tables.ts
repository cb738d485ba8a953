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

export interface PausesRow {
  kind: string
  name: string
}

export interface SwitchesRow {
  name: string
  version: number
  state: ColumnType<unknown, string | null | undefined, string | null>
  changed_by: Generated<string>
}

export interface TimerRunsRow {
  name: string
  wanted_at: Temporal.Instant | null
  started_at: Temporal.Instant | null
  took_ms: number | null
  outcome: string | null
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
  pauses: PausesRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
  user_settings: UserSettingsRow
}
