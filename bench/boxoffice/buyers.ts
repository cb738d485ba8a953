import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../statistics.ts'
import { Connection, onTheWire, type RawAnswer } from './connection.ts'
import { pairsOf, type Sale } from './hall.ts'

/** What the buyers are to do, as many at a time as there are connections. */
export type Errand =
  | { readonly kind: 'hold'; readonly sale: Sale }
  /** All of them the same two seats. */
  | { readonly kind: 'hold-one'; readonly sale: Sale }
  | { readonly kind: 'purchase'; readonly sale: Sale }
  | { readonly kind: 'read'; readonly path: string }

export interface Order {
  readonly port: number
  readonly tokens: readonly string[]
  readonly connections: number
  /** Before anything is counted. */
  readonly warmSeconds: number
  readonly seconds: number
  readonly errand: Errand
}

export interface Count {
  /** Errands done in the time that counts: seats held, tickets had, maps read; for `hold-one` answers. */
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Answers by status, warm-up included. */
  readonly statuses: Readonly<Record<number, number>>
  /** Of the answers 503, which all say when to come back. */
  readonly refusedPerSecond: number
  readonly refusedP99Ms: number
}

/** How soon a page asks again for tickets that are not there yet, milliseconds. */
const TICKETS_AGAIN_MS = 50
/** A buyer who was turned away comes back after this, milliseconds: sooner than told, as impatient people do. */
const IMPATIENCE_MS = 200
const GOOD = { hold: 201, 'hold-one': 409, purchase: 200, read: 200 } as const

let keys = 0

/** Sends the buyers and counts. In a process of its own: see the end of the file. */
async function send(order: Order): Promise<Count> {
  const buyers = new Buyers(order)
  const connections = Array.from({ length: order.connections }, () => new Connection(order.port))
  try {
    await Promise.all(connections.map((connection, index) => buyers.run(connection, index)))
  } finally {
    for (const connection of connections) connection.close()
  }
  return buyers.count()
}

class Buyers {
  readonly #order: Order
  readonly #from = performance.now()
  readonly #good: number[] = []
  readonly #refused: number[] = []
  readonly #statuses: Record<number, number> = {}
  #pair = 0

  constructor(order: Order) {
    this.#order = order
  }

  get #countsFromMs() {
    return this.#from + this.#order.warmSeconds * 1000
  }
  get #endsAtMs() {
    return this.#countsFromMs + this.#order.seconds * 1000
  }

  async run(connection: Connection, index: number): Promise<void> {
    const token = this.#order.tokens[index % this.#order.tokens.length] ?? ''
    while (performance.now() < this.#endsAtMs) {
      const began = performance.now()
      const status = await this.#once(connection, token)
      this.#note(status, began)
      if (status === 503) await sleep(IMPATIENCE_MS)
    }
  }

  count(): Count {
    const { seconds } = this.#order
    return {
      perSecond: this.#good.length / seconds,
      p50Ms: percentile(this.#good, 0.5),
      p99Ms: percentile(this.#good, 0.99),
      statuses: this.#statuses,
      refusedPerSecond: this.#refused.length / seconds,
      refusedP99Ms: percentile(this.#refused, 0.99),
    }
  }

  #note(status: number, began: number): void {
    const { errand } = this.#order
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1
    if (status !== 503 && status !== GOOD[errand.kind] && !(errand.kind === 'hold-one' && status === 201))
      throw new Error(`${errand.kind}: answered ${status}`)
    const now = performance.now()
    if (now < this.#countsFromMs || now > this.#endsAtMs) return
    if (status === 503) this.#refused.push(now - began)
    else this.#good.push(now - began)
  }

  async #once(connection: Connection, token: string): Promise<number> {
    const { errand } = this.#order
    if (errand.kind === 'read')
      return checked(await connection.ask(onTheWire({ method: 'GET', path: errand.path }))).status
    if (errand.kind === 'purchase') return await this.#purchase(connection, token, errand.sale)
    const pair = errand.kind === 'hold' ? this.#pair++ : 0
    return checked(await connection.ask(holdRequest(errand.sale, pair, token))).status
  }

  /** Hold, pay, wait for the tickets as a page does. @returns the status of the tickets, or of what went wrong */
  async #purchase(connection: Connection, token: string, sale: Sale): Promise<number> {
    const held = checked(await connection.ask(holdRequest(sale, this.#pair++, token), true))
    if (held.status !== 201) return held.status
    const { id } = JSON.parse(held.body) as { id: string }
    const body = JSON.stringify({ bookingId: id, method: { token: 'pm_card_visa' } })
    const payment = { method: 'POST', path: '/api/v1/payments', token, key: `pay-${id}`, body } as const
    const paid = checked(await connection.ask(onTheWire(payment), true))
    if (paid.status !== 201) return paid.status
    const tickets = onTheWire({ method: 'GET', path: `/api/v1/bookings/${id}/tickets`, token })
    for (;;) {
      const { status } = checked(await connection.ask(tickets))
      if (status !== 409) return status
      await sleep(TICKETS_AGAIN_MS)
    }
  }
}

function checked(answer: RawAnswer): RawAnswer {
  if (answer.status === 503 && !answer.hasRetryAfter) throw new Error('A refusal without Retry-After')
  return answer
}

/** Neighbouring pairs go to different showtimes, so that buyers who come together meet in none. */
function holdRequest(sale: Sale, pair: number, token: string): string {
  if (pair >= pairsOf(sale)) throw new Error('The sale is sold out: it must not be in the time that counts')
  const showtimes = sale.showtimeIds.length
  const place = Math.floor(pair / showtimes)
  const pairsInRow = sale.seatsInRow / 2
  const row = sale.rows[Math.floor(place / pairsInRow)]
  const left = 2 * (place % pairsInRow) + 1
  const body = `{"showtimeId":"${sale.showtimeIds[pair % showtimes]}","seats":[{"seatId":"${row}${left}"},{"seatId":"${row}${left + 1}"}]}`
  return onTheWire({ method: 'POST', path: '/api/v1/bookings', token, key: `${runId}-${keys++}`, body })
}

const runId = crypto.randomUUID()

process.on('message', (order: Order) => {
  send(order).then(
    (count) => process.send!({ count }),
    (error: unknown) => process.send!({ error: String(error) }),
  )
})
