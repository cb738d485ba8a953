import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectEmbedded } from '../src/adapters/postgres/embedded.ts'
import { openCinema, showtimeDraft } from '../src/services/movie/cinema.fixture.ts'
import { Person } from '../test/harness/person.ts'
import type { BareOrder } from './boxoffice/bare-node.ts'
import type { Count, Errand } from './boxoffice/buyers.ts'
import { type Calm, calmOf } from './boxoffice/calm.ts'
import type { ReportsTo } from './boxoffice/gateway.ts'
import { type Generator, startGenerator } from './boxoffice/generator.ts'
import { Halls } from './boxoffice/hall.ts'
import { ended, startHelper, told } from './boxoffice/helper.ts'
import { type SqlFloor, sqlFloor } from './boxoffice/sql-floor.ts'
import { type KlapsProcess, residentMb, startKlaps } from './klaps-process.ts'
import { percentile, rounded } from './statistics.ts'

const connections = [1, 8, 32, 256] as const
/** The embedded server takes 200 connections: a client each for 256 there cannot be. */
const sqlClients = [1, 8, 32] as const
/** The point that the goals are about is measured longer. */
const GOAL_AT = 32
const ROUNDS = 3
const WARM_SECONDS = 0.4
const USERS = 8
const PURCHASERS = 32
const READERS = 32
const LISTED_SHOWTIMES = 40

interface Stage {
  readonly klaps: KlapsProcess
  readonly barePort: number
  readonly tokens: readonly string[]
  readonly halls: Halls
  readonly buyers: Generator
  readonly sql: SqlFloor
  readonly calm: Calm
  readonly say: (line: string) => unknown
}

/** Counts of the rounds by what was measured, as `spread 32`. */
type Results = Map<string, Count[]>

/**
 * How fast seats are held and sold, over HTTP, beside two floors in the same run:
 *
 * - `pgbench` calls the very function that a hold is, `booking.hold`, with one request each time, straight at the same
 *   PostgreSQL, with as many sessions as there are connections.
 * - A bare node:http server verifies the same tokens (once each, then from memory) and calls the same function through a
 *   pool of `pg`.
 *
 * Klaps is a process of its own, started as a user starts it: every service, its embedded PostgreSQL with fsync on, the
 * sandbox; only the payment gateway's stand-in is another process, as the real one is. What a hold sets going (the
 * outbox's relay, what payment, audit and analytics do about it) runs beside it; `followUpMs` is how long that goes on
 * after the last answer. The floors are spared it, and nothing begins before all of it is done. Rate limits are lifted.
 * The buyers are another process too, on plain sockets. Each buyer of a hold asks for two neighbouring seats that are
 * free, under an idempotency key, signed in; every one must succeed. All measurements go round in turns, three times, and
 * the medians are told, because a machine is not equally quiet at all times.
 *
 * `hot` is one showtime that all ask for; `one pair` is everybody after the same two seats, where all but one get a
 * refusal with a suggestion. A purchase is hold, payment, and asking for the tickets until they are there. Turned away
 * with 503, a buyer comes back after 200 ms.
 */
export async function boxoffice({ json }: { json: boolean }): Promise<Record<string, unknown>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'klaps-bench-'))
  const say = (line: string) => !json && console.log(line)
  const gateway = startHelper('gateway')
  const bare = startHelper('bare-node')
  const buyers = startGenerator()
  let klaps: KlapsProcess | undefined
  try {
    const { settings } = await told<{ settings: Record<string, string> }>(gateway, 30_000)
    klaps = await startKlaps(dataDir, {
      ...settings,
      KLAPS_ADMIN_EMAIL: 'bench@klaps.example',
      KLAPS_RATE_PER_SECOND: '10000000',
      KLAPS_RATE_BURST: '10000000',
    })
    const { url } = klaps
    const databaseUrl = connectEmbedded(dataDir)
    if (!databaseUrl) throw new Error('Klaps runs no database of its own')
    gateway.send({ webhookUrl: `${url}/api/v1/payments/webhooks/simulated` } satisfies ReportsTo)
    const halls = new Halls(databaseUrl)
    await halls.fill()
    const owner = await signUp(url, 'bench@klaps.example')
    const users = await Promise.all(
      Array.from({ length: USERS }, (_, index) => signUp(url, `buyer${index}@klaps.example`)),
    )
    bare.send({ databaseUrl, jwks: (await owner.get('/auth/jwks')).body } satisfies BareOrder)
    const { port: barePort } = await told<{ port: number }>(bare, 10_000)
    const sql = await sqlFloor(databaseUrl, halls)
    const calm = await calmOf(databaseUrl)
    const tokens = users.map(({ token }) => token!)
    const stage: Stage = { klaps, barePort, tokens, halls, buyers, sql, calm, say }
    const readyRssMb = await residentMb(klaps.child.pid!)
    const { results, floors, followUpMs } = await measureHolds(stage)
    const rest = await measureRest(stage, owner)
    await calm.close()
    return report(stage, results, floors, rest, {
      followUpMs: rounded(median(followUpMs), 0),
      readyRssMb: rounded(readyRssMb, 0),
      rssMb: rounded(await residentMb(klaps.child.pid!), 0),
    })
  } finally {
    await Promise.all([buyers.stop(), ended(bare), klaps?.stop()])
    await ended(gateway)
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function signUp(url: string, email: string): Promise<Person> {
  const person = { email, password: 'a long password', name: 'Bench' }
  const answer = await new Person(url, undefined, 'stranger').post('/auth/sign-up', person)
  if (answer.status !== 201)
    throw new Error(`sign-up of ${email}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return new Person(url, answer.body.accessToken, answer.body.user.id)
}

interface Holds {
  readonly results: Results
  readonly floors: ReadonlyMap<number, number[]>
  /** After the goal's point: how long until payment, audit and analytics had done their part of it, milliseconds. */
  readonly followUpMs: readonly number[]
}

async function measureHolds(stage: Stage): Promise<Holds> {
  const results: Results = new Map()
  const floors = new Map<number, number[]>()
  const followUpMs: number[] = []
  const { calm, sql, say } = stage
  for (let round = 1; round <= ROUNDS; round++) {
    for (const clients of sqlClients) {
      await calm.settled()
      const seconds = clients === GOAL_AT ? 2 : 1
      const perSecond = await sql.measure(clients, seconds, seconds)
      await calm.forgetEvents()
      floors.set(clients, [...(floors.get(clients) ?? []), perSecond])
    }
    for (const each of connections) {
      for (const [name, port, errand] of pointsOf(stage)) {
        await calm.settled()
        const count = await send(stage, port, each, each === GOAL_AT ? 2 : 1, errand)
        if (port === stage.barePort) await calm.forgetEvents()
        if (name === 'spread' && each === GOAL_AT) followUpMs.push(await calm.settled())
        results.set(`${name} ${each}`, [...(results.get(`${name} ${each}`) ?? []), count])
      }
    }
    say(`round ${round} of ${ROUNDS} done`)
  }
  return { results, floors, followUpMs }
}

function pointsOf({ klaps, barePort, halls }: Stage): [name: string, port: number, errand: Errand][] {
  const port = Number(new URL(klaps.url).port)
  return [
    ['bare node', barePort, { kind: 'hold', sale: halls.spread(150) }],
    ['spread', port, { kind: 'hold', sale: halls.spread(150) }],
    ['hot', port, { kind: 'hold', sale: halls.hot() }],
    ['one pair', port, { kind: 'hold-one', sale: halls.spread(1) }],
  ]
}

const send = (
  { buyers, tokens }: Stage,
  port: number,
  at: number,
  seconds: number,
  errand: Errand,
): Promise<Count> =>
  buyers.send({ port, tokens, connections: at, warmSeconds: WARM_SECONDS, seconds, errand })

async function measureRest(stage: Stage, owner: Person) {
  const port = Number(new URL(stage.klaps.url).port)
  const cinema = await openCinema(owner)
  for (let index = 0; index < LISTED_SHOWTIMES; index++) {
    const { status } = await owner.post('/showtimes', showtimeDraft(cinema, 24 + index * 4))
    if (status !== 201) throw new Error(`A showtime could not be scheduled: ${status}`)
  }
  const sale = stage.halls.spread(150)
  await stage.calm.settled()
  const purchases = await send(stage, port, PURCHASERS, 4, { kind: 'purchase', sale })
  await stage.calm.settled()
  const [sold] = sale.showtimeIds
  const seatMap = { kind: 'read', path: `/api/v1/bookings/seat-maps/${sold}` } as const
  const list = { kind: 'read', path: `/api/v1/showtimes?limit=${LISTED_SHOWTIMES}` } as const
  const seatMaps = await send(stage, port, READERS, 2, seatMap)
  const lists = await send(stage, port, READERS, 2, list)
  return { purchases, seatMaps, lists }
}

const median = (samples: readonly number[]) => percentile(samples, 0.5)

function report(
  { sql, say }: Stage,
  results: Results,
  floors: Holds['floors'],
  rest: Awaited<ReturnType<typeof measureRest>>,
  besides: Record<string, number>,
): Record<string, unknown> {
  const of = (name: string, part: keyof Omit<Count, 'statuses'>) =>
    median(results.get(name)!.map((count) => count[part]))
  say(
    `\n${sql.name}, one hold a call: ${sqlClients.map((n) => `${Math.round(median(floors.get(n)!))}/s at ${n}`).join(', ')}`,
  )
  for (const name of results.keys()) {
    const refused = of(name, 'refusedPerSecond')
    say(
      `${name.padEnd(14)} ${of(name, 'perSecond').toFixed(0).padStart(6)}/s  p50 ${of(name, 'p50Ms').toFixed(1).padStart(6)} ms  p99 ${of(name, 'p99Ms').toFixed(1).padStart(6)} ms${refused > 0 ? `  refused ${refused.toFixed(0)}/s, p99 ${of(name, 'refusedP99Ms').toFixed(1)} ms` : ''}`,
    )
  }
  for (const [name, { perSecond, p50Ms, p99Ms }] of Object.entries(rest))
    say(
      `${name.padEnd(14)} ${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50Ms.toFixed(1).padStart(6)} ms  p99 ${p99Ms.toFixed(1).padStart(6)} ms`,
    )
  const at = (name: string) => of(`${name} ${GOAL_AT}`, 'perSecond')
  const peak = Math.max(...connections.map((each) => of(`spread ${each}`, 'perSecond')))
  const floor = median(floors.get(GOAL_AT)!)
  const result = {
    holdsPerSecond: rounded(at('spread'), 0),
    floorPerSecond: rounded(floor, 0),
    floor: sql.name,
    holdsVsFloor: rounded(at('spread') / floor, 2),
    holdsVsBareNode: rounded(at('spread') / at('bare node'), 2),
    hotVsSpread: rounded(at('hot') / at('spread'), 2),
    p99At32Ms: rounded(of(`spread ${GOAL_AT}`, 'p99Ms')),
    goodput256VsPeak: rounded(of('spread 256', 'perSecond') / peak, 2),
    refused256PerSecond: rounded(of('spread 256', 'refusedPerSecond'), 0),
    purchasesPerSecond: rounded(rest.purchases.perSecond, 0),
    purchaseP99Ms: rounded(rest.purchases.p99Ms),
    seatMapPerSecond: rounded(rest.seatMaps.perSecond, 0),
    seatMapP99Ms: rounded(rest.seatMaps.p99Ms),
    showtimeListPerSecond: rounded(rest.lists.perSecond, 0),
    showtimeListP99Ms: rounded(rest.lists.p99Ms),
    ...besides,
  }
  for (const [name, value] of Object.entries(result)) say(`${name.padEnd(22)} ${value}`)
  return result
}
