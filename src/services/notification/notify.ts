import { sql } from 'kysely'
import { derivedId, type Tx } from '#kernel'
import type { Channel, NotificationKind, UserSettings } from '#services/config'
import type { Ctx } from './context.ts'
import { notificationSent } from './contract.ts'
import { deliver } from './jobs.ts'
import { channelsFor, kindRules, type PriorityName } from './kinds.ts'
import { dueAt } from './quiet.ts'
import type { Tables } from './tables.ts'
import type { Content } from './templates/draft.ts'

/** What is to be told to one person. */
export interface Order {
  /** Derived from the cause: the same news twice is one notification. */
  readonly id: string
  readonly kind: NotificationKind
  readonly content: Content
  /** `noun:id` it is about. */
  readonly subject: string | null
  /** Default: the kind's own. */
  readonly priority?: PriorityName
  /** Exactly these channels, whatever the preferences say. */
  readonly channels?: readonly Channel[]
  /** Waiting for the end of the quiet hours must not go on past this: the wake-up of the day it tells of. */
  readonly latest?: Temporal.Instant | null
  /** After that it would only confuse. */
  readonly expiresAt?: Temporal.Instant | null
  /** The person waits for it (a test): quiet hours do not count. */
  readonly asked?: boolean
}

export const contentAad = (id: string) => `notification:notifications.content:${id}`

/** Topic on which the replicas tell each other that a person has news. */
export const newsTopic = 'news'

/**
 * Writes the notification and a delivery per channel, and queues what may go now.
 *
 * @returns false when it was there already.
 */
export async function notify(ctx: Ctx, settings: UserSettings, order: Order): Promise<boolean> {
  const { userId } = settings
  const cipher = await ctx.secrets.person(userId)
  const sealed = cipher.seal(JSON.stringify(order.content), contentAad(order.id))
  return await ctx.db.transaction((tx) => writeNotification(ctx, tx, settings, order, sealed))
}

/** As `notify`, inside the caller's transaction. `sealed` is the content under the person's key. */
export async function writeNotification(
  ctx: Ctx,
  tx: Tx<Tables>,
  settings: UserSettings,
  order: Order,
  sealed: string,
): Promise<boolean> {
  const { userId } = settings
  const priority = order.priority ?? kindRules[order.kind].priority
  const now = ctx.clock.now()
  // One at a time for each person, so that a stream that has seen number n has seen all before it.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`notification ${userId}`}, 0))`.execute(tx.query)
  const fresh = await tx.query
    .insertInto('notifications')
    .values({
      id: order.id,
      user_id: userId,
      kind: order.kind,
      priority,
      language: settings.language,
      content: sealed,
      subject: order.subject,
      expires_at: order.expiresAt ?? null,
      created_at: now,
    })
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!fresh) return false
  const channels = order.channels ?? channelsFor(order.kind, priority, settings.notifications.channels)
  const { quietHours } = settings.notifications
  const disturbs = priority === 'critical' || order.asked
  const due = disturbs ? now : dueAt(now, settings.timeZone, quietHours, order.latest ?? null)
  for (const channel of channels) await writeDelivery(tx, { order, userId, channel, now, due })
  tx.afterCommit(() => ctx.signal.send(newsTopic, { userId }))
  return true
}

interface Planned {
  order: Order
  userId: string
  channel: Channel
  now: Temporal.Instant
  due: Temporal.Instant
}

/** In-app needs no provider: the notification itself is what the person sees, quiet hours or not. */
async function writeDelivery(tx: Tx<Tables>, planned: Planned): Promise<void> {
  const { order, userId, channel, now, due } = planned
  const id = deliveryId(order.id, channel)
  const waits = Temporal.Instant.compare(due, now) > 0
  const state =
    channel === 'in-app' ? 'delivered' : channel === 'telegram' ? 'skipped' : waits ? 'waiting' : 'queued'
  await tx.query
    .insertInto('deliveries')
    .values({
      id,
      notification_id: order.id,
      user_id: userId,
      channel,
      state,
      due_at: channel === 'in-app' ? now : due,
      ...(channel === 'in-app' ? { sent_at: now, provider: 'in-app', attempts: 1 } : {}),
      ...(channel === 'telegram' ? { error: 'telegram-not-linked' } : {}),
    })
    .execute()
  if (state === 'queued') await queueDelivery(tx, id)
  if (state === 'delivered')
    await tx.publish(
      notificationSent,
      {
        notificationId: order.id,
        userId,
        version: 1,
        kind: order.kind,
        channel,
        providerId: null,
        subject: order.subject,
      },
      { subject: `notification:${order.id}` },
    )
}

export const deliveryId = (notificationId: string, channel: Channel) => derivedId(notificationId, channel)

export async function queueDelivery(tx: Tx<Tables>, id: string): Promise<void> {
  await tx.enqueue(deliver, { deliveryId: id }, { id: derivedId('deliver', id) })
}
