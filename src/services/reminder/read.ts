import { sql } from 'kysely'
import { cutPage, decodeInstantCursor, gathered, notFound } from '#kernel'
import type { Ctx } from './context.ts'
import { openText, present, type ReminderRow, reminderOf } from './queries.ts'

interface PageInput {
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function list(ctx: Ctx, userId: string, input: PageInput & { state?: string | undefined }) {
  const after = decodeInstantCursor(input.cursor)
  const cipher = await ctx.secrets.person(userId)
  const rows = await ctx.db.query
    .selectFrom('reminders')
    .selectAll()
    .where('user_id', '=', userId)
    .$if(input.state !== undefined, (query) => query.where('state', '=', input.state!))
    .$if(after !== undefined, (query) =>
      query.where((row) => row(row.refTuple('created_at', 'id'), '<', row.tuple(after!.at, after!.id))),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
    .execute()
  const cursorOf = (row: ReminderRow) => ({ key: row.created_at.toString(), id: row.id })
  return cutPage(rows, input.limit, cursorOf, (row) => present(cipher, row))
}

export async function upcoming(
  ctx: Ctx,
  userId: string,
  input: PageInput & { before?: Temporal.Instant | undefined },
) {
  const after = decodeInstantCursor(input.cursor)
  const cipher = await ctx.secrets.person(userId)
  const rows = await ctx.db.query
    .selectFrom('reminders')
    .selectAll()
    .where('user_id', '=', userId)
    .where('due_at', 'is not', null)
    .$if(input.before !== undefined, (query) => query.where('due_at', '<', input.before!))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(due_at, id) > (${after!.at}, ${after!.id}::uuid)`),
    )
    .orderBy('due_at')
    .orderBy('id')
    .limit(input.limit + 1)
    .execute()
  const cursorOf = (row: ReminderRow) => ({ key: row.due_at!.toString(), id: row.id })
  return cutPage(rows, input.limit, cursorOf, (row) => present(cipher, row))
}

export async function get(ctx: Ctx, userId: string, reminderId: string) {
  const row = await reminderOf(ctx.db.query, userId, reminderId)
  return present(await ctx.secrets.person(userId), row)
}

export async function history(
  ctx: Ctx,
  userId: string,
  { reminderId, cursor, limit }: PageInput & { reminderId: string },
) {
  await reminderOf(ctx.db.query, userId, reminderId)
  const after = decodeInstantCursor(cursor)
  const rows = await ctx.db.query
    .selectFrom('occurrences')
    .selectAll()
    .where('reminder_id', '=', reminderId)
    .$if(after !== undefined, (query) =>
      query.where((row) => row(row.refTuple('rang_at', 'id'), '<', row.tuple(after!.at, after!.id))),
    )
    .orderBy('rang_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.rang_at.toString(), id: row.id }),
    (row) => ({
      id: row.id,
      reminderId,
      plannedAt: row.planned_at,
      rangAt: row.rang_at,
      missed: row.missed,
      late: row.late,
    }),
  )
}

interface Rung extends Pick<ReminderRow, 'id' | 'user_id' | 'text' | 'zone' | 'urgent' | 'state'> {
  readonly occurrence_id: string
  readonly planned_at: Temporal.Instant
  readonly late: boolean
  readonly missed: number
}

/** Many ring in the same minute: what is asked of them together is one statement. */
const rung = gathered(128, async (ctx: Ctx, ids: readonly string[]) => {
  const { rows } = await sql<Rung>`
    select o.id as occurrence_id, o.planned_at, o.late, o.missed, r.id, r.user_id, r.text, r.zone, r.urgent, r.state
    from occurrences o join reminders r on r.id = o.reminder_id where o.id = any(${[...ids]}::uuid[])`.execute(
    ctx.db.query,
  )
  const byId = new Map(rows.map((row) => [row.occurrence_id, row]))
  return ids.map((id) => byId.get(id))
})

/** What is to be told of an occurrence. @throws Problem 404 when the reminder is deleted, done or called off by now. */
export async function message(ctx: Ctx, occurrenceId: string) {
  const row = await rung(ctx, occurrenceId)
  if (!row || row.state === 'completed' || row.state === 'cancelled') throw notFound('occurrence')
  const cipher = await ctx.secrets.person(row.user_id)
  return {
    reminderId: row.id,
    userId: row.user_id,
    text: openText(cipher, row),
    plannedAt: row.planned_at,
    timeZone: row.zone,
    late: row.late,
    missed: row.missed,
    urgent: row.urgent,
  }
}
