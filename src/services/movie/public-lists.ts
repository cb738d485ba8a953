import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { z } from 'zod'
import { type EventDefinition, type PublishOptions, WholeAnswer, wholeJson } from '#kernel'
import type { Ctx, Input, Output, Tx } from './context.ts'
import { movie } from './contract.ts'

type List = 'listShowtimes' | 'listMovies' | 'listTheaters' | 'genres'

/**
 * How old a list may be, milliseconds. Changes drop it at once; this bounds what comes with time (a showtime begins) and
 * what a lost signal would leave.
 */
const KEPT_MS = 5_000
const MAX_LISTS = 1_000
/** Of all lists together, in characters of their answers. */
const MAX_SIZE = 16 * 1024 * 1024
/** Told to the other replicas when the catalogue has changed. */
const changedTopic = 'catalogue'

/**
 * The answers of the public lists, encoded once for everybody who asks the same. Nothing is decided by them: whoever
 * changes the catalogue or sells from it reads the tables.
 */
class PublicLists {
  readonly #kept = new LRUCache<string, WholeAnswer>({
    max: MAX_LISTS,
    maxSize: MAX_SIZE,
    sizeCalculation: ({ body }, key) => body.length + key.length,
    ttl: KEPT_MS,
  })
  /** Lists that are being read: of several who ask for one, one reads. */
  readonly #underWay = new Map<string, Promise<WholeAnswer>>()
  readonly #tell: () => void

  constructor({ signal }: Ctx) {
    const self = randomUUID()
    // One's own signal comes back, too late to be of use.
    signal.on(changedTopic, (data) => Reflect.get(Object(data), 'by') !== self && this.#drop())
    this.#tell = () => signal.send(changedTopic, { by: self })
  }

  async answer<K extends List>(
    name: K,
    input: Input<K>,
    read: () => Promise<Output<K>>,
  ): Promise<WholeAnswer> {
    const key = `${name} ${JSON.stringify(input)}`
    return this.#kept.get(key) ?? (await (this.#underWay.get(key) ?? this.#read(key, name, read)))
  }

  /** The catalogue was changed by a commit of this process. */
  changed(): void {
    this.#drop()
    this.#tell()
  }

  async #read<K extends List>(key: string, name: K, read: () => Promise<Output<K>>): Promise<WholeAnswer> {
    const reading = read().then((list) => wholeJson(movie.routes[name], list))
    this.#underWay.set(key, reading)
    // Once dropped it is no longer here: it may have been read before the change.
    const isStillTrue = () => this.#underWay.get(key) === reading
    try {
      const answer = await reading
      if (isStillTrue()) this.#kept.set(key, answer)
      return answer
    } finally {
      if (isStillTrue()) this.#underWay.delete(key)
    }
  }

  #drop(): void {
    this.#kept.clear()
    this.#underWay.clear()
  }
}

const opened = new WeakMap<Ctx, PublicLists>()

export function publicLists(ctx: Ctx): PublicLists {
  let lists = opened.get(ctx)
  if (!lists) {
    lists = new PublicLists(ctx)
    opened.set(ctx, lists)
  }
  return lists
}

/** Tells what has changed; once that is committed, no list of any replica shows what was before. */
export async function announce<D extends z.ZodType>(
  ctx: Ctx,
  tx: Tx,
  event: EventDefinition<D>,
  state: z.output<D>,
  options: PublishOptions,
): Promise<void> {
  await tx.publish(event, state, options)
  tx.afterCommit(() => publicLists(ctx).changed())
}
