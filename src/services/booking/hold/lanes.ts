import { Gathering, type Repeat } from '#kernel'

interface Options<Q, A> {
  readonly lanes: number
  /** Most requests of one batch. */
  readonly batch: number
  /** Most requests that wait in one lane. */
  readonly backlog: number
  /** Answers each request of a batch, in its order; a `Repeat` sends one through the lane again. */
  run(requests: readonly Q[]): Promise<readonly (A | Repeat)[]>
  /** As of a `Gathering`. */
  isOfOne(error: unknown): boolean
}

/**
 * Gatherings side by side. What goes by the same key is always in the same lane, so that in one process requests for one
 * showtime never wait for each other's locks.
 */
export class Lanes<Q, A> {
  readonly #lanes: readonly Gathering<Q, A>[]

  constructor({ lanes, batch: most, ...rest }: Options<Q, A>) {
    this.#lanes = Array.from({ length: lanes }, () => new Gathering({ most, ...rest }))
  }

  /** @throws as `Gathering.ask` */
  send(key: string, request: Q, signal: AbortSignal): Promise<A> {
    return this.#lanes[laneOf(key, this.#lanes.length)]!.ask(request, signal)
  }
}

/** FNV-1a: even enough, and the same in every process. */
function laneOf(key: string, lanes: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % lanes
}
