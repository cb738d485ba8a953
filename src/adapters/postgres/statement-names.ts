import { LRUCache } from 'lru-cache'

/** A statement is prepared from its so-manieth time on: most texts with a list of another length come less often. */
const OFTEN = 5
/** Most statements that a pool keeps prepared: each costs memory in every one of its sessions. */
const MOST = 200
/** Texts whose times are counted. */
const COUNTED = 500

/**
 * `on conflict (...) where kind = $1` finds its index by the value. Of a prepared statement PostgreSQL makes, from its sixth
 * time in a session on, a plan for any value, and refuses it: no index is over all of them.
 */
const infersPartialIndex = /\bon conflict\s*\([^)]*\)\s*where\b/i

/**
 * Names for the statements of a pool that come again and again. Under a name PostgreSQL reads and analyses a statement
 * once in each session instead of every time, and its plan too once that pays (`plan_cache_mode` auto).
 */
export class StatementNames {
  readonly #names = new Map<string, string>()
  readonly #times = new LRUCache<string, number>({ max: COUNTED })
  #given = 0

  /** Undefined for one that is not worth it (yet). */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known || this.#names.size >= MOST || infersPartialIndex.test(text)) return known
    const times = (this.#times.get(text) ?? 0) + 1
    if (times < OFTEN) {
      this.#times.set(text, times)
      return undefined
    }
    this.#times.delete(text)
    this.#given += 1
    const name = `s${this.#given}`
    this.#names.set(text, name)
    return name
  }

  /** What is prepared somewhere is outdated: from here on every statement goes by another name. */
  renew(): void {
    this.#names.clear()
  }
}
