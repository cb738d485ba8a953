interface Options<Q, A> {
  readonly lanes: number
  /** Most requests of one batch. */
  readonly batch: number
  /** Most requests that wait in one lane. */
  readonly backlog: number
  /** Answers each request of a batch, in its order; a `Repeat` sends one through the lane again. */
  run(requests: readonly Q[]): Promise<readonly (A | Repeat)[]>
  /** May one request alone have made the batch fail (its data, a lock), and not what all of them need (the database)? */
  isOfOne(error: unknown): boolean
}

/** The batch cannot tell yet: the request goes into the next one. */
export const repeat = Symbol('repeat')
export type Repeat = typeof repeat

/** The lane has more to do than its backlog allows. */
export class Overloaded extends Error {}

/** Whoever asked has gone, or has no time left: nothing was done. */
export class Abandoned extends Error {}

interface Waiting<Q, A> {
  readonly request: Q
  readonly signal: AbortSignal
  readonly resolve: (answer: A) => void
  readonly reject: (error: unknown) => void
}

/**
 * Requests that arrive while a batch is on its way to the database share the next one: round trip and commit are paid
 * once for all of them, and nobody waits when there is nothing to share. What goes by the same key is always in the same
 * lane, so that in one process requests for one showtime never wait for each other's locks.
 */
export class Lanes<Q, A> {
  readonly #options: Options<Q, A>
  readonly #waiting: Waiting<Q, A>[][]
  readonly #busy: boolean[]

  constructor(options: Options<Q, A>) {
    this.#options = options
    this.#waiting = Array.from({ length: options.lanes }, () => [])
    this.#busy = Array.from({ length: options.lanes }, () => false)
  }

  /**
   * @throws Overloaded at once when too many wait in the lane of this key
   * @throws Abandoned when `signal` was aborted before the request was on its way
   */
  send(key: string, request: Q, signal: AbortSignal): Promise<A> {
    const lane = laneOf(key, this.#options.lanes)
    const waiting = this.#waiting[lane]!
    if (waiting.length >= this.#options.backlog) return Promise.reject(new Overloaded())
    return new Promise<A>((resolve, reject) => {
      waiting.push({ request, signal, resolve, reject })
      if (!this.#busy[lane]) void this.#drain(lane)
    })
  }

  async #drain(lane: number): Promise<void> {
    this.#busy[lane] = true
    // What arrives in the same turn of the event loop goes together from the start.
    await new Promise((resolve) => setImmediate(resolve))
    const waiting = this.#waiting[lane]!
    while (waiting.length > 0) await this.#runBatch(waiting, waiting.splice(0, this.#options.batch))
    this.#busy[lane] = false
  }

  async #runBatch(waiting: Waiting<Q, A>[], taken: readonly Waiting<Q, A>[]): Promise<void> {
    const batch = taken.filter(({ signal }) => !signal.aborted)
    for (const each of taken) if (each.signal.aborted) each.reject(new Abandoned())
    if (batch.length === 0) return
    try {
      const answers = await this.#options.run(batch.map(({ request }) => request))
      const again = batch.filter((each, index) => {
        const answer = answers[index]!
        if (answer === repeat) return true
        each.resolve(answer)
        return false
      })
      waiting.unshift(...again)
    } catch (error) {
      if (batch.length === 1 || !this.#options.isOfOne(error)) for (const each of batch) each.reject(error)
      // Alone, each has its own answer.
      else for (const each of batch) await this.#runBatch(waiting, [each])
    }
  }
}

/** FNV-1a: even enough, and the same in every process. */
function laneOf(key: string, lanes: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % lanes
}
