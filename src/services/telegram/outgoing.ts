import { InputFile } from 'grammy'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '#kernel'
import type { Bot } from './bot.ts'
import { asUser, findChat } from './chats.ts'
import type { Ctx, Tx } from './context.ts'
import { type Refusal, refusalOf } from './providers/bot-api.ts'
import type { Tables } from './tables.ts'

export const Button = z.object({
  text: z.string(),
  /** What comes back when it is pressed, at most 64 bytes; or where it leads. */
  does: z.string().max(64).optional(),
  url: z.string().optional(),
})
export type Button = z.output<typeof Button>

/** One thing to do in a chat. Texts are Telegram's HTML, already cut to its length. */
export const Outgoing = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    html: z.string(),
    buttons: z.array(z.array(Button)).default([]),
    /** The message that it takes the place of. */
    instead: z.int().optional(),
  }),
  z.object({ kind: z.literal('tickets'), bookingId: z.uuid(), caption: z.string() }),
  /** Ends the spinner on a pressed button. */
  z.object({ kind: z.literal('pressed'), id: z.string(), note: z.string().optional() }),
])
export type Outgoing = z.output<typeof Outgoing>

export const outgoingAad = (id: string) => `telegram:outgoing.payload:${id}`

export interface Item {
  readonly id: string
  readonly what: z.input<typeof Outgoing>
  readonly dueAt?: Temporal.Instant
  /** What it is about: `takeBack` finds it by that. */
  readonly about?: string
}

/** Puts something in the queue of a chat; the same id again does nothing. */
export async function put(ctx: Ctx, tx: Tx, chatId: number, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return
  const rows = items.map(({ id, what, dueAt, about = null }) => ({
    id,
    chat_id: chatId,
    about,
    due_at: dueAt ?? sql<Temporal.Instant>`telegram.now()`,
    payload: ctx.secrets.seal(JSON.stringify(Outgoing.parse(what)), outgoingAad(id)),
  }))
  await tx.query
    .insertInto('outgoing')
    .values(rows)
    .onConflict((clash) => clash.column('id').doNothing())
    .execute()
}

/** What has not gone out yet and is about something that has changed since. */
export async function takeBack(tx: Tx, chatId: number, about: string): Promise<void> {
  await sql`delete from outgoing
    where chat_id = ${chatId} and about = ${about} and ended_at is null and begun_at is null`.execute(
    tx.query,
  )
}

export interface Waiting {
  readonly id: string
  readonly chat_id: number
  readonly payload: string
  readonly begun_at: Temporal.Instant | null
  readonly begun_after: number | null
  readonly attempts: number
}

/** Tries of one message. Who gives up says so in the log; what follows it in the chat goes on. */
const mostAttempts = 8

/**
 * Sends one thing and records what came of it. Telegram knows no idempotency keys, so a message whose outcome is unknown
 * (this process was killed between the call and its record) is looked for first, see `findSent`.
 */
export async function sendOne(ctx: Ctx, bot: Bot, item: Waiting): Promise<void> {
  const what = Outgoing.parse(JSON.parse(ctx.secrets.open(item.payload, outgoingAad(item.id))))
  try {
    const inDoubt = item.begun_at !== null && isNew(what)
    const found = inDoubt ? await findSent(ctx, bot, item, what) : undefined
    if (found !== undefined) return await end(ctx, item, { messageId: found })
    await begin(ctx, item)
    await end(ctx, item, { messageId: await give(ctx, bot, item.chat_id, what) })
  } catch (error) {
    await failed(ctx, item, what, error)
  }
}

/** What is not said to be refused may have been sent: it stays begun, and the next try looks for it. */
async function failed(ctx: Ctx, item: Waiting, what: Outgoing, error: unknown): Promise<void> {
  const refusal = refusalOf(error)
  if (refusal) return await refused(ctx, item, what, refusal)
  const isOver = error instanceof Problem && error.status < 500
  if (!isOver && item.attempts < mostAttempts) {
    ctx.log.warn({ err: error, outgoingId: item.id, attempt: item.attempts }, 'A message to Telegram failed')
    return await rest(ctx.db.query, item.chat_id, 2 ** item.attempts)
  }
  ctx.log.warn({ err: error, outgoingId: item.id, kind: what.kind }, 'A message to Telegram is given up')
  await end(ctx, item, { error: isOver ? error.code : 'given-up' })
}

const isNew = (what: Outgoing) =>
  what.kind === 'tickets' || (what.kind === 'message' && what.instead === undefined)

async function begin(ctx: Ctx, { id }: Waiting): Promise<void> {
  await sql`update outgoing set begun_at = telegram.now(), attempts = attempts + 1,
      begun_after = (select highest_message_id from bot)
    where id = ${id}`.execute(ctx.db.query)
}

async function give(ctx: Ctx, bot: Bot, chatId: number, what: Outgoing): Promise<number | null> {
  const { api } = bot
  if (what.kind === 'pressed') {
    await api.answerCallbackQuery(what.id, what.note === undefined ? {} : { text: what.note.slice(0, 200) })
    return null
  }
  if (what.kind === 'tickets') {
    const chat = await findChat(ctx.db.query, chatId)
    if (!chat?.grant) return null
    const file = await asUser(ctx, chat, () => ctx.call.booking.ticketFile({ bookingId: what.bookingId }))
    const document = new InputFile(Buffer.from(file.base64, 'base64'), file.fileName)
    const sent = await api.sendDocument(chatId, document, { caption: what.caption })
    return sent.message_id
  }
  if (what.instead === undefined) return (await api.sendMessage(chatId, what.html, asHtml(what))).message_id
  await api.editMessageText(chatId, what.instead, what.html, asHtml(what))
  return what.instead
}

const asHtml = ({ buttons }: Extract<Outgoing, { kind: 'message' }>) => ({
  parse_mode: 'HTML' as const,
  link_preview_options: { is_disabled: true },
  reply_markup: {
    inline_keyboard: buttons.map((row) =>
      row.map((button) =>
        button.url === undefined
          ? { text: button.text, callback_data: button.does ?? '-' }
          : { text: button.text, url: button.url },
      ),
    ),
  },
})

/** How many ids are tried when nothing has come after the message in doubt. */
const idsAhead = 30

/**
 * The id of a message that may have been sent. Telegram numbers the messages of all private chats of a bot in one row,
 * and this service sends to a chat one after the other: of the ids that came after what was known when it began, at
 * most one in this chat is ours. Editing a message into what it says already changes nothing and tells that it is
 * there ("message is not modified"); ids of other chats and of what the person wrote are refused.
 */
async function findSent(ctx: Ctx, bot: Bot, item: Waiting, what: Outgoing): Promise<number | undefined> {
  const { highest_message_id: highest } = await ctx.db.query
    .selectFrom('bot')
    .select('highest_message_id')
    .executeTakeFirstOrThrow()
  const after = item.begun_after ?? 0
  const last = Math.max(after + idsAhead, Math.min(highest, after + 2 * idsAhead))
  for (let id = after + 1; id <= last; id++) {
    if (await isThere(bot, item.chat_id, id, what)) return id
  }
  return undefined
}

async function isThere(bot: Bot, chatId: number, id: number, what: Outgoing): Promise<boolean> {
  try {
    if (what.kind === 'message') await bot.api.editMessageText(chatId, id, what.html, asHtml(what))
    else await bot.api.editMessageReplyMarkup(chatId, id)
    return true
  } catch (error) {
    const kind = refusalOf(error)?.kind
    if (kind === 'same') return true
    if (kind === 'no-such-message' || kind === 'refused') return false
    throw error
  }
}

async function refused(ctx: Ctx, item: Waiting, what: Outgoing, refusal: Refusal): Promise<void> {
  switch (refusal.kind) {
    case 'same':
      return await end(ctx, item, { messageId: null })
    case 'slow-down':
      return await putOff(ctx, item, refusal.retryAfterSeconds)
    case 'gone':
      return await ctx.db.transaction((tx) => blocked(tx, item.chat_id))
    case 'no-such-message':
      // What it was to take the place of is gone: then it stands by itself.
      if (what.kind === 'message') return await unreplace(ctx, item, what)
      return await end(ctx, item, { error: refusal.kind })
    case 'refused':
      ctx.log.warn({ outgoingId: item.id, kind: what.kind }, 'Telegram refuses a message')
      return await end(ctx, item, { error: refusal.kind })
  }
}

async function unreplace(
  ctx: Ctx,
  { id }: Waiting,
  { instead: _gone, ...what }: Extract<Outgoing, { kind: 'message' }>,
): Promise<void> {
  await ctx.db.query
    .updateTable('outgoing')
    .set({ payload: ctx.secrets.seal(JSON.stringify(what), outgoingAad(id)), begun_at: null })
    .where('id', '=', id)
    .execute()
}

async function putOff(ctx: Ctx, { id, chat_id, attempts }: Waiting, seconds: number): Promise<void> {
  if (attempts >= mostAttempts)
    ctx.log.warn({ outgoingId: id, attempts }, 'Telegram has no time for a message')
  await ctx.db.transaction(async (tx) => {
    await sql`update outgoing set begun_at = null where id = ${id}`.execute(tx.query)
    await rest(tx.query, chat_id, seconds)
  })
}

/** Nothing goes to the chat for a while, so that its messages stay in their order. */
async function rest(db: Kysely<Tables>, chatId: number, seconds: number): Promise<void> {
  await sql`update chats set free_at = telegram.now() + make_interval(secs => ${seconds})
    where chat_id = ${chatId}`.execute(db)
}

/** The person has stopped the bot: what waits for the chat is over. Whatever they write next opens it again. */
export async function blocked(tx: Tx, chatId: number): Promise<void> {
  await sql`update chats set state = 'blocked' where chat_id = ${chatId}`.execute(tx.query)
  await sql`update outgoing set ended_at = telegram.now(), error = 'gone', payload = null
    where chat_id = ${chatId} and ended_at is null`.execute(tx.query)
}

async function end(
  ctx: Ctx,
  { id, chat_id }: Waiting,
  { messageId = null, error = null }: { messageId?: number | null; error?: string | null },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await sql`update outgoing set ended_at = telegram.now(), payload = null, message_id = ${messageId}, error = ${error}
      where id = ${id}`.execute(tx.query)
    if (messageId === null) return
    await sql`update chats set free_at = telegram.now() + interval '1 second',
        last_message_id = greatest(last_message_id, ${messageId})
      where chat_id = ${chat_id}`.execute(tx.query)
    await seenMessage(tx, messageId)
  })
}

/** Of any private chat of the bot. */
export async function seenMessage(tx: Tx, messageId: number): Promise<void> {
  await sql`update bot set highest_message_id = ${messageId} where highest_message_id < ${messageId}`.execute(
    tx.query,
  )
}
