import { afterEach, expect, it, vi } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import { ctx, house, judged, ola, withBuyer } from '../../../test/support/paying-buyer.ts'
import { restSeconds } from './gateways.ts'
import { runGiveBack } from './refunds.ts'
import { sweepRest } from './sweep.ts'

withBuyer()
afterEach(() => vi.restoreAllMocks())

type Row = { id: string; state: string; tries: number; wait: number }
const refunds = () =>
  house.rows<Row>(
    `select id, state, tries, extract(epoch from due_at - payment.now())::float8 as wait
     from payment.refunds order by created_at`,
  )

/** Bookings of two seats each, paid and cancelled together, so that money of all of them is to go back at once. */
async function cancelMany(count: number): Promise<string[]> {
  const held = await Promise.all(Array.from({ length: count }, () => house.hold(ola)))
  for (const booking of held) {
    await house.pay(ola, booking.bookingId, 'pm_card_visa')
    await judged(booking)
  }
  house.sandbox.faults.set(house.standIn, { kind: 'drop' }, { path: '/v1/refunds' })
  for (const { bookingId } of held)
    await house.change(bookingId, 'cancelled', { owed: 0, total: 0, cancelReason: 'buyer' })
  return held.map(({ bookingId }) => bookingId)
}

const sweepNow = async () => {
  await house.rows(`update payment.refunds set due_at = payment.now() where state = 'pending'`)
  await sweepRest(ctx())
}

it('a gateway that is left alone spends no tries of a burst of refunds: all go back when it has rested', async () => {
  const bookingIds = await cancelMany(6)
  await until('all refunds to be put off', async () => {
    const all = await refunds()
    return all.length === 6 && all.every(({ tries }) => tries >= 1) && all.some(({ wait }) => wait > 45)
  })
  house.sandbox.faults.clear()
  // More often than a job is tried: no run fails, none is counted, and each comes back when the rest is over.
  for (let run = 0; run < 6; run++)
    for (const { id } of await refunds()) await runGiveBack(ctx(), { refundId: id })
  for (const { state, tries, wait } of await refunds()) {
    expect(state).toBe('pending')
    expect(tries).toBeLessThan(6)
    expect(wait).toBeGreaterThan(restSeconds - 30)
    expect(wait).toBeLessThanOrEqual(restSeconds)
  }
  // Swept while it rests, and once more: the second job is not taken for the first.
  await sweepNow()
  await until('the sweeper to be sent away', async () =>
    (await refunds()).every(({ wait }) => wait <= restSeconds),
  )
  const now = Date.now.bind(Date)
  vi.spyOn(Date, 'now').mockImplementation(() => now() + (restSeconds + 1) * 1000)
  await until('the money to go back', async () => {
    await sweepNow()
    return (await refunds()).every(({ state }) => state === 'completed')
  })
  for (const bookingId of bookingIds) expect(house.books(bookingId)).toMatchObject({ refunded: 2500 })
  expect(
    await house.rows(`select 1 from pgboss.job where name = 'payment.giveBack.dead'
      union all select 1 from payment.event_log where type = 'error.occurred'`),
  ).toEqual([])
}, 60_000)
