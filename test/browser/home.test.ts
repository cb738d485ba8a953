import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { visit } from '../harness/chromium.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { until } from '../harness/until.ts'

const run = promisify(execFile)

let dir: string
let klaps: KlapsProcess

/** `npm start` on an empty machine, as a newcomer types it, until both demo days are planned. */
beforeAll(async () => {
  dir = await scratchFolder('klaps-browser-')
  klaps = await startKlapsProcess(['--port', '0', '--data', dir], { KLAPS_SANDBOX: 'on' })
  await until('both demo days to be planned', async () => wakeUps(await html('/')).length === 2, 60_000)
}, 120_000)

afterAll(async () => {
  await klaps?.kill('SIGTERM')
  await throwAway(dir)
})

async function html(path: string): Promise<string> {
  const response = await fetch(klaps.url + path, { signal: AbortSignal.timeout(15_000) })
  return await response.text()
}

async function asOla(method: string, path: string, body?: object, token?: string): Promise<any> {
  const response = await fetch(`${klaps.url}/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(15_000),
  })
  expect(response.ok, await response.clone().text()).toBe(true)
  return response.status === 204 ? undefined : await response.json()
}

const wakeUps = (dom: string) =>
  [...dom.matchAll(/Wake up<\/span>\s*<time datetime="[^"]+">(?:\w{3} )?(\d\d:\d\d)<\/time>/g)].map(
    (found) => found[1],
  )

describe('the start page', () => {
  test('shows the days of the demo crew member, and that all of it is a sandbox', async () => {
    const { dom, console } = await visit(`${klaps.url}/`)
    expect(console).toEqual([])
    expect(wakeUps(dom)).toHaveLength(2)
    expect(dom).toContain('<strong>Sandbox.</strong>')
    expect(dom.match(/From home to equipment house: \d+ min, [\d.]+ km/g)).toHaveLength(2)
    expect(dom.match(/From equipment house to location: \d+ min, [\d.]+ km/g)).toHaveLength(2)
    expect(dom.match(/-?\d+ to -?\d+ °C/g)).toHaveLength(2)
  }, 60_000)

  test('shows of each mail what became of it, service by service', async () => {
    const services = ['email', 'pdf', 'schedule', 'route', 'weather', 'calendar', 'notification']
    const isComplete = (dom: string) =>
      dom
        .split('<details')
        .slice(1)
        .every((log) => services.every((service) => log.includes(`<td>${service}</td>`)))
    // A day is planned before everybody has said what they did for it.
    await until('both logs to be complete', async () => isComplete(await html('/')), 60_000)
    const { dom } = await visit(`${klaps.url}/`)
    expect(dom.split('<details')).toHaveLength(3)
    expect(isComplete(dom)).toBe(true)
    expect(dom.match(/<span class="state">completed<\/span>/g), 'nothing is in doubt').toHaveLength(2)
    expect(dom.match(/your call, /g), 'both calls are hers').toHaveLength(2)
    expect(dom, 'nothing more is to come').not.toContain('http-equiv="refresh"')
  }, 120_000)

  test('shows what is on at the cinema, and sells it by the commands that it prints', async () => {
    await until('the programme', async () => (await html('/')).includes('/bookings/seat-maps/'), 60_000)
    const { dom } = await visit(`${klaps.url}/`)
    const [, seatMap] = /href="(\/api\/v1\/bookings\/seat-maps\/[^"]+)"/.exec(dom) ?? []
    expect(JSON.parse(await html(seatMap!))).toMatchObject({ onSale: true })
    const [, text] = /<pre[^>]*><code>([^<]+)<\/code>/.exec(dom) ?? []
    const script = text!.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
    const { stdout } = await run('sh', ['-c', script], { cwd: dir, timeout: 30_000 })
    expect(JSON.parse(stdout)).toMatchObject({ state: 'completed', currency: 'PLN' })
    expect((await readFile(join(dir, 'tickets.pdf'), 'latin1')).slice(0, 5)).toBe('%PDF-')
  })

  test('says of a day that is called off nothing but that', async () => {
    const { accessToken } = await asOla('POST', '/auth/sign-in', {
      email: 'ola.wrona@klaps.test',
      password: 'klaps-demo-ola',
    })
    const { items } = await asOla('GET', '/schedules', undefined, accessToken)
    const day = items.find(({ wakeUp }: { wakeUp: string | null }) => wakeUp !== null)
    await asOla('DELETE', `/schedules/${day.dayId}`, undefined, accessToken)
    const { dom } = await visit(`${klaps.url}/`)
    expect(wakeUps(dom)).toHaveLength(1)
    const [article] = dom.split('<article').filter((each) => each.includes(`day-${day.dayId}`))
    expect(article).toContain('Called off')
    expect(article!.split('</article>')[0]).not.toMatch(/\d\d:\d\d<\/time>/)
    const after = await asOla('GET', `/schedules/${day.dayId}`, undefined, accessToken)
    expect(after).toMatchObject({ state: 'cancelled', wakeUp: null, leaveHome: null })
  })

  test('needs neither script nor anything from elsewhere', async () => {
    const { dom } = await visit(`${klaps.url}/`)
    expect(dom).not.toContain('<script')
    expect([...dom.matchAll(/<(?:link|img|iframe)[^>]*(?:href|src)="(https?:[^"]*)"/g)]).toEqual([])
  })
})

describe('the API reference', () => {
  test('draws every service and, opened, its operations under our content security policy', async () => {
    const document = JSON.parse(await html('/api/openapi.json')) as { tags: { name: string }[] }
    const { dom, console } = await visit(`${klaps.url}/api/docs#/schedule`)
    expect(console).toEqual([])
    expect(document.tags.length).toBeGreaterThan(10)
    for (const { name } of document.tags) expect(dom).toContain(`id="operations-tag-${name}"`)
    expect(dom).toContain('id="operations-schedule-')
    expect(dom).toContain('Authorize')
  })
})
