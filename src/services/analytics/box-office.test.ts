import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Envelope } from '#kernel'
import { bookingCancelled, bookingConfirmed, bookingCreated, type PublicBooking } from '#services/booking'
import { layoutDrawn, movieChanged, showtimeScheduled, theaterChanged } from '#services/movie'
import { paymentCompleted, paymentFailed, paymentRefunded, paymentRefundFailed } from '#services/payment'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { again, deliver, envelopeOf } from '../../../test/support/events.ts'
import { notebookService } from '../../kernel/testing/notebook.ts'
import analytics from './service.ts'

let house: TestHouse
let admin: Person
beforeAll(async () => {
  house = await openTestHouse({ services: [notebookService, analytics] })
  admin = await house.person({ roles: ['admin'] })
})
afterAll(() => house.stop())

async function counted(events: readonly Envelope[]): Promise<void> {
  await deliver(house, events)
  const ids = [...new Set(events.map((event) => event.id))]
  await until('the count', async () => {
    const seen = await house.rows('select 1 from analytics.inbox where event_id = any($1)', [ids])
    return seen.length === ids.length
  })
}

const seat = (seatId: string, state: 'live' | 'cancelled' = 'live') =>
  ({ seatId, type: 'standard', category: 'normal', amount: 2500, state }) as const

/** A movie in a hall of ten seats with one showtime at 18:00 UTC on a day. */
function cinema(day: string) {
  const [movieId, theaterId, showtimeId, layoutId, screenId] = Array.from({ length: 5 }, () => randomUUID())
  const startsAt = `${day}T18:00:00Z`
  const time = `${day}T00:00:00Z`
  const events = [
    envelopeOf(
      movieChanged,
      {
        movieId: movieId!,
        version: 1,
        title: '=Film "A", B',
        genres: ['drama'],
        rating: null,
        runtimeMinutes: 100,
        language: 'pl',
        subtitles: [],
        withdrawn: false,
      },
      { time },
    ),
    envelopeOf(
      theaterChanged,
      {
        theaterId: theaterId!,
        version: 1,
        name: 'Kino',
        city: 'Łódź',
        address: 'ul. Przykładowa 1',
        timeZone: 'Europe/Warsaw',
        closed: false,
      },
      { time },
    ),
    envelopeOf(
      layoutDrawn,
      { layoutId: layoutId!, screenId: screenId!, version: 1, capacity: 10, seats: [] },
      { time },
    ),
    envelopeOf(
      showtimeScheduled,
      {
        showtimeId: showtimeId!,
        version: 1,
        state: 'scheduled',
        movieId: movieId!,
        screenId: screenId!,
        theaterId: theaterId!,
        layoutId: layoutId!,
        format: '2d',
        language: 'pl',
        subtitles: null,
        startsAt,
        endsAt: `${day}T20:00:00Z`,
        onSaleAt: time,
        saleEndsAt: startsAt,
        perBuyerLimit: null,
        refuseOrphans: true,
        currency: 'PLN',
        vatPercent: 8,
        prices: [],
      },
      { time },
    ),
  ]
  const booked = (changes: Partial<PublicBooking>): PublicBooking => ({
    bookingId: randomUUID(),
    version: 1,
    state: 'held',
    showtimeId: showtimeId!,
    movieId: movieId!,
    theaterId: theaterId!,
    userId: null,
    guestTokenHash: null,
    seats: [seat('A1'), seat('A2')],
    total: 5000,
    owed: 0,
    credited: 0,
    currency: 'PLN',
    heldUntil: startsAt,
    startsAt,
    cancelReason: null,
    payment: null,
    refusedPayments: [],
    ...changes,
  })
  return { events, booked, showtimeId: showtimeId!, movieId: movieId! }
}

/** What happens to three bookings on a day: one sold, one sold and then cancelled after a refused card, one only held. */
function saleDay(day: string) {
  const { events, booked, ...ids } = cinema(day)
  const at = (clock: string) => ({ time: `${day}T${clock}Z` })
  const [sold, cancelled] = [booked({}), booked({ seats: [seat('B1')], total: 2500 })]
  const paid = (bookingId: string, captured: number) => ({
    paymentId: bookingId,
    bookingId,
    userId: null,
    version: 2,
    state: 'completed' as const,
    gateway: 'simulated' as const,
    amount: captured,
    captured,
    refunded: 0,
    currency: 'PLN',
    failureCode: null,
  })
  const confirmed = { version: 2, state: 'confirmed' as const }
  const returned = { ...paid(sold.bookingId, 5000), refundId: randomUUID(), refundAmount: 1000 }
  const all = [
    ...events,
    envelopeOf(bookingCreated, sold, at('09:10:00')),
    envelopeOf(paymentCompleted, paid(sold.bookingId, 5000), at('09:11:00')),
    envelopeOf(bookingConfirmed, { ...sold, ...confirmed }, at('09:12:00')),
    envelopeOf(bookingCreated, cancelled, at('09:50:00')),
    envelopeOf(
      paymentFailed,
      {
        ...paid(cancelled.bookingId, 2500),
        version: 1,
        state: 'failed',
        captured: 0,
        failureCode: 'declined',
      },
      at('09:51:00'),
    ),
    envelopeOf(paymentCompleted, paid(cancelled.bookingId, 2500), at('09:52:00')),
    envelopeOf(bookingConfirmed, { ...cancelled, ...confirmed }, at('09:53:00')),
    envelopeOf(
      bookingCancelled,
      {
        ...cancelled,
        version: 3,
        state: 'cancelled',
        seats: [seat('B1', 'cancelled')],
        cancelReason: 'buyer',
      },
      at('10:30:00'),
    ),
    envelopeOf(
      paymentRefunded,
      {
        ...paid(cancelled.bookingId, 2500),
        version: 3,
        refunded: 2500,
        refundId: randomUUID(),
        refundAmount: 2500,
      },
      at('10:31:00'),
    ),
    // The bank of the buyer sends this one back.
    envelopeOf(paymentRefunded, { ...returned, version: 3, refunded: 1000 }, at('10:40:00')),
    envelopeOf(
      paymentRefundFailed,
      { ...returned, version: 4, refunded: 0, wasDone: true, code: 'expired_or_canceled_card' },
      at('10:50:00'),
    ),
    envelopeOf(bookingCreated, booked({ seats: [seat('C1')] }), at('22:30:00')),
  ]
  return { all, ...ids }
}

const report = async (name: string, query: string) =>
  (await admin.get(`/analytics/box-office/${name}?${query}`)).body

/** Every report of a day, without the ids that differ. */
async function reportsOf(day: string) {
  const range = `from=${day}&to=${day}`
  return {
    hours: await report('bookings', `${range}&by=hour`),
    revenue: await report('revenue', range),
    payments: await report('payments', range),
    occupancy: await report('occupancy', range),
    movies: await report('popular', range),
    showtimes: await report('popular', `${range}&of=showtime`),
  }
}

const expected = (day: string, { showtimeId, movieId }: { showtimeId: string; movieId: string }) => {
  const movie = '=Film "A", B'
  const none = { confirmed: 0, cancelled: 0, expired: 0, seats: 0 }
  return {
    hours: {
      items: [
        { ...none, from: `${day}T09:00:00Z`, bookings: 2, seats: 2, confirmed: 1, cancelled: 1 },
        { ...none, from: `${day}T22:00:00Z`, bookings: 1 },
      ],
    },
    revenue: { items: [{ date: day, currency: 'PLN', captured: 7500, refunded: 2500, revenue: 5000 }] },
    payments: { items: [{ date: day, succeeded: 2, failed: 1, successRate: 2 / 3 }] },
    occupancy: {
      items: [
        {
          showtimeId,
          startsAt: `${day}T18:00:00Z`,
          movie,
          theater: 'Kino',
          capacity: 10,
          sold: 2,
          occupancy: 0.2,
        },
      ],
    },
    movies: { items: [{ id: movieId, movie, startsAt: null, bookings: 1, seats: 2 }] },
    showtimes: { items: [{ id: showtimeId, movie, startsAt: `${day}T18:00:00Z`, bookings: 1, seats: 2 }] },
  }
}

describe('the reports of the box office', () => {
  it('say what happened', async () => {
    const sale = saleDay('2031-03-01')
    await counted(sale.all)
    expect(await reportsOf('2031-03-01')).toEqual(expected('2031-03-01', sale))
  })

  it('say the same when everything comes twice and backwards', async () => {
    const sale = saleDay('2031-03-02')
    await counted(sale.all.toReversed())
    await counted(sale.all.map(again))
    // Told anew under another id, as a restored owner would: only what it says counts, not how often.
    await counted(sale.all.map((event) => ({ ...event, id: randomUUID() })))
    expect(await reportsOf('2031-03-02')).toEqual(expected('2031-03-02', sale))
  })

  it('count by the days of the zone that is asked for', async () => {
    await counted(saleDay('2031-03-05').all)
    const { items } = await report(
      'bookings',
      'from=2031-03-05&to=2031-03-06&by=day&timeZone=Pacific/Auckland',
    )
    expect(items.map(({ from, bookings }: { from: string; bookings: number }) => [from, bookings])).toEqual([
      ['2031-03-04T11:00:00Z', 2],
      ['2031-03-05T11:00:00Z', 1],
    ])
  })

  it('come as CSV, with nothing that a spreadsheet would run', async () => {
    await counted(saleDay('2031-03-08').all)
    const response = await fetch(
      `${house.url}/api/v1/analytics/box-office/occupancy/csv?from=2031-03-08&to=2031-03-08`,
      { headers: { authorization: `Bearer ${admin.token}` } },
    )
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [head, line, end] = (await response.text()).split('\r\n')
    expect(head).toBe('showtimeId,startsAt,movie,theater,capacity,sold,occupancy')
    expect(line).toContain(',2031-03-08T18:00:00Z,"\'=Film ""A"", B",Kino,10,2,0.2')
    expect(end).toBe('')
  })

  it('are for who may read statistics, and of bounded ranges', async () => {
    const office = await house.person({ roles: ['box_office'] })
    const range = 'from=2031-03-01&to=2031-03-01'
    for (const path of ['bookings', 'revenue', 'payments', 'occupancy', 'popular', 'revenue/csv']) {
      expect((await house.stranger.get(`/analytics/box-office/${path}?${range}`)).status).toBe(401)
      expect((await office.get(`/analytics/box-office/${path}?${range}`)).status).toBe(403)
    }
    expect(await report('revenue', 'from=2031-03-02&to=2031-03-01')).toMatchObject({
      code: 'analytics.range-backwards',
    })
    expect(await report('bookings', 'from=2031-03-01&to=2031-04-01&by=hour')).toMatchObject({
      code: 'analytics.range-too-long',
    })
  })
})
