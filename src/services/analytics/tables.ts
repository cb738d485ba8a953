// Generated from the migrated database by `klaps generate`; do not edit.
import type { Generated } from 'kysely'

export interface MeasuresRow {
  day: Temporal.PlainDate
  metric: string
  label: string
  bucket: number
  count: number
  sum: number
}

export interface StoriesRow {
  correlation_id: string
  received_at: Temporal.Instant | null
  planned_at: Temporal.Instant | null
  notified_at: Temporal.Instant | null
  plan_counted: Generated<boolean>
  delivery_counted: Generated<boolean>
  seen_at: Generated<Temporal.Instant>
}

export interface Tables {
  measures: MeasuresRow
  stories: StoriesRow
}
