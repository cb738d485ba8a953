import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Account, Api, ApiRefusal } from '../api.ts'
import { daysAhead, movieFor, movies, pricesOf, slots, theaters } from './programme.ts'

/** Gets administrator's rights by the sandbox's `KLAPS_ADMIN_EMAIL`, and gives the box office its role. */
export const managerEmail = 'kierownik@klaps.test'
/** Whom the README signs in to check tickets. */
export const boxOffice: Account = {
  name: 'Kasia Bilet',
  email: 'kasa@klaps.test',
  password: 'klaps-demo-kasa',
}

/** Between two requests: nobody waits for the demo, and a small machine has other things to do. */
const PAUSE_MS = 120

/**
 * Makes the invented cinema through the public API: movies, theaters with their seat plans and prices, and showtimes for
 * two weeks. What an earlier start has made stays; days that have come nearer since are filled. The next showtimes come
 * first.
 *
 * @param stateDir Where the manager's password is kept: an administrator is not left with a published one.
 */
export async function furnishCinema(houseUrl: string, stateDir: string): Promise<void> {
  const api = new Api(houseUrl)
  if (await api.signUp(boxOffice)) await giveRole(houseUrl, stateDir, api.userId)
  else await api.signIn(boxOffice)
  if ((await api.send('GET', '/users/me')).roles?.toString() !== 'box_office')
    await giveRole(houseUrl, stateDir, api.userId)
  const movieIds: string[] = []
  for (const [index] of movies.entries()) movieIds.push(await movieAt(api, index))
  const houses: House[] = []
  for (const [index] of theaters.entries()) houses.push(await theaterAt(api, index))
  await schedule(api, movieIds, houses)
}

async function giveRole(houseUrl: string, stateDir: string, userId: string): Promise<void> {
  const manager = { name: 'Kierownik', email: managerEmail, password: await keptPassword(stateDir) }
  const api = new Api(houseUrl)
  if (!(await api.signUp(manager))) await api.signIn(manager)
  await api.send('PUT', `/users/${userId}/roles`, { roles: ['box_office'] })
}

async function keptPassword(stateDir: string): Promise<string> {
  const file = join(stateDir, 'manager-password')
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch {
    const password = randomBytes(24).toString('base64url')
    await mkdir(stateDir, { recursive: true })
    await writeFile(file, password, { mode: 0o600, flag: 'wx' })
    return password
  }
}

type Thing = Record<string, unknown>

async function movieAt(api: Api, index: number): Promise<string> {
  const [title, genre, runtimeMinutes, language, rating, director, cast] = movies[index]!
  const found = await listed(api, `/movies?title=${encodeURIComponent(title)}`, 'title', title)
  if (found) return String(found.id)
  const other = language === 'pl' ? 'en' : 'pl'
  const about = { title, genres: [genre], runtimeMinutes, language, rating, directors: [director] }
  return String((await add(api, '/movies', { ...about, cast, subtitles: [other] })).id)
}

interface House {
  readonly timeZone: string
  readonly theaterId: string
  readonly screenIds: readonly string[]
  readonly priceListId: string
}

async function theaterAt(api: Api, index: number): Promise<House> {
  const { theater, screens, priceList } = theaters[index]!
  const kept = await listed(api, '/theaters?limit=100', 'name', theater.name)
  const theaterId = String((kept ?? (await add(api, '/theaters', theater))).id)
  const screenIds: string[] = []
  for (const screen of screens) {
    const known = await listed(api, `/theaters/${theaterId}/screens`, 'name', screen.name)
    screenIds.push(String((known ?? (await add(api, '/screens', { theaterId, ...screen }))).id))
  }
  const prices = { name: priceList, currency: 'PLN', vatPercent: 8, prices: pricesOf(index * 0.2) }
  const list = await listed(api, '/showtimes/price-lists?limit=100', 'name', priceList)
  const priceListId = String((list ?? (await add(api, '/showtimes/price-lists', prices))).id)
  return { timeZone: theater.timeZone, theaterId, screenIds, priceListId }
}

async function schedule(api: Api, movieIds: readonly string[], houses: readonly House[]): Promise<void> {
  const now = Temporal.Now.instant()
  const known = new Set<string>()
  for (const { theaterId } of houses)
    for await (const each of pages(api, `/showtimes?theaterId=${theaterId}&limit=100`))
      known.add(`${each.screenId} ${Temporal.Instant.from(String(each.startsAt))}`)
  for (const draft of programme(houses, movieIds, now)) {
    if (known.has(`${draft.screenId} ${draft.startsAt}`)) continue
    try {
      await add(api, '/showtimes', draft)
    } catch (error) {
      // Whoever plays with the box office may have put something of their own there.
      if (!(error instanceof ApiRefusal && error.status === 409)) throw error
    }
  }
}

/** Every showtime that there should be, the next first. */
function programme(houses: readonly House[], movieIds: readonly string[], now: Temporal.Instant) {
  const drafts = houses.flatMap((house, first) =>
    house.screenIds.flatMap((screenId, screen) =>
      Array.from({ length: daysAhead }, (_, day) => day).flatMap((day) =>
        slots.map((slot, nth) => {
          const date = now.toZonedDateTimeISO(house.timeZone).toPlainDate().add({ days: day })
          const movie = movieFor(date, first + screen, nth)
          const startsAt = date.toZonedDateTime({ timeZone: house.timeZone, plainTime: slot }).toInstant()
          const { priceListId } = house
          const language = movies[movie]![3]
          return { movieId: movieIds[movie], screenId, priceListId, format: '2d', language, startsAt }
        }),
      ),
    ),
  )
  return drafts
    .filter(({ startsAt }) => Temporal.Instant.compare(startsAt, now) > 0)
    .toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt))
    .map((draft) => ({ ...draft, startsAt: draft.startsAt.toString() }))
}

async function add(api: Api, path: string, body: object): Promise<Thing> {
  await sleep(PAUSE_MS, undefined, { ref: false })
  return await api.send('POST', path, body)
}

async function listed(api: Api, path: string, field: string, value: string): Promise<Thing | undefined> {
  for await (const each of pages(api, path)) if (each[field] === value) return each
  return undefined
}

async function* pages(api: Api, path: string): AsyncGenerator<Thing> {
  let cursor: unknown
  do {
    const mark = path.includes('?') ? '&' : '?'
    const next = cursor ? `${mark}cursor=${encodeURIComponent(String(cursor))}` : ''
    const page = await api.send('GET', path + next)
    yield* page.items as Thing[]
    cursor = page.nextCursor
  } while (cursor)
}
