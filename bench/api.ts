import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { catalogue } from '../src/catalogue.ts'
import type { Route } from '../src/kernel/contract.ts'
import { placeInput } from '../src/kernel/http/wire.ts'
import { fillHouse } from '../test/api/fill-house.ts'
import { type Known, validInput } from '../test/harness/generated-input.ts'
import { Person } from '../test/harness/person.ts'
import { startKlaps } from './klaps-process.ts'
import { percentile, rounded } from './statistics.ts'

const requestsPerRoute = 60
const atOnce = 4
const users = 25
const daysPerUser = 40

/** These end the session or the account they are called with: each call gets an account of its own. */
const endsTheCaller = new Set(['auth.signOut', 'auth.deleteMe', 'auth.changePassword', 'auth.revokeSession'])

interface Row {
  label: string
  p50: number
  p95: number
  p99: number
  statuses: string
}

/**
 * p50, p95 and p99 in milliseconds of every route, over HTTP, on a filled database. Beside them the floor: a bare
 * node:http server that answers a small JSON document, in the same run.
 */
export async function api({ json }: { json: boolean }): Promise<Record<string, unknown>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'klaps-bench-'))
  const say = (line: string) => !json && console.log(line)
  const klaps = await startKlaps(dataDir, { KLAPS_ADMIN_EMAIL: 'bench@klaps.example' })
  const floor = await measureFloor()
  try {
    const owner = await signUp(klaps.url, 'bench@klaps.example')
    say(`filling the database: ${users} users with ${daysPerUser} days each`)
    for (let index = 0; index < users; index++)
      await fillDays(await signUp(klaps.url, `user${index}@klaps.example`))
    await fillDays(owner)
    const known = await fillHouse({ url: klaps.url }, owner)
    const rows: Row[] = []
    for (const { contract } of catalogue) {
      for (const [name, route] of Object.entries(contract.routes)) {
        if (route.kind === 'stream') continue
        rows.push(await measureRoute(`${contract.name}.${name}`, route, owner, known))
      }
    }
    for (const row of rows)
      say(
        `${row.label.padEnd(32)} p50 ${row.p50.toFixed(1).padStart(7)}  p95 ${row.p95.toFixed(1).padStart(7)}  p99 ${row.p99.toFixed(1).padStart(7)}  ${row.statuses}`,
      )
    const result = {
      routes: rows.length,
      medianP50Ms: rounded(
        percentile(
          rows.map((row) => row.p50),
          0.5,
        ),
        2,
      ),
      medianP95Ms: rounded(
        percentile(
          rows.map((row) => row.p95),
          0.5,
        ),
        2,
      ),
      worstP95Ms: rounded(Math.max(...rows.map((row) => row.p95))),
      worstRoute: rows.toSorted((a, b) => b.p95 - a.p95)[0]?.label,
      over100Ms: rows.filter((row) => row.p95 > 100).map((row) => row.label),
      bareNodeP50Ms: rounded(floor, 2),
      medianVsBareNode: rounded(
        percentile(
          rows.map((row) => row.p50),
          0.5,
        ) / floor,
      ),
    }
    for (const [name, value] of Object.entries(result)) say(`${name.padEnd(18)} ${value}`)
    return result
  } finally {
    await klaps.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function signUp(url: string, email: string): Promise<Person> {
  const answer = await new Person(url, undefined, 'stranger').post('/auth/sign-up', {
    email,
    password: 'a long password',
    name: 'Bench',
  })
  if (answer.status !== 201)
    throw new Error(`sign-up of ${email}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return new Person(url, answer.body.accessToken, answer.body.user.id)
}

async function fillDays(person: Person): Promise<void> {
  const { body: production } = await person.post('/productions', { title: 'Bench' })
  const today = Temporal.Now.plainDateISO()
  for (let day = 0; day < daysPerUser; day++) {
    const shootingDate = today.add({ days: day + 30 }).toString()
    await person.post('/schedules', {
      productionId: production.id,
      shootingDate,
      call: '07:00',
      location: { address: 'ul. Chełmska 21, 00-724 Warszawa' },
    })
  }
}

async function measureRoute(label: string, route: Route, owner: Person, known: Known): Promise<Row> {
  const inputs = fc.sample(validInput(route, known), { numRuns: requestsPerRoute, seed: 1 })
  const times: number[] = []
  const statuses = new Map<number, number>()
  const next = inputs.values()
  const work = async () => {
    for (const input of next) {
      const caller = endsTheCaller.has(label)
        ? await signUp(owner.url, `${crypto.randomUUID()}@klaps.example`)
        : owner
      const { path, body } = placeInput(route, input)
      const payload =
        route.kind === 'raw' && route.method === 'POST'
          ? new TextEncoder().encode('%PDF-1.7 not really')
          : body === undefined
            ? undefined
            : JSON.parse(body)
      const began = performance.now()
      const answer = await caller.send(route.method, path.replace('/api/v1', ''), payload)
      times.push(performance.now() - began)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return {
    label,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    statuses: [...statuses].map(([status, count]) => `${status}x${count}`).join(' '),
  }
}

async function measureFloor(): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"ok":true}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const times: number[] = []
  for (let index = 0; index < 400; index++) {
    const began = performance.now()
    await (await fetch(url)).json()
    if (index >= 100) times.push(performance.now() - began)
  }
  server.closeAllConnections()
  server.close()
  return percentile(times, 0.5)
}
