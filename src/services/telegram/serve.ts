import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from 'grammy/types'
import { sql } from 'kysely'
import { inScope } from '#kernel'
import { answer } from './answer.ts'
import { type Bot, botOf } from './bot.ts'
import type { Ctx } from './context.ts'
import { serveChat } from './jobs.ts'
import { sendOne, type Waiting } from './outgoing.ts'
import { updateAad } from './receive.ts'

/** Longer than one update or one message takes. A run that was killed keeps its chat waiting for so long at most. */
const leaseSeconds = 45
/** Things done for a chat in one run; the next run goes on. */
const mostAtOnce = 50

/**
 * Answers what waits in a chat and sends what goes there, one after the other. One run at a time serves a chat, whichever
 * replica it is in.
 */
export async function serve(ctx: Ctx, chatId: number): Promise<void> {
  const bot = botOf(ctx)
  if (!bot) return
  const run = randomUUID()
  for (let done = 0; done < mostAtOnce; done++) {
    if (!(await lease(ctx, chatId, run))) return
    try {
      if ((await handleNext(ctx, chatId)) || (await sendNext(ctx, bot, chatId))) continue
    } catch (error) {
      await release(ctx, chatId, run)
      throw error
    }
    await release(ctx, chatId, run)
    return
  }
  await release(ctx, chatId, run)
  await ctx.db.transaction((tx) => tx.enqueue(serveChat, { chatId }))
}

async function lease(ctx: Ctx, chatId: number, run: string): Promise<boolean> {
  const { rows } = await sql`
    update chats set served_by = ${run}, served_until = telegram.now() + make_interval(secs => ${leaseSeconds})
    where chat_id = ${chatId} and (served_by = ${run} or served_until is null or served_until < telegram.now())
    returning 1`.execute(ctx.db.query)
  return rows.length > 0
}

async function release(ctx: Ctx, chatId: number, run: string): Promise<void> {
  await sql`update chats set served_by = null, served_until = null
    where chat_id = ${chatId} and served_by = ${run}`.execute(ctx.db.query)
}

/** After so many failures an update is passed over: a chat must not stand still for one message. */
const mostAttempts = 5

async function handleNext(ctx: Ctx, chatId: number): Promise<boolean> {
  const row = await ctx.db.query
    .selectFrom('updates')
    .select(['update_id', 'payload', 'attempts', sql<boolean>`due_at <= telegram.now()`.as('due')])
    .where('chat_id', '=', chatId)
    .where('handled_at', 'is', null)
    .orderBy('update_id')
    .limit(1)
    .executeTakeFirst()
  if (!row?.due) return false
  await sql`update updates set attempts = attempts + 1,
      due_at = telegram.now() + make_interval(secs => ${2 ** row.attempts})
    where update_id = ${row.update_id}`.execute(ctx.db.query)
  const update = JSON.parse(ctx.secrets.open(row.payload!, updateAad(row.update_id))) as Update
  await inScope({ correlationId: randomUUID(), reason: 'a message in Telegram' }, () =>
    answer(ctx, chatId, update, { last: row.attempts + 1 >= mostAttempts }),
  )
  return true
}

/** So long a run waits for the next message of a chat instead of leaving it to the sweep. */
const longestWaitMs = 1_200

async function sendNext(ctx: Ctx, bot: Bot, chatId: number): Promise<boolean> {
  const { rows } = await sql<Waiting & { wait_ms: number }>`
    select outgoing.id, outgoing.chat_id, payload, begun_at, begun_after, attempts,
      (extract(epoch from chats.free_at - telegram.now()) * 1000)::int as wait_ms
    from outgoing join chats using (chat_id)
    where chat_id = ${chatId} and ended_at is null and due_at <= telegram.now()
    order by seq limit 1`.execute(ctx.db.query)
  const item = rows[0]
  if (!item || item.wait_ms > longestWaitMs) return false
  if (item.wait_ms > 0) await sleep(item.wait_ms)
  await sendOne(ctx, bot, item)
  return true
}

/** When the next chat may have its turn. */
export const nextTurn = sql`
  select min(due_at) from updates where handled_at is null
  union all select min(due_at) from outgoing where ended_at is null`

/** Finds chats whose turn has come: a message that had to wait, or what a killed run left. */
export async function sweep(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ chat_id: number }>`
    select chat_id from chats
    where (served_until is null or served_until < telegram.now()) and (
      exists (
        select from updates
        where updates.chat_id = chats.chat_id and handled_at is null and due_at <= telegram.now())
      or (free_at <= telegram.now() and exists (
        select from outgoing where outgoing.chat_id = chats.chat_id and ended_at is null and due_at <= telegram.now())))
    order by seen_at limit 500`.execute(ctx.db.query)
  if (rows.length === 0) return
  await ctx.db.transaction(async (tx) => {
    for (const { chat_id: chatId } of rows) await tx.enqueue(serveChat, { chatId })
  })
}
