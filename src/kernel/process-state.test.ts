import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { defineContract, route } from './contract.ts'
import { defineService, rows } from './service.ts'

const friend = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const jwk = { ...(await exportJWK(friend.publicKey)), kid: 'friend', alg: 'EdDSA', use: 'sig' }
const metricsToken = crypto.randomUUID()
const secretText = 'connect ECONNREFUSED 10.1.2.3:5432 as klaps_admin'

/** Depends on something that is broken, and has a route that keeps all connections of its pool. */
const clinic = defineService({
  contract: defineContract('clinic', {
    about: 'Is not well.',
    routes: {
      hold: route({ method: 'POST', path: '/clinic/hold', summary: 'Keep a connection', allow: 'public' }),
    },
  }),
  tables: rows<object>(),
  settings: z.object({}),
  migrations: new URL('./', import.meta.url),
  routes: { hold: async (ctx) => await ctx.db.transaction(async () => await released.promise) },
  personal: { export: async () => ({}), erase: async () => {} },
  health: () => ({
    lab: async () => {
      throw new Error(secretText)
    },
    ...(isWaiting ? { ward: () => new Promise<never>(() => {}) } : {}),
  }),
})
const released = Promise.withResolvers<void>()
/** Does it depend on something that never answers, too? */
let isWaiting = false

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({
    services: [clinic],
    env: {
      SERVICE_JWKS: JSON.stringify({ keys: [jwk] }),
      METRICS_TOKEN: metricsToken,
    },
  })
})
afterAll(async () => {
  released.resolve()
  await house.stop()
})

const ask = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${house.url}${path}`, { headers, signal: AbortSignal.timeout(8_000) })
  return { status: response.status, text: await response.text() }
}
const tokenFor = (audience: string, key = friend.privateKey) =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', kid: 'friend', typ: 'service+jwt' })
    .setIssuer('klaps:friend')
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(key)

describe('/health', () => {
  it('tells strangers which check fails and how long it took, not what it said', async () => {
    const { status, text } = await ask('/health')
    expect([status, JSON.parse(text)]).toEqual([
      200,
      {
        status: 'degraded',
        services: [
          {
            service: 'clinic',
            status: 'degraded',
            checks: {
              database: { status: 'healthy', responseTimeMs: expect.any(Number) },
              bus: { status: 'healthy', responseTimeMs: expect.any(Number) },
              lab: { status: 'unhealthy', responseTimeMs: expect.any(Number) },
            },
          },
        ],
      },
    ])
  })

  it('waits four seconds for what never answers, and says so', async () => {
    isWaiting = true
    const { status, text } = await ask('/health', {
      authorization: `Bearer ${await tokenFor('klaps:process')}`,
    }).finally(() => {
      isWaiting = false
    })
    const { ward, database } = JSON.parse(text).services[0].checks
    expect(status).toBe(200)
    expect(ward).toMatchObject({ status: 'unhealthy', detail: 'No answer in 4 s' })
    expect(ward.responseTimeMs).toBeGreaterThanOrEqual(3_900)
    expect(database.status).toBe('healthy')
  })

  it('tells our own processes all of it, and nobody who only says to be one', async () => {
    const bearer = async (token: string) => (await ask('/health', { authorization: `Bearer ${token}` })).text
    expect(await bearer(await tokenFor('klaps:process'))).toContain(secretText)
    const forger = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
    const anna = await house.person({ roles: ['admin'] })
    for (const token of [
      await tokenFor('klaps:process', forger.privateKey),
      await tokenFor('klaps:clinic'),
      anna.token!,
    ])
      expect(await bearer(token)).not.toContain(secretText)
  })
})

describe('/metrics', () => {
  it('is read from this machine as it is', async () => {
    const { status, text } = await ask('/metrics')
    expect([status, text.includes('http_requests_total')]).toEqual([200, true])
  })

  it('is read from elsewhere with the token alone, however the request came here', async () => {
    const forwarded = { 'x-forwarded-for': '127.0.0.1' }
    const bearer = (token: string) => ({ ...forwarded, authorization: `Bearer ${token}` })
    expect((await ask('/metrics', forwarded)).status).toBe(401)
    expect((await ask('/metrics', bearer('x'.repeat(36)))).status).toBe(401)
    expect((await ask('/metrics', bearer(metricsToken))).status).toBe(200)
    // Without a connection there is no address that could be this machine's.
    expect((await house.house.host.app.request('/metrics')).status).toBe(401)
  })
})

describe('/health/ready', () => {
  it('does not wait for a pool whose connections are all in use', async () => {
    const held = Array.from({ length: 4 }, () => house.stranger.post('/clinic/hold', {}))
    await until('all four connections to be in a transaction', async () => {
      const [busy] = await house.rows<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
         where application_name = 'klaps clinic' and state = 'idle in transaction'`,
      )
      return busy!.count >= 4
    })
    expect(await ask('/health/ready')).toEqual({ status: 200, text: '{"status":"ready"}' })
    released.resolve()
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([204, 204, 204, 204])
  })
})
