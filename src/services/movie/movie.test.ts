import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { grid, movieDraft, openCinema, priceDraft, showtimeDraft, theaterDraft } from './cinema.fixture.ts'
import movie from './service.ts'

let house: TestHouse
let office: Person
let customer: Person
beforeAll(async () => {
  house = await openTestHouse({ services: [movie] })
  office = await house.person({ roles: ['box_office'] })
  customer = await house.person({ roles: ['customer'] })
})
afterAll(() => house.stop())

const unknown = '00000000-0000-4000-8000-00000000dead'
const events = (type: string, key: string, id: string) =>
  house.rows<{ data: Record<string, unknown>; reason: string }>(
    `select event -> 'data' as data, event ->> 'reason' as reason
     from (select type, event from movie.outbox union select type, event from movie.event_log) e
     where type = $1 and event -> 'data' ->> $2 = $3 order by (event -> 'data' ->> 'version')::int`,
    [type, key, id],
  )

describe('who may write', () => {
  const writes: [string, string, object][] = [
    ['POST', '/movies', movieDraft],
    ['PUT', `/movies/${unknown}`, { ...movieDraft, version: 1 }],
    ['DELETE', `/movies/${unknown}`, {}],
    ['POST', '/theaters', theaterDraft],
    ['PUT', `/theaters/${unknown}`, { ...theaterDraft, version: 1 }],
    ['POST', '/screens', { theaterId: unknown, name: 'Sala 1', grid }],
    ['PUT', `/screens/${unknown}`, { name: 'Sala 1', grid, turnaroundMinutes: 20, version: 1 }],
    ['POST', '/screens/layouts/preview', { grid }],
    ['POST', '/showtimes/price-lists', priceDraft],
    ['PUT', `/showtimes/price-lists/${unknown}`, { ...priceDraft, version: 1 }],
    ['POST', `/showtimes/${unknown}/cancel`, { reason: 'projector' }],
  ]

  it.each(writes)('401 to strangers, 403 to customers: %s %s', async (method, path, body) => {
    expect((await house.stranger.send(method, path, body)).status).toBe(401)
    expect((await customer.send(method, path, body)).status).toBe(403)
  })

  it('404 for what is not there', async () => {
    for (const [method, path, body] of writes.filter(([, path]) => path.includes(unknown)))
      expect((await office.send(method, path, body)).status, `${method} ${path}`).toBe(404)
    for (const path of ['movies', 'theaters', 'screens', 'screens/layouts', 'showtimes'])
      expect((await house.stranger.get(`/${path}/${unknown}`)).status, path).toBe(404)
  })
})

describe('movies', () => {
  it('are added, read by anybody, changed by version, and told of', async () => {
    const added = await office.post('/movies', movieDraft)
    expect(added.status).toBe(201)
    expect((await house.stranger.get(`/movies/${added.body.id}`)).body).toEqual({
      id: added.body.id,
      version: 1,
      originalTitle: null,
      synopsis: '',
      posterUrl: null,
      cast: [],
      withdrawn: false,
      ...movieDraft,
    })
    const change = { ...movieDraft, title: 'Ziemia obiecana (wersja reżyserska)', version: 1 }
    expect((await office.put(`/movies/${added.body.id}`, change)).body).toMatchObject({ version: 2 })
    const late = await office.put(`/movies/${added.body.id}`, change)
    expect([late.status, late.body.code, late.body.version]).toEqual([409, 'movie.changed-meanwhile', 2])
    const told = await events('movie.changed', 'movieId', added.body.id)
    expect(told.map(({ data }) => [data.version, data.title])).toEqual([
      [1, movieDraft.title],
      [2, change.title],
    ])
  })

  it('are found by part of the title, accents aside, and by genre; pages go on where they ended', async () => {
    for (const title of ['Człowiek z marmuru', 'Człowiek z żelaza', '地獄の黙示録'])
      await office.post('/movies', { ...movieDraft, title, genres: ['Political'] })
    const found = await house.stranger.get('/movies?title=czlowiek&genre=political&limit=1')
    expect(found.body.items.map((each: { title: string }) => each.title)).toEqual(['Człowiek z marmuru'])
    const next = await house.stranger.get(
      `/movies?title=czlowiek&genre=political&limit=1&cursor=${found.body.nextCursor}`,
    )
    expect(next.body.items.map((each: { title: string }) => each.title)).toEqual(['Człowiek z żelaza'])
    expect(next.body.nextCursor).toBeNull()
    expect((await house.stranger.get(`/movies?title=${encodeURIComponent('地獄')}`)).body.items).toHaveLength(
      1,
    )
    expect((await house.stranger.get('/movies?title=%25_')).body.items).toHaveLength(0)
    expect((await house.stranger.get('/movies/genres')).body.items).toContainEqual({
      genre: 'Political',
      movies: 3,
    })
  })

  it('are withdrawn only without showtimes to come; withdrawn they are listed on request', async () => {
    const cinema = await openCinema(office)
    const showtime = (await office.post('/showtimes', showtimeDraft(cinema, 30))).body
    const path = `/movies/${cinema.movie.id}`
    expect((await office.delete(path)).body.code).toBe('movie.has-showtimes')
    await office.post(`/showtimes/${showtime.id}/cancel`, { reason: 'lamp broke' })
    expect((await office.delete(path)).status).toBe(204)
    expect((await office.delete(path)).status).toBe(204)
    expect((await house.stranger.get(path)).body.withdrawn).toBe(true)
    const titles = async (query: string) => (await house.stranger.get(`/movies?limit=200${query}`)).body.items
    expect((await titles('')).map((each: { id: string }) => each.id)).not.toContain(cinema.movie.id)
    expect((await titles('&withdrawn=true')).map((each: { id: string }) => each.id)).toContain(
      cinema.movie.id,
    )
    expect((await office.post('/showtimes', showtimeDraft(cinema, 40))).body.code).toBe('movie.withdrawn')
  })

  it.each([
    ['no title', { title: ' ' }],
    ['no genre', { genres: [] }],
    ['a negative runtime', { runtimeMinutes: -1 }],
    ['a poster that is not on the web', { posterUrl: 'file:///etc/passwd' }],
    ['a title of 201 letters', { title: 'x'.repeat(201) }],
  ])('422 for %s', async (_, fault) => {
    expect((await office.post('/movies', { ...movieDraft, ...fault })).status).toBe(422)
  })

  it('added twice under one Idempotency-Key are one', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const both = await Promise.all([
      office.post('/movies', movieDraft, key),
      office.post('/movies', movieDraft, key),
    ])
    expect(both[0]!.body.id).toBe(both[1]!.body.id)
  })
})

describe('theaters and screens', () => {
  it('a screen has the plan that was drawn, and its seats are told of', async () => {
    const { theater, screen } = await openCinema(office)
    expect(screen).toMatchObject({ theaterId: theater.id, capacity: 24, turnaroundMinutes: 20, version: 1 })
    const layout = (await house.stranger.get(`/screens/layouts/${screen.layoutId}`)).body
    expect(layout).toMatchObject({
      screenId: screen.id,
      version: 1,
      grid,
      capacity: 24,
      columns: 9,
      lines: 4,
    })
    expect(layout.seats[23]).toMatchObject({ id: 'C8', type: 'vip', left: 'C7', right: null })
    const [drawn] = await events('layout.drawn', 'layoutId', screen.layoutId)
    expect(drawn?.data.seats).toEqual(layout.seats)
    expect(await events('screen.changed', 'screenId', screen.id)).toHaveLength(1)
    const preview = await office.post('/screens/layouts/preview', { grid })
    expect(preview.body.seats).toEqual(layout.seats)
  })

  it('another grid is another plan; the old one stays as it was', async () => {
    const { screen } = await openCinema(office)
    const change = { name: 'Sala 1', turnaroundMinutes: 15, version: 1, grid: 'vv' }
    const changed = (await office.put(`/screens/${screen.id}`, change)).body
    expect(changed).toMatchObject({ capacity: 2, version: 2, turnaroundMinutes: 15 })
    expect(changed.layoutId).not.toBe(screen.layoutId)
    expect((await house.stranger.get(`/screens/layouts/${screen.layoutId}`)).body.capacity).toBe(24)
    const renamed = (await office.put(`/screens/${screen.id}`, { ...change, name: 'Sala A', version: 2 }))
      .body
    expect(renamed.layoutId).toBe(changed.layoutId)
  })

  it('refuses a grid without seats, an unknown letter, and two screens of one name', async () => {
    const { theater } = await openCinema(office)
    const add = (name: string, plan: string) =>
      office.post('/screens', { theaterId: theater.id, name, grid: plan })
    expect((await add('Sala 2', '__')).body.code).toBe('movie.bad-grid')
    expect((await add('Sala 2', 'sxs')).status).toBe(422)
    expect((await add('SALA 1', 'ss')).body.code).toBe('movie.screen-exists')
  })

  it('a theater with showtimes to come keeps its time zone and stays open', async () => {
    const cinema = await openCinema(office)
    await office.post('/showtimes', showtimeDraft(cinema, 30))
    const change = (fields: object) =>
      office.put(`/theaters/${cinema.theater.id}`, { ...theaterDraft, version: 1, ...fields })
    expect((await change({ timeZone: 'Europe/London' })).body.code).toBe('movie.has-showtimes')
    expect((await change({ closed: true })).body.code).toBe('movie.has-showtimes')
    expect((await change({ name: 'Kino Klaps 2' })).body).toMatchObject({ name: 'Kino Klaps 2', version: 2 })
  })

  it('theaters are listed by city, screens by theater', async () => {
    const city = `Gdańsk ${crypto.randomUUID().slice(0, 8)}`
    const theater = (await office.post('/theaters', { ...theaterDraft, city })).body
    for (const name of ['Sala 2', 'Sala 1'])
      await office.post('/screens', { theaterId: theater.id, name, grid: 's' })
    const found = await house.stranger.get(`/theaters?city=${encodeURIComponent(city.replace('ń', 'n'))}`)
    expect(found.body.items).toEqual([theater])
    const first = (await house.stranger.get(`/theaters/${theater.id}/screens?limit=1`)).body
    const second = (
      await house.stranger.get(`/theaters/${theater.id}/screens?limit=1&cursor=${first.nextCursor}`)
    ).body
    expect([first, second].map(({ items }) => items[0].name)).toEqual(['Sala 1', 'Sala 2'])
  })
})

describe('price lists', () => {
  it('are for the box office; a change leaves showtimes at their prices', async () => {
    const cinema = await openCinema(office)
    expect((await customer.get('/showtimes/price-lists')).status).toBe(403)
    const showtime = (await office.post('/showtimes', showtimeDraft(cinema, 30))).body
    const dearer = priceDraft.prices.map((price) => ({ ...price, amount: price.amount + 500 }))
    const change = { ...priceDraft, prices: dearer, version: 1 }
    expect((await office.put(`/showtimes/price-lists/${cinema.priceList.id}`, change)).body.version).toBe(2)
    expect((await house.stranger.get(`/showtimes/${showtime.id}`)).body.prices).toEqual(priceDraft.prices)
    expect((await office.get('/showtimes/price-lists?limit=1')).body.items).toHaveLength(1)
  })

  it('422 for two prices of one category and seat type, and for a fraction', async () => {
    const [price] = priceDraft.prices
    const add = (prices: object[]) => office.post('/showtimes/price-lists', { ...priceDraft, prices })
    expect((await add([price!, price!])).status).toBe(422)
    expect((await add([{ ...price, amount: 25.5 }])).status).toBe(422)
  })
})
