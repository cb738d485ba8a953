import { sql } from 'kysely'
import { derivedId, dueRows } from '#kernel'
import { attemptsOf, settleForGood } from './attempts.ts'
import type { Ctx } from './context.ts'
import { asService, hearBooking } from './hear.ts'
import { giveBack } from './jobs.ts'

/** Rows that one sweep takes; the next one comes a second later. */
const batch = 50

/** When the next attempt without an end is asked about. */
export const nextAttempt = sql`select min(due_at) from transactions`

/**
 * Attempts without an end whose time has come: the gateway did not say, the request's process died, or the bank waits for
 * the buyer. Each is claimed by moving its next look, so that two sweepers ask about different ones; doing it twice does
 * no harm either.
 */
export async function sweepAttempts(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update transactions set asked = asked + 1,
      due_at = payment.now() + make_interval(secs => least(2 ^ least(asked, 6), 60))
    where id in (${dueRows('payment', 'transactions', ['id'])})
    returning id`.execute(ctx.db.query)
  if (rows.length === 0) return
  const living = await attemptsOf(
    ctx.db.query,
    rows.map(({ id }) => id),
  )
  await forEach(ctx, living, 'a payment', (each) => settleForGood(ctx, each))
}

/** When the next verdict is missed. */
export const nextVerdict = sql`select min(due_at) from payments where state = 'completed'`

/** Money captured whose verdict has not come: booking is told again, and says where it stands. */
export async function sweepVerdicts(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; booking_id: string; captured: number; currency: string }>`
    update payments set due_at = payment.now() + interval '10 s'
    where id in (select id from payments where state = 'completed' and due_at <= payment.now()
      order by due_at limit ${batch} for update skip locked)
    returning id, booking_id, captured, currency`.execute(ctx.db.query)
  await forEach(ctx, rows, 'a verdict', async (row) => {
    const said = await asService(() =>
      ctx.call.booking.settle({
        bookingId: row.booking_id,
        paymentId: row.id,
        captured: row.captured,
        currency: row.currency,
      }),
    )
    await ctx.db.transaction((tx) => hearBooking(tx, said))
  })
}

/** When the next of them is looked at: see `sweepRest`. */
export const nextOfRest = sql`
  select min(due_at) from payments where state in ('open', 'failed') union all select min(due_at) from refunds`

/**
 * Payments that nobody can make any more, refunds that no job has finished, and those done 1, 2, 4, 8, 16 and 32 days ago:
 * a bank that cannot pay out sends the money back within a month, and the report of it may have been lost.
 */
export async function sweepRest(ctx: Ctx): Promise<void> {
  await sql`
    update payments as p set state = 'closed', due_at = null, version = version + 1
    where p.id in (
      select w.id from payments w join bookings b on b.booking_id = w.booking_id
      where w.state in ('open', 'failed') and w.due_at <= payment.now() and is_over(b, payment.now())
      limit ${batch} for update of w skip locked)`.execute(ctx.db.query)
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ id: string; round: number; due: string }>`
      update refunds set due_at = case
          when state = 'pending' then payment.now() + make_interval(mins => least(2 ^ least(tries, 10), 360)::int)
          when completed_at > payment.now() - interval '31 days' then payment.now() + (payment.now() - completed_at)
        end
      where id in (${dueRows('payment', 'refunds', ['id'])})
      returning id, round, coalesce(due_at, payment.now())::text as due`.execute(tx.query)
    for (const { id, round, due } of rows)
      await tx.enqueue(giveBack, { refundId: id }, { id: derivedId('giveBack', id, round, 'sweep', due) })
  })
}

/** At most so many calls at once; what fails is logged and comes again. */
const lanes = 8

async function forEach<T>(
  ctx: Ctx,
  all: readonly T[],
  what: string,
  work: (each: T) => Promise<void>,
): Promise<void> {
  const waiting = [...all]
  const lane = async () => {
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop())
      await work(each).catch((error: unknown) => {
        ctx.log.warn({ err: error }, `The state of ${what} cannot be learned now`)
      })
  }
  await Promise.all(Array.from({ length: Math.min(lanes, all.length) }, lane))
}

/** `payment_success_rate`, over the attempts of the last 24 hours that have ended. */
export async function measure(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ succeeded: number; ended: number }>`
    select count(*) filter (where state = 'succeeded')::int as succeeded, count(*)::int as ended
    from transactions where ended_at > payment.now() - interval '24 hours'`.execute(ctx.db.query)
  const { succeeded, ended } = rows[0]!
  ctx.metrics
    .gauge('payment_success_rate', 'Share of the attempts to pay of the last 24 hours that succeeded, 0 to 1')
    .set({}, ended === 0 ? 1 : succeeded / ended)
}
