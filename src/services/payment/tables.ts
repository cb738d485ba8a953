// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface BookingsRow {
  booking_id: string
  version: number
  state: string
  user_id: string | null
  guest_token_hash: string | null
  total: number
  owed: number
  credited: number
  currency: string
  held_until: Temporal.Instant
  cancel_reason: string | null
  payment_id: string | null
  refused_payments: Generated<string[]>
}

export interface CustomersRow {
  user_id: string
  gateway: string
  reference: string
}

export interface PausesRow {
  kind: string
  name: string
}

export interface PaymentMethodsRow {
  id: string
  user_id: string
  gateway: string
  token: string
  brand: string | null
  last4: string | null
  expires: string | null
  created_at: Temporal.Instant
  forgotten_at: Temporal.Instant | null
}

export interface PaymentsRow {
  id: Generated<string>
  booking_id: string
  user_id: string | null
  version: Generated<number>
  state: Generated<string>
  gateway: string | null
  amount: number
  captured: Generated<number>
  refunded: Generated<number>
  currency: string
  brand: string | null
  last4: string | null
  failure_code: string | null
  failure_message: string | null
  action_url: string | null
  created_at: Temporal.Instant
  completed_at: Temporal.Instant | null
  due_at: Temporal.Instant | null
}

export interface RefundsRow {
  id: string
  payment_id: string
  transaction_id: string
  booking_id: string
  amount: number
  currency: string
  state: Generated<string>
  reason: string
  round: Generated<number>
  tries: Generated<number>
  reference: string | null
  failure_code: string | null
  was_done: Generated<boolean>
  due_at: Temporal.Instant | null
  created_at: Temporal.Instant
  completed_at: Temporal.Instant | null
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

export interface TransactionsRow {
  id: string
  payment_id: string
  gateway: string
  amount: number
  currency: string
  state: string
  reference: string | null
  customer: string | null
  saves_as: string | null
  failure_code: string | null
  failure_message: string | null
  asked: Generated<number>
  due_at: Temporal.Instant | null
  correlation_id: string
  created_at: Temporal.Instant
  ended_at: Temporal.Instant | null
}

export interface WebhookEventsRow {
  gateway: string
  event_id: string
  received_at: Generated<Temporal.Instant>
}

export interface Tables {
  bookings: BookingsRow
  customers: CustomersRow
  pauses: PausesRow
  payment_methods: PaymentMethodsRow
  payments: PaymentsRow
  refunds: RefundsRow
  switches: SwitchesRow
  timer_runs: TimerRunsRow
  transactions: TransactionsRow
  webhook_events: WebhookEventsRow
}
