import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
} from '#services/booking'
import {
  bought,
  ended,
  guestAddress,
  house,
  mailsTo,
  mailTo,
  outcomes,
  withBookings,
} from '../../../test/support/told-bookings.ts'
import { settingsOf } from './day.fixture.ts'
import { toldOf } from './notification.fixture.ts'

withBookings()

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
