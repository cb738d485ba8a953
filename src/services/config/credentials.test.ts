import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { foreignService } from '../../../test/support/accounts.ts'
import config from './service.ts'

const route = await foreignService('route')
let sandbox: Sandbox
let house: TestHouse
let admin: Person
let routeService: Person
beforeAll(async () => {
  sandbox = await startSandbox()
  const model = sandbox.env.AI_SANDBOX_URL!
  const models = { OPENAI_API_URL: model, GEMINI_API_URL: model, OPENROUTER_API_URL: model }
  house = await openTestHouse({
    services: [config],
    env: { ...sandbox.env, ...models, SERVICE_JWKS: route.jwks },
  })
  admin = await house.person({ roles: ['admin'] })
  routeService = await route.callerOf(house.url, 'config')
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
afterEach(() => sandbox.faults.clear())

const path = (name: string) => `/config/credentials/${name}`
const set = (name: string, secret: string) => admin.put(path(name), { secret })
const told = (type: string, like: string) =>
  house.rows<{ data: Record<string, unknown> }>(
    `select event -> 'data' as data from (select type, event from config.outbox union select type, event from config.event_log) e
     where type = $1 and event::text like $2`,
    [type, `%${like}%`],
  )

/** A key that the stand-in accepts, and one of the right form that it refuses. */
const keys = () => {
  const { env } = sandbox
  return {
    'google-maps': [env.GOOGLE_MAPS_API_KEY!, 'AIza-not-the-key'],
    openweathermap: [env.OPENWEATHERMAP_API_KEY!, '00000000000000000000000000000000'],
    sendgrid: [env.SENDGRID_API_KEY!, 'SG.not-the-key'],
    twilio: [
      `${env.TWILIO_ACCOUNT_SID}:${env.TWILIO_AUTH_TOKEN}:${env.TWILIO_FROM}`,
      `${env.TWILIO_ACCOUNT_SID}:not-the-token`,
    ],
    'google-oauth': [`${env.GOOGLE_CLIENT_ID}:${env.GOOGLE_CLIENT_SECRET}`, 'not-the-id:not-the-secret'],
    openai: [env.AI_SANDBOX_KEY!, 'sk-not-the-key'],
    gemini: [env.AI_SANDBOX_KEY!, 'sk-not-the-key'],
    openrouter: [env.AI_SANDBOX_KEY!, 'sk-not-the-key'],
  } as const
}
const names = [
  'google-maps',
  'openweathermap',
  'sendgrid',
  'twilio',
  'google-oauth',
  'openai',
  'gemini',
  'openrouter',
] as const

describe('a provider key', () => {
  it('is kept sealed, shown by its last four characters only and told without its value', async () => {
    const secret = 'AIza-secret-key-9876'
    const { status, body } = await set('google-maps', secret)
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: 'google-maps', hint: '9876', valid: null, checkedAt: null })
    const { body: listed } = await admin.get('/config/credentials')
    const stored = await house.rows('select * from config.credentials')
    const events = await told('%', 'google-maps')
    expect(JSON.stringify([body, listed, stored, events])).not.toContain('AIza-secret')
    expect(await told('credential.changed', 'google-maps')).not.toEqual([])
    expect(await told('audit.recorded', 'config.credential-set')).not.toEqual([])
  })
  it.each(names)('%s: the right one is valid, a wrong one is not, and the outcome is kept', async (name) => {
    const [right, wrong] = keys()[name]
    await set(name, right)
    const good = await admin.post(`${path(name)}/test`)
    expect(good.body).toMatchObject({ valid: true, detail: null })
    expect(good.body.latencyMs).toBeGreaterThanOrEqual(0)
    const { body } = await admin.get('/config/credentials')
    expect(body.items.find((item: { name: string }) => item.name === name)).toMatchObject({
      valid: true,
      latencyMs: good.body.latencyMs,
    })
    expect((await set(name, wrong)).body).toMatchObject({ valid: null, checkedAt: null, latencyMs: null })
    const bad = await admin.post(`${path(name)}/test`)
    expect(bad.body.valid).toBe(false)
    expect(bad.body.detail).not.toContain(wrong)
  })
  it('a used-up quota says that the key is good; a provider that fails proves nothing', async () => {
    await set('openweathermap', keys().openweathermap[0])
    sandbox.faults.set('openweathermap', { kind: 'status', status: 429 })
    expect((await admin.post(`${path('openweathermap')}/test`)).body.valid).toBe(true)
    sandbox.faults.set('openweathermap', { kind: 'status', status: 500 })
    const failed = await admin.post(`${path('openweathermap')}/test`)
    expect(failed.status).toBe(503)
    expect(failed.body.code).toBe('config.provider-unavailable')
    const { body } = await admin.get('/config/credentials')
    expect(body.items.find((item: { name: string }) => item.name === 'openweathermap').valid).toBe(true)
  })
  it('is given to services, and every look is in the audit', async () => {
    await set('sendgrid', 'SG.key-for-services')
    expect((await routeService.get(`${path('sendgrid')}/secret`)).body).toEqual({
      secret: 'SG.key-for-services',
    })
    const looks = await told('audit.recorded', 'config.credential-read')
    expect(looks).toMatchObject([{ data: { target: 'credential:sendgrid', details: { service: 'route' } } }])
  })
  it('can be removed and set again; versions go on', async () => {
    await set('twilio', keys().twilio[0])
    expect((await admin.delete(path('twilio'))).status).toBe(204)
    expect((await admin.delete(path('twilio'))).status).toBe(404)
    expect((await admin.post(`${path('twilio')}/test`)).status).toBe(404)
    expect((await routeService.get(`${path('twilio')}/secret`)).body).toEqual({ secret: null })
    const { body } = await admin.get('/config/credentials')
    expect(body.items.map((item: { name: string }) => item.name)).not.toContain('twilio')
    await set('twilio', keys().twilio[0])
    const versions = (await told('credential.changed', 'twilio')).map(({ data }) => Number(data.version))
    expect(versions.toSorted((a, b) => a - b)).toEqual(versions.map((_, index) => index + 1))
  })
  it('the list comes in pages', async () => {
    await set('google-maps', keys()['google-maps'][0])
    await set('sendgrid', keys().sendgrid[0])
    const first = await admin.get('/config/credentials?limit=1')
    const second = await admin.get(`/config/credentials?limit=1&cursor=${first.body.nextCursor}`)
    expect(first.body.items[0].name < second.body.items[0].name).toBe(true)
  })
  it('the same Idempotency-Key sets it once', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const before = (await told('credential.changed', 'sendgrid')).length
    const first = await admin.put(path('sendgrid'), { secret: 'SG.set-only-once' }, key)
    expect((await admin.put(path('sendgrid'), { secret: 'SG.set-only-once' }, key)).body).toEqual(first.body)
    expect(await told('credential.changed', 'sendgrid')).toHaveLength(before + 1)
  })
  it.each([
    ['sendgrid', 'short'],
    ['sendgrid', 'two words of a key'],
    ['twilio', 'no-colon-in-here'],
    ['google-oauth', 'no-colon-in-here'],
  ])('422 for a %s key of the wrong form', async (name, secret) => {
    const { status, body } = await set(name, secret)
    expect(status).toBe(422)
    expect(body.errors[0].path).toBe('secret')
    expect(JSON.stringify(body)).not.toContain(secret)
  })
  it('422 for a provider that we do not know', async () => {
    expect((await set('aol', 'a-key-of-aol')).status).toBe(422)
  })
  it('401 for strangers, 403 for all but administrators, and the value for services alone', async () => {
    const anna = await house.person({ roles: ['production_manager', 'crew_member', 'viewer'] })
    const asks = (person: Person) =>
      Promise.all([
        person.get('/config/credentials'),
        person.put(path('sendgrid'), { secret: 'SG.somebody-elses' }),
        person.delete(path('sendgrid')),
        person.post(`${path('sendgrid')}/test`),
        person.get(`${path('sendgrid')}/secret`),
      ])
    expect((await asks(house.stranger)).map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401])
    expect((await asks(anna)).map((answer) => answer.status)).toEqual([403, 403, 403, 403, 403])
    expect((await admin.get(`${path('sendgrid')}/secret`)).status).toBe(403)
  })
})
