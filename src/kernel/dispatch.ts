import { sql } from 'kysely'
import { z } from 'zod'
import { accessEvents } from './access.ts'
import { accessTopic } from './access-feed.ts'
import { keepAccess } from './access-rows.ts'
import type { EventDefinition } from './contract.ts'
import type { Database, Tx } from './database.ts'
import { Envelope, errorOccurred, userErased } from './envelope.ts'
import type { JobOutcome, RunningJob } from './queue.ts'
import type { Runtime } from './runtime.ts'
import { inScope } from './scope.ts'
import { fromTraceparent, withSpan } from './tracing.ts'

/** Retries of a failing event before it becomes a dead letter: 1 s doubling to 5 min, about an hour in all. */
export const eventRetries = {
  retryLimit: 16,
  retryDelaySeconds: 1,
  retryDelayMaxSeconds: 300,
  timeoutSeconds: 60,
}
export const eventBatchSize = 100

/**
 * Handles a fetched batch of events for one service: one transaction, all inbox marks in one statement, then the
 * handlers. If one throws, everything rolls back and the events run again one by one, so that only the bad one fails.
 */
export async function dispatchEvents(runtime: Runtime, jobs: readonly RunningJob[]): Promise<JobOutcome[]> {
  const parsed = jobs.map((job) => ({ job, envelope: Envelope.safeParse(job.data) }))
  const good = parsed.flatMap(({ job, envelope }) =>
    envelope.success ? [{ job, envelope: envelope.data }] : [],
  )
  const bad = parsed.flatMap(({ job, envelope }): JobOutcome[] =>
    envelope.success ? [] : [{ id: job.id, error: envelope.error }],
  )
  if (good.length === 0) return bad
  try {
    await handleTogether(
      runtime,
      good.map((each) => each.envelope),
    )
    return [...bad, ...good.map(({ job }) => ({ id: job.id }))]
  } catch (error) {
    if (good.length === 1) return [...bad, await failed(runtime, good[0]!, error)]
  }
  const outcomes = [...bad]
  for (const each of good) {
    try {
      await handleTogether(runtime, [each.envelope])
      outcomes.push({ id: each.job.id })
    } catch (error) {
      outcomes.push(await failed(runtime, each, error))
    }
  }
  return outcomes
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
    const seen = new Set<string>()
    const news = envelopes.filter((each) => isFresh.has(each.id) && !seen.has(each.id) && seen.add(each.id))
    for (const envelope of news) await keepAccess(tx, envelope)
    if (service.batch) await runBatch(runtime, tx, news)
    else for (const envelope of news) await runOne(runtime, tx, envelope)
  })
  const changesAccess = envelopes.filter(({ type }) => accessEvents.some((each) => each.type === type))
  for (const envelope of changesAccess) access.apply(envelope)
  if (changesAccess.length > 0) runtime.ctx.signal.send(accessTopic)
  for (const envelope of envelopes) {
    metrics.eventsHandled.inc({ service: service.contract.name, type: envelope.type, outcome: 'ok' })
  }
}

async function runOne(runtime: Runtime, tx: Tx, envelope: Envelope): Promise<void> {
  const { service, ctx } = runtime
  if (envelope.type === userErased.type) {
    const { userId } = userErased.data.parse(envelope.data)
    await tx.query
      .withTables<{ personal_keys: { person_id: string } }>()
      .deleteFrom('personal_keys')
      .where('person_id', '=', userId)
      .execute()
    await service.personal.erase(ctx, userId, tx)
    return
  }
  for (const [name, definition] of Object.entries(service.hears)) {
    if (definition.type !== envelope.type) continue
    const data = decode(definition, envelope)
    await inScope(scopeOf(runtime, envelope), () =>
      fromTraceparent(envelope.traceparent, () =>
        withSpan(`event ${envelope.type}`, {}, () => service.on[name]!(ctx, data, tx, { ...envelope, data })),
      ),
    )
  }
}

async function runBatch(runtime: Runtime, tx: Tx, envelopes: readonly Envelope[]): Promise<void> {
  const { service, ctx } = runtime
  for (const envelope of envelopes) if (envelope.type === userErased.type) await runOne(runtime, tx, envelope)
  if (service.batch && envelopes.length > 0) {
    await inScope(
      { actor: { kind: 'service', name: service.contract.name }, reason: 'recording events' },
      () => service.batch!(ctx, envelopes, tx),
    )
  }
}

function decode(definition: EventDefinition, envelope: Envelope): unknown {
  return z.decode(definition.data, envelope.data as never)
}

/** Effects of an event continue its story: same correlation, caused by it. */
function scopeOf(runtime: Runtime, envelope: Envelope) {
  return {
    actor: { kind: 'service' as const, name: runtime.service.contract.name },
    correlationId: envelope.correlationid,
    causationId: envelope.id,
    ...(envelope.traceparent ? { traceparent: envelope.traceparent } : {}),
    reason: `${envelope.type} (${envelope.actor})`,
  }
}

async function failed(
  runtime: Runtime,
  each: { job: RunningJob; envelope: Envelope },
  error: unknown,
): Promise<JobOutcome> {
  const { job, envelope } = each
  const name = runtime.service.contract.name
  runtime.metrics.eventsHandled.inc({ service: name, type: envelope.type, outcome: 'failed' })
  inScope(scopeOf(runtime, envelope), () =>
    runtime.log.warn(
      { err: error, event: envelope.type, eventId: envelope.id, attempt: job.attempt },
      'An event handler failed',
    ),
  )
  if (job.attempt >= eventRetries.retryLimit) {
    await reportGivenUp(runtime, `${name} on ${envelope.type}`, envelope.correlationid, error)
  }
  return { id: job.id, error }
}

/** A dead letter is an event too: notification and control hear of it. */
export async function reportGivenUp(
  runtime: Runtime,
  operation: string,
  correlationId: string,
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
          userId: null,
        }),
      ),
  )
}
