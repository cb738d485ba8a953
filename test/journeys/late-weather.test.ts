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
  house = await openTestHouse({ env: { ...sandbox.env, AUTH_JWKS: '', NOTIFICATION_SETTLE_SECONDS: '60' } })
  ola = await joinCrew({ url: house.url, sandbox, stop: async () => {} })
}, 120_000)
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})

interface Lateness {
  readonly seed: number
  readonly inDays: number
  readonly weatherMs: number
  readonly roadMs: number
}

/** Mails a sheet for a day of rain; the map is asked about the dry road before it becomes slow. */
async function rainyDay({ seed, inDays, weatherMs, roadMs }: Lateness): Promise<string> {
  const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: inDays }).toString()
  const { pdf, fileName } = await generateCallSheet({
    seed,
    language: 'pl',
    layout: 'polish-plan-dnia',
    overrides: { date },
  })
  const known = (await roads()).length
  sandbox.standIns.weather.set({ date, kind: 'rain' })
  sandbox.faults.set('openweathermap', { kind: 'slow', ms: weatherMs })
  const raw = await asEmail({
    from: 'Produkcja <produkcja@film.test>',
    to: ola.email,
    subject: 'Plan dnia',
    attachments: [{ fileName, content: pdf, contentType: 'application/pdf' }],
  })
  await sandbox.mailbox.deliver(Buffer.from(raw), { into: 'imap', recipients: [ola.email] })
  await until('the dry road', async () => (await roads()).length > known)
  // From here on the map takes longer over the wet road than a day waits for what has not answered at all.
  sandbox.faults.set('google-maps', { kind: 'slow', ms: roadMs })
  return date
}

const roads = () => house.rows(`select 1 from schedule.answers where kind = 'route'`)
const mailsOf = (before: number) =>
  sandbox.smtp
    .sent()
    .filter(({ to }) => to.includes(ola.email))
    .slice(before)
const mailCount = () => mailsOf(0).length

/** News waits in the row of its day: when none does, and none is being written, all is said. */
const allIsSaid = () =>
  until('the last word', async () => {
    const [row] = await house.rows<{ open: number }>(
      `select (select count(*) from notification.days where tell_at is not null)
        + (select count(*) from notification.intents where composed_at is null)
        + (select count(*) from schedule.plans where due_at is not null)
        + (select count(*) from notification.deliveries where state = 'queued') as open`,
    )
    return Number(row!.open) === 0
  })

it.each([
  { what: 'within the first second', seed: 43, inDays: 3, weatherMs: 500, roadMs: 1000 },
  { what: 'after the first second', seed: 44, inDays: 4, weatherMs: 2000, roadMs: 1500 },
])(
  'a forecast that comes $what and adds minutes to a slow road makes one message, with the later wake-up',
  async (late) => {
    const before = mailCount()
    const date = await rainyDay(late)
    // A list tells no route.
    const day = await plannedDay(ola, date, ({ route }) => !route || route.extras.trafficMinutes > 0)
    await until('the message', () => mailCount() > before)
    await allIsSaid()
    const mails = mailsOf(before)
    expect(mails.map(({ subject }) => subject)).toHaveLength(1)
    const wakeUp = day.route.times.wakeUp.slice(11, 16)
    expect(mails[0]!.text).toContain(`Pobudka: ${wakeUp}`)
    expect(await kindsAbout(day.dayId)).toEqual(['schedule-ready'])
  },
  60_000,
)

it('a wake-up that really moves afterwards makes one message more, which says so', async () => {
  sandbox.faults.clear()
  const { body } = await ola.get('/schedules')
  const dayIds: string[] = body.items.map(({ dayId }: { dayId: string }) => dayId)
  const before = mailCount()
  await ola.patch('/config/settings', { buffers: { morningRoutineMinutes: 75 } })
  await until('the messages', () => mailCount() >= before + dayIds.length)
  await allIsSaid()
  for (const dayId of dayIds) {
    const { wakeUp, timeZone } = (await ola.get(`/schedules/${dayId}`)).body
    const time = Temporal.Instant.from(wakeUp)
      .toZonedDateTimeISO(timeZone)
      .toPlainTime()
      .toString()
      .slice(0, 5)
    expect(await kindsAbout(dayId)).toEqual(['leave-earlier', 'schedule-ready'])
    expect(mailsOf(before).filter(({ subject }) => subject.includes(`pobudka ${time}`))).not.toEqual([])
  }
  expect(mailCount()).toBe(before + dayIds.length)
}, 60_000)

async function kindsAbout(dayId: string): Promise<string[]> {
  const rows = await house.rows<{ kind: string }>(
    'select kind from notification.notifications where subject = $1 order by created_at desc',
    [`day:${dayId}`],
  )
  return rows.map(({ kind }) => kind)
}
