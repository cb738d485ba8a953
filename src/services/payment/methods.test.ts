import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { openPaymentHouse, type PaymentHouse } from '../../../test/support/payment-house.ts'
import payment from './service.ts'

describe.each(['simulated', 'stripe'] as const)('saved methods with %s', (gateway) => {
  let house: PaymentHouse
  let ola: Person

  beforeAll(async () => {
    house = await openPaymentHouse(gateway)
    ola = await house.person({ roles: ['customer'] })
  }, 60_000)
  afterAll(() => house.stop())

  const mine = async (person = ola) => (await person.get('/payments/methods')).body.items

  it('says which gateway takes the money', async () => {
    expect((await house.stranger.get('/payments/gateway')).body).toEqual({
      gateway,
      publishableKey: gateway === 'stripe' ? 'pk_test_sandbox' : null,
      sandbox: true,
    })
  })

  it('a method is kept when its payment works, pays again, and is sealed', async () => {
    const declined = await house.hold(ola)
    const method = (token: string) => ({ token, save: true })
    await ola.post('/payments', { bookingId: declined.bookingId, method: method('pm_card_chargeDeclined') })
    expect(await mine()).toEqual([])
    const first = await house.hold(ola)
    const paid = await ola.post('/payments', {
      bookingId: first.bookingId,
      method: method('pm_card_mastercard'),
    })
    expect(paid.status, JSON.stringify(paid.body)).toBe(201)
    const [saved, ...more] = await mine()
    expect(more).toEqual([])
    expect(saved).toMatchObject({ gateway, brand: 'mastercard', last4: '4444', expires: '2034-12' })
    const second = await house.hold(ola)
    const again = await ola.post('/payments', { bookingId: second.bookingId, method: { methodId: saved.id } })
    expect(again).toMatchObject({ status: 201, body: { method: { last4: '4444' } } })
    expect(house.books(second.bookingId).captures).toBe(1)
    const [row] = await house.rows<{ token: string }>(
      'select token from payment.payment_methods where id = $1',
      [saved.id],
    )
    expect(row!.token).not.toContain('pm_')
    const eve = await house.person({ roles: ['customer'] })
    const stolen = await house.hold(eve)
    expect(
      (await eve.post('/payments', { bookingId: stolen.bookingId, method: { methodId: saved.id } })).status,
    ).toBe(404)
    expect((await eve.delete(`/payments/methods/${saved.id}`)).status).toBe(404)
    expect(await mine(eve)).toEqual([])
  })

  it('is saved by itself, at most twenty, refused when unknown, and forgotten at the gateway too', async () => {
    const ewa = await house.person({ roles: ['customer'] })
    expect((await ewa.post('/payments/methods', { token: 'pm_nobody_knows' })).status).toBe(422)
    const saved = await ewa.post('/payments/methods', { token: 'pm_card_visa' })
    expect(saved.status).toBe(201)
    await house.rows(
      `insert into payment.payment_methods (id, user_id, gateway, token, created_at)
       select gen_random_uuid(), $1, $2, '', now() from generate_series(1, 19)`,
      [ewa.id, gateway],
    )
    expect((await ewa.post('/payments/methods', { token: 'pm_card_visa' })).body.code).toBe(
      'payment.too-many-methods',
    )
    const { engine } = house.face
    const [customer] = await house.rows<{ reference: string }>(
      'select reference from payment.customers where user_id = $1',
      [ewa.id],
    )
    expect(engine.methodsOf(customer!.reference)).toHaveLength(1)
    expect((await ewa.delete(`/payments/methods/${saved.body.id}`)).status).toBe(204)
    await until('the gateway to forget it', () => engine.methodsOf(customer!.reference).length === 0)
  })

  it('a person is exported, then erased: methods at the gateway too, books kept without a name', async () => {
    const jan = await house.person({ roles: ['customer'] })
    await jan.post('/payments/methods', { token: 'pm_card_visa' })
    const { bookingId } = await house.hold(jan)
    await house.pay(jan, bookingId, 'pm_card_visa')
    const { ctx, service, db } = house.house.host.runtimes.get('payment')!
    const exported = await service.personal.export(ctx, jan.id)
    expect(exported).toMatchObject({ payments: [{ bookingId }], methods: [{ last4: '4242' }], refunds: [] })
    expect(JSON.stringify(exported)).not.toContain('pm_')
    const [customer] = await house.rows<{ reference: string }>(
      'select reference from payment.customers where user_id = $1',
      [jan.id],
    )
    await db.transaction((tx) => service.personal.erase(ctx, jan.id, tx))
    await until(
      'the gateway to forget them',
      () => house.face.engine.methodsOf(customer!.reference).length === 0,
    )
    const left = await house.rows(
      `select user_id, brand, last4, captured from payment.payments where booking_id = $1`,
      [bookingId],
    )
    expect(left).toEqual([{ user_id: null, brand: null, last4: null, captured: 2500 }])
    const named = await house.rows(
      `select 1 from payment.bookings where user_id = $1 union all select 1 from payment.customers where user_id = $1`,
      [jan.id],
    )
    expect(named).toEqual([])
  })
})

it('without a gateway nobody can pay, and the simulated one is for the sandbox alone', async () => {
  const around = await openPaymentHouse('simulated')
  const bookingStandIn = around.standInService
  for (const options of [
    { sandbox: false, env: around.sandbox.env },
    { sandbox: true, env: {} },
  ]) {
    const house = await openTestHouse({ services: [bookingStandIn, payment], ...options })
    const anna = await house.person({ roles: ['customer'] })
    const answer = await anna.post('/payments', {
      bookingId: randomUUID(),
      method: { token: 'pm_card_visa' },
    })
    expect([answer.status, answer.body.code]).toEqual([503, 'payment.not-configured'])
    expect((await anna.post('/payments/methods', { token: 'pm_card_visa' })).status).toBe(503)
    expect((await anna.get('/payments/gateway')).body.gateway).toBeNull()
    await house.stop()
  }
  await around.stop()
}, 60_000)
