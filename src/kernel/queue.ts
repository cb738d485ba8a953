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

/** Jobs of a queue that are not done, as they are at this moment. */
export interface Backlog {
  readonly queue: string
  /** Due, or put off until later. */
  readonly waiting: number
  readonly active: number
  /** Given up, waiting for somebody's decision. */
  readonly dead: number
  /** Since when the oldest one that is due has been waiting. */
  readonly waitingSince: Temporal.Instant | undefined
}

/** A job that was given up. */
export interface DeadJob {
  readonly id: string
  /** The queue that it was in. */
  readonly queue: string
  readonly data: unknown
  readonly diedAt: Temporal.Instant
  /** How often it was tried; 0 for what never came as far as that. */
  readonly attempts: number
  /** What the last try said. */
  readonly error: string
}

/** Where a page of dead jobs begins: after this one, going back in time. */
export interface DeadMark {
  readonly diedAt: Temporal.Instant
  readonly id: string
}

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
  /** When a cron expression comes true next. */
  nextRun(cron: string, zone: string): Temporal.Instant | undefined
  backlogs(queues: readonly string[]): Promise<Backlog[]>
  /** Takes nothing from a queue any more, in this process; what runs is finished. Also before `work`. */
  hold(queue: string): Promise<void>
  /** Takes from a held queue again. */
  release(queue: string): Promise<void>
  /** Jobs of these queues that were given up, the latest first. */
  deadJobs(queues: readonly string[], page: { before?: DeadMark; limit: number }): Promise<DeadJob[]>
  deadJob(queues: readonly string[], id: string): Promise<DeadJob | undefined>
  /** Puts what was given up back into its queue as a new job; a repetition does it once. */
  revive(dead: DeadJob, data: object): Promise<void>
  discard(dead: DeadJob): Promise<void>
  /** Puts what cannot even be tried among the given-up jobs of a queue. */
  bury(queue: string, data: object): Promise<void>
  /** Stops taking jobs, waits for those that run (at most `timeoutMs`), closes connections. */
  stop(timeoutMs: number): Promise<void>
}

export const eventQueue = (service: string) => `${service}.events`
/** Where the jobs of a queue go when they are given up. */
export const deadQueue = (queue: string) => `${queue}.dead`
export const jobQueue = (service: string, job: string) => `${service}.${job}`
