import { randomUUIDv7 } from 'node:crypto'
import { z } from 'zod'
import { deliveryId, Envelope } from './envelope.ts'
import type { QueuedJob, RunningJob } from './queue.ts'

/** Most events of one job, which is fetched, kept and finished once for all of them: as many as a relay carries. */
const eventsPerJob = 500

/** Several events of one job. One alone is the job's data itself. */
const Together = z.object({ together: z.array(z.unknown()) })

/**
 * The jobs that bring events to a listener: those that go out together come together. Ids grow with time, so that they
 * are handled in the order of going out. An event that comes twice is passed over by the listener's inbox.
 */
export function deliveryJobs(events: readonly Envelope[]): QueuedJob[] {
  return chunked(events).map((group) => ({
    id: randomUUIDv7(),
    data: group.length === 1 ? group[0]! : { together: group },
  }))
}

function chunked(events: readonly Envelope[]): Envelope[][] {
  const chunks: Envelope[][] = []
  for (let at = 0; at < events.length; at += eventsPerJob) chunks.push(events.slice(at, at + eventsPerJob))
  return chunks
}

/**
 * Jobs for events that failed among others: from now on each is tried by itself. Queued once for good, however often the
 * job that brought them together is repeated.
 */
export const jobsApart = (
  events: readonly Envelope[],
  listener: string,
  startAfter: Temporal.Instant,
): QueuedJob[] => events.map((event) => ({ id: deliveryId(event, listener), data: event, startAfter }))

/** What a job brings; `faulty` is what is no event of ours. */
export interface Arrival {
  readonly job: RunningJob
  readonly events: readonly Envelope[]
  readonly isAlone: boolean
  readonly faulty: readonly z.ZodError[]
}

export function openDelivery(job: RunningJob): Arrival {
  const group = Together.safeParse(job.data)
  const parsed = (group.success ? group.data.together : [job.data]).map((each) => Envelope.safeParse(each))
  return {
    job,
    isAlone: !group.success,
    events: parsed.flatMap((each) => (each.success ? [each.data] : [])),
    faulty: parsed.flatMap((each) => (each.success ? [] : [each.error])),
  }
}
