/** `ctx.clock`: the time as the database has it. Microseconds, as PostgreSQL keeps them. */
export interface Clock {
  now(): Temporal.Instant
  /** The same in milliseconds since 1970: a number costs a tenth of an instant, where one is asked for at every request. */
  nowMs(): number
}

/** The system's clock plus an offset that only the sandbox and tests move; in production it stays zero. */
export class ShiftedClock implements Clock {
  #offsetMicroseconds = 0

  now(): Temporal.Instant {
    const now = Temporal.Now.instant().round('microsecond')
    return this.#offsetMicroseconds === 0 ? now : now.add({ microseconds: this.#offsetMicroseconds })
  }

  nowMs(): number {
    return Temporal.Now.instant().epochMilliseconds + Math.floor(this.#offsetMicroseconds / 1000)
  }

  shiftTo(offset: Temporal.Duration): void {
    this.#offsetMicroseconds = Math.round(offset.total('microseconds'))
  }

  get offset(): Temporal.Duration {
    return Temporal.Duration.from({ microseconds: this.#offsetMicroseconds })
  }
}
