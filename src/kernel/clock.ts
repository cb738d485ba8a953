/** `ctx.clock`: the time as the database has it. Microseconds, as PostgreSQL keeps them. */
export interface Clock {
  now(): Temporal.Instant
  /** The same in milliseconds since 1970: a number costs a tenth of an instant, where one is asked for at every request. */
  nowMs(): number
}

/** How long, in milliseconds, the time is counted on from the system's clock before that is asked again: it may have been set. */
const LOOK_AGAIN_MS = 100

/** The system's clock plus an offset that only the sandbox and tests move; in production it stays zero. */
export class ShiftedClock implements Clock {
  #offsetMicroseconds = 0
  /** What the system's clock said last, and when by the clock that nobody sets: reading that one costs a tenth. */
  #read = { ms: 0, at: Number.NEGATIVE_INFINITY }

  now(): Temporal.Instant {
    const now = Temporal.Now.instant().round('microsecond')
    return this.#offsetMicroseconds === 0 ? now : now.add({ microseconds: this.#offsetMicroseconds })
  }

  nowMs(): number {
    const now = performance.now()
    if (now - this.#read.at > LOOK_AGAIN_MS)
      this.#read = { ms: Number(Temporal.Now.instant().epochNanoseconds / 1_000n) / 1_000, at: now }
    return Math.floor(this.#read.ms + (now - this.#read.at) + this.#offsetMicroseconds / 1000)
  }

  shiftTo(offset: Temporal.Duration): void {
    this.#offsetMicroseconds = Math.round(offset.total('microseconds'))
  }

  get offset(): Temporal.Duration {
    return Temporal.Duration.from({ microseconds: this.#offsetMicroseconds })
  }
}
