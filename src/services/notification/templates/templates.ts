import type { z } from 'zod'
import type { CancelReason as CancelReasons } from '#services/booking'
import type { Channel } from '#services/config'
import type { DayView } from './day-view.ts'
import type { Draft } from './draft.ts'

type CancelReason = z.output<typeof CancelReasons>

export interface BookingView {
  /** To say on the phone. */
  readonly reference: string
  readonly movie: string
  /** Day and time where the theater is. */
  readonly starts: string
  readonly theater: string
  readonly address: string
  readonly screen: string
  readonly seats: string
  readonly total: string
  /** Time of day by which it must be paid, while it is held. */
  readonly until: string | null
  readonly reason: CancelReason | null
  readonly ticketsUrl: string
  readonly calendarUrl: string
}

/** What the buyer was told before; null where it is as it was. */
export interface BookingBefore {
  readonly starts: string | null
  readonly seats: string | null
}

export interface PaymentView {
  readonly amount: string
  readonly movie: string
  readonly starts: string
  readonly reference: string
}

export interface ServiceStateView {
  readonly service: string
  readonly status: 'healthy' | 'degraded' | 'unhealthy'
  /** How often it changed before this was told. */
  readonly changes: number
}

export interface RefundFailedView {
  readonly amount: string
  readonly refundId: string
  readonly bookingId: string
  /** Had the gateway said that it was done? */
  readonly wasDone: boolean
}

export interface ReminderView {
  readonly text: string
  /** Day and time that it was asked for, when it comes late. */
  readonly planned: string | null
  /** Earlier ones that nobody could be told of. */
  readonly missed: number
}

export interface RunStuckView {
  readonly kind: string
  readonly runId: string
  /** Type of the last event that was heard of it. */
  readonly lastStep: string | null
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

/** Of what was read a person can put right the rest; of what was not, there is nothing to correct. */
export const isReadable = (reason: ReviewReason): boolean => reason === 'unsure' || reason === 'incomplete'

/** A document that a person has to look at. Names are empty where they are not known. */
export interface ReviewView {
  readonly reason: ReviewReason
  readonly fileName: string
  /** Of the message that brought it. */
  readonly subject: string
  readonly sender: string
  /** Fields of the sheet with what was read there; null where nothing was. */
  readonly doubts: readonly { readonly field: string; readonly value: string | null }[]
}

/** A message of which nothing was read. */
export interface FailedMessageView {
  readonly subject: string
  readonly sender: string
  /** In the reader's language, with what to do; null where there is nothing to say. */
  readonly why: string | null
}

/** Something linked that is cut off, by the name that its owner knows; null when it is gone by now. */
export interface CutOffView {
  readonly name: string | null
}

/** Services whose failed work a person notices. */
export const failedWork = [
  'email',
  'pdf',
  'schedule',
  'route',
  'weather',
  'calendar',
  'notification',
  'reminder',
  'booking',
  'payment',
  'telegram',
] as const
export type FailedWork = (typeof failedWork)[number]

export interface ProcessingErrorView {
  readonly service: FailedWork
  readonly operation: string
  readonly code: string
  /** Of the person's days. */
  readonly url: string
}

/** What is said about bookings and their money. */
export interface BookingTexts {
  bookingHeld(booking: BookingView): Draft
  bookingConfirmed(booking: BookingView): Draft
  bookingChanged(booking: BookingView, before: BookingBefore): Draft
  bookingCancelled(booking: BookingView): Draft
  bookingExpired(booking: BookingView): Draft
  paymentReceipt(payment: PaymentView): Draft
  paymentFailed(payment: PaymentView): Draft
  paymentRefunded(payment: PaymentView): Draft
}

/** What needs a person: documents to look at, links that are cut off, errors. */
export interface AttentionTexts {
  review(review: ReviewView): Draft
  messageFailed(message: FailedMessageView): Draft
  mailboxDisconnected(mailbox: CutOffView): Draft
  calendarDisconnected(calendar: CutOffView): Draft
  processingError(error: ProcessingErrorView): Draft
}

/** Every message in one language: a function per message, and the words that they share. */
export interface Templates extends BookingTexts, AttentionTexts {
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
  targetOff(target: { channel: Channel; label: string }): Draft
  test(channel: Channel): Draft
  code(code: string): string
  reminder(reminder: ReminderView): Draft
  reminderDigest(day: { items: readonly string[]; more: number }): Draft
  serviceState(state: ServiceStateView): Draft
  /** To the house's own people. */
  refundFailed(refund: RefundFailedView): Draft
  runStuck(run: RunStuckView): Draft
}
