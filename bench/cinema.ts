import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from '../test/harness/person.ts'
import { expectOk } from '../test/journeys/world.ts'

/** Ten rows of twenty: pairs that are sold side by side leave nobody alone. */
const rows = 'ABCDEFGHIJ'
const seatsInRow = 20
const grid = Array.from(rows, () => 's'.repeat(seatsInRow)).join('\n')
const screens = 4
const hoursApart = 4
/** How long the sandbox may take to announce its two weeks, milliseconds. */
const patienceMs = 120_000

const movieDraft = {
  title: 'Próba świateł',
  genres: ['drama'],
  runtimeMinutes: 100,
  language: 'pl',
  subtitles: ['en'],
}
const priceDraft = {
  name: 'Próba',
  currency: 'PLN',
  vatPercent: 8,
  prices: [
    { category: 'normal', seatType: 'standard', amount: 2500 },
    { category: 'student', seatType: 'standard', amount: 1900 },
  ],
}
const theaterDraft = {
  name: 'Kino Próba',
  city: 'Gdańsk',
  address: 'ul. Zmyślona 3, Gdańsk',
  timeZone: 'Europe/Warsaw',
}

/** A paid booking of two seats. */
export interface Purchase {
  readonly bookingId: string
  readonly paymentId: string
  readonly showtimeId: string
  readonly tickets: readonly { readonly id: string; readonly token: string; readonly seatId: string }[]
}

/** What the API answers about a thing of the box office. */
interface Thing {
  readonly id: string
  readonly version: number
  readonly layoutId: string
  readonly showtimeId: string
  readonly startsAt: string
}
type Draft = Readonly<Record<string, unknown>>

/**
 * What there is to see and to buy: the sandbox's cinema, and one of the benchmark's own with showtimes of 200 seats. Who
 * calls must have the rights of an administrator.
 */
export class CinemaScene {
  readonly movieIds: readonly string[]
  readonly theaterIds: readonly string[]
  /** Of the own cinema: on sale, with a few seats sold. */
  readonly showtimeIds: readonly string[]
  readonly own: {
    readonly movieId: string
    readonly theaterId: string
    readonly screenId: string
    readonly layoutId: string
    readonly priceListId: string
  }
  readonly purchases: readonly Purchase[]
  #pairs = 0
  #slots = 0

  private constructor(known: Pick<CinemaScene, 'movieIds' | 'theaterIds' | 'showtimeIds' | 'own'>) {
    this.movieIds = known.movieIds
    this.theaterIds = known.theaterIds
    this.showtimeIds = known.showtimeIds
    this.own = known.own
    this.purchases = []
  }

  /** Waits for the sandbox's programme where there is one, opens the own cinema and sells `purchases` pairs of its seats. */
  static async open(owner: Person, size: { showtimesEach: number; purchases: number; programme: boolean }) {
    if (size.programme) await programmeOf(owner)
    const own = await openOwn(owner)
    const showtimeIds: string[] = []
    for (const screenId of own.screenIds)
      for (let nth = 0; nth < size.showtimesEach; nth++)
        showtimeIds.push((await schedule(owner, { ...own, screenId }, 48 + nth * hoursApart)).id)
    const ids = async (path: string) =>
      (await expectOk(owner.get(`${path}?limit=100`))).body.items.map((each: Thing) => each.id)
    const known = { movieIds: await ids('/movies'), theaterIds: await ids('/theaters'), showtimeIds, own }
    const scene = new CinemaScene(known)
    await scene.#onSale(owner)
    await scene.#sell(owner, size.purchases)
    return scene
  }

  /** Two seats that nobody has, as `POST /bookings` takes them. */
  pair(): { readonly showtimeId: string; readonly seats: readonly { readonly seatId: string }[] } {
    const nth = this.#pairs++
    const place = Math.floor(nth / this.showtimeIds.length)
    const row = rows[Math.floor((place * 2) / seatsInRow)]
    if (row === undefined) throw new Error("The benchmark's cinema is sold out")
    const left = ((place * 2) % seatsInRow) + 1
    return {
      showtimeId: this.showtimeIds[nth % this.showtimeIds.length]!,
      seats: [{ seatId: `${row}${left}` }, { seatId: `${row}${left + 1}` }],
    }
  }

  /** When and where a further showtime has a screen to itself. */
  draft(): Draft {
    return showtimeDraft(this.own, 24 * 60 + this.#slots++ * hoursApart)
  }
  async showtime(owner: Person): Promise<Thing> {
    return (await expectOk(owner.post('/showtimes', this.draft()))).body
  }
  async movie(owner: Person): Promise<Thing> {
    return (await expectOk(owner.post('/movies', movieDraft))).body
  }
  async voucher(owner: Person): Promise<{ id: string; code: string }> {
    const draft = { kind: 'free-seat', freeSeats: 2 }
    return (await expectOk(owner.post('/bookings/vouchers', { draft }))).body.items[0]
  }

  /** Two seats held for five minutes. */
  async held(owner: Person, more: Draft = {}): Promise<Thing> {
    return (await expectOk(owner.post('/bookings', { ...this.pair(), ...more }))).body
  }

  async purchase(owner: Person): Promise<Purchase> {
    const { id, showtimeId } = await this.held(owner)
    const card = { bookingId: id, method: { token: 'pm_card_visa' } }
    const payment = await expectOk(owner.post('/payments', card, { 'idempotency-key': id }))
    for (let leftMs = patienceMs; leftMs > 0; leftMs -= 20) {
      const { status, body } = await owner.get(`/bookings/${id}/tickets`)
      if (status === 200)
        return { bookingId: id, paymentId: payment.body.id, showtimeId, tickets: body.items }
      await sleep(20)
    }
    throw new Error(`No tickets within ${patienceMs} ms`)
  }

  async #onSale(owner: Person): Promise<void> {
    const last = this.showtimeIds.at(-1)
    for (let leftMs = patienceMs; leftMs > 0; leftMs -= 50) {
      if ((await owner.get(`/bookings/seat-maps/${last}`)).body.onSale === true) return
      await sleep(50)
    }
    throw new Error(`Not on sale within ${patienceMs} ms`)
  }

  async #sell(owner: Person, count: number): Promise<void> {
    const purchases: Purchase[] = []
    const numbers = Array.from({ length: count }).values()
    const buyer = async () => {
      for (const _ of numbers) purchases.push(await this.purchase(owner))
    }
    await Promise.all(Array.from({ length: 4 }, buyer))
    Object.assign(this, { purchases })
  }
}

/** Until the sandbox has announced the last of its fourteen days. */
async function programmeOf(owner: Person): Promise<void> {
  const from = Temporal.Now.zonedDateTimeISO('Europe/Warsaw').startOfDay().add({ days: 13 }).toInstant()
  for (let leftMs = patienceMs; leftMs > 0; leftMs -= 200) {
    if ((await expectOk(owner.get(`/showtimes?from=${from}`))).body.items.length > 0) return
    await sleep(200)
  }
  throw new Error(`No programme of the sandbox within ${patienceMs} ms`)
}

async function openOwn(owner: Person) {
  const add = async (path: string, draft: object): Promise<Thing> =>
    (await expectOk(owner.post(path, draft))).body
  const theater = await add('/theaters', theaterDraft)
  const screenIds: string[] = []
  let last: Thing | undefined
  // The first is for showtimes that the measured calls make.
  for (let nth = 0; nth <= screens; nth++) {
    last = await add('/screens', { theaterId: theater.id, name: `Sala ${nth}`, grid })
    screenIds.push(last.id)
  }
  const [screenId, ...others] = screenIds
  const priceList = await add('/showtimes/price-lists', priceDraft)
  const movie = await add('/movies', movieDraft)
  return {
    movieId: movie.id,
    theaterId: theater.id,
    screenId: screenId!,
    screenIds: others,
    layoutId: last!.layoutId,
    priceListId: priceList.id,
  }
}

interface Place {
  readonly movieId: string
  readonly screenId: string
  readonly priceListId: string
}

const schedule = async (owner: Person, place: Place, hours: number): Promise<Thing> =>
  (await expectOk(owner.post('/showtimes', showtimeDraft(place, hours)))).body

/** `hours` from the full hour on. */
function showtimeDraft({ movieId, screenId, priceListId }: Place, hours: number): Draft {
  const startsAt = Temporal.Now.instant().round({ smallestUnit: 'hour' }).add({ hours }).toString()
  return { movieId, screenId, priceListId, format: '2d', language: 'pl', startsAt }
}

export const drafts = { movie: movieDraft, theater: theaterDraft, priceList: priceDraft, grid }
