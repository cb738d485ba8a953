// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

export interface AdmissionScansRow {
  device: string
  token_hash: Buffer
  scanned_at: Temporal.Instant
  outcome: string
  ticket_id: string | null
  answer: ColumnType<unknown, string, string>
  recorded_at: Temporal.Instant
}

export interface BookingSeatsRow {
  booking_id: string
  seat_id: string
  type: string
  category: string
  amount: number
  full_amount: number
  state: Generated<string>
}

export interface BookingsRow {
  booking_id: string
  version: Generated<number>
  reference: string
  state: string
  showtime_id: string
  showtime_version: number
  movie_id: string
  theater_id: string
  user_id: string | null
  buyer: string | null
  guest_token_hash: string | null
  guest: string | null
  language: string
  total: number
  currency: string
  voucher_id: string | null
  voucher_ending: string | null
  credited: Generated<number>
  captured: Generated<number>
  payment_id: string | null
  payment_accepted: boolean | null
  refused_payments: Generated<string[]>
  moved: Generated<boolean>
  held_until: Temporal.Instant
  created_at: Temporal.Instant
  confirmed_at: Temporal.Instant | null
  cancel_reason: string | null
  correlation_id: string
}

export interface LayoutSeatsRow {
  layout_id: string
  seat_id: string
  type: string
  row: string
  number: number
  x: number
  y: number
  block: number
  left_id: string | null
  right_id: string | null
}

export interface LayoutsRow {
  layout_id: string
  screen_id: string
  capacity: number
}

export interface MoviesRow {
  movie_id: string
  version: number
  title: string
  runtime_minutes: number
  withdrawn: boolean
}

export interface PausesRow {
  kind: string
  name: string
}

export interface ScreensRow {
  screen_id: string
  version: number
  theater_id: string
  name: string
}

export interface ServiceSecretsRow {
  name: string
  sealed: string
  created_at: Generated<Temporal.Instant>
}

export interface ShowtimeChangesRow {
  showtime_id: string
  version: number
  kind: string
  heard_at: Generated<Temporal.Instant>
}

export interface ShowtimePricesRow {
  showtime_id: string
  category: string
  seat_type: string
  amount: number
}

export interface ShowtimesRow {
  showtime_id: string
  version: number
  state: string
  movie_id: string
  screen_id: string
  theater_id: string
  layout_id: string
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  on_sale_at: Temporal.Instant
  sale_ends_at: Temporal.Instant
  per_buyer_limit: number | null
  refuse_orphans: boolean
  currency: string
  vat_percent: string
}

export interface SigningKeysRow {
  kid: string
  public_jwk: ColumnType<unknown, string, string>
  private_jwk: string
  created_at: Temporal.Instant
  signs_from: Temporal.Instant
}

export interface SwitchesRow {
  name: string
  version: number
  state: ColumnType<unknown, string | null | undefined, string | null>
  changed_by: Generated<string>
}

export interface TakenSeatsRow {
  showtime_id: string
  seat_id: string
  booking_id: string | null
  state: string
  held_until: Temporal.Instant | null
  changed: Generated<string>
}

export interface TheatersRow {
  theater_id: string
  version: number
  name: string
  city: string
  address: string
  time_zone: string
}

export interface TicketsRow {
  ticket_id: string
  version: Generated<number>
  booking_id: string
  showtime_id: string
  seat_id: string
  category: string
  state: Generated<string>
  admitted_at: Temporal.Instant | null
  device: string | null
  created_at: Temporal.Instant
}

export interface TimerRunsRow {
  name: string
  wanted_at: Temporal.Instant | null
  started_at: Temporal.Instant | null
  took_ms: number | null
  outcome: string | null
}

export interface VoucherUsesRow {
  voucher_id: string
  booking_id: string
  amount: number
  used_at: Temporal.Instant
  given_back_at: Temporal.Instant | null
}

export interface VouchersRow {
  voucher_id: string
  code_hash: Buffer
  code_ending: string
  kind: string
  percent: number | null
  amount: number | null
  free_seats: number | null
  currency: string | null
  uses_left: number | null
  amount_left: number | null
  expires_at: Temporal.Instant | null
  withdrawn_at: Temporal.Instant | null
  refund_of: string | null
  created_at: Temporal.Instant
}

export interface WaitingRoomsRow {
  showtime_id: string
  opened_at: Temporal.Instant
  drawn_at: Temporal.Instant | null
  last_place: Generated<number>
  admitted_through: Generated<number>
  last_tick: Temporal.Instant
}

export interface WaitingTicketsRow {
  queue_token: string
  showtime_id: string
  arrival: GeneratedAlways<number>
  place: number | null
  joined_at: Temporal.Instant
  admitted_until: Temporal.Instant | null
}

export interface Tables {
  admission_scans: AdmissionScansRow
  booking_seats: BookingSeatsRow
  bookings: BookingsRow
  layout_seats: LayoutSeatsRow
  layouts: LayoutsRow
  movies: MoviesRow
  pauses: PausesRow
  screens: ScreensRow
  service_secrets: ServiceSecretsRow
  showtime_changes: ShowtimeChangesRow
  showtime_prices: ShowtimePricesRow
  showtimes: ShowtimesRow
  signing_keys: SigningKeysRow
  switches: SwitchesRow
  taken_seats: TakenSeatsRow
  theaters: TheatersRow
  tickets: TicketsRow
  timer_runs: TimerRunsRow
  voucher_uses: VoucherUsesRow
  vouchers: VouchersRow
  waiting_rooms: WaitingRoomsRow
  waiting_tickets: WaitingTicketsRow
}
