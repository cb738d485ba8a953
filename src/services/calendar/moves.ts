import { notFound, type Publication } from '#kernel'
import type { Ctx } from './context.ts'
import { calendarEventMoved } from './contract.ts'
import type { EventRow } from './queries.ts'

type Told = Pick<EventRow, 'id' | 'user_id' | 'version' | 'starts_at' | 'time_zone' | 'recurrence'>

const timesOfRow = ({ id, user_id, version, starts_at, time_zone, recurrence }: Told, gone: boolean) => ({
  eventId: id,
  userId: user_id,
  version,
  gone,
  start: gone ? null : starts_at.toString(),
  timeZone: time_zone,
  recurrence,
})

/** What others that go by an event are told when it has moved or is gone. */
export const moveOf = (row: Told, gone: boolean): Publication<typeof calendarEventMoved.data> => ({
  event: calendarEventMoved,
  data: timesOfRow(row, gone),
  subject: `event:${row.id}`,
})

/** @throws Problem 404 when it is gone for good. */
export async function timesOf(ctx: Ctx, eventId: string) {
  const row = await ctx.db.query.selectFrom('events').selectAll().where('id', '=', eventId).executeTakeFirst()
  if (!row) throw notFound('event')
  return timesOfRow(row, row.cancelled)
}
