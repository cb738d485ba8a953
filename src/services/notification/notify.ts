import { sql } from 'kysely'
import { z } from 'zod'
import { type Cause, currentStory, derivedId, gathered, type Publication, type Tx } from '#kernel'
import type { Channel, NotificationKind, UserSettings } from '#services/config'
import { type Owner, type SealedContent, sealContent } from './content.ts'
import type { Ctx } from './context.ts'
import { notificationPostponed, notificationSent } from './contract.ts'
import { logAttempts } from './deliveries.ts'
import { deliver } from './jobs.ts'
import { channelsFor, kindRules, type PriorityName } from './kinds.ts'
import { noWayTo } from './places.ts'
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

/** Topic on which the replicas tell each other that people have news. */
export const newsTopic = 'news'
export const News = z.object({ userIds: z.array(z.string()) })

/** People of one signal: what PostgreSQL carries in one is 8,000 bytes. */
const readersOfSignal = 150

/** A notification to be written. */
interface Letter {
  readonly to: Recipient
  readonly order: Order
  readonly sealed: SealedContent
  readonly planned: readonly Planned[]
  readonly because: Cause
}

/**
 * Writes the notification and a delivery per channel, and queues what may go now.
 *
 * @returns false when it was there already.
 */
export async function notify(ctx: Ctx, to: Recipient, order: Order): Promise<boolean> {
  const sealed = await sealContent(ctx, to, order.id, order.content)
  const planned = await Promise.all(plan(to, order, ctx.clock.now()).map((each) => looked(ctx, to, each)))
  return await writeTogether(ctx, { to, order, sealed, planned, because: currentStory() })
}

/** Notifications of one transaction. */
const most = 128

const writeTogether = gathered(most, (ctx: Ctx, letters: readonly Letter[]) =>
  ctx.db.transaction(async (tx) => {
    const written = await writeNotifications(ctx, tx, await those(letters, tx))
    return letters.map(({ order }) => written.has(order.id))
  }),
)

/**
 * Whose orders have something to write first, and are still to be told after it. What a message wrote first is not
 * written for it again when the job is repeated: it would take what is true by now for said.
 */
async function those(letters: readonly Letter[], tx: Tx<Tables>): Promise<Letter[]> {
  const careful = letters.flatMap(({ order }) => (order.first ? [order.id] : []))
  const known = careful.length > 0 ? await writtenBefore(tx, careful) : new Set()
  const wanted: Letter[] = []
  for (const letter of letters)
    if (!known.has(letter.order.id) && (!letter.order.first || (await letter.order.first(tx))))
      wanted.push(letter)
  return wanted
}

async function writtenBefore(tx: Tx<Tables>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query
    .selectFrom('notifications')
    .select('id')
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  return new Set(rows.map(({ id }) => id))
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
  const { rows } = await sql<{ id: string }>`
    insert into notifications
      (id, user_id, guest_of, kind, priority, language, content, guest_content, subject, expires_at, created_at)
    select id, user_id, guest_of, kind, priority, language, content, guest_content, subject, expires_at, ${now}
    from jsonb_to_recordset(${JSON.stringify(letters.map(rowOf))}::jsonb) as letter(id uuid, user_id uuid, guest_of uuid,
      kind text, priority text, language text, content text, guest_content text, subject text, expires_at timestamptz)
    on conflict (id) do nothing returning id`.execute(tx.query)
  const fresh = new Set(rows.map(({ id }) => id))
  const written = letters.filter(({ order }) => fresh.has(order.id))
  await writeDeliveries(tx, written, now)
  const readers = [...new Set(written.flatMap(({ to }) => to.userId ?? []))]
  tx.afterCommit(() => {
    for (let at = 0; at < readers.length; at += readersOfSignal)
      ctx.signal.send(newsTopic, { userIds: readers.slice(at, at + readersOfSignal) })
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

/** What happens on one channel. */
interface Planned {
  readonly id: string
  readonly channel: Channel
  readonly due: Temporal.Instant
  readonly state: 'delivered' | 'skipped' | 'waiting' | 'queued'
  /** Why it is skipped. */
  readonly error: string | null
}

/** In-app needs no provider: the notification itself is what the person sees, quiet hours or not. */
function plan(to: Recipient, order: Order, now: Temporal.Instant): Planned[] {
  const priority = priorityOf(order)
  const channels = order.channels ?? channelsFor(order.kind, priority, to.notifications.channels)
  const disturbs = priority === 'critical' || order.asked
  const due = disturbs ? now : dueAt(now, to.timeZone, to.notifications.quietHours, order.latest ?? null)
  const later = Temporal.Instant.compare(due, now) > 0 ? 'waiting' : 'queued'
  return channels.map((channel) => ({
    id: deliveryId(order.id, channel),
    channel,
    due: channel === 'in-app' ? now : due,
    state: channel === 'in-app' ? 'delivered' : later,
    error: null,
  }))
}

/** Most people have neither browser nor chat: what would go now and has nowhere to go needs no job to find that out. */
async function looked(ctx: Ctx, to: Recipient, planned: Planned): Promise<Planned> {
  if (planned.state !== 'queued') return planned
  const error = await noWayTo(ctx, to, planned.channel)
  if (error === undefined) return planned
  ctx.metrics.operations.inc({
    service: 'notification',
    operation: `deliver ${planned.channel}`,
    status: 'skipped',
  })
  return { ...planned, state: 'skipped', error }
}

async function writeDeliveries(
  tx: Tx<Tables>,
  letters: readonly Letter[],
  now: Temporal.Instant,
): Promise<void> {
  const all = letters.flatMap((letter) => letter.planned.map((each) => ({ ...each, letter })))
  if (all.length === 0) return
  const rows = all.map(({ id, letter, channel, state, due, error }) => ({
    id,
    notification_id: letter.order.id,
    user_id: letter.to.userId,
    channel,
    state,
    due_at: due,
    sent_at: state === 'delivered' ? now : null,
    provider: state === 'delivered' ? 'in-app' : null,
    attempts: isOver(state) ? 1 : 0,
    error,
  }))
  await sql`
    insert into deliveries
      (id, notification_id, user_id, channel, state, due_at, sent_at, provider, attempts, error)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as planned(id uuid, notification_id uuid,
      user_id uuid, channel text, state text, due_at timestamptz, sent_at timestamptz, provider text, attempts int,
      error text)`.execute(tx.query)
  await logAttempts(
    tx.query,
    all.flatMap(({ id, letter, channel, state, error }) =>
      state === 'skipped'
        ? [
            {
              delivery: { id, userId: letter.to.userId, channel, attempts: 1 },
              provider: null,
              outcome: state,
              code: error,
            },
          ]
        : [],
    ),
  )
  await queueDeliveries(
    tx,
    all.flatMap(({ id, state, letter: { because } }) => (state === 'queued' ? [{ id, because }] : [])),
  )
  await tx.publishAll(letters.flatMap(postponed))
  await tx.publishAll(
    all.flatMap(({ state, channel, letter: { to, order, because } }) => {
      if (state !== 'delivered') return []
      const { kind, subject } = order
      const about = { notificationId: order.id, userId: to.userId, version: 1, kind, channel, subject }
      const data = { ...about, providerId: null }
      return [{ event: notificationSent, data, subject: `notification:${order.id}`, because }]
    }),
  )
}

/** Who is told by what disturbs only, in quiet hours, is told nowhere until they end. Whoever waits for it hears why. */
function postponed({ to, order, planned, because }: Letter): Publication[] {
  const waiting = planned.filter(({ state }) => state === 'waiting')
  if (waiting.length === 0 || planned.some(({ state }) => state === 'delivered' || state === 'queued'))
    return []
  const until = waiting.map(({ due }) => due).toSorted(Temporal.Instant.compare)[0]!
  const { kind, subject } = order
  const data = { notificationId: order.id, userId: to.userId, version: 1, kind, until, subject }
  return [{ event: notificationPostponed, data, subject: `notification:${order.id}`, because }]
}

const isOver = (state: Planned['state']) => state === 'delivered' || state === 'skipped'

export const deliveryId = (notificationId: string, channel: Channel) => derivedId(notificationId, channel)

export async function queueDeliveries(
  tx: Tx<Tables>,
  deliveries: readonly { readonly id: string; readonly because?: Cause }[],
): Promise<void> {
  await tx.enqueueAll(
    deliver,
    deliveries.map(({ id, because }) => ({
      data: { deliveryId: id },
      id: derivedId('deliver', id),
      ...(because ? { because } : {}),
    })),
  )
}
