// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface ChainHeadRow {
  singleton: Generated<boolean>
  seq: Generated<number>
  hash: Generated<Buffer>
  recorded_at: Generated<Temporal.Instant>
}

export interface CheckpointsRow {
  month: Temporal.PlainDate
  seq: number
  hash: Buffer
}

export interface PausesRow {
  kind: string
  name: string
}

export interface RecordsRow {
  seq: number
  recorded_at: Temporal.Instant
  event_id: string
  at: Temporal.Instant
  service: string
  type: string
  action: string
  actor: string
  target: string | null
  reason: string
  correlation_id: string
  causation_id: string | null
  details: ColumnType<unknown, string, string>
  previous_hash: Buffer
  hash: Buffer
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
  chain_head: ChainHeadRow
  checkpoints: CheckpointsRow
  pauses: PausesRow
  records: RecordsRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
}
