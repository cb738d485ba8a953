import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consentAs } from '../../sandbox/consent.ts'
import type { FaultScope } from '../../sandbox/index.ts'
import { expectOk } from '../journeys/world.ts'
import { type Env, openStage, type Stage } from './stage.ts'

interface Call extends FaultScope {
  readonly what: string
  readonly standIn: string
  /** Requests of this kind that come before the one that is meant. */
  readonly skip?: number
  /** Has an effect outside, so that a repetition could double it. */
  readonly repeats?: true
  /** How far the day is away: it decides whom the product asks. */
  readonly inDays?: number
  /** Settings under which the product makes this call. */
  readonly env?: Env
}

const events = '/calendar/v3/calendars/primary/events'
const calls: readonly Call[] = [
  { what: 'IMAP: a message is fetched', standIn: 'imap', method: 'UID FETCH' },
  {
    what: 'Gmail: a message is fetched',
    standIn: 'gmail',
    method: 'GET',
    path: '/gmail/v1/users/me/messages',
  },
  { what: 'Google Geocoding', standIn: 'google-maps', path: '/maps/api/geocode' },
  { what: 'Google Routes', standIn: 'google-maps', method: 'POST' },
  { what: 'OpenWeatherMap', standIn: 'openweathermap', inDays: 2 },
  { what: 'Open-Meteo', standIn: 'open-meteo', inDays: 12 },
  {
    what: 'Google Calendar: the day',
    standIn: 'google-calendar',
    method: 'POST',
    path: events,
    repeats: true,
  },
  {
    what: 'Google Calendar: the first alarm',
    standIn: 'google-calendar',
    method: 'POST',
    path: events,
    skip: 1,
  },
  {
    what: 'Google Calendar: the second alarm',
    standIn: 'google-calendar',
    method: 'POST',
    path: events,
    skip: 2,
  },
  {
    what: 'Google Calendar: the third alarm',
    standIn: 'google-calendar',
    method: 'POST',
    path: events,
    skip: 3,
    repeats: true,
  },
  { what: 'SMTP', standIn: 'smtp', method: 'DATA', repeats: true },
  { what: 'Twilio', standIn: 'twilio', method: 'POST', repeats: true },
  { what: 'SendGrid', standIn: 'sendgrid', method: 'POST', env: { SMTP_URL: undefined }, repeats: true },
]

describe('an outside call whose outcome nobody learns', () => {
  let stage: Stage
  const dates: string[] = []

  beforeAll(async () => {
    stage = await openStage()
    await verifyPhone(stage)
    await linkGmail(stage)
  }, 120_000)
  afterAll(() => stage.stop())

  it.each(calls)(
    '$what: killed between the call and its record',
    async (call) => {
      await begin(stage, call)
      dates.push((await stage.mailSheet(call.inDays)).date)
      await dropped(stage, call)
      await stage.kill()
      stage.sandbox.faults.clear()
      await stage.start(call.env)
      expect(await stage.verdict(dates), stage.output()).toEqual([])
    },
    120_000,
  )

  it.each(process.env.CI_FULL ? calls : calls.filter(({ repeats }) => repeats))(
    '$what: the connection breaks and the product goes on',
    async (call) => {
      await begin(stage, call)
      dates.push((await stage.mailSheet(call.inDays)).date)
      await dropped(stage, call)
      expect(await stage.verdict(dates), stage.output()).toEqual([])
    },
    120_000,
  )
})

/** A process without anything in memory, no place known, and the fault waiting for its call. */
async function begin(stage: Stage, { standIn, method, path, skip, env }: Call): Promise<void> {
  await stage.evidence.rows('route', 'delete from route.places')
  await stage.kill()
  await stage.start(env)
  stage.sandbox.journal.clear()
  const fault = { kind: 'drop-after-effect' as const, times: 1, ...(skip ? { skip } : {}) }
  stage.sandbox.faults.set(standIn, fault, {
    ...(method ? { method } : {}),
    ...(path ? { path } : {}),
  })
}

/** The work is done outside and the answer is lost. The journal is in this process: a look costs nothing. */
async function dropped(stage: Stage, { what, standIn }: Call): Promise<void> {
  const end = performance.now() + 30_000
  while (!stage.sandbox.journal.all(standIn).some((entry) => entry.fault === 'drop-after-effect')) {
    if (performance.now() > end) throw new Error(`The product never called: ${what}\n${stage.output()}`)
    await sleep(1)
  }
}

async function verifyPhone({ member, sandbox }: Stage): Promise<void> {
  const added = await expectOk(member.post('/notifications/targets/phone', { number: '+48600100200' }))
  const code = /\d{6}/.exec(sandbox.standIns.twilio.sent().at(-1)?.body ?? '')?.[0]
  await expectOk(member.post(`/notifications/targets/${added.body.id}/verify`, { code }))
  await expectOk(
    member.patch('/config/settings', {
      notifications: { channels: { 'schedule-ready': ['in-app', 'email', 'sms'] } },
    }),
  )
}

/** The same mails come through a second door: still one message each. */
async function linkGmail({ member }: Stage): Promise<void> {
  const { body } = await expectOk(member.post('/mailboxes/gmail', {}))
  const answer = await consentAs(member.email, body.url)
  if (!answer.ok) throw new Error(`Consent: ${answer.status}`)
}
