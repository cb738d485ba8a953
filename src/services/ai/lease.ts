import type { AllowanceId, Report } from './allowance-queries.ts'

interface Waiting {
  readonly amount: number
  readonly limit: number | null
  readonly answer: (given: boolean) => void
  readonly fail: (error: unknown) => void
}

type Lend = (ask: {
  limit: number | null
  need: number
  least: number
}) => Promise<{ lent: number; free: number }>

/**
 * The part of one allowance that this process holds: calls reserve of it and settle without waiting for the database.
 * `held = reserved + used since the last report + available`; used may be more than was reserved.
 */
export class Lease {
  readonly id: AllowanceId
  /** When its period is over, since 1970; undefined of one that never is. */
  readonly endsAtMs: number | undefined
  readonly #lend: Lend
  #held = 0
  #reserved = 0
  #used = 0
  /** Of the allowance, in nobody's hands, as the database said last. */
  #free = 0
  #usedLately = 0
  #waiting: Waiting[] = []
  #closed = false

  constructor(id: AllowanceId, lend: Lend) {
    this.id = id
    this.endsAtMs = id.endsAt?.epochMilliseconds
    this.#lend = lend
  }

  get #available(): number {
    return this.#held - this.#reserved - this.#used
  }

  /** Nothing in it and nobody at it. */
  get idle(): boolean {
    return this.#held === 0 && this.#used === 0 && this.#waiting.length === 0
  }

  /** Nothing to tell the database. */
  get quiet(): boolean {
    return this.#used === 0 && this.#usedLately === 0 && this.#available <= 0
  }

  /** What is left to the caller, as far as this process knows. */
  get remaining(): number {
    return Math.max(0, this.#free + this.#available)
  }

  /** True, at once, when there is enough in the slice. */
  tryReserve(amount: number): boolean {
    if (this.#closed || this.#waiting.length > 0 || this.#available < amount) return false
    this.#reserved += amount
    return true
  }

  /** As `tryReserve`, with another slice if need be. Calls that wait together are lent for in one statement; rejects when it fails. */
  async reserve(amount: number, limit: number | null): Promise<boolean> {
    if (this.tryReserve(amount)) return true
    if (this.#closed) return false
    const given = Promise.withResolvers<boolean>()
    this.#waiting.push({ amount, limit, answer: given.resolve, fail: given.reject })
    if (this.#waiting.length === 1) queueMicrotask(() => void this.#fetch())
    return await given.promise
  }

  /** A call has ended: what it reserved is free again, what it used is not. */
  settle(reserved: number, used: number): void {
    if (this.#closed) return
    this.#reserved -= reserved
    this.#used += used
  }

  async #fetch(): Promise<void> {
    const asking = [...this.#waiting]
    const amounts = asking.map(({ amount }) => amount)
    const need = Math.max(1, amounts.reduce((sum, each) => sum + each, 0) - Math.max(0, this.#available))
    const { limit } = asking.at(-1)!
    try {
      const least = Math.min(need, Math.max(1, Math.min(...amounts) - Math.max(0, this.#available)))
      const { lent, free } = await this.#lend({ limit, need, least })
      if (!this.#closed) this.#held += lent
      this.#free = free
      for (const { amount, answer } of asking) {
        const fits = !this.#closed && this.#available >= amount
        if (fits) this.#reserved += amount
        answer(fits)
      }
    } catch (error) {
      for (const { fail } of asking) fail(error)
    }
    this.#waiting = this.#waiting.slice(asking.length)
    if (this.#waiting.length > 0) queueMicrotask(() => void this.#fetch())
  }

  /**
   * What to tell the database: what was used, and what the lease shrinks by. As much as was used lately stays at hand,
   * unless `all` that no call holds is to go back.
   */
  report(all: boolean): Report {
    const used = this.#used
    const spare = Math.max(0, this.#available)
    const kept = all ? 0 : Math.min(spare, 2 * Math.max(used, this.#usedLately))
    const returned = Math.min(used, this.#held - this.#reserved) + (spare - kept)
    this.#usedLately = used
    this.#used -= used
    this.#held -= returned
    return { ...this.id, used, returned }
  }

  /** The report did not get through: it is told with the next one. */
  unreported({ used, returned }: Report): void {
    this.#used += used
    this.#held += returned
  }

  /** Everything was counted as used already: what its calls settle has no effect any more. */
  close(): void {
    this.#closed = true
  }
}
