import { describe, expect, it } from 'vitest'
import {
  house,
  kepts,
  planned,
  settled,
  theDay,
  told,
  withFlow,
  world,
} from '../../../test/support/schedule-flow.ts'
import { arrive } from './neighbours.fixture.ts'
import { callSheet } from './read-sheets.fixture.ts'

withFlow()

describe('a call sheet', () => {
  it('becomes a planned day with wake-up, route and weather', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({ wrap: '19:00' }))
    const [first] = await planned(anna, 1)
    expect(first).toMatchObject({
      version: 1,
      first: true,
      complete: true,
      missing: [],
      shootingDate: '2026-03-16',
      zone: 'Europe/Warsaw',
      call: '2026-03-16T07:00:00+01:00',
      wrap: '2026-03-16T19:00:00+01:00',
      wakeUp: '2026-03-16T05:05:00+01:00',
      leaveHome: '2026-03-16T05:50:00+01:00',
      changes: [],
      tell: 'ready',
      state: 'pending',
    })
    const [created] = await told(anna, 'schedule.created')
    expect(created!.data).toMatchObject({
      version: 1,
      revision: 1,
      cause: 'sheet',
      exterior: true,
      locationIsStop: false,
      location: { name: 'Dworzec', address: 'pl. Dworcowy 1, Warszawa' },
    })
    expect(JSON.stringify(await told(anna))).not.toContain('Zmyslony')
    const day = await theDay(anna)
    expect(day).toMatchObject({ productionTitle: 'Zimowa noc', planned: true, missing: [], revision: 1 })
  })

  it('delivered ten times makes one day and one plan', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}), { times: 10 })
    await planned(anna, 1)
    await settled()
    expect((await told(anna)).map(({ type }) => type)).toEqual(['schedule.created', 'schedule.planned'])
    await theDay(anna)
  })

  it('of another kind, or without a date or a call, plans nothing', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, { ...callSheet({}), kind: 'other' })
    await arrive(world, anna.id, { ...callSheet({}), shootingDate: null })
    await arrive(world, anna.id, callSheet({ crewCall: null }))
    await settled()
    expect((await anna.get('/schedules')).body.items).toEqual([])
  })

  it('names no location: the equipment house is used and said so', async () => {
    const anna = await house.person()
    world.settings.set(anna.id, {
      stop: { name: 'Panavision', address: 'ul. Sprzętowa 2, Warszawa', found: true, opensAt: null },
    })
    await arrive(world, anna.id, callSheet({ locations: [] }))
    await planned(anna, 1)
    const [created] = await told(anna, 'schedule.created')
    expect(created!.data).toMatchObject({ locationIsStop: true, location: { name: 'Panavision' } })
    const { dayId } = await theDay(anna)
    const { warnings } = (await anna.get(`/schedules/${dayId}?language=pl`)).body
    expect(warnings[0]).toMatchObject({ code: 'location-missing', severity: 'severe' })
    expect(warnings[0].text).toContain('Przyjęto: Panavision')
  })
})

describe('a call sheet without any place', () => {
  it('is planned with what there is and asks for the location', async () => {
    const anna = await house.person()
    world.route.mode = 'fail'
    await arrive(world, anna.id, callSheet({ locations: [] }))
    const [first] = await planned(anna, 1)
    expect(first).toMatchObject({ missing: ['route'], wakeUp: null })
    const { dayId } = await theDay(anna)
    const { warnings, location } = (await anna.get(`/schedules/${dayId}`)).body
    expect(location).toEqual({ name: null, address: null })
    expect(warnings[0].code).toBe('no-location')
  })

  it('a cancellation of a day that nobody planned is said to have no effect', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({ cancelled: true }))
    const [kept] = await kepts(anna, 1)
    expect(kept).toMatchObject({ because: 'nothing-to-cancel', planId: null })
  })
})
