import { noted } from './jobs.ts'
import type { Logger } from './log.ts'
import type { HouseMetrics } from './metrics.ts'
import { inScope } from './scope.ts'
import type { DatabaseSession } from './signal.ts'
import type { WorkControls } from './work-controls.ts'

export interface Tick {
  readonly name: string
  readonly every: Temporal.Duration
  run(): Promise<void>
}

interface Options {
  service: string
  ticks: readonly Tick[]
  session: DatabaseSession
  controls: WorkControls
  log: Logger
  metrics: HouseMetrics
}

const retryLeadMs = 5_000

/**
 * Runs a service's `every` jobs in exactly one of its replicas: the one whose database session holds the advisory
 * lock. When that process dies, its session ends, the lock is free and another takes over within five seconds. A tick
 * never overlaps itself.
 */
export class Ticker {
  readonly #options: Options
  readonly #timers: NodeJS.Timeout[] = []
  readonly #running = new Set<Promise<void>>()
  #stopped = false
  #leads = false

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    if (this.#options.ticks.length > 0) void this.#lead()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.allSettled(this.#running)
  }

  async #lead(): Promise<void> {
    const leads = await this.#options.session
      .lead(`ticks ${this.#options.service}`, () => this.#lost())
      .catch(() => false)
    if (this.#stopped) return
    if (!leads) {
      this.#timers.push(setTimeout(() => void this.#lead(), retryLeadMs))
      return
    }
    this.#leads = true
    for (const tick of this.#options.ticks) this.#arm(tick)
  }

  /** Runs those that somebody wants run now, if this is the replica that runs them. */
  runWanted(names: readonly string[]): void {
    if (!this.#leads || this.#stopped) return
    for (const tick of this.#options.ticks)
      if (names.includes(tick.name)) this.#follow(this.#runIfClaimed(tick))
  }

  async #runIfClaimed(tick: Tick): Promise<void> {
    if (await this.#options.controls.claim(tick.name).catch(() => false)) await this.#run(tick, true)
  }

  #follow(run: Promise<void>): void {
    const followed = run.finally(() => this.#running.delete(followed))
    this.#running.add(followed)
  }

  /** Whoever leads now may start at once, so nothing more starts here; what still runs here ends before we lead again. */
  #lost(): void {
    this.#leads = false
    for (const timer of this.#timers.splice(0)) clearTimeout(timer)
    void Promise.allSettled(this.#running).then(() => {
      if (!this.#stopped) void this.#lead()
    })
  }

  #arm(tick: Tick): void {
    if (this.#stopped) return
    const timer = setTimeout(() => {
      const run = this.#run(tick).finally(() => {
        this.#running.delete(run)
        const at = this.#timers.indexOf(timer)
        if (at < 0) return
        this.#timers.splice(at, 1)
        this.#arm(tick)
      })
      this.#running.add(run)
    }, tick.every.total('milliseconds'))
    this.#timers.push(timer)
  }

  async #run(tick: Tick, byHand = false): Promise<void> {
    const { service, log, metrics, controls } = this.#options
    if (controls.isTimerPaused(tick.name) && !byHand) return
    const count = (outcome: string) =>
      metrics.operations.inc({ service, operation: tick.name, status: outcome })
    try {
      await inScope(
        { actor: { kind: 'service', name: service }, reason: `${tick.name} every ${tick.every}` },
        () => noted(controls, tick.name, () => tick.run()),
      )
      count('ok')
    } catch (error) {
      count('failed')
      log.warn({ err: error, tick: tick.name }, 'A periodic job failed; the next run tries again')
    }
  }
}
