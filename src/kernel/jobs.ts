import { z } from 'zod'
import type { JobDefinition } from './contract.ts'
import type { Errand, JobSink, SqlExecutor } from './database.ts'
import { reportGivenUp } from './dispatch.ts'
import type { Foreground } from './foreground.ts'
import { type JobOutcome, type JobQueue, jobQueue, type QueueSpec, type RunningJob } from './queue.ts'
import type { Runtime } from './runtime.ts'
import { currentScope, inScope } from './scope.ts'
import type { JobEntry, JobMeta } from './service.ts'
import { continuing, userIn, whoseNow } from './story.ts'
import { fromTraceparent, withSpan } from './tracing.ts'
import type { WorkControls } from './work-controls.ts'

/** How a job lies in the queue: its input, and the story it belongs to. */
export const JobEnvelope = z.object({
  input: z.unknown(),
  correlationId: z.string().optional(),
  causationId: z.string().optional(),
  traceparent: z.string().optional(),
  reason: z.string().optional(),
  concerns: z.string().optional(),
})

const cronRetries = { retryLimit: 3, retryDelaySeconds: 10, retryDelayMaxSeconds: 300, timeoutSeconds: 900 }

/** `tx.enqueue` over the queue port: joins the transaction, wakes the workers after the commit. */
export class Enqueuer implements JobSink {
  readonly #queue: JobQueue

  constructor(queue: JobQueue) {
    this.#queue = queue
  }

  async enqueue(
    tx: SqlExecutor,
    service: string,
    job: JobDefinition,
    errands: readonly Errand[],
  ): Promise<void> {
    const jobs = errands.map(({ data, because, id, startAfter }) => ({
      data: because ? continuing(service, because, () => envelopeOf(data)) : envelopeOf(data),
      ...(id ? { id } : {}),
      ...(startAfter ? { startAfter } : {}),
    }))
    await this.#queue.insert(jobQueue(service, job.name), jobs, tx)
  }
}

function envelopeOf(input: unknown): z.output<typeof JobEnvelope> {
  const { correlationId, causationId, traceparent, reason } = currentScope()
  return { input, correlationId, causationId, traceparent, reason, concerns: userIn(input) ?? whoseNow() }
}

/** The queues a service's jobs need. */
export function queueSpecs(service: string, jobs: Readonly<Record<string, JobEntry<never>>>): QueueSpec[] {
  return Object.entries(jobs).flatMap(([name, entry]) => {
    if ('queue' in entry) return [{ ...entry.queue, name: jobQueue(service, entry.queue.name) }]
    if ('cron' in entry) return [{ ...cronRetries, name: jobQueue(service, name) }]
    return []
  })
}

/** Starts the workers of a service's queued and cron jobs. */
export async function startJobs(
  runtime: Runtime,
  queue: JobQueue,
  foreground: Foreground,
  controls: WorkControls,
): Promise<void> {
  const service = runtime.service.contract.name
  for (const [name, entry] of Object.entries(runtime.service.jobs)) {
    if ('queue' in entry) {
      const { queue: definition, run } = entry
      await queue.work(
        jobQueue(service, definition.name),
        definition.together
          ? { batchSize: definition.concurrency, concurrency: 1 }
          : { batchSize: 1, concurrency: definition.concurrency },
        async (jobs) => {
          if (definition.givesWay) await foreground.calm()
          return await runEach(runtime, name, definition.retryLimit, jobs, (input, meta) =>
            run(runtime.ctx, z.decode(definition.data, input as never) as never, meta),
          )
        },
      )
    } else if ('cron' in entry) {
      await queue.work(jobQueue(service, name), { batchSize: 1, concurrency: 1 }, (jobs) =>
        runEach(runtime, name, cronRetries.retryLimit, jobs, async (input) => {
          if (controls.isTimerPaused(name) && !isByHand(input)) return
          await noted(controls, name, () => entry.run(runtime.ctx))
        }),
      )
      await queue.schedule(jobQueue(service, name), entry.cron, entry.zone ?? 'UTC')
    }
  }
}

/** Did somebody ask for this run of a cron job? Then a pause does not keep it. */
const isByHand = (input: unknown) => Reflect.get(Object(input), 'byHand') === true

/** Runs a timer and remembers how it went. */
export async function noted(
  controls: Pick<WorkControls, 'note'>,
  name: string,
  run: () => Promise<void>,
): Promise<void> {
  const startedAt = Temporal.Now.instant()
  const started = performance.now()
  let outcome: 'ok' | 'failed' = 'failed'
  try {
    await run()
    outcome = 'ok'
  } finally {
    controls.note(name, { startedAt, tookMs: performance.now() - started, outcome })
  }
}

async function runEach(
  runtime: Runtime,
  name: string,
  retryLimit: number,
  jobs: readonly RunningJob[],
  run: (input: unknown, meta: JobMeta) => Promise<void>,
): Promise<JobOutcome[]> {
  return await Promise.all(jobs.map((job) => runJob(runtime, name, retryLimit, job, run)))
}

async function runJob(
  runtime: Runtime,
  name: string,
  retryLimit: number,
  job: RunningJob,
  run: (input: unknown, meta: JobMeta) => Promise<void>,
): Promise<JobOutcome> {
  const service = runtime.service.contract.name
  const envelope = JobEnvelope.catch({ input: undefined }).parse(job.data)
  const last = job.attempt >= retryLimit
  const count = (outcome: string) => runtime.metrics.jobs.inc({ service, job: name, outcome })
  const scope = {
    actor: { kind: 'service' as const, name: service },
    reason: envelope.reason ? `${name}: ${envelope.reason}` : name,
    ...(envelope.correlationId ? { correlationId: envelope.correlationId } : {}),
    ...(envelope.causationId ? { causationId: envelope.causationId } : {}),
    ...(envelope.traceparent ? { traceparent: envelope.traceparent } : {}),
    ...(envelope.concerns ? { concerns: envelope.concerns } : {}),
  }
  return await inScope(scope, async () => {
    try {
      await fromTraceparent(envelope.traceparent, () =>
        withSpan(`job ${service}.${name}`, {}, () =>
          run(envelope.input, { key: job.id, attempt: job.attempt, last, signal: job.signal }),
        ),
      )
      count('ok')
      return { id: job.id }
    } catch (error) {
      count('failed')
      runtime.log.warn(
        { err: error, job: name, attempt: job.attempt },
        last ? 'A job was given up' : 'A job failed and is tried again',
      )
      if (last) {
        const whose = { correlationId: envelope.correlationId ?? job.id, userId: envelope.concerns }
        await reportGivenUp(runtime, `${service}.${name}`, whose, error)
      }
      return { id: job.id, error: error ?? new Error('failed') }
    }
  })
}
