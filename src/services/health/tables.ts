// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface ChangesRow {
  id: GeneratedAlways<number>
  service: string
  from_status: string | null
  to_status: string
  at: Temporal.Instant
  detail: string | null
}

export interface PausesRow {
  kind: string
  name: string
}

export interface StatesRow {
  service: string
  status: string
  since: Temporal.Instant
  version: number
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
  changes: ChangesRow
  pauses: PausesRow
  states: StatesRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
}
