import { type RawBuilder, sql } from 'kysely'
import { type Bus, BusUnavailable } from './bus.ts'
import { type Database, executor } from './database.ts'
import type { Envelope } from './envelope.ts'
import { hold } from './held-events.ts'
import type { Logger } from './log.ts'
import type { HouseMetrics } from './metrics.ts'
import { outsideAnyScope } from './scope.ts'

const batchSize = 500
const retryMs = 500

interface Options {
  service: string
  db: Database
  bus: Bus
  pollMs: number
  /** As of `DatabaseSession`: without a write there is nothing new in the outbox. */
  onWrite: (hear: () => void) => () => void
  log: Logger
  metrics: HouseMetrics
  /** Awaited before each batch: resolves when events may take the processor from requests. Default: always. */
  calm?: () => Promise<void>
  /** An event is no longer tried: somebody has to look at it. */
  onParked(event: Envelope, error: unknown): Promise<void>
}

/** A row of the outbox in hand. */
interface Waiting {
  readonly seq: string
  readonly event: Envelope
}

interface Refused extends Waiting {
  readonly error: unknown
}

/**
 * Carries one service's outbox to the bus: takes rows in batches (`for update skip locked`), hands them over, keeps
 * them in the event log (unless they come from there) and removes them, in one transaction. Woken in memory after each
 * commit that published; a poll finds what a dead process left. What the bus refuses alone, while it takes others, is
 * held back and at last parked, so that one event which no bus can take holds up no other; nothing is lost.
 */
export class Relay {
  readonly #options: Options
  #timer: NodeJS.Timeout | undefined
  #deaf: (() => void) | undefined
  /** May there be something that this relay was not woken for: written by others, or held back until its time comes? */
  #mayWait = true
  #holds = true
  #running: Promise<void> | undefined
  #again = false
  #stopped = false
  /** How many deliveries the bus has taken. */
  #taken = 0
  /** What was refused when nothing else passed (by `seq`), and how many deliveries had been taken by then. */
  #suspected = new Map<string, number>()

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    this.#deaf = this.#options.onWrite(() => {
      this.#mayWait = true
    })
    this.#timer = setInterval(() => void this.#poll(), this.#options.pollMs)
    this.wake()
  }

  async #poll(): Promise<void> {
    if (!this.#mayWait && !this.#holds) return
    this.#mayWait = false
    this.wake()
    if (!this.#holds) return
    await this.#running
    const held = await sql`select 1 from outbox where held_until < 'infinity' limit 1`
      .execute(this.#options.db.query)
      .catch(() => undefined)
    this.#holds = held?.rows.length !== 0
  }

  wake(): void {
    if (this.#stopped) return
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = outsideAnyScope(() => this.#drain()).finally(() => {
      this.#running = undefined
      if (this.#again) {
        this.#again = false
        this.wake()
      }
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    this.#deaf?.()
    await this.#running
  }

  async #drain(): Promise<void> {
    const { log, calm } = this.#options
    try {
      while (!this.#stopped) {
        await calm?.()
        if ((await this.#moveWaiting()) < batchSize) return
      }
    } catch (error) {
      log.warn({ err: error }, 'The outbox could not be relayed; it is tried again')
      setTimeout(() => this.wake(), retryMs).unref()
    }
  }

  /** Moves the first that wait. @returns how many it took in hand */
  async #moveWaiting(): Promise<number> {
    const waiting = await sql`select 1 from outbox where ${isDue} limit 1`.execute(this.#options.db.query)
    if (waiting.rows.length === 0) return 0
    const batch: Waiting[] = []
    try {
      await this.#move(batch, sql`${isDue} order by seq limit ${batchSize}`)
    } catch (error) {
      const refused: Refused[] = []
      await this.#halve(batch, error, refused)
      const faulty = refused.length < batch.length ? refused : this.#faultyAmong(refused)
      if (faulty.length === 0) throw error
      for (const each of faulty) await this.#holdBack(each)
    }
    return batch.length
  }

  /**
   * Where nothing passes, the fault is hardly in the events: all of them wait. Unless the bus has taken others since it
   * refused one before: that one is refused for what it is.
   */
  #faultyAmong(refused: readonly Refused[]): Refused[] {
    const faulty = refused.filter(({ seq }) => (this.#suspected.get(seq) ?? this.#taken) < this.#taken)
    this.#suspected = new Map(refused.map(({ seq }) => [seq, this.#taken]))
    return faulty
  }

  /** Moves a refused batch in halves, and those in halves, until what is refused stands alone. */
  async #halve(batch: readonly Waiting[], error: unknown, refused: Refused[]): Promise<void> {
    await this.#expectWorking(error)
    const [only] = batch
    if (only && batch.length === 1) refused.push({ ...only, error })
    if (batch.length < 2) return
    const middle = Math.ceil(batch.length / 2)
    for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
      if (this.#stopped) throw error
      try {
        await this.#move([], sql`seq = any(${half.map(({ seq }) => seq)}::bigint[])`)
      } catch (again) {
        await this.#halve(half, again, refused)
      }
    }
  }

  /** @throws the error again when bus or database are the fault and not an event. */
  async #expectWorking(error: unknown): Promise<void> {
    if (error instanceof BusUnavailable) throw error
    try {
      await this.#options.bus.health()
      await sql`select 1`.execute(this.#options.db.query)
    } catch {
      throw error
    }
  }

  async #holdBack({ seq, event, error }: Refused): Promise<void> {
    const { db, log, metrics, service, onParked } = this.#options
    const facts = { err: error, event: event.type, eventId: event.id }
    this.#holds = true
    if (!(await hold(db, seq, error))) {
      log.warn(facts, 'The bus refuses an event; it is tried again later, the others pass')
      return
    }
    log.error(facts, 'The bus has refused an event for good; it is parked (klaps events parked)')
    metrics.eventsParked.inc({ service, type: event.type })
    await onParked(event, error)
  }

  /** Moves the rows that are meant and not in another relay's hands; names them in `batch`, also when it fails. */
  async #move(batch: Waiting[], which: RawBuilder<unknown>): Promise<void> {
    const { db, bus, service, metrics } = this.#options
    await db.query.transaction().execute(async (trx) => {
      const taken = await sql<Waiting>`
        with taken as (
          delete from outbox where seq in (select seq from outbox where ${which} for update skip locked)
          returning seq, id, type, event
        ), kept as (
          insert into event_log (id, type, event, seq)
          select id, type, event, seq from taken where not jsonb_exists(event, 'replayid') on conflict do nothing
        )
        select seq::text as seq, event from taken order by taken.seq`.execute(trx)
      batch.push(...taken.rows)
      if (batch.length > 0) await bus.deliver(service, eventsOf(batch), executor(trx))
    })
    if (batch.length === 0) return
    this.#taken++
    bus.delivered(service, eventsOf(batch))
    for (const { event } of batch) metrics.eventsPublished.inc({ service, type: event.type })
  }
}

const isDue = sql`(held_until is null or held_until <= pg_catalog.now())`
const eventsOf = (batch: readonly Waiting[]) => batch.map(({ event }) => event)
