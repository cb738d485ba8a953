import { setTimeout as sleep } from 'node:timers/promises'
import type { Bus, Ear, Listener } from '../../kernel/bus.ts'
import type { SqlExecutor } from '../../kernel/database.ts'
import { deliveryJobs } from '../../kernel/deliveries.ts'
import type { Envelope } from '../../kernel/envelope.ts'
import type { Logger } from '../../kernel/log.ts'
import { eventQueue, type JobQueue } from '../../kernel/queue.ts'

/** From so many events on, one listener after the other hears them. */
const MANY = 50
/** How long a listener may take before its events are queued for it instead, milliseconds. */
const PATIENCE_MS = 5_000

interface Delivery {
  readonly service: string
  readonly heard: readonly Envelope[]
}

/**
 * The bus when all services live in one database (decision 12). Listeners of this process hear events before the outbox
 * lets go of them: a process that dies in between finds them there again, and the inboxes pass over what was heard.
 * Listeners of other processes, and those that do not manage now, get one job with all events of the batch, inserted in
 * the very transaction that empties the outbox.
 */
export class LocalBus implements Bus {
  readonly #queue: JobQueue
  readonly #listeners: readonly Listener[]
  readonly #log: Logger
  readonly #ears = new Map<string, Ear>()
  /** For whom the delivery in hand of each source has queued events. A source has one relay in this process. */
  readonly #queuedBy = new Map<string, string[]>()

  constructor(queue: JobQueue, listeners: readonly Listener[], log: Logger) {
    this.#queue = queue
    this.#listeners = listeners
    this.#log = log
  }

  listen(service: string, ear: Ear): void {
    this.#ears.set(service, ear)
  }

  async deliver(source: string, events: readonly Envelope[], tx: SqlExecutor): Promise<void> {
    const deliveries = this.#listeners
      .map((listener) => ({
        service: listener.service,
        heard: events.filter((event) => hears(listener, event.type)),
      }))
      .filter(({ heard }) => heard.length > 0)
    const left = await this.#unheard(deliveries, events.length)
    for (const { service, heard } of left)
      await this.#queue.insert(eventQueue(service), deliveryJobs(heard), tx)
    this.#queuedBy.set(
      source,
      left.map(({ service }) => service),
    )
  }

  delivered(source: string): void {
    for (const service of this.#queuedBy.get(source) ?? []) this.#queue.wake(eventQueue(service))
  }

  async start(): Promise<void> {}
  async health(): Promise<void> {}

  async hearing(): Promise<void> {}

  async stop(): Promise<void> {
    this.#ears.clear()
  }

  /**
   * Few events are heard by all at the same time, which is quickest. Many by one after the other: what all listeners do with
   * hundreds of them would else be done in one turn of the event loop, and whoever waits for an answer meanwhile waits for
   * all of it.
   */
  async #unheard(deliveries: readonly Delivery[], count: number): Promise<Delivery[]> {
    const lanes = count < MANY ? deliveries.map((each) => [each]) : [deliveries]
    const left: Delivery[] = []
    const hearAll = async (lane: readonly Delivery[]) => {
      for (const each of lane) if (!(await this.#isHeard(each.service, each.heard))) left.push(each)
    }
    await Promise.all(lanes.map(hearAll))
    return left
  }

  /** Whoever is late goes on, and finds the events again in their job: one of both has the effect. */
  async #isHeard(service: string, events: readonly Envelope[]): Promise<boolean> {
    const ear = this.#ears.get(service)
    if (!ear) return false
    const inTime = new AbortController()
    const late = sleep(PATIENCE_MS, false, { signal: inTime.signal }).catch(() => false)
    const heard = ear(events).catch((error: unknown) => {
      this.#log.warn({ err: error, listener: service }, 'Events could not be heard at once; they are queued')
      return false
    })
    const isHeard = await Promise.race([heard, late])
    inTime.abort()
    return isHeard
  }
}

export const hears = (listener: Listener, type: string) =>
  listener.types === 'everything' || listener.types.includes(type)
