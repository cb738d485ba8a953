import type { JobMeta } from '#kernel'
import { openContent } from './content.ts'
import type { Ctx } from './context.ts'
import { type Arrived, beginDispatch, type DeliveryInHand, deliveryInHand } from './deliveries.ts'
import { type Place, placesOf } from './places.ts'
import { providerFor } from './providers/index.ts'
import { PermanentFailure, type Provider } from './providers/provider.ts'
import { noteRepeated, type Outcome, settle } from './settle.ts'
import { Turns } from './turns.ts'
import { countedUnderWay } from './under-way.ts'

/**
 * Takes one delivery to its provider and records what came of it. Killed at any point, it runs again: what is
 * recorded as ended is not sent again, and what had begun is sent as a repetition, which each provider makes harmless.
 */
export const runDelivery = (ctx: Ctx, deliveryId: string, meta: JobMeta): Promise<void> =>
  countedUnderWay(ctx, () => take(ctx, deliveryId, meta))

async function take(ctx: Ctx, deliveryId: string, meta: JobMeta): Promise<void> {
  const delivery = await deliveryInHand(ctx, deliveryId)
  if (!delivery || delivery.state !== 'queued') return
  const { expiresAt } = delivery
  if (expiresAt && Temporal.Instant.compare(ctx.clock.now(), expiresAt) > 0)
    return await settle(ctx, delivery, { state: 'skipped', error: 'too-late' })
  const provider = await providerFor(ctx, delivery.channel)
  if ('reason' in provider) return await settle(ctx, delivery, { state: 'skipped', error: provider.reason })
  const places = await placesOf(ctx, delivery)
  if ('reason' in places) return await settle(ctx, delivery, { state: 'skipped', error: places.reason })
  const results = await Promise.all(places.map((place) => sendTo(ctx, delivery, provider, place)))
  await conclude(ctx, delivery, provider.name, results, meta)
}

type Result =
  /** `arrived` unless an earlier try has marked the place. */
  | { readonly kind: 'sent'; readonly providerId: string | null; readonly arrived: Arrived | null }
  | { readonly kind: 'refused'; readonly code: string; readonly off: Place | null }
  | { readonly kind: 'failed'; readonly error: unknown }

async function sendTo(ctx: Ctx, delivery: DeliveryInHand, provider: Provider, place: Place): Promise<Result> {
  const going = { deliveryId: delivery.id, targetId: place.targetId }
  const dispatch = await beginDispatch(ctx, going)
  if (dispatch.ended) return { kind: 'sent', providerId: dispatch.providerId, arrived: null }
  try {
    const content = await openContent(ctx, delivery.userId, delivery.notificationId, delivery.sealed)
    const { providerId } = await turnsOf(ctx, provider).take(() =>
      provider.send({
        deliveryId: delivery.id,
        notificationId: delivery.notificationId,
        to: place.address,
        content,
        priority: delivery.priority,
        subject: delivery.subject,
        repeated: dispatch.repeated,
      }),
    )
    return { kind: 'sent', providerId, arrived: { ...going, providerId } }
  } catch (error) {
    if (!(error instanceof PermanentFailure)) return { kind: 'failed', error }
    return { kind: 'refused', code: error.code, off: error.targetOff ? place : null }
  }
}

/** So many messages are with one provider at once. */
const atOnce = 16

const turns = new WeakMap<Ctx, Map<string, Turns>>()
const turnsOf = (ctx: Ctx, { name }: Provider) =>
  turns.getOrInsertComputed(ctx, () => new Map()).getOrInsertComputed(name, () => new Turns(atOnce))

/** Places that may still be reached keep the delivery open until the job has no more tries. */
async function conclude(
  ctx: Ctx,
  delivery: DeliveryInHand,
  provider: string,
  results: readonly Result[],
  meta: JobMeta,
): Promise<void> {
  const sent = results.find((each) => each.kind === 'sent')
  const failed = results.find((each) => each.kind === 'failed')
  const refused = results.filter((each) => each.kind === 'refused')
  const off = refused.flatMap((each) => each.off ?? [])
  const arrived = results.flatMap((each) => (each.kind === 'sent' && each.arrived) || [])
  if (failed && !meta.last) {
    await noteRepeated(ctx, delivery, { state: 'repeated', provider, error: codeOf(failed.error) }, arrived)
    throw failed.error
  }
  const outcome: Outcome = sent
    ? { state: 'sent', provider, providerId: sent.providerId, off }
    : failed
      ? { state: 'failed', provider, error: codeOf(failed.error), permanent: false, off }
      : { state: 'failed', provider, error: refused[0]?.code ?? 'refused', permanent: true, off }
  await settle(ctx, delivery, outcome, arrived)
  if (failed) throw failed.error
}

/** What went wrong in one word: never the message, which may quote an address. */
function codeOf(error: unknown): string {
  const kind = Reflect.get(Object(error), 'kind') ?? Reflect.get(Object(error), 'code')
  const status = Reflect.get(Object(error), 'status') ?? Reflect.get(Object(error), 'responseCode')
  const word = typeof kind === 'string' ? kind.toLowerCase() : 'error'
  return typeof status === 'number' ? `${word}-${status}` : word
}
