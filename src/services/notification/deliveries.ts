import { type Kysely, sql } from 'kysely'
import { gathered } from '#kernel'
import type { Channel, NotificationKind } from '#services/config'
import type { SealedContent } from './content.ts'
import type { Ctx } from './context.ts'
import type { PriorityName } from './kinds.ts'
import type { Tables } from './tables.ts'

type Db = Kysely<Tables>

/** Deliveries of one statement. */
const most = 128

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
export const deliveryInHand = gathered(most, async (ctx: Ctx, ids: readonly string[]) => {
  const { rows } = await sql<Omit<DeliveryInHand, 'sealed'> & SealedContent>`
    with taken as (
      select id, state from deliveries where id = any(${[...ids]}::uuid[]) order by id for update
    )
    update deliveries d set attempts = d.attempts + 1 from taken, notifications n
    where d.id = taken.id and taken.state = 'queued' and n.id = d.notification_id
    returning d.id, d.notification_id as "notificationId", d.user_id as "userId", n.guest_of as "guestOf", d.channel,
      d.state, d.attempts, n.kind, n.priority, n.content, n.guest_content as "guestContent", n.subject,
      n.expires_at as "expiresAt"`.execute(ctx.db.query)
  const found = new Map(
    rows.map(({ content, guestContent, ...delivery }) => [
      delivery.id,
      { ...delivery, sealed: { content, guestContent } },
    ]),
  )
  return ids.map((id): DeliveryInHand | undefined => found.get(id))
})

export interface Dispatch {
  readonly repeated: boolean
  readonly ended: boolean
  readonly providerId: string | null
}

/** One place that a delivery goes to. */
interface Going {
  readonly deliveryId: string
  readonly targetId: string
}

/** Marks, before the provider is asked, that one place is being sent to. A mark without an end is an unknown outcome. */
export const beginDispatch = gathered(most, async (ctx: Ctx, all: readonly Going[]): Promise<Dispatch[]> => {
  const { rows } = await sql<{ key: string; fresh: boolean; ended: boolean; providerId: string | null }>`
    insert into dispatches as d (delivery_id, target_id, begun_at)
    select distinct "deliveryId", "targetId", ${ctx.clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(all)}::jsonb) as going("deliveryId" uuid, "targetId" uuid) order by 1, 2
    on conflict (delivery_id, target_id) do update set begun_at = d.begun_at
    returning delivery_id || ' ' || target_id as key, xmax = 0 as fresh, ended_at is not null as ended,
      provider_id as "providerId"`.execute(ctx.db.query)
  const found = new Map(rows.map((row) => [row.key, row]))
  return all.map(({ deliveryId, targetId }) => {
    const { fresh, ended, providerId } = found.get(`${deliveryId} ${targetId}`)!
    return { repeated: !fresh, ended, providerId }
  })
})

/** A place that has taken the message. */
export interface Arrived extends Going {
  readonly providerId: string | null
}

export async function endDispatches(
  db: Db,
  arrived: readonly Arrived[],
  now: Temporal.Instant,
): Promise<void> {
  if (arrived.length === 0) return
  await sql`
    update dispatches d set ended_at = ${now}, provider_id = done."providerId"
    from jsonb_to_recordset(${JSON.stringify(arrived)}::jsonb)
      as done("deliveryId" uuid, "targetId" uuid, "providerId" text)
    where d.delivery_id = done."deliveryId" and d.target_id = done."targetId"
      and d.delivery_id = any(${arrived.map(({ deliveryId }) => deliveryId)}::uuid[])`.execute(db)
}

/** A line of the delivery log. */
export interface LoggedAttempt {
  readonly delivery: Pick<DeliveryInHand, 'id' | 'userId' | 'channel' | 'attempts'>
  readonly provider: string | null
  readonly outcome: string
  readonly code: string | null
}

export async function logAttempts(db: Db, attempts: readonly LoggedAttempt[]): Promise<void> {
  if (attempts.length === 0) return
  const rows = attempts.map(({ delivery, provider, outcome, code }) => ({
    delivery_id: delivery.id,
    user_id: delivery.userId,
    channel: delivery.channel,
    attempt: delivery.attempts,
    provider,
    outcome,
    code,
  }))
  await sql`
    insert into delivery_log (delivery_id, user_id, channel, attempt, provider, outcome, code)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as done(delivery_id uuid, user_id uuid, channel text, attempt int, provider text, outcome text, code text)`.execute(
    db,
  )
}
