import { rm } from 'node:fs/promises'
import { connectEmbedded } from '../src/adapters/postgres/embedded.ts'
import { openCinema, showtimeDraft } from '../src/services/movie/cinema.fixture.ts'
import { Person } from '../test/harness/person.ts'
import { scratchFolder } from '../test/harness/scratch.ts'
import type { BareOrder } from './boxoffice/bare-node.ts'
import type { Count, Errand } from './boxoffice/buyers.ts'
import { type Calm, calmOf } from './boxoffice/calm.ts'
import type { ReportsTo } from './boxoffice/gateway.ts'
import { type Generator, startGenerator } from './boxoffice/generator.ts'
import { Halls } from './boxoffice/hall.ts'
import { ended, startHelper, told } from './boxoffice/helper.ts'
import { type Processors, perEach, processorsOf } from './boxoffice/processors.ts'
import { measurePurchases, type Purchases } from './boxoffice/purchases.ts'
import { type Holds, type Measured, type Reads, report } from './boxoffice/report.ts'
import { type SqlFloor, sqlFloor } from './boxoffice/sql-floor.ts'
import { type KlapsProcess, residentMb, startKlaps } from './klaps-process.ts'
import { rounded } from './statistics.ts'

const connections = [1, 8, 32, 256] as const
/** The embedded server takes 200 connections: a client each for 256 there cannot be. */
const sqlClients = [1, 8, 32] as const
/** What the goals are about is measured in every round; the rest, which shows the shape, in the first. */
const GOAL_AT = 32
const CROWD = 256
const ROUNDS = 3
const WARM_SECONDS = 0.5
const SECONDS = 1.5
/** Of a point that shows the shape only. */
const SHAPE_SECONDS = 1
/** pgbench reports whole seconds. */
const SQL_SECONDS = 2
const USERS = 8
const PURCHASE_SECONDS = 3
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
  readonly processors: () => Promise<Processors>
  readonly say: (line: string) => unknown
}

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
 * after the last answer. The floors are spared it, and nothing begins before all of it is done. Rate limits are lifted, and
 * nobody is told of a hold that stays unpaid: no real sale is made of those.
 * The buyers are another process too, on plain sockets. Each buyer of a hold asks for two neighbouring seats that are
 * free, under an idempotency key, signed in; every one must succeed. What the goals are about is measured in turns, three
 * times, and the medians are told, because a machine is not equally quiet at all times; processor time for each hold is
 * told beside them. About four minutes on a quiet machine of two cores.
 *
 * `hot` is one showtime that all ask for; `one pair` is everybody after the same two seats, where all but one get a
 * refusal with a suggestion. A purchase is hold, payment, and asking for the tickets until they are there; messages about
 * it follow when there is time, and `messagesOutMs` after the last ticket all of them have gone out. Turned away with 503,
 * a buyer comes back after 200 ms.
 *
 * @param flags Names of `parts` measure those alone.
 */
export async function boxoffice({
  json,
  flags,
}: {
  json: boolean
  flags: readonly string[]
}): Promise<Record<string, unknown>> {
  const dataDir = await scratchFolder('klaps-bench-')
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
      NOTIFICATION_HELD_AFTER_SECONDS: '3600',
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
    const processors = await processorsOf(klaps.child.pid!, databaseUrl, [gateway.pid!, buyers.pid])
    const stage: Stage = { klaps, barePort, tokens, halls, buyers, sql, calm, processors, say }
    await calm.ready()
    const readyRssMb = await residentMb(klaps.child.pid!)
    const measured = await measureParts(stage, owner, flags)
    await calm.close()
    const memory = {
      readyRssMb: rounded(readyRssMb, 0),
      rssMb: rounded(await residentMb(klaps.child.pid!), 0),
    }
    return report(measured, { floorName: sql.name, connections, goalAt: GOAL_AT, memory, say })
  } finally {
    await Promise.all([buyers.stop(), ended(bare), klaps?.stop()])
    await ended(gateway)
    await rm(dataDir, { recursive: true, force: true })
  }
}

const parts = ['holds', 'purchases', 'reads'] as const

async function measureParts(stage: Stage, owner: Person, flags: readonly string[]): Promise<Measured> {
  const chosen = parts.filter((part) => flags.includes(part))
  const wants = (part: (typeof parts)[number]) => chosen.length === 0 || chosen.includes(part)
  return {
    ...(wants('holds') && { holds: await measureHolds(stage) }),
    ...(wants('purchases') && { purchases: await purchasesOf(stage) }),
    ...(wants('reads') && { reads: await measureReads(stage, owner) }),
  }
}

async function signUp(url: string, email: string): Promise<Person> {
  const person = { email, password: 'a long password', name: 'Bench' }
  const answer = await new Person(url, undefined, 'stranger').post('/auth/sign-up', person)
  if (answer.status !== 201)
    throw new Error(`sign-up of ${email}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return new Person(url, answer.body.accessToken, answer.body.user.id)
}

async function measureHolds(stage: Stage): Promise<Holds> {
  const holds: Holds = { counts: new Map(), floors: new Map(), followUpMs: [], processors: [] }
  await warmUp(stage)
  for (let round = 1; round <= ROUNDS; round++) {
    for (const clients of sqlClients)
      if (round === 1 || clients === GOAL_AT) await measureSql(stage, clients, holds)
    for (const at of connections)
      for (const [name, port, errand] of pointsOf(stage)) {
        const isGoal = at === GOAL_AT ? name !== 'one pair' : at === CROWD && name === 'spread'
        const seconds = isGoal ? SECONDS : SHAPE_SECONDS
        if (round === 1 || isGoal) await measurePoint(stage, { name, port, at, errand, seconds }, holds)
      }
    stage.say(`round ${round} of ${ROUNDS} done`)
  }
  return holds
}

/** Code that nobody has called yet is slow, and so are tables that nobody has read. */
async function warmUp(stage: Stage): Promise<void> {
  for (const [, port, errand] of pointsOf(stage)) await send(stage, port, GOAL_AT, 1, errand)
  await stage.calm.settled()
}

async function measureSql({ calm, sql }: Stage, clients: number, { floors }: Holds): Promise<void> {
  const perSecond = await sql.measure(clients, 1, clients === GOAL_AT ? SQL_SECONDS : 1)
  await calm.forgetEvents()
  floors.set(clients, [...(floors.get(clients) ?? []), perSecond])
}

interface Point {
  readonly name: string
  readonly port: number
  readonly at: number
  readonly errand: Errand
  readonly seconds: number
}

async function measurePoint(stage: Stage, point: Point, holds: Holds): Promise<void> {
  const { name, port, at, errand, seconds } = point
  const { calm, barePort, processors } = stage
  const before = await processors()
  const count = await send(stage, port, at, seconds, errand)
  const after = await processors()
  if (port === barePort) await calm.forgetEvents()
  const heardMs = await calm.heard()
  await calm.settled()
  const label = `${name} ${at}`
  holds.counts.set(label, [...(holds.counts.get(label) ?? []), count])
  if (label !== `spread ${GOAL_AT}`) return
  holds.followUpMs.push(heardMs)
  holds.processors.push(perEach(before, after, count.statuses[201] ?? 1))
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

function purchasesOf(stage: Stage): Promise<Purchases[]> {
  const port = Number(new URL(stage.klaps.url).port)
  const buy = (buyers: number, seconds = PURCHASE_SECONDS) =>
    send(stage, port, buyers, seconds, { kind: 'purchase', sale: stage.halls.spread(150) })
  return measurePurchases(buy, stage.calm, stage.processors)
}

async function measureReads(stage: Stage, owner: Person): Promise<Reads> {
  const port = Number(new URL(stage.klaps.url).port)
  const cinema = await openCinema(owner)
  for (let index = 0; index < LISTED_SHOWTIMES; index++) {
    const { status } = await owner.post('/showtimes', showtimeDraft(cinema, 24 + index * 4))
    if (status !== 201) throw new Error(`A showtime could not be scheduled: ${status}`)
  }
  const sale = stage.halls.spread(10)
  await send(stage, port, 1, SHAPE_SECONDS, { kind: 'hold', sale })
  await stage.calm.settled()
  const seatMap = { kind: 'read', path: `/api/v1/bookings/seat-maps/${sale.showtimeIds[0]}` } as const
  const list = { kind: 'read', path: `/api/v1/showtimes?limit=${LISTED_SHOWTIMES}` } as const
  const seatMaps = await send(stage, port, READERS, SECONDS, seatMap)
  const lists = await send(stage, port, READERS, SECONDS, list)
  return { seatMaps, lists }
}
