import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Logger } from './log.ts'
import type { JobQueue } from './queue.ts'
import type { Signal } from './signal.ts'

interface Options {
  readonly db: Database
  readonly queue: JobQueue
  readonly signal: Signal
  readonly log: Logger
  /** Other processes work for the same service. */
  readonly shared: boolean
  /** Names of timers that somebody wants run now. */
  readonly onWanted: (names: readonly string[]) => void
}

/** What is known of a timer's last run. */
export interface LastRun {
  readonly startedAt: Temporal.Instant
  readonly tookMs: number
  readonly outcome: 'ok' | 'failed'
}

const topic = 'work'
/** Where a signal may have been lost to another process, milliseconds. */
const lookMs = 5_000
/** How often last runs are written where another process may be asked for them, and where none may, milliseconds. */
const writeMs = { shared: 10_000, alone: 60_000 }

/**
 * How one service's timers and queues are to be run, as its tables say, in every replica: pauses, and timers that are
 * wanted now. Read at the start, at each signal, and regularly where several processes share the work. Last runs are
 * kept in memory and written together, since some timers run every second.
 */
export class WorkControls {
  readonly #options: Options
  readonly #ran = new Map<string, LastRun>()
  #pausedTimers: ReadonlySet<string> = new Set()
  #pausedQueues: ReadonlySet<string> = new Set()
  #timers: NodeJS.Timeout[] = []
  #forget: (() => void) | undefined
  #looking: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
  }

  /** Before anything is worked on, so that what is paused never begins. */
  async start(): Promise<void> {
    const { shared, signal } = this.#options
    await this.#look()
    this.#forget = signal.on(topic, () => this.#lookAgain())
    this.#timers.push(setInterval(() => void this.#write(), shared ? writeMs.shared : writeMs.alone))
    if (shared) this.#timers.push(setInterval(() => this.#lookAgain(), lookMs))
  }

  async stop(): Promise<void> {
    this.#forget?.()
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    await this.#looking
    await this.#write()
  }

  isTimerPaused = (name: string) => this.#pausedTimers.has(name)
  isQueuePaused = (name: string) => this.#pausedQueues.has(name)

  /** Pauses or lets go on, in every replica: in this one when it returns. `name` of a queue is the whole one. */
  async pause(kind: 'timer' | 'queue', name: string, paused: boolean): Promise<void> {
    const { db, signal } = this.#options
    await (paused
      ? sql`insert into pauses (kind, name) values (${kind}, ${name}) on conflict do nothing`
      : sql`delete from pauses where kind = ${kind} and name = ${name}`
    ).execute(db.query)
    signal.send(topic)
    this.#lookAgain()
    await this.#looking
  }

  /** Asks whoever leads to run a timer now. */
  async want(name: string): Promise<void> {
    const { db, signal } = this.#options
    await sql`insert into timer_runs (name, wanted_at) values (${name}, pg_catalog.now())
      on conflict (name) do update set wanted_at = excluded.wanted_at`.execute(db.query)
    signal.send(topic)
    this.#lookAgain()
  }

  /** Takes a wish away, to fulfil it. @returns false when another one did */
  async claim(name: string): Promise<boolean> {
    const { rows } = await sql`update timer_runs set wanted_at = null
      where name = ${name} and wanted_at is not null returning 1`.execute(this.#options.db.query)
    return rows.length > 0
  }

  /** A timer has run. */
  note(name: string, run: LastRun): void {
    this.#ran.set(name, run)
  }

  /** What is written, and what is yet to be. */
  async lastRuns(): Promise<ReadonlyMap<string, LastRun>> {
    const { rows } = await sql<{ name: string; at: Temporal.Instant; ms: number; outcome: 'ok' | 'failed' }>`
      select name, started_at as at, took_ms as ms, outcome from timer_runs where started_at is not null`.execute(
      this.#options.db.query,
    )
    const written = rows.map(
      ({ name, at, ms, outcome }) => [name, { startedAt: at, tookMs: ms, outcome }] as const,
    )
    return new Map([...written, ...this.#ran])
  }

  #lookAgain(): void {
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((error: unknown) => this.#options.log.warn({ err: error }, 'Pauses could not be re-read'))
  }

  async #look(): Promise<void> {
    const { db, queue, onWanted } = this.#options
    const { rows } = await sql<{ kind: 'timer' | 'queue' | 'wanted'; name: string }>`
      select kind, name from pauses union all select 'wanted', name from timer_runs where wanted_at is not null`.execute(
      db.query,
    )
    const named = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ name }) => name))
    this.#pausedTimers = named('timer')
    const before = this.#pausedQueues
    this.#pausedQueues = named('queue')
    for (const name of this.#pausedQueues) if (!before.has(name)) await queue.hold(name)
    for (const name of before) if (!this.#pausedQueues.has(name)) await queue.release(name)
    const wanted = named('wanted')
    if (wanted.size > 0) onWanted([...wanted])
  }

  async #write(): Promise<void> {
    const runs = [...this.#ran].map(([name, { startedAt, tookMs, outcome }]) => ({
      name,
      started_at: startedAt.toString(),
      took_ms: tookMs,
      outcome,
    }))
    if (runs.length === 0) return
    this.#ran.clear()
    await sql`insert into timer_runs (name, started_at, took_ms, outcome)
      select name, started_at, took_ms, outcome from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb)
        as ran(name text, started_at timestamptz, took_ms double precision, outcome text) order by name
      on conflict (name) do update set
        started_at = excluded.started_at, took_ms = excluded.took_ms, outcome = excluded.outcome`
      .execute(this.#options.db.query)
      .catch((error: unknown) => this.#options.log.debug({ err: error }, 'Runs of timers are not written'))
  }
}
