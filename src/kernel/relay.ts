import { sql } from 'kysely'
import type { Bus } from './bus.ts'
import { type Database, executor } from './database.ts'
import type { Envelope } from './envelope.ts'
import type { Logger } from './log.ts'
import type { HouseMetrics } from './metrics.ts'

const batchSize = 500
const retryMs = 500

interface Options {
  service: string
  db: Database
  bus: Bus
  pollMs: number
  log: Logger
  metrics: HouseMetrics
}

/**
 * Carries one service's outbox to the bus: takes rows in batches (`for update skip locked`), hands them over, keeps
 * them in the event log (unless they come from there) and removes them, in one transaction. Woken in memory after each
 * commit that published; a poll finds what a dead process left.
 */
export class Relay {
  readonly #options: Options
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), this.#options.pollMs)
    this.wake()
  }

  wake(): void {
    if (this.#stopped) return
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = this.#drain().finally(() => {
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
    await this.#running
  }

  async #drain(): Promise<void> {
    const { service, log, metrics } = this.#options
    try {
      while (!this.#stopped) {
        const moved = await this.#moveBatch()
        for (const event of moved) metrics.eventsPublished.inc({ service, type: event.type })
        if (moved.length < batchSize) return
      }
    } catch (error) {
      log.warn({ err: error }, 'The outbox could not be relayed; it is tried again')
      setTimeout(() => this.wake(), retryMs).unref()
    }
  }

  async #moveBatch(): Promise<readonly Envelope[]> {
    const { db, bus, service } = this.#options
    const waiting = await sql`select 1 from outbox limit 1`.execute(db.query)
    if (waiting.rows.length === 0) return []
    const events = await db.query.transaction().execute(async (trx) => {
      const taken = await sql<{ event: Envelope }>`
        with taken as (
          delete from outbox where seq in (select seq from outbox order by seq limit ${batchSize} for update skip locked)
          returning seq, id, type, event
        ), kept as (
          insert into event_log (id, type, event, seq)
          select id, type, event, seq from taken where not jsonb_exists(event, 'replayid') on conflict do nothing
        )
        select event from taken order by seq`.execute(trx)
      const batch = taken.rows.map((row) => row.event)
      if (batch.length > 0) await bus.deliver(service, batch, executor(trx))
      return batch
    })
    if (events.length > 0) bus.delivered(service, events)
    return events
  }
}
