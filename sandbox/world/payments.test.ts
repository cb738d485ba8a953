import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox, stripeSettings } from '../index.ts'

/** Stripe's own client judges the stand-in. */
describe("Stripe's stand-in", () => {
  let sandbox: Sandbox
  let stripe: Stripe
  beforeAll(async () => {
    sandbox = await startSandbox()
    stripe = clientOf(sandbox)
  })
  afterAll(() => sandbox.stop())

  const order = () => ({ amount: 1500, currency: 'pln', metadata: { klaps_attempt: randomUUID() } })

  it('answers the same intent under the same key, and nothing under it for other parameters', async () => {
    const wanted = order()
    const first = await stripe.paymentIntents.create(wanted, { idempotencyKey: 'one' })
    expect((await stripe.paymentIntents.create(wanted, { idempotencyKey: 'one' })).id).toBe(first.id)
    await expect(stripe.paymentIntents.create(order(), { idempotencyKey: 'one' })).rejects.toThrow(
      Stripe.errors.StripeIdempotencyError,
    )
    sandbox.clock.advance(Temporal.Duration.from('PT24H'))
    expect((await stripe.paymentIntents.create(order(), { idempotencyKey: 'one' })).id).not.toBe(first.id)
  })

  it('declines with the card error of the method, and takes no money from a cancelled intent', async () => {
    const intent = await stripe.paymentIntents.create(order())
    const declined = await stripe.paymentIntents
      .confirm(intent.id, { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' })
      .catch((error: unknown) => error)
    expect(declined).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(declined).toMatchObject({ code: 'card_declined', decline_code: 'insufficient_funds' })
    await stripe.paymentIntents.cancel(intent.id)
    await expect(
      stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }),
    ).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
    expect(sandbox.standIns.stripe.engine.books()).toEqual([])
  })

  it('finds by search only what is older than a minute', async () => {
    const wanted = order()
    const { id } = await stripe.paymentIntents.create(wanted)
    const query = `metadata['klaps_attempt']:'${wanted.metadata.klaps_attempt}'`
    expect((await stripe.paymentIntents.search({ query })).data).toEqual([])
    sandbox.clock.advance(Temporal.Duration.from('PT2M'))
    expect((await stripe.paymentIntents.search({ query })).data.map((each) => each.id)).toEqual([id])
  })

  it('gives back no more than was taken', async () => {
    const { id } = await stripe.paymentIntents.create(order())
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    await stripe.refunds.create({ payment_intent: id, amount: 1000 })
    await expect(stripe.refunds.create({ payment_intent: id, amount: 501 })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    })
    expect(sandbox.standIns.stripe.engine.books().map(({ kind, amount }) => [kind, amount])).toEqual([
      ['capture', 1500],
      ['refund', 1000],
    ])
  })

  it('knows its key and no other', async () => {
    await expect(clientOf(sandbox, 'sk_test_other').paymentIntents.create(order())).rejects.toThrow(
      Stripe.errors.StripeAuthenticationError,
    )
  })

  it('keeps its books over a restart', async () => {
    const stateDir = await mkdtemp(path.join(tmpdir(), 'klaps-payments-'))
    const before = await startSandbox({ stateDir })
    const { id } = await clientOf(before).paymentIntents.create(order())
    await clientOf(before).paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    await before.stop()
    const after = await startSandbox({ stateDir })
    expect((await clientOf(after).paymentIntents.retrieve(id)).status).toBe('succeeded')
    expect(after.standIns.stripe.engine.books()).toHaveLength(1)
    await after.stop()
    await rm(stateDir, { recursive: true, force: true })
  })
})

function clientOf(sandbox: Sandbox, key = stripeSettings.STRIPE_SECRET_KEY): Stripe {
  const { hostname, port } = new URL(sandbox.env.STRIPE_API_URL!)
  return new Stripe(key, { protocol: 'http', host: hostname, port, maxNetworkRetries: 0, telemetry: false })
}
