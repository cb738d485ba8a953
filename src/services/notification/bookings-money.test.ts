import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { paymentCompleted, paymentFailed, paymentRefunded, paymentRefundFailed } from '#services/payment'
import { until } from '../../../test/harness/until.ts'
import {
  bought,
  ended,
  guestAddress,
  house,
  mailsTo,
  mailTo,
  withBookings,
} from '../../../test/support/told-bookings.ts'

withBookings()

describe('money', () => {
  it('received, refused and given back is told with its amount', async () => {
    const email = guestAddress()
    const { payment, say } = bought(
      { email },
      { state: 'held', heldUntil: Temporal.Now.instant().add({ minutes: 5 }) },
    )
    await house.publish(paymentFailed, {
      ...payment(1),
      state: 'failed',
      captured: 0,
      failureCode: 'declined',
    })
    expect((await mailTo(email)).subject).toBe('[Sandbox] Payment declined: PLN 44.00')
    say({ state: 'confirmed' })
    await house.publish(paymentCompleted, payment(2))
    expect((await mailTo(email, 2)).subject).toBe('[Sandbox] Payment received: PLN 44.00')
    const refund = { ...payment(3), refunded: 1900, refundId: randomUUID(), refundAmount: 1900 }
    for (let copy = 0; copy < 2; copy++) await house.publish(paymentRefunded, refund)
    expect((await mailTo(email, 3)).subject).toBe('[Sandbox] Refund: PLN 19.00')
  })

  it('that cannot be given back is told to the house, each of its people once for every failure, and to no buyer', async () => {
    const email = guestAddress()
    const { payment } = bought({ email })
    const boss = await house.person()
    house.neighbours.admins.push(boss.id)
    const refundId = randomUUID()
    const failed = { refundId, refundAmount: 1900, wasDone: true, code: 'expired_or_canceled_card' }
    for (let copy = 0; copy < 2; copy++)
      await house.publish(paymentRefundFailed, { ...payment(4), ...failed })
    const alerts = async (count: number) =>
      await until(`${count} alerts`, async () => {
        const { body } = await boss.get('/notifications?kind=system-alert')
        return body.items.length === count && body.items
      })
    const [alert] = await alerts(1)
    expect(alert.title).toBe('[Piaskownica] Nieudany zwrot: 19,00 zł')
    expect(alert.body).toContain(`zwrot ${refundId}`)
    await house.publish(paymentRefundFailed, { ...payment(6), ...failed, wasDone: false })
    await alerts(2)
    expect(mailsTo(email)).toEqual([])
  })

  it('refused is no news once the booking is over', async () => {
    const { bookingId, payment } = bought({ email: guestAddress() })
    await house.publish(paymentFailed, {
      ...payment(1),
      state: 'failed',
      captured: 0,
      failureCode: 'declined',
    })
    expect(await ended(bookingId, 1)).toEqual(['payment-failed: over-since'])
  })
})
