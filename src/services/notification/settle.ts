import { derivedId, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { notificationFailed, notificationSent } from './contract.ts'
import { type DeliveryInHand, logAttempt } from './deliveries.ts'
import { intend } from './intents.ts'
import type { Place } from './places.ts'
import type { Tables } from './tables.ts'

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

/** The end of a delivery: row, log and event together, once. Places of no more use are switched off with it. */
export async function settle(ctx: Ctx, delivery: DeliveryInHand, outcome: Outcome): Promise<void> {
  const now = ctx.clock.now()
  await ctx.db.transaction(async (tx) => {
    const settled = await tx.query
      .updateTable('deliveries')
      .set((eb) => ({
        state: outcome.state,
        version: eb('version', '+', 1),
        error: 'error' in outcome ? outcome.error : null,
        provider: 'provider' in outcome ? outcome.provider : null,
        ...(outcome.state === 'sent' ? { sent_at: now, provider_id: outcome.providerId } : {}),
      }))
      .where('id', '=', delivery.id)
      .where('state', '=', 'queued')
      .returning('version')
      .executeTakeFirst()
    if (!settled) return
    await logAttempt(ctx, delivery, attemptOf(delivery, outcome), tx.query)
    await tell(tx, delivery, outcome, settled.version)
    if (outcome.state !== 'skipped')
      for (const place of outcome.off) await switchOff(tx, delivery, place, outcome, now)
  })
  ctx.metrics.operations.inc({
    service: 'notification',
    operation: `deliver ${delivery.channel}`,
    status: outcome.state,
  })
}

function attemptOf(delivery: DeliveryInHand, outcome: Outcome) {
  return {
    channel: delivery.channel,
    provider: 'provider' in outcome ? outcome.provider : null,
    outcome: outcome.state,
    code: 'error' in outcome ? outcome.error : null,
  }
}

async function tell(
  tx: Tx<Tables>,
  delivery: DeliveryInHand,
  outcome: Outcome,
  version: number,
): Promise<void> {
  const { notificationId, userId, kind, channel, subject } = delivery
  const about = { notificationId, userId, version, kind, channel }
  const options = { subject: `notification:${notificationId}` }
  if (outcome.state === 'sent')
    await tx.publish(notificationSent, { ...about, providerId: outcome.providerId, subject }, options)
  if (outcome.state === 'failed')
    await tx.publish(
      notificationFailed,
      { ...about, code: outcome.error, permanent: outcome.permanent },
      options,
    )
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
      address: known.sealed,
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
          address: known.sealed,
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
