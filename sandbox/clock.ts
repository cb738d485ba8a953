/** Tells the time to every stand-in. */
export interface Clock {
  now(): Temporal.Instant
}

export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** The sandbox's clock: runs on with its base clock, from wherever a test has put it. */
export class MovableClock implements Clock {
  readonly #base: Clock
  readonly #followers: ((now: Temporal.Instant) => Promise<void>)[] = []
  #offset = new Temporal.Duration()

  constructor(base: Clock = systemClock) {
    this.#base = base
  }

  now(): Temporal.Instant {
    return this.#base.now().add(this.#offset)
  }

  /** From now on the time is `instant` and runs on. */
  set(instant: Temporal.Instant): void {
    this.#offset = this.#base.now().until(instant)
  }

  /** @param duration exact time only (`PT90M`), negative to go back. Throws `RangeError` for days or months. */
  advance(duration: Temporal.Duration): void {
    this.set(this.now().add(duration))
  }

  /** Who is to have the same time: asked by `tell`. */
  follow(follower: (now: Temporal.Instant) => Promise<void>): void {
    this.#followers.push(follower)
  }

  /** Resolves when all followers have this time. */
  async tell(): Promise<void> {
    await Promise.all(this.#followers.map((follower) => follower(this.now())))
  }

  reset(): void {
    this.#offset = new Temporal.Duration()
  }
}
