import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noExtras, routeFailed } from '#services/route'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { arrive, neighbours } from './neighbours.fixture.ts'
import { callSheet, oneLiner } from './read-sheets.fixture.ts'
import service from './service.ts'

const world = neighbours()
let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [...world.services, service] })
  await house.travelTo(Temporal.Instant.from('2026-03-10T10:00:00Z'))
})
afterAll(() => house.stop())
beforeEach(() => {
  world.route = { mode: 'answer', driveMinutes: 30, asked: [] }
  world.weather = { mode: 'answer', extras: noExtras, degrees: 12, asked: [] }
})

const at = (time: string) => Temporal.Instant.from(`2026-03-10T${time}Z`)
const listed = async (user: Person, query = ''): Promise<any[]> =>
  (await user.get(`/schedules${query}`)).body.items
const shown = async (user: Person) =>
  (await listed(user)).map(({ shootingDate, state, call }) => [shootingDate, state, call])
const becomes = async (user: Person, wanted: unknown[]) =>
  await until(
    `the days ${JSON.stringify(wanted)}`,
    async () => JSON.stringify(await shown(user)) === JSON.stringify(wanted),
  ).catch(async () => expect(await shown(user)).toEqual(wanted))
const eventsOf = async (user: Person, type: string): Promise<any[]> =>
  (
    await house.rows<{ data: object }>(
      `select event -> 'data' as data from (select event from schedule.event_log union all select event from schedule.outbox) e
       where event ->> 'type' = $1 and event -> 'data' ->> 'userId' = $2`,
      [type, user.id],
    )
  ).map(({ data }) => data)
const kept = (user: Person, count: number) =>
  until(`${count} sheets without effect`, async () => {
    const found = await eventsOf(user, 'schedule.kept')
    return found.length >= count && found.map(({ because }) => because)
  })

describe('a one-line schedule', () => {
  it('announces tentative days: listed as such, without a call, planned for nobody', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, oneLiner(['2026-03-16', '2026-03-17', '2026-03-09']))
    await becomes(anna, [
      ['2026-03-16', 'tentative', null],
      ['2026-03-17', 'tentative', null],
    ])
    const [first] = await listed(anna, '?state=tentative&limit=1')
    expect(first).toMatchObject({ planned: false, wakeUp: null, productionTitle: 'Zimowa noc', missing: [] })
    const page = (await anna.get('/schedules?limit=1')).body
    const next = (await anna.get(`/schedules?limit=1&cursor=${page.nextCursor}`)).body
    expect(next.items.map((each: any) => each.shootingDate)).toEqual(['2026-03-17'])
    expect((await anna.get(`/schedules/${first.dayId}`)).body).toMatchObject({
      state: 'tentative',
      call: null,
      sheet: null,
      sources: [{ revision: 0 }],
    })
    expect((await anna.patch(`/schedules/${first.dayId}`, { call: '07:00' })).status).toBe(409)
    expect((await anna.post(`/schedules/${first.dayId}/confirm`)).status).toBe(409)
    expect(world.route.asked).toEqual([])
    expect(await eventsOf(anna, 'schedule.planned')).toEqual([])
    const boris = await house.person()
    expect((await boris.get(`/schedules/${first.dayId}`)).status).toBe(404)
    expect((await boris.delete(`/schedules/${first.dayId}`)).status).toBe(404)
  })

  it('gives way to the call sheet of a date, and takes no planned day back', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, oneLiner(['2026-03-16', '2026-03-17']))
    await until('the days', async () => (await listed(anna)).length === 2)
    await arrive(world, anna.id, callSheet({ date: '2026-03-16' }))
    const planned = [
      ['2026-03-16', 'pending', '2026-03-16T06:00:00Z'],
      ['2026-03-17', 'tentative', null],
    ]
    await becomes(anna, planned)
    await arrive(world, anna.id, oneLiner(['2026-03-16', '2026-03-17', '2026-03-18']))
    await becomes(anna, [...planned, ['2026-03-18', 'tentative', null]])
  })

  it('in a newer version drops the days between that it leaves out; an older one that comes late changes nothing', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, oneLiner(['2026-03-16', '2026-03-17', '2026-03-18', '2026-03-25']))
    await until('the days', async () => (await listed(anna)).length === 4)
    await arrive(world, anna.id, oneLiner(['2026-03-16', '2026-03-18']))
    const left = ['2026-03-16', '2026-03-18', '2026-03-25'].map((date) => [date, 'tentative', null])
    await becomes(anna, left)
    const dropped = (await listed(anna))[0]
    expect((await anna.delete(`/schedules/${dropped.dayId}`)).status).toBe(204)
    expect((await anna.delete(`/schedules/${dropped.dayId}`)).status).toBe(204)
    await arrive(world, anna.id, oneLiner(['2026-03-16', '2026-03-18', '2026-03-19']))
    await becomes(anna, [left[1], ['2026-03-19', 'tentative', null], left[2]])
    await arrive(world, anna.id, oneLiner(['2026-03-18', '2026-03-25']), { receivedAt: at('09:00:00') })
    await new Promise((resolve) => setTimeout(resolve, 400))
    await becomes(anna, [left[1], ['2026-03-19', 'tentative', null], left[2]])
  })

  it('is part of what a person can take along, and goes with them', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, oneLiner(['2026-03-16']))
    await until('the day', async () => (await listed(anna)).length === 1)
    const { personal } = service
    const { ctx, db } = house.house.host.runtimes.get('schedule')!
    expect(await personal.export(ctx as never, anna.id)).toMatchObject({
      foretoldDays: [{ date: '2026-03-16', state: 'tentative', place: { name: null, address: null } }],
    })
    await db.transaction((tx) => personal.erase(ctx as never, anna.id, tx as never))
    expect(await house.rows('select 1 from schedule.foretold where user_id = $1', [anna.id])).toEqual([])
  })
})

describe('a cancellation that comes before its sheet', () => {
  const off = (values: Parameters<typeof callSheet>[0] = {}) =>
    callSheet({ crewCall: null, cancelled: true, ...values })

  it('leaves a cancelled day, and the sheet sent earlier does not bring it back', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, off(), { receivedAt: at('12:00:00') })
    await becomes(anna, [['2026-03-16', 'cancelled', null]])
    await arrive(world, anna.id, callSheet({}), { receivedAt: at('11:00:00') })
    expect(await kept(anna, 2)).toEqual(['nothing-to-cancel', 'superseded'])
    expect(await shown(anna)).toEqual([['2026-03-16', 'cancelled', null]])
    expect(await eventsOf(anna, 'schedule.created')).toEqual([])
  })

  it('is overruled by a sheet that came later', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, off(), { receivedAt: at('12:00:00') })
    await kept(anna, 1)
    await arrive(world, anna.id, callSheet({}), { receivedAt: at('13:00:00') })
    await becomes(anna, [['2026-03-16', 'pending', '2026-03-16T06:00:00Z']])
    expect(await house.rows('select 1 from schedule.foretold where user_id = $1', [anna.id])).toEqual([])
  })

  it('goes by the printed revision and time of issue before the order of the mail', async () => {
    for (const [cancelled, sheet] of [
      [{ revision: 3 }, { revision: 2 }],
      [{ issuedAt: '2026-03-10T18:00' }, { issuedAt: '2026-03-10T17:00' }],
    ]) {
      const anna = await house.person()
      await arrive(world, anna.id, off(cancelled), { receivedAt: at('11:00:00') })
      await kept(anna, 1)
      await arrive(world, anna.id, callSheet(sheet!), { receivedAt: at('12:00:00') })
      expect(await kept(anna, 2)).toContain('superseded')
      expect(await shown(anna)).toEqual([['2026-03-16', 'cancelled', null]])
    }
  })

  it('turns a tentative day off, and heard again says nothing new', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, oneLiner(['2026-03-16', '2026-03-17']))
    await until('the days', async () => (await listed(anna)).length === 2)
    await arrive(world, anna.id, off(), { times: 3 })
    await becomes(anna, [
      ['2026-03-16', 'cancelled', null],
      ['2026-03-17', 'tentative', null],
    ])
    expect(await kept(anna, 1)).toEqual(['nothing-to-cancel'])
  })

  it('that a correction takes back becomes a day', async () => {
    const anna = await house.person()
    const documentId = await arrive(world, anna.id, off())
    await kept(anna, 1)
    await arrive(world, anna.id, callSheet({}), { documentId, version: 2 })
    await becomes(anna, [['2026-03-16', 'pending', '2026-03-16T06:00:00Z']])
  })
})

describe('sheets that are read in another order than they were sent', () => {
  it('count in the order in which they were sent', async () => {
    const anna = await house.person()
    await arrive(world, anna.id, callSheet({ crewCall: '06:00' }), { receivedAt: at('12:00:00') })
    await until('the day', async () => (await listed(anna))[0]?.planned)
    await arrive(world, anna.id, callSheet({ crewCall: '09:00' }), { receivedAt: at('11:00:00') })
    expect(await kept(anna, 1)).toEqual(['superseded'])
    expect((await listed(anna))[0].call).toBe('2026-03-16T05:00:00Z')
  })
})

describe('a home that the map does not know any more', () => {
  const failed = async (anna: Person, stands: boolean) => {
    await arrive(world, anna.id, callSheet({}))
    const day = await until('the day', async () => (await listed(anna)).find((each) => each.planned))
    const { planId, dayId } = day
    const failure = stands
      ? ({ code: 'provider-down', message: 'The map does not answer', willRetry: true } as const)
      : ({
          code: 'home-not-found',
          message: 'The map does not know the home address',
          willRetry: false,
        } as const)
    const about = { planId, dayId, userId: anna.id, version: 9, planVersion: 1 }
    await world.publish('route', routeFailed, { ...about, ...failure, stands })
    return await until('the failure', async () => {
      const { body } = await anna.get(`/schedules/${dayId}?language=en`)
      return body.failures.length > 0 && body
    })
  }

  it('leaves no wake-up of another home: it is said, told, and warned of', async () => {
    const anna = await house.person()
    const body = await failed(anna, false)
    expect(body).toMatchObject({ wakeUp: null, leaveHome: null, route: null, missing: ['route'] })
    expect(body.warnings[0]).toMatchObject({ code: 'home-not-found', severity: 'severe' })
    const told = await until('the second version', async () => {
      const found = await eventsOf(anna, 'schedule.planned')
      return found.find(({ version }) => version === 2)
    })
    expect(told).toMatchObject({
      tell: 'changed',
      wakeUp: null,
      changes: [{ field: 'wakeUp', before: '05:05', after: null }],
    })
  })

  it('is not the same as a map that is away: then the last route stays', async () => {
    const anna = await house.person()
    expect(await failed(anna, true)).toMatchObject({ wakeUp: '2026-03-16T04:05:00Z', missing: [] })
  })
})
