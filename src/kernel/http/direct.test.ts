import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { defineContract, route } from '../contract.ts'
import { Problem, unauthorized } from '../problem.ts'
import { defineService, rows } from '../service.ts'

const parrot = defineContract('parrot', {
  about: 'Repeats what it hears.',
  permissions: { 'parrot:speak': 'Speak' },
  routes: {
    speak: route({
      method: 'POST',
      path: '/parrot/speak',
      summary: 'Repeat',
      kind: 'direct',
      errors: 'openai',
      ownKeys: 'parrot-',
      allow: 'parrot:speak',
      bodyLimitBytes: 1_000,
    }),
    name: route({
      method: 'GET',
      path: '/parrot/names/{name}',
      summary: 'A name, slashes and all',
      kind: 'direct',
      allow: 'public',
      input: z.object({ name: z.string() }),
    }),
  },
})

const service = defineService({
  contract: parrot,
  tables: rows<object>(),
  settings: z.object({}),
  migrations: new URL('./', import.meta.url),
  routes: {
    speak: async (_ctx, _input, meta) => {
      const { direct } = meta
      if (direct.key !== undefined && direct.key !== 'parrot-good') {
        await direct.countGuess()
        throw unauthorized('This key is not known')
      }
      const body = await direct.body()
      if (body.includes('fault')) throw new Error('an inner detail')
      direct.head(200, ['content-type', 'text/plain'])
      direct.outgoing.write(body)
      if (body.includes('break')) throw new Problem(502, 'broken', 'In the middle')
      direct.outgoing.end()
    },
    name: async (_ctx, { name }, { direct }) => {
      direct.head(200, [])
      direct.outgoing.end(name)
    },
  },
  personal: { export: async () => ({}), erase: async () => undefined },
})

let house: TestHouse
let tight: TestHouse
const limits = {
  KLAPS_RATE_PER_SECOND: '1',
  KLAPS_RATE_BURST: '1',
  KLAPS_CORS_ORIGINS: 'https://app.example',
}
beforeAll(async () => {
  house = await openTestHouse({ services: [service] })
  tight = await openTestHouse({ services: [service], env: limits })
})
afterAll(async () => {
  await house.stop()
  await tight.stop()
})

const speak = (body: string, token: string | undefined, at = house, headers: Record<string, string> = {}) =>
  fetch(`${at.url}/api/v1/parrot/speak`, {
    method: 'POST',
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    body,
  })

describe('a direct route', () => {
  it('lets in who has the permission or a key of the service’s own, and nobody else', async () => {
    const admin = await house.person({ roles: ['admin'] })
    const viewer = await house.person({ roles: ['viewer'] })
    const tokens = [admin.token, 'parrot-good', viewer.token, 'parrot-bad', 'nonsense', undefined]
    const answers = await Promise.all(tokens.map((token) => speak('hello', token)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 403, 401, 401, 401])
    expect(await answers[0]!.text()).toBe('hello')
    expect(await answers[2]!.json()).toEqual({
      error: { message: 'You may not do this', type: 'permission_error', param: null, code: 'forbidden' },
    })
  })
  it('carries what every answer carries', async () => {
    const answer = await speak('hello', 'parrot-good', tight, {
      origin: 'https://app.example',
      'x-request-id': 'asked-for',
    })
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(answer.headers.get('x-request-id')).toBe('asked-for')
  })
  it('tells no inner detail of a fault, and cuts off what broke after its first byte', async () => {
    const fault = await speak('fault', 'parrot-good')
    expect([fault.status, (await fault.text()).includes('inner detail')]).toEqual([500, false])
    await expect(speak('break', 'parrot-good').then((answer) => answer.text())).rejects.toThrow()
  })
  it('holds a body to its limit, announced or in pieces, and says so', async () => {
    expect((await speak('x'.repeat(1_001), 'parrot-good')).status).toBe(413)
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asking = request(
        `${house.url}/api/v1/parrot/speak`,
        { method: 'POST', headers: { authorization: 'Bearer parrot-good' } },
        (answer) => resolve(answer.resume().statusCode),
      )
      asking.on('error', reject)
      asking.write('x'.repeat(600))
      asking.end('x'.repeat(600))
    })
    expect(status).toBe(413)
  })
  it('takes the rest of a path for its last parameter, and other methods for mistakes', async () => {
    const name = await house.stranger.get('/parrot/names/a/b%20c?x=1')
    expect([name.status, name.body]).toEqual([200, 'a/b c'])
    const wrong = await house.stranger.get('/parrot/speak')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  })
  it('counts strangers and guessed keys against their address, and good keys never', async () => {
    const good = await Promise.all(Array.from({ length: 40 }, () => speak('hello', 'parrot-good', tight)))
    expect(good.every(({ status }) => status === 200)).toBe(true)
    const guesses = await Promise.all(Array.from({ length: 40 }, () => speak('hello', 'parrot-bad', tight)))
    const refused = guesses.find(({ status }) => status === 429)!
    expect(refused.headers.get('retry-after')).toBe('1')
    expect((await refused.json()).error).toMatchObject({
      type: 'rate_limit_error',
      code: 'too-many-requests',
    })
    expect((await speak('hello', undefined, tight)).status).toBe(429)
  })
})
