import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineContract, defineService, Problem, route, rows } from '#kernel'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { notebook, notebookService } from '../testing/notebook.ts'

/** Asks the notebook for whatever it is told to, and tells what its typed client gave. */
const courier = defineService({
  contract: defineContract('courier', {
    about: 'Carries calls to the notebook.',
    routes: {
      carry: route({
        method: 'POST',
        path: '/courier/errands',
        summary: 'Carry a call',
        allow: 'signed-in',
        input: z.object({
          name: z.enum(['write', 'read', 'list', 'secret', 'admin', 'rewrite']),
          input: z.looseObject({}).default({}),
          key: z.string().optional(),
        }),
        output: z.object({ value: z.unknown(), types: z.unknown(), problem: z.unknown() }),
      }),
    },
  }),
  tables: rows<object>(),
  needs: { notebook },
  settings: z.object({}),
  migrations: new URL('../testing/migrations/', import.meta.url),
  routes: {
    carry: async (ctx, { name, input, key }) => {
      const call = ctx.call.notebook[name] as (input: unknown, options: object) => Promise<unknown>
      try {
        const value = await call(input, key === undefined ? {} : { idempotencyKey: key })
        return { value: value ?? null, types: typesIn(value), problem: null }
      } catch (error) {
        const problem =
          error instanceof Problem ? error.document() : { status: 500, mistake: (error as z.ZodError).issues }
        return { value: null, types: null, problem }
      }
    },
  },
  personal: { export: async () => ({}), erase: async () => {} },
})

/** What the caller of a typed client holds in hand, which JSON does not show. */
function typesIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typesIn)
  if (value === null || typeof value !== 'object') return typeof value
  const { name } = value.constructor
  if (name !== 'Object') return name
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, typesIn(each)]))
}

const services = [notebookService, courier]
const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const named = { kid: 'courier', alg: 'EdDSA' }

let together: TestHouse
let notebookAlone: TestHouse
let courierAlone: TestHouse
beforeAll(async () => {
  const SERVICE_KEY = JSON.stringify({ ...(await exportJWK(privateKey)), ...named })
  const SERVICE_JWKS = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...named, use: 'sig' }] })
  together = await openTestHouse({ services })
  notebookAlone = await openTestHouse({ services, only: ['notebook'], alone: false, env: { SERVICE_JWKS } })
  courierAlone = await openTestHouse({
    services,
    only: ['courier'],
    on: notebookAlone,
    alone: false,
    env: { SERVICE_KEY, SERVICE_URL_NOTEBOOK: notebookAlone.url },
  })
})
afterAll(async () => {
  await courierAlone.stop()
  await Promise.all([notebookAlone.stop(), together.stop()])
})

/** The same errands in one process and over HTTP, by the same people; ids that differ by nature are made the same. */
async function bothWays<R>(errand: (carry: Carry, house: TestHouse) => Promise<R>): Promise<[R, R]> {
  const carried = async (house: TestHouse) => {
    const anna = await house.person()
    const carry: Carry = async (name, input = {}, key, headers) => {
      const answer = await anna.post('/courier/errands', { name, input, ...(key ? { key } : {}) }, headers)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return answer.body
    }
    return await errand(carry, house)
  }
  return [await carried(together), await carried(courierAlone)]
}
type Carry = (
  name: string,
  input?: object,
  key?: string,
  headers?: Record<string, string>,
) => Promise<{ value: any; types: any; problem: any }>

describe('a neighbour', () => {
  it('gives the same value of the same types, in this process or another', async () => {
    const seen = await bothWays(async (carry) => {
      const written = await carry('write', { text: 'both ways' })
      const read = await carry('read', { noteId: written.value.id })
      const list = await carry('list', { limit: 5 })
      expect(list.value.items).toEqual([written.value])
      return { written: written.types, read: read.types, list: list.types, text: read.value.text }
    })
    expect(seen[1]).toEqual(seen[0])
    expect(seen[0].read).toEqual({ id: 'string', text: 'string', createdAt: 'Instant' })
  })

  it.each<[string, string, object]>([
    ['input that is too short', 'write', { text: '' }],
    ['input of another type', 'write', { text: 1 }],
    ['an id that is none', 'read', { noteId: 'x' }],
    ['what is not there', 'read', { noteId: '00000000-0000-4000-8000-000000000000' }],
    ['what the user may not', 'admin', {}],
    ['its own refusal', 'write', { text: 'no', refuse: 409 }],
  ])('refuses %s alike', async (_what, name, input) => {
    const [inProcess, overHttp] = await bothWays(async (carry) => {
      const {
        requestId: _one,
        attempt: _each,
        instance: _path,
        ...problem
      } = (await carry(name, input)).problem
      return problem
    })
    expect(inProcess.status).toBeGreaterThanOrEqual(400)
    expect(overHttp).toEqual(inProcess)
  })

  it('knows the service behind a user, and the user', async () => {
    expect((await bothWays((carry) => carry('secret'))).map(({ value }) => value)).toEqual([
      { actor: 'user' },
      { actor: 'user' },
    ])
  })

  it('honours a key alike: the same answer once more, 422 with another body', async () => {
    const seen = await bothWays(async (carry) => {
      const key = crypto.randomUUID()
      const first = await carry('write', { text: 'once' }, key)
      const again = await carry('write', { text: 'once' }, key)
      expect(again.value).toEqual(first.value)
      return (await carry('write', { text: 'another' }, key)).problem.code
    })
    expect(seen).toEqual(['idempotency-key-reused', 'idempotency-key-reused'])
  })

  it('tells of its changes alike: whose they are, why, and in which story', async () => {
    const [inProcess, overHttp] = await bothWays(async (carry, house) => {
      const story = crypto.randomUUID()
      const text = `told ${story}`
      await carry('write', { text }, undefined, { 'x-correlation-id': story })
      const [event] = await until('the event', async () => {
        const found = await house.rows<{ event: any }>(
          `select event from notebook.event_log where event->'data'->>'text' = $1`,
          [text],
        )
        return found.length > 0 && found
      })
      expect(event!.event.correlationid).toBe(story)
      const { actor, reason } = event!.event
      expect(actor).toMatch(/^user:/)
      return { reason, actor: actor.slice(0, 5) }
    })
    expect(inProcess.reason).toBe('POST /courier/errands')
    expect(overHttp).toEqual(inProcess)
  })

  it('is 503 by its name when it does not answer', async () => {
    const lost = await openTestHouse({
      services,
      only: ['courier'],
      on: notebookAlone,
      alone: false,
      env: { SERVICE_URL_NOTEBOOK: 'http://127.0.0.1:1' },
    })
    try {
      const { token, id } = await lost.person()
      const anna = new Person(lost.url, token, id)
      const { body } = await anna.post('/courier/errands', { name: 'list' })
      expect(body.problem).toMatchObject({ status: 503, code: 'service-unavailable', service: 'notebook' })
    } finally {
      await lost.stop()
    }
  })
})
