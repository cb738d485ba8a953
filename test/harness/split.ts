import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { Client } from 'pg'
import { type ClonedDatabase, cloneDatabase, createTemplate } from '../../src/adapters/postgres/testing.ts'
import { catalogue } from '../../src/catalogue.ts'
import { startTestGateway } from './gateway.ts'
import { freePort } from './ports.ts'
import { type KlapsProcess, startKlapsProcess } from './process.ts'
import { type RabbitMq, startRabbitMq } from './rabbitmq.ts'
import { scratchFolder, throwAway } from './scratch.ts'

export interface SplitHouse {
  /** One address in front of all services; each request goes to the next replica. */
  readonly url: string
  /** Every replica of every service. */
  readonly processes: ReadonlyMap<string, readonly KlapsProcess[]>
  readonly rabbit: RabbitMq
  /** Reads a service's own database, past all of our code. */
  rows<T = Record<string, unknown>>(service: string, sql: string, values?: unknown[]): Promise<T[]>
  /** Where a service's own database is, for whoever listens to it. */
  databaseUrl(service: string): string
  /** Kills one replica the hard way, before this returns, and starts it again. */
  crash(service: string, replica?: number): Promise<void>
  stop(): Promise<void>
}

interface SplitOptions {
  env: Record<string, string>
  replicas?: Record<string, number>
  /** Names of those that run; all unless said otherwise. */
  services?: readonly string[]
  /** How long opening may take, milliseconds; less than the hook that waits for it has. */
  withinMs?: number
}

/**
 * A process and a database per service, a real RabbitMQ between, some services with several replicas. A house that does
 * not open, or not in time, leaves nothing running.
 */
export async function openSplitHouse(options: SplitOptions): Promise<SplitHouse> {
  const opened = new AsyncDisposableStack()
  const inTime = AbortSignal.timeout(options.withinMs ?? 180_000)
  try {
    return await open(options, opened, inTime)
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

/** Puts on `opened` how each thing ends, before the next begins. */
async function open(
  options: SplitOptions,
  opened: AsyncDisposableStack,
  inTime: AbortSignal,
): Promise<SplitHouse> {
  const names = options.services ?? catalogue.map((service) => service.contract.name)
  const dataDir = await scratchFolder('klaps-split-')
  opened.defer(() => throwAway(dataDir))
  const databases = await makeDatabases(names, opened)
  const rabbit = await startRabbitMq()
  opened.defer(() => rabbit.stop())
  const witnesses = new Witnesses((name) => databases.get(name)!.url)
  opened.defer(() => witnesses.end())
  const seats = await seatsFor(names, options.replicas ?? {})
  opened.defer(async () => {
    await Promise.allSettled([...seats.values()].flat().map((seat) => seat.process?.kill('SIGTERM')))
  })
  const environment = await environments(options.env, { names, seats, databases, dataDir, rabbit })
  const begin = async (name: string, seat: Seat, signal?: AbortSignal) => {
    const folder = join(dataDir, `${name}-${seat.port}`)
    const argv = ['--services', name, '--port', String(seat.port), '--data', folder]
    seat.process = await startKlapsProcess(argv, environment(name), signal)
  }
  for (const [name, list] of seats) await all(list.map((seat) => begin(name, seat, inTime)))
  let requests = 0
  const gateway = await startTestGateway((name) => {
    const replicas = seats.get(name)!
    return `http://127.0.0.1:${replicas[requests++ % replicas.length]!.port}`
  })
  opened.defer(() => gateway.stop())
  return {
    url: gateway.url,
    rabbit,
    get processes() {
      return new Map([...seats].map(([name, list]) => [name, list.map((seat) => seat.process!)]))
    },
    rows: async <T>(service: string, sql: string, values: unknown[] = []) =>
      (await (await witnesses.of(service)).query(sql, values)).rows as T[],
    databaseUrl: (service) => databases.get(service)!.url,
    crash: async (service, replica = 0) => {
      const seat = seats.get(service)![replica]!
      await seat.process!.kill('SIGKILL')
      await begin(service, seat)
    },
    stop: () => opened.disposeAsync(),
  }
}

/** As `Promise.all`, but only when every one has come to an end: what is still starting would be nobody's. */
async function all(starting: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(starting)).find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}

async function makeDatabases(
  names: readonly string[],
  opened: AsyncDisposableStack,
): Promise<ReadonlyMap<string, ClonedDatabase>> {
  const empty = await createTemplate('empty', async () => {})
  const databases = new Map<string, ClonedDatabase>()
  for (const name of names) {
    const database = await cloneDatabase(empty)
    opened.defer(() => database.drop())
    databases.set(name, database)
  }
  return databases
}

async function seatsFor(
  names: readonly string[],
  replicas: Readonly<Record<string, number>>,
): Promise<ReadonlyMap<string, readonly Seat[]>> {
  const seats = new Map<string, Seat[]>()
  for (const name of names) {
    const count = replicas[name] ?? 1
    seats.set(
      name,
      await Promise.all(Array.from({ length: count }, async () => ({ port: await freePort() }))),
    )
  }
  return seats
}

/** What each service's processes are told of the house. */
async function environments(
  env: Record<string, string>,
  house: {
    names: readonly string[]
    seats: ReadonlyMap<string, readonly Seat[]>
    databases: ReadonlyMap<string, ClonedDatabase>
    dataDir: string
    rabbit: RabbitMq
  },
): Promise<(name: string) => Record<string, string>> {
  const { names, seats, databases, dataDir, rabbit } = house
  const keys = await makeKeys(names)
  const urlOf = (name: string) => `http://127.0.0.1:${seats.get(name)![0]!.port}`
  return (name) => ({
    ...env,
    KLAPS_SANDBOX: 'off',
    IMAP_PRIVATE_HOSTS: 'true',
    KLAPS_POOL_SIZE: '3',
    KLAPS_MASTER_KEYS: masterKeys,
    KLAPS_BLOBS_DIR: join(dataDir, 'blobs'),
    RABBITMQ_URL: rabbit.url,
    [`DATABASE_URL_${name.toUpperCase()}`]: databases.get(name)!.url,
    SERVICE_KEY: JSON.stringify(keys.get(name)!.secret),
    SERVICE_JWKS: JSON.stringify({ keys: [...keys.values()].map((key) => key.public) }),
    ...Object.fromEntries(names.map((each) => [`SERVICE_URL_${each.toUpperCase()}`, urlOf(each)])),
  })
}

/** A connection to each database that somebody looks into. */
class Witnesses {
  readonly #clients = new Map<string, Client>()
  readonly #urlOf: (name: string) => string

  constructor(urlOf: (name: string) => string) {
    this.#urlOf = urlOf
  }

  async of(name: string): Promise<Client> {
    let client = this.#clients.get(name)
    if (!client) {
      client = new Client({ connectionString: this.#urlOf(name) })
      client.on('error', () => undefined)
      this.#clients.set(name, client)
      await client.connect()
    }
    return client
  }

  async end(): Promise<void> {
    await Promise.allSettled([...this.#clients.values()].map((client) => client.end()))
  }
}

interface Seat {
  readonly port: number
  process?: KlapsProcess
}

const masterKeys = `test:${Buffer.alloc(32, 7).toString('base64')}`

async function makeKeys(names: readonly string[]): Promise<Map<string, { secret: JWK; public: JWK }>> {
  const keys = new Map<string, { secret: JWK; public: JWK }>()
  for (const name of names) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const { d, ...rest } = await exportJWK(privateKey)
    const shared = { ...rest, kid: name, alg: 'EdDSA' }
    keys.set(name, { secret: { ...shared, ...(d ? { d } : {}) }, public: { ...shared, use: 'sig' } })
  }
  return keys
}
