import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bufferPresets } from '#services/config'
import { scheduleCancelled, scheduleCreated, scheduleUpdated } from '#services/schedule'
import { weatherFetched } from '#services/weather'
import { until } from '../../../test/harness/until.ts'
import {
  cancelled,
  changeSettings,
  crewMember,
  dayOf,
  home,
  nowhere,
  panavision,
  publish,
  published,
  weatherOf,
} from '../../../test/support/neighbours.ts'
import { openRouteHouse, type RouteHouse } from '../../../test/support/route-house.ts'
import { runCalculation } from './calculate.ts'
import type { Ctx } from './context.ts'
import { placeChecked, routeCalculated } from './contract.ts'

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

describe('a day plan', () => {
  it('becomes a route that its owner can read, and nobody else', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    const [event] = await house.calculated(day.planId)
    expect(event).toMatchObject({ version: 1, planVersion: 1, cause: 'planned', estimated: false })
    expect(event.legs.map((leg: any) => [leg.from, leg.to, leg.provider])).toEqual([
      ['home', 'stop', 'google'],
      ['stop', 'location', 'google'],
    ])
    expect(JSON.stringify(event)).not.toMatch(/Domaniewska|polyline/)
    const { body } = await anna.get(`/routes/${day.planId}`)
    expect(body).toMatchObject({ state: 'calculated', failure: null, times: event.times })
    expect(body.legs[0].polyline).toMatch(/.{10}/)
    expect((await (await house.person()).get(`/routes/${day.planId}`)).status).toBe(404)
    expect((await anna.get('/routes')).body.items).toHaveLength(1)
  })
})

describe('events twice and out of order', () => {
  it('answer the newest version once', async () => {
    const anna = await crewMember(house)
    const first = dayOf(anna.id)
    const second = { ...first, version: 2, call: '2027-03-16T08:00:00+01:00' }
    const id = crypto.randomUUID()
    await publish(house, scheduleUpdated, second, id)
    await house.calculated(first.planId)
    await publish(house, scheduleCreated, first)
    await house.rows(`delete from schedule.event_log where id = $1`, [id])
    await publish(house, scheduleUpdated, second, id)
    await publish(house, scheduleUpdated, { ...second, version: 3 })
    const answers = await house.calculated(first.planId, 2)
    expect(answers.map((event) => [event.version, event.planVersion])).toEqual([
      [1, 2],
      [2, 3],
    ])
    expect(answers[0].times.call).toBe('2027-03-16T08:00:00+01:00[Europe/Warsaw]')
  })

  it('leave a cancelled plan cancelled, and revive it only for something newer', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await house.calculated(day.planId)
    await publish(house, scheduleCancelled, cancelled(day, 3))
    await until('the drop', async () => (await anna.get(`/routes/${day.planId}`)).status === 404)
    await publish(house, scheduleUpdated, { ...day, version: 2 })
    await publish(house, scheduleUpdated, { ...day, version: 4 })
    const answers = await house.calculated(day.planId, 2)
    expect(answers.map((event) => [event.version, event.planVersion])).toEqual([
      [1, 1],
      [2, 4],
    ])
    expect(await house.rows('select 1 from route.timers where plan_id = $1', [day.planId])).not.toHaveLength(
      0,
    )
  })

  it('a cancellation that comes first is heard too', async () => {
    const anna = await crewMember(house)
    const [day, other] = [dayOf(anna.id), dayOf(anna.id)]
    await publish(house, scheduleCancelled, cancelled(day, 2))
    await publish(house, scheduleCreated, day)
    await publish(house, scheduleCreated, other)
    await house.calculated(other.planId)
    expect((await anna.get(`/routes/${day.planId}`)).status).toBe(404)
  })

  it('a calculation that runs again, or was overtaken, changes nothing', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await house.calculated(day.planId)
    const ctx = house.house.host.runtimes.get('route')!.ctx as unknown as Ctx
    await runCalculation(ctx, { planId: day.planId, request: 1, cause: 'planned' })
    await runCalculation(ctx, { planId: day.planId, request: 0, cause: 'planned' })
    expect(await published(house, routeCalculated, day.planId)).toHaveLength(1)
  })

  it('a calculation that was lost is asked for again', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await house.calculated(day.planId)
    await house.rows(
      `with lost as (update route.plans set request = request + 1, answered_plan_version = null where plan_id = $1)
       insert into route.timers values ($1, 'retry', route.now())`,
      [day.planId],
    )
    expect((await house.calculated(day.planId, 2))[1]).toMatchObject({ version: 2, cause: 'planned' })
  })
})

describe('what is missing', () => {
  it('no home: said so, and planned as soon as there is one', async () => {
    const anna = await crewMember(house, {})
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    expect((await house.failures(day.planId))[0]).toMatchObject({
      code: 'no-home',
      willRetry: false,
      planVersion: 1,
    })
    expect((await anna.get(`/routes/${day.planId}`)).body).toMatchObject({
      state: 'failed',
      failure: 'no-home',
    })
    const version = await changeSettings(anna, { home })
    const [event] = await house.calculated(day.planId)
    expect(event.legs).toHaveLength(1)
    expect(event.times.arriveStop).toBeNull()
    const [checked] = await until('the check', async () => {
      const found = await house.rows<{ data: object }>(
        `select event -> 'data' as data from route.event_log where type = $1 and event -> 'data' ->> 'userId' = $2`,
        [placeChecked.type, anna.id],
      )
      return found.length > 0 && found
    })
    expect(checked!.data).toEqual({ userId: anna.id, place: 'home', version, found: true })
  })

  it('a location or a home that no map knows', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id, { location: { name: null, address: nowhere } })
    await publish(house, scheduleCreated, day)
    expect((await house.failures(day.planId))[0]).toMatchObject({
      code: 'location-not-found',
      willRetry: false,
    })
    const unnamed = dayOf(anna.id, { location: { name: null, address: null } })
    await publish(house, scheduleCreated, unnamed)
    expect((await house.failures(unnamed.planId))[0].code).toBe('location-not-found')
    const boris = await crewMember(house, { home: { address: nowhere } })
    const homeless = dayOf(boris.id)
    await publish(house, scheduleCreated, homeless)
    expect((await house.failures(homeless.planId))[0].code).toBe('home-not-found')
  })

  it('a stop that no map knows is left out and said so; as the location it is needed', async () => {
    const anna = await crewMember(house, { home, stop: { ...panavision, address: nowhere } })
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    const [event] = await house.calculated(day.planId)
    expect(event.legs).toHaveLength(1)
    expect(event.warnings).toEqual([{ code: 'stop-not-found', params: {} }])
    const boris = await crewMember(house)
    const atStop = dayOf(boris.id, { locationIsStop: true, location: { name: null, address: null } })
    await publish(house, scheduleCreated, atStop)
    const [there] = await house.calculated(atStop.planId)
    expect(there.legs.map((leg: any) => [leg.from, leg.to])).toEqual([['home', 'location']])
    expect(there.locationCoordinates).toEqual({ latitude: 52.1665, longitude: 21.0813 })
  })

  it('a location in another zone keeps the zone of the day, and says so', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id, { zone: 'Europe/London', call: '2027-03-16T06:00:00Z' })
    await publish(house, scheduleCreated, day)
    const [event] = await house.calculated(day.planId)
    expect(event.times.call).toBe('2027-03-16T06:00:00+00:00[Europe/London]')
    expect(event.warnings.map((warning: any) => warning.code)).toEqual([
      'location-zone-differs',
      'home-zone-differs',
    ])
  })
})

describe('what moves a plan', () => {
  const rain = { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] }

  it('the weather: twenty minutes more for rain, once', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    const [dry] = await house.calculated(day.planId)
    await publish(house, weatherFetched, weatherOf(day, 1, rain))
    await publish(house, weatherFetched, weatherOf(day, 2, rain))
    const [, wet] = await house.calculated(day.planId, 2)
    expect(wet).toMatchObject({ version: 2, cause: 'weather', extras: rain })
    expect(wet.buffers).toMatchObject({ trafficMinutes: 35, parkingMinutes: 15 })
    expect(wet.times.wakeUp < dry.times.wakeUp).toBe(true)
    await publish(
      house,
      weatherFetched,
      weatherOf(day, 3, { trafficMinutes: 0, parkingMinutes: 0, reasons: [] }),
    )
    expect((await house.calculated(day.planId, 3))[2].times).toEqual(dry.times)
  })

  it('weather that is there before the plan counts; that of another place does not', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id)
    await publish(house, weatherFetched, weatherOf(day, 1, rain))
    await until(
      'the copy',
      async () =>
        (await house.rows('select 1 from route.weather_extras where plan_id = $1', [day.planId])).length,
    )
    await publish(house, scheduleCreated, day)
    expect((await house.calculated(day.planId))[0].extras).toEqual(rain)
    const moved = { ...day, version: 2, location: { name: null, address: 'Mińska 25, Warszawa' } }
    await publish(house, scheduleUpdated, moved)
    expect((await house.calculated(day.planId, 2))[1].extras.trafficMinutes).toBe(0)
  })

  it('a home that the map does not know: nothing of the old one stands', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await house.calculated(day.planId)
    await changeSettings(anna, { home: { address: nowhere } })
    const [unknown] = await house.failures(day.planId)
    expect(unknown).toMatchObject({ code: 'home-not-found', stands: false })
    expect((await anna.get(`/routes/${day.planId}`)).body).toMatchObject({ state: 'failed', times: null })
  })

  it('another hour of the evening moves the checks and tells nothing', async () => {
    const anna = await crewMember(house)
    const day = dayOf(anna.id)
    await publish(house, scheduleCreated, day)
    await house.calculated(day.planId)
    const eveningAt = Temporal.PlainTime.from('18:15')
    const dueAt = async () =>
      (
        await house.rows<{ due_at: Date }>(
          `select due_at from route.timers where plan_id = $1 and kind = 'evening'`,
          [day.planId],
        )
      )[0]?.due_at.toISOString()
    const before = await until('the check', dueAt)
    await changeSettings(anna, { notifications: { eveningAt } })
    await until('the moved check', async () => (await dueAt()) !== before)
    expect(await published(house, routeCalculated, day.planId)).toHaveLength(1)
  })

  it('settings move the plans to come and no others', async () => {
    const anna = await crewMember(house)
    const [past, day] = [dayOf(anna.id, { call: '2027-03-14T08:00:00Z' }), dayOf(anna.id)]
    await publish(house, scheduleCreated, past)
    await publish(house, scheduleCreated, day)
    const [before] = await house.calculated(day.planId)
    await house.calculated(past.planId)
    await changeSettings(anna, { crewName: 'A. Nowak' })
    await changeSettings(anna, { buffers: bufferPresets.minimal })
    const [, after] = await house.calculated(day.planId, 2)
    expect(after).toMatchObject({ cause: 'settings', buffers: bufferPresets.minimal })
    expect(after.times.wakeUp > before.times.wakeUp).toBe(true)
    expect(await published(house, routeCalculated, past.planId)).toHaveLength(1)
  })
})
