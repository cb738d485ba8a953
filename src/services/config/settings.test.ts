import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { foreignService } from '../../../test/support/accounts.ts'
import { bufferPresets } from './contract.ts'
import config from './service.ts'

const route = await foreignService('route')
let house: TestHouse
let routeService: Person
beforeAll(async () => {
  house = await openTestHouse({ services: [config], env: { SERVICE_JWKS: route.jwks } })
  routeService = await route.callerOf(house.url, 'config')
})
afterAll(() => house.stop())

/** Sends an event as its owner's relay would, and waits until it has been handled. */
async function hear(type: string, source: string, data: object): Promise<void> {
  const id = crypto.randomUUID()
  const envelope = {
    specversion: '1.0',
    id,
    source: `/klaps/${source}`,
    type,
    time: Temporal.Now.instant().toString(),
    datacontenttype: 'application/json',
    data,
    correlationid: crypto.randomUUID(),
    actor: `service:${source}`,
    reason: 'test',
  }
  await house.rows('insert into config.outbox (id, type, event) values ($1, $2, $3)', [
    id,
    type,
    JSON.stringify(envelope),
  ])
  await until(
    `${type} to be handled`,
    async () => (await house.rows('select 1 from config.inbox where event_id = $1', [id])).length,
  )
}

const placeChecked = (userId: string, place: 'home' | 'stop', version: number, found: boolean) =>
  hear('place.checked', 'route', { userId, place, version, found })

const changes = (userId: string) =>
  house.rows<{ version: number; fields: string[] }>(
    `select (event -> 'data' ->> 'version')::int as version, event -> 'data' -> 'fields' as fields
     from (select type, event from config.outbox union select type, event from config.event_log) e
     where type = 'settings.updated' and event -> 'data' ->> 'userId' = $1 order by 1`,
    [userId],
  )

const home = { address: 'ul. Puławska 61, Warszawa' }
const stop = { name: 'Panavision', address: 'ul. Wał Miedzeszyński 646, Warszawa', opensAt: '06:00' }

describe('my settings', () => {
  it('a misspelt key, at any depth, is named and changes nothing', async () => {
    const anna = await house.person()
    for (const [patch, key] of [
      [{ timezone: 'Mars/X', language: 'pl' }, 'timezone'],
      [{ home: { adress: 'x', address: 'ul. Nowa 1' } }, 'home.adress'],
      [{ buffers: { trafic: 30 } }, 'buffers.trafic'],
    ] as const) {
      const { status, body } = await anna.patch('/config/settings', patch)
      expect(status).toBe(422)
      expect(body).toMatchObject({ code: 'invalid', detail: `${key}: is not known here` })
    }
    expect((await anna.get('/config/settings')).body.version).toBe(0)
  })

  it('are the defaults until something is changed', async () => {
    const anna = await house.person()
    expect((await anna.get('/config/settings')).body).toEqual({
      userId: anna.id,
      version: 0,
      home: null,
      stop: null,
      buffers: {
        morningRoutineMinutes: 45,
        carChangeMinutes: 15,
        trafficMinutes: 20,
        parkingMinutes: 10,
        entryMinutes: 10,
      },
      language: 'pl',
      timeZone: 'Europe/Warsaw',
      crewName: null,
      crewRole: null,
      crewDepartment: null,
      eventVisibility: 'private',
      notifications: { channels: {}, quietHours: null, eveningAt: '20:00' },
    })
  })
  it('a patch changes what it names, null empties, and each change is told by its fields', async () => {
    const anna = await house.person()
    const first = await anna.patch('/config/settings', {
      home,
      stop,
      crewName: ' Anna Nowak ',
      language: 'en',
    })
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({
      version: 1,
      home: { ...home, found: null },
      stop: { ...stop, found: null },
      crewName: 'Anna Nowak',
      language: 'en',
      timeZone: 'Europe/Warsaw',
    })
    const second = await anna.patch('/config/settings', {
      stop: null,
      crewName: '',
      timeZone: 'America/New_York',
      notifications: { quietHours: { from: '22:00', to: '05:00' }, channels: { 'wake-up': ['push'] } },
    })
    expect(second.body).toMatchObject({ version: 2, home: { ...home }, stop: null, crewName: null })
    expect(second.body.notifications).toEqual({
      channels: { 'wake-up': ['push'] },
      quietHours: { from: '22:00', to: '05:00' },
      eveningAt: '20:00',
    })
    expect((await anna.get('/config/settings')).body).toEqual(second.body)
    expect(await changes(anna.id)).toEqual([
      { version: 1, fields: ['home', 'stop', 'language', 'crewName'] },
      { version: 2, fields: ['stop', 'timeZone', 'crewName', 'notifications'] },
    ])
  })
  it('a patch that changes nothing makes no version and no event', async () => {
    const anna = await house.person()
    await anna.patch('/config/settings', { home })
    const { body } = await anna.patch('/config/settings', { home, preset: 'standard', language: 'pl' })
    expect(body.version).toBe(1)
    expect((await anna.patch('/config/settings', {})).body.version).toBe(1)
    expect(await changes(anna.id)).toHaveLength(1)
  })
  it('a preset sets all buffers; single ones beside it win; single ones alone leave the rest', async () => {
    const anna = await house.person()
    const both = await anna.patch('/config/settings', {
      preset: 'conservative',
      buffers: { entryMinutes: 0 },
    })
    expect(both.body.buffers).toEqual({ ...bufferPresets.conservative, entryMinutes: 0 })
    const one = await anna.patch('/config/settings', { buffers: { trafficMinutes: 60 } })
    expect(one.body.buffers).toEqual({ ...bufferPresets.conservative, entryMinutes: 0, trafficMinutes: 60 })
  })
  it('changes at the same time take turns: no version twice, nothing lost', async () => {
    const anna = await house.person()
    const patches = [{ language: 'en' }, { crewRole: '1st AC' }, { home }, { eventVisibility: 'public' }]
    const answers = await Promise.all(patches.map((patch) => anna.patch('/config/settings', patch)))
    expect(answers.map((answer) => answer.body.version).toSorted()).toEqual([1, 2, 3, 4])
    expect((await anna.get('/config/settings')).body).toMatchObject({
      version: 4,
      language: 'en',
      crewRole: '1st AC',
      home,
      eventVisibility: 'public',
    })
  })
  it.each([
    ['buffers.morningRoutineMinutes', { buffers: { morningRoutineMinutes: 121 } }],
    ['buffers.carChangeMinutes', { buffers: { carChangeMinutes: 61 } }],
    ['buffers.trafficMinutes', { buffers: { trafficMinutes: -1 } }],
    ['buffers.parkingMinutes', { buffers: { parkingMinutes: 31 } }],
    ['buffers.entryMinutes', { buffers: { entryMinutes: 7.5 } }],
    ['preset', { preset: 'lazy' }],
    ['timeZone', { timeZone: 'Europe/Atlantis' }],
    ['language', { language: 'de' }],
    ['home.address', { home: { address: 'x' } }],
    ['home.address', { home: { address: 'x'.repeat(301) } }],
    ['stop.opensAt', { stop: { ...stop, opensAt: '25:00' } }],
    ['notifications.eveningAt', { notifications: { eveningAt: 'evening' } }],
    ['notifications.channels.wake-up.0', { notifications: { channels: { 'wake-up': ['pigeon'] } } }],
  ])('422 names %s and nothing is changed', async (field, patch) => {
    const anna = await house.person()
    const { status, body } = await anna.patch('/config/settings', { crewRole: 'gaffer', ...patch })
    expect(status).toBe(422)
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(field)
    expect((await anna.get('/config/settings')).body.version).toBe(0)
  })
  it('the bounds of every range themselves are fine', async () => {
    const anna = await house.person()
    const { body } = await anna.get('/config/buffers')
    for (const [field, { min, max }] of Object.entries<{ min: number; max: number }>(body.fields))
      for (const minutes of [min, max])
        expect((await anna.patch('/config/settings', { buffers: { [field]: minutes } })).status).toBe(200)
  })
  it('addresses and names are sealed, and in no event', async () => {
    const anna = await house.person()
    await anna.patch('/config/settings', { home, stop, crewName: 'Anna Nowak' })
    const [stored] = await house.rows(
      `select row_to_json(s)::text as row from config.user_settings s where user_id = $1`,
      [anna.id],
    )
    const events = await house.rows(
      `select event::text from (select event from config.outbox union select event from config.event_log) e where event::text like $1`,
      [`%${anna.id}%`],
    )
    for (const word of ['Puławska', 'Panavision', 'Miedzeszyński', 'Nowak'])
      expect(JSON.stringify([stored, events])).not.toContain(word)
  })
  it('401 for strangers, 403 without the permission', async () => {
    const teller = await house.person({ roles: ['nobody'] })
    expect((await house.stranger.get('/config/settings')).status).toBe(401)
    expect((await house.stranger.patch('/config/settings', {})).status).toBe(401)
    expect((await teller.get('/config/settings')).status).toBe(403)
    expect((await teller.patch('/config/settings', {})).status).toBe(403)
  })
  it('the ranges and presets are there for everybody', async () => {
    const { status, body } = await house.stranger.get('/config/buffers')
    expect(status).toBe(200)
    expect(body.fields.parkingMinutes).toMatchObject({ default: 10, min: 0, max: 30 })
    expect(body.presets.minimal).toEqual(bufferPresets.minimal)
  })
})

describe('settings of a user, for services', () => {
  it('are what the user sees', async () => {
    const anna = await house.person()
    const { body } = await anna.patch('/config/settings', { home, stop })
    expect((await routeService.get(`/config/users/${anna.id}/settings`)).body).toEqual(body)
    const nobody = crypto.randomUUID()
    expect((await routeService.get(`/config/users/${nobody}/settings`)).body).toMatchObject({
      userId: nobody,
      version: 0,
    })
  })
  it('403 for users, an administrator included; 401 for strangers', async () => {
    const [anna, admin] = [await house.person(), await house.person({ roles: ['admin'] })]
    const path = `/config/users/${anna.id}/settings`
    expect((await anna.get(path)).status).toBe(403)
    expect((await admin.get(path)).status).toBe(403)
    expect((await house.stranger.get(path)).status).toBe(401)
  })
})

describe('what the map says', () => {
  const foundOf = async (person: Person) => {
    const { body } = await person.get('/config/settings')
    return [body.home?.found, body.stop?.found, body.version]
  }
  it('is kept without a new version, twice as well as once', async () => {
    const anna = await house.person()
    await anna.patch('/config/settings', { home, stop })
    await placeChecked(anna.id, 'home', 1, true)
    await placeChecked(anna.id, 'stop', 1, false)
    await placeChecked(anna.id, 'home', 1, true)
    expect(await foundOf(anna)).toEqual([true, false, 1])
  })
  it('still counts when something else was changed meanwhile, not when the address was', async () => {
    const anna = await house.person()
    await anna.patch('/config/settings', { home, stop })
    await anna.patch('/config/settings', { language: 'en', home: { address: 'ul. Nowa 1, Kraków' } })
    await placeChecked(anna.id, 'home', 1, true)
    await placeChecked(anna.id, 'stop', 1, true)
    expect(await foundOf(anna)).toEqual([null, true, 2])
    await placeChecked(anna.id, 'home', 2, false)
    expect(await foundOf(anna)).toEqual([false, true, 2])
  })
  it('is forgotten with the address and does nothing for who has none', async () => {
    const anna = await house.person()
    await anna.patch('/config/settings', { home, stop })
    await placeChecked(anna.id, 'home', 1, true)
    await anna.patch('/config/settings', { home: null, stop: { ...stop, name: 'Panavision Polska' } })
    await anna.patch('/config/settings', { home })
    expect(await foundOf(anna)).toEqual([null, null, 3])
    await placeChecked(crypto.randomUUID(), 'home', 1, true)
  })
})

it('what is known about a person can be exported', async () => {
  const anna = await house.person()
  const { body } = await anna.patch('/config/settings', { home, stop, crewName: 'Anna Nowak' })
  const { service, ctx } = house.house.host.runtimes.get('config')!
  expect(await service.personal.export(ctx, anna.id)).toEqual({ settings: body })
})

it('an erased person leaves no settings and no key', async () => {
  const [anna, boris] = [await house.person(), await house.person()]
  await anna.patch('/config/settings', { home })
  await boris.patch('/config/settings', { home })
  await hear('user.erased', 'auth', { userId: anna.id })
  const left = (table: string, column: string) =>
    house.rows<{ id: string }>(`select ${column} as id from config.${table} where ${column} in ($1, $2)`, [
      anna.id,
      boris.id,
    ])
  expect(await left('user_settings', 'user_id')).toEqual([{ id: boris.id }])
  expect(await left('personal_keys', 'person_id')).toEqual([{ id: boris.id }])
})
