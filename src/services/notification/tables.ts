// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface BookingsToldRow {
  booking_id: string
  version: number
  starts_at: Temporal.Instant
  seats: string[]
  told_at: Temporal.Instant
}

export interface DaysRow {
  plan_id: string
  user_id: string
  version: Generated<number>
  shooting_date: Temporal.PlainDate | null
  zone: string | null
  call_at: Temporal.Instant | null
  wake_up: Temporal.Instant | null
  leave_home: Temporal.Instant | null
  cancelled: Generated<boolean>
  cancelled_version: Generated<number>
  told: Generated<boolean>
  said_version: number | null
  said_revision: number | null
  said_wake_up: Temporal.Instant | null
  waiting: ColumnType<unknown, string | null | undefined, string | null>
  tell_at: Temporal.Instant | null
  correlation_id: string | null
  heard_at: Temporal.Instant
}

export interface DeliveriesRow {
  id: string
  notification_id: string
  user_id: string | null
  channel: string
  state: string
  due_at: Temporal.Instant
  attempts: Generated<number>
  version: Generated<number>
  sent_at: Temporal.Instant | null
  provider: string | null
  provider_id: string | null
  error: string | null
}

export interface DeliveryLogRow {
  at: Generated<Temporal.Instant>
  delivery_id: string
  user_id: string | null
  channel: string
  attempt: number
  provider: string | null
  outcome: string
  code: string | null
}

export interface DispatchesRow {
  delivery_id: string
  target_id: string
  begun_at: Temporal.Instant
  ended_at: Temporal.Instant | null
  provider_id: string | null
}

export interface IntentsRow {
  id: string
  user_id: string | null
  guest_of: string | null
  template: string
  facts: ColumnType<unknown, string | null | undefined, string>
  created_at: Generated<Temporal.Instant>
  due_at: Temporal.Instant | null
  composed_at: Temporal.Instant | null
  outcome: string | null
}

export interface NotificationsRow {
  id: string
  seq: GeneratedAlways<number>
  user_id: string | null
  guest_of: string | null
  kind: string
  priority: string
  language: string
  content: string | null
  guest_content: string | null
  subject: string | null
  expires_at: Temporal.Instant | null
  created_at: Temporal.Instant
  read_at: Temporal.Instant | null
}

export interface OwnKeysRow {
  name: string
  public: string
  secret: string
}

export interface PausesRow {
  kind: string
  name: string
}

export interface PhoneCodesRow {
  id: string
  target_id: string
  user_id: string
  address_hash: string
  code_hash: string
  sent_at: Temporal.Instant
  expires_at: Temporal.Instant
  tries: Generated<number>
}

export interface ServiceStatesRow {
  service: string
  version: number
  status: string
  told: Generated<string>
  changes: number
  changing_since: Temporal.Instant | null
  due_at: Temporal.Instant | null
  alerted_at: Temporal.Instant | null
  alerted_before: Temporal.Instant | null
  correlation_id: string
}

export interface SwitchesRow {
  name: string
  version: number
  state: ColumnType<unknown, string | null | undefined, string | null>
  changed_by: Generated<string>
}

export interface TargetsRow {
  id: string
  user_id: string
  channel: string
  label: string
  address: string
  address_hash: string
  verified: boolean
  active: Generated<boolean>
  last_error: string | null
  created_at: Temporal.Instant
}

export interface TimerRunsRow {
  name: string
  wanted_at: Temporal.Instant | null
  started_at: Temporal.Instant | null
  took_ms: number | null
  outcome: string | null
}

export interface TimersRow {
  id: string
  user_id: string
  kind: string
  plan_id: string | null
  shooting_date: Temporal.PlainDate
  due_at: Temporal.Instant
  fired_at: Temporal.Instant | null
  outcome: string | null
}

export interface Tables {
  bookings_told: BookingsToldRow
  days: DaysRow
  deliveries: DeliveriesRow
  delivery_log: DeliveryLogRow
  dispatches: DispatchesRow
  intents: IntentsRow
  notifications: NotificationsRow
  own_keys: OwnKeysRow
  pauses: PausesRow
  phone_codes: PhoneCodesRow
  service_states: ServiceStatesRow
  switches: SwitchesRow
  targets: TargetsRow
  timer_runs: TimerRunsRow
  timers: TimersRow
}
