import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RawBuilder } from 'kysely'
import { noted } from './jobs.ts'
import type { Logger } from './log.ts'
import type { HouseMetrics } from './metrics.ts'
import { inScope } from './scope.ts'
import type { DatabaseSession } from './signal.ts'
import type { WorkControls } from './work-controls.ts'

export interface Tick {
  readonly name: string
  readonly every: Temporal.Duration
  /**
   * When there is something to do, as a query with one column of instants: until the first of them the tick rests,
   * unless something is written to the database. Without it, the tick runs every time.
   */
  readonly due?: RawBuilder<unknown> | undefined
  run(): Promise<void>
}

interface Options {
  service: string
  ticks: readonly Tick[]
  session: DatabaseSession
  controls: Pick<WorkControls, 'isTimerPaused' | 'claim' | 'note'>
  /** Seconds from the service's own time until the first instant that a query gives; null when it gives none. */
  secondsUntil: (due: RawBuilder<unknown>) => Promise<number | null>
  log: Logger
  metrics: Pick<HouseMetrics, 'operations'>
}

const retryLeadMs = 5_000
/** A resting tick looks again after this at the latest, milliseconds: for a clock that was set or a machine that slept. */
const longestRestMs = 60_000

/**
 * Runs a service's `every` jobs in exactly one of its replicas: the one whose database session holds the advisory
 * lock. When that process dies, its session ends, the lock is free and another takes over within five seconds. A tick
 * never overlaps itself. One that says when it is `due` asks nothing of the database while nothing is written to it, and
 * runs at the very moment when its next row is due.
 */
export class Ticker {
  readonly #options: Options
  readonly #running = new Set<Promise<void>>()
  /** The last run of each tick, by its name: the next one follows it. */
  readonly #turns = new Map<string, Promise<void>>()
  readonly #stopping = new AbortController()
  /** Ends what this replica's lead has begun; undefined while it does not lead. */
  #lead: AbortController | undefined
  #written = Promise.withResolvers<void>()

  constructor(options: Options) {
    this.#options = options
  }

  start(): void {
    if (this.#options.ticks.length > 0) void this.#takeLead()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#lead?.abort()
    await Promise.allSettled(this.#running)
  }

  async #takeLead(): Promise<void> {
    const { session, service, ticks } = this.#options
    const stopping = this.#stopping.signal
    while (!stopping.aborted) {
      const lead = new AbortController()
      setMaxListeners(0, lead.signal)
      const leads = await session.lead(`ticks ${service}`, () => this.#lose(lead)).catch(() => false)
      if (leads && !stopping.aborted) {
        this.#lead = lead
        const deaf = session.onWrite(() => this.#hearWrite())
        lead.signal.addEventListener('abort', deaf, { once: true })
        for (const tick of ticks) void this.#keepRunning(tick, lead.signal)
        return
      }
      await rest(retryLeadMs, stopping)
    }
  }

  /** Whoever leads now may start at once, so nothing more starts here; what still runs here ends before we lead again. */
  #lose(lead: AbortController): void {
    lead.abort()
    this.#lead = undefined
    void Promise.allSettled(this.#running).then(() => this.#takeLead())
  }

  #hearWrite(): void {
    const { resolve } = this.#written
    this.#written = Promise.withResolvers<void>()
    resolve()
  }

  /** Runs those that somebody wants run now, if this is the replica that runs them. */
  runWanted(names: readonly string[]): void {
    if (!this.#lead || this.#stopping.signal.aborted) return
    for (const tick of this.#options.ticks)
      if (names.includes(tick.name)) void this.#follow(this.#runIfClaimed(tick))
  }

  async #runIfClaimed(tick: Tick): Promise<void> {
    if (await this.#options.controls.claim(tick.name).catch(() => false)) await this.#runInTurn(tick, true)
  }

  async #runInTurn(tick: Tick, byHand = false): Promise<void> {
    const turn = (this.#turns.get(tick.name) ?? Promise.resolve()).then(() => this.#run(tick, byHand))
    this.#turns.set(tick.name, turn)
    await turn
  }

  async #follow(run: Promise<void>): Promise<void> {
    const followed = run.finally(() => this.#running.delete(followed))
    this.#running.add(followed)
    await followed
  }

  async #keepRunning(tick: Tick, lead: AbortSignal): Promise<void> {
    const everyMs = tick.every.total('milliseconds')
    for (;;) {
      await rest(everyMs, lead)
      await this.#untilDue(tick, everyMs, lead)
      if (lead.aborted) return
      await this.#follow(this.#runInTurn(tick))
    }
  }

  /** Looks again after each write, though not more often than the tick would run. */
  async #untilDue(tick: Tick, everyMs: number, lead: AbortSignal): Promise<void> {
    while (tick.due && !lead.aborted) {
      const written = this.#written.promise
      const lookedAt = performance.now()
      const seconds = await this.#options.secondsUntil(tick.due).catch((error: unknown) => {
        this.#options.log.debug(
          { err: error, tick: tick.name },
          'When a job is due cannot be learned; it runs',
        )
        return 0
      })
      const restMs = seconds === null ? longestRestMs : Math.min(seconds * 1000, longestRestMs)
      if (restMs <= 0) return
      const early = new AbortController()
      await Promise.race([written, rest(restMs, AbortSignal.any([lead, early.signal]))])
      early.abort()
      const sooner = Math.min(everyMs, restMs) - (performance.now() - lookedAt)
      if (sooner > 0) await rest(sooner, lead)
    }
  }

  /** Never rejects. */
  async #run(tick: Tick, byHand: boolean): Promise<void> {
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

/** Resolves after so many milliseconds, or once it is aborted. */
async function rest(ms: number, until: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: until }).catch(() => undefined)
}
