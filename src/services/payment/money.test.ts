import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { bookingCreated } from '#services/booking'
import { until } from '../../../test/harness/until.ts'
import { publish } from '../../../test/support/neighbours.ts'
import { codeOf, ctx, house, judged, ola, withBuyer } from '../../../test/support/paying-buyer.ts'
import { begin, type Wish } from './begin.ts'
import type { Ctx } from './context.ts'
import { hearBooking } from './hear.ts'
import { sweepAttempts } from './sweep.ts'

withBuyer()

const wishOf = (bookingId: string): Wish => ({
  bookingId,
  buyer: { userId: ola.id, guestTokenHash: null },
  transactionId: randomUUID(),
  gateway: 'simulated',
  customer: null,
  savesAs: null,
  claim: null,
})

describe('paying once', () => {
  it('two or three charges for one booking under different keys: one is made', async () => {
    const { bookingId } = await house.hold(ola)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        house.pay(ola, bookingId, 'pm_card_slow', { 'idempotency-key': randomUUID() }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const { status, body } of answers.filter((each) => each.status !== 201))
      expect([status, body.code.replace('already-paid', 'in-progress')]).toEqual([409, 'payment.in-progress'])
    expect(codeOf(await house.pay(ola, bookingId, 'pm_card_visa'))).toEqual([409, 'payment.already-paid'])
    expect(house.books(bookingId).captures).toBe(1)
  })

  it('begun in the very same moment, on every connection there is: one of them has begun', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { bookingId } = await house.hold(ola)
      const wishes = Array.from({ length: 8 }, () => begin(ctx(), wishOf(bookingId)))
      const outcomes = (await Promise.all(wishes)).map(({ outcome }) => outcome)
      expect(outcomes.toSorted()).toEqual(['begun', ...Array.from({ length: 7 }, () => 'in-progress')])
    }
  })

  it('begun in the very moment in which the booking is heard of: not heard of, or begun', async () => {
    const { db } = ctx() as Ctx
    for (let round = 0; round < 40; round += 1) {
      const held = await house.hold(ola, { told: false })
      const tries = async () => {
        for (;;) {
          const { outcome } = await begin(ctx(), wishOf(held.bookingId))
          if (outcome !== 'not-heard-of') return outcome
        }
      }
      const [, ...outcomes] = await Promise.all([
        sleep(round % 5).then(() => db.transaction((tx) => hearBooking(tx, held))),
        tries(),
        tries(),
        tries(),
      ])
      expect(outcomes.toSorted()).toEqual(['begun', 'in-progress', 'in-progress'])
    }
  })

  it('same key in parallel answers 500: all get the one answer', async () => {
    const { bookingId } = await house.hold(ola)
    const key = { 'idempotency-key': randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => house.pay(ola, bookingId, 'pm_card_slow', key)),
    )
    for (const { status, body } of answers) {
      expect(status).toBe(201)
      expect(body).toEqual(answers[0]!.body)
    }
    expect(house.books(bookingId).captures).toBe(1)
    const other = await ola.post('/payments', { bookingId, method: { token: 'pm_card_visa' } }, key)
    expect(codeOf(other)).toEqual([422, 'idempotency-key-reused'])
  })

  it('a second success cannot even be written', async () => {
    const { bookingId } = await house.hold(ola)
    await house.pay(ola, bookingId, 'pm_card_visa')
    await expect(
      house.rows(
        `insert into payment.transactions (id, payment_id, gateway, amount, currency, state, correlation_id, created_at)
         select gen_random_uuid(), t.payment_id, t.gateway, t.amount, t.currency, 'succeeded', '', now()
         from payment.transactions t join payment.payments p on p.id = t.payment_id where p.booking_id = $1`,
        [bookingId],
      ),
    ).rejects.toThrow('transactions_one_alive')
  })

  it('payment accepted after expiry: refused by database time, and the payment is closed', async () => {
    const held = await house.hold(ola, { heldUntil: '2026-01-01T00:00:00Z' })
    expect(codeOf(await house.pay(ola, held.bookingId, 'pm_card_visa'))).toEqual([
      409,
      'payment.booking-over',
    ])
    await house.rows('update payment.payments set due_at = payment.now() where booking_id = $1', [
      held.bookingId,
    ])
    await house.paid(held.bookingId, 'the payment to close', (row) => row.state === 'closed')
    expect(house.books(held.bookingId).captures).toBe(0)
  })

  it('a booking that no event has told of yet is asked for, and the late event finds it done', async () => {
    const held = await house.hold(ola, { told: false })
    expect((await house.pay(ola, held.bookingId, 'pm_card_visa')).status).toBe(201)
    await judged(held)
    await publish(house, bookingCreated, held)
    await publish(house, bookingCreated, held)
    const payments = await house.rows('select 1 from payment.payments where booking_id = $1', [
      held.bookingId,
    ])
    expect(payments).toHaveLength(1)
    expect(house.books(held.bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 0 })
    expect(codeOf(await house.pay(ola, randomUUID(), 'pm_card_visa'))).toEqual([404, 'not-found'])
  })

  it('a booking that costs nothing is not paid', async () => {
    const { bookingId } = await house.hold(ola, { total: 0 })
    expect(codeOf(await house.pay(ola, bookingId, 'pm_card_visa'))).toEqual([409, 'payment.nothing-to-pay'])
    expect((await ola.get(`/payments/of/${bookingId}`)).status).toBe(404)
  })

  it('the price of a hold that changes is the price that is paid', async () => {
    const held = await house.hold(ola)
    const cheaper = { ...held, version: 2, total: 1200 }
    house.booking.all.set(held.bookingId, cheaper)
    await publish(house, bookingCreated, cheaper)
    await house.paid(held.bookingId, 'the new price', (row) => row.version === 2)
    await publish(house, bookingCreated, held)
    expect((await house.pay(ola, held.bookingId, 'pm_card_visa')).body).toMatchObject({
      amount: 1200,
      captured: 1200,
    })
  })

  it('let go while the news of it is on its way: refused without a charge', async () => {
    const held = await house.hold(ola)
    house.booking.all.set(held.bookingId, {
      ...held,
      state: 'cancelled',
      version: 2,
      cancelReason: 'released',
    })
    expect(codeOf(await house.pay(ola, held.bookingId, 'pm_card_visa'))).toEqual([
      409,
      'payment.booking-over',
    ])
    expect(house.books(held.bookingId).captures).toBe(0)
    await house.paid(held.bookingId, 'the payment to close', ({ state }) => state === 'closed')
  })

  it('a booking service that does not answer holds up no payment', async () => {
    const { bookingId } = await house.hold(ola)
    house.booking.mute = true
    expect((await house.pay(ola, bookingId, 'pm_card_visa')).status).toBe(201)
  })

  it('the sweeper run twice at once records an outcome once', async () => {
    const { bookingId } = await house.hold(ola)
    house.listen(false)
    expect((await house.pay(ola, bookingId, 'pm_card_silentAfterCapture')).status).toBe(202)
    await house.rows('update payment.transactions set due_at = payment.now() where due_at is not null')
    await Promise.all([sweepAttempts(ctx()), sweepAttempts(ctx()), sweepAttempts(ctx())])
    house.listen(true)
    const row = await house.paid(bookingId, 'the payment', ({ state }) => state === 'completed')
    const told = await house.rows(
      `select 1 from payment.event_log where event -> 'data' ->> 'paymentId' = $1
       union all select 1 from payment.outbox where event -> 'data' ->> 'paymentId' = $1`,
      [row.id],
    )
    expect(told).toHaveLength(1)
  })
})

describe('who may', () => {
  it('an internal route lets anyone mark a booking paid: nothing but the gateway does', async () => {
    const { bookingId } = await house.hold(ola)
    const { body } = await house.pay(ola, bookingId, 'pm_card_threeDSecure2Required')
    const [sent] = house.face.webhooks.sent().slice(-1)
    const report = JSON.stringify({
      ...JSON.parse(sent!.body),
      id: 'evt_made_up',
      state: 'captured',
      paid: true,
    })
    const told = await fetch(`${house.url}/api/v1/payments/webhooks/simulated`, {
      method: 'POST',
      body: report,
      headers: { 'content-type': 'application/json', 'klaps-signature': house.face.webhooks.sign(report) },
    })
    expect(told.status).toBe(204)
    const admin = await house.person({ roles: ['admin'] })
    const settled = await admin.post(`/bookings/${bookingId}/settlements`, {
      paymentId: body.id,
      captured: 2500,
      currency: 'PLN',
    })
    expect(settled.status).toBe(403)
    await until('the report to be looked into', async () => {
      const asked = house.sandbox.journal.all('simulated-gateway')
      return asked.some(({ method, path }) => method === 'GET' && path.startsWith('/v1/captures/'))
    })
    expect((await ola.get(`/payments/of/${bookingId}`)).body).toMatchObject({
      state: 'action-needed',
      captured: 0,
    })
  })

  it('a stranger finds no booking and no payment; the box office may look', async () => {
    const { bookingId } = await house.hold(ola)
    const eve = await house.person({ roles: ['customer'] })
    for (const other of [eve, house.stranger]) {
      expect(codeOf(await house.pay(other, bookingId, 'pm_card_visa'))).toEqual([404, 'not-found'])
      expect((await other.get(`/payments/of/${bookingId}`)).status).toBe(404)
    }
    const { body } = await house.pay(ola, bookingId, 'pm_card_visa')
    expect((await eve.get(`/payments/${body.id}`)).status).toBe(404)
    expect((await eve.get('/payments')).body.items).toEqual([])
    expect((await eve.get('/refunds')).status).toBe(403)
    expect((await eve.post(`/refunds/${randomUUID()}/retry`)).status).toBe(403)
    expect((await house.stranger.get('/payments')).status).toBe(401)
    expect((await house.stranger.get('/payments/methods')).status).toBe(401)
    const office = await house.person({ roles: ['box_office'] })
    expect((await office.get(`/payments/${body.id}`)).body.id).toBe(body.id)
  })

  it('a guest pays and looks with the token of the booking, and with no other', async () => {
    const token = randomUUID()
    const { bookingId } = await house.hold(token)
    const guest = house.stranger
    const pay = (headers: Record<string, string>) => house.pay(guest, bookingId, 'pm_card_visa', headers)
    expect((await pay({ 'booking-token': randomUUID() })).status).toBe(404)
    expect(codeOf(await pay({ 'booking-token': token, 'idempotency-key': 'short' }))).toEqual([
      422,
      'invalid-idempotency-key',
    ])
    const save = { bookingId, method: { token: 'pm_card_visa', save: true } }
    expect((await guest.post('/payments', save, { 'booking-token': token })).status).toBe(401)
    expect((await pay({ 'booking-token': token })).status).toBe(201)
    expect((await guest.get(`/payments/of/${bookingId}`, { 'booking-token': token })).body.captured).toBe(
      2500,
    )
    expect((await guest.get(`/payments/of/${bookingId}`)).status).toBe(404)
  })

  it('a card number is no token', async () => {
    const { bookingId } = await house.hold(ola)
    expect((await house.pay(ola, bookingId, '4242424242424242')).status).toBe(422)
  })
})
