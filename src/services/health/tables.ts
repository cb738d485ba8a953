// Generated from the migrated database by `klaps generate`; do not edit.
import type { GeneratedAlways } from 'kysely'

export interface ChangesRow {
  id: GeneratedAlways<number>
  service: string
  from_status: string | null
  to_status: string
  at: Temporal.Instant
  detail: string | null
}

export interface StatesRow {
  service: string
  status: string
  since: Temporal.Instant
  version: number
}

export interface Tables {
  changes: ChangesRow
  states: StatesRow
}
