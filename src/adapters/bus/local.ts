import type { Bus, Listener } from '../../kernel/bus.ts'
import type { SqlExecutor } from '../../kernel/database.ts'
import { deliveryId, type Envelope } from '../../kernel/envelope.ts'
import { eventQueue, type JobQueue } from '../../kernel/queue.ts'

/**
 * The bus when all services live in one database: one job per listener, inserted in bulk in the very transaction that
 * empties the outbox, under an id derived from event and listener, so that not even a repeated relay doubles it. Only
 * a replay, which is meant to come again, gets another id; then the listener's inbox alone keeps its effect single.
 */
export class LocalBus implements Bus {
  readonly #queue: JobQueue
  readonly #listeners: readonly Listener[]

  constructor(queue: JobQueue, listeners: readonly Listener[]) {
    this.#queue = queue
    this.#listeners = listeners
  }

  async deliver(_source: string, events: readonly Envelope[], tx: SqlExecutor): Promise<void> {
    for (const listener of this.#listeners) {
      const heard = events.filter((event) => hears(listener, event.type))
      if (heard.length === 0) continue
      const jobs = heard.map((event) => ({ id: deliveryId(event, listener.service), data: event }))
      await this.#queue.insert(eventQueue(listener.service), jobs, tx)
    }
  }

  delivered(_source: string, events: readonly Envelope[]): void {
    for (const listener of this.#listeners) {
      if (events.some((event) => hears(listener, event.type))) this.#queue.wake(eventQueue(listener.service))
    }
  }

  async start(): Promise<void> {}
  async health(): Promise<void> {}
  async stop(): Promise<void> {}
}

export const hears = (listener: Listener, type: string) =>
  listener.types === 'everything' || listener.types.includes(type)
