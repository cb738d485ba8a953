import { sql } from 'kysely'
import { type Cause, currentStory, derivedId, gathered, type Publication, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { notificationFailed, notificationSent } from './contract.ts'
import { type Arrived, type DeliveryInHand, endDispatches, logAttempts } from './deliveries.ts'
import { intend } from './intents.ts'
import type { Place } from './places.ts'
import type { Tables } from './tables.ts'
import { underWay } from './under-way.ts'

export type Outcome =
  | { readonly state: 'skipped'; readonly error: string }
  | {
      readonly state: 'sent'
      readonly provider: string
      readonly providerId: string | null
      readonly off: readonly Place[]
    }
  | {
      readonly state: 'failed'
      readonly provider: string | null
      readonly error: string
      readonly permanent: boolean
      readonly off: readonly Place[]
    }

/** It did not go everywhere this time and is tried again. */
export interface Repeated {
  readonly state: 'repeated'
  readonly provider: string
  readonly error: string
}

/**
 * The end of a delivery: row, log and event together, once. Places of no more use are switched off with it.
 *
 * @param arrived Places that have taken it now: they are marked with it, so that a repetition passes them over.
 */
export async function settle(
  ctx: Ctx,
  delivery: DeliveryInHand,
  outcome: Outcome,
  arrived: readonly Arrived[] = [],
): Promise<void> {
  await record(ctx, { delivery, outcome, arrived, because: currentStory() })
  ctx.metrics.operations.inc({
    service: 'notification',
    operation: `deliver ${delivery.channel}`,
    status: outcome.state,
  })
}

/** A try that is not the last: the log, and the places that need no other. */
export async function noteRepeated(
  ctx: Ctx,
  delivery: DeliveryInHand,
  outcome: Repeated,
  arrived: readonly Arrived[],
): Promise<void> {
  await record(ctx, { delivery, outcome, arrived, because: currentStory() })
}

/** What came of one try. */
interface Tried<O = Outcome | Repeated> {
  readonly delivery: DeliveryInHand
  readonly outcome: O
  readonly arrived: readonly Arrived[]
  readonly because: Cause
}
type End = Tried<Outcome>

const isEnd = (tried: Tried): tried is End => tried.outcome.state !== 'repeated'

/** Tries of one transaction. */
const most = 128
/**
 * How long an outcome waits at most for those of other deliveries that are under way, milliseconds. A transaction and its
 * events cost the house far more than one outcome does; a process that dies meanwhile repeats what it had not written down,
 * as it would without the wait.
 */
const lingerMs = 1_000

const record = gathered(
  most,
  (ctx: Ctx, tries: readonly Tried[]) =>
    ctx.db.transaction(async (tx) => {
      const now = ctx.clock.now()
      await endDispatches(
        tx.query,
        tries.flatMap(({ arrived }) => arrived),
        now,
      )
      const ends = tries.filter(isEnd)
      const versions = await endDeliveries(tx, ends, now)
      const ended = ends.filter(({ delivery }) => versions.has(delivery.id))
      await logAttempts(tx.query, [...tries.filter((each) => !isEnd(each)), ...ended].map(attemptOf))
      await tx.publishAll(ended.flatMap((end) => newsOf(end, versions.get(end.delivery.id)!)))
      for (const { delivery, outcome } of ended)
        if (outcome.state !== 'skipped')
          for (const place of outcome.off) await switchOff(tx, delivery, place, outcome, now)
      return tries.map(() => undefined)
    }),
  { lingerMs, isAll: (ctx, waiting) => waiting >= underWay(ctx) },
)

/** @returns the new version of each that was still under way */
async function endDeliveries(
  tx: Tx<Tables>,
  ends: readonly End[],
  now: Temporal.Instant,
): Promise<Map<string, number>> {
  if (ends.length === 0) return new Map()
  const rows = ends
    .map(({ delivery, outcome }) => ({
      id: delivery.id,
      state: outcome.state,
      error: 'error' in outcome ? outcome.error : null,
      provider: 'provider' in outcome ? outcome.provider : null,
      provider_id: outcome.state === 'sent' ? outcome.providerId : null,
    }))
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
  // By the ids alone: by the state, the planner reads all that is queued for each of them.
  const { rows: settled } = await sql<{ id: string; version: number }>`
    with taken as (
      select id, state from deliveries where id = any(${rows.map(({ id }) => id)}::uuid[]) order by id for update
    )
    update deliveries d set state = ended.state, version = d.version + 1, error = ended.error,
      provider = ended.provider, provider_id = coalesce(ended.provider_id, d.provider_id),
      sent_at = case when ended.state = 'sent' then ${now}::timestamptz else d.sent_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as ended(id uuid, state text, error text, provider text, provider_id text), taken
    where taken.id = ended.id and taken.state = 'queued' and d.id = taken.id returning d.id, d.version`.execute(
    tx.query,
  )
  return new Map(settled.map(({ id, version }) => [id, version]))
}

function attemptOf({ delivery, outcome }: Tried) {
  return {
    delivery,
    provider: 'provider' in outcome ? outcome.provider : null,
    outcome: outcome.state,
    code: 'error' in outcome ? outcome.error : null,
  }
}

function newsOf({ delivery, outcome, because }: End, version: number): Publication[] {
  const { notificationId, userId, kind, channel, subject } = delivery
  const about = { notificationId, userId, version, kind, channel }
  const options = { subject: `notification:${notificationId}`, because }
  if (outcome.state === 'sent')
    return [
      {
        ...options,
        event: notificationSent,
        data: { ...about, providerId: outcome.providerId, subject },
      },
    ]
  if (outcome.state === 'failed')
    return [
      {
        ...options,
        event: notificationFailed,
        data: { ...about, code: outcome.error, permanent: outcome.permanent },
      },
    ]
  return []
}

/** A number that is wrong, a browser that is gone: nothing more goes there, and its owner hears of it once. A guest has nobody to tell. */
async function switchOff(
  tx: Tx<Tables>,
  { userId, channel }: DeliveryInHand,
  place: Place,
  outcome: Outcome,
  now: Temporal.Instant,
): Promise<void> {
  const { known } = place
  if (userId === null || known === null) return
  const code = 'error' in outcome ? outcome.error : 'refused'
  const target = await tx.query
    .insertInto('targets')
    .values({
      id: place.targetId,
      user_id: userId,
      channel,
      label: known.label,
      address: known.seal(),
      address_hash: known.addressHash,
      verified: true,
      active: false,
      last_error: code,
      created_at: now,
    })
    .onConflict((c) =>
      c
        .column('id')
        .doUpdateSet({
          active: false,
          last_error: code,
          address_hash: known.addressHash,
          address: known.seal(),
        })
        .where('targets.active', '=', true),
    )
    .returning('id')
    .executeTakeFirst()
  if (!target) return
  await tx.audit({
    action: 'notification target switched off',
    target: `target:${target.id}`,
    details: { channel, code },
  })
  await intend(tx, {
    id: derivedId('target off', target.id, now.toString()),
    userId,
    template: 'target-off',
    facts: { targetId: target.id },
  })
}
