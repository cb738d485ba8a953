// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface CalendarsRow {
  id: string
  user_id: string
  kind: string
  state: Generated<string>
  account: Buffer | null
  name: string | null
  refresh_token: string | null
  access_token: string | null
  access_until: Temporal.Instant | null
  feed_hash: Buffer | null
  sync_token: string | null
  sync_due_at: Temporal.Instant | null
  last_synced_at: Temporal.Instant | null
  last_error: string | null
  channel_id: string | null
  channel_resource: string | null
  channel_secret_hash: Buffer | null
  channel_until: Temporal.Instant | null
  version: Generated<number>
  created_at: Generated<Temporal.Instant>
}

export interface EventCopiesRow {
  calendar_id: string
  event_id: string
  plan_id: string
  role: string
  external_id: string
  tag: string | null
  state: string
  written_version: Generated<number>
  starts_at: Temporal.Instant
}

export interface EventsRow {
  id: string
  user_id: string
  calendar_id: string | null
  plan_id: string | null
  role: string
  content: string
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  time_zone: string
  reminders: ColumnType<unknown, string | null | undefined, string>
  visibility: Generated<string>
  recurrence: string | null
  busy: Generated<boolean>
  cancelled: Generated<boolean>
  external_id: string | null
  external_tag: string | null
  series_id: string | null
  original_start: Temporal.Instant | null
  version: Generated<number>
  updated_at: Generated<Temporal.Instant>
}

export interface LinkStatesRow {
  state_hash: Buffer
  user_id: string
  expires_at: Temporal.Instant
}

export interface PausesRow {
  kind: string
  name: string
}

export interface PlanCopiesRow {
  calendar_id: string
  plan_id: string
  wanted: Generated<number>
  written: Generated<number>
  due_at: Temporal.Instant
  lease_key: string | null
  lease_until: Temporal.Instant | null
}

export interface PlansRow {
  plan_id: string
  user_id: string
  day_id: string
  heard_planned: Generated<number>
  heard_cancelled: Generated<number>
  wanted: Generated<number>
  written: Generated<number>
  planned_version: Generated<number>
  ends_at: Temporal.Instant | null
  cancelled: Generated<boolean>
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
  calendars: CalendarsRow
  event_copies: EventCopiesRow
  events: EventsRow
  link_states: LinkStatesRow
  pauses: PausesRow
  plan_copies: PlanCopiesRow
  plans: PlansRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
}
