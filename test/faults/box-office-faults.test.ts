import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../harness/until.ts'
import type { Buyer } from '../support/box-office.ts'
import { type BoxOffice, openBoxOffice, sellers } from '../support/box-office-house.ts'

const gateway = 'simulated-gateway'

describe('no double sale, no charge without ticket or refund, no ticket without charge', () => {
  let house: BoxOffice
  let buyer: Buyer
  let showtimeId: string
  beforeAll(async () => {
    house = await openBoxOffice({ services: sellers })
  }, 120_000)
  afterAll(() => house.stop(), 60_000)
  afterEach(async () => {
    house.sandbox.faults.clear()
    expect(await house.verdict()).toEqual([])
  }, 120_000)

  const held = async (): Promise<string> => {
    ;({ showtimeId } = await house.sale({ hours: 96 }))
    buyer = house.guest()
    return (await buyer.hold(showtimeId, ['A1', 'A2'])).body.id
  }
  const refunded = (id: string) =>
    until('the refund', async () => (await buyer.payment(id)).body.refunded === 5000, 60_000)

  it.each([
    ['captures and then is silent', 'pm_card_silentAfterCapture'],
    ['answers slowly', 'pm_card_slow'],
    ['sends its webhook late', 'pm_card_webhookLate'],
    ['sends its webhook twice', 'pm_card_webhookTwice'],
    ['sends its webhook before the answer', 'pm_card_webhookBeforeAnswer'],
    ['sends its webhooks in the wrong order', 'pm_card_webhookOutOfOrder'],
    ['sends its webhook after the refund', 'pm_card_webhookAfterRefund'],
  ])(
    'with a gateway that %s',
    async (_what, card) => {
      const id = await held()
      // 202: it has not said anything yet; the sweeper asks until it does.
      expect([201, 202]).toContain((await buyer.pay(id, card)).status)
      await buyer.comesTo(id, 'confirmed')
      await buyer.release(id)
      await refunded(id)
      await house.sandbox.standIns.simulatedPayments.webhooks.delivered()
    },
    120_000,
  )

  it('of ten who pay in the same moment one is declined, one hears nothing, one clicks twice: each gets what is theirs', async () => {
    const { showtimeId: crowded, seats } = await house.sale({ hours: 96 })
    const buyers = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const one = house.guest()
        const wanted = [seats[2 * index]!.id, seats[2 * index + 1]!.id]
        return { one, id: (await one.hold(crowded, wanted)).body.id as string }
      }),
    )
    const cards: Record<number, string> = { 3: 'pm_card_chargeDeclined', 7: 'pm_card_silentAfterCapture' }
    const [twice] = buyers
    const [again, ...answers] = await Promise.all([
      twice!.one.pay(twice!.id),
      ...buyers.map(({ one, id }, index) => one.pay(id, cards[index])),
    ])
    expect([again!.status, answers[0]!.status].toSorted()).toEqual([201, 409])
    // Whose gateway is silent is answered by the second request under the same key, or by the sweeper.
    const statuses = answers.map(({ status }, index) => (index === 7 && status === 202 ? 201 : status))
    expect(statuses.slice(1)).toEqual([201, 201, 402, 201, 201, 201, 201, 201, 201])
    for (const [index, { one, id }] of buyers.entries()) if (index !== 3) await one.comesTo(id, 'confirmed')
    const declined = buyers[3]!
    expect((await declined.one.see(declined.id)).body.state).toBe('held')
    expect((await declined.one.pay(declined.id)).status).toBe(201)
    await declined.one.comesTo(declined.id, 'confirmed')
  }, 120_000)

  /** Runs `work` while another session keeps what this statement locks. */
  const whileLocked = async (statement: string, work: () => Promise<void>): Promise<void> => {
    const session = new Client({ connectionString: house.databaseUrl })
    await session.connect()
    try {
      await session.query(`begin; ${statement}`)
      await work()
    } finally {
      await session.end()
    }
  }

  it('has the tickets when the payment is answered, whenever booking hears of it', async () => {
    const id = await held()
    await whileLocked('lock table booking.inbox in access exclusive mode', async () => {
      expect((await buyer.pay(id)).status).toBe(201)
      const { status, body } = await buyer.tickets(id)
      expect([status, body.items?.length]).toEqual([200, 2])
    })
  }, 120_000)

  it('answers a payment when booking does not, which gives its verdict later', async () => {
    const id = await held()
    await whileLocked(`select from booking.bookings where booking_id = '${id}' for update`, async () => {
      expect((await buyer.pay(id)).status).toBe(201)
      expect((await buyer.see(id)).body.state).toBe('held')
    })
    await buyer.comesTo(id, 'confirmed')
  }, 120_000)

  it.each(['drop-after-effect', 'drop', 'malformed'] as const)(
    'with a gateway whose answers to a charge are lost (%s), three times',
    async (kind) => {
      const id = await held()
      house.sandbox.faults.set(gateway, { kind, times: 3 })
      await buyer.pay(id)
      await house.verdict()
      const { state } = (await buyer.see(id)).body
      if (state === 'held') expect((await buyer.pay(id)).status).toBe(201)
      await buyer.comesTo(id, 'confirmed')
    },
    120_000,
  )

  it.each(['drop-after-effect', 'drop', 'malformed'] as const)(
    'with a gateway whose answers to a refund are lost (%s), three times',
    async (kind) => {
      const id = await held()
      await buyer.pay(id)
      await buyer.comesTo(id, 'confirmed')
      house.sandbox.faults.set(gateway, { kind, times: 3 })
      await buyer.release(id)
      // A refund that no job could finish is looked at again after a minute.
      await house.minutesPass(2)
      await refunded(id)
    },
    120_000,
  )

  it.each([
    ['booking.taken_seats', 'expired'],
    ['booking.bookings', 'expired'],
    ['payment.payments', 'expired'],
  ])(
    'with a database that stalls at %s for longer than the hold',
    async (table) => {
      const id = await held()
      const session = new Client({ connectionString: house.databaseUrl })
      await session.connect()
      let paying: ReturnType<Buyer['pay']> | undefined
      try {
        await session.query('begin')
        await session.query(`lock table ${table} in access exclusive mode`)
        paying = buyer.pay(id)
        await until('somebody to wait', async () =>
          (
            await house.rows(
              `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
            )
          ).at(0),
        )
        await house.minutesPass(6)
      } finally {
        await session.query('commit')
        await session.end()
      }
      await paying
      const over = await buyer.comesTo(id, 'confirmed', 'expired')
      const next = await house.guest().hold(showtimeId, ['A1', 'A2'])
      expect(next.status).toBe(over.state === 'confirmed' ? 409 : 201)
    },
    120_000,
  )

  it.each([
    ['slow', -3600],
    ['fast', 3600],
  ])(
    'with a process whose clock is %s: the time of the database counts',
    async (_what, seconds) => {
      const before = house.house.clock.offset
      house.house.clock.shiftTo(before.add({ seconds }))
      try {
        const id = await held()
        expect((await buyer.pay(id)).status).toBe(201)
        await buyer.comesTo(id, 'confirmed')
        const late = house.guest()
        const { body } = await late.hold(showtimeId, ['B1'])
        await house.rows(`update booking.time_shift set "offset" = "offset" + interval '6 minutes'`)
        await house.rows(`update payment.time_shift set "offset" = "offset" + interval '6 minutes'`)
        expect((await late.pay(body.id)).status).toBe(409)
        expect((await house.guest().hold(showtimeId, ['B1'])).status).toBe(201)
      } finally {
        await house.minutesPass(6)
      }
    },
    120_000,
  )
})
