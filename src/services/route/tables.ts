// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface CancellationsRow {
  plan_id: string
  user_id: string
  plan_version: number
  version: number
  request: number
}

export interface PausesRow {
  kind: string
  name: string
}

export interface PersonalPlacesRow {
  user_id: string
  place: string
  sealed: string
  expires_at: Temporal.Instant | null
}

export interface PlaceChecksRow {
  user_id: string
  settings_version: number
  attempts: Generated<number>
  due_at: Temporal.Instant
}

export interface PlacesRow {
  key: Buffer
  found: boolean
  provider: string | null
  address: string | null
  latitude: number | null
  longitude: number | null
  zone: string | null
  confidence: string | null
  asked_at: Temporal.Instant
  expires_at: Temporal.Instant | null
}

export interface PlansRow {
  plan_id: string
  day_id: string
  user_id: string
  plan_version: number
  call: Temporal.Instant
  zone: string
  location: string | null
  location_is_stop: boolean
  request: Generated<number>
  answered_request: Generated<number>
  weather_from: Generated<number>
  version: Generated<number>
  answered_plan_version: number | null
  failure: string | null
  failure_stands: boolean | null
  answer: ColumnType<unknown, string | null | undefined, string | null>
  wake_up: Temporal.Instant | null
  paths: string | null
  failed_attempts: Generated<number>
  calculated_at: Temporal.Instant | null
  created_at: Generated<Temporal.Instant>
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

export interface WeatherExtrasRow {
  plan_id: string
  user_id: string
  version: number
  plan_version: number
  extras: ColumnType<unknown, string, string>
}

export interface Tables {
  cancellations: CancellationsRow
  pauses: PausesRow
  personal_places: PersonalPlacesRow
  place_checks: PlaceChecksRow
  places: PlacesRow
  plans: PlansRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
  timers: TimersRow
  weather_extras: WeatherExtrasRow
}
