import { setTimeout as sleep } from 'node:timers/promises'

/** So many requests in hand at once are a rush. */
const RUSH_FROM = 4
/** A rush is over when there was none for so long, milliseconds: between two batches of answers there are few for a moment. */
const OVER_AFTER_MS = 20
/** How often whoever waits looks again, milliseconds. */
const LOOK_MS = 25
/** No job is put off for longer than this, milliseconds: in a rush without end what waits becomes slow and never stops. */
const PATIENCE_MS = 1_000

/**
 * The requests that a process has in hand. Jobs that nobody waits for (`givesWay`) step aside while there are many: a
 * thousand buyers who hold seats would else share the processor with a thousand notifications that they do.
 */
export class Foreground {
  #inHand = 0
  #rushAtMs = Number.NEGATIVE_INFINITY

  /** Runs `work` as a request. */
  async request<T>(work: () => Promise<T>): Promise<T> {
    this.begin()
    try {
      return await work()
    } finally {
      this.end()
    }
  }

  /** A request is in hand, until `end`. */
  begin(): void {
    this.#inHand++
    if (this.#inHand >= RUSH_FROM) this.#rushAtMs = performance.now()
  }

  end(): void {
    if (this.#inHand >= RUSH_FROM) this.#rushAtMs = performance.now()
    this.#inHand--
  }

  /** Resolves when there is no rush, at once or within `patienceMs` whatever happens. */
  async calm(patienceMs = PATIENCE_MS): Promise<void> {
    const untilMs = performance.now() + patienceMs
    while (this.#isRush() && performance.now() < untilMs) await sleep(LOOK_MS)
  }

  #isRush(): boolean {
    return this.#inHand >= RUSH_FROM || performance.now() - this.#rushAtMs < OVER_AFTER_MS
  }
}
