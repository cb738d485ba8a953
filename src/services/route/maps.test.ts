import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { scheduleCreated } from '#services/schedule'
import { places } from '../../../sandbox/places.ts'
import { until } from '../../../test/harness/until.ts'
import { crewMember, dayOf, publish } from '../../../test/support/neighbours.ts'
import { openRouteHouse, type RouteHouse } from '../../../test/support/route-house.ts'

let house: RouteHouse
beforeAll(async () => {
  house = await openRouteHouse()
})
afterAll(() => house.stop())
beforeEach(async () => {
  house.sandbox.faults.clear()
  await house.rows('delete from route.plans')
  await house.standAt('2027-03-14T10:00:00Z')
})

describe('maps that fail', () => {
  it('the next one answers; all down, the estimate does, and the plan completes itself', async () => {
    const anna = await crewMember(house)
    house.sandbox.faults.set('google-maps', { kind: 'status', status: 500 }, { path: '/directions' })
    const routed = dayOf(anna.id, { location: { name: null, address: 'Mińska 25, Warszawa' } })
    await publish(house, scheduleCreated, routed)
    expect((await house.calculated(routed.planId))[0].legs[0]).toMatchObject({
      provider: 'osrm',
      trafficAware: false,
    })
    house.sandbox.faults.set('osrm', { kind: 'malformed' })
    const day = dayOf(anna.id, { location: { name: null, address: 'Puławska 61, Warszawa' } })
    await publish(house, scheduleCreated, day)
    const [event] = await house.calculated(day.planId)
    expect(event).toMatchObject({ estimated: true })
    expect(event.legs[1]).toMatchObject({ provider: 'estimate', alternatives: [] })
    house.sandbox.faults.clear()
    await house.standAt('2027-03-14T10:06:00Z')
    const [, completed] = await house.calculated(day.planId, 2)
    expect(completed).toMatchObject({ version: 2, estimated: false, cause: 'traffic' })
    expect(
      await house.rows(`select 1 from route.timers where plan_id = $1 and kind = 'retry'`, [day.planId]),
    ).toEqual([])
  })

  it('no map for addresses: it is said once, tried again, and completed', async () => {
    const anna = await crewMember(house)
    await until('the places', async () => {
      const rows = await house.rows('select 1 from route.personal_places where user_id = $1', [anna.id])
      return rows.length === 2
    })
    house.sandbox.faults.set('google-maps', { kind: 'drop' }, { path: '/maps/api/geocode' })
    house.sandbox.faults.set('nominatim', { kind: 'status', status: 429, retryAfter: 0 })
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    expect((await house.failures(day.planId))[0]).toMatchObject({ code: 'provider-down', willRetry: true })
    const asked = await anna.get('/routes/places?address=Chełmska 30, Warszawa')
    expect([asked.status, asked.body.code]).toEqual([503, 'route.map-unavailable'])
    house.sandbox.faults.clear()
    await house.standAt('2027-03-14T10:06:00Z')
    expect((await house.calculated(day.planId))[0]).toMatchObject({ version: 2, cause: 'planned' })
  })
})

describe('the public Nominatim', () => {
  it('is asked once a second, however many addresses are wanted at once, as its policy asks', async () => {
    const anna = await crewMember(house)
    house.sandbox.faults.set('google-maps', { kind: 'status', status: 500 }, { path: '/maps' })
    const seen = house.sandbox.journal.all('nominatim').length
    const wanted = places.slice(0, 3).map(({ address }) => address)
    const found = await Promise.all(
      wanted.map((address) => anna.get(`/routes/places?${new URLSearchParams({ address })}`)),
    )
    expect(found.map(({ status }) => status)).toEqual([200, 200, 200])
    const times = house.sandbox.journal
      .all('nominatim')
      .slice(seen)
      .map(({ at }) => Temporal.Instant.from(at))
    expect(times.length).toBeGreaterThanOrEqual(wanted.length)
    const seconds = times.at(-1)!.since(times[0]!).total('seconds')
    // What travels on a busy machine may come late by half a second; nothing makes it come early.
    expect(seconds).toBeGreaterThan(times.length - 1.6)
  })
})
