// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface BoxBookingsRow {
  booking_id: string
  version: number
  state: string
  showtime_id: string
  movie_id: string
  seats: number
  starts_at: Temporal.Instant
  created_at: Temporal.Instant
  confirmed_at: Temporal.Instant | null
}

export interface BoxLayoutsRow {
  layout_id: string
  capacity: number
}

export interface BoxMoneyRow {
  id: string
  kind: string
  version: number
  at: Temporal.Instant
  currency: string
  amount: number
}

export interface BoxNamesRow {
  id: string
  version: number
  name: string
}

export interface BoxShowtimesRow {
  showtime_id: string
  version: number
  state: string
  movie_id: string
  theater_id: string
  layout_id: string
  starts_at: Temporal.Instant
}

export interface MeasuresRow {
  day: Temporal.PlainDate
  metric: string
  label: string
  bucket: number
  count: number
  sum: number
}

export interface PausesRow {
  kind: string
  name: string
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
  box_bookings: BoxBookingsRow
  box_layouts: BoxLayoutsRow
  box_money: BoxMoneyRow
  box_names: BoxNamesRow
  box_showtimes: BoxShowtimesRow
  measures: MeasuresRow
  pauses: PausesRow
  stories: StoriesRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
}
