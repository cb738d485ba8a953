import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { until } from '../harness/until.ts'
import { type CrewMember, expectOk, joinCrew } from '../journeys/world.ts'
import { mailSheet, verdict } from './stage.ts'
import type { Evidence } from './witness.ts'

/** Later than any provider's second try: the first comes after a few minutes (weather, route). */
const later = { minutes: 20 }

describe('providers that are slow, refuse or are away', () => {
  let sandbox: Sandbox
  let house: TestHouse
  let ola: CrewMember
  let evidence: Evidence
  let sheets = 0
  let travelled = Temporal.Duration.from({ seconds: 0 })
  const dates: string[] = []

  beforeAll(async () => {
    sandbox = await startSandbox()
    house = await openTestHouse({ env: { ...sandbox.env, AUTH_JWKS: '', EMAIL_POLL_SECONDS: '5' } })
    ola = await joinCrew({ url: house.url, sandbox, stop: async () => undefined })
    await expectOk(
      ola.patch('/config/settings', {
        notifications: { channels: { 'schedule-ready': ['in-app', 'email'] }, quietHours: null },
      }),
    )
    evidence = {
      rows: (_service, sql, values) => house.rows(sql, values),
      sandbox,
      person: { id: ola.id, email: ola.email },
    }
  }, 60_000)
  afterEach(() => sandbox.faults.clear())
  afterAll(async () => {
    await house.stop()
    await sandbox.stop()
  })

  const mail = async () => {
    sheets += 1
    const { date } = await mailSheet(sandbox, ola.email, sheets, sheets + 4)
    dates.push(date)
    return date
  }
  /** The committed plan of a day as soon as it has been told so. */
  const told = (date: string, so = (_missing: readonly string[]) => true) =>
    until(
      `the plan of ${date}`,
      async () => {
        const [plan] = await house.rows<{ missing: string[]; planned_version: number }>(
          'select missing, planned_version from schedule.plans where date = $1 and planned_version > 0',
          [date],
        )
        return plan && so(plan.missing) && plan
      },
      30_000,
    )
  const readyMails = () => new Set(sandbox.smtp.sent().map(({ messageId }) => messageId)).size
  const kinds = async () =>
    (
      await house.rows<{ kind: string }>('select kind from notification.notifications order by created_at')
    ).map(({ kind }) => kind)
  const goOn = async () => {
    travelled = travelled.add(later)
    await house.travelTo(Temporal.Now.instant().add(travelled))
  }

  it('no weather: the day is planned without, says so, and completes itself', async () => {
    // Fair weather adds no minutes, so that its coming is no news.
    for (let days = 0; days < 20; days++) {
      const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days }).toString()
      sandbox.standIns.weather.set({ date, kind: 'fair' })
    }
    sandbox.faults.set('openweathermap', { kind: 'status', status: 500 })
    sandbox.faults.set('open-meteo', { kind: 'status', status: 500 })
    const date = await mail()
    // On a slow machine the road may come after the second that schedule waits.
    await told(date, (missing) => missing.join() === 'weather')
    const day = (await ola.get(`/schedules?from=${date}&to=${date}`)).body.items[0]
    expect(day.missing).toEqual(['weather'])
    await until('the mail of the unfinished plan', () => readyMails() >= 1)
    const detail = await until('the refusal', async () => {
      const { body } = await ola.get(`/schedules/${day.dayId}?language=en`)
      return JSON.stringify(body).toLowerCase().includes('weather') && body
    })
    expect(detail.missing).toEqual(['weather'])
    sandbox.faults.clear()
    await goOn()
    expect(await verdict(evidence, dates)).toEqual([])
    // In cold months the forecast brings a warning, which is news.
    expect((await kinds()).filter((kind) => kind !== 'weather-warning')).toEqual(['schedule-ready'])
  }, 120_000)

  it('maps that never answer: the day is planned without a route, then with one', async () => {
    sandbox.faults.set('google-maps', { kind: 'timeout' })
    sandbox.faults.set('osrm', { kind: 'timeout' })
    const date = await mail()
    expect((await told(date)).missing).toContain('route')
    sandbox.faults.clear()
    const check = verdict(evidence, dates, 90_000)
    await goOn()
    expect(await check).toEqual([])
  }, 180_000)

  it('a calendar that asks for patience: written a little later, once', async () => {
    sandbox.faults.set('google-calendar', { kind: 'status', status: 429, retryAfter: 1, times: 3 })
    await mail()
    expect(await verdict(evidence, dates)).toEqual([])
    expect(sandbox.journal.all('google-calendar').filter(({ status }) => status === 429).length).toBe(3)
  }, 120_000)

  it('a mail server that is away: the mail goes when it is back, under one id', async () => {
    const before = readyMails()
    sandbox.faults.set('smtp', { kind: 'status', status: 451 })
    const date = await mail()
    await told(date)
    const refused = () => sandbox.journal.all('smtp').filter(({ status }) => status === 451).length
    await until('two refusals', () => refused() >= 2, 30_000)
    expect(readyMails()).toBe(before)
    sandbox.faults.clear()
    expect(await verdict(evidence, dates)).toEqual([])
    expect(readyMails()).toBe(before + 1)
  }, 120_000)

  it('web push whose answer is lost: repeated under one topic', async () => {
    const { publicKey } = (await house.stranger.get('/notifications/push-key')).body
    const { endpoint, keys } = sandbox.standIns.push.subscribe(publicKey)
    await expectOk(ola.post('/notifications/targets/push', { endpoint, keys, label: 'Browser' }))
    await expectOk(
      ola.patch('/config/settings', {
        notifications: { channels: { 'schedule-ready': ['in-app', 'push'] } },
      }),
    )
    sandbox.faults.set('push', { kind: 'drop-after-effect', times: 1 })
    await mail()
    await until('the lost answer', () =>
      sandbox.journal.all('push').some(({ fault }) => fault === 'drop-after-effect'),
    )
    expect(await verdict(evidence, dates)).toEqual([])
    expect(sandbox.standIns.push.received().length).toBe(2)
  }, 120_000)
})
