import { describe, expect, it } from 'vitest'
import { until } from '../../../test/harness/until.ts'
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

describe('a revision', () => {
  it('updates the day with the difference, and the same again does nothing', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ crewCall: '06:30', scenes: ['12', '12A'] }))
    const [, second] = await planned(anna, 2)
    expect(second).toMatchObject({
      version: 2,
      first: false,
      tell: 'changed',
      wakeUp: '2026-03-16T04:35:00+01:00',
    })
    expect(second!.changes).toContainEqual({ field: 'call', before: '07:00', after: '06:30' })
    expect(second!.changes).toContainEqual({ field: 'wakeUp', before: '05:05', after: '04:35' })
    await arrive(world, anna.id, callSheet({ crewCall: '06:30', scenes: ['12', '12A'] }))
    await kepts(anna, 1)
    expect((await told(anna)).map(({ type }) => type)).toEqual([
      'schedule.created',
      'schedule.planned',
      'schedule.updated',
      'schedule.planned',
      'schedule.kept',
    ])
    const { dayId, version } = await theDay(anna)
    expect(version).toBe(2)
    const { items } = (await anna.get(`/schedules/${dayId}/revisions`)).body
    expect(items.map((each: { cause: string }) => each.cause)).toEqual(['unchanged', 'revision', 'sheet'])
    expect(items[1].changes.map((each: { field: string }) => each.field)).toEqual(['call', 'scenes.12A'])
    const { changes } = (await anna.get(`/schedules/${dayId}`)).body
    expect(changes, 'what changed is still to be seen').toEqual(items[1].changes)
  })

  it('is told since any earlier one as one change each, without what went back', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ crewCall: '06:30', wrap: '20:00' }))
    await planned(anna, 2)
    await arrive(world, anna.id, callSheet({ crewCall: '06:00' }))
    const [, , { planId }] = (await planned(anna, 3)) as [unknown, unknown, { planId: string }]
    const since = async (sinceRevision?: number) =>
      (await world.asCalendar().planOf({ planId, ...(sinceRevision === undefined ? {} : { sinceRevision }) }))
        .changes
    expect(await since()).toContainEqual({ field: 'call', before: '06:30', after: '06:00' })
    expect(await since(1)).toEqual([{ field: 'call', before: '07:00', after: '06:00' }])
    expect(await since(3)).toEqual([])
  })

  it('with an older printed number that comes late is kept and overwrites nothing', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({ crewCall: '08:00', revision: 3 }))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ crewCall: '09:00', revision: 2 }))
    await settled()
    const [kept] = await told(anna, 'schedule.kept')
    expect(kept!.data).toMatchObject({ because: 'superseded' })
    const { dayId, call, version } = await theDay(anna)
    expect([call, version]).toEqual(['2026-03-16T07:00:00Z', 1])
    const { items } = (await anna.get(`/schedules/${dayId}/revisions`)).body
    expect(items.map((each: { cause: string }) => each.cause)).toEqual(['superseded', 'sheet'])
  })

  it('that cancels the day clears it, and a later one puts it on again', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({}))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ cancelled: true }))
    await until('the cancellation', async () => (await told(anna, 'schedule.cancelled')).length === 1)
    expect(await theDay(anna)).toMatchObject({ state: 'cancelled', version: 2 })
    await arrive(world, anna.id, callSheet({ crewCall: '10:00' }))
    const [, again] = await planned(anna, 2)
    expect(again).toMatchObject({ tell: 'changed', state: 'pending', call: '2026-03-16T10:00:00+01:00' })
    expect(again!.changes).toContainEqual({ field: 'cancelled', before: 'yes', after: 'no' })
  })

  it('by correction of the same document moves the day to another date', async () => {
    const anna = await house.person()
    const documentId = await arrive(world, anna.id, callSheet({ date: '2026-03-16' }))
    await planned(anna, 1)
    await arrive(world, anna.id, callSheet({ date: '2026-03-17' }), { documentId, version: 2 })
    await planned(anna, 2)
    const { items } = (await anna.get('/schedules')).body
    expect(
      items.map((each: { shootingDate: string; state: string }) => [each.shootingDate, each.state]),
    ).toEqual([
      ['2026-03-16', 'cancelled'],
      ['2026-03-17', 'pending'],
    ])
  })
})
