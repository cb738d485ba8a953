import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { type Cinema, movieDraft, openCinema, showtimeDraft, theaterDraft } from './cinema.fixture.ts'
import movie from './service.ts'

let one: TestHouse
let two: TestHouse
let office: Person
let cinema: Cinema
beforeAll(async () => {
  one = await openTestHouse({ services: [movie], alone: false })
  two = await openTestHouse({ services: [movie], alone: false, on: one })
  office = await one.person({ roles: ['box_office'] })
  cinema = await openCinema(office)
})
afterAll(async () => {
  await two.stop()
  await one.stop()
})

const listOf = (house: TestHouse, path = '/showtimes') => house.stranger.get(path)
const idsOf = async (house: TestHouse) =>
  (await listOf(house)).body.items.map(({ id }: { id: string }) => id) as string[]

describe('a public list', () => {
  it('is read once for all who ask the same, and not sent again to whoever has it', async () => {
    await office.post('/showtimes', showtimeDraft(cinema, 20))
    const first = await listOf(one)
    // What nobody has told of is seen only when the list is read again.
    await one.rows(`update movie.movies set title = 'Untold'`)
    const again = await listOf(one)
    expect(again.body).toEqual(first.body)
    const etag = again.headers.get('etag')!
    const unchanged = await one.stranger.get('/showtimes', { 'if-none-match': etag })
    expect([unchanged.status, unchanged.body]).toEqual([304, ''])
    await one.rows(`update movie.movies set title = 'Ziemia obiecana'`)
  })

  it('shows a change at once where it was made, and to whoever has the list before it', async () => {
    const before = await listOf(one)
    const { body: added } = await office.post('/showtimes', showtimeDraft(cinema, 30))
    expect(await idsOf(one)).toContain(added.id)
    const fresh = await one.stranger.get('/showtimes', { 'if-none-match': before.headers.get('etag')! })
    expect(fresh.status).toBe(200)
    await office.post(`/showtimes/${added.id}/cancel`, { reason: 'a test' })
    expect(await idsOf(one)).not.toContain(added.id)
  })

  it('shows a change on every other replica, long before its copy is too old', async () => {
    await idsOf(two)
    const { body: added } = await office.post('/showtimes', showtimeDraft(cinema, 40))
    const began = performance.now()
    await until('the showtime', async () => (await idsOf(two)).includes(added.id), 4_000)
    expect(performance.now() - began).toBeLessThan(4_000)
  })

  it('of movies, theaters and genres, too, whatever changes', async () => {
    const { movie: film, theater } = cinema
    for (const path of ['/movies', '/movies/genres', '/theaters', '/showtimes']) await listOf(one, path)
    const draft = { ...movieDraft, title: 'The Promised Land', genres: ['epic'], version: film.version }
    expect((await office.put(`/movies/${film.id}`, draft)).status).toBe(200)
    expect((await listOf(one, '/movies')).body.items[0].title).toBe('The Promised Land')
    expect((await listOf(one, '/movies/genres')).body.items).toEqual([{ genre: 'epic', movies: 1 }])
    expect((await listOf(one)).body.items[0].movieTitle).toBe('The Promised Land')
    const renamed = { ...theaterDraft, name: 'Bałtyk', version: theater.version }
    expect((await office.put(`/theaters/${theater.id}`, renamed)).status).toBe(200)
    expect((await listOf(one, '/theaters')).body.items[0].name).toBe('Bałtyk')
    expect((await listOf(one)).body.items[0].theaterName).toBe('Bałtyk')
  })

  it('that was being read during a change is not kept', async () => {
    const { Client } = await import('pg')
    const blocker = new Client({ connectionString: one.databaseUrl })
    await blocker.connect()
    await blocker.query('begin')
    await blocker.query('lock table movie.layouts in access exclusive mode')
    const path = '/showtimes?limit=7'
    const slow = listOf(one, path)
    await until('the slow reader', async () => {
      const { rows } = await blocker.query(
        `select from pg_locks where relation = 'movie.layouts'::regclass and not granted`,
      )
      return rows.length > 0
    })
    // A change meanwhile: the list of movies needs no layouts, and drops what is on its way.
    const { body: added } = await office.post('/movies', {
      ...movieDraft,
      title: 'Meanwhile',
    })
    expect(added.title).toBe('Meanwhile')
    await blocker.query('commit')
    await blocker.end()
    expect((await slow).status).toBe(200)
    await one.rows(`update movie.movies set title = 'Read again' where title = 'The Promised Land'`)
    expect((await listOf(one, path)).body.items[0].movieTitle).toBe('Read again')
  })

  it('refuses what it refused before there was a cache', async () => {
    for (const path of ['/showtimes?cursor=abc', '/showtimes?limit=201', '/movies?date=tomorrow'])
      expect([path, (await listOf(one, path)).status]).toEqual([path, 422])
    for (const path of ['/showtimes?cursor=abc', '/showtimes?cursor=abc'])
      expect((await listOf(one, path)).status).toBe(422)
  })
})
