import { sql } from 'kysely'
import type { Ctx } from './context.ts'

/** Telegram repeats an update for a day at most; a stranger who has not written for a month is forgotten. */
export async function dropOld(ctx: Ctx): Promise<void> {
  const { query } = ctx.db
  await sql`delete from link_codes where expires_at < telegram.now()`.execute(query)
  await sql`delete from conversations where expires_at < telegram.now()`.execute(query)
  await sql`delete from asked where expires_at < telegram.now()`.execute(query)
  await sql`delete from proposals where expires_at < telegram.now()`.execute(query)
  await sql`delete from memories where expires_at < telegram.now()`.execute(query)
  await sql`delete from sheets where sent_at < telegram.now() - interval '1 day'`.execute(query)
  await sql`delete from updates where received_at < telegram.now() - interval '3 days' and handled_at is not null`.execute(
    query,
  )
  await sql`delete from outgoing where created_at < telegram.now() - interval '3 days' and ended_at is not null`.execute(
    query,
  )
  await sql`delete from chats where user_id is null and seen_at < telegram.now() - interval '30 days'`.execute(
    query,
  )
}
