import { Problem } from '#kernel'
import type { Booking } from '#services/booking'
import type { Conversation } from '../conversation.ts'
import { money } from '../format.ts'
import { escaped } from '../markup.ts'
import type { Button } from '../outgoing.ts'
import { type Ability, type Answer, asMe, type Reply, say, type Talk } from '../talk.ts'
import type { Texts } from '../texts/index.ts'
import { categoryOf } from './seats.ts'

/** From the hold to the payment. Tickets come when booking says that it is confirmed, see `hear.ts`. */
export const payingPresses: Readonly<Record<string, Ability>> = {
  pay: whilePaying((talk, bookingId, [methodId = '']) => pay(talk, bookingId, { methodId })),
  'pay-test': whilePaying((talk, bookingId) => pay(talk, bookingId, { token: testCard })),
  'pay-nothing': whilePaying((talk, bookingId) => confirmFree(talk, bookingId)),
  release: whilePaying((talk, bookingId) => release(talk, bookingId)),
}

/** Of Stripe's test cards, which the simulated gateway knows too; shown in the sandbox only. */
const testCard = 'pm_card_visa'

function whilePaying(
  run: (talk: Talk, bookingId: string, args: readonly string[]) => Promise<Answer>,
): Ability {
  return {
    forLinked: true,
    run: async (talk, args) => {
      const { bookingId } = talk.conversation ?? {}
      return bookingId ? await run(talk, bookingId, args) : say(talk, talk.texts.outdated)
    },
  }
}

/** Holds what was chosen; the key makes a repetition find the same booking. */
export async function holdSeats(talk: Talk, state: Conversation): Promise<Answer> {
  const { texts, chat, key } = talk
  const category = categoryOf(state)
  try {
    const booking = await asMe(talk, (call) =>
      call.booking.hold(
        {
          showtimeId: state.showtimeId,
          seats: state.seats.map((seatId) => ({ seatId, category })),
          language: chat.language,
        },
        { idempotencyKey: key },
      ),
    )
    return { ...(await heldAnswer(talk, booking)), conversation: { ...state, bookingId: booking.id } }
  } catch (error) {
    const why = error instanceof Problem ? holdRefusal(texts, error) : undefined
    if (why === undefined) throw error
    return {
      ...say(talk, escaped(why), [[{ text: texts.chooseMyself, does: 'rows' }]]),
      conversation: { ...state, seats: [] },
    }
  }
}

/** Why seats could not be held, where there are words for it. */
export function holdRefusal(texts: Texts, { code, fields }: Problem): string | undefined {
  if (code === 'booking.seats-taken') return texts.seatsTaken(seatsIn(fields?.seats))
  if (code === 'booking.leaves-orphan') return texts.leavesOrphan
  if (code === 'booking.buyer-limit') return texts.buyerLimit(Number(fields?.limit))
  return code === 'booking.not-on-sale' ? texts.notOnSale : undefined
}

const seatsIn = (seats: unknown) => (Array.isArray(seats) ? seats.map(String).join(', ') : '')

const minutesHeld = 5

/** What is held, and the same message again for every minute that is left: the countdown. */
export async function heldAnswer(talk: Talk, booking: Booking): Promise<Answer> {
  const { texts, ctx } = talk
  const buttons = [...(await waysToPay(talk, booking)), [{ text: texts.release, does: 'release' }]]
  const seats = booking.seats.map((seat) => seat.seatId).join(', ')
  const total = money(texts, booking.total, booking.currency)
  const left = ctx.clock.now().until(booking.heldUntil!).total('minutes')
  const at = (minutes: number): Reply => ({
    kind: 'message',
    html: escaped(texts.held(seats, total, booking.reference, minutes)),
    buttons,
    ...(talk.pressed === undefined ? {} : { instead: talk.pressed }),
  })
  const now = Math.max(1, Math.ceil(left))
  const later = Array.from({ length: Math.min(now, minutesHeld) - 1 }, (_, index) => now - 1 - index)
  return {
    replies: [at(now)],
    countdown: {
      bookingId: booking.id,
      steps: [
        ...later.map((minutes) => ({ what: at(minutes), dueAt: booking.heldUntil!.subtract({ minutes }) })),
        { what: over(talk), dueAt: booking.heldUntil! },
      ],
    },
  }
}

const over = (talk: Talk): Reply => say(talk, talk.texts.holdOver).replies[0]!

/** A saved card at once; everything else where a card can be typed in. */
async function waysToPay(talk: Talk, booking: Booking): Promise<Button[][]> {
  const { texts, ctx } = talk
  if (booking.total === 0) return [[{ text: texts.confirmFree, does: 'pay-nothing' }]]
  const [{ items }, gateway] = await asMe(talk, (call) =>
    Promise.all([call.payment.methods({ limit: 5 }), call.payment.gateway({})]),
  )
  const saved = items.map((method) => {
    const name = [method.brand ?? '', method.last4 ? `•••• ${method.last4}` : ''].join(' ').trim()
    return [{ text: texts.payWith(name), does: `pay:${method.id}` }]
  })
  const test = gateway.sandbox ? [[{ text: texts.payTest, does: 'pay-test' }]] : []
  return [...saved, ...test, [{ text: texts.payOnWeb, url: `${ctx.publicUrl}/bookings/${booking.id}` }]]
}

type Method = { methodId: string } | { token: string }

async function pay(talk: Talk, bookingId: string, method: Method): Promise<Answer> {
  const { texts, key } = talk
  try {
    const payment = await asMe(talk, (call) =>
      call.payment.pay(
        { bookingId, method: 'token' in method ? { ...method, save: false } : method },
        { idempotencyKey: key },
      ),
    )
    if (payment.state === 'action-needed' && payment.actionUrl)
      return say(talk, escaped(texts.payAction), [[{ text: texts.payOnWeb, url: payment.actionUrl }]])
    return { ...say(talk, payment.state === 'completed' ? texts.paid : texts.payUnknown), countdown: null }
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    if (error.code === 'payment.already-paid') return say(talk, texts.paid)
    if (error.code === 'payment.booking-over') return { ...say(talk, texts.holdOver), conversation: null }
    if (error.status !== 402) throw error
    const booking = await asMe(talk, (call) => call.booking.get({ bookingId }))
    const buttons = [...(await waysToPay(talk, booking)), [{ text: texts.release, does: 'release' }]]
    return say(talk, escaped(texts.payRefused(error.detail)), buttons)
  }
}

async function confirmFree(talk: Talk, bookingId: string): Promise<Answer> {
  await asMe(talk, (call) => call.booking.confirmFree({ bookingId }, { idempotencyKey: talk.key }))
  return { ...say(talk, talk.texts.paid), countdown: null }
}

async function release(talk: Talk, bookingId: string): Promise<Answer> {
  await asMe(talk, (call) => call.booking.release({ bookingId }, { idempotencyKey: talk.key }))
  return { ...say(talk, talk.texts.released), conversation: null, countdown: null }
}
