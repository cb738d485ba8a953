import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bookingCreated } from '#services/booking'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { publish } from '../../../test/support/neighbours.ts'
import { codeOf, ctx, house, judged, ola, withBuyer } from '../../../test/support/paying-buyer.ts'
import { runGiveBack } from './refunds.ts'
import { sweepVerdicts } from './sweep.ts'

withBuyer()

const refundsOf = (bookingId: string) =>
  house.rows<{ id: string; amount: number; state: string; reason: string }>(
    'select * from payment.refunds where booking_id = $1 order by created_at',
    [bookingId],
  )

describe('booking and payment agree in the end', () => {
  it('payment and booking disagree for good after one failed call: the sweeper asks until it is judged', async () => {
    const held = await house.hold(ola)
    house.booking.deaf = true
    house.booking.mute = true
    await house.pay(ola, held.bookingId, 'pm_card_visa')
    const lookNow = () =>
      house.rows('update payment.payments set due_at = payment.now() where booking_id = $1', [held.bookingId])
    await lookNow()
    await sweepVerdicts(ctx())
    expect(house.booking.all.get(held.bookingId)!.payment).toBeNull()
    house.booking.mute = false
    await lookNow()
    await judged(held)
    await house.paid(
      held.bookingId,
      'the verdict to be heard',
      (row) => (row as { due_at?: unknown }).due_at === null,
    )
    expect(await refundsOf(held.bookingId)).toEqual([])
  })

  it('nothing goes back before booking has judged the money', async () => {
    const held = await house.hold(ola)
    house.booking.deaf = true
    house.booking.mute = true
    await house.pay(ola, held.bookingId, 'pm_card_visa')
    await house.change(held.bookingId, 'expired', {})
    expect(await refundsOf(held.bookingId)).toEqual([])
    await house.change(held.bookingId, 'expired', {
      payment: { paymentId: (await house.paid(held.bookingId, 'it', () => true)).id, accepted: false },
    })
    await house.paid(held.bookingId, 'the refund', (row) => row.refunded === 2500)
  })

  it('money that came too late goes back by itself', async () => {
    const held = await house.hold(ola)
    house.booking.all.set(held.bookingId, { ...held, heldUntil: '2026-01-01T00:00:00Z' })
    await house.pay(ola, held.bookingId, 'pm_card_visa')
    await house.paid(held.bookingId, 'the refund', (row) => row.refunded === 2500)
    expect(await refundsOf(held.bookingId)).toMatchObject([
      { amount: 2500, state: 'completed', reason: 'too-late' },
    ])
    expect(house.books(held.bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 2500 })
  })

  it('a payment that booking names as refused besides the one it took goes back whole, once', async () => {
    house.booking.mute = true
    house.booking.deaf = true
    const { bookingId } = await house.hold(ola)
    const { body } = await house.pay(ola, bookingId, 'pm_card_visa')
    const verdict = {
      owed: 2500,
      payment: { paymentId: randomUUID(), accepted: true },
      refusedPayments: [body.id],
    }
    await house.change(bookingId, 'confirmed', verdict)
    await house.change(bookingId, 'confirmed', verdict)
    await house.paid(bookingId, 'the money to go back', ({ refunded }) => refunded === 2500)
    expect(house.books(bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 2500 })
    expect(await refundsOf(bookingId)).toHaveLength(1)
  })

  it('what was cancelled in parts, turned into vouchers and told twice goes back once, to the grosz', async () => {
    const held = await house.hold(ola)
    await house.pay(ola, held.bookingId, 'pm_card_visa')
    await judged(held)
    const partly = await house.change(held.bookingId, 'confirmed', {
      owed: 1500,
      total: 1500,
      cancelReason: 'buyer',
    })
    await house.paid(held.bookingId, 'the first part', (row) => row.refunded === 1000)
    await house.change(held.bookingId, 'confirmed', { owed: 900, total: 900, credited: 600 })
    await publish(house, bookingCreated, partly)
    await publish(house, bookingCreated, house.booking.all.get(held.bookingId)!)
    await house.change(held.bookingId, 'cancelled', {
      owed: 0,
      total: 0,
      credited: 600,
      cancelReason: 'showtime-cancelled',
    })
    await house.paid(held.bookingId, 'the rest', (row) => row.refunded === 1900)
    expect((await refundsOf(held.bookingId)).map(({ amount, reason }) => [amount, reason])).toEqual([
      [1000, 'buyer'],
      [900, 'showtime-cancelled'],
    ])
    expect(house.books(held.bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 1900 })
    const [told] = await house.rows<{ count: number }>(
      `select count(*)::int from (select event from payment.event_log union all select event from payment.outbox) as every
       where event ->> 'type' = 'payment.refunded' and event -> 'data' ->> 'bookingId' = $1`,
      [held.bookingId],
    )
    expect(told!.count).toBe(2)
  })

  it('a hold that ends unpaid closes its payment', async () => {
    const held = await house.hold(ola)
    await house.change(held.bookingId, 'expired', {})
    await house.paid(held.bookingId, 'the payment to close', (row) => row.state === 'closed')
  })
})

describe('refunds', () => {
  const cancelled = async (token: string) => {
    const held = await house.hold(ola)
    await house.pay(ola, held.bookingId, token)
    await judged(held)
    await house.change(held.bookingId, 'cancelled', { owed: 0, total: 0, cancelReason: 'buyer' })
    return held.bookingId
  }
  const returned = (office: Person, bookingId: string) =>
    until('the failure to be noticed', async () => {
      const { body } = await office.get(`/refunds?bookingId=${bookingId}&state=failed`)
      const [refund] = body.items
      if (refund) expect(refund).toMatchObject({ failure: 'expired_or_canceled_card', completedAt: null })
      return refund as { id: string } | undefined
    })

  it('refused once: reported, shown, and made when somebody tries again', async () => {
    const bookingId = await cancelled('pm_card_refundRefusedOnce')
    const office = await house.person({ roles: ['box_office'] })
    const failed = await until('the refusal', async () => {
      const { body } = await office.get(`/refunds?bookingId=${bookingId}&state=failed`)
      return body.items[0]
    })
    const reported = await until('the report', async () => {
      const found = await house.rows(
        `select 1 from payment.event_log where type = 'error.occurred' and event::text like $1`,
        [`%${failed.id}%`],
      )
      return found.length > 0 && found
    })
    expect(reported).toHaveLength(1)
    expect((await office.post(`/refunds/${failed.id}/retry`)).body).toMatchObject({
      id: failed.id,
      state: 'pending',
    })
    await house.paid(bookingId, 'the refund', (row) => row.refunded === 2500)
    expect(codeOf(await office.post(`/refunds/${failed.id}/retry`))).toEqual([
      409,
      'payment.refund-not-failed',
    ])
    expect((await office.post(`/refunds/${randomUUID()}/retry`)).status).toBe(404)
    expect(house.books(bookingId).refunded).toBe(2500)
  })

  it('reported done and failed later: noticed by the report, told, counted no more, made again', async () => {
    const bookingId = await cancelled('pm_card_refundFail')
    const office = await house.person({ roles: ['box_office'] })
    await house.paid(bookingId, 'the refund', (row) => row.refunded === 2500)
    const failed = await returned(office, bookingId)
    expect(await house.paid(bookingId, 'the books', () => true)).toMatchObject({
      captured: 2500,
      refunded: 0,
    })
    const told = () =>
      house.rows<{ type: string; refunded: number; done: boolean | null }>(
        `select type, (event->'data'->>'refunded')::int as refunded, (event->'data'->>'wasDone')::boolean as done
         from (select id, type, event from payment.event_log union all select id, type, event from payment.outbox) e
         where type like 'payment.refund%' and event->'data'->>'refundId' = $1 order by event->'data'->'version'`,
        [failed.id],
      )
    expect(await told()).toEqual([
      { type: 'payment.refunded', refunded: 2500, done: null },
      { type: 'payment.refund.failed', refunded: 0, done: true },
    ])
    expect((await office.post(`/refunds/${failed.id}/retry`)).status).toBe(200)
    await house.paid(bookingId, 'the refund made again', (row) => row.refunded === 2500)
    expect(house.books(bookingId)).toEqual({ captures: 1, captured: 2500, refunded: 2500 })
    expect((await told()).at(-1)).toMatchObject({ type: 'payment.refunded', refunded: 2500 })
  })

  it('reported done and failed later, and no report of it has come: found by looking again', async () => {
    house.listen(false)
    const bookingId = await cancelled('pm_card_refundFail')
    const office = await house.person({ roles: ['box_office'] })
    await until(
      'the bank to send it back',
      () =>
        house.books(bookingId).captured === 2500 &&
        house.face.engine.books().some((line) => line.kind === 'returned' && line.bookingId === bookingId),
    )
    expect(await house.paid(bookingId, 'the books', () => true)).toMatchObject({ refunded: 2500 })
    await house.rows(
      `update payment.refunds set completed_at = completed_at - interval '1 day', due_at = payment.now()
       where booking_id = $1 and state = 'completed'`,
      [bookingId],
    )
    await returned(office, bookingId)
    house.listen(true)
  })

  it('made without an answer, or run twice at once: found, not made again', async () => {
    house.sandbox.faults.set(
      'simulated-gateway',
      { kind: 'drop-after-effect', times: 3 },
      { path: '/v1/refunds' },
    )
    const bookingId = await cancelled('pm_card_visa')
    const [refund] = await until('the refund to be due', async () => {
      const found = await refundsOf(bookingId)
      return found.length > 0 && found
    })
    await Promise.all(
      [1, 2, 3].map(() => runGiveBack(ctx(), { refundId: refund!.id }).catch(() => undefined)),
    )
    await house.paid(bookingId, 'the refund', (row) => row.refunded === 2500)
    expect(house.books(bookingId).refunded).toBe(2500)
  })
})
