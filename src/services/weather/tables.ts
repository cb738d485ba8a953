// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface CancellationsRow {
  plan_id: string
  user_id: string
  plan_version: number
  version: number
  request: number
}

export interface DaysRow {
  plan_id: string
  day_id: string
  user_id: string
  plan_version: number
  call: Temporal.Instant
  wrap: Temporal.Instant | null
  zone: string
  location: string | null
  location_is_stop: boolean
  exterior: boolean
  request: Generated<number>
  answered_request: Generated<number>
  version: Generated<number>
  answered_plan_version: number | null
  failure: string | null
  failed_attempts: Generated<number>
  kind: string | null
  provider: string | null
  fetched_at: Temporal.Instant | null
  forecast: ColumnType<unknown, string | null | undefined, string | null>
  told: ColumnType<unknown, string | null | undefined, string | null>
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

export interface TimersRow {
  plan_id: string
  kind: string
  due_at: Temporal.Instant
  story: string | null
}

export interface Tables {
  cancellations: CancellationsRow
  days: DaysRow
  pauses: PausesRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
  timers: TimersRow
}
