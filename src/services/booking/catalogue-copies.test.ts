import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { showtimeCancelled, showtimeChanged, theaterChanged } from '#services/movie'
import { until } from '../../../test/harness/until.ts'
import { type BookingHouse, holdSeats, openBookingHouse } from './booking.fixture.ts'

let house: BookingHouse
beforeAll(async () => {
  house = await openBookingHouse()
})
afterAll(() => house.stop())

const guest = () => ({ guest: { email: `${crypto.randomUUID()}@example.org` } })
const eventsOf = (bookingId: string) =>
  house.rows<{
    event: { type: string; data: { version: number; startsAt: string; cancelReason: string | null } }
  }>(
    `select event from booking.event_log where event->'data'->>'bookingId' = $1 order by (event->'data'->>'version')::int`,
    [bookingId],
  )

describe('copies of the catalogue', () => {
  it('keep the newest version, whatever order they come in', async () => {
    const theater = {
      theaterId: crypto.randomUUID(),
      version: 2,
      name: 'Kino',
      city: 'Gdynia',
      address: 'ul. Morska 1',
      timeZone: 'Europe/Warsaw',
      closed: false,
    }
    await house.publish(theaterChanged, theater)
    await house.publish(theaterChanged, { ...theater, version: 1, name: 'An older name' })
    await house.publish(theaterChanged, { ...theater, theaterId: crypto.randomUUID(), name: 'The last one' })
    await until('the last one', async () => {
      const rows = await house.rows(`select from booking.theaters where name = 'The last one'`)
      return rows.length > 0
    })
    const [row] = await house.rows(`select name, version from booking.theaters where theater_id = $1`, [
      theater.theaterId,
    ])
    expect(row).toEqual({ name: 'Kino', version: 2 })
  })

  it('of prices change for new holds; what was agreed stays', async () => {
    const showtime = await house.showtime()
    const { body } = await holdSeats(house.stranger, showtime.showtimeId, ['A1'], guest())
    await house.publish(showtimeChanged, {
      ...showtime,
      version: 2,
      prices: [{ category: 'normal', seatType: 'standard', amount: 9900 }],
    })
    await until('the new price', async () => {
      const [row] = await house.rows(
        `select amount from booking.showtime_prices where showtime_id = $1 and category = 'normal' and seat_type = 'standard'`,
        [showtime.showtimeId],
      )
      return row?.amount === 9900
    })
    expect((await holdSeats(house.stranger, showtime.showtimeId, ['A2'], guest())).body.total).toBe(9900)
    const [row] = await house.rows(`select total from booking.bookings where booking_id = $1`, [body.id])
    expect(row!.total).toBe(2500)
  })
})

describe('a showtime', () => {
  it('that is cancelled ends every hold once, and frees nothing for sale', async () => {
    const showtime = await house.showtime()
    const bookings = await Promise.all(
      ['A1', 'A2', 'A3'].map(
        async (seat) =>
          (await holdSeats(house.stranger, showtime.showtimeId, [seat], guest())).body.id as string,
      ),
    )
    await house.publish(showtimeCancelled, { ...showtime, version: 2, state: 'cancelled' })
    for (const id of bookings) {
      const events = await until('its cancellation', async () => {
        const events = await eventsOf(id)
        return events.length === 2 && events
      })
      expect(events[1]!.event).toMatchObject({
        type: 'booking.cancelled',
        data: { version: 2, cancelReason: 'showtime-cancelled' },
      })
    }
    expect((await holdSeats(house.stranger, showtime.showtimeId, ['B1'], guest())).body.code).toBe(
      'booking.not-on-sale',
    )
  })

  it('that moves is told of once to each booking, with the new start', async () => {
    const showtime = await house.showtime()
    const { body } = await holdSeats(house.stranger, showtime.showtimeId, ['A1'], guest())
    const startsAt = Temporal.Instant.from(showtime.startsAt).add({ hours: 2 }).toString()
    await house.publish(showtimeChanged, { ...showtime, version: 2, startsAt })
    const told = await until('the change', async () => {
      const events = await eventsOf(body.id)
      return events.length > 1 && events
    })
    expect(told[1]!.event).toMatchObject({ type: 'booking.changed', data: { version: 2, startsAt } })
    await house.publish(showtimeChanged, { ...showtime, version: 3, startsAt, perBuyerLimit: 8 })
    await until('the third version', async () => {
      const [row] = await house.rows(`select version from booking.showtimes where showtime_id = $1`, [
        showtime.showtimeId,
      ])
      return row?.version === 3
    })
    expect(await eventsOf(body.id)).toHaveLength(2)
  })

  it('finds the hold that was on its way when it was cancelled', async () => {
    const showtime = await house.showtime()
    await house.publish(showtimeCancelled, { ...showtime, version: 2, state: 'cancelled' })
    await until('the job', async () => {
      const rows = await house.rows(`select from booking.showtime_changes where showtime_id = $1`, [
        showtime.showtimeId,
      ])
      return rows.length > 0
    })
    // As committed by a transaction that read the showtime before the cancellation did.
    await house.rows(`update booking.showtimes set state = 'scheduled', version = 1 where showtime_id = $1`, [
      showtime.showtimeId,
    ])
    const { body } = await holdSeats(house.stranger, showtime.showtimeId, ['A1'], guest())
    await house.rows(`update booking.showtimes set state = 'cancelled', version = 2 where showtime_id = $1`, [
      showtime.showtimeId,
    ])
    await until('its cancellation', async () => (await eventsOf(body.id)).length === 2)
  })
})
