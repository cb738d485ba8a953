import type { Seat } from '#services/movie'
import { openCinema, showtimeDraft } from '../../src/services/movie/cinema.fixture.ts'
import type { Told } from '../faults/box-office-evidence.ts'
import { type Answer, Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'

type Wanted = string | readonly [seatId: string, category: string]

/** Somebody who buys seats over HTTP, and writes down what they are told. */
export class Buyer {
  readonly #person: Person
  readonly #told: Told[]
  readonly #guest: { email: string } | undefined
  /** A guest's only keys to their bookings. */
  readonly #tokens: Map<string, string>
  /** Of all that they were told. */
  readonly caller: string

  /**
   * @param person Nobody (without a token) for a guest.
   * @param same This buyer, in front of another process.
   */
  constructor(person: Person, told: Told[], same?: Buyer) {
    this.#person = person
    this.#told = told
    this.#guest = same
      ? same.#guest
      : person.token
        ? undefined
        : { email: `${crypto.randomUUID()}@example.org` }
    this.#tokens = same ? same.#tokens : new Map()
    this.caller = this.#guest?.email ?? person.id
  }

  /** The same buyer in front of another process. */
  at(url: string): Buyer {
    return new Buyer(new Person(url, this.#person.token, this.#person.id), this.#told, this)
  }

  /** @param key The same one again is the same wish. */
  async hold(
    showtimeId: string,
    seats: readonly Wanted[],
    { key = crypto.randomUUID(), ...more }: { key?: string; voucher?: string; queueToken?: string } = {},
  ): Promise<Answer> {
    const wanted = seats.map((seat) =>
      typeof seat === 'string' ? { seatId: seat } : { seatId: seat[0], category: seat[1] },
    )
    const guest = this.#guest ? { guest: this.#guest } : {}
    const answer = await this.#send(
      'POST',
      '/bookings',
      { showtimeId, seats: wanted, ...guest, ...more },
      key,
    )
    if (answer.status === 201 && answer.body.bookingToken)
      this.#tokens.set(answer.body.id, answer.body.bookingToken)
    return answer
  }

  /** Stands in the waiting room until admitted. @returns the admission, for the hold */
  async waitFor(showtimeId: string): Promise<string> {
    const { status, body } = await this.#person.post('/bookings/queue', { showtimeId })
    if (status !== 201) throw new Error(`Expected 201, got ${status}: ${JSON.stringify(body)}`)
    await until(
      'an admission',
      async () => (await this.#person.get(`/bookings/queue/${body.queueToken}`)).body.state === 'admitted',
      60_000,
    )
    return body.queueToken
  }

  pay(bookingId: string, token = 'pm_card_visa', key: string = crypto.randomUUID()): Promise<Answer> {
    return this.#send('POST', '/payments', { bookingId, method: { token } }, key, bookingId)
  }

  confirmFree(bookingId: string): Promise<Answer> {
    return this.#send('POST', `/bookings/${bookingId}/confirm`, {}, crypto.randomUUID(), bookingId)
  }

  /** Lets a hold go, or gives all seats back. */
  release(bookingId: string, refundTo: 'method' | 'voucher' = 'method'): Promise<Answer> {
    return this.#send('DELETE', `/bookings/${bookingId}?refundTo=${refundTo}`, undefined, null, bookingId)
  }

  giveBack(
    bookingId: string,
    seatIds: readonly string[],
    refundTo: 'method' | 'voucher' = 'method',
  ): Promise<Answer> {
    return this.#send('POST', `/bookings/${bookingId}/cancellations`, { seatIds, refundTo }, null, bookingId)
  }

  see(bookingId: string): Promise<Answer> {
    return this.#send('GET', `/bookings/${bookingId}`, undefined, null, bookingId)
  }

  payment(bookingId: string): Promise<Answer> {
    return this.#send('GET', `/payments/of/${bookingId}`, undefined, null, bookingId)
  }

  tickets(bookingId: string): Promise<Answer> {
    return this.#send('GET', `/bookings/${bookingId}/tickets`, undefined, null, bookingId)
  }

  /** Anything else under a booking, such as its PDF. */
  get(path: string, bookingId: string): Promise<Answer> {
    return this.#send('GET', path, undefined, null, bookingId)
  }

  /** The booking once it is in one of these states. */
  async comesTo(bookingId: string, ...states: readonly string[]): Promise<any> {
    return await until(
      `booking ${bookingId} to be ${states.join(' or ')}`,
      async () => {
        const { body } = await this.see(bookingId)
        return states.includes(body.state) && body
      },
      60_000,
    )
  }

  async #send(method: string, path: string, body: unknown, key: string | null, bookingId?: string) {
    const token = bookingId === undefined ? undefined : this.#tokens.get(bookingId)
    const headers = {
      ...(token ? { 'booking-token': token } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    }
    const answer = await this.#person.send(method, path, body, headers)
    this.#told.push({
      caller: this.caller,
      userId: this.#guest ? null : this.#person.id,
      request: `${method} ${path} ${body === undefined ? '' : JSON.stringify(body)}`,
      key,
      status: answer.status,
      body: answer.body,
    })
    return answer
  }
}

export interface Show {
  readonly showtimeId: string
  readonly seats: readonly Seat[]
}

/** Rows of so many seats without an aisle. */
export const plainGrid = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => 's'.repeat(columns)).join('\n')

/**
 * A theater with one screen, and a showtime of it that booking has heard of.
 *
 * @param office May write the catalogue.
 * @param hours From now until it begins.
 */
export async function openSale(
  office: Person,
  {
    grid = plainGrid(4, 6),
    hours = 48,
    ...rules
  }: { grid?: string; hours?: number; perBuyerLimit?: number } = {},
): Promise<Show> {
  const cinema = await openCinema(office)
  const screen = await created(
    office.post('/screens', { theaterId: cinema.theater.id, name: 'Sala 2', grid }),
  )
  const draft = { refuseOrphans: false, ...showtimeDraft({ ...cinema, screen }, hours), ...rules }
  const showtime = await created(office.post('/showtimes', draft))
  const layout = await office.get(`/screens/layouts/${showtime.layoutId}`)
  await until(
    'booking to hear of the showtime',
    async () => (await office.get(`/bookings/seat-maps/${showtime.id}`)).status === 200,
    60_000,
  )
  return { showtimeId: showtime.id, seats: layout.body.seats }
}

async function created(answer: Promise<Answer>): Promise<any> {
  const { status, body } = await answer
  if (status !== 201) throw new Error(`Expected 201, got ${status}: ${JSON.stringify(body)}`)
  return body
}
