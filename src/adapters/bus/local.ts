import type { Bus, Listener } from '../../kernel/bus.ts'
import type { SqlExecutor } from '../../kernel/database.ts'
import { deliveryJobs } from '../../kernel/deliveries.ts'
import type { Envelope } from '../../kernel/envelope.ts'
import { eventQueue, type JobQueue } from '../../kernel/queue.ts'

/**
 * The bus when all services live in one database: for each listener one job with all events of a batch that it hears,
 * inserted in the very transaction that empties the outbox, so that no event is queued twice or never.
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
      await this.#queue.insert(eventQueue(listener.service), deliveryJobs(heard), tx)
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
