// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface DigestsRow {
  user_id: string
  enabled: Generated<boolean>
  zone: string
  evening_at: Temporal.PlainTime
  settings_version: Generated<number>
  due_at: Temporal.Instant | null
}

export interface OccurrencesRow {
  id: string
  reminder_id: string
  user_id: string
  planned_at: Temporal.Instant
  rang_at: Temporal.Instant
  missed: Generated<number>
  snoozed: Generated<boolean>
  late: boolean
}

export interface PausesRow {
  kind: string
  name: string
}

export interface RemindersRow {
  id: string
  user_id: string
  text: string
  zone: string
  starts_at: Temporal.PlainDateTime
  rule: string | null
  except_dates: Generated<Temporal.PlainDate[]>
  lead_minutes: Generated<number>
  event_id: string | null
  event_version: number | null
  urgent: Generated<boolean>
  state: Generated<string>
  next_at: Temporal.Instant | null
  snoozed_at: Temporal.Instant | null
  due_at: GeneratedAlways<Temporal.Instant | null>
  version: Generated<number>
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
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

export interface Tables {
  digests: DigestsRow
  occurrences: OccurrencesRow
  pauses: PausesRow
  reminders: RemindersRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
}
