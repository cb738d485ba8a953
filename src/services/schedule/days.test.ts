import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noExtras } from '#services/route'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { arrive, calendarOverlap, contextOf, neighbours, settingsChange } from './neighbours.fixture.ts'
import { callSheet } from './read-sheets.fixture.ts'
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

const settled = () => new Promise((resolve) => setTimeout(resolve, 250))

async function day(user: Person, accept: (each: any) => boolean = () => true): Promise<any> {
  return await until('the day', async () => {
    const { body } = await user.get('/schedules')
    return body.items.find((each: any) => each.planned && accept(each))
  })
}

async function planned(sheet = callSheet({})): Promise<{ anna: Person; dayId: string; planId: string }> {
  const anna = await house.person()
  await arrive(world, anna.id, sheet)
  const { dayId, planId } = await day(anna)
  return { anna, dayId, planId }
}

const tells = async (planId: string) =>
  (
    await house.rows<{ tell: string }>(
      'select tell from schedule.planned where plan_id = $1 order by version',
      [planId],
    )
  ).map(({ tell }) => tell)

describe('an edit by hand', () => {
  it('recalculates, keeps the printed value beside it and survives a revision of something else', async () => {
    const { anna, dayId } = await planned()
    const edited = await anna.patch(`/schedules/${dayId}`, { call: '06:15', notes: 'Bring the long lens' })
    expect(edited.body).toMatchObject({ call: '2026-03-16T05:15:00Z', callIsPersonal: true, version: 2 })
    await day(anna, (each) => each.wakeUp === '2026-03-16T03:20:00Z')
    await arrive(world, anna.id, callSheet({ wrap: '18:00' }))
    await day(anna, (each) => each.wrap === '2026-03-16T17:00:00Z')
    const { body } = await anna.get(`/schedules/${dayId}`)
    expect(body).toMatchObject({
      call: '2026-03-16T05:15:00Z',
      notes: 'Bring the long lens',
      edits: [{ field: 'call', printed: '07:00', edited: '06:15', conflict: false }],
      changes: [{ field: 'wrap', before: null, after: '18:00' }],
    })
    expect((await anna.patch(`/schedules/${dayId}`, { call: '06:15' })).body.version).toBe(3)
  })

  it('to a place moves the day there; back to what is printed it is no edit', async () => {
    const { anna, dayId } = await planned()
    const there = { name: null, address: 'ul. Inna 5, Warszawa' }
    await anna.patch(`/schedules/${dayId}`, { location: there })
    await until('the new question', () => world.route.asked.at(-1)!.location.address === there.address)
    expect((await anna.get(`/schedules/${dayId}`)).body).toMatchObject({
      location: there,
      edits: [{ field: 'location' }],
    })
    await anna.patch(`/schedules/${dayId}`, {
      location: { name: 'Dworzec', address: 'pl. Dworcowy 1, Warszawa' },
    })
    expect((await anna.get(`/schedules/${dayId}`)).body.edits).toEqual([])
  })

  it('that a revision contradicts is asked about; until then the earlier call counts', async () => {
    const { anna, dayId } = await planned()
    await anna.patch(`/schedules/${dayId}`, { call: '06:45' })
    await arrive(world, anna.id, callSheet({ crewCall: '06:30' }))
    await day(anna, (each) => each.call === '2026-03-16T05:30:00Z')
    const asked = (await anna.get(`/schedules/${dayId}`)).body.edits
    expect(asked).toMatchObject([{ field: 'call', printed: '06:30', edited: '06:45', conflict: true }])
    const mine = await anna.post(`/schedules/${dayId}/edits/call`, { keep: 'mine' })
    expect(mine.body.call).toBe('2026-03-16T05:45:00Z')
    expect((await anna.get(`/schedules/${dayId}`)).body.edits).toMatchObject([{ conflict: false }])
    expect((await anna.post(`/schedules/${dayId}/edits/call`, { keep: 'mine' })).status).toBe(404)
  })

  it('gives way when the user takes the new value', async () => {
    const { anna, dayId } = await planned()
    await anna.patch(`/schedules/${dayId}`, { call: '06:00' })
    await arrive(world, anna.id, callSheet({ crewCall: '06:30' }))
    await until('the question', async () => (await anna.get(`/schedules/${dayId}`)).body.edits[0]?.conflict)
    expect((await day(anna)).call).toBe('2026-03-16T05:00:00Z')
    const taken = await anna.post(`/schedules/${dayId}/edits/call`, { keep: 'revision' })
    expect(taken.body.call).toBe('2026-03-16T05:30:00Z')
    expect((await anna.get(`/schedules/${dayId}`)).body.edits).toEqual([])
  })
})

describe('a change in the calendar', () => {
  it('of the time is offered, and in force only once it is taken', async () => {
    const { anna, dayId, planId } = await planned()
    const later = {
      planId,
      start: Temporal.Instant.from('2026-03-16T05:20:00Z'),
      notes: 'Parking at the back',
    }
    expect(await world.asCalendar().calendarChange(later)).toEqual({ accepted: true })
    const { body } = await anna.get(`/schedules/${dayId}`)
    expect(body).toMatchObject({
      call: '2026-03-16T06:00:00Z',
      notes: 'Parking at the back',
      edits: [{ field: 'call', printed: '07:00', edited: '07:30', conflict: true }],
    })
    const taken = await anna.post(`/schedules/${dayId}/edits/call`, { keep: 'mine' })
    expect(taken.body.call).toBe('2026-03-16T06:30:00Z')
  })

  it('that deletes the event asks before the day is dropped; kept, it is told again', async () => {
    const { anna, dayId, planId } = await planned()
    await world.asCalendar().calendarChange({ planId, deleted: true })
    expect((await day(anna)).state).toBe('pending')
    // A slow machine tells route or weather of the first plan later, in a version of its own.
    const before = await tells(planId)
    await anna.post(`/schedules/${dayId}/edits/deleted`, { keep: 'revision' })
    expect(await tells(planId)).toEqual([...before, 'quiet'])
    await world.asCalendar().calendarChange({ planId, deleted: true })
    const dropped = await anna.post(`/schedules/${dayId}/edits/deleted`, { keep: 'mine' })
    expect(dropped.body.state).toBe('cancelled')
    expect(await world.asCalendar().calendarChange({ planId, deleted: true })).toEqual({ accepted: false })
  })
})

describe('a day by hand', () => {
  const entered = (productionId: string) => ({
    productionId,
    shootingDate: '2026-03-20',
    call: '18:00',
    wrap: '04:00',
    location: { address: 'ul. Nocna 3, Warszawa' },
  })

  it('is planned like any other; a wrap before the call is the next morning', async () => {
    const anna = await house.person()
    const { body: production } = await anna.post('/productions', { title: 'Nocna zmiana' })
    const { status, body } = await anna.post('/schedules', entered(production.id))
    expect(status).toBe(201)
    expect(body).toMatchObject({ call: '2026-03-20T17:00:00Z', wrap: '2026-03-21T03:00:00Z', revision: 1 })
    expect((await anna.post('/schedules', entered(production.id))).body.dayId).toBe(body.dayId)
    const again = await anna.post('/schedules', { ...entered(production.id), call: '17:00' })
    expect([again.status, again.body.code]).toEqual([409, 'schedule.day-exists'])
    await day(anna)
    expect((await anna.get(`/schedules/${body.dayId}`)).body).toMatchObject({ sheet: null, sources: [] })
  })

  it('in a production of another, or with an impossible time or date, is refused', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    const { body } = await anna.post('/productions', { title: 'Moje' })
    expect((await boris.post('/schedules', entered(body.id))).status).toBe(404)
    expect((await anna.post('/schedules', { ...entered(body.id), call: '25:00' })).status).toBe(422)
    expect((await anna.post('/schedules', { ...entered(body.id), shootingDate: '2026-02-30' })).status).toBe(
      422,
    )
  })
})

describe('confirming and dropping', () => {
  it('a confirmed day is told once, and has to be confirmed again when the call moves', async () => {
    const { anna, dayId, planId } = await planned()
    expect((await anna.post(`/schedules/${dayId}/confirm`)).body).toMatchObject({
      state: 'confirmed',
      version: 2,
    })
    expect((await anna.post(`/schedules/${dayId}/confirm`)).body.version).toBe(2)
    expect(await tells(planId)).toEqual(['ready', 'quiet'])
    await arrive(world, anna.id, callSheet({ crewCall: '08:00' }))
    await day(anna, (each) => each.state === 'pending' && each.version === 3)
  })

  it('a dropped day stays dropped when a revision comes, and cannot be edited or confirmed', async () => {
    const { anna, dayId } = await planned()
    expect((await anna.delete(`/schedules/${dayId}`)).status).toBe(204)
    await arrive(world, anna.id, callSheet({ crewCall: '08:00' }))
    await settled()
    expect((await anna.get(`/schedules/${dayId}`)).body).toMatchObject({ state: 'cancelled', version: 2 })
    expect((await anna.patch(`/schedules/${dayId}`, { call: '08:00' })).body.code).toBe(
      'schedule.not-editable',
    )
    expect((await anna.post(`/schedules/${dayId}/confirm`)).status).toBe(409)
  })

  it('a day that is over is completed by itself', async () => {
    const { anna, dayId } = await planned(callSheet({ date: '2026-03-12', wrap: '19:00' }))
    const { completePast } = await import('./sweep.ts')
    await house.travelTo(Temporal.Instant.from('2026-03-12T19:00:00Z'))
    await completePast(contextOf(house, 'schedule') as never)
    await house.travelTo(Temporal.Instant.from('2026-03-10T10:00:00Z'))
    expect((await anna.get(`/schedules/${dayId}`)).body.state).toBe('completed')
  })
})

describe('warnings', () => {
  it('of early rising, short turnaround, overlap and a weekday that does not fit, gravest first', async () => {
    const anna = await house.person()
    world.route.driveMinutes = 170
    await arrive(
      world,
      anna.id,
      callSheet({ title: 'Wieczór', date: '2026-03-15', crewCall: '14:00', wrap: '23:00' }),
    )
    await day(anna)
    await arrive(
      world,
      anna.id,
      callSheet({ title: 'Rano', crewCall: '06:00', problems: ['weekday-mismatch'] }),
    )
    const { dayId, planId } = await day(anna, (each) => each.productionTitle === 'Rano')
    await calendarOverlap(world, { dayId, planId, userId: anna.id })
    const warnings = await until('all warnings', async () => {
      const { body } = await anna.get(`/schedules/${dayId}?language=en`)
      return body.warnings.some((each: any) => each.code === 'calendar-overlap') && body.warnings
    })
    const codes = warnings.map((each: any) => each.code)
    expect(codes).toEqual(
      expect.arrayContaining([
        'very-early-wake-up',
        'short-turnaround',
        'weekday-mismatch',
        'long-travel',
        'calendar-overlap',
      ]),
    )
    expect(warnings.at(-1).code).toBe('long-travel')
    const turnaround = warnings.find((each: any) => each.code === 'short-turnaround')
    expect(turnaround.text).toBe('Turnaround since the previous wrap: 7 h 0 min, less than 11 h.')
  })
})

describe('productions and members', () => {
  it('a sender of call sheets becomes known; the production is listed to its owner only', async () => {
    const { anna } = await planned(callSheet({ title: 'Żółw & Łoś' }))
    await arrive(
      world,
      anna.id,
      callSheet({ title: 'żółw  i łoś'.replace(' i', ' &'), date: '2026-03-17' }),
      {
        sender: 'Other <Biuro@Inne.example>',
      },
    )
    const items = await until('both senders', async () => {
      const { body } = await anna.get('/productions')
      return body.items[0].senders.length === 2 && body.items
    })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ senders: ['office@film.example', 'biuro@inne.example'], role: 'owner' })
    const [row] = await house.rows<{ senders: string }>(
      'select senders from schedule.productions where id = $1',
      [items[0].id],
    )
    expect(row!.senders).not.toContain('example')
    const boris = await house.person()
    expect((await boris.get('/productions')).body.items).toEqual([])
    expect((await boris.patch(`/productions/${items[0].id}`, { title: 'Mine' })).status).toBe(404)
    expect((await boris.get(`/productions/${items[0].id}/members`)).status).toBe(404)
  })

  it("a title is one production's; another zone moves the days", async () => {
    const { anna, dayId } = await planned(callSheet({ title: 'Podróż' }))
    expect((await anna.post('/productions', { title: 'PODROZ' })).body.code).toBe('production.exists')
    const { body } = await anna.get('/productions')
    const id = body.items[0].id
    expect((await anna.patch(`/productions/${id}`, { timeZone: 'Mars/Olympus' })).status).toBe(422)
    expect((await anna.patch(`/productions/${id}`, { timeZone: 'Europe/Lisbon' })).body.version).toBe(2)
    await day(anna, (each) => each.call === '2026-03-16T07:00:00Z')
    expect((await anna.get(`/schedules/${dayId}`)).body.changes).toEqual([
      { field: 'zone', before: 'Europe/Warsaw', after: 'Europe/Lisbon' },
    ])
  })

  it('each member gets a plan of their own out of the one sheet, with their own call', async () => {
    const anna = await house.person({ roles: ['production_manager'] })
    const [boris, celia] = [await house.person(), await house.person()]
    const calls = [
      { name: 'Nowak Boris', role: null, department: null, time: '05:30' },
      { name: null, role: null, department: 'Camera', time: '06:30' },
    ]
    await arrive(world, anna.id, callSheet({ title: 'Razem', calls }))
    const { dayId } = await day(anna)
    const { id } = (await anna.get('/productions')).body.items[0]
    const put = await anna.put(`/productions/${id}/members/${boris.id}`, { nameAsPrinted: 'Boris Nowak' })
    expect(put.body).toMatchObject({ nameAsPrinted: 'Boris Nowak', standing: 'member' })
    await anna.put(`/productions/${id}/members/${celia.id}`, { department: 'camera' })
    const [his, hers] = [await day(boris), await day(celia)]
    expect([his.dayId, his.call, hers.call]).toEqual([dayId, '2026-03-16T04:30:00Z', '2026-03-16T05:30:00Z'])
    await arrive(world, anna.id, callSheet({ title: 'Razem', calls, wrap: '18:00' }))
    await day(boris, (each) => each.wrap !== null)
    expect((await boris.get('/productions')).body.items[0]).toMatchObject({ role: 'member', senders: [] })
    expect((await boris.get(`/productions/${id}/members`)).body.items).toHaveLength(1)
    expect((await anna.get(`/productions/${id}/members`)).body.items).toHaveLength(3)
    expect((await boris.put(`/productions/${id}/members/${boris.id}`, {})).status).toBe(403)
    const other = await house.person({ roles: ['production_manager'] })
    expect((await other.put(`/productions/${id}/members/${other.id}`, {})).status).toBe(404)
  })

  it('a new name in the settings finds the personal call in the sheet that stands', async () => {
    const calls = [{ name: 'Anna Kowalska', role: null, department: null, time: '06:00' }]
    const { anna } = await planned(callSheet({ calls }))
    world.settings.set(anna.id, { crewName: 'Kowalska Anna' })
    await settingsChange(world, anna.id, 2, ['crewName'])
    expect(await day(anna, (each) => each.callIsPersonal)).toMatchObject({ call: '2026-03-16T05:00:00Z' })
  })
})

describe('another user', () => {
  it("never sees or changes one's days: 404; nobody signed in: 401; a viewer changes nothing: 403", async () => {
    const { dayId, planId } = await planned()
    const [boris, viewer] = [await house.person(), await house.person({ roles: ['viewer'] })]
    const requests: [string, string, unknown?][] = [
      ['GET', `/schedules/${dayId}`],
      ['PATCH', `/schedules/${dayId}`, { call: '06:00' }],
      ['POST', `/schedules/${dayId}/edits/call`, { keep: 'mine' }],
      ['POST', `/schedules/${dayId}/confirm`],
      ['DELETE', `/schedules/${dayId}`],
      ['GET', `/schedules/${dayId}/revisions`],
    ]
    for (const [method, path, body] of requests) {
      expect([method, path, (await boris.send(method, path, body)).status]).toEqual([method, path, 404])
      expect((await house.stranger.send(method, path, body)).status).toBe(401)
      if (method !== 'GET') expect((await viewer.send(method, path, body)).status).toBe(403)
    }
    expect((await boris.get('/schedules')).body.items).toEqual([])
    expect((await boris.get(`/schedules/plans/${planId}`)).status).toBe(403)
    expect((await boris.post(`/schedules/plans/${planId}/calendar-change`, {})).status).toBe(403)
    expect((await boris.get('/schedules/not-an-id')).status).toBe(422)
  })
})

describe('lists', () => {
  it('are paged by date and filtered', async () => {
    const anna = await house.person()
    for (const date of ['2026-03-18', '2026-03-16', '2026-03-17'])
      await arrive(world, anna.id, callSheet({ date }))
    await until('three days', async () => (await anna.get('/schedules')).body.items.length === 3)
    const first = (await anna.get('/schedules?limit=2')).body
    const second = (await anna.get(`/schedules?limit=2&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items].map((each: any) => each.shootingDate)).toEqual([
      '2026-03-16',
      '2026-03-17',
      '2026-03-18',
    ])
    expect(second.nextCursor).toBeNull()
    const filtered = (await anna.get('/schedules?from=2026-03-17&to=2026-03-17&state=pending')).body
    expect(filtered.items).toHaveLength(1)
    const forged = Buffer.from(JSON.stringify(['yesterday', randomUUID()])).toString('base64url')
    const { dayId, productionId } = first.items[0]
    for (const path of [
      '/schedules',
      '/productions',
      `/productions/${productionId}/members`,
      `/schedules/${dayId}/revisions`,
    ])
      for (const cursor of ['nonsense', forged])
        expect([path, (await anna.get(`${path}?cursor=${cursor}`)).status]).toEqual([path, 422])
    expect((await anna.get(`/schedules/${dayId}/revisions?limit=1`)).body.nextCursor).toBeNull()
    expect((await anna.get(`/schedules?productionId=${randomUUID()}`)).body.items).toEqual([])
  })
})

describe('what is known about a person', () => {
  it('is sealed at rest, exported in full and erased; the production goes with its last member', async () => {
    const { anna, planId } = await planned(callSheet({ title: 'Do usunięcia' }))
    await world.asCalendar().calendarChange({ planId, notes: 'My secret note' })
    const rows = await house.rows(
      'select p.*, r.says from schedule.plans p join schedule.revisions r on r.plan_id = p.id where p.id = $1',
      [planId],
    )
    expect(JSON.stringify(rows)).not.toMatch(/Zmyslony|Dworcowy|secret note/)
    const ctx = contextOf(house, 'schedule')
    const archive = await service.personal.export(ctx as never, anna.id)
    expect(JSON.stringify(archive)).toMatch(/Zmyslony/)
    expect(archive).toMatchObject({
      days: [{ planId, notes: 'My secret note' }],
      productions: [{ title: 'Do usunięcia' }],
    })
    await ctx.db.transaction((tx) => service.personal.erase(ctx as never, anna.id, tx as never))
    for (const table of ['plans', 'documents', 'members'])
      expect(await house.rows(`select 1 from schedule.${table} where user_id = $1`, [anna.id])).toEqual([])
    expect(await house.rows('select 1 from schedule.productions where owner_id = $1', [anna.id])).toEqual([])
  })
})
