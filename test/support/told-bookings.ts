import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { z } from 'zod'
import { bookingCreated } from '#services/booking'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import {
  type NotificationHouse,
  openNotificationHouse,
} from '../../src/services/notification/notification.fixture.ts'
import type { Message } from '../../src/services/notification/templates/booking-view.ts'
import { until } from '../harness/until.ts'

export let sandbox: Sandbox
export let house: NotificationHouse
/** A booking that `booking` knows, and its events. */
export function bought(buyer: { userId: string } | { email: string }, changes: Partial<Message> = {}) {
  const bookingId = randomUUID()
  const userId = 'userId' in buyer ? buyer.userId : null
  const message: Message = {
    userId,
    version: 2,
    guestEmail: 'email' in buyer ? buyer.email : null,
    guestName: null,
    language: 'en',
    reference: 'K7PM4XQ2',
    bookingToken: userId ? null : 'guest-token',
    state: 'confirmed',
    cancelReason: null,
    movieTitle: 'Żółta łódź',
    theaterName: 'Kino Przystań',
    theaterAddress: 'ul. Przykładowa 1, Łódź',
    screenName: 'Sala 1',
    timeZone: 'Europe/Warsaw',
    startsAt: Temporal.Instant.from('2031-07-14T18:30:00Z'),
    heldUntil: null,
    seats: [
      { seatId: 'F7', category: 'normal', amount: 2500, state: 'live' },
      { seatId: 'F8', category: 'student', amount: 1900, state: 'live' },
    ],
    total: 4400,
    currency: 'PLN',
    ...changes,
  }
  house.neighbours.bookings.set(bookingId, message)
  const say = (now: Partial<Message>) => Object.assign(message, now)
  const state = (version: number): z.input<typeof bookingCreated.data> => ({
    bookingId,
    version,
    state: message.state,
    showtimeId: randomUUID(),
    movieId: randomUUID(),
    theaterId: randomUUID(),
    userId,
    guestTokenHash: null,
    seats: message.seats.map((seat) => ({ ...seat, type: 'standard' as const })),
    total: message.total,
    owed: 0,
    credited: 0,
    currency: 'PLN',
    heldUntil: '2031-07-14T18:00:00Z',
    startsAt: message.startsAt.toString(),
    cancelReason: message.cancelReason,
    payment: null,
    refusedPayments: [],
  })
  const payment = (version: number) => ({
    paymentId: bookingId,
    bookingId,
    userId,
    version,
    state: 'completed' as const,
    gateway: 'simulated' as const,
    amount: 4400,
    captured: 4400,
    refunded: 0,
    currency: 'PLN',
    failureCode: null,
  })
  return { bookingId, message, say, state, payment }
}

export const mailsTo = (email: string) => sandbox.smtp.sent().filter((mail) => mail.to.includes(email))
export const mailTo = async (email: string, count = 1) =>
  (await until(`mail ${count} to a guest`, async () => mailsTo(email).length >= count && mailsTo(email)))[
    count - 1
  ]!
export const outcomes = async (bookingId: string) =>
  (
    await house.rows<{ template: string; outcome: string | null }>(
      `select template, outcome from notification.intents where facts ->> 'bookingId' = $1 order by created_at, id`,
      [bookingId],
    )
  ).map(({ template, outcome }) => `${template}: ${outcome}`)
export const ended = (bookingId: string, count: number) =>
  until(`${count} ends`, async () => {
    const all = await outcomes(bookingId)
    return all.length >= count && all.every((each) => !each.endsWith('null')) && all
  })
export const guestAddress = () => `guest-${randomUUID()}@example.org`

/** A house that mails by SMTP, and a sandbox around it without faults at the start of each test. */
export function withBookings(): void {
  beforeAll(async () => {
    sandbox = await startSandbox()
    const { SMTP_URL, SMTP_FROM } = sandbox.env
    house = await openNotificationHouse({
      SMTP_URL: SMTP_URL!,
      SMTP_FROM: SMTP_FROM!,
      NOTIFICATION_HELD_AFTER_SECONDS: '2',
    })
  })
  afterAll(async () => {
    await house.stop()
    await sandbox.stop()
  })
  beforeEach(() => sandbox.faults.clear())
}
