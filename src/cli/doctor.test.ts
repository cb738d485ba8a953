import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox, stripeSettings } from '../../sandbox/index.ts'
import { type Ended, runKlaps } from '../../test/harness/command.ts'
import { type ReplayServer, replayServer } from '../../test/support/outbound.ts'
import type { ProviderReport } from './provider-reports.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())

const doctor = (env: Record<string, string>, ...argv: string[]): Promise<Ended> =>
  runKlaps(['doctor', '--data', '/nowhere/klaps', ...argv], { KLAPS_SANDBOX: 'off', ...env })
const providersOf = (ended: Ended) => {
  const { providers } = JSON.parse(ended.stdout) as { providers: ProviderReport[] }
  return Object.fromEntries(providers.map((report) => [report.name, report]))
}

const names = [
  'gmail',
  'google-calendar',
  'imap',
  'google-routes',
  'google-geocoding',
  'osrm',
  'nominatim',
  'openweathermap',
  'open-meteo',
  'smtp',
  'sendgrid',
  'twilio',
  'web-push',
  'stripe',
]

describe('klaps doctor', () => {
  it('asks every configured provider over its own protocol', async () => {
    const ended = await doctor({ ...sandbox.env, ...stripeSettings }, '--json')
    const providers = providersOf(ended)
    expect(Object.keys(providers)).toEqual(names)
    const asked = Object.values(providers).filter(({ configured }) => configured)
    expect(asked.filter(({ state }) => state !== 'ok')).toEqual([])
    expect(asked.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['gmail', 'google-routes', 'open-meteo', 'smtp', 'stripe']),
    )
    for (const { responseMs, reachable, world } of asked)
      expect({ responseMs, reachable, world }).toEqual({
        responseMs: expect.any(Number),
        reachable: true,
        world: 'real',
      })
    expect(ended.code).toBe(0)
  })

  it('says which key is refused and who does not answer, in parallel, and shows no secret', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    const refusing: ReplayServer = await replayServer(({ url }) => ({
      status: 401,
      body: { message: `no such key: ${url.search}`, error: 'invalid_client' },
    }))
    const silentUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const began = performance.now()
    const env = {
      NOMINATIM_URL: silentUrl,
      OSRM_URL: silentUrl,
      OPEN_METEO_URL: silentUrl,
      OPENWEATHERMAP_URL: refusing.baseUrl,
      OPENWEATHERMAP_API_KEY: 'hidden-word-weather',
      SENDGRID_URL: refusing.baseUrl,
      SENDGRID_API_KEY: 'hidden-word-mail',
      STRIPE_API_URL: refusing.baseUrl,
      STRIPE_SECRET_KEY: 'hidden-word-money',
      SMTP_URL: 'smtp://klaps:hidden-word-smtp@127.0.0.1:1',
    }
    const [json, table] = await Promise.all([doctor(env, '--json'), doctor(env)])
    const tookMs = performance.now() - began
    silent.close()
    await refusing.close()
    const {
      nominatim,
      osrm,
      openweathermap,
      sendgrid,
      smtp,
      stripe,
      'open-meteo': openMeteo,
      twilio,
    } = providersOf(json)
    for (const report of [nominatim, osrm, openMeteo, smtp])
      expect(report).toMatchObject({ reachable: false, state: 'problem' })
    for (const report of [openweathermap, sendgrid, stripe])
      expect(report).toMatchObject({ reachable: true, keyValid: false, state: 'problem' })
    expect(twilio).toMatchObject({
      configured: false,
      state: 'note',
      detail: expect.stringContaining('TWILIO_ACCOUNT_SID'),
    })
    const waited = [nominatim, osrm, openMeteo].map((report) => report!.responseMs!)
    expect(tookMs).toBeLessThan(waited.reduce((sum, each) => sum + each, 0))
    for (const { code, stdout, stderr } of [json, table]) {
      expect(code).toBe(3)
      expect(stdout + stderr).not.toContain('hidden-word')
    }
    expect(table.stdout).toMatch(/^problem {2}sendgrid +\d+ ms real, key refused, /m)
    expect(table.stdout).toMatch(/^note {5}twilio +not configured, /m)
  })

  it('asks nobody when a start would use the sandbox', async () => {
    const { code, stdout } = await runKlaps(['doctor', '--json', '--data', '/nowhere/klaps'])
    const { providers } = JSON.parse(stdout) as { providers: ProviderReport[] }
    expect(code).toBe(0)
    expect(providers.map(({ world, responseMs }) => [world, responseMs])).toEqual(
      names.map(() => ['sandbox', null]),
    )
  })
})
