/** `ctx.clock`: the time as the database has it. Microseconds, as PostgreSQL keeps them. */
export interface Clock {
  now(): Temporal.Instant
}

/** The system's clock plus an offset that only the sandbox and tests move; in production it stays zero. */
export class ShiftedClock implements Clock {
  #offsetMicroseconds = 0

  now(): Temporal.Instant {
    return Temporal.Now.instant().round('microsecond').add({ microseconds: this.#offsetMicroseconds })
  }

  shiftTo(offset: Temporal.Duration): void {
    this.#offsetMicroseconds = Math.round(offset.total('microseconds'))
  }

  get offset(): Temporal.Duration {
    return Temporal.Duration.from({ microseconds: this.#offsetMicroseconds })
  }
}
