import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { type Cinema, openCinema, priceDraft, showtimeDraft, theaterDraft } from './cinema.fixture.ts'
import movie from './service.ts'

let house: TestHouse
let office: Person
let cinema: Cinema
beforeAll(async () => {
  house = await openTestHouse({ services: [movie] })
  office = await house.person({ roles: ['box_office'] })
})
afterAll(() => house.stop())

const schedule = (draft: object) => office.post('/showtimes', draft)
const at = (text: string) => Temporal.Instant.from(text)
const told = (showtimeId: string) =>
  house.rows<{ type: string; data: Record<string, unknown>; reason: string }>(
    `select type, event -> 'data' as data, event ->> 'reason' as reason
     from (select type, event from movie.outbox union select type, event from movie.event_log) e
     where event -> 'data' ->> 'showtimeId' = $1 order by (event -> 'data' ->> 'version')::int`,
    [showtimeId],
  )

describe('scheduling', () => {
  beforeAll(async () => {
    cinema = await openCinema(office)
  })

  it('gives a showtime its end, its seat plan and its prices, and tells of them', async () => {
    const draft = showtimeDraft(cinema, 24)
    const { status, body } = await schedule(draft)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      version: 1,
      state: 'scheduled',
      movieTitle: 'Ziemia obiecana',
      theaterName: theaterDraft.name,
      city: 'Łódź',
      screenName: 'Sala 1',
      layoutId: cinema.screen.layoutId,
      capacity: 24,
      currency: 'PLN',
      vatPercent: 8,
      prices: priceDraft.prices,
      perBuyerLimit: null,
      refuseOrphans: true,
      subtitles: null,
    })
    expect(at(body.endsAt).since(at(body.startsAt)).total('minutes')).toBe(170)
    expect(body.saleEndsAt).toBe(body.startsAt)
    const [event] = await told(body.id)
    expect(event).toMatchObject({
      type: 'showtime.scheduled',
      data: { version: 1, movieId: cinema.movie.id, prices: priceDraft.prices, startsAt: body.startsAt },
    })
  })

  it.each([
    ['just before the other ends', 24 + 170 / 60 - 0.1, 409],
    ['within the turnaround', 24 + (170 + 19) / 60, 409],
    ['so that it would run into the other', 24 - 170 / 60, 409],
    ['right after the turnaround', 24 + (170 + 21) / 60, 201],
  ])('on a taken screen %s', async (_, hours, status) => {
    const answer = await schedule(showtimeDraft(cinema, hours))
    expect(answer.status).toBe(status)
    if (status === 409)
      expect(answer.body).toMatchObject({ code: 'movie.screen-taken', showtimeId: expect.any(String) })
  })

  it('of ten editors at once who want one screen at one time, one gets it', async () => {
    const draft = showtimeDraft(cinema, 80)
    const answers = await Promise.all(Array.from({ length: 10 }, () => schedule(draft)))
    expect(answers.map((each) => each.status).toSorted()).toEqual([201, ...Array(9).fill(409)])
  })

  it.each([
    ['a start that is past', { startsAt: '2020-01-01T12:00:00Z' }, 'movie.sale-window'],
    ['a start in three years', { startsAt: '2099-01-01T12:00:00Z' }, 'movie.sale-window'],
    ['a sale that ends before it begins', { onSaleAt: '2098-01-01T12:00:00Z' }, 'movie.sale-window'],
    ['a sale that outlives the showtime', { saleEndsAt: '2098-01-01T12:00:00Z' }, 'movie.sale-window'],
    ['an unknown format', { format: 'vhs' }, 'invalid'],
  ])('422 for %s', async (_, fault, code) => {
    const answer = await schedule({ ...showtimeDraft(cinema, 120), ...fault })
    expect([answer.status, answer.body.code]).toEqual([422, code])
  })

  it('422 when seats of some type could not be sold to anybody', async () => {
    const prices = [{ category: 'normal', seatType: 'standard', amount: 2000 }]
    const list = (await office.post('/showtimes/price-lists', { ...priceDraft, prices })).body
    const answer = await schedule({ ...showtimeDraft(cinema, 120), priceListId: list.id })
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'movie.seat-type-without-price',
      seatTypes: ['vip'],
    })
  })

  it('404 for an unknown movie, screen or price list', async () => {
    for (const field of ['movieId', 'screenId', 'priceListId'])
      expect((await schedule({ ...showtimeDraft(cinema, 120), [field]: crypto.randomUUID() })).status).toBe(
        404,
      )
  })
})

describe('changing', () => {
  beforeAll(async () => {
    cinema = await openCinema(office)
  })

  it('moves a showtime, takes the prices of today, and says so; movie and screen are fixed once on sale', async () => {
    const draft = showtimeDraft(cinema, 24)
    const before = (await schedule(draft)).body
    const moved = { ...draft, startsAt: at(draft.startsAt).add({ minutes: 45 }).toString() }
    const change = (fields: object) =>
      office.put(`/showtimes/${before.id}`, { ...moved, version: 1, ...fields })
    const other = (
      await office.post('/movies', { title: 'Rejs', genres: ['comedy'], runtimeMinutes: 65, language: 'pl' })
    ).body
    expect((await change({ movieId: other.id })).body.code).toBe('movie.showtime-fixed')
    const after = (await change({ perBuyerLimit: 4 })).body
    expect(after).toMatchObject({ version: 2, startsAt: moved.startsAt, perBuyerLimit: 4 })
    expect((await change({})).body.code).toBe('movie.changed-meanwhile')
    expect((await told(before.id)).map(({ type }) => type)).toEqual([
      'showtime.scheduled',
      'showtime.changed',
    ])
  })

  it('movie and screen may change before the sale begins', async () => {
    const onSaleAt = Temporal.Now.instant().add({ hours: 20 }).toString()
    const draft = { ...showtimeDraft(cinema, 60), onSaleAt }
    const before = (await schedule(draft)).body
    const screen = (
      await office.post('/screens', { theaterId: cinema.theater.id, name: 'Sala 7', grid: 'ss' })
    ).body
    const after = await office.put(`/showtimes/${before.id}`, { ...draft, screenId: screen.id, version: 1 })
    expect(after.body).toMatchObject({ screenName: 'Sala 7', layoutId: screen.layoutId, capacity: 2 })
  })

  it('a cancelled showtime stays so, is told of once with the reason, and frees the screen', async () => {
    const draft = showtimeDraft(cinema, 90)
    const before = (await schedule(draft)).body
    for (let time = 0; time < 2; time += 1) {
      const answer = await office.post(`/showtimes/${before.id}/cancel`, { reason: 'the lamp broke' })
      expect(answer.body).toMatchObject({ state: 'cancelled', version: 2 })
    }
    const cancelled = (await told(before.id)).filter(({ type }) => type === 'showtime.cancelled')
    expect(cancelled.map(({ reason }) => reason)).toEqual(['the lamp broke'])
    const change = await office.put(`/showtimes/${before.id}`, { ...draft, version: 2 })
    expect(change.body.code).toBe('movie.showtime-cancelled')
    expect((await schedule(draft)).status).toBe(201)
  })
})

describe('listing', () => {
  it('searches by movie, theater, city, format, genre, title and the date of the theater, in order of start', async () => {
    cinema = await openCinema(office)
    const tokyo = await office.post('/theaters', { ...theaterDraft, city: 'Tokyo', timeZone: 'Asia/Tokyo' })
    const screen = (await office.post('/screens', { theaterId: tokyo.body.id, name: 'One', grid: 'sv' })).body
    const date = Temporal.Now.plainDateISO('Asia/Tokyo').add({ days: 5 })
    const startsAt = (hour: number) =>
      date.toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: { hour } }).toInstant().toString()
    for (const [hour, format] of [
      [20, 'imax'],
      [1, '2d'],
    ] as const)
      await schedule({ ...showtimeDraft(cinema, 1), screenId: screen.id, startsAt: startsAt(hour), format })
    const find = async (query: string) => {
      const { body } = await house.stranger.get(`/showtimes?theaterId=${tokyo.body.id}&${query}`)
      return body.items.map((each: { startsAt: string }) => each.startsAt)
    }
    expect(await find(`date=${date}`)).toEqual([startsAt(1), startsAt(20)])
    expect(await find(`date=${date.subtract({ days: 1 })}`)).toEqual([])
    expect(await find('format=imax')).toEqual([startsAt(20)])
    expect(await find(`city=tokyo&genre=DRAMA&title=obiecana&movieId=${cinema.movie.id}`)).toHaveLength(2)
    expect(await find('city=warszawa')).toEqual([])
    expect(await find(`from=${startsAt(2)}`)).toEqual([startsAt(20)])
    const first = (await house.stranger.get(`/showtimes?theaterId=${tokyo.body.id}&limit=1`)).body
    expect(await find(`limit=1&cursor=${first.nextCursor}`)).toEqual([startsAt(20)])
    const movies = (await house.stranger.get(`/movies?theaterId=${tokyo.body.id}&date=${date}`)).body
    expect(movies.items.map((each: { id: string }) => each.id)).toEqual([cinema.movie.id])
    expect((await house.stranger.get(`/movies?theaterId=${tokyo.body.id}&format=3d`)).body.items).toEqual([])
  })

  it('422 for a cursor that is not ours, 200 a page at most', async () => {
    expect((await house.stranger.get('/showtimes?cursor=abc')).status).toBe(422)
    expect((await house.stranger.get('/showtimes?limit=201')).status).toBe(422)
  })
})
