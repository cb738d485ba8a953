import { sql } from 'kysely'
import { type Cause, currentStory, derivedId, gathered, type Tx } from '#kernel'
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

/** A notification to be written. */
interface Letter {
  readonly to: Recipient
  readonly order: Order
  readonly sealed: SealedContent
  readonly because: Cause
}

/**
 * Writes the notification and a delivery per channel, and queues what may go now.
 *
 * @returns false when it was there already.
 */
export async function notify(ctx: Ctx, to: Recipient, order: Order): Promise<boolean> {
  const sealed = await sealContent(ctx, to, order.id, order.content)
  return await writeTogether(ctx, { to, order, sealed, because: currentStory() })
}

/** Notifications of one transaction. */
const most = 64

const writeTogether = gathered(most, (ctx: Ctx, letters: readonly Letter[]) =>
  ctx.db.transaction(async (tx) => {
    const written = await writeNotifications(ctx, tx, await those(letters, tx))
    return letters.map(({ order }) => written.has(order.id))
  }),
)

/** Whose orders have something to write first, and are still to be told after it. */
async function those(letters: readonly Letter[], tx: Tx<Tables>): Promise<Letter[]> {
  const wanted: Letter[] = []
  for (const letter of letters) if (!letter.order.first || (await letter.order.first(tx))) wanted.push(letter)
  return wanted
}

async function writeNotifications(
  ctx: Ctx,
  tx: Tx<Tables>,
  letters: readonly Letter[],
): Promise<ReadonlySet<string>> {
  if (letters.length === 0) return new Set()
  const now = ctx.clock.now()
  await takeTurns(
    tx,
    letters.map(({ to }) => `notification ${to.userId ?? to.guestOf}`),
  )
  const rows = await tx.query
    .insertInto('notifications')
    .values(letters.map((letter) => ({ ...rowOf(letter), created_at: now })))
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .execute()
  const fresh = new Set(rows.map(({ id }) => id))
  const planned = letters.filter(({ order }) => fresh.has(order.id)).flatMap((letter) => plan(letter, now))
  await writeDeliveries(tx, planned, now)
  const readers = new Set(letters.flatMap(({ to, order }) => (fresh.has(order.id) && to.userId) || []))
  tx.afterCommit(() => {
    for (const userId of readers) ctx.signal.send(newsTopic, { userId })
  })
  return fresh
}

/** One at a time for each person, so that a stream that has seen number n has seen all before it. */
async function takeTurns(tx: Tx<Tables>, names: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(name, 0) as key from unnest(${[...names]}::text[]) as name order by key offset 0
    ) as keys`.execute(tx.query)
}

const priorityOf = (order: Order) => order.priority ?? kindRules[order.kind].priority

const rowOf = ({ to, order, sealed }: Letter) => ({
  id: order.id,
  user_id: to.userId,
  guest_of: to.guestOf,
  kind: order.kind,
  priority: priorityOf(order),
  language: to.language,
  content: sealed.content,
  guest_content: sealed.guestContent,
  subject: order.subject,
  expires_at: order.expiresAt ?? null,
})

interface Planned {
  readonly id: string
  readonly letter: Letter
  readonly channel: Channel
  readonly due: Temporal.Instant
  readonly state: 'delivered' | 'skipped' | 'waiting' | 'queued'
}

/** In-app needs no provider: the notification itself is what the person sees, quiet hours or not. */
function plan(letter: Letter, now: Temporal.Instant): Planned[] {
  const { to, order } = letter
  const priority = priorityOf(order)
  const channels = order.channels ?? channelsFor(order.kind, priority, to.notifications.channels)
  const disturbs = priority === 'critical' || order.asked
  const due = disturbs ? now : dueAt(now, to.timeZone, to.notifications.quietHours, order.latest ?? null)
  const later = Temporal.Instant.compare(due, now) > 0 ? 'waiting' : 'queued'
  return channels.map((channel) => ({
    id: deliveryId(order.id, channel),
    letter,
    channel,
    due: channel === 'in-app' ? now : due,
    state: channel === 'in-app' ? 'delivered' : later,
  }))
}

async function writeDeliveries(
  tx: Tx<Tables>,
  planned: readonly Planned[],
  now: Temporal.Instant,
): Promise<void> {
  if (planned.length === 0) return
  await tx.query
    .insertInto('deliveries')
    .values(
      planned.map(({ id, letter, channel, state, due }) => ({
        id,
        notification_id: letter.order.id,
        user_id: letter.to.userId,
        channel,
        state,
        due_at: due,
        sent_at: channel === 'in-app' ? now : null,
        provider: channel === 'in-app' ? 'in-app' : null,
        attempts: channel === 'in-app' ? 1 : 0,
      })),
    )
    .execute()
  await tx.enqueueAll(
    deliver,
    planned.flatMap(({ id, state, letter: { because } }) =>
      state === 'queued' ? [{ data: { deliveryId: id }, id: derivedId('deliver', id), because }] : [],
    ),
  )
  await tx.publishAll(
    planned.flatMap(({ state, channel, letter: { to, order, because } }) => {
      if (state !== 'delivered') return []
      const { kind, subject } = order
      const about = { notificationId: order.id, userId: to.userId, version: 1, kind, channel, subject }
      const data = { ...about, providerId: null }
      return [{ event: notificationSent, data, subject: `notification:${order.id}`, because }]
    }),
  )
}

export const deliveryId = (notificationId: string, channel: Channel) => derivedId(notificationId, channel)

export async function queueDelivery(tx: Tx<Tables>, id: string): Promise<void> {
  await tx.enqueue(deliver, { deliveryId: id }, { id: derivedId('deliver', id) })
}
