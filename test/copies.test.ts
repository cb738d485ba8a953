import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import { catalogue } from '../src/catalogue.ts'
import { fillHouse } from './api/fill-house.ts'
import { openTestHouse, type TestHouse } from './harness/house.ts'
import type { Person } from './harness/person.ts'
import { until } from './harness/until.ts'
import { expectOk } from './journeys/world.ts'

/** The copies that services keep of each other's things, in the whole house: what a lost event leaves behind is healed. */

const copies = catalogue.flatMap(({ contract, copies: own }) => [
  ...Object.keys(own).map((copy) => ({ service: contract.name, copy })),
  ...(contract.name === 'auth' ? [] : [{ service: contract.name, copy: 'access' }]),
])
const keepers = [...new Set(copies.map(({ service }) => service))]

let house: TestHouse
let sandbox: Sandbox
let anna: Person
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({ env: sandbox.env })
  anna = await house.person({ roles: ['admin'] })
  const { ids } = await fillHouse(house, anna)
  const date = Temporal.Now.plainDateISO().add({ days: 9 }).toString()
  const day = {
    productionId: ids.productionId![0],
    shootingDate: date,
    call: '07:00',
    location: { address: 'ul. Chełmska 21, 00-724 Warszawa' },
  }
  const { body } = await expectOk(anna.post('/schedules', day))
  await until('the day', async () => (await anna.get(`/schedules/${body.dayId}`)).body.route, 30_000)
  await expectOk(anna.delete(`/schedules/${body.dayId}`))
  const seats = { seatIds: ['A1'], refundTo: 'method' }
  await expectOk(anna.post(`/bookings/${ids.bookingId![0]}/cancellations`, seats))
  await quiet()
}, 120_000)
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})

async function quiet(): Promise<void> {
  const work = keepers.map((service) => `select 1 from "${service}".outbox`).join(' union all ')
  await until(
    'everything to be done',
    async () =>
      (
        await house.rows(
          `select 1 from pgboss.job where state in ('created', 'active', 'retry') and start_after <= now() union all ${work}`,
        )
      ).length === 0,
    30_000,
  )
}

interface Pass {
  service: string
  name: string
  last_seen: number
  last_changed: number
}

/** A pass through every copy of the house; what each of them saw and changed. */
async function passAll(): Promise<Pass[]> {
  for (const service of keepers)
    await house.rows(
      `update "${service}".copy_passes set due_at = pg_catalog.now(), pass = null, finished_at = '2000-01-01'`,
    )
  const all = keepers
    .map((service) => `select '${service}' as service, p.* from "${service}".copy_passes p`)
    .join(' union all ')
  await until(
    'all passes',
    async () => (await house.rows(`select 1 from (${all}) p where finished_at < '2001-01-01'`)).length === 0,
    30_000,
  )
  await quiet()
  return await house.rows<Pass>(`select service, name, last_seen, last_changed from (${all}) p`)
}

const changedIn = (passes: readonly Pass[]) =>
  Object.fromEntries(
    passes
      .filter(({ last_changed }) => last_changed > 0)
      .map(({ service, name, last_changed }) => [`${service}.${name}`, last_changed]),
  )

it('a pass through every copy finds things, and nothing to change where no event was lost', async () => {
  await until(
    'the first passes',
    async () => {
      const missing = await Promise.all(
        keepers.map((service) =>
          house.rows(`select 1 from "${service}".copy_passes where finished_at is not null`),
        ),
      )
      return missing.flat().length === copies.length
    },
    20_000,
  )
  const passes = await passAll()
  expect(passes.map(({ service, name }) => `${service}.${name}`).toSorted()).toEqual(
    copies.map(({ service, copy }) => `${service}.${copy}`).toSorted(),
  )
  expect(passes.filter(({ name, last_seen }) => name !== 'access' && last_seen === 0)).toEqual([])
  expect(changedIn(passes)).toEqual({})
})

/** What each copy knows. Of a cancelled day the cancellation counts, not what was planned before it. */
const states: Readonly<Record<string, string>> = {
  'notification.days': `select plan_id, cancelled_version, case when not cancelled then
      jsonb_build_object('version', version, 'call', call_at, 'wakeUp', wake_up) end as planned
    from notification.days`,
  'calendar.plans': `select plan_id, heard_cancelled, case when not cancelled then heard_planned end as heard_planned
    from calendar.plans`,
  'email.productions': 'select * from email.productions',
  'route.plans': 'select plan_id, plan_version, call, location from route.plans',
  'route.cancellations': 'select plan_id, plan_version from route.cancellations',
  'weather.days': 'select plan_id, plan_version, call, location from weather.days',
  'schedule.answers': 'select plan_id, kind, content is not null as good from schedule.answers',
  'route.weather': 'select plan_id, extras from route.weather_extras',
  'analytics.bookings': 'select booking_id, version, state, seats from analytics.box_bookings',
  'analytics.money': 'select id, kind, amount from analytics.box_money',
  'analytics.showtimes': 'select showtime_id, version, state, layout_id from analytics.box_showtimes',
  'analytics.layouts': 'select layout_id, capacity from analytics.box_layouts',
  'analytics.names': 'select id, version, name from analytics.box_names',
}
const stateNow = async () =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(states).map(
        async ([name, text]) => [name, await house.rows(`${text} order by 1, 2`)] as const,
      ),
    ),
  )

/** Makes copies forget, as if events had been lost; expects the next pass to bring back what they knew. */
async function lose(known: readonly string[], ...texts: string[]): Promise<string[]> {
  const knownNow = async () => Object.entries(await stateNow()).filter(([name]) => known.includes(name))
  const before = await knownNow()
  for (const text of texts) await house.rows(text)
  expect(await knownNow()).not.toEqual(before)
  const changed = Object.keys(changedIn(await passAll()))
  expect(await knownNow()).toEqual(before)
  return changed
}

it('answers whose events were lost are taken in, and the day is planned with them', async () => {
  const planned = () => house.rows('select 1 from schedule.planned')
  const before = await planned()
  const changed = await lose(
    ['schedule.answers', 'route.weather'],
    `update schedule.answers set version = 0, content = null
     from schedule.plans where plans.id = answers.plan_id and plans.state <> 'cancelled'`,
    'delete from route.weather_extras',
  )
  expect(changed).toEqual(expect.arrayContaining(['route.weather', 'schedule.routes', 'schedule.weather']))
  expect((await planned()).length).toBeGreaterThan(before.length)
  await passAll()
})

it('days and productions whose events were lost are taken in, and alarms set', async () => {
  const timers = () =>
    house.rows('select id, due_at from notification.timers where plan_id is not null order by id')
  const alarms = await timers()
  expect(alarms.length).toBeGreaterThan(0)
  const changed = await lose(
    Object.keys(states),
    'delete from notification.days',
    'delete from notification.timers',
    'update calendar.plans set heard_planned = 0, heard_cancelled = 0',
    'delete from email.productions',
    `update route.plans set plan_version = 0, call = call - interval '1 hour'`,
    'delete from route.cancellations',
    `update weather.days set plan_version = 0, call = call - interval '1 hour'`,
  )
  expect(changed).toEqual(
    expect.arrayContaining([
      'calendar.plans',
      'email.productions',
      'notification.days',
      'route.plans',
      'weather.days',
    ]),
  )
  expect(await timers()).toEqual(alarms)
})

it('what reports of the box office are counted from is taken in when its events were lost', async () => {
  const changed = await lose(
    Object.keys(states).filter((name) => name.startsWith('analytics.')),
    `update analytics.box_bookings set version = 1, state = 'held', seats = 9`,
    'delete from analytics.box_money',
    'delete from analytics.box_showtimes',
    'delete from analytics.box_layouts',
    'delete from analytics.box_names',
  )
  const copies = ['bookings', 'layouts', 'movies', 'payments', 'refunds', 'showtimes', 'theaters']
  expect(changed.toSorted()).toEqual(copies.map((name) => `analytics.${name}`))
})

it('what was deleted for good at its owner goes, and its alarms with it', async () => {
  const [plan] = await house.rows<{ id: string }>(`select id from schedule.plans where state <> 'cancelled'`)
  await house.rows('delete from schedule.plans where id = $1', [plan!.id])
  const [ended] = await house.rows<{ id: string }>(`select id from schedule.plans where state = 'cancelled'`)
  await house.rows('delete from schedule.plans where id = $1', [ended!.id])
  const tombstones = () =>
    house.rows(
      `select plan_id from route.cancellations where plan_id = $1
       union all select plan_id from weather.cancellations where plan_id = $1`,
      [ended!.id],
    )
  expect(await tombstones(), 'as long as its owner knows of it').toHaveLength(2)
  await passAll()
  expect(await tombstones()).toEqual([])
  const left = async (text: string) => (await house.rows(text, [plan!.id])).length
  expect(await left('select 1 from notification.days where plan_id = $1')).toBe(0)
  expect(await left('select 1 from notification.timers where plan_id = $1 and fired_at is null')).toBe(0)
  expect(await left('select 1 from route.plans where plan_id = $1')).toBe(0)
  expect(await left('select 1 from weather.days where plan_id = $1')).toBe(0)
  expect(await left('select 1 from calendar.events where plan_id = $1 and not cancelled')).toBe(0)
  await house.rows('delete from schedule.productions')
  await passAll()
  expect(await house.rows('select deleted, user_ids, sender_digests from email.productions')).toEqual([
    { deleted: true, user_ids: [], sender_digests: [] },
  ])
  expect(changedIn(await passAll())).toEqual({})
})
