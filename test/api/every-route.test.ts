import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { catalogue } from '../../src/catalogue.ts'
import { placeInput } from '../../src/kernel/http/wire.ts'
import { brokenInput, type Known, validInput } from '../harness/generated-input.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import type { Answer, Person } from '../harness/person.ts'
import { fillHouse } from './fill-house.ts'

let house: TestHouse
let sandbox: Sandbox
let known: Known
let people: { name: string; person: Person }[]
/** Statuses that the API document gives for `METHOD path`. */
let documented: ReadonlyMap<string, ReadonlySet<string>>

beforeAll(async () => {
  sandbox = await startSandbox()
  house = await openTestHouse({ env: sandbox.env, plansForAnyValue: true })
  const owner = await house.person({ roles: ['admin'] })
  known = await fillHouse(house, owner)
  const document = new URL('../../docs/openapi.json', import.meta.url)
  documented = statusesOf(JSON.parse(await readFile(document, 'utf8')))
  people = [
    { name: 'the owner', person: owner },
    {
      name: 'a stranger with every role',
      person: await house.person({ roles: ['admin', 'crew_member', 'production_manager', 'viewer'] }),
    },
    { name: 'nobody', person: house.stranger },
  ]
}, 120_000)
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})

interface OpenApi {
  paths: Record<string, Record<string, { responses?: object }>>
}

const statusesOf = ({ paths }: OpenApi) =>
  new Map(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(
        ([method, { responses = {} }]) =>
          [
            `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`,
            new Set(Object.keys(responses)),
          ] as const,
      ),
    ),
  )

const routes = catalogue.flatMap(({ contract }) =>
  Object.entries(contract.routes).map(([name, route]) => ({ label: `${contract.name}.${name}`, route })),
)
const runs = Number(process.env.ROUTE_RUNS ?? (process.env.CI_FULL ? 200 : 12))

async function call(
  person: Person,
  route: (typeof routes)[number]['route'],
  input: Record<string, unknown>,
): Promise<Answer> {
  const { path, body } = placeInput(route, input)
  const raw =
    route.kind === 'raw' && route.method === 'POST'
      ? new TextEncoder().encode('%PDF-1.7 not really')
      : undefined
  const story = crypto.randomUUID()
  const answer = await person.send(
    route.method,
    path.replace('/api/v1', ''),
    raw ?? (body === undefined ? undefined : JSON.parse(body)),
    { 'x-correlation-id': story },
  )
  if (route.method !== 'GET' && answer.status < 300) succeeded.push({ route, story })
  return answer
}

/** Calls that may have changed something, each with its story. */
const succeeded: { route: (typeof routes)[number]['route']; story: string }[] = []

// What speaks a standard's language and not ours, refusals included, has tests of its own: test/api/mcp.test.ts.
const foreign = /^(auth\.oauth|control\.mcp)/
const ours = routes.filter(({ label, route }) => route.kind !== 'stream' && !foreign.test(label))

/** Succeed without changing anything of anybody's, and why. */
const changesNothing = new Map([
  ['POST /auth/sign-out', 'the session of a token made here is nobody’s'],
  ['POST /calendar/google', 'a state for the way to Google and back, which ends by itself'],
  ['POST /mailboxes/gmail', 'the same'],
  ['POST /mailboxes/{mailboxId}/check', 'asks for a look; what comes of it is told then'],
  ['POST /notifications/test', 'the delivery is told when its channel has taken it'],
  ['POST /screens/layouts/preview', 'a question'],
  ['PATCH /pdf/{documentId}/fields', 'the values made up here are those of no document'],
  ['POST /tickets/admissions', 'the tickets made up here are none'],
  ['DELETE /bookings/{bookingId}', 'cancelled already by another of these calls'],
])

describe.each(ours)('$label', ({ label, route }) => {
  it('answers generated input without a fault of ours, refusals as problems, successes as promised', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...people),
        fc.oneof(validInput(route, known), brokenInput(route, known)),
        async ({ person }, input) => {
          const answer = await call(person, route, input)
          expect(answer.status, `${label} ${JSON.stringify(input)} ${JSON.stringify(answer.body)}`).not.toBe(
            500,
          )
          const statuses = documented.get(`${route.method} ${route.path}`)
          // A parameter of dots is another path.
          if (statuses && !/\/\.{1,2}(\/|$)/.test(placeInput(route, input).path))
            expect([...statuses], `statuses of ${label}`).toContain(String(answer.status))
          if (answer.status >= 400) {
            expect(answer.headers.get('content-type')).toContain(
              route.errors === 'openai' ? 'application/json' : 'application/problem+json',
            )
            expect(route.errors === 'openai' ? answer.body.error.code : answer.body.code).toBeTruthy()
          } else if (route.kind === 'json' && answer.status !== 204) {
            expect(z.safeDecode(route.output, answer.body).success, label).toBe(true)
          }
        },
      ),
      { numRuns: runs, endOnFailure: true, seed: 20261121 },
    )
  }, 120_000)

  it('answers the same call a dozen times over, half of them at once, without a fault of ours', async () => {
    const { person } = people[0]!
    for (const input of fc.sample(validInput(route, known), { numRuns: 2, seed: 11 })) {
      const send = async () => (await call(person, route, input)).status
      const together = await Promise.all(Array.from({ length: 6 }, send))
      const after = []
      for (let time = 0; time < 6; time++) after.push(await send())
      expect([...together, ...after], `${label} ${JSON.stringify(input)}`).not.toContain(500)
    }
  }, 120_000)

  it('is closed to those who may not', async () => {
    const allow = [route.allow].flat()
    if (allow.includes('public')) return
    const [sample] = fc.sample(validInput(route, known), { numRuns: 1, seed: 7 })
    expect((await call(house.stranger, route, sample!)).status).toBe(401)
    const powerless = await house.person({ roles: [] })
    if (!allow.includes('signed-in')) expect((await call(powerless, route, sample!)).status).toBe(403)
  })
})

it('every change that somebody made has been told, in its story, with who and why', async () => {
  const tables = catalogue.flatMap(({ contract: { name } }) => [`"${name}".event_log`, `"${name}".outbox`])
  const stories = tables.map(
    (table) =>
      `select event->>'correlationid' as story, event->>'actor' as actor, event->>'reason' as reason from ${table}`,
  )
  const told = await house.rows<{ story: string; actor: string; reason: string }>(
    `select distinct * from (${stories.join(' union all ')}) as told where story = any($1)`,
    [succeeded.map(({ story }) => story)],
  )
  const tellers = new Set(told.filter(({ actor, reason }) => actor && reason).map(({ story }) => story))
  const byRoute = Map.groupBy(succeeded, ({ route }) => `${route.method} ${route.path}`)
  const silent = [...byRoute].filter(([, calls]) => !calls.some(({ story }) => tellers.has(story)))
  expect(silent.map(([path]) => path).filter((path) => !changesNothing.has(path))).toEqual([])
  expect(byRoute.size).toBeGreaterThan(40)
})
