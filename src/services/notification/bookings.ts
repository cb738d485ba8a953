import { type Selectable, sql } from 'kysely'
import { gathered, Problem, type Tx } from '#kernel'
import type { NotificationKind } from '#services/config'
import type { Ctx } from './context.ts'
import type { BookingTemplate, Facts, TemplateName } from './intents.ts'
import { channelsFor, kindRules } from './kinds.ts'
import { asRecipient, type Composed, type Recipient } from './notify.ts'
import type { BookingsToldRow, Tables } from './tables.ts'
import { bookingView, liveSeats, localTime, type Message, money } from './templates/booking-view.ts'
import type { Draft } from './templates/draft.ts'
import { templates } from './templates/index.ts'
import type { BookingView, Templates } from './templates/templates.ts'

interface Work {
  readonly ctx: Ctx
  readonly bookingId: string
  readonly facts: Facts
  readonly message: Message
  readonly texts: Templates
  readonly view: BookingView
}

/**
 * A message about a booking, from what booking says now: events carry ids only, and may be older than the booking. A
 * user is told in the language of the account, a guest in that of the booking and by e-mail alone.
 */
export async function composeBooking(
  ctx: Ctx,
  template: BookingTemplate,
  facts: Facts,
  userId: string | null,
): Promise<{ to: Recipient; composed: Composed }> {
  const bookingId = String(facts.bookingId)
  const message = await messageOf(ctx, bookingId)
  const to = userId === null ? guest(bookingId, message) : await account(ctx, userId)
  if (!message) return { to, composed: { silent: 'gone' } }
  const texts = templates[to.language]
  const view = bookingView(message, { bookingId, locale: texts.locale, publicUrl: ctx.publicUrl })
  const composed = await composers[template]({ ctx, bookingId, facts, message, texts, view })
  return { to, composed: userId === null ? byMail(composed) : composed }
}

export const isAboutBooking = (template: TemplateName): template is BookingTemplate =>
  Object.hasOwn(composers, template)

async function messageOf(ctx: Ctx, bookingId: string): Promise<Message | undefined> {
  try {
    return await ctx.call.booking.message({ bookingId })
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

const account = async (ctx: Ctx, userId: string) => asRecipient(await ctx.call.config.settingsOf({ userId }))

const guest = (bookingId: string, message: Message | undefined): Recipient => ({
  userId: null,
  guestOf: bookingId,
  language: message?.language ?? 'pl',
  timeZone: message?.timeZone ?? 'UTC',
  notifications: { channels: {}, quietHours: null },
})

/** What the priority would send elsewhere only is not said to a guest. */
function byMail(composed: Composed): Composed {
  if ('silent' in composed) return composed
  const { kind, priority = kindRules[kind].priority } = composed.order
  if (!channelsFor(kind, priority, {}).includes('email')) return { silent: 'no-channel' }
  return { ...composed, order: { ...composed.order, channels: ['email'] } }
}

const composers: Readonly<Record<BookingTemplate, (work: Work) => Composed | Promise<Composed>>> = {
  'booking-held': (work) =>
    work.message.state === 'held'
      ? about(work, 'booking-held', work.texts.bookingHeld(work.view), work.message.heldUntil)
      : { silent: 'over-since' },
  'booking-news': news,
  'booking-cancelled': (work) => about(work, 'booking-cancelled', work.texts.bookingCancelled(work.view)),
  'booking-expired': (work) =>
    work.message.state === 'expired'
      ? about(work, 'booking-expired', work.texts.bookingExpired(work.view))
      : { silent: 'not-expired' },
  'payment-receipt': (work) => about(work, 'payment-receipt', work.texts.paymentReceipt(paid(work))),
  'payment-failed': (work) =>
    work.message.state === 'held'
      ? about(work, 'payment-failed', work.texts.paymentFailed(paid(work)), work.message.heldUntil)
      : { silent: 'over-since' },
  'payment-refunded': (work) => about(work, 'payment-refunded', work.texts.paymentRefunded(paid(work))),
}

/** The buyer sits there and waits: quiet hours do not count for what they have just done. */
const asked: ReadonlySet<NotificationKind> = new Set([
  'booking-held',
  'booking-confirmed',
  'payment-receipt',
  'payment-failed',
])

function about(
  { bookingId }: Work,
  kind: NotificationKind,
  draft: Draft,
  expiresAt: Temporal.Instant | null = null,
): Composed {
  return { draft, order: { kind, subject: `booking:${bookingId}`, asked: asked.has(kind), expiresAt } }
}

const paid = ({ facts, texts, view: { movie, reference, starts } }: Work) => ({
  amount: money(Number(facts.amount), String(facts.currency), texts.locale),
  movie,
  reference,
  starts,
})

type Told = Selectable<BookingsToldRow>

const lastTold = gathered(128, async (ctx: Ctx, bookingIds: readonly string[]) => {
  const rows = await ctx.db.query
    .selectFrom('bookings_told')
    .selectAll()
    .where('booking_id', '=', sql<string>`any(${[...bookingIds]}::uuid[])`)
    .execute()
  const byBooking = new Map(rows.map((row) => [row.booking_id, row]))
  return bookingIds.map((id): Told | undefined => byBooking.get(id))
})

/**
 * Confirmed for who has heard nothing yet, else what has changed since they were told. The row of what was told is
 * moved on in the transaction that tells it: of two that compose at the same time one comes second and looks again.
 */
async function news(work: Work): Promise<Composed> {
  const { ctx, bookingId, message, texts, view } = work
  if (message.state !== 'confirmed') return { silent: 'over-since' }
  const told = await lastTold(ctx, bookingId)
  if (told && (told.version >= message.version || isSame(told, message))) return { silent: 'nothing-changed' }
  const draft = told ? texts.bookingChanged(view, before(work, told)) : texts.bookingConfirmed(view)
  const composed = about(work, 'booking-confirmed', draft)
  if ('silent' in composed) return composed
  return { ...composed, order: { ...composed.order, first: (tx) => markTold(tx, work, told) } }
}

const isSame = (told: Told, message: Message) =>
  told.starts_at.equals(message.startsAt) && told.seats.join() === liveSeats(message).join()

/** How it was when it was told, where that is another now. */
function before({ message, texts }: Work, told: Told) {
  const moved = !told.starts_at.equals(message.startsAt)
  const seats = told.seats.join(', ')
  return {
    starts: moved ? localTime(told.starts_at, message.timeZone, texts.locale) : null,
    seats: seats === liveSeats(message).join(', ') ? null : seats,
  }
}

/** @throws when another has told it since `told` was read: the job repeats and looks again. */
async function markTold(
  tx: Tx<Tables>,
  { ctx, bookingId, message }: Work,
  told: Told | undefined,
): Promise<true> {
  const { rows } = await sql`
    insert into bookings_told as t (booking_id, version, starts_at, seats, told_at)
    values (${bookingId}, ${message.version}, ${message.startsAt}, ${liveSeats(message)}, ${ctx.clock.now()})
    on conflict (booking_id) do update set version = excluded.version, starts_at = excluded.starts_at,
      seats = excluded.seats, told_at = excluded.told_at
    where t.version = ${told?.version ?? null}
    returning 1`.execute(tx.query)
  if (rows.length === 0) throw new Error('Another has told of this booking meanwhile')
  return true
}
