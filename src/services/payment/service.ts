import { copyOf, defineService, queued, rows } from '#kernel'
import {
  booking,
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  bookingCreated,
  bookingExpired,
} from '#services/booking'
import { lookAgain } from './attempts.ts'
import { type Ctx, needs, settings } from './context.ts'
import { payment } from './contract.ts'
import { currentGateway, requireGateway } from './gateways.ts'
import { hearBookings } from './hear.ts'
import { askGateway, detachMethod, forgetCustomer, giveBack } from './jobs.ts'
import { forgetMethod, listMethods, runDetach, saveMethod } from './methods.ts'
import { pay } from './pay.ts'
import { erasePerson, exportPerson } from './personal.ts'
import { getPayment, listPayments, paymentOfBooking } from './read.ts'
import { listRefunds, retryRefund, runGiveBack } from './refunds.ts'
import { paymentStates, refundStates } from './snapshots.ts'
import {
  measure,
  nextAttempt,
  nextOfRest,
  nextVerdict,
  sweepAttempts,
  sweepRest,
  sweepVerdicts,
} from './sweep.ts'
import type { Tables } from './tables.ts'
import { forgetWebhooks, receiveWebhook } from './webhooks.ts'

export default defineService({
  contract: payment,
  tables: rows<Tables>(),
  needs,
  hears: { bookingCreated, bookingConfirmed, bookingChanged, bookingCancelled, bookingExpired },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    pay,
    list: listPayments,
    get: getPayment,
    ofBooking: paymentOfBooking,
    gateway: async (ctx: Ctx) => {
      const gateway = await currentGateway(ctx)
      const { name = null, publishableKey = null } = gateway ?? {}
      return { gateway: name, publishableKey, sandbox: ctx.sandbox }
    },
    methods: listMethods,
    saveMethod,
    forgetMethod,
    refunds: listRefunds,
    retryRefund,
    paymentStates,
    refundStates,
    webhook: receiveWebhook,
  },
  // Booking lists what is over no more; the money's side of it stays here.
  copies: { bookings: copyOf(booking, 'bookingStates', 'own') },
  on: {
    bookingCreated: hearBookings,
    bookingConfirmed: hearBookings,
    bookingChanged: hearBookings,
    bookingCancelled: hearBookings,
    bookingExpired: hearBookings,
  },
  jobs: {
    askGateway: queued(askGateway, (ctx: Ctx, { transactionId }) => lookAgain(ctx, transactionId)),
    giveBack: queued(giveBack, runGiveBack),
    detachMethod: queued(detachMethod, runDetach),
    forgetCustomer: queued(forgetCustomer, async (ctx: Ctx, { gateway: name, customer }) => {
      const gateway = await requireGateway(ctx, name)
      await gateway.forgetCustomer(customer)
    }),
    sweepAttempts: { every: 'PT2S', due: nextAttempt, run: sweepAttempts },
    sweepVerdicts: { every: 'PT2S', due: nextVerdict, run: sweepVerdicts },
    sweepRest: { every: 'PT5S', due: nextOfRest, run: sweepRest },
    measure: { every: 'PT15S', run: measure },
    forgetWebhooks: { every: 'PT1H', run: forgetWebhooks },
  },
  personal: {
    export: exportPerson,
    erase: (_ctx, userId, tx) => erasePerson(userId, tx),
  },
})
