import { setTimeout as sleep } from 'node:timers/promises'
import { type ConstructorOptions, type Job, type JobInsert, PgBoss } from 'pg-boss'
import type { SqlExecutor } from '../../kernel/database.ts'
import type { JobOutcome, JobQueue, QueuedJob, QueueSpec, RunningJob } from '../../kernel/queue.ts'
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

const poolSize = 4

/** pg-boss as the kernel's `JobQueue`. */
export class PgBossQueue implements JobQueue {
  /** The most that one queue holds: its pool and the one that listens. */
  static readonly connections = poolSize + 1
  readonly #boss: PgBoss
  readonly #options: Options
  readonly #workers = new Map<string, string[]>()
  readonly #specs = new Map<string, QueueSpec>()

  constructor(options: Options) {
    this.#options = options
    // For jobs that another process died over: where there is none, only counts and overlong jobs wait for it.
    const lookEverySeconds = options.alone ? 20 : 5
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

  async work(
    queue: string,
    options: { batchSize: number; concurrency: number },
    run: (jobs: readonly RunningJob[]) => Promise<readonly JobOutcome[]>,
  ): Promise<void> {
    for (let worker = 0; worker < options.concurrency; worker++) {
      let id: string | undefined
      id = await this.#boss.work<object, unknown, { perJobResults: true; batchSize: number }>(
        queue,
        {
          perJobResults: true,
          batchSize: options.batchSize,
          burstWhenBatchFull: options.batchSize > 1,
          pollingIntervalSeconds: 2,
          notifyPollingIntervalSeconds: 15,
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

  async depths() {
    const queues = await this.#boss.getQueues()
    return queues.map((queue) => ({
      queue: queue.name,
      waiting: queue.queuedCount,
      active: queue.activeCount,
      failed: queue.failedCount,
    }))
  }

  async stop(timeoutMs: number): Promise<void> {
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
