import { sql } from 'kysely'
import type { z } from 'zod'
import { derivedId, type EventOf, together } from '#kernel'
import type { bookingCancelled, bookingConfirmed } from '#services/booking'
import type { emailProcessed } from '#services/email'
import type { pdfRejected } from '#services/pdf'
import type { scheduleKept, schedulePlanned } from '#services/schedule'
import { findChat } from './chats.ts'
import type { Ctx, Tx } from './context.ts'
import { chatsPaying, converse } from './conversation.ts'
import { serveChat, tellDay } from './jobs.ts'
import { escaped } from './markup.ts'
import { put, takeBack } from './outgoing.ts'
import { texts } from './texts/index.ts'
import type { Texts } from './texts/texts.ts'

type Event = EventOf<z.ZodType>

/** How long a day that is planned without route or weather waits for them before it is told, seconds. */
const patienceSeconds = 6

/** A sheet that was sent to the bot has become a day: told once route and weather are there, or have not come for a while. */
export async function onPlanned(
  data: z.output<typeof schedulePlanned.data>,
  tx: Tx,
  event: Event,
): Promise<void> {
  await sql`update sheets set day_id = ${data.dayId},
      tell_at = case when ${data.settled} then telegram.now()
        else coalesce(tell_at, telegram.now() + make_interval(secs => ${patienceSeconds})) end
    where correlation_id = ${event.correlationid}`.execute(tx.query)
}

export async function onKept(
  ctx: Ctx,
  _data: z.output<typeof scheduleKept.data>,
  tx: Tx,
  event: Event,
): Promise<void> {
  await endSheet(ctx, tx, event, ({ sheetKnown }) => sheetKnown)
}

/** Said before `email.processed` comes, which only knows that somebody has to look at it. */
export async function onRejected(
  ctx: Ctx,
  { code }: z.output<typeof pdfRejected.data>,
  tx: Tx,
  event: Event,
): Promise<void> {
  await endSheet(
    ctx,
    tx,
    event,
    ({ sheetRefused, sheetFailed }) => Reflect.get(sheetRefused, code) ?? sheetFailed,
  )
}

/** Read, but no day came of it. One that did is told by its plan. */
export async function onProcessed(
  ctx: Ctx,
  { state }: z.output<typeof emailProcessed.data>,
  tx: Tx,
  event: Event,
): Promise<void> {
  if (state === 'needs-review') await endSheet(ctx, tx, event, ({ sheetReview }) => sheetReview)
  if (state === 'ignored') await endSheet(ctx, tx, event, ({ sheetIgnored }) => sheetIgnored)
  if (state === 'failed') await endSheet(ctx, tx, event, ({ sheetFailed }) => sheetFailed)
}

async function endSheet(ctx: Ctx, tx: Tx, event: Event, word: (texts: Texts) => string): Promise<void> {
  const { rows } = await sql<{ chat_id: number }>`
    delete from sheets where correlation_id = ${event.correlationid} returning chat_id`.execute(tx.query)
  const chat = rows[0] && (await findChat(tx.query, rows[0].chat_id))
  if (!chat) return
  const html = escaped(word(texts[chat.language]))
  await put(ctx, tx, chat.chatId, [{ id: derivedId('sheet', event.id), what: { kind: 'message', html } }])
  await tx.enqueue(serveChat, { chatId: chat.chatId })
}

/** When the day of the next sheet is told. */
export const nextSheet = sql`select min(tell_at) from sheets`

/** Takes the sheets whose day is to be told now. */
export async function tellSheets(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ correlation_id: string; chat_id: number; day_id: string }>`
      delete from sheets where tell_at <= telegram.now() returning correlation_id, chat_id, day_id`.execute(
      tx.query,
    )
    for (const { correlation_id: story, chat_id: chatId, day_id: dayId } of rows)
      await tx.enqueue(tellDay, { chatId, dayId, story }, { id: derivedId('sheet', story) })
  })
}

/** Paid: whoever waits for it in a chat gets the tickets there. Most are paid in no chat at all. */
export const onConfirmed = together(
  async (ctx: Ctx, events: readonly EventOf<typeof bookingConfirmed.data>[], tx: Tx) => {
    const byBooking = new Map(events.map((event) => [event.data.bookingId, event]))
    for (const { chatId, bookingId } of await chatsPaying(tx, [...byBooking.keys()])) {
      const event = byBooking.get(bookingId)!
      const chat = await findChat(tx.query, chatId)
      await takeBack(tx, chatId, bookingId)
      await converse(tx, chatId, null)
      const caption = texts[chat!.language].yourTickets
      const id = derivedId('tickets', event.id, chatId)
      await put(ctx, tx, chatId, [{ id, what: { kind: 'tickets', bookingId, caption } }])
      await tx.enqueueAll(serveChat, [{ data: { chatId }, because: event }])
    }
    return undefined
  },
)

/**
 * Let go: there is nothing to count down any more. The conversation stays: it may have been let go by a button of this chat,
 * whose answer is still to be written, or to be written again after a kill. What else it could lead to is refused by booking.
 */
export const onCancelled = together(
  async (_ctx: Ctx, events: readonly EventOf<typeof bookingCancelled.data>[], tx: Tx) => {
    const bookingIds = events.map(({ data }) => data.bookingId)
    for (const { chatId, bookingId } of await chatsPaying(tx, bookingIds))
      await takeBack(tx, chatId, bookingId)
    return undefined
  },
)
