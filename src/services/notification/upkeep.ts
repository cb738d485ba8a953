import { sql } from 'kysely'
import type { Ctx } from './context.ts'

/** How long what has been said is kept, days. The delivery log has partitions of its own. */
const keepDays = {
  notifications: 400,
  // Nobody reads them here: they are kept as long as somebody may ask what became of one.
  guests: 30,
  bookingsTold: 400,
  intents: 90,
  days: 90,
  timers: 30,
  phoneCodes: 1,
} as const

/** Nightly: drops what nobody needs any more. */
export async function dropOld(ctx: Ctx): Promise<void> {
  const before = (days: number) => ctx.clock.now().subtract({ hours: days * 24 })
  const { query } = ctx.db
  await query.deleteFrom('notifications').where('created_at', '<', before(keepDays.notifications)).execute()
  await query
    .deleteFrom('notifications')
    .where('guest_of', 'is not', null)
    .where('created_at', '<', before(keepDays.guests))
    .execute()
  await query.deleteFrom('bookings_told').where('told_at', '<', before(keepDays.bookingsTold)).execute()
  await query.deleteFrom('intents').where('created_at', '<', before(keepDays.intents)).execute()
  await query
    .deleteFrom('days')
    .where('heard_at', '<', before(keepDays.days))
    .where(sql<boolean>`coalesce(call_at, heard_at) < ${before(keepDays.days)}`)
    .execute()
  await query.deleteFrom('timers').where('due_at', '<', before(keepDays.timers)).execute()
  await query.deleteFrom('phone_codes').where('sent_at', '<', before(keepDays.phoneCodes)).execute()
}
