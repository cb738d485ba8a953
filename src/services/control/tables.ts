// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface ExpectationsRow {
  kind: string
  seconds: number
}

export interface InstancesRow {
  id: string
  host: string
  pid: number
  version: string
  services: string[]
  started_at: Temporal.Instant
  beat_at: Temporal.Instant
  stopped_at: Temporal.Instant | null
}

export interface PausesRow {
  kind: string
  name: string
}

export interface RunsRow {
  id: string
  kind: string
  rank: number
  subject: string | null
  correlation_id: string
  started_at: Temporal.Instant
  ended_at: Temporal.Instant | null
  rests_until: Temporal.Instant | null
  outcome: Generated<string>
  due_at: Temporal.Instant
  stuck_at: Temporal.Instant | null
  changed_by: Generated<string>
}

export interface StepsRow {
  at: Temporal.Instant
  event_id: string
  run_id: string
  service: string
  type: string
  outcome: string
  detail: string | null
}

export interface SwitchesRow {
  name: string
  version: number
  state: ColumnType<unknown, string | null | undefined, string | null>
  changed_by: Generated<string>
}

export interface SwitchesOwnedRow {
  name: string
  about: Generated<string>
  version: number
  state: ColumnType<unknown, string, string>
  changed_at: Temporal.Instant
}

export interface ThreadsRow {
  correlation_id: string
  run_id: string
  seen_at: Generated<Temporal.Instant>
}

export interface TimerRunsRow {
  name: string
  wanted_at: Temporal.Instant | null
  started_at: Temporal.Instant | null
  took_ms: number | null
  outcome: string | null
}

export interface Tables {
  expectations: ExpectationsRow
  instances: InstancesRow
  pauses: PausesRow
  runs: RunsRow
  steps: StepsRow
  switches: SwitchesRow
  switches_owned: SwitchesOwnedRow
  threads: ThreadsRow
  timer_runs: TimerRunsRow
}
