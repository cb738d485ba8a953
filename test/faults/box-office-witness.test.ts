import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../harness/until.ts'
import type { Buyer, Show } from '../support/box-office.ts'
import { type BoxOffice, openBoxOffice, sellers } from '../support/box-office-house.ts'
import { judgeBoxOffice } from './box-office-witness.ts'

/** Takes a guarantee away by SQL, lets the product run into it, and hears what the witness says. */
describe('the witness of the box office', () => {
  let house: BoxOffice
  let show: Show
  let buyer: Buyer

  beforeEach(async () => {
    house = await openBoxOffice({ services: sellers })
    show = await house.sale()
    buyer = await house.buyer()
  }, 120_000)
  afterEach(() => house.stop(), 60_000)

  const cries = (what: RegExp) =>
    until(
      `a complaint like ${what}`,
      async () => what.test((await judgeBoxOffice(house.evidence)).join('\n')),
      30_000,
    )
  const bought = async (seats: readonly string[]): Promise<string> => {
    const { body } = await buyer.hold(show.showtimeId, seats)
    await buyer.pay(body.id)
    await buyer.comesTo(body.id, 'confirmed')
    return body.id
  }

  it('has nothing to say of a sale with everything in it', async () => {
    const [first, second, third] = [
      await bought(['A1', 'A2']),
      await bought(['B1', 'B2', 'B3']),
      await bought(['C1']),
    ]
    const { body } = await buyer.tickets(first)
    for (const ticket of body.items) await house.scan(ticket.token)
    await buyer.giveBack(second, ['B2'])
    await buyer.giveBack(second, ['B3'], 'voucher')
    await buyer.release(third)
    const again = await buyer.hold(show.showtimeId, ['C1'])
    await buyer.pay(again.body.id, 'pm_card_chargeDeclined')
    await buyer.release(again.body.id)
    expect(await house.verdict()).toEqual([])
    expect(house.evidence.books().map(({ kind }) => kind)).toContain('refund')
  }, 120_000)

  it('cries of a double sale when the primary key of seats is gone', async () => {
    await house.rows('alter table booking.taken_seats drop constraint taken_seats_pkey')
    await withoutLock(house)
    const other = await house.buyer()
    const [one, two] = await Promise.all([
      buyer.hold(show.showtimeId, ['A1']),
      other.hold(show.showtimeId, ['A1']),
    ])
    // In one batch the first to arrive is tried alone; the second comes when it sees nothing.
    expect([one.status, two.status].toSorted()).toEqual([201, 201])
    await cries(/1\. a seat has several live rows/)
    await cries(/1\. a seat is in several living bookings/)
  }, 60_000)

  it('cries when an event is heard again because the inbox has forgotten it, and its effect has no key', async () => {
    await house.rows('alter table booking.tickets drop constraint tickets_booking_id_seat_id_key')
    const id = await bought(['A1'])
    await house.rows(`update booking.bookings set state = 'held', payment_id = null, payment_accepted = null,
      captured = 0, version = version - 1`)
    await house.rows('truncate booking.inbox')
    await again(house, 'payment', 'payment.completed')
    await buyer.comesTo(id, 'confirmed')
    await cries(/1\. a seat has several tickets/)
    await cries(/9\. booking told of one version twice/)
  }, 60_000)

  it('cries when a key is forgotten between two equal wishes', async () => {
    const key = crypto.randomUUID()
    await buyer.hold(show.showtimeId, ['A1'], { key })
    await house.rows('delete from booking.idempotency')
    await buyer.release((await buyer.hold(show.showtimeId, ['B1'])).body.id)
    const [{ booking_id: id }] = (await house.rows<{ booking_id: string }>(
      `select booking_id from booking.taken_seats where seat_id = 'A1'`,
    )) as [{ booking_id: string }]
    await buyer.release(id)
    await buyer.hold(show.showtimeId, ['A1'], { key })
    await cries(/5\. key \S+ got two answers/)
  }, 60_000)

  it('cries when a booking can be charged twice', async () => {
    await house.rows('drop index payment.transactions_one_alive')
    const id = await bought(['A1'])
    await until('payment to have heard the end of it', async () =>
      (await house.rows(`select 1 from payment.bookings where state = 'confirmed'`)).at(0),
    )
    await house.rows(`update payment.payments set captured = 0, state = 'open'`)
    await house.rows(`update payment.transactions set state = 'failed'`)
    await house.rows(`update payment.bookings set state = 'held'`)
    await buyer.pay(id)
    await cries(/3\. \S+ was charged 2 times/)
  }, 60_000)

  it('cries when money comes back and the tickets stay', async () => {
    const id = await bought(['A1'])
    await house.rows(
      `update booking.bookings set state = 'cancelled', cancel_reason = 'buyer' where booking_id = $1`,
      [id],
    )
    await cries(/2\. a ticket without a seat that was bought/)
    await cries(/3\. \S+ is cancelled and worth 0, but 2500 was charged, 0 refunded/)
    await cries(/7\. \S+ is cancelled, but confirmed was told last/)
    await cries(/8\. a seat belongs to a booking that is over/)
  }, 60_000)

  it.each([
    [
      'a charge that no attempt knows of',
      `delete from payment.refunds; update payment.transactions set id = gen_random_uuid() where state = 'succeeded'`,
      /4\. the gateway charged \d+/,
    ],
    [
      'a ticket without a charge',
      `update payment.payments set captured = 0`,
      /4\. payment \S+ says 0 charged/,
    ],
    [
      'an attempt without an end',
      `update payment.transactions set state = 'unknown', due_at = null`,
      /4\. an attempt to pay has no end/,
    ],
    [
      'more refunds than money',
      `alter table payment.payments drop constraint payments_check; update payment.payments set refunded = captured + 1`,
      /4\. payment \S+ says 2500 charged and 2501 refunded/,
    ],
    [
      'an attempt after the hold',
      `update payment.transactions set created_at = created_at + interval '1 day'`,
      /6\. an attempt to pay began after the hold/,
    ],
    [
      'a state that was never told',
      `update booking.bookings set version = version + 1`,
      /7\. versions of \S+ are not told one by one/,
    ],
    [
      'an impossible move',
      `update booking.event_log set event = jsonb_set(event, '{data,state}', '"expired"') where type = 'booking.created'`,
      /7\. \S+ went from expired to confirmed/,
    ],
    [
      'a seat of nobody',
      `update booking.taken_seats set booking_id = gen_random_uuid()`,
      /8\. a seat belongs to a booking that is over/,
    ],
    [
      'a freed seat of another',
      `update booking.taken_seats set state = 'free', booking_id = null`,
      /2\. a living booking lacks a seat/,
    ],
    ['an event that one did not hear', `delete from payment.inbox`, /9\. payment never heard booking\.c/],
    [
      'an event that never left',
      `insert into booking.outbox (id, type, event, refusal) select gen_random_uuid(), type, event, 'held back' from booking.event_log limit 1`,
      /9\. booking has not published/,
    ],
    [
      'another price',
      `update booking.booking_seats set amount = 1, full_amount = 1`,
      /10\. a seat was not sold at the price/,
    ],
    [
      'a seat that does not exist',
      `update booking.booking_seats set seat_id = 'Z99'`,
      /10\. a seat is not of the plan/,
    ],
    ['a total of its own', `update booking.bookings set total = 1`, /10\. a total is not the sum/],
    [
      'a seat too many',
      `insert into booking.taken_seats (showtime_id, seat_id, state) select showtime_id, 'Z99', 'blocked' from booking.showtimes limit 1`,
      /11\. free, held, sold and blocked are not all seats/,
    ],
    [
      'a second admission',
      `alter table booking.admission_scans drop constraint admission_scans_pkey; insert into booking.admission_scans select * from booking.admission_scans`,
      /12\. a ticket admitted not exactly once/,
    ],
    [
      'another owner',
      `update payment.payments set user_id = gen_random_uuid()`,
      /13\. payment \S+ is said to be of/,
    ],
  ])(
    'cries of %s',
    async (_what, sql, complaint) => {
      const id = await bought(['A1'])
      const { body } = await buyer.tickets(id)
      await house.scan(body.items[0].token)
      expect(await house.verdict(40_000)).toEqual([])
      await house.rows(sql)
      await cries(complaint)
    },
    120_000,
  )

  it('cries of a hold that has run out and that nobody ends', async () => {
    await house.rows(`alter table booking.bookings add constraint no_end check (state <> 'expired')`)
    await buyer.hold(show.showtimeId, ['A1'])
    await house.minutesPass(6)
    await cries(/8\. a hold has run out and nobody was told/)
  }, 60_000)

  it('cries when a stranger is answered about a booking', async () => {
    const id = await bought(['A1'])
    const other = await house.buyer()
    expect((await other.see(id)).status).toBe(404)
    await house.rows('update booking.bookings set user_id = $1', [other.caller])
    await other.see(id)
    await cries(/13\. \S+ was answered about the booking of/)
  }, 60_000)
})

/** The hold as it would be without a lock: it writes its rows, and looks at nobody else's. */
async function withoutLock(house: BoxOffice): Promise<void> {
  const [{ text }] = (await house.rows<{ text: string }>(
    `select pg_get_functiondef('booking.hold(jsonb, int)'::regprocedure) as text`,
  )) as [{ text: string }]
  const upsert = /on conflict \(showtime_id, seat_id\) do update[\s\S]*?(?=returning showtime_id, seat_id)/
  const firstLook = /coalesce\(\(select is_taken[\s\S]*?\), false\)(?= as taken)/
  const lastLook = /coalesce\(is_taken\(k\.state, k\.held_until, at\), false\)/
  for (const guard of [upsert, firstLook, lastLook]) expect(text).toMatch(guard)
  await house.rows('set search_path = booking')
  await house.rows(text.replace(upsert, '').replace(firstLook, 'false').replace(lastLook, 'false'))
  await house.rows('reset search_path')
}

/** The last such event of a service goes out once more, as a replay brings it. */
async function again(house: BoxOffice, source: string, type: string): Promise<void> {
  const repeated = await house.rows(
    `insert into ${source}.outbox (id, type, event)
     select id, type, event || '{"replayid": "again"}' from ${source}.event_log where type = $1 order by seq desc limit 1 returning id`,
    [type],
  )
  expect(repeated).toHaveLength(1)
}
