import { setTimeout as sleep } from 'node:timers/promises'
import { type ConstructorOptions, type Job, type JobInsert, PgBoss } from 'pg-boss'
import type { SqlExecutor } from '../../kernel/database.ts'
import { Gathering } from '../../kernel/gathering.ts'
import { derivedId } from '../../kernel/ids.ts'
import {
  type Backlog,
  type DeadJob,
  type DeadMark,
  deadQueue,
  type JobOutcome,
  type JobQueue,
  type QueuedJob,
  type QueueSpec,
  type RunningJob,
} from '../../kernel/queue.ts'
import { backlogsOf, type DeadRow, deadJobFrom, deadJobsOf, dueQueues } from './pgboss-looks.ts'
import { queueSchema } from './pgboss-schema.ts'

interface Options {
  /** libpq URL; pg-boss keeps connections of its own, since a shared pool would lose its LISTEN. */
  url: string
  applicationName: string
  /**
   * True when no other process can work on this database (embedded, behind the owner lock): jobs that a killed process
   * left active are then put back at once instead of after their heartbeat has run out.
   */
  alone: boolean
  onError: (error: Error) => void
}

/** How a queue is worked on; as `JobQueue.work` takes it. */
interface Work {
  readonly options: { batchSize: number; concurrency: number }
  readonly run: (jobs: readonly RunningJob[]) => Promise<readonly JobOutcome[]>
}

const poolSize = 4
/** How often to look which queues have something due: a retry, or a job that was put off, becomes due without a word. */
const dueLookMs = 5_000

/** pg-boss as the kernel's `JobQueue`. */
export class PgBossQueue implements JobQueue {
  /** The most that one queue holds: its pool and the one that listens. */
  static readonly connections = poolSize + 1
  readonly #boss: PgBoss
  readonly #options: Options
  readonly #workers = new Map<string, string[]>()
  readonly #specs = new Map<string, QueueSpec>()
  /** How each queue is worked on: for when it is released after a pause. */
  readonly #work = new Map<string, Work>()
  readonly #held = new Set<string>()
  #looks: NodeJS.Timeout | undefined
  /** Services that are asked at once are counted by one statement. */
  readonly #counting = new Gathering<readonly string[], Backlog[]>({
    most: 100,
    lingerMs: 1,
    run: (asked) => this.#count(asked),
  })
  /** By expression and zone: working one out takes a millisecond. */
  readonly #nextRuns = new Map<string, Temporal.Instant>()

  constructor(options: Options) {
    this.#options = options
    // For jobs that another process died over: where there is none, only counts and overlong jobs wait for it.
    const lookEverySeconds = options.alone ? 30 : 5
    const settings: ConstructorOptions = {
      connectionString: options.url,
      application_name: options.applicationName,
      schema: queueSchema,
      // `migrateQueues` makes schema and queues; this one has no need of the right to make anything.
      migrate: false,
      max: poolSize,
      useListenNotify: true,
      superviseIntervalSeconds: lookEverySeconds,
      monitorIntervalSeconds: lookEverySeconds,
      maintenanceIntervalSeconds: 3600,
      // Jobs that wait for other jobs: we have none.
      flowIntervalSeconds: 3600,
      cronWorkerIntervalSeconds: 15,
      monitorVacuum: false,
      reindex: false,
    }
    this.#boss = new PgBoss(settings)
    this.#boss.on('error', options.onError)
  }

  async start(queues: readonly QueueSpec[]): Promise<void> {
    await this.#boss.start()
    for (const spec of queues) this.#specs.set(spec.name, spec)
    if (this.#options.alone) await this.#recover()
    this.#looks = setTimeout(() => void this.#wakeDue(), dueLookMs).unref()
  }

  /** One look for all queues, where each worker would make its own. */
  async #wakeDue(): Promise<void> {
    try {
      const { rows } = await this.#boss.getDb().executeSql(dueQueues, [[...this.#workers.keys()]])
      for (const { name } of rows as { name: string }[]) this.wake(name)
    } catch {
      // The database is away, which pg-boss tells of; the next look finds what has become due meanwhile.
    }
    this.#looks = this.#looks && setTimeout(() => void this.#wakeDue(), dueLookMs).unref()
  }

  async insert(queue: string, jobs: readonly QueuedJob[], tx?: SqlExecutor): Promise<void> {
    const rows = jobs.map(
      (job): JobInsert => ({
        data: job.data,
        ...(job.id ? { id: job.id } : {}),
        ...(job.startAfter ? { startAfter: new Date(job.startAfter.epochMilliseconds) } : {}),
      }),
    )
    await this.#boss.insert(
      queue,
      rows,
      tx ? { db: { executeSql: async (text, values) => await tx(text, values) } } : {},
    )
  }

  wake(queue: string): void {
    for (const worker of this.#workers.get(queue) ?? []) this.#boss.notifyWorker(worker)
  }

  async work(queue: string, options: Work['options'], run: Work['run']): Promise<void> {
    this.#work.set(queue, { options, run })
    if (!this.#held.has(queue)) await this.#begin(queue, { options, run })
  }

  async hold(queue: string): Promise<void> {
    this.#held.add(queue)
    this.#workers.delete(queue)
    await this.#boss.offWork(queue, { wait: false })
  }

  async release(queue: string): Promise<void> {
    const work = this.#work.get(queue)
    if (this.#held.delete(queue) && work) await this.#begin(queue, work)
  }

  async #begin(queue: string, { options, run }: Work): Promise<void> {
    for (let worker = 0; worker < options.concurrency; worker++) {
      let id: string | undefined
      id = await this.#boss.work<object, unknown, { perJobResults: true; batchSize: number }>(
        queue,
        {
          perJobResults: true,
          batchSize: options.batchSize,
          burstWhenBatchFull: options.batchSize > 1,
          pollingIntervalSeconds: 2,
          notifyPollingIntervalSeconds: 300,
        } as { perJobResults: true; batchSize: number },
        async (jobs) => {
          const outcomes = await run(jobs.map(running))
          this.#wakeForRetries(queue, jobs, outcomes)
          // Many jobs at once make one wake-up, and pg-boss would wait for its poll after each: look again until none
          // is left.
          if (id) this.#boss.notifyWorker(id)
          else this.wake(queue)
          return outcomes.map((outcome) =>
            outcome.error === undefined
              ? { id: outcome.id, status: 'completed' as const }
              : { id: outcome.id, status: 'failed' as const, output: describe(outcome.error) },
          )
        },
      )
      this.#workers.set(queue, [...(this.#workers.get(queue) ?? []), id])
    }
  }

  async schedule(queue: string, cron: string, zone: string): Promise<void> {
    await this.#boss.schedule(queue, cron, {}, { tz: zone, missed: 'once' })
  }

  nextRun(cron: string, zone: string): Temporal.Instant | undefined {
    const key = `${cron} ${zone}`
    const known = this.#nextRuns.get(key)
    if (known && Temporal.Instant.compare(known, Temporal.Now.instant()) > 0) return known
    const [next] = this.#boss.previewSchedule(cron, { tz: zone, count: 1 })
    if (!next) return undefined
    const run = Temporal.Instant.fromEpochMilliseconds(next.getTime())
    this.#nextRuns.set(key, run)
    return run
  }

  async backlogs(queues: readonly string[]): Promise<Backlog[]> {
    return await this.#counting.ask(queues)
  }

  async #count(asked: readonly (readonly string[])[]): Promise<Backlog[][]> {
    const { rows } = await this.#boss.getDb().executeSql(backlogsOf, [[...new Set(asked.flat())]])
    const counted = new Map(
      rows.map(({ queue, since, ...counts }): [string, Backlog] => [
        queue,
        {
          queue,
          ...counts,
          waitingSince: since === null ? undefined : Temporal.Instant.fromEpochMilliseconds(since),
        },
      ]),
    )
    return asked.map((queues) => queues.map((queue) => counted.get(queue)!))
  }

  async deadJobs(queues: readonly string[], page: { before?: DeadMark; limit: number }): Promise<DeadJob[]> {
    const before = page.before && String(page.before.diedAt.epochNanoseconds / 1_000n)
    const values = [queues.map(deadQueue), before ?? null, page.before?.id ?? null, page.limit, null]
    const { rows } = await this.#boss.getDb().executeSql(deadJobsOf, values)
    return (rows as DeadRow[]).map(deadJobFrom)
  }

  async deadJob(queues: readonly string[], id: string): Promise<DeadJob | undefined> {
    const { rows } = await this.#boss
      .getDb()
      .executeSql(deadJobsOf, [queues.map(deadQueue), null, null, 1, id])
    return (rows as DeadRow[]).map(deadJobFrom)[0]
  }

  async revive(dead: DeadJob, data: object): Promise<void> {
    await this.insert(dead.queue, [{ id: derivedId(dead.id, 'revived'), data }])
    await this.discard(dead)
    this.wake(dead.queue)
  }

  async discard(dead: DeadJob): Promise<void> {
    await this.#boss.deleteJob(deadQueue(dead.queue), dead.id)
  }

  async bury(queue: string, data: object): Promise<void> {
    await this.insert(deadQueue(queue), [{ data }])
  }

  async stop(timeoutMs: number): Promise<void> {
    clearTimeout(this.#looks)
    this.#looks = undefined
    await this.#idle(timeoutMs)
    await this.#boss.stop({ graceful: false, close: true })
  }

  /** Waits for what runs. pg-boss would look only every half second whether it is done. */
  async #idle(timeoutMs: number): Promise<void> {
    const idle = [...this.#workers.keys()].map((queue) => this.#boss.offWork(queue, { wait: true }))
    const late = new AbortController()
    const limit = sleep(timeoutMs, undefined, { signal: late.signal }).catch(() => undefined)
    await Promise.race([Promise.allSettled(idle), limit])
    late.abort()
  }

  /** A retry becomes due without a NOTIFY: whoever saw it fail looks again then, others at their next poll. */
  #wakeForRetries(queue: string, jobs: readonly Job[], outcomes: readonly JobOutcome[]): void {
    const spec = this.#specs.get(queue)
    const failed = new Set(
      outcomes.filter((outcome) => outcome.error !== undefined).map((outcome) => outcome.id),
    )
    for (const job of jobs) {
      if (!spec || !failed.has(job.id)) continue
      const longestSeconds = Math.min(
        spec.retryDelayMaxSeconds,
        spec.retryDelaySeconds * 2 ** Math.min(16, job.retryCount + 1),
      )
      for (const share of [0.5, 1])
        setTimeout(() => this.wake(queue), longestSeconds * share * 1000 + 100).unref()
    }
  }

  /** Only rows that a worker of this schema held can be active here, and no worker is alive but us. */
  async #recover(): Promise<void> {
    await this.#boss
      .getDb()
      .executeSql(
        `update pgboss.job set state = 'retry', start_after = pg_catalog.now(), heartbeat_on = null where state = 'active'`,
      )
  }
}

function running(job: Job<object>): RunningJob {
  return { id: job.id, data: job.data, attempt: job.retryCount, signal: job.signal }
}

function describe(error: unknown): object {
  return error instanceof Error
    ? { name: error.name, message: error.message.slice(0, 2000) }
    : { message: String(error).slice(0, 2000) }
}
