import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { payment, paymentCompleted, paymentFailed } from '#services/payment'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { answerBank, openPaymentHouse, type PaymentHouse } from '../../../test/support/payment-house.ts'

const confirmed = (row: { state: string }) => row.state === 'completed'

describe.each(['simulated', 'stripe'] as const)('paying with %s', (gateway) => {
  let house: PaymentHouse
  let ola: Person

  beforeAll(async () => {
    house = await openPaymentHouse(gateway)
    ola = await house.person({ roles: ['customer'] })
  }, 60_000)
  afterAll(() => house.stop())

  const eventsOf = async (bookingId: string) =>
    (
      await house.rows<{ event: { type: string; data: unknown } }>(
        `select event from (select event from payment.event_log union all select event from payment.outbox) as every
         where event -> 'data' ->> 'bookingId' = $1 order by (event -> 'data' ->> 'version')::int`,
        [bookingId],
      )
    ).map(({ event }) => event)

  it('captures once, says so, and keeps the money of a confirmed booking', async () => {
    const { bookingId } = await house.hold(ola)
    const answer = await house.pay(ola, bookingId, 'pm_card_visa')
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    const { output } = payment.routes.pay
    expect(
      z.encode(output, z.decode(output, answer.body)),
      'the database answers as the contract says',
    ).toEqual(answer.body)
    expect(answer.body).toMatchObject({
      bookingId,
      state: 'completed',
      gateway,
      amount: 2500,
      captured: 2500,
      refunded: 0,
      refundPending: 0,
      currency: 'PLN',
      method: { brand: 'visa', last4: '4242' },
      failure: null,
      actionUrl: null,
    })
    await until('the verdict', async () => {
      const [row] = await house.rows<{ state: string }>(
        'select state from payment.bookings where booking_id = $1',
        [bookingId],
      )
      return row?.state === 'confirmed'
    })
    expect(house.books(bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 0 })
    const [event, ...more] = await eventsOf(bookingId)
    expect(more).toEqual([])
    expect(event!.type).toBe('payment.completed')
    expect(paymentCompleted.data.safeParse(event!.data).success).toBe(true)
    expect((await ola.get(`/payments/${answer.body.id}`)).body).toMatchObject({
      id: answer.body.id,
      version: answer.body.version,
    })
    expect((await ola.get(`/payments/of/${bookingId}`)).body.id).toBe(answer.body.id)
    expect((await ola.get('/payments')).body.items[0].id).toBe(answer.body.id)
  })

  it.each([
    ['pm_card_chargeDeclined', 'declined'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient-funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired-method'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'wrong-security-code'],
    ['pm_nobody_knows', 'method-unknown'],
  ])('%s is refused as %s, and another card may be tried', async (token, code) => {
    const { bookingId } = await house.hold(ola)
    const key = { 'idempotency-key': randomUUID() }
    const answer = await house.pay(ola, bookingId, token, key)
    expect(answer.status).toBe(402)
    expect(answer.body).toMatchObject({ code: 'payment.refused', failure: code })
    expect((await house.pay(ola, bookingId, token, key)).body).toEqual({
      ...answer.body,
      instance: expect.any(String),
    })
    expect((await ola.get(`/payments/of/${bookingId}`)).body).toMatchObject({
      state: 'failed',
      captured: 0,
      failure: { code },
    })
    const [event] = await eventsOf(bookingId)
    expect(paymentFailed.data.parse(event!.data)).toMatchObject({ state: 'failed', failureCode: code })
    expect((await house.pay(ola, bookingId, 'pm_card_visa')).status).toBe(201)
    expect(house.books(bookingId).captures).toBe(1)
  })

  it('a bank that asks: approved, the payment completes by itself', async () => {
    const { bookingId } = await house.hold(ola)
    const { status, body } = await house.pay(ola, bookingId, 'pm_card_threeDSecure2Required')
    expect([status, body.state]).toEqual([201, 'action-needed'])
    expect(house.books(bookingId).captures).toBe(0)
    await answerBank(body.actionUrl, 'approve')
    await house.paid(bookingId, 'the payment to complete', confirmed)
    expect(house.books(bookingId).captures).toBe(1)
    expect((await ola.get(`/payments/of/${bookingId}`)).body.actionUrl).toBeNull()
  })

  it('a bank that asks: denied, the payment fails and another card works', async () => {
    const { bookingId } = await house.hold(ola)
    const { body } = await house.pay(ola, bookingId, 'pm_card_threeDSecure2Required')
    await answerBank(body.actionUrl, 'deny')
    await house.paid(bookingId, 'the payment to fail', (row) => row.failure_code === 'authentication-failed')
    expect((await house.pay(ola, bookingId, 'pm_card_visa')).status).toBe(201)
    expect(house.books(bookingId).captures).toBe(1)
  })

  it('a bank that asks makes room for another method, and approving later takes nothing', async () => {
    const { bookingId } = await house.hold(ola)
    const { body } = await house.pay(ola, bookingId, 'pm_card_threeDSecure2Required')
    expect((await house.pay(ola, bookingId, 'pm_card_visa')).status).toBe(201)
    await answerBank(body.actionUrl, 'approve')
    expect(house.books(bookingId).captures).toBe(1)
  })

  it('a slow answer is waited for', async () => {
    const { bookingId } = await house.hold(ola)
    expect((await house.pay(ola, bookingId, 'pm_card_slow')).status).toBe(201)
  })

  it('a webhook tells what the answer did not', async () => {
    const { bookingId } = await house.hold(ola)
    expect((await house.pay(ola, bookingId, 'pm_card_silentAfterCapture')).status).toBe(201)
    expect(house.books(bookingId).captures).toBe(1)
  })

  it('captured without an answer: 202, nothing is charged again, and the payment completes', async () => {
    const { bookingId } = await house.hold(ola)
    const key = { 'idempotency-key': randomUUID() }
    house.listen(false)
    const { status, body } = await house.pay(ola, bookingId, 'pm_card_silentAfterCapture', key)
    expect([status, body.state]).toEqual([202, 'pending'])
    const second = await house.pay(ola, bookingId, 'pm_card_visa')
    expect(['payment.in-progress', 'payment.already-paid']).toContain(second.body.code)
    await house.paid(bookingId, 'the payment to complete', confirmed)
    house.listen(true)
    expect(await house.pay(ola, bookingId, 'pm_card_silentAfterCapture', key)).toMatchObject({
      status: 202,
      body,
    })
    expect(house.books(bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 0 })
  })

  it('a request that never arrived: given up for good, then another try works', async () => {
    const { bookingId } = await house.hold(ola)
    const scope = gateway === 'stripe' ? { method: 'POST' } : { path: '/v1/captures', method: 'POST' }
    house.sandbox.faults.set(house.standIn, { kind: 'drop', times: 2 }, scope)
    expect((await house.pay(ola, bookingId, 'pm_card_visa')).status).toBe(202)
    await house.paid(
      bookingId,
      'the try to be given up',
      (row) => row.state === 'failed' && row.failure_code === 'abandoned',
    )
    expect(house.books(bookingId).captures).toBe(0)
    expect((await house.pay(ola, bookingId, 'pm_card_visa')).status).toBe(201)
    expect(house.books(bookingId).captures).toBe(1)
  })

  it('a connection that breaks after the capture is asked again under the same key', async () => {
    const { bookingId } = await house.hold(ola)
    house.sandbox.faults.set(house.standIn, { kind: 'drop-after-effect', times: 1 }, { method: 'POST' })
    expect((await house.pay(ola, bookingId, 'pm_card_visa')).status).toBe(201)
    expect(house.books(bookingId).captures).toBe(1)
  })

  it('killed between the capture and its record: found by its key, charged once, answered the same', async () => {
    const { bookingId } = await house.hold(ola)
    const key = { 'idempotency-key': randomUUID() }
    house.listen(false)
    const { body } = await house.pay(ola, bookingId, 'pm_card_visa', key)
    house.listen(true)
    // What the first transaction had written, and nothing after it.
    await house.rows(
      `with paid as (update payment.payments set state = 'pending', captured = 0, completed_at = null, version = 2, due_at = null
         where booking_id = $1 returning id),
       forgotten as (update payment.idempotency set status = null, answer = jsonb_build_object('transactionId',
         (select t.id from payment.transactions t where payment_id = (select id from paid))) where key = $2)
       update payment.transactions set state = 'pending', reference = null, ended_at = null, due_at = payment.now()
       where payment_id = (select id from paid)`,
      [bookingId, key['idempotency-key']],
    )
    await house.paid(bookingId, 'the payment to be found', confirmed)
    const again = await house.pay(ola, bookingId, 'pm_card_visa', key)
    expect(again).toMatchObject({ status: 201, body: { id: body.id, state: 'completed', captured: 2500 } })
    expect(house.books(bookingId).captures).toBe(1)
  })

  it.each(['Late', 'Twice', 'BeforeAnswer', 'OutOfOrder'])(
    'a webhook that comes %s does no harm',
    async (manner) => {
      const { bookingId } = await house.hold(ola)
      expect((await house.pay(ola, bookingId, `pm_card_webhook${manner}`)).status).toBe(201)
      await house.face.webhooks.delivered()
      const sent = house.face.webhooks
        .sent()
        .filter(({ body }) => body.includes(bookingId) || gateway === 'simulated')
      expect(sent.at(-1)!.status).toBe(204)
      await house.paid(bookingId, 'the payment to be complete', confirmed)
      expect((await eventsOf(bookingId)).map(({ type }) => type)).toEqual(['payment.completed'])
    },
  )

  it('a webhook after the refund does no harm', async () => {
    const { bookingId } = await house.hold(ola)
    await house.pay(ola, bookingId, 'pm_card_webhookAfterRefund')
    await until('the verdict', () => house.booking.all.get(bookingId)!.payment !== null)
    await house.change(bookingId, 'cancelled', { owed: 0, cancelReason: 'buyer' })
    await house.paid(bookingId, 'the refund', (row) => row.refunded === 2500)
    await house.face.webhooks.delivered()
    expect(house.books(bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 2500 })
    expect((await ola.get(`/payments/of/${bookingId}`)).body).toMatchObject({
      state: 'completed',
      captured: 2500,
      refunded: 2500,
    })
  })

  it('a refund that the bank of the buyer sends back is no refund any more', async () => {
    const { bookingId } = await house.hold(ola)
    await house.pay(ola, bookingId, 'pm_card_refundFail')
    await until('the verdict', () => house.booking.all.get(bookingId)!.payment !== null)
    await house.change(bookingId, 'cancelled', { owed: 0, cancelReason: 'buyer' })
    await house.paid(bookingId, 'the refund', (row) => row.refunded === 2500)
    await house.paid(bookingId, 'its return', (row) => row.refunded === 0)
    expect(house.books(bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 0 })
    const failed = (await eventsOf(bookingId)).filter(({ type }) => type === 'payment.refund.failed')
    expect(failed).toMatchObject([{ data: { wasDone: true, code: 'expired_or_canceled_card', refunded: 0 } }])
  })

  it('webhooks that are forged, changed or too old are refused; a repeated one is taken once', async () => {
    const { bookingId } = await house.hold(ola)
    await house.pay(ola, bookingId, 'pm_card_visa')
    await until('the verdict', () => house.booking.all.get(bookingId)!.payment !== null)
    await house.change(bookingId, 'cancelled', { owed: 0, cancelReason: 'buyer' })
    await house.paid(bookingId, 'the refund', (row) => row.refunded === 2500)
    await house.face.webhooks.delivered()
    const { body, headers } = house.face.webhooks.sent().at(-1)!
    const header = gateway === 'stripe' ? 'stripe-signature' : 'klaps-signature'
    const send = async (text: string, signature: string | undefined) =>
      (
        await fetch(`${house.url}/api/v1/payments/webhooks/${gateway}`, {
          method: 'POST',
          body: text,
          headers: { 'content-type': 'application/json', ...(signature ? { [header]: signature } : {}) },
        })
      ).status
    expect(await send(body, undefined)).toBe(400)
    expect(await send(body, `t=1,v1=${'0'.repeat(64)}`)).toBe(400)
    expect(await send(`${body} `, headers[header])).toBe(400)
    const old = house.sandbox.clock.now().subtract({ seconds: 301 })
    expect(await send(body, house.face.webhooks.sign(body, old))).toBe(400)
    expect(await send(body, house.face.webhooks.sign(body))).toBe(204)
    const taken = await house.rows('select 1 from payment.webhook_events where event_id = $1', [
      JSON.parse(body).id,
    ])
    expect(taken).toHaveLength(1)
  })
})
