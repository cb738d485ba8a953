import { sql } from 'kysely'
import { derivedId, type Tx } from '#kernel'
import type { Channel, NotificationKind, UserSettings } from '#services/config'
import { type Owner, type SealedContent, sealContent } from './content.ts'
import type { Ctx } from './context.ts'
import { notificationSent } from './contract.ts'
import { deliver } from './jobs.ts'
import { channelsFor, kindRules, type PriorityName } from './kinds.ts'
import { dueAt } from './quiet.ts'
import type { Tables } from './tables.ts'
import type { Content, Draft } from './templates/draft.ts'

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
  /** The person waits for it (a test, a purchase): quiet hours do not count. */
  readonly asked?: boolean
  /** Written in the same transaction, before it; nothing is told when it resolves to false. */
  readonly first?: (tx: Tx<Tables>) => Promise<boolean>
}

/** What a composer makes of an intent: a message, or why there is nothing to say any more. */
export type Composed =
  | { readonly draft: Draft; readonly order: Omit<Order, 'id' | 'content'> }
  | { readonly silent: string }

/** Who is told, and how they want it. A guest has chosen nothing but a language. */
export interface Recipient extends Owner {
  readonly language: UserSettings['language']
  readonly timeZone: string
  readonly notifications: Pick<UserSettings['notifications'], 'channels' | 'quietHours'>
}

export const asRecipient = (settings: UserSettings): Recipient => ({ ...settings, guestOf: null })

/** Topic on which the replicas tell each other that a person has news. */
export const newsTopic = 'news'

/**
 * Writes the notification and a delivery per channel, and queues what may go now.
 *
 * @returns false when it was there already.
 */
export async function notify(ctx: Ctx, to: Recipient, order: Order): Promise<boolean> {
  const sealed = await sealContent(ctx, to, order.id, order.content)
  return await ctx.db.transaction((tx) => writeNotification(ctx, tx, to, order, sealed))
}

async function writeNotification(
  ctx: Ctx,
  tx: Tx<Tables>,
  to: Recipient,
  order: Order,
  { content, guestContent }: SealedContent,
): Promise<boolean> {
  const { userId, guestOf } = to
  if (order.first && !(await order.first(tx))) return false
  const priority = order.priority ?? kindRules[order.kind].priority
  const now = ctx.clock.now()
  // One at a time for each person, so that a stream that has seen number n has seen all before it.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`notification ${userId ?? guestOf}`}, 0))`.execute(
    tx.query,
  )
  const fresh = await tx.query
    .insertInto('notifications')
    .values({
      id: order.id,
      user_id: userId,
      guest_of: guestOf,
      kind: order.kind,
      priority,
      language: to.language,
      content,
      guest_content: guestContent,
      subject: order.subject,
      expires_at: order.expiresAt ?? null,
      created_at: now,
    })
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!fresh) return false
  const channels = order.channels ?? channelsFor(order.kind, priority, to.notifications.channels)
  const { quietHours } = to.notifications
  const disturbs = priority === 'critical' || order.asked
  const due = disturbs ? now : dueAt(now, to.timeZone, quietHours, order.latest ?? null)
  for (const channel of channels) await writeDelivery(tx, { order, userId, channel, now, due })
  if (userId !== null) tx.afterCommit(() => ctx.signal.send(newsTopic, { userId }))
  return true
}

interface Planned {
  order: Order
  userId: string | null
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
