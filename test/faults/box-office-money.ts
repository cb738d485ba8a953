import { isDeepStrictEqual } from 'node:util'
import { type BoxOfficeEvidence, find, type Invariant, type Told } from './box-office-evidence.ts'
import { judgeEvents } from './witness-events.ts'

interface BookingRow {
  id: string
  reference: string
  state: string
  /** Its people were inside when the show was cancelled. */
  paidBack: boolean
  version: number
  /** Of its live seats, minor units. */
  price: number
  credited: number
  user_id: string | null
  vouchers: number
}

interface PaymentRow {
  booking_id: string
  id: string
  state: string
  captured: number
  refunded: number
  succeeded: number
  heard_version: number
  user_id: string | null
}

const bookings = (evidence: BoxOfficeEvidence) =>
  evidence.rows<BookingRow>(
    'booking',
    `select b.booking_id as id, b.reference, b.state, b.version, b.credited, b.user_id,
       b.state = 'admitted' and b.cancel_reason is not null as "paidBack",
       (select coalesce(sum(s.amount), 0)::int from booking.booking_seats s
        where s.booking_id = b.booking_id and s.state = 'live') as price,
       (select coalesce(sum(v.amount), 0)::int from booking.vouchers v where v.refund_of = b.booking_id) as vouchers
     from booking.bookings b`,
  )

const payments = (evidence: BoxOfficeEvidence) =>
  evidence.rows<PaymentRow>(
    'payment',
    `select p.booking_id, p.id, p.state, p.captured, p.refunded, p.user_id, b.version as heard_version,
       (select count(*)::int from payment.transactions t where t.payment_id = p.id and t.state = 'succeeded') as succeeded
     from payment.payments p join payment.bookings b using (booking_id)`,
  )

/** What the gateway has taken and given back for each booking. */
function booksOf(evidence: BoxOfficeEvidence) {
  const byBooking = Map.groupBy(evidence.books(), ({ bookingId }) => bookingId ?? 'no booking')
  return (bookingId: string) => {
    const lines = byBooking.get(bookingId) ?? []
    const sum = (kind: string) =>
      lines.filter((line) => line.kind === kind).reduce((total, { amount }) => total + amount, 0)
    return {
      captures: lines.filter(({ kind }) => kind === 'capture').length,
      captured: sum('capture'),
      refunded: sum('refund') - sum('returned'),
    }
  }
}

/** 3. Confirmed if and only if what was captured and not given back is the price of the live seats; captured once. */
export const captureOnce: Invariant = async (evidence) => {
  const money = booksOf(evidence)
  return (await bookings(evidence)).flatMap(
    ({ id, reference, state, paidBack, price, credited, vouchers }) => {
      const { captures, captured, refunded } = money(id)
      const due = state === 'confirmed' || (state === 'admitted' && !paidBack) ? price : 0
      const kept = captured - refunded - credited
      const complaints: string[] = []
      if (captures > 1) complaints.push(`${reference} was charged ${captures} times`)
      if (kept !== due)
        complaints.push(
          `${reference} is ${state} and worth ${due}, but ${captured} was charged, ${refunded} refunded, ${credited} credited`,
        )
      if (credited !== vouchers)
        complaints.push(`${reference} was credited ${credited}, but its vouchers are worth ${vouchers}`)
      return complaints
    },
  )
}

/** 4. Never more given back than taken; everything taken ends in tickets or goes back; our books are the gateway's. */
export const moneyEnds: Invariant = async (evidence) => {
  const money = booksOf(evidence)
  const complaints = (await payments(evidence)).flatMap((row) => {
    const { captured, refunded } = money(row.booking_id)
    const wrong: string[] = []
    if (refunded > captured)
      wrong.push(`more was refunded than charged for ${row.booking_id}: ${refunded} of ${captured}`)
    if (row.captured !== captured || row.refunded !== refunded)
      wrong.push(
        `payment ${row.id} says ${row.captured} charged and ${row.refunded} refunded, the gateway ${captured} and ${refunded}`,
      )
    if (row.succeeded > 1) wrong.push(`payment ${row.id} succeeded ${row.succeeded} times`)
    return wrong
  })
  const attempts = await evidence.rows<{ id: string }>(
    'payment',
    `select id::text from payment.transactions where state = 'succeeded'`,
  )
  const known = new Set(attempts.map(({ id }) => id))
  for (const { kind, key, bookingId, amount } of evidence.books())
    if (kind === 'capture' && !known.has(key))
      complaints.push(`the gateway charged ${amount} for ${bookingId} and no attempt of ours says so`)
  return [
    ...complaints,
    ...(await find(
      evidence,
      'payment',
      'an attempt to pay has no end',
      `select id, state, asked from payment.transactions where state in ('pending', 'unknown')`,
    )),
    ...(await find(
      evidence,
      'payment',
      'a refund is not done',
      `select id, state, tries, failure_code from payment.refunds where state <> 'completed'`,
    )),
    ...(await find(
      evidence,
      'payment',
      'what was refunded is not the sum of its refunds',
      `select p.id, p.refunded, coalesce(sum(r.amount), 0)::int as refunds from payment.payments p
       left join payment.refunds r on r.payment_id = p.id and r.state = 'completed'
       group by 1, 2 having p.refunded <> coalesce(sum(r.amount), 0)`,
    )),
    ...(await find(
      evidence,
      'booking',
      'a voucher is worth more or less than what was used of it says',
      `select v.voucher_id, v.amount, v.amount_left from booking.vouchers v
       left join booking.voucher_uses u on u.voucher_id = v.voucher_id and u.given_back_at is null
       where v.kind = 'amount' group by 1, 2, 3 having v.amount - v.amount_left <> coalesce(sum(u.amount), 0)`,
    )),
  ]
}

/** 5. The same key and the same request: the same answer. The same key and another request: never a second effect. */
export const sameKeySameAnswer: Invariant = async (evidence) => {
  const done = evidence.told.filter(({ key, status }) => key !== null && status < 300)
  const keys = Map.groupBy(done, ({ caller, key, request }) => `${caller} ${key} ${request.split(' ', 2)[1]}`)
  const ids = new Set((await bookings(evidence)).map(({ id }) => id))
  const complaints = keys.values().flatMap((answers) => {
    const [first, ...others] = answers as [Told, ...Told[]]
    const wrong: string[] = []
    if (others.some(({ request }) => request !== first.request))
      wrong.push(`key ${first.key} was taken for two requests`)
    if (others.some(({ status, body }) => status !== first.status || !isDeepStrictEqual(body, first.body)))
      wrong.push(`key ${first.key} got two answers to ${first.request}: ${JSON.stringify(answers)}`)
    if (first.request.startsWith('POST /bookings ') && !ids.has(Reflect.get(first.body as object, 'id')))
      wrong.push(`a hold was promised under key ${first.key} and does not exist`)
    return wrong
  })
  return complaints.toArray()
}

/** 9. Every committed change has its event delivered, its effect once. */
export const eachEventOnce: Invariant = async (evidence) => {
  const complaints = await judgeEvents(evidence, evidence.services)
  const heard = new Map(
    (
      await evidence.rows<{ id: string; version: number }>(
        'payment',
        'select booking_id as id, version from payment.bookings',
      )
    ).map(({ id, version }) => [id, version]),
  )
  for (const { id, reference, version } of await bookings(evidence))
    if (heard.get(id) !== version)
      complaints.push(`payment knows version ${heard.get(id)} of ${reference}, which is at ${version}`)
  return complaints
}

/** 13. A user sees only their own. */
export const onlyTheirOwn: Invariant = async (evidence) => {
  const owner = new Map((await bookings(evidence)).map(({ id, user_id }) => [id, user_id]))
  const complaints = (await payments(evidence))
    .filter(({ booking_id, user_id }) => owner.get(booking_id) !== user_id)
    .map(({ id, user_id }) => `payment ${id} is said to be of ${user_id}, its booking of somebody else`)
  const holders = new Map<unknown, string>()
  for (const { request, status, body, caller } of evidence.told)
    if (status === 201 && request.startsWith('POST /bookings ')) holders.set(idOf(body), caller)
  for (const { status, body, caller, request } of evidence.told) {
    const holder = holders.get(idOf(body))
    if (status < 300 && holder !== undefined && holder !== caller)
      complaints.push(`${caller} was answered about the booking of ${holder}: ${request}`)
  }
  return complaints
}

/** The booking that an answer is about. */
const idOf = (body: unknown) =>
  typeof body === 'object' && body !== null
    ? (Reflect.get(body, 'bookingId') ?? Reflect.get(body, 'id'))
    : undefined
