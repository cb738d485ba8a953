import { type Envelope, errorOccurred } from '#kernel'
import { bookingCancelled, bookingConfirmed, bookingCreated, bookingExpired } from '#services/booking'
import { emailProcessed, emailReceived } from '#services/email'
import { notificationFailed, notificationPostponed, notificationSent } from '#services/notification'
import { paymentFailed, paymentRefundFailed } from '#services/payment'
import { pdfRejected } from '#services/pdf'
import { reminderDue } from '#services/reminder'
import { routeFailed } from '#services/route'
import { scheduleCancelled, scheduleCreated, schedulePlanned, scheduleUpdated } from '#services/schedule'
import { weatherFailed } from '#services/weather'
import type { RunKind, RunOutcome } from './contract.ts'

type Ended = Exclude<RunOutcome, 'running'>

/** What an event says about the run that it belongs to. */
export interface Saying {
  readonly kind: RunKind
  /** The event that says most decides what the run is: a plan that an e-mail led to is a call sheet. */
  readonly rank: number
  /** Field of its data that names what the run is about, with the noun for it. */
  readonly about?: readonly [noun: string, field: string]
  /** How it ends the run, if it does. */
  readonly ends?: (data: Readonly<Record<string, unknown>>) => Ended | undefined
  /** Until when it rests on purpose: its time counts from there on. RFC 3339. */
  readonly rests?: (data: Readonly<Record<string, unknown>>) => string | undefined
}

const always = (outcome: Ended) => () => outcome
const mail = { kind: 'call-sheet', rank: 3, about: ['email', 'emailId'] } as const
const plan = { kind: 'plan', rank: 2, about: ['day', 'dayId'] } as const
const ring = { kind: 'reminder', rank: 3, about: ['reminder', 'reminderId'] } as const
const told: Saying = { kind: 'reminder', rank: 2, ends: always('done') }
const quiet: Saying = { kind: 'reminder', rank: 2, rests: ({ until }) => String(until) }
const sale = { kind: 'booking', rank: 3, about: ['booking', 'bookingId'] } as const

/** The message has been dealt with; a call sheet goes on to its plan. */
const mailEnds: Readonly<Record<string, Ended>> = {
  failed: 'failed',
  ignored: 'done',
  'needs-review': 'done',
}

/** Every other event is a step of the run whose correlation id it carries, and begins none. */
const sayings: Readonly<Record<string, Saying>> = {
  [emailReceived.type]: mail,
  [emailProcessed.type]: { ...mail, ends: ({ state }) => mailEnds[String(state)] },
  [scheduleCreated.type]: plan,
  [scheduleUpdated.type]: plan,
  [schedulePlanned.type]: { ...plan, ends: always('done') },
  [scheduleCancelled.type]: { ...plan, ends: always('cancelled') },
  [bookingCreated.type]: sale,
  [bookingConfirmed.type]: { ...sale, ends: always('done') },
  [bookingCancelled.type]: { ...sale, ends: always('cancelled') },
  [bookingExpired.type]: { ...sale, ends: always('expired') },
  [reminderDue.type]: ring,
}

export function sayingOf({ type, data }: Pick<Envelope, 'type' | 'data'>): Saying | undefined {
  // Told on one channel it is told. A channel that fails ends nothing: with no other, the run is found late.
  const saying = ofReminders[type]
  if (!saying) return sayings[type]
  const about: unknown = Reflect.get(Object(data), 'subject')
  return typeof about === 'string' && about.startsWith('reminder:') ? saying : undefined
}

/** What says something about a run only where it is about a reminder. */
const ofReminders: Readonly<Record<string, Saying>> = {
  [notificationSent.type]: told,
  [notificationPostponed.type]: quiet,
}

/**
 * Booking and payment are asked for in requests of their own: what names a booking belongs to that booking's run,
 * whatever its correlation id.
 */
const ofBookings = /^(booking|payment|ticket)\./
export function bookingOf(event: Pick<Envelope, 'type' | 'data'>): string | undefined {
  if (!ofBookings.test(event.type)) return undefined
  const bookingId: unknown = Reflect.get(Object(event.data), 'bookingId')
  return typeof bookingId === 'string' ? bookingId : undefined
}

const failures = new Set([
  errorOccurred.type,
  notificationFailed.type,
  paymentFailed.type,
  paymentRefundFailed.type,
  pdfRejected.type,
  routeFailed.type,
  weatherFailed.type,
])

export const isFailure = (event: Pick<Envelope, 'type'>) => failures.has(event.type)
