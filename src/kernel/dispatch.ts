import { sql } from 'kysely'
import { accessEvents } from './access.ts'
import { accessTopic } from './access-feed.ts'
import { keepAccess } from './access-rows.ts'
import type { Database } from './database.ts'
import { type Arrival, openDelivery } from './deliveries.ts'
import { type Envelope, errorOccurred } from './envelope.ts'
import { gathered } from './gathering.ts'
import { hear } from './hearing.ts'
import type { JobOutcome, RunningJob } from './queue.ts'
import type { Runtime } from './runtime.ts'
import { inScope } from './scope.ts'
import { continuing, userIn } from './story.ts'

/** Retries of a failing event before it becomes a dead letter: 1 s doubling to 5 min, about an hour in all. */
export const eventRetries = {
  retryLimit: 16,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  timeoutSeconds: 60,
}
/** Jobs fetched at once; most bring several events. */
export const eventBatchSize = 10
/** Most events of one transaction. */
const eventsTogether = 200

/**
 * Handles fetched jobs of events for one service, many events in a transaction: all inbox marks in one statement, then
 * the handlers. If one throws, everything rolls back and the events run again one by one, so that only the bad one
 * fails. One that failed among others of its job goes into a job of its own (`runtime.tryApart`), where it is retried
 * and at last becomes a dead letter as if it had come alone; its job is done without it.
 */
export async function dispatchEvents(runtime: Runtime, jobs: readonly RunningJob[]): Promise<JobOutcome[]> {
  const arrivals = jobs.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(openDelivery)
  const events = arrivals.flatMap((each) => each.events)
  const failures = new Map<Envelope, unknown>()
  for (let at = 0; at < events.length; at += eventsTogether)
    await handle(runtime, events.slice(at, at + eventsTogether), failures)
  const outcomes: JobOutcome[] = []
  for (const arrival of arrivals) outcomes.push(await concluded(runtime, arrival, failures))
  return outcomes
}

/**
 * Handles events that come without a job, with those that come meanwhile. What fails goes into a job of its own.
 *
 * @throws when it could not be queued: then any of them may be left undone
 */
export const hearAtOnce = gathered(
  eventsTogether,
  async (runtime: Runtime, groups: readonly (readonly Envelope[])[]): Promise<true[]> => {
    const events = groups.flat()
    const failures = new Map<Envelope, unknown>()
    for (let at = 0; at < events.length; at += eventsTogether)
      await handle(runtime, events.slice(at, at + eventsTogether), failures)
    const failed = events.filter((each) => failures.has(each))
    for (const each of failed) await noteFailure(runtime, 0, each, failures.get(each))
    if (failed.length > 0) await runtime.tryApart(failed)
    return groups.map(() => true)
  },
)

async function handle(
  runtime: Runtime,
  events: readonly Envelope[],
  failures: Map<Envelope, unknown>,
): Promise<void> {
  try {
    await handleTogether(runtime, events)
  } catch (error) {
    if (events.length === 1) failures.set(events[0]!, error)
    else for (const each of events) await handle(runtime, [each], failures)
  }
}

async function concluded(
  runtime: Runtime,
  { job, events, isAlone, faulty }: Arrival,
  failures: ReadonlyMap<Envelope, unknown>,
): Promise<JobOutcome> {
  for (const error of faulty) runtime.log.error({ err: error }, 'What arrived is no event of ours')
  if (isAlone && faulty.length > 0) return { id: job.id, error: faulty[0] }
  const failed = events.filter((each) => failures.has(each))
  for (const each of failed) await noteFailure(runtime, job.attempt, each, failures.get(each))
  if (failed.length === 0) return { id: job.id }
  if (isAlone) return { id: job.id, error: failures.get(failed[0]!) }
  try {
    await runtime.tryApart(failed)
    return { id: job.id }
  } catch (error) {
    return { id: job.id, error }
  }
}

async function handleTogether(runtime: Runtime, envelopes: readonly Envelope[]): Promise<void> {
  const { service, metrics, access } = runtime
  const ids = envelopes.map((each) => each.id)
  await (runtime.db as Database).named(`an event handler of ${service.contract.name}`, async (tx) => {
    const fresh = await sql<{ event_id: string }>`
      insert into inbox (event_id) select unnest(${ids}::uuid[]) on conflict do nothing returning event_id`.execute(
      tx.query,
    )
    const isFresh = new Set(fresh.rows.map((row) => row.event_id))
    const news = envelopes.filter((each) => isFresh.delete(each.id))
    for (const envelope of news) await keepAccess(tx, envelope)
    await hear(runtime, tx, news)
  })
  const changesAccess = envelopes.filter(({ type }) => accessEvents.some((each) => each.type === type))
  for (const envelope of changesAccess) access.apply(envelope)
  if (changesAccess.length > 0) runtime.ctx.signal.send(accessTopic)
  for (const envelope of envelopes) {
    metrics.eventsHandled.inc({ service: service.contract.name, type: envelope.type, outcome: 'ok' })
  }
}

async function noteFailure(
  runtime: Runtime,
  attempt: number,
  envelope: Envelope,
  error: unknown,
): Promise<void> {
  const { name } = runtime.service.contract
  runtime.metrics.eventsHandled.inc({ service: name, type: envelope.type, outcome: 'failed' })
  continuing(name, envelope, () =>
    runtime.log.warn(
      { err: error, event: envelope.type, eventId: envelope.id, attempt },
      'An event handler failed',
    ),
  )
  if (attempt >= eventRetries.retryLimit) {
    await reportGivenUp(runtime, `${name} on ${envelope.type}`, storyIn(envelope), error)
  }
}

/** The story of an event, and whose things it is about. */
export const storyIn = ({ correlationid, data }: Envelope) => ({
  correlationId: correlationid,
  userId: userIn(data),
})

/** A dead letter is an event too: notification and control hear of it, and with them the user whose work it was. */
export async function reportGivenUp(
  runtime: Runtime,
  operation: string,
  { correlationId, userId }: { correlationId: string; userId: string | undefined },
  error: unknown,
): Promise<void> {
  const message = error instanceof Error ? error.message : String(error)
  runtime.metrics.errors.inc({
    service: runtime.service.contract.name,
    operation,
    error_type: error instanceof Error ? error.name : 'unknown',
  })
  await inScope(
    { correlationId, actor: { kind: 'service', name: runtime.service.contract.name }, reason: operation },
    () =>
      runtime.db.transaction((tx) =>
        tx.publish(errorOccurred, {
          operation,
          code: 'given-up',
          message: message.slice(0, 2000),
          userId: userId ?? null,
        }),
      ),
  )
}
