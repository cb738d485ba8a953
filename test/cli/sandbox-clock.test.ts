import { afterAll, beforeAll, expect, it } from 'vitest'
import { Person } from '../harness/person.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { until } from '../harness/until.ts'
import { expectOk } from '../journeys/world.ts'

let dataDir: string
let house: KlapsProcess
beforeAll(async () => {
  dataDir = await scratchFolder('klaps-clock-')
  house = await start()
}, 120_000)
afterAll(async () => {
  await house?.kill('SIGTERM')
  await throwAway(dataDir)
})

const start = () => startKlapsProcess(['--port', '0', '--data', dataDir], {})

/** The sandbox's clock, over the address that the start tells once it is ready. */
async function clock(change?: object): Promise<Temporal.Instant> {
  const told = () => /sandbox to look at: (\S+)\n/.exec(house.output())?.[1]
  await until('the address of the sandbox', async () => told() !== undefined)
  const url = told()!
  const init = change && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  }
  const { now } = (await (await fetch(`${url}/_sandbox/clock`, init)).json()) as { now: string }
  return Temporal.Instant.from(now)
}

it('the sandbox’s clock is the house’s: what is due rings when it is moved, and a restart keeps the time', async () => {
  const account = { email: 'clock@klaps.example', password: 'a long password', name: 'Clock' }
  const { body } = await expectOk(new Person(house.url, undefined, 'stranger').post('/auth/sign-up', account))
  const person = new Person(house.url, body.accessToken, body.user.id)
  const text = { text: 'jutro o 9 wyślij raport', key: crypto.randomUUID() }
  const { body: made } = await expectOk(person.post('/reminders/from-text', text))
  await clock({ set: made.reminder.nextAt })
  const later = new Person(house.url, undefined, 'stranger')
  const { email, password } = account
  const { body: back } = await expectOk(later.post('/auth/sign-in', { email, password }))
  const again = new Person(house.url, back.accessToken, body.user.id)
  await until(
    'the reminder',
    async () => JSON.stringify((await again.get('/notifications')).body).includes('wyślij raport'),
    30_000,
  )
  await house.kill('SIGTERM')
  house = await start()
  expect(Temporal.Instant.compare(await clock(), Temporal.Instant.from(made.reminder.nextAt))).toBe(1)
}, 180_000)
