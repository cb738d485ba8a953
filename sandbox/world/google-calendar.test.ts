import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { calendar, type calendar_v3 } from '@googleapis/calendar'
import { OAuth2Client } from 'google-auth-library'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, type Sandbox, startSandbox } from '../index.ts'

const person = accounts[0]?.email ?? ''
let sandbox: Sandbox
let api: calendar_v3.Calendar

function clientFor(token: string): calendar_v3.Calendar {
  const auth = new OAuth2Client()
  auth.setCredentials({ access_token: token })
  return calendar({ version: 'v3', auth, rootUrl: `${sandbox.urls['google-calendar']}/`, retry: false })
}

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  await sandbox.reset()
  api = clientFor(sandbox.standIns.tokens.issue(person))
})

const timed = (start: string, end: string) => ({
  start: { dateTime: start, timeZone: 'Europe/Warsaw' },
  end: { dateTime: end, timeZone: 'Europe/Warsaw' },
})
const shoot = (id: string): calendar_v3.Schema$Event => ({
  id,
  summary: 'Żurawie — Dzień zdjęciowy',
  ...timed('2026-12-01T05:25:00', '2026-12-01T17:00:00'),
  reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 720 }] },
  extendedProperties: { private: { klapsDay: 'd1' } },
})
const insert = (requestBody: calendar_v3.Schema$Event) =>
  api.events.insert({ calendarId: 'primary', requestBody })
const refusal = (call: Promise<unknown>) => expect(call).rejects

describe('events', () => {
  test('an event keeps its id, reminders and properties and is shown with the offset of its zone', async () => {
    await insert(shoot('shoot0001'))
    const { data } = await api.events.get({ calendarId: 'primary', eventId: 'shoot0001' })
    expect(data).toMatchObject({
      status: 'confirmed',
      start: { dateTime: '2026-12-01T05:25:00+01:00', timeZone: 'Europe/Warsaw' },
      reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 720 }] },
      extendedProperties: { private: { klapsDay: 'd1' } },
    })
  })

  test('409 for an id that is taken, also by a deleted event', async () => {
    await insert(shoot('shoot0001'))
    await refusal(insert(shoot('shoot0001'))).toMatchObject({ status: 409 })
    await api.events.delete({ calendarId: 'primary', eventId: 'shoot0001' })
    await refusal(insert(shoot('shoot0001'))).toMatchObject({ status: 409 })
  })

  test('a deleted event is cancelled; deleting it again is 410', async () => {
    await insert(shoot('shoot0001'))
    await api.events.delete({ calendarId: 'primary', eventId: 'shoot0001' })
    const { data } = await api.events.get({ calendarId: 'primary', eventId: 'shoot0001' })
    expect(data.status).toBe('cancelled')
    await refusal(api.events.delete({ calendarId: 'primary', eventId: 'shoot0001' })).toMatchObject({
      status: 410,
    })
  })

  test('400 for a sixth reminder, an id outside base32hex, an unknown zone and an end before the start', async () => {
    const overrides = Array.from({ length: 6 }, (_, index) => ({ method: 'popup', minutes: index }))
    await refusal(
      insert({ ...shoot('shoot0001'), reminders: { useDefault: false, overrides } }),
    ).toMatchObject({ status: 400 })
    await refusal(insert(shoot('WXYZ!'))).toMatchObject({ status: 400 })
    const start = { dateTime: '2026-12-01T05:25:00', timeZone: 'Europe/Atlantis' }
    await refusal(insert({ ...shoot('shoot0001'), start })).toMatchObject({ status: 400 })
    await refusal(
      insert({ ...shoot('shoot0001'), ...timed('2026-12-01T05:25:00', '2026-12-01T05:00:00') }),
    ).toMatchObject({ status: 400 })
  })

  test('a patch merges and leaves the rest; a stale ETag is 412', async () => {
    const { data: first } = await insert(shoot('shoot0001'))
    const options = { headers: { 'If-Match': first.etag ?? '' } }
    const patch = (requestBody: calendar_v3.Schema$Event) =>
      api.events.patch({ calendarId: 'primary', eventId: 'shoot0001', requestBody }, options)
    const { data } = await patch({ location: 'ul. Chełmska 21' })
    expect(data).toMatchObject({ summary: 'Żurawie — Dzień zdjęciowy', location: 'ul. Chełmska 21' })
    expect(data.etag).not.toBe(first.etag)
    await refusal(patch({ location: 'elsewhere' })).toMatchObject({ status: 412 })
  })

  test("another person's calendar does not exist", async () => {
    const { data } = await api.calendars.insert({
      requestBody: { summary: 'Klaps', timeZone: 'Europe/Warsaw' },
    })
    const other = clientFor(sandbox.standIns.tokens.issue(accounts[1]?.email ?? ''))
    await refusal(other.calendars.get({ calendarId: data.id ?? '' })).toMatchObject({ status: 404 })
  })
})

describe('lists', () => {
  const list = async (params: calendar_v3.Params$Resource$Events$List) =>
    (await api.events.list({ calendarId: 'primary', ...params })).data

  test('a weekly 07:00 stays 07:00 when the clocks change, without what EXDATE takes out', async () => {
    await insert({
      id: 'series01',
      ...timed('2026-10-16T07:00:00', '2026-10-16T08:00:00'),
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Europe/Warsaw:20261023T070000'],
    })
    const data = await list({
      singleEvents: true,
      orderBy: 'startTime',
      timeMin: '2026-10-01T00:00:00Z',
      timeMax: '2026-12-01T00:00:00Z',
    })
    expect(data.items?.map(({ start }) => start?.dateTime)).toEqual([
      '2026-10-16T07:00:00+02:00',
      '2026-10-30T07:00:00+01:00',
      '2026-11-06T07:00:00+01:00',
    ])
    expect(data.items?.[0]?.id).toBe('series01_20261016T050000Z')
  })

  test('one occurrence can be moved and another cancelled without touching the series', async () => {
    await insert({
      id: 'series01',
      ...timed('2026-11-02T07:00:00', '2026-11-02T08:00:00'),
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
    })
    const requestBody = timed('2026-11-03T09:00:00', '2026-11-03T10:00:00')
    await api.events.patch({ calendarId: 'primary', eventId: 'series01_20261103T060000Z', requestBody })
    await api.events.delete({ calendarId: 'primary', eventId: 'series01_20261104T060000Z' })
    const data = await list({ singleEvents: true, orderBy: 'startTime' })
    expect(data.items?.map(({ start }) => start?.dateTime)).toEqual([
      '2026-11-02T07:00:00+01:00',
      '2026-11-03T09:00:00+01:00',
    ])
  })

  test('pages lead through everything once', async () => {
    for (const number of [1, 2, 3, 4, 5]) await insert(shoot(`shoot000${number}`))
    const ids: (string | null | undefined)[] = []
    let pageToken: string | undefined
    do {
      const data = await list({ maxResults: 2, pageToken })
      ids.push(...(data.items ?? []).map(({ id }) => id))
      pageToken = data.nextPageToken ?? undefined
    } while (pageToken)
    expect(ids).toEqual(['shoot0001', 'shoot0002', 'shoot0003', 'shoot0004', 'shoot0005'])
  })

  test('a sync token brings only what changed, deletions included, and 410 once it has expired', async () => {
    for (const number of [1, 2, 3]) await insert(shoot(`shoot000${number}`))
    const full = await list({})
    await api.events.delete({ calendarId: 'primary', eventId: 'shoot0002' })
    await api.events.patch({ calendarId: 'primary', eventId: 'shoot0003', requestBody: { summary: 'moved' } })
    const syncToken = full.nextSyncToken ?? ''
    const changes = await list({ syncToken })
    expect(changes.items?.map(({ id, status }) => [id, status])).toEqual([
      ['shoot0002', 'cancelled'],
      ['shoot0003', 'confirmed'],
    ])
    expect((await list({ syncToken: changes.nextSyncToken ?? '' })).items).toEqual([])
    sandbox.standIns.calendar.calendars.expireSyncTokens()
    await refusal(list({ syncToken })).toMatchObject({ status: 410 })
    await refusal(list({ syncToken: 'nonsense' })).toMatchObject({ status: 410 })
  })

  test('events are found by private property', async () => {
    await insert(shoot('shoot0001'))
    expect((await list({ privateExtendedProperty: ['klapsDay=d1'] })).items).toHaveLength(1)
    expect((await list({ privateExtendedProperty: ['klapsDay=d2'] })).items).toHaveLength(0)
  })
})

describe('access and faults', () => {
  test('401 without a good token and after an hour', async () => {
    await refusal(clientFor('made-up').calendarList.list()).toMatchObject({ status: 401 })
    expect((await api.calendarList.list()).data.items).toHaveLength(1)
    sandbox.clock.advance(Temporal.Duration.from('PT61M'))
    await refusal(api.calendarList.list()).toMatchObject({ status: 401 })
  })

  test('a rate limit looks like Google and ends after its times', async () => {
    sandbox.faults.set('google-calendar', { kind: 'status', status: 403, times: 1 })
    await refusal(insert(shoot('shoot0001'))).toMatchObject({
      status: 403,
      response: { data: { error: { errors: [{ reason: 'rateLimitExceeded' }] } } },
    })
    await insert(shoot('shoot0001'))
  })

  test('an insert whose answer is lost has happened all the same', async () => {
    sandbox.faults.set('google-calendar', { kind: 'drop-after-effect', times: 1 }, { method: 'POST' })
    await refusal(insert(shoot('shoot0001'))).toThrow()
    await refusal(insert(shoot('shoot0001'))).toMatchObject({ status: 409 })
    const statuses = sandbox.journal.all('google-calendar').map(({ method, status }) => [method, status])
    expect(statuses).toEqual([
      ['POST', null],
      ['POST', 409],
    ])
  })
})

test('a web hook hears of a change until its channel is stopped', async () => {
  const heard: { state: string; token: string }[] = []
  let wake = () => {}
  const hook = createServer((request, response) => {
    heard.push({
      state: String(request.headers['x-goog-resource-state']),
      token: String(request.headers['x-goog-channel-token']),
    })
    response.end()
    wake()
  })
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
  const next = () => new Promise<void>((resolve) => (wake = resolve))
  const address = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`
  let arrived = next()
  const { data } = await api.events.watch({
    calendarId: 'primary',
    requestBody: { id: 'channel-1', type: 'web_hook', address, token: 't' },
  })
  await arrived
  arrived = next()
  await insert(shoot('shoot0001'))
  await arrived
  expect(heard).toEqual([
    { state: 'sync', token: 't' },
    { state: 'exists', token: 't' },
  ])
  await api.channels.stop({ requestBody: { id: data.id, resourceId: data.resourceId } })
  await refusal(
    api.channels.stop({ requestBody: { id: data.id, resourceId: data.resourceId } }),
  ).toMatchObject({ status: 404 })
  hook.closeAllConnections()
  hook.close()
})
