import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noNeighbours } from '../../src/services/control/workshop.fixture.ts'
import type { Person } from '../harness/person.ts'
import { openSplitHouse, type SplitHouse } from '../harness/split.ts'
import { until } from '../harness/until.ts'
import { signer } from '../support/signed-in.ts'

const zone = 'Europe/Warsaw'
const patienceMs = 60_000
/** No reminder of these goes with an event of the calendar. */
const services = ['config', 'reminder', 'control']
const { env: keys, signedIn } = await signer()
const elsewhere = Object.fromEntries(
  Object.entries(noNeighbours).filter(
    ([name]) => !services.includes(name.replace('SERVICE_URL_', '').toLowerCase()),
  ),
)

let house: SplitHouse
let anna: Person
let admin: Person
beforeAll(async () => {
  house = await openSplitHouse({
    env: { ...elsewhere, ...keys },
    services,
    replicas: { reminder: 2, control: 2 },
    withinMs: 280_000,
  })
  anna = await signedIn(house.url, ['crew_member'])
  admin = await signedIn(house.url, ['admin'])
}, 300_000)
afterAll(() => house?.stop(), 60_000)

/** Reminders for so many seconds ahead, asked of one replica and the other in turn. */
async function remind(many: number, seconds: number): Promise<string[]> {
  const startsAt = Temporal.Now.plainDateTimeISO(zone).add({ seconds }).round('second').toString()
  const make = (number: number) =>
    anna.post('/reminders', { text: `Zadanie ${number}`, startsAt, timeZone: zone })
  const made = await Promise.all(Array.from({ length: many }, (_, number) => make(number)))
  expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]))
  return made.map(({ body }) => body.id as string)
}

const counted = async (service: string, sql: string, ids: readonly string[]) =>
  (await house.rows<{ count: number }>(service, sql, [ids]))[0]!.count
const rang = (ids: readonly string[]) =>
  counted(
    'reminder',
    'select count(*)::int from reminder.occurrences where reminder_id = any($1::uuid[])',
    ids,
  )
const published = (ids: readonly string[]) =>
  counted(
    'reminder',
    `select count(*)::int from reminder.event_log where type = 'reminder.due' and event->'data'->>'reminderId' = any($1::text[])`,
    ids,
  )
const runs = (ids: readonly string[]) =>
  counted(
    'control',
    `select count(*)::int from control.runs where subject = any($1::text[])`,
    ids.map(subjectOf),
  )
const subjectOf = (id: string) => `reminder:${id}`

/** Once each: in the table, on the broker, and as a run at control. */
async function expectOnceEach(ids: readonly string[]) {
  await until('all have rung', async () => (await rang(ids)) >= ids.length, patienceMs)
  await until('control has heard of all', async () => (await runs(ids)) >= ids.length, patienceMs)
  await sleep(1_500)
  expect(await rang(ids)).toBe(ids.length)
  expect(await published(ids)).toBe(ids.length)
  expect(await runs(ids)).toBe(ids.length)
}

it('each reminder rings once over two replicas', async () => {
  await expectOnceEach(await remind(40, 25))
}, 120_000)

it('a replica that is killed while they ring leaves its work to the other', async () => {
  const ids = await remind(40, 25)
  await until('the first to ring', async () => (await rang(ids)) > 0, patienceMs)
  await house.crash('reminder', 0)
  await expectOnceEach(ids)
}, 120_000)

it('a run that is late is found once by two replicas of control, one of which is killed', async () => {
  const [id] = await remind(1, 8)
  // Nobody is told of it, as no notification service runs: after its time it is late.
  expect((await admin.put('/control/expectations/reminder', { seconds: 1 })).status).toBe(200)
  const [other] = await remind(1, 8)
  await until('both to be followed', async () => (await runs([id!, other!])) === 2, patienceMs)
  await house.crash('control', 1)
  const alarms = () =>
    counted(
      'control',
      `select count(*)::int from control.event_log
       where type = 'control.run.stuck' and event->'data'->>'subject' = any($1::text[])`,
      [subjectOf(other!)],
    )
  await until('the alarm', async () => (await alarms()) > 0, patienceMs)
  await sleep(6_000)
  expect(await alarms()).toBe(1)
}, 120_000)

it('a timer runs when it is told to, whichever replica is asked', async () => {
  const cron = async () =>
    (await admin.get('/control/timers?service=reminder')).body.items.find(
      ({ kind }: { kind: string }) => kind === 'cron',
    )
  const { name, lastAt } = await cron()
  expect(lastAt).toBeNull()
  expect((await admin.post(`/control/timers/reminder/${name}/run`)).status).toBe(204)
  const ran = await until('the run', async () => (await cron()).lastOutcome && (await cron()), patienceMs)
  expect(ran).toMatchObject({ name, lastOutcome: 'ok', paused: false })
}, 120_000)
