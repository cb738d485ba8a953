import { createHash, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { z } from 'zod'
import { defineContract, defineService, notFound, rows, type Service } from '#kernel'
import {
  booking,
  bookingCancelled,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
  type PublicBooking,
} from '#services/booking'
import { paymentCompleted } from '#services/payment'
import { type Sandbox, startSandbox, stripeSettings } from '../../sandbox/index.ts'
import payment from '../../src/services/payment/service.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import type { Answer, Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import { publish } from './neighbours.ts'

type GatewayName = 'simulated' | 'stripe'

/** Booking as its contract promises it: it judges a payment once, by event or by call. */
export interface BookingBooks {
  readonly all: Map<string, PublicBooking>
  /** Does not hear `payment.completed`. */
  deaf: boolean
  /** Does not answer calls. */
  mute: boolean
}

export interface PaymentHouse extends TestHouse {
  readonly gateway: GatewayName
  readonly sandbox: Sandbox
  /** The gateway's side: its books, its webhooks. */
  readonly face: Sandbox['standIns']['stripe']
  /** Its name among the stand-ins, for faults. */
  readonly standIn: string
  /** Do webhooks reach the house? They do unless a test says no. */
  listen(wanted: boolean): void
  readonly booking: BookingBooks
  /** Booking's stand-in, for other houses. */
  readonly standInService: Service
  /** A hold, told by `booking.created` and heard, unless `told` is false. */
  hold(buyer: Person | string, options?: Partial<PublicBooking> & { told?: boolean }): Promise<PublicBooking>
  /** The booking changes and everybody is told; heard before this returns. */
  change(
    bookingId: string,
    how: 'cancelled' | 'expired' | 'confirmed',
    changes: Partial<PublicBooking>,
  ): Promise<PublicBooking>
  pay(buyer: Person, bookingId: string, token: string, headers?: Record<string, string>): Promise<Answer>
  /** The payment of a booking, once it is so. */
  paid(bookingId: string, what: string, isSo: (row: PaymentRow) => boolean): Promise<PaymentRow>
  /** What the gateway says it has taken and given back for a booking, in minor units. */
  books(bookingId: string): { captures: number; captured: number; refunded: number }
}

export interface PaymentRow {
  id: string
  state: string
  version: number
  captured: number
  refunded: number
  failure_code: string | null
  action_url: string | null
}

export const guestHash = (token: string) => createHash('sha256').update(token).digest('base64url')

export async function openPaymentHouse(
  gateway: GatewayName,
  env: Record<string, string> = {},
): Promise<PaymentHouse> {
  const sandbox = await startSandbox()
  const books: BookingBooks = { all: new Map(), deaf: false, mute: false }
  const standInService = bookingStandIn(books)
  const house = await openTestHouse({
    services: [standInService, payment],
    env: {
      ...sandbox.env,
      ...(gateway === 'stripe' ? stripeSettings : {}),
      PAYMENT_TIMEOUT_SECONDS: '1',
      ...env,
    },
  })
  const face = gateway === 'stripe' ? sandbox.standIns.stripe : sandbox.standIns.simulatedPayments
  const listen = (wanted: boolean) =>
    face.webhooks.sendTo(wanted ? `${house.url}/api/v1/payments/webhooks/${gateway}` : undefined)
  listen(true)
  const heard = (said: PublicBooking) =>
    until(`version ${said.version} of the booking to be heard`, async () => {
      const [row] = await house.rows(
        'select 1 from payment.bookings where booking_id = $1 and version >= $2',
        [said.bookingId, said.version],
      )
      return row !== undefined
    })
  return {
    ...house,
    gateway,
    sandbox,
    face,
    standIn: face.name,
    listen,
    standInService,
    booking: books,
    hold: async (buyer, { told = true, ...changes } = {}) => {
      const held = heldBooking(buyer, {
        heldUntil: (await nowOf(house)).add({ minutes: 5 }).toString(),
        ...changes,
      })
      books.all.set(held.bookingId, held)
      if (told) {
        await publish(house, bookingCreated, held)
        await heard(held)
      }
      return held
    },
    change: async (bookingId, state, changes) => {
      const before = books.all.get(bookingId)!
      const after = { ...before, state, version: before.version + 1, ...changes }
      books.all.set(bookingId, after)
      await publish(
        house,
        { cancelled: bookingCancelled, expired: bookingExpired, confirmed: bookingConfirmed }[state],
        after,
      )
      await heard(after)
      return after
    },
    pay: (buyer, bookingId, token, headers = {}) =>
      buyer.post('/payments', { bookingId, method: { token } }, headers),
    paid: (bookingId, what, isSo) =>
      until(what, async () => {
        const [row] = await house.rows<PaymentRow>('select * from payment.payments where booking_id = $1', [
          bookingId,
        ])
        return row && isSo(row) ? row : undefined
      }),
    books: (bookingId) => {
      const own = face.engine.books().filter((line) => line.bookingId === bookingId)
      const sum = (kind: string) =>
        own.filter((line) => line.kind === kind).reduce((total, { amount }) => total + amount, 0)
      return {
        captures: own.filter(({ kind }) => kind === 'capture').length,
        captured: sum('capture'),
        refunded: sum('refund') - sum('returned'),
      }
    },
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
}

async function nowOf(house: TestHouse): Promise<Temporal.Instant> {
  const [row] = await house.rows<{ now: Date }>('select payment.now() as now')
  return Temporal.Instant.fromEpochMilliseconds(row!.now.getTime())
}

function heldBooking(buyer: Person | string, changes: Partial<PublicBooking>): PublicBooking {
  const seat = { seatId: 'A1', type: 'standard', category: 'normal', amount: 2500, state: 'live' } as const
  return {
    bookingId: randomUUID(),
    version: 1,
    state: 'held',
    showtimeId: randomUUID(),
    movieId: randomUUID(),
    theaterId: randomUUID(),
    userId: typeof buyer === 'string' ? null : buyer.id,
    guestTokenHash: typeof buyer === 'string' ? guestHash(buyer) : null,
    seats: [seat],
    total: 2500,
    owed: 0,
    credited: 0,
    currency: 'PLN',
    heldUntil: '',
    startsAt: '2030-01-01T18:00:00Z',
    cancelReason: null,
    payment: null,
    refusedPayments: [],
    ...changes,
  }
}

/** The verdict, given once: confirmed while the hold lives, else the money is not accepted. */
function judge(books: BookingBooks, bookingId: string, paymentId: string, now: Temporal.Instant) {
  const before = books.all.get(bookingId)
  if (!before) throw notFound('booking')
  if (before.payment) return { booking: before, isNew: false }
  const lives =
    before.state === 'held' && Temporal.Instant.compare(now, Temporal.Instant.from(before.heldUntil)) < 0
  const booking: PublicBooking = {
    ...before,
    version: before.version + 1,
    state: lives ? 'confirmed' : before.state === 'held' ? 'expired' : before.state,
    owed: lives ? before.total : 0,
    payment: { paymentId, accepted: lives },
  }
  books.all.set(bookingId, booking)
  return { booking, isNew: true }
}

function bookingStandIn(books: BookingBooks): Service {
  const { state, settle } = booking.routes
  const existing = (bookingId: string) => {
    if (books.mute) throw new Error('Booking does not answer')
    const found = books.all.get(bookingId)
    if (!found) throw notFound('booking')
    return found
  }
  return defineService({
    contract: defineContract('booking', {
      about: booking.about,
      routes: { state, settle },
      events: booking.events,
    }),
    tables: rows<object>(),
    hears: { paymentCompleted },
    settings: z.object({}),
    migrations: new URL('./', import.meta.url),
    routes: {
      state: (_ctx, { bookingId }) => existing(bookingId),
      settle: (ctx, { bookingId, paymentId }) => {
        existing(bookingId)
        return judge(books, bookingId, paymentId, ctx.clock.now()).booking
      },
    },
    on: {
      paymentCompleted: async (ctx, { bookingId, paymentId }, tx) => {
        if (books.deaf) return
        const { booking: judged, isNew } = judge(books, bookingId, paymentId, ctx.clock.now())
        if (isNew) await tx.publish(judged.owed > 0 ? bookingConfirmed : bookingExpired, judged)
      },
    },
    personal: { export: async () => ({}), erase: async () => {} },
  })
}

/** The buyer looks at the page of their bank and answers. */
export async function answerBank(url: string, answer: 'approve' | 'deny'): Promise<void> {
  const page = await (await fetch(url)).text()
  expect(page).toContain('Sandbox bank')
  const pressed = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ answer }),
    redirect: 'manual',
  })
  expect([200, 303]).toContain(pressed.status)
}
