import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { accounts, type Sandbox, startSandbox } from './index.ts'

const person = accounts[0]?.email ?? ''
const running: Sandbox[] = []
const folders: string[] = []

afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function start(stateDir?: string): Promise<Sandbox> {
  const sandbox = await startSandbox({ stateDir })
  running.push(sandbox)
  return sandbox
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'klaps sandbox '))
  folders.push(folder)
  return folder
}

const post = (sandbox: { urls: Record<string, string> }, where: string, body: object) =>
  fetch(`${sandbox.urls.index}_sandbox/${where}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const witness = async (sandbox: { urls: Record<string, string> }, where: string) =>
  (await (await fetch(`${sandbox.urls.index}_sandbox/${where}`)).json()) as unknown

const event = {
  id: 'shoot0001',
  summary: 'Żurawie',
  start: { dateTime: '2026-12-01T07:00:00+01:00' },
  end: { dateTime: '2026-12-01T17:00:00+01:00' },
}
const insertEvent = (sandbox: { env: Record<string, string> }, token: string) =>
  fetch(`${sandbox.env.GOOGLE_CALENDAR_API_URL}/calendar/v3/calendars/primary/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(event),
  })

test('a world with a state folder is the same after a restart: events, mails, UIDs, tokens', async () => {
  const folder = await emptyFolder()
  const first = await startSandbox({ stateDir: folder })
  const token = first.standIns.tokens.issue(person)
  expect((await insertEvent(first, token)).status).toBe(200)
  const [mail] = await first.mailbox.deliver({ subject: 'Plan zdjęciowy' })
  await first.stop()

  const second = await start(folder)
  expect((await insertEvent(second, token)).status).toBe(409)
  expect(second.mailbox.messages(person)).toEqual([mail])
  const [later] = await second.mailbox.deliver({ subject: 'Nowa wersja' })
  expect(later?.uid).toBe((mail?.uid ?? 0) + 1)
})

test('kill -9 of the sandbox loses nothing that it has answered', async () => {
  const folder = await emptyFolder()
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, '--state', folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await Promise.race([
    new Promise<string[]>((resolve) => createInterface(child.stdout).once('line', (text) => resolve([text]))),
    new Promise<string[]>((resolve) => child.once('exit', () => resolve([]))),
  ])
  const world = JSON.parse(line ?? '{}') as Pick<Sandbox, 'urls' | 'env'>
  const { accessToken } = (await (await post(world, 'google/grant', { email: person })).json()) as {
    accessToken: string
  }
  expect((await insertEvent(world, accessToken)).status).toBe(200)
  await post(world, 'mail/inbox', { subject: 'Plan' })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone

  const again = await start(folder)
  expect((await insertEvent(again, accessToken)).status).toBe(409)
  expect(again.mailbox.messages(person)).toHaveLength(1)
})

describe('control over HTTP', () => {
  test('faults, clock, mail and witnesses', async () => {
    const sandbox = await start()
    await post(sandbox, 'clock', { set: '2026-12-01T03:00:00Z' })
    const { now } = (await (await post(sandbox, 'clock', { advance: 'PT90M' })).json()) as { now: string }
    expect(now).toMatch(/^2026-12-01T04:30/)
    await post(sandbox, 'faults', {
      standIn: 'osrm',
      path: '/route',
      fault: { kind: 'status', status: 503, retryAfter: 7 },
    })
    const refused = await fetch(`${sandbox.env.OSRM_URL}/route/v1/driving/21,52;21.1,52.1`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '7'])
    expect(await witness(sandbox, 'requests?standIn=osrm')).toMatchObject([
      { path: '/route/v1/driving/21,52;21.1,52.1', status: 503, fault: 'status' },
    ])
    expect((await post(sandbox, 'faults', { standIn: 'osrm', fault: { kind: 'gremlins' } })).status).toBe(400)
    const raw = `From: a@film.test\r\nTo: ${person}\r\nMessage-ID: <raw@film.test>\r\nSubject: raw\r\n\r\nhello`
    const delivered = await fetch(`${sandbox.urls.index}_sandbox/mail/inbox`, { method: 'POST', body: raw })
    expect(await delivered.json()).toMatchObject([{ account: person, messageId: '<raw@film.test>' }])
    expect(sandbox.mailbox.messages()[0]?.raw.toString()).toBe(raw)
    await post(sandbox, 'reset', {})
    expect(await witness(sandbox, 'mail/inbox')).toEqual([])
    expect(await witness(sandbox, 'faults')).toEqual([])
  })

  test('the page says that it is a sandbox and escapes what it shows', async () => {
    const sandbox = await start()
    await sandbox.mailbox.deliver({ subject: '<script>alert(1)</script>' })
    const page = await (await fetch(sandbox.urls.index ?? '')).text()
    expect(page).toContain('SANDBOX')
    expect(page).not.toContain('<script>alert')
  })

  test('secrets do not stand in the journal', async () => {
    const sandbox = await start()
    await fetch(`${sandbox.env.GOOGLE_GEOCODING_URL}/maps/api/geocode/json?address=x&key=topsecret`)
    expect(JSON.stringify(sandbox.journal.all())).not.toContain('topsecret')
  })
})

describe('faults', () => {
  const route = '/route/v1/driving/21,52;21.1,52.1'

  test('slow, malformed, unauthorized and timeout do what they say', async () => {
    const sandbox = await start()
    const get = (signal?: AbortSignal) => fetch(`${sandbox.env.OSRM_URL}${route}`, { signal })
    sandbox.faults.set('osrm', { kind: 'slow', ms: 80, times: 1 })
    const started = performance.now()
    expect((await get()).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThanOrEqual(75)
    sandbox.faults.set('osrm', { kind: 'malformed', times: 1 })
    await expect((await get()).json()).rejects.toThrow()
    sandbox.faults.set('osrm', { kind: 'unauthorized', times: 1 })
    expect((await get()).status).toBe(401)
    sandbox.faults.set('osrm', { kind: 'timeout', times: 1 })
    await expect(get(AbortSignal.timeout(100))).rejects.toThrow()
    expect((await get()).status).toBe(200)
  })

  test('a stopping sandbox does not wait for those whom it keeps waiting', async () => {
    const sandbox = await startSandbox()
    sandbox.faults.set('osrm', { kind: 'timeout' })
    const waiting = fetch(`${sandbox.env.OSRM_URL}${route}`).catch(() => 'cut')
    await sandbox.stop()
    expect(await waiting).toBe('cut')
  })
})

test('the pages show mails as their readers see them', async () => {
  const sandbox = await startSandbox()
  running.push(sandbox)
  const subject = 'Rezerwacja potwierdzona: Żółta łódź'
  const draft = { from: 'Kino Przystań <kino@film.test>', subject, text: 'Miejsca: rząd Ż, źdźbło' }
  const [mail] = await sandbox.mailbox.deliver(draft)
  const page = async (path: string) => await (await fetch(`${sandbox.urls.index}${path}`)).text()
  const index = await page('')
  for (const part of [subject, 'Kino Przystań']) expect(index).toContain(part)
  expect(index).not.toContain('=?UTF-8')
  expect(await page(`mail/${mail!.uid}`)).toContain('<pre>Miejsca: rząd Ż, źdźbło')
})
