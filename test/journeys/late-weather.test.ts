import { afterAll, beforeAll, expect, it } from 'vitest'
import { generateCallSheet } from '../../sandbox/callsheets/index.ts'
import { asEmail } from '../../sandbox/callsheets/mail.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { until } from '../harness/until.ts'
import { type CrewMember, joinCrew, plannedDay } from './world.ts'

let sandbox: Sandbox
let house: TestHouse
let ola: CrewMember
beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({ env: { ...sandbox.env, AUTH_JWKS: '' } })
  ola = await joinCrew({ url: house.url, sandbox, stop: async () => {} })
}, 120_000)
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})

it('a forecast that comes late and adds minutes to a slow road makes one message, with the later wake-up known', async () => {
  const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: 3 }).toString()
  const { pdf, fileName } = await generateCallSheet({
    seed: 43,
    language: 'pl',
    layout: 'polish-plan-dnia',
    overrides: { date },
  })
  sandbox.standIns.weather.set({ date, kind: 'rain' })
  sandbox.faults.set('openweathermap', { kind: 'slow', ms: 500 })
  const raw = await asEmail({
    from: 'Produkcja <produkcja@film.test>',
    to: ola.email,
    subject: 'Plan dnia',
    attachments: [{ fileName, content: pdf, contentType: 'application/pdf' }],
  })
  await sandbox.mailbox.deliver(Buffer.from(raw), { into: 'imap', recipients: [ola.email] })
  await until('the dry road', async () => {
    return (await house.rows(`select 1 from schedule.answers where kind = 'route'`)).length > 0
  })
  // From here on the map takes longer over the wet road than a day waits for what has not answered at all.
  sandbox.faults.set('google-maps', { kind: 'slow', ms: 1000 })
  // A list tells no route.
  const day = await plannedDay(ola, date, ({ route }) => !route || route.extras.trafficMinutes > 0)
  await until('the message', () => sandbox.smtp.sent().some(({ to }) => to.includes(ola.email)))
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const mails = sandbox.smtp.sent().filter(({ to }) => to.includes(ola.email))
  expect(mails.map(({ subject }) => subject)).toHaveLength(1)
  const wakeUp = day.route.times.wakeUp.slice(11, 16)
  expect(mails[0]!.text).toContain(`Pobudka: ${wakeUp}`)
  expect((await ola.get('/notifications')).body.items.map(({ kind }: { kind: string }) => kind)).toEqual([
    'schedule-ready',
  ])
}, 60_000)
