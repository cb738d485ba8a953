import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { furnish } from '../../sandbox/demo.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { until } from '../harness/until.ts'

let stateDir: string
let sandbox: Sandbox
let house: TestHouse
beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'klaps-demo-'))
  sandbox = await startSandbox({ ports: 'kept', stateDir })
  house = await openTestHouse({ env: { ...sandbox.env, AUTH_JWKS: '' } })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
  await rm(stateDir, { recursive: true, force: true })
})

interface DemoMail {
  state: string
  state_reason: string | null
}

const mails = () => house.rows<DemoMail>('select state, state_reason from email.emails order by received_at')
const plans = () => house.rows<{ call_is_personal: boolean }>('select call_is_personal from schedule.plans')

it('the demo person has a row on both of her sheets, and nothing about them is in doubt', async () => {
  await furnish(house.url, sandbox)
  await until('both days', async () => (await plans()).length === 2, 30_000)
  await until('both mails', async () => (await mails()).every(({ state }) => state === 'completed'), 30_000)
  expect(await mails()).toHaveLength(2)
  expect((await plans()).map((day) => day.call_is_personal)).toEqual([true, true])
}, 60_000)

it('a later start mails two more once her days are over, and none while some are ahead', async () => {
  await furnish(house.url, sandbox)
  await daysLater(3)
  await furnish(house.url, sandbox)
  await until('two days more', async () => (await plans()).length === 4, 30_000)
  expect(await mails()).toHaveLength(4)
}, 60_000)

it('its mailbox is found again where another program has taken the port', async () => {
  const now = sandbox.clock.now()
  await sandbox.stop()
  const taken = createServer().listen(Number(sandbox.env.SANDBOX_IMAP_PORT), '127.0.0.1')
  try {
    sandbox = await startSandbox({ ports: 'kept', stateDir })
    expect(sandbox.moved).toBe(true)
    sandbox.clock.set(now)
    await daysLater(3)
    await furnish(house.url, sandbox)
    await until('mail by the new port', async () => (await mails()).length === 6, 30_000)
  } finally {
    taken.close()
  }
}, 60_000)

async function daysLater(days: number): Promise<void> {
  const later = sandbox.clock.now().add({ hours: 24 * days })
  sandbox.clock.set(later)
  await house.travelTo(later)
}
