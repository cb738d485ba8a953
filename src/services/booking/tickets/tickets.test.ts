import ical from 'ical.js'
import { encode } from 'uqr'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movieChanged, screenChanged, theaterChanged } from '#services/movie'
import type { Person } from '../../../../test/harness/person.ts'
import { until } from '../../../../test/harness/until.ts'
import { readPages } from '../../../callsheet/pdf/document.ts'
import {
  type BookingHouse,
  bookingClient,
  capturedFor,
  holdSeats,
  openBookingHouse,
  type ShowtimeFacts,
} from '../booking.fixture.ts'
import { readToken } from './token.ts'

let house: BookingHouse
let buyer: Person
let office: Person
let showtime: ShowtimeFacts
beforeAll(async () => {
  house = await openBookingHouse()
  buyer = await house.person({ roles: ['customer'] })
  office = await house.person({ roles: ['box_office'] })
  // Half past eight in the evening in Łódź, an hour after the clocks in London say so.
  showtime = await house.showtime({
    startsAt: '2031-07-04T18:30:00Z',
    endsAt: '2031-07-04T21:20:00Z',
    saleEndsAt: '2031-07-04T18:30:00Z',
  })
  await nameEverything(showtime)
})
afterAll(() => house.stop())

async function nameEverything({ movieId, theaterId, screenId, layoutId }: ShowtimeFacts) {
  await house.publish(movieChanged, {
    movieId,
    version: 1,
    title: 'Zażółć gęślą jaźń',
    genres: [],
    rating: '15',
    runtimeMinutes: 170,
    language: 'pl',
    subtitles: [],
    withdrawn: false,
  })
  await house.publish(theaterChanged, {
    theaterId,
    version: 1,
    name: 'Kino Klaps',
    city: 'Łódź',
    address: 'ul. Piotrkowska 100',
    timeZone: 'Europe/Warsaw',
    closed: false,
  })
  await house.publish(screenChanged, {
    screenId,
    version: 1,
    theaterId,
    name: 'Sala 3',
    closed: false,
    layoutId,
  })
  await until('the names', async () => {
    const [row] = await house.rows(
      `select from booking.movies m, booking.theaters t, booking.screens s
      where m.movie_id = $1 and t.theater_id = $2 and s.screen_id = $3`,
      [movieId, theaterId, screenId],
    )
    return row
  })
}

const guest = { guest: { email: 'ola@example.org', name: 'Ola' } }
const confirmed = async (seats: (string | readonly [string, string])[], person = buyer, more = {}) => {
  const { body } = await holdSeats(person, showtime.showtimeId, seats, more)
  await bookingClient(house).settle(capturedFor(body))
  return body
}
const fetchBytes = async (path: string, token = buyer.token) => {
  const response = await fetch(`${house.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) }
}
const textOf = (glyphs: readonly { text: string; spaced: boolean }[]) =>
  glyphs.map(({ text, spaced }) => (spaced ? ` ${text}` : text)).join('')

describe('tickets', () => {
  it('are one for each seat, with what people need and a token that the public keys prove', async () => {
    const booking = await confirmed(['A2', 'A1'])
    const { body } = await buyer.get(`/bookings/${booking.id}/tickets`)
    expect(body.items.map((ticket: { seatId: string }) => ticket.seatId)).toEqual(['A1', 'A2'])
    const [ticket] = body.items
    expect(ticket).toMatchObject({
      bookingId: booking.id,
      state: 'valid',
      movieTitle: 'Zażółć gęślą jaźń',
      theaterName: 'Kino Klaps',
      screenName: 'Sala 3',
      startsAt: '2031-07-04T18:30:00Z',
    })
    const read = readToken(ticket.token)!
    expect(read).toMatchObject({ ticketId: ticket.id, showtimeId: showtime.showtimeId, seatId: 'A1' })
    const { keys } = (await house.stranger.get('/tickets/keys')).body
    const jwk = keys.find((key: { kid: string }) => key.kid === read.kid)
    expect(jwk.d).toBeUndefined()
    const key = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['verify'])
    expect(await crypto.subtle.verify('Ed25519', key, read.signature, read.signed)).toBe(true)
    const [sealed] = await house.rows<{ private_jwk: string }>('select private_jwk from booking.signing_keys')
    expect(sealed!.private_jwk).toMatch(/^sealed:/)
  })

  it('exist once the booking is confirmed, for whoever may see it', async () => {
    const { body: held } = await holdSeats(buyer, showtime.showtimeId, ['A5'])
    for (const path of ['tickets', 'tickets.pdf', 'tickets.ics']) {
      const early = await buyer.get(`/bookings/${held.id}/${path}`)
      expect([early.status, early.body.code]).toEqual([409, 'booking.not-confirmed'])
      expect((await house.stranger.get(`/bookings/${held.id}/${path}`)).status).toBe(404)
    }
    const theirs = await confirmed(['A6'], house.stranger, guest)
    const path = `/bookings/${theirs.id}/tickets`
    expect((await buyer.get(path)).status).toBe(404)
    expect((await house.stranger.get(path)).status).toBe(404)
    expect((await office.get(path)).status).toBe(200)
    expect((await house.stranger.get(path, { 'booking-token': theirs.bookingToken })).status).toBe(200)
  })

  it('carry their token in a QR code that a phone reads: version 10 at most', async () => {
    const booking = await confirmed(['B1', 'B2'])
    const [ticket] = (await buyer.get(`/bookings/${booking.id}/tickets`)).body.items
    const path = `/tickets/${ticket.id}/qr.svg`
    const { response, bytes } = await fetchBytes(path)
    expect(response.headers.get('content-type')).toBe('image/svg+xml')
    expect(response.headers.get('cache-control')).toContain('no-store')
    const code = encode(ticket.token, { ecc: 'M', border: 4 })
    expect(code.version).toBeLessThanOrEqual(10)
    expect(modulesOf(Buffer.from(bytes).toString(), code.size)).toEqual(code.data)
    expect((await house.stranger.get(path)).status).toBe(404)
    await buyer.post(`/bookings/${booking.id}/cancellations`, { seatIds: [ticket.seatId] })
    expect((await buyer.get(path)).status).toBe(404)
  })

  it('are printed a page each, in the booking’s language and the theater’s time', async () => {
    const booking = await confirmed(['C1', ['B4', 'student']])
    const { response, bytes } = await fetchBytes(`/bookings/${booking.id}/tickets.pdf`)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    const pages = await readPages(bytes, { maxPages: 10 })
    expect(pages).toHaveLength(2)
    const [first, second] = pages.map((page) => textOf(page.glyphs))
    const shared = [
      'Zażółć gęślą jaźń',
      'Kino Klaps',
      'ul. Piotrkowska 100, Łódź',
      'Sala 3',
      'piątek, 4 lipca 2031',
      '20:30',
      booking.reference,
    ]
    for (const text of shared) for (const page of [first, second]) expect(page).toContain(text)
    expect(first).toMatch(/studencki.*18,00\szł/s)
    expect(second).toMatch(/normalny.*40,00\szł/s)
    expect(first).toMatch(/Rząd\s*B\s*Miejsce\s*4/)
  })

  it('speak English to who asked for it', async () => {
    const booking = await confirmed(['C2'], buyer, { language: 'en' })
    const { bytes } = await fetchBytes(`/bookings/${booking.id}/tickets.pdf`)
    const [page] = (await readPages(bytes, { maxPages: 1 })).map(({ glyphs }) => textOf(glyphs))
    expect(page).toContain('Friday, July 4, 2031')
    expect(page).toMatch(/Row\s*C\s*Seat\s*2/)
  })

  it('leave out what was cancelled, and the calendar learns when all was', async () => {
    const booking = await confirmed(['B5', 'B6'])
    await buyer.post(`/bookings/${booking.id}/cancellations`, { seatIds: ['B5'] })
    const { bytes } = await fetchBytes(`/bookings/${booking.id}/tickets.pdf`)
    expect(await readPages(bytes, { maxPages: 10 })).toHaveLength(1)
    const entry = async () => {
      const { body } = await buyer.get(`/bookings/${booking.id}/tickets.ics`)
      const event = new ical.Component(ical.parse(body)).getFirstSubcomponent('vevent')!
      return (name: string) => String(event.getFirstPropertyValue(name))
    }
    const before = await entry()
    expect(before('uid')).toBe(`${booking.id}@klaps`)
    expect(before('dtstart')).toBe('2031-07-04T18:30:00Z')
    expect(before('dtend')).toBe('2031-07-04T21:20:00Z')
    expect(before('location')).toBe('Kino Klaps, ul. Piotrkowska 100, Łódź')
    expect(before('description')).toContain('B6')
    expect(before('description')).not.toContain('B5')
    await buyer.delete(`/bookings/${booking.id}`)
    const after = await entry()
    expect(after('status')).toBe('CANCELLED')
    expect(Number(after('sequence'))).toBeGreaterThan(Number(before('sequence')))
    expect((await buyer.get(`/bookings/${booking.id}/tickets.pdf`)).body.code).toBe('booking.not-confirmed')
  })
})

/** The dark modules that an SVG of uqr draws: a path of rectangles, ten units or fewer a side. */
function modulesOf(svg: string, size: number): boolean[][] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)![1]) / size
  for (const [, x, y] of svg.matchAll(/M(\d+),(\d+)h/g)) modules[Number(y) / side]![Number(x) / side] = true
  return modules
}
