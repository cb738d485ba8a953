import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import {
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
} from '#services/booking'
import { paymentCompleted, paymentFailed, paymentRefunded, paymentRefundFailed } from '#services/payment'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { until } from '../../../test/harness/until.ts'
import { runCompose } from './composers.ts'
import { settingsOf } from './day.fixture.ts'
import { contextOf, type NotificationHouse, openNotificationHouse, toldOf } from './notification.fixture.ts'
import type { Message } from './templates/booking-view.ts'
import { dropOld } from './upkeep.ts'

let sandbox: Sandbox
let house: NotificationHouse
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

/** A booking that `booking` knows, and its events. */
function bought(buyer: { userId: string } | { email: string }, changes: Partial<Message> = {}) {
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

const mailsTo = (email: string) => sandbox.smtp.sent().filter((mail) => mail.to.includes(email))
const mailTo = async (email: string, count = 1) =>
  (await until(`mail ${count} to a guest`, async () => mailsTo(email).length >= count && mailsTo(email)))[
    count - 1
  ]!
const outcomes = async (bookingId: string) =>
  (
    await house.rows<{ template: string; outcome: string | null }>(
      `select template, outcome from notification.intents where facts ->> 'bookingId' = $1 order by created_at, id`,
      [bookingId],
    )
  ).map(({ template, outcome }) => `${template}: ${outcome}`)
const ended = (bookingId: string, count: number) =>
  until(`${count} ends`, async () => {
    const all = await outcomes(bookingId)
    return all.length >= count && all.every((each) => !each.endsWith('null')) && all
  })
const guestAddress = () => `guest-${randomUUID()}@example.org`

describe('a guest', () => {
  it('gets one mail in the language of the booking: what, where, when there, the way to tickets and calendar', async () => {
    const email = guestAddress()
    const { bookingId, state } = bought({ email })
    await house.publish(bookingConfirmed, state(2))
    const mail = await mailTo(email)
    expect(mail.subject).toBe('[Sandbox] Booking confirmed: Żółta łódź')
    expect(mail.text).toContain('Monday, 14 July 2031, 20:30, seats F7, F8.')
    expect(mail.text).toContain('Kino Przystań, Sala 1, ul. Przykładowa 1, Łódź')
    expect(mail.text).toContain('Booking K7PM4XQ2, PLN 44.00'.replace('PLN ', 'PLN\u00a0'))
    expect(mail.text).toContain(`${contextOf(house).publicUrl}/tickets#${bookingId}.guest-token`)
    expect(mail.html).toContain(
      `href="${contextOf(house).publicUrl}/tickets?as=ics#${bookingId}.guest-token"`,
    )
    const [delivery] = await house.rows<{ id: string; state: string; user_id: string | null }>(
      `select d.id, d.state, d.user_id from notification.deliveries d
       join notification.notifications n on n.id = d.notification_id where n.guest_of = $1`,
      [bookingId],
    )
    await until('its end', async () => (await ended(bookingId, 1)).length === 1)
    expect(mail.messageId).toBe(`<${delivery!.id}@klaps>`)
    expect(delivery!.user_id).toBeNull()
  })

  it('is told once, whatever is repeated', async () => {
    const email = guestAddress()
    const { bookingId, state, payment } = bought({ email })
    for (let copy = 0; copy < 3; copy++) {
      await house.publish(bookingConfirmed, state(2))
      await house.publish(paymentCompleted, payment(2))
    }
    await mailTo(email, 2)
    const [{ id }] = (await house.rows<{ id: string }>(
      `update notification.intents set composed_at = null where facts ->> 'bookingId' = $1
       and template = 'booking-news' returning id`,
      [bookingId],
    )) as [{ id: string }]
    await runCompose(contextOf(house), id)
    expect((await outcomes(bookingId)).toSorted()).toEqual([
      'booking-news: nothing-changed',
      'payment-receipt: notified',
    ])
    expect(mailsTo(email)).toHaveLength(2)
  })

  it('leaves nothing readable behind: the address nowhere, the message sealed and gone after its time', async () => {
    const email = guestAddress()
    const { bookingId, state } = bought({ email })
    await house.publish(bookingConfirmed, state(2))
    await mailTo(email)
    await ended(bookingId, 1)
    const tables = [
      'intents',
      'notifications',
      'deliveries',
      'dispatches',
      'delivery_log',
      'targets',
      'outbox',
    ]
    for (const table of tables) {
      const rows = await house.rows(`select * from notification.${table}`)
      expect(JSON.stringify(rows), table).not.toContain(email)
      expect(JSON.stringify(rows), table).not.toContain('Żółta łódź')
    }
    await house.rows(
      `update notification.notifications set created_at = created_at - interval '31 days' where guest_of = $1`,
      [bookingId],
    )
    await dropOld(contextOf(house))
    expect(
      await house.rows('select 1 from notification.notifications where guest_of = $1', [bookingId]),
    ).toEqual([])
  })

  it('whose address is forgotten gets nothing, and the delivery says why', async () => {
    const { bookingId, state, say } = bought({ email: guestAddress() })
    say({ guestEmail: null })
    await house.publish(bookingConfirmed, state(2))
    const delivery = await until('the delivery', async () => {
      const [row] = await house.rows<{ state: string; error: string }>(
        `select d.state, d.error from notification.deliveries d
         join notification.notifications n on n.id = d.notification_id where n.guest_of = $1`,
        [bookingId],
      )
      return row && row.state !== 'queued' && row
    })
    expect(delivery).toEqual({ state: 'skipped', error: 'guest-forgotten' })
  })

  it('whose server refuses the address for good is tried no more', async () => {
    const email = guestAddress()
    const { bookingId, state } = bought({ email })
    sandbox.faults.set('smtp', { kind: 'status', status: 550, times: 5 })
    await house.publish(bookingConfirmed, state(2))
    const row = await until('the refusal', async () => {
      const [found] = await house.rows<{ state: string; attempts: number }>(
        `select d.state, d.attempts from notification.deliveries d
         join notification.notifications n on n.id = d.notification_id where n.guest_of = $1`,
        [bookingId],
      )
      return found?.state === 'failed' && found
    })
    expect(row.attempts).toBe(1)
    expect(await house.rows('select 1 from notification.targets where user_id is null')).toEqual([])
  })
})

describe('a booking', () => {
  it('that changes is told as what changed, once, and not when nothing did', async () => {
    const email = guestAddress()
    const { bookingId, state, say, message } = bought({ email })
    await house.publish(bookingConfirmed, state(2))
    await mailTo(email)
    await ended(bookingId, 1)
    say({
      version: 3,
      startsAt: Temporal.Instant.from('2031-07-14T19:00:00Z'),
      seats: message.seats.map((seat) => ({ ...seat, state: seat.seatId === 'F8' ? 'cancelled' : 'live' })),
    })
    await house.publish(bookingChanged, state(3))
    const mail = await mailTo(email, 2)
    expect(mail.text).toContain('New time: Monday, 14 July 2031, 21:00 (was Monday, 14 July 2031, 20:30).')
    expect(mail.text).toContain('Your seats now: F7 (were F7, F8).')
    say({ version: 4 })
    await house.publish(bookingChanged, state(4))
    expect(await ended(bookingId, 3)).toContain('booking-news: nothing-changed')
    expect(mailsTo(email)).toHaveLength(2)
  })

  it('whose change comes before its confirmation is confirmed as it stands now, once', async () => {
    const email = guestAddress()
    const { bookingId, state, say } = bought({ email })
    say({ version: 3, seats: [{ seatId: 'F7', category: 'normal', amount: 2500, state: 'live' }] })
    await house.publish(bookingChanged, state(3))
    await mailTo(email)
    await ended(bookingId, 1)
    await house.publish(bookingConfirmed, state(2))
    expect((await ended(bookingId, 2)).toSorted()).toEqual([
      'booking-news: nothing-changed',
      'booking-news: notified',
    ])
    expect(mailsTo(email).map(({ subject }) => subject)).toEqual(['[Sandbox] Booking confirmed: Żółta łódź'])
  })

  it('that composes in two places at once is told once', async () => {
    const email = guestAddress()
    const { bookingId, state } = bought({ email })
    await Promise.all([2, 3, 4].map((version) => house.publish(bookingConfirmed, state(version))))
    await mailTo(email)
    await ended(bookingId, 3)
    expect(mailsTo(email)).toHaveLength(1)
  })

  it('of a user is told in the language of the account, on the channels of its priority, at night too', async () => {
    const anna = await house.person()
    house.neighbours.settings.set(anna.id, {
      ...settingsOf(anna.id),
      notifications: {
        ...settingsOf(anna.id).notifications,
        quietHours: { from: Temporal.PlainTime.from('00:00'), to: Temporal.PlainTime.from('23:59') },
      },
    })
    const { state, bookingId } = bought({ userId: anna.id })
    await house.publish(bookingConfirmed, state(2))
    const told = await toldOf(anna, 'booking-confirmed')
    expect(told).toMatchObject({ priority: 'high', subject: `booking:${bookingId}` })
    expect(told.body).toContain('poniedziałek, 14 lipca 2031, 20:30, miejsca F7, F8.')
    expect(told.body).toContain('44,00\u00a0zł')
    expect(told.deliveries.map(({ channel, state: how }) => `${channel} ${how}`)).toEqual([
      'in-app delivered',
      'email sent',
      'push skipped',
    ])
  })

  it('that is paid soon is never told of as held, whichever event comes first', async () => {
    const anna = await house.person()
    const [soon, swapped] = [bought({ userId: anna.id }), bought({ userId: anna.id })]
    await house.publish(bookingCreated, { ...soon.state(1), state: 'held' })
    await house.publish(bookingConfirmed, soon.state(2))
    await house.publish(bookingConfirmed, swapped.state(2))
    await house.publish(bookingCreated, { ...swapped.state(1), state: 'held' })
    expect(await ended(soon.bookingId, 1)).toEqual(['booking-news: notified'])
    // Its time has come, but what it would tell is over.
    await sleep(3500)
    expect(await ended(swapped.bookingId, 1)).not.toContain('booking-held: notified')
  })

  it('that is held for a while is said in the app to a user, and to no guest', async () => {
    const anna = await house.person()
    const heldUntil = Temporal.Now.instant().add({ minutes: 5 })
    const held = bought({ userId: anna.id }, { state: 'held', heldUntil })
    const guests = bought({ email: guestAddress() }, { state: 'held', heldUntil })
    await house.publish(bookingCreated, guests.state(1))
    await house.publish(bookingCreated, held.state(1))
    expect((await toldOf(anna, 'booking-held')).deliveries.map(({ channel }) => channel)).toEqual(['in-app'])
    expect(await outcomes(guests.bookingId)).toEqual([])
  })

  it.each([
    ['showtime-cancelled', 'The theater has cancelled this showtime.'],
    ['buyer', 'You have cancelled it.'],
  ] as const)('cancelled for %s says so', async (cancelReason, words) => {
    const email = guestAddress()
    const { state } = bought({ email }, { state: 'cancelled', cancelReason })
    await house.publish(bookingCancelled, state(3))
    expect((await mailTo(email)).text).toContain(words)
  })

  it('let go before it was paid is no news; expired it is, unless it was confirmed meanwhile', async () => {
    const email = guestAddress()
    const released = bought({ email }, { state: 'cancelled', cancelReason: 'released' })
    await house.publish(bookingCancelled, released.state(2))
    const late = bought({ email })
    await house.publish(bookingExpired, late.state(2))
    const expired = bought({ email }, { state: 'expired' })
    await house.publish(bookingExpired, expired.state(2))
    expect((await mailTo(email)).subject).toContain('Booking expired')
    expect(await ended(late.bookingId, 1)).toEqual(['booking-expired: not-expired'])
    expect(await outcomes(released.bookingId)).toEqual([])
  })
})

describe('money', () => {
  it('received, refused and given back is told with its amount', async () => {
    const email = guestAddress()
    const { payment, say } = bought(
      { email },
      { state: 'held', heldUntil: Temporal.Now.instant().add({ minutes: 5 }) },
    )
    await house.publish(paymentFailed, {
      ...payment(1),
      state: 'failed',
      captured: 0,
      failureCode: 'declined',
    })
    expect((await mailTo(email)).subject).toBe('[Sandbox] Payment declined: PLN 44.00')
    say({ state: 'confirmed' })
    await house.publish(paymentCompleted, payment(2))
    expect((await mailTo(email, 2)).subject).toBe('[Sandbox] Payment received: PLN 44.00')
    const refund = { ...payment(3), refunded: 1900, refundId: randomUUID(), refundAmount: 1900 }
    for (let copy = 0; copy < 2; copy++) await house.publish(paymentRefunded, refund)
    expect((await mailTo(email, 3)).subject).toBe('[Sandbox] Refund: PLN 19.00')
  })

  it('that cannot be given back is told to the house, each of its people once for every failure, and to no buyer', async () => {
    const email = guestAddress()
    const { payment } = bought({ email })
    const boss = await house.person()
    house.neighbours.admins.push(boss.id)
    const refundId = randomUUID()
    const failed = { refundId, refundAmount: 1900, wasDone: true, code: 'expired_or_canceled_card' }
    for (let copy = 0; copy < 2; copy++)
      await house.publish(paymentRefundFailed, { ...payment(4), ...failed })
    const alerts = async (count: number) =>
      await until(`${count} alerts`, async () => {
        const { body } = await boss.get('/notifications?kind=system-alert')
        return body.items.length === count && body.items
      })
    const [alert] = await alerts(1)
    expect(alert.title).toBe('[Piaskownica] Nieudany zwrot: 19,00 zł')
    expect(alert.body).toContain(`zwrot ${refundId}`)
    await house.publish(paymentRefundFailed, { ...payment(6), ...failed, wasDone: false })
    await alerts(2)
    expect(mailsTo(email)).toEqual([])
  })

  it('refused is no news once the booking is over', async () => {
    const { bookingId, payment } = bought({ email: guestAddress() })
    await house.publish(paymentFailed, {
      ...payment(1),
      state: 'failed',
      captured: 0,
      failureCode: 'declined',
    })
    expect(await ended(bookingId, 1)).toEqual(['payment-failed: over-since'])
  })
})
