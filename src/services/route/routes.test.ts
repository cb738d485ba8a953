import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userErased } from '#kernel'
import { scheduleCreated } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import {
  authStandIn,
  crewMember,
  dayOf,
  home,
  publish,
  scheduleStandIn,
  weatherStandIn,
} from '../../../test/support/neighbours.ts'
import config from '../config/service.ts'
import routeService from './service.ts'

const call = '2027-03-16T07:00:00+01:00[Europe/Warsaw]'

let house: TestHouse
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
  const { GOOGLE_MAPS_API_KEY, ...env } = sandbox.env
  house = await openTestHouse({
    services: [authStandIn, config, scheduleStandIn, weatherStandIn, routeService],
    env: { ...env, KLAPS_OUTBOX_POLL_MS: '100' },
  })
  const admin = await house.person({ roles: ['admin'] })
  await admin.put('/config/credentials/google-maps', { secret: GOOGLE_MAPS_API_KEY })
  const now = Temporal.Instant.from('2027-03-14T10:00:00Z')
  sandbox.clock.set(now)
  await house.travelTo(now)
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})

const settled = (planId: string) =>
  until(
    'the plan',
    async () =>
      (await house.rows('select 1 from route.plans where plan_id = $1 and version > 0', [planId])).length,
  )

describe('POST /routes/calculate', () => {
  it('works out a day and keeps nothing; the key may come from the settings of the system', async () => {
    const anna = await crewMember(house, { home })
    const { status, body } = await anna.post('/routes/calculate', {
      call,
      location: 'Chełmska 21, Warszawa',
      stop: 'Wiertnicza 107, Warszawa',
      buffers: { morningRoutineMinutes: 60 },
    })
    expect(status).toBe(200)
    expect(body.legs.map((leg: any) => leg.provider)).toEqual(['google', 'google'])
    expect(body.buffers).toMatchObject({ morningRoutineMinutes: 60, trafficMinutes: 20 })
    expect(body.times.onSet).toBe(call)
    expect((await anna.get('/routes')).body.items).toEqual([])
  })

  it('asks the map of a drive once in half an hour, and then again', async () => {
    const anna = await crewMember(house, { home })
    const body = { call: '2027-03-17T07:00:00+01:00[Europe/Warsaw]', location: 'Chełmska 21, Warszawa' }
    const asked = async () => {
      const drives = () =>
        sandbox.journal.all('google-maps').filter(({ path }) => path.includes('computeRoutes')).length
      const before = drives()
      expect((await anna.post('/routes/calculate', body)).status).toBe(200)
      return drives() - before
    }
    const start = Temporal.Instant.from('2027-03-14T10:00:00Z')
    expect(await asked(), 'drives').toBeGreaterThan(0)
    for (const [minutes, again] of [
      [29, false],
      [31, true],
    ] as const) {
      await house.travelTo(start.add({ minutes }))
      sandbox.clock.set(start.add({ minutes }))
      expect((await asked()) > 0, `after ${minutes} minutes`).toBe(again)
    }
    await house.travelTo(start)
    sandbox.clock.set(start)
  })

  it('refuses what cannot be worked out', async () => {
    const [anna, homeless] = [await crewMember(house, { home }), await crewMember(house, {})]
    const location = 'Chełmska 21, Warszawa'
    const codes = async (body: object, person = anna) => {
      const answer = await person.post('/routes/calculate', { call, location, ...body })
      return [answer.status, answer.body.code, answer.body.place]
    }
    expect(await codes({}, homeless)).toEqual([422, 'route.no-home', undefined])
    expect(await codes({ location: 'Nibylandia 9, Atlantyda' })).toEqual([
      422,
      'route.place-not-found',
      'location',
    ])
    expect(await codes({ home: 'Nibylandia 8, Atlantyda' })).toEqual([422, 'route.place-not-found', 'home'])
    expect(await codes({ stop: 'Nibylandia 7, Atlantyda' })).toEqual([422, 'route.place-not-found', 'stop'])
    expect(await codes({ call: '2027-03-16T07:00:00+01:00[Europe/Atlantis]' })).toEqual([
      422,
      'invalid',
      undefined,
    ])
    expect(await codes({ buffers: { trafficMinutes: 61 } })).toEqual([422, 'invalid', undefined])
  })
})

describe('GET /routes/places', () => {
  it('finds an address, or says that there is none', async () => {
    const anna = await crewMember(house, { home })
    const found = await anna.get('/routes/places?address=Chełmska 21, Warszawa')
    expect(found.body.place).toEqual({
      address: 'ul. Chełmska 21, 00-724 Warszawa, Polska',
      coordinates: { latitude: 52.1986, longitude: 21.0436 },
      provider: 'google',
      confidence: 'exact',
      zone: 'Europe/Warsaw',
    })
    expect((await anna.get('/routes/places?address=Nibylandia 1, Atlantyda')).body).toEqual({ place: null })
    expect((await anna.get('/routes/places?address=x')).status).toBe(422)
    expect(await house.rows(`select 1 from route.places where address like '%Chełmska%'`)).toEqual([])
  })
})

describe('GET /routes', () => {
  it('pages newest first, own plans only', async () => {
    const [anna, boris] = [await crewMember(house, { home }), await crewMember(house, { home })]
    const days = [dayOf(anna.id), dayOf(anna.id), dayOf(anna.id)]
    for (const day of days) {
      await publish(house, scheduleCreated, day)
      await settled(day.planId)
    }
    const first = await anna.get('/routes?limit=2')
    const second = await anna.get(`/routes?limit=2&cursor=${first.body.nextCursor}`)
    const ids = [...first.body.items, ...second.body.items].map((plan: any) => plan.planId)
    expect(ids).toEqual(days.map(({ planId }) => planId).toReversed())
    expect(second.body.nextCursor).toBeNull()
    expect((await boris.get('/routes')).body.items).toEqual([])
    expect((await anna.get('/routes?cursor=nonsense')).body.code).toBe('invalid-cursor')
  })
})

describe('who may', () => {
  it('strangers sign in first, customers have no routes, others have none of mine', async () => {
    const anna = await crewMember(house, { home })
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await settled(day.planId)
    const customer = await house.person({ roles: ['customer'] })
    const boris = await crewMember(house, { home })
    const body = { call, location: 'Chełmska 21, Warszawa' }
    const asks: ((person: typeof anna) => Promise<{ status: number }>)[] = [
      (person) => person.get('/routes'),
      (person) => person.get(`/routes/${day.planId}`),
      (person) => person.get('/routes/places?address=Chełmska 21'),
      (person) => person.post('/routes/calculate', body),
      (person) => person.post(`/routes/${day.planId}/recalculate`),
    ]
    for (const ask of asks) {
      expect((await ask(house.stranger)).status).toBe(401)
      expect((await ask(customer)).status).toBe(403)
    }
    expect((await boris.get(`/routes/${day.planId}`)).status).toBe(404)
    expect((await boris.post(`/routes/${day.planId}/recalculate`)).status).toBe(404)
    expect((await anna.get('/routes/not-an-id')).status).toBe(422)
  })
})

describe('what is kept about a person', () => {
  it('lies sealed, and goes when they go', async () => {
    const anna = await crewMember(house, { home })
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await settled(day.planId)
    await until(
      'the place',
      async () =>
        (await house.rows('select 1 from route.personal_places where user_id = $1', [anna.id])).length,
    )
    const everything = JSON.stringify([
      await house.rows('select * from route.personal_places'),
      await house.rows('select * from route.plans'),
      await house.rows('select address, latitude from route.places'),
      await house.rows('select event from route.event_log'),
    ])
    expect(everything).toContain('52.1986')
    expect(everything).not.toMatch(/52\.1823|Domaniewska/)
    const { service, ctx } = house.house.host.runtimes.get('route')!
    const archive = JSON.stringify(await service.personal.export(ctx, anna.id))
    expect(archive).toContain('52.1823')
    expect(archive).toContain(day.planId)
    await publish(house, userErased, { userId: anna.id })
    await until(
      'the end',
      async () => (await house.rows('select 1 from route.plans where user_id = $1', [anna.id])).length === 0,
    )
    expect(await house.rows('select 1 from route.personal_places where user_id = $1', [anna.id])).toEqual([])
    expect(await house.rows('select 1 from route.timers where plan_id = $1', [day.planId])).toEqual([])
  })

  it('what a provider lets us keep for a while only is dropped', async () => {
    const { service, ctx } = house.house.host.runtimes.get('route')!
    const job = service.jobs.dropExpiredPlaces!
    const count = async () => (await house.rows('select 1 from route.places')).length
    expect(await count()).toBeGreaterThan(0)
    await house.travelTo(Temporal.Instant.from('2027-04-20T10:00:00Z'))
    if ('cron' in job) await job.run(ctx)
    expect(await count()).toBe(0)
  })
})

it('counts calculations', async () => {
  const metrics = await (await fetch(`${house.url}/metrics`)).text()
  expect(metrics).toMatch(/route_calculations_total\{provider="google",status="ok"\} [1-9]/)
})
