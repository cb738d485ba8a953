import type { Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { asShown, presentCalendar, presentEvent } from './present.ts'
import type { Tables } from './tables.ts'

/** Everything this service knows about a person, tokens left out. */
export async function exportPerson(ctx: Ctx, userId: string): Promise<Record<string, unknown>> {
  const cipher = await ctx.secrets.person(userId)
  const calendars = await ctx.db.query
    .selectFrom('calendars')
    .selectAll()
    .where('user_id', '=', userId)
    .execute()
  const events = await ctx.db.query
    .selectFrom('events')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('starts_at')
    .execute()
  return JSON.parse(
    JSON.stringify({
      calendars: calendars.map((row) => presentCalendar(cipher, row)),
      events: events.map((row) => presentEvent(cipher, asShown(row))),
    }),
  )
}

/** The rows of linked calendars take their copies along. What stands at Google is the person's own and stays. */
export async function erasePerson(userId: string, tx: Tx<Tables>): Promise<void> {
  await tx.query.deleteFrom('link_states').where('user_id', '=', userId).execute()
  // One after the other: each has an index of its own by user.
  await tx.query.deleteFrom('events').where('user_id', '=', userId).where('recurrence', 'is', null).execute()
  await tx.query
    .deleteFrom('events')
    .where('user_id', '=', userId)
    .where('recurrence', 'is not', null)
    .execute()
  await tx.query.deleteFrom('plans').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('calendars').where('user_id', '=', userId).execute()
}
