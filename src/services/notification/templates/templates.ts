import type { Channel } from '#services/config'
import type { DayView } from './day-view.ts'
import type { Draft } from './draft.ts'

export interface BookingView {
  readonly movie: string
  readonly starts: string
  readonly theater: string
  readonly seats: string
  readonly until: string
}

export interface PaymentView {
  readonly amount: string
  readonly movie: string
}

export interface ServiceStateView {
  readonly service: string
  readonly status: 'healthy' | 'degraded' | 'unhealthy'
  /** How often it changed before this was told. */
  readonly changes: number
}

/** Why a sheet could not be turned into a day; anything else counts as `other`. */
export type ReviewReason =
  | 'unsure'
  | 'incomplete'
  | 'encrypted'
  | 'damaged'
  | 'no-text'
  | 'too-many-pages'
  | 'too-large'
  | 'other'

/** Every message in one language: a function per message, and the words that they share. */
export interface Templates {
  readonly locale: string
  readonly sandboxMark: string
  readonly footer: (url: string) => string
  ready(day: DayView): Draft
  evening(days: readonly DayView[]): Draft
  changed(day: DayView): Draft
  leaveEarlier(day: DayView): Draft
  weather(day: DayView): Draft
  cancelled(day: { production: string; date: string }): Draft
  wakeUp(day: DayView): Draft
  departure(day: DayView): Draft
  review(reason: ReviewReason): Draft
  mailboxDisconnected(): Draft
  calendarDisconnected(): Draft
  processingError(): Draft
  targetOff(target: { channel: Channel; label: string }): Draft
  test(channel: Channel): Draft
  code(code: string): string
  reminder(text: string): Draft
  bookingHeld(booking: BookingView): Draft
  bookingConfirmed(booking: BookingView): Draft
  bookingCancelled(booking: BookingView): Draft
  bookingExpired(booking: BookingView): Draft
  paymentReceipt(payment: PaymentView): Draft
  paymentFailed(payment: PaymentView): Draft
  paymentRefunded(payment: PaymentView): Draft
  serviceState(state: ServiceStateView): Draft
}
