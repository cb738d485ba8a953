import { type Kysely, sql } from 'kysely'
import type { Channel, NotificationKind } from '#services/config'
import type { SealedContent } from './content.ts'
import type { Ctx } from './context.ts'
import type { PriorityName } from './kinds.ts'
import type { Tables } from './tables.ts'

type Db = Kysely<Tables>

/** A delivery with what its message says. */
export interface DeliveryInHand {
  readonly id: string
  readonly notificationId: string
  readonly userId: string | null
  /** Instead of a user: the guest's booking, which knows the address. */
  readonly guestOf: string | null
  readonly channel: Channel
  readonly state: string
  readonly attempts: number
  readonly kind: NotificationKind
  readonly priority: PriorityName
  readonly sealed: SealedContent
  readonly subject: string | null
  readonly expiresAt: Temporal.Instant | null
}

/** Counts the attempt and reads what it is about; undefined when there is none that is queued. */
export async function deliveryInHand(db: Db, id: string): Promise<DeliveryInHand | undefined> {
  const { rows } = await sql<Omit<DeliveryInHand, 'sealed'> & SealedContent>`
    update deliveries d set attempts = d.attempts + 1 from notifications n
    where d.id = ${id} and d.state = 'queued' and n.id = d.notification_id
    returning d.id, d.notification_id as "notificationId", d.user_id as "userId", n.guest_of as "guestOf", d.channel,
      d.state, d.attempts, n.kind, n.priority, n.content, n.guest_content as "guestContent", n.subject,
      n.expires_at as "expiresAt"`.execute(db)
  if (!rows[0]) return undefined
  const { content, guestContent, ...delivery } = rows[0]
  return { ...delivery, sealed: { content, guestContent } }
}

export interface Dispatch {
  readonly repeated: boolean
  readonly ended: boolean
  readonly providerId: string | null
}

/** Marks, before the provider is asked, that one place is being sent to. A mark without an end is an unknown outcome. */
export async function beginDispatch(
  db: Db,
  deliveryId: string,
  targetId: string,
  now: Temporal.Instant,
): Promise<Dispatch> {
  const fresh = await db
    .insertInto('dispatches')
    .values({ delivery_id: deliveryId, target_id: targetId, begun_at: now })
    .onConflict((c) => c.doNothing())
    .returning('begun_at')
    .executeTakeFirst()
  if (fresh) return { repeated: false, ended: false, providerId: null }
  const row = await db
    .selectFrom('dispatches')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .where('target_id', '=', targetId)
    .executeTakeFirst()
  return {
    repeated: true,
    ended: row?.ended_at != null,
    providerId: row?.provider_id ?? null,
  }
}

export async function endDispatch(
  db: Db,
  deliveryId: string,
  targetId: string,
  end: { at: Temporal.Instant; providerId: string | null },
): Promise<void> {
  await db
    .updateTable('dispatches')
    .set({ ended_at: end.at, provider_id: end.providerId })
    .where('delivery_id', '=', deliveryId)
    .where('target_id', '=', targetId)
    .execute()
}

export interface Attempt {
  readonly channel: Channel
  readonly provider: string | null
  readonly outcome: string
  readonly code: string | null
}

export async function logAttempt(
  ctx: Ctx,
  delivery: DeliveryInHand,
  attempt: Attempt,
  db: Db = ctx.db.query,
): Promise<void> {
  await db
    .insertInto('delivery_log')
    .values({
      delivery_id: delivery.id,
      user_id: delivery.userId,
      channel: attempt.channel,
      attempt: delivery.attempts,
      provider: attempt.provider,
      outcome: attempt.outcome,
      code: attempt.code,
    })
    .execute()
}
