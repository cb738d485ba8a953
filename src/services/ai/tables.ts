// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface AllowancesRow {
  subject: string
  kind: string
  period: string
  used: Generated<number>
  leased: Generated<number>
  ends_at: Temporal.Instant | null
}

export interface HoldersRow {
  id: string
  seen_at: Temporal.Instant
}

export interface KeysRow {
  id: string
  owner_id: string
  name: string
  hash: Buffer
  hint: string
  models: string[] | null
  budget_microdollars: number | null
  budget_period: string
  on_owners_budget: boolean
  requests_per_minute: number | null
  tokens_per_minute: number | null
  created_at: Temporal.Instant
  revoked_at: Temporal.Instant | null
}

export interface LeasesRow {
  holder_id: string
  subject: string
  kind: string
  period: string
  amount: number
}

export interface ModelRoutesRow {
  model: string
  targets: ColumnType<unknown, string, string>
  updated_at: Temporal.Instant
}

export interface PausesRow {
  kind: string
  name: string
}

export interface PricesRow {
  model: string
  input_per_million: number
  output_per_million: number
  max_output_tokens: number
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

export interface UsageDaysRow {
  day: Temporal.PlainDate
  subject: string
  user_id: string | null
  model: string
  upstream: string
  requests: Generated<number>
  failed: Generated<number>
  cached: Generated<number>
  estimated: Generated<number>
  input_tokens: Generated<number>
  output_tokens: Generated<number>
  cost_microdollars: Generated<number>
}

export interface Tables {
  allowances: AllowancesRow
  holders: HoldersRow
  keys: KeysRow
  leases: LeasesRow
  model_routes: ModelRoutesRow
  pauses: PausesRow
  prices: PricesRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
  usage_days: UsageDaysRow
}
