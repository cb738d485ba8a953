import { z } from 'zod'
import { endRoles } from './access-rows.ts'
import type { EventDefinition } from './contract.ts'
import type { Tx } from './database.ts'
import { type Envelope, type EventOf, userErased } from './envelope.ts'
import type { Runtime } from './runtime.ts'
import { inScope } from './scope.ts'
import type { Together } from './service.ts'
import { continuing } from './story.ts'
import { withSpan } from './tracing.ts'

/** Hands events to a service's handlers, in the transaction that has marked them in its inbox. */
export async function hear(runtime: Runtime, tx: Tx, events: readonly Envelope[]): Promise<void> {
  if (runtime.service.batch) await record(runtime, tx, events)
  else await handle(runtime, tx, events)
}

/**
 * One after the other; those whose handler takes several gather until one comes that is handled alone. Events may come
 * in any order anyway, but nothing overtakes the erasure of a person.
 */
async function handle(runtime: Runtime, tx: Tx, events: readonly Envelope[]): Promise<void> {
  const gathered = new Map<Together, EventOf<z.ZodType>[]>()
  const handleGathered = async () => {
    for (const [handler, group] of gathered) await handleTogether(runtime, tx, handler, group)
    gathered.clear()
  }
  for (const envelope of events) {
    if (envelope.type === userErased.type) {
      await handleGathered()
      await erase(runtime, tx, envelope)
      continue
    }
    for (const [name, definition] of Object.entries(runtime.service.hears)) {
      if (definition.type !== envelope.type) continue
      const event = { ...envelope, data: decode(definition, envelope) }
      const handler = runtime.service.on[name]!
      if ('together' in handler) {
        gathered.getOrInsertComputed(handler, () => []).push(event)
        continue
      }
      await handleGathered()
      await continuing(runtime.service.contract.name, event, () =>
        withSpan(`event ${event.type}`, {}, () => handler(runtime.ctx, event.data, tx, event)),
      )
    }
  }
  await handleGathered()
}

async function handleTogether(
  { service, ctx }: Runtime,
  tx: Tx,
  handler: Together,
  events: readonly EventOf<z.ZodType>[],
): Promise<void> {
  const [only] = events
  const { name } = service.contract
  const work = () => withSpan(`events ${only!.type}`, {}, () => handler.together(ctx, events, tx))
  if (events.length === 1) await continuing(name, only!, work)
  else
    await inScope({ actor: { kind: 'service', name }, reason: `several events, such as ${only!.type}` }, work)
}

/** What the kernel keeps about a person in every service goes first; ended sessions stay until their tokens have run out. */
async function erase({ service, ctx }: Runtime, tx: Tx, envelope: Envelope): Promise<void> {
  const { userId } = userErased.data.parse(envelope.data)
  const kernel = tx.query.withTables<{ personal_keys: { person_id: string } }>()
  await kernel.deleteFrom('personal_keys').where('person_id', '=', userId).execute()
  await endRoles(tx, userId)
  await service.personal.erase(ctx, userId, tx)
}

async function record(runtime: Runtime, tx: Tx, events: readonly Envelope[]): Promise<void> {
  const { service, ctx } = runtime
  for (const event of events) if (event.type === userErased.type) await erase(runtime, tx, event)
  if (!service.batch || events.length === 0) return
  await inScope({ actor: { kind: 'service', name: service.contract.name }, reason: 'recording events' }, () =>
    service.batch!(ctx, events, tx),
  )
}

function decode(definition: EventDefinition, envelope: Envelope): unknown {
  return z.decode(definition.data, envelope.data as never)
}
