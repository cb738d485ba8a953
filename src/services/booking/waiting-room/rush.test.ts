import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BookingHouse, holdSeats, openBookingHouse } from '../booking.fixture.ts'

/** Admitted a second, and how long an admission is good, seconds. */
const rate = 30
const goodFor = 120
const early = 100
const late = 200
const lookMs = 300
/** Who comes in the same moment is in no order among themselves. */
const wave = 20

let one: BookingHouse
let two: BookingHouse
beforeAll(async () => {
  const env = { BOOKING_QUEUE_PER_SECOND: String(rate), BOOKING_ADMISSION_SECONDS: String(goodFor) }
  one = await openBookingHouse({ alone: false, env })
  two = await openBookingHouse({ alone: false, env, on: one })
}, 60_000)
afterAll(async () => {
  await two.stop()
  await one.stop()
})

const guest = () => ({ guest: { email: `${crypto.randomUUID()}@example.org` } })
/** Every second request goes to the other process, as behind a load balancer. */
let requests = 0
const anyone = () => (requests++ % 2 ? two : one).stranger
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]
const needsAdmission = [503, 'booking.queue']

interface Visitor {
  readonly queueToken: string
  readonly seatId: string
  /** How many were before them, each time they looked. */
  readonly positions: number[]
  admittedUntil: Temporal.Instant | undefined
}

async function join(showtimeId: string, seatId: string): Promise<Visitor> {
  const { status, body } = await anyone().post('/bookings/queue', { showtimeId })
  expect([status, body.state]).toEqual([201, 'waiting'])
  expect(body.retryAfterSeconds).toBeGreaterThan(0)
  return { queueToken: body.queueToken, seatId, positions: [body.position], admittedUntil: undefined }
}

/** Looks until admitted, then holds a seat at once. Some try to get past the queue meanwhile. */
async function waitAndHold(showtimeId: string, visitor: Visitor, jumps: boolean): Promise<number> {
  const hold = () =>
    holdSeats(anyone(), showtimeId, [visitor.seatId], { ...guest(), queueToken: visitor.queueToken })
  for (;;) {
    const { body } = await anyone().get(`/bookings/queue/${visitor.queueToken}`)
    if (body.state === 'admitted') {
      visitor.admittedUntil = Temporal.Instant.from(body.admittedUntil)
      return (await hold()).status
    }
    expect(body.state).toBe('waiting')
    visitor.positions.push(body.position)
    if (jumps) {
      const answer = await hold()
      // Between the look and the try they may have been admitted.
      if (answer.status === 201) return await admittedMeanwhile(visitor)
      expect(codeOf(answer)).toEqual(needsAdmission)
    }
    await sleep(lookMs)
  }
}

async function admittedMeanwhile(visitor: Visitor): Promise<number> {
  const { body } = await anyone().get(`/bookings/queue/${visitor.queueToken}`)
  expect(body.state).toBe('admitted')
  visitor.admittedUntil = Temporal.Instant.from(body.admittedUntil)
  return 201
}

const admittedAt = ({ admittedUntil }: Visitor) =>
  admittedUntil!.subtract({ seconds: goodFor }).epochMilliseconds

it(`brings ${early + late} visitors through two processes in order, steadily, and nobody past it`, async () => {
  const opensAt = one.house.clock.now().add({ hours: 1 }).toString()
  const { showtimeId } = await one.showtime({
    grid: Array.from({ length: 16 }, () => 's'.repeat(20)).join('\n'),
    onSaleAt: opensAt,
  })
  const seatIds = Array.from(
    { length: early + late + 1 },
    (_, i) => `${String.fromCharCode(65 + Math.floor(i / 20))}${1 + (i % 20)}`,
  )
  const first = await Promise.all(seatIds.slice(0, early).map((seatId) => join(showtimeId, seatId)))
  // Admissions are counted from the last look of the room before the sale began.
  const [begun] = await one.rows<{ at: Date }>(
    `update booking.showtimes set on_sale_at = booking.now() where showtime_id = $1
     returning (select last_tick from booking.waiting_rooms where showtime_id = $1) as at`,
    [showtimeId],
  )
  const countedFrom = begun!.at.getTime()
  const waves: Visitor[][] = []
  for (let at = early; at < early + late; at += wave)
    waves.push(await Promise.all(seatIds.slice(at, at + wave).map((seatId) => join(showtimeId, seatId))))
  const strangers = [undefined, crypto.randomUUID()]
  for (const queueToken of strangers)
    expect(
      codeOf(await holdSeats(anyone(), showtimeId, [seatIds.at(-1)!], { ...guest(), queueToken })),
    ).toEqual(needsAdmission)

  const visitors = [...first, ...waves.flat()]
  const statuses = await Promise.all(
    visitors.map((visitor, i) => waitAndHold(showtimeId, visitor, i % 10 === 0)),
  )
  expect(new Set(statuses)).toEqual(new Set([201]))

  // First come, first served; whoever came before the sale, in whatever order, before all of them.
  for (const [i, group] of [first, ...waves].entries()) {
    const [before, after] = [group.map(admittedAt), (waves[i] ?? []).map(admittedAt)]
    expect(Math.max(...before)).toBeLessThanOrEqual(Math.min(...after))
  }
  // Nobody is ever pushed back: a number that was told only falls. The one told on arrival may lack whoever came in the
  // same moment and was recorded a moment later.
  for (const [onArrival, ...positions] of waves.flat().map((visitor) => visitor.positions)) {
    expect(positions).toEqual(positions.toSorted((a, b) => b - a))
    expect((positions[0] ?? 0) - onArrival!).toBeLessThan(wave)
  }
  // At no time more than the rate allows.
  const all = visitors.map(admittedAt).toSorted((a, b) => a - b)
  for (const [count, at] of all.entries())
    expect(count + 1).toBeLessThanOrEqual(((at - countedFrom) / 1000) * rate + 1)
}, 120_000)

it('an admission ends with its time, and holds for its own showtime only', async () => {
  const [here, there] = [await one.showtime(), await one.showtime()]
  for (const { showtimeId } of [here, there])
    await one.rows(
      `insert into booking.waiting_rooms (showtime_id, opened_at, last_tick)
       values ($1, booking.now() + interval '1 day', booking.now())`,
      [showtimeId],
    )
  const visitor = await join(here.showtimeId, 'A1')
  expect(await waitAndHold(here.showtimeId, visitor, false)).toBe(201)
  const { queueToken } = visitor
  const hold = (showtimeId: string, seatId: string) =>
    holdSeats(anyone(), showtimeId, [seatId], { ...guest(), queueToken })
  expect(codeOf(await hold(there.showtimeId, 'A1'))).toEqual(needsAdmission)
  expect((await hold(here.showtimeId, 'A2')).status).toBe(201)
  await one.travelTo(Temporal.Now.instant().add({ seconds: goodFor + 1 }))
  expect(codeOf(await hold(here.showtimeId, 'A3'))).toEqual(needsAdmission)
  expect((await anyone().get(`/bookings/queue/${queueToken}`)).body).toMatchObject({
    state: 'over',
    position: 0,
  })
})
