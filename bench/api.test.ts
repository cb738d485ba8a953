import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../sandbox/index.ts'
import { loadMasterKeys } from '../src/kernel/master-key-file.ts'
import { openTestHouse, type TestHouse } from '../test/harness/house.ts'
import { Person } from '../test/harness/person.ts'
import { expectOk } from '../test/journeys/world.ts'
import { realAccounts } from '../test/support/accounts.ts'
import { unmeasured } from './api.ts'
import type { Scene } from './calls/kinds.ts'
import { fillFromModel } from './fill/fill.ts'
import { openQuiet } from './quiet.ts'
import { adminEmail, makeModel, sceneOf, signUp } from './scene.ts'

it('every route is measured or left out for a reason', () => {
  for (const reason of unmeasured().values()) expect(reason).not.toBe('')
})

describe('a house filled from its model', () => {
  const volume = { users: 3, daysEach: 6, noticesPerDay: 3, loggedDays: 12, countedDays: 2 }
  let sandbox: Sandbox
  let house: TestHouse
  let scene: Scene

  beforeAll(async () => {
    sandbox = await startSandbox()
    house = await openTestHouse({ env: { ...sandbox.env, ...realAccounts, KLAPS_ADMIN_EMAIL: adminEmail } })
    const model = await makeModel(house.url, await signUp(house.url, adminEmail))
    const quiet = await openQuiet(house.databaseUrl)
    await quiet.wait()
    await quiet.close()
    const keys = await loadMasterKeys({ env: {}, file: join(house.dataDir, 'master.key') })
    await fillFromModel(house.databaseUrl, keys, model.owner.id, volume)
    scene = await sceneOf(house.url, model, { showtimesEach: 1, purchases: 2, programme: false })
  }, 120_000)
  afterAll(async () => {
    await house.stop()
    await sandbox.stop()
  })

  const read = async (path: string) => (await expectOk(scene.owner.get(path))).body

  it('lets its services open every copy of the owner', async () => {
    const days = (await read('/schedules?limit=50&from=2000-01-01')).items
    expect(days).toHaveLength(1 + volume.daysEach)
    for (const { dayId, planId } of days) {
      expect((await read(`/schedules/${dayId}`)).missing).toEqual([])
      await read(`/schedules/${dayId}/revisions`)
      expect((await read(`/routes/${planId}`)).legs[0].polyline).not.toBeNull()
      expect((await read(`/weather/days/${planId}`)).hours).not.toEqual([])
    }
    for (const { id } of (await read('/pdf?limit=50')).items) {
      expect((await read(`/pdf/${id}`)).sheet).not.toBeNull()
      await read(`/pdf/${id}/file`)
    }
    expect((await read('/emails?limit=50')).items).toHaveLength(1 + volume.daysEach)
    expect((await read('/notifications?limit=50')).items.length).toBeGreaterThan(
      volume.daysEach * volume.noticesPerDay,
    )
  })
  it('lets another person sign in and read what is theirs', async () => {
    const { body } = await expectOk(
      house.stranger.post('/auth/sign-in', { email: scene.emails[0], password: scene.password }),
    )
    const other = new Person(house.url, body.accessToken, body.user.id)
    const days = await other.get('/schedules?limit=50&from=2000-01-01')
    expect(days.body.items).toHaveLength(volume.daysEach)
    expect(days.body.items[0].location.address).toEqual(expect.any(String))
  })
  it('has an audit chain that is whole, and nothing left to do', async () => {
    expect(await read('/audit/verify?limit=50000')).toMatchObject({ whole: true, next: null })
    const quiet = await openQuiet(house.databaseUrl)
    await quiet.wait()
    await quiet.close()
  })
})
