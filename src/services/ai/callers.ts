import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { type Actor, unauthorized } from '#kernel'
import type { Ctx, Meta } from './context.ts'
import type { Period } from './contract.ts'
import { type KeyRow, keyOfHash } from './key-queries.ts'

export interface Budget {
  readonly subject: string
  /** No limit when null. */
  readonly microdollars: number | null
  readonly period: Period
}

/** Who asks, on whose account, and how much they may. */
export interface Caller {
  /** `key:<id>`, `user:<id>` or `service:<name>`. */
  readonly subject: string
  /** Whose answers may be reused for each other. */
  readonly tenant: string
  readonly userId: string | null
  /** All when null. */
  readonly models: ReadonlySet<string> | null
  /** What a call costs is taken of each of them. */
  readonly budgets: readonly Budget[]
  readonly requestsPerMinute: number | null
  readonly tokensPerMinute: number | null
}

/** A revoked key may be good for so long in a process that the word of it did not reach. */
const keptMs = 10_000

/** Tells callers by their keys and tokens. */
export class Callers {
  readonly #ctx: Pick<Ctx, 'db' | 'settings'>
  /** By the hash of the key, so that no key lies in memory. */
  readonly #keys = new LRUCache<string, Caller>({ max: 10_000, ttl: keptMs })
  #forgotten = 0

  constructor(ctx: Pick<Ctx, 'db' | 'settings'>) {
    this.#ctx = ctx
  }

  forget(): void {
    this.#forgotten++
    this.#keys.clear()
  }

  /** @throws Problem 401 for a key that is unknown or revoked; it counts as a guess against the address. */
  of(meta: Meta): Caller | Promise<Caller> {
    const { key } = meta.direct
    if (key === undefined) return this.ofActor(meta.actor)
    const digest = hash('sha256', key, 'base64url')
    return this.#keys.get(digest) ?? this.#read(digest, meta)
  }

  async #read(digest: string, meta: Meta): Promise<Caller> {
    const before = this.#forgotten
    const row = await keyOfHash(this.#ctx.db.query, Buffer.from(digest, 'base64url'))
    if (!row) {
      await meta.direct.countGuess()
      throw unauthorized('This key is not known')
    }
    const caller = this.#ofKey(row)
    // What was read before a key was revoked must not be kept after it.
    if (before === this.#forgotten) this.#keys.set(digest, caller)
    return caller
  }

  ofActor(actor: Actor): Caller {
    if (actor.kind === 'user') return this.ofUser(actor.id)
    if (actor.kind === 'service') return this.ofService(actor.name)
    throw unauthorized()
  }

  ofUser(userId: string): Caller {
    const { settings } = this.#ctx
    return {
      subject: `user:${userId}`,
      tenant: `user:${userId}`,
      userId,
      models: null,
      budgets: [this.#budgetOf(userId)],
      requestsPerMinute: settings.AI_USER_REQUESTS_PER_MINUTE,
      tokensPerMinute: settings.AI_USER_TOKENS_PER_MINUTE,
    }
  }

  ofService(name: string): Caller {
    return {
      subject: `service:${name}`,
      tenant: `service:${name}`,
      userId: null,
      models: null,
      budgets: [
        {
          subject: `service:${name}`,
          microdollars: this.#ctx.settings.AI_SERVICE_BUDGET_MICRODOLLARS ?? null,
          period: 'day',
        },
      ],
      requestsPerMinute: null,
      tokensPerMinute: null,
    }
  }

  #budgetOf(userId: string): Budget {
    const { AI_USER_BUDGET_MICRODOLLARS: microdollars, AI_USER_BUDGET_PERIOD: period } = this.#ctx.settings
    return { subject: `user:${userId}`, microdollars, period }
  }

  #ofKey(row: KeyRow): Caller {
    const subject = `key:${row.id}`
    const own = { subject, microdollars: row.budget_microdollars, period: row.budget_period as Period }
    return {
      subject,
      tenant: `user:${row.owner_id}`,
      userId: row.owner_id,
      models: row.models && new Set(row.models),
      budgets: row.on_owners_budget ? [own, this.#budgetOf(row.owner_id)] : [own],
      requestsPerMinute: row.requests_per_minute,
      tokensPerMinute: row.tokens_per_minute,
    }
  }
}
