import type { SqlExecutor } from './database.ts'

/** How a queue behaves; see `JobDefinition` for the units. */
export interface QueueSpec {
  readonly name: string
  readonly retryLimit: number
  readonly retryDelaySeconds: number
  readonly retryDelayMaxSeconds: number
  readonly timeoutSeconds: number
}

export interface QueuedJob {
  /** The same id is taken once, even after the job is done. */
  readonly id?: string
  readonly data: object
  readonly startAfter?: Temporal.Instant
}

export interface RunningJob {
  readonly id: string
  readonly data: unknown
  /** 0 for the first try. */
  readonly attempt: number
  readonly signal: AbortSignal
}

export type JobOutcome = { readonly id: string; readonly error?: unknown }

/** The port to the job queue (pg-boss): jobs, cron, delays, retries with backoff, dead letters, recovery. */
export interface JobQueue {
  start(queues: readonly QueueSpec[]): Promise<void>
  /** Through `tx`, joins that transaction; without, stands alone. */
  insert(queue: string, jobs: readonly QueuedJob[], tx?: SqlExecutor): Promise<void>
  /** Wakes the workers of a queue in this process at once; the database wakes those elsewhere. */
  wake(queue: string): void
  work(
    queue: string,
    options: { batchSize: number; concurrency: number },
    run: (jobs: readonly RunningJob[]) => Promise<readonly JobOutcome[]>,
  ): Promise<void>
  /** Five-field cron in a time zone; over replicas each occurrence becomes one job. */
  schedule(queue: string, cron: string, zone: string): Promise<void>
  /** Waiting and running jobs by queue, for metrics and health. */
  depths(): Promise<{ queue: string; waiting: number; active: number; failed: number }[]>
  /** Stops taking jobs, waits for those that run (at most `timeoutMs`), closes connections. */
  stop(timeoutMs: number): Promise<void>
}

export const eventQueue = (service: string) => `${service}.events`
export const jobQueue = (service: string, job: string) => `${service}.${job}`
