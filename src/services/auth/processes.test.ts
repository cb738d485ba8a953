import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { type Account, newAccount, realAccounts } from '../../../test/support/accounts.ts'
import { type House, openHouse } from '../../compose.ts'
import { createLogger } from '../../kernel/log.ts'
import auth from './service.ts'

/** A second process over the same database, which was told of an administrator who has an account already. */
let house: TestHouse
let other: House
let boss: Account
const dataDir = await mkdtemp(join(tmpdir(), 'klaps-second-'))
beforeAll(async () => {
  house = await openTestHouse({ services: [auth], env: realAccounts })
  boss = await newAccount(house)
  other = await openHouse({
    catalogue: [auth],
    env: { KLAPS_RATE_PER_SECOND: '10000', KLAPS_RATE_BURST: '10000', KLAPS_ADMIN_EMAIL: boss.email },
    dataDir,
    databaseUrl: house.databaseUrl,
    alone: false,
    sandbox: true,
    port: 0,
    log: createLogger({ service: 'test', level: 'silent' }),
  })
})
afterAll(async () => {
  await other.stop()
  await house.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const inOther = (person: Person) => new Person(other.url, person.token, person.id)

it('a token of one process is good in the other, and signing out counts there within about a second', async () => {
  const anna = await newAccount(house)
  expect((await inOther(anna).get('/users/me')).status).toBe(200)
  await anna.post('/auth/sign-out')
  expect((await anna.get('/users/me')).status).toBe(401)
  await until('the other process', async () => (await inOther(anna).get('/users/me')).status === 401, 4_000)
})

it('failed sign-ins are counted by all processes together', async () => {
  const anna = await newAccount(house)
  const guess = (url: string) =>
    new Person(url, undefined, 'stranger').post('/auth/sign-in', {
      email: anna.email,
      password: 'a wild guess',
    })
  const answers = []
  for (const url of [house.url, other.url, house.url, other.url, house.url, other.url, house.url])
    answers.push((await guess(url)).status)
  expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429])
})

it('KLAPS_ADMIN_EMAIL also promotes an account that is older than the setting', async () => {
  expect((await inOther(boss).get('/users')).status).toBe(200)
})
