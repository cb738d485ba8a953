import { sql } from 'kysely'
import { type Cause, derivedId, type Tx } from '#kernel'
import { untilNoneIsLeft } from './batches.ts'
import type { Ctx } from './context.ts'
import { compose } from './jobs.ts'
import type { Tables } from './tables.ts'

/** Messages that the service writes by itself; each has a composer in `composers.ts`. */
export type TemplateName =
  | 'ready'
  | 'changed'
  | 'leave-earlier'
  | 'weather'
  | 'cancelled'
  | 'evening'
  | 'wake-up'
  | 'departure'
  | 'review'
  | 'mailbox-disconnected'
  | 'calendar-disconnected'
  | 'processing-error'
  | 'target-off'
  | 'service-state'
  | 'refund-failed'
  | 'reminder'
  | 'reminder-digest'
  | 'run-stuck'
  | BookingTemplate

/** About a booking or its money: what is said, and to whom, is asked of booking (`bookings.ts`). */
export type BookingTemplate =
  | 'booking-held'
  | 'booking-news'
  | 'booking-cancelled'
  | 'booking-expired'
  | 'payment-receipt'
  | 'payment-failed'
  | 'payment-refunded'

/** Ids and technical facts of the cause; what names people is asked for when the message is composed. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>

export interface Intent {
  /** Derived from the cause and the person; becomes the notification's id. */
  readonly id: string
  readonly userId: string | null
  /** Instead of a user: the booking of a guest, who is known by it alone. */
  readonly guestOf?: string
  readonly template: TemplateName
  readonly facts: Facts
  /** Said only so long from now, unless it is over by then (`dropWaiting`). Default: at once. */
  readonly afterSeconds?: number
  readonly because?: Cause
}

/** Writes down that something has to be said, and queues the saying. A repetition of the same cause does nothing. */
export const intend = (tx: Tx<Tables>, intent: Intent): Promise<void> => intendAll(tx, [intent])

export async function intendAll(tx: Tx<Tables>, intents: readonly Intent[]): Promise<void> {
  if (intents.length === 0) return
  const rows = intents.map(({ id, userId, guestOf, template, facts, afterSeconds }) => ({
    id,
    user_id: userId,
    guest_of: guestOf ?? null,
    template,
    facts,
    after: afterSeconds ?? null,
  }))
  const fresh = await sql<{ id: string; waits: boolean }>`
    insert into intents (id, user_id, guest_of, template, facts, due_at)
    select id, user_id, guest_of, template, facts, notification.now() + make_interval(secs => after)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(id uuid, user_id uuid, guest_of uuid, template text, facts jsonb, after double precision)
    order by id on conflict do nothing returning id, due_at is not null as waits`.execute(tx.query)
  const due = new Set(fresh.rows.flatMap((row) => (row.waits ? [] : [row.id])))
  await tx.enqueueAll(
    compose,
    intents.filter(({ id }) => due.delete(id)).map(({ id, because }) => errandOf(id, because)),
  )
}

const errandOf = (intentId: string, because?: Cause) => ({
  data: { intentId },
  id: derivedId('compose', intentId),
  ...(because ? { because } : {}),
})

/** What waits to be said is over before its time. */
export async function dropWaiting(tx: Tx<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from intents where id = any(${[...ids]}::uuid[]) and due_at is not null`.execute(tx.query)
}

/** Every second: what has waited for its time is said, once, whichever replica finds it. */
export const sayWaiting = (ctx: Ctx): Promise<void> => untilNoneIsLeft(ctx, batch, sayBatch)

async function sayBatch(ctx: Ctx): Promise<number> {
  return await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update intents set due_at = null where id in (
        select id from intents where due_at <= notification.now() order by due_at limit ${batch}
        for update skip locked)
      returning id`.execute(tx.query)
    await tx.enqueueAll(
      compose,
      rows.map(({ id }) => errandOf(id)),
    )
    return rows.length
  })
}

const batch = 500
