import { describe, expect, it } from 'vitest'
import { until } from '../../../test/harness/until.ts'
import { house, planned, settled, told, withFlow, world } from '../../../test/support/schedule-flow.ts'
import { adoptDocument } from './adopt.ts'
import { arrive, contextOf } from './neighbours.fixture.ts'
import { callSheet } from './read-sheets.fixture.ts'
import { sweepWaiting } from './sweep.ts'

withFlow()

describe('killed at any moment', () => {
  it('a job that runs again after its commit doubles nothing', async () => {
    const anna = await house.person()
    const documentId = await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    const ctx = contextOf(house, 'schedule') as never
    const again = { documentId, documentVersion: 1, userId: anna.id }
    await Promise.all([adoptDocument(ctx, again), adoptDocument(ctx, again), adoptDocument(ctx, again)])
    await settled()
    expect((await told(anna)).map(({ type }) => type)).toEqual(['schedule.created', 'schedule.planned'])
  })

  it('two sheets of a new day that arrive together make one day, the later one standing', async () => {
    const anna = await house.person()
    const [first, second] = [callSheet({ revision: 1 }), callSheet({ crewCall: '06:00', revision: 2 })]
    await Promise.all([arrive(world, anna.id, first), arrive(world, anna.id, second)])
    await until('the later call', async () => {
      const { body } = await anna.get('/schedules')
      return body.items.length === 1 && body.items[0].call === '2026-03-16T05:00:00Z'
    })
    expect(await told(anna, 'schedule.created')).toHaveLength(1)
  })

  it('a plan whose wake-up died with its process is decided by the sweep, in the story that it belongs to', async () => {
    const anna = await house.person()
    world.route.mode = 'silent'
    world.weather.mode = 'silent'
    await arrive(world, anna.id, callSheet({}))
    const created = await until('the day', async () => (await told(anna, 'schedule.created'))[0])
    const ctx = contextOf(house, 'schedule') as never
    await house.travelTo(Temporal.Instant.from('2026-03-10T10:01:00Z'))
    await sweepWaiting(ctx)
    await sweepWaiting(ctx)
    await house.travelTo(Temporal.Instant.from('2026-03-10T10:00:00Z'))
    const [plan] = await told(anna, 'schedule.planned')
    expect(plan!.data).toMatchObject({ version: 1, missing: ['route', 'weather'] })
    expect(plan!.correlationid).toBe(created.correlationid)
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await told(anna, 'schedule.planned')).toHaveLength(1)
  })

  it('a document that is gone by the time it is read plans nothing', async () => {
    const anna = await house.person()
    const ctx = contextOf(house, 'schedule') as never
    await adoptDocument(ctx, { documentId: crypto.randomUUID(), documentVersion: 1, userId: anna.id })
    expect((await anna.get('/schedules')).body.items).toEqual([])
  })
})
