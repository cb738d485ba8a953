import type { z } from 'zod'
import { derivedId, type EventOf, type Tx } from '#kernel'
import type {
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
  PublicBooking,
} from '#services/booking'
import type { paymentCompleted, paymentFailed, paymentRefunded, paymentRefundFailed } from '#services/payment'
import type { Ctx } from './context.ts'
import { dropWaiting, type Intent, intend, intendAll } from './intents.ts'
import { alertRefund } from './jobs.ts'
import type { Tables } from './tables.ts'

type DataOf<D extends { data: z.ZodType }> = z.output<D['data']>

/** What the box office tells of, by the name of its event. */
interface Told {
  readonly bookingCreated: DataOf<typeof bookingCreated>
  readonly bookingConfirmed: DataOf<typeof bookingConfirmed>
  readonly bookingChanged: DataOf<typeof bookingChanged>
  readonly bookingCancelled: DataOf<typeof bookingCancelled>
  readonly bookingExpired: DataOf<typeof bookingExpired>
  readonly paymentCompleted: DataOf<typeof paymentCompleted>
  readonly paymentFailed: DataOf<typeof paymentFailed>
  readonly paymentRefunded: DataOf<typeof paymentRefunded>
}

/** Whoever bought: a user, or a guest, who is known by the booking alone. */
const buyer = ({ userId, bookingId }: { userId: string | null; bookingId: string }) =>
  userId === null ? { userId, guestOf: bookingId } : { userId }

const heldId = (bookingId: string) => derivedId('booking held', bookingId)

/** Confirmed, or changed since: what of it is news is found when it is told, whichever event came first. */
function news(said: PublicBooking): Intent | undefined {
  const { bookingId, version, state } = said
  if (state !== 'confirmed') return undefined
  const id = derivedId('booking news', bookingId, version)
  return { id, ...buyer(said), template: 'booking-news', facts: { bookingId } }
}

/** What is to be said of each, if anything. */
const sayings: { readonly [K in keyof Told]: (said: Told[K], ctx: Ctx) => Intent | undefined } = {
  // In the app only, where a guest never looks, and not to who pays at once.
  bookingCreated: ({ bookingId, userId }, ctx) =>
    userId === null
      ? undefined
      : {
          id: heldId(bookingId),
          userId,
          template: 'booking-held',
          facts: { bookingId },
          afterSeconds: ctx.settings.NOTIFICATION_HELD_AFTER_SECONDS,
        },
  bookingConfirmed: news,
  bookingChanged: news,
  bookingCancelled: (said) => {
    const { bookingId, cancelReason } = said
    // Who lets a hold go knows it; an erased account has nobody to tell.
    if (cancelReason === 'released' || cancelReason === 'account-erased') return undefined
    const id = derivedId('booking cancelled', bookingId)
    return { id, ...buyer(said), template: 'booking-cancelled', facts: { bookingId } }
  },
  bookingExpired: (said) => {
    const { bookingId } = said
    const id = derivedId('booking expired', bookingId)
    return { id, ...buyer(said), template: 'booking-expired', facts: { bookingId } }
  },
  paymentCompleted: (said) => {
    const { paymentId, bookingId, captured: amount, currency } = said
    const id = derivedId('payment receipt', paymentId)
    return { id, ...buyer(said), template: 'payment-receipt', facts: { bookingId, amount, currency } }
  },
  // Each try that failed is told.
  paymentFailed: (said) => {
    const { paymentId, bookingId, version, amount, currency } = said
    const id = derivedId('payment failed', paymentId, version)
    return { id, ...buyer(said), template: 'payment-failed', facts: { bookingId, amount, currency } }
  },
  paymentRefunded: (said) => {
    const { refundId, bookingId, refundAmount: amount, currency } = said
    const id = derivedId('payment refunded', refundId)
    return { id, ...buyer(said), template: 'payment-refunded', facts: { bookingId, amount, currency } }
  },
}

const typeNames: Readonly<Record<string, keyof Told>> = {
  'booking.created': 'bookingCreated',
  'booking.confirmed': 'bookingConfirmed',
  'booking.changed': 'bookingChanged',
  'booking.cancelled': 'bookingCancelled',
  'booking.expired': 'bookingExpired',
  'payment.completed': 'paymentCompleted',
  'payment.failed': 'paymentFailed',
  'payment.refunded': 'paymentRefunded',
}

type Heard = EventOf<z.ZodType<Told[keyof Told]>>

async function hearAll(ctx: Ctx, events: readonly Heard[], tx: Tx<Tables>): Promise<undefined> {
  const intents = events.flatMap((because) => {
    const say = sayings[typeNames[because.type]!] as (said: unknown, ctx: Ctx) => Intent | undefined
    const intent = say(because.data, ctx)
    return intent ? [{ ...intent, because }] : []
  })
  // Who was to be told of a hold, and has paid it or let it go meanwhile, is not.
  const over = events.flatMap(({ type, data }) =>
    type.startsWith('booking.') && Reflect.get(data, 'state') !== 'held' ? [heldId(data.bookingId)] : [],
  )
  await intendAll(
    tx,
    intents.filter(({ id }) => !over.includes(id)),
  )
  await dropWaiting(tx, over)
}

/** Everything that the box office tells, many at a time. */
export const boxOffice = { together: hearAll }

/** Nothing that the buyer could do: the house's own people are told, each once for every failure. */
export async function onRefundFailed(
  said: DataOf<typeof paymentRefundFailed>,
  tx: Tx<Tables>,
): Promise<void> {
  const { refundId, bookingId, version, refundAmount: amount, currency, wasDone } = said
  await tx.enqueue(
    alertRefund,
    { refundId, bookingId, version, amount, currency, wasDone },
    { id: derivedId('alert refund', refundId, version) },
  )
}

/** The job: whoever may give money back hears of it, however often it runs once. */
export async function runRefundAlert(
  ctx: Ctx,
  { refundId, version, ...facts }: z.output<typeof alertRefund.data>,
): Promise<void> {
  const staff = new Set<string>()
  for (const role of ['box_office', 'admin'] as const)
    for (const userId of (await ctx.call.auth.usersWithRole({ role })).userIds) staff.add(userId)
  await ctx.db.transaction(async (tx) => {
    for (const userId of staff)
      await intend(tx, {
        id: derivedId('refund failed', refundId, version, userId),
        userId,
        template: 'refund-failed',
        facts: { refundId, ...facts },
      })
  })
}
