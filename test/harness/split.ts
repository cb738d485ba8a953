import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { Client } from 'pg'
import { type ClonedDatabase, cloneDatabase, createTemplate } from '../../src/adapters/postgres/testing.ts'
import { catalogue } from '../../src/catalogue.ts'
import { startTestGateway } from './gateway.ts'
import { freePort } from './ports.ts'
import { type KlapsProcess, startKlapsProcess } from './process.ts'
import { type RabbitMq, startRabbitMq } from './rabbitmq.ts'

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

/** A process and a database per service, a real RabbitMQ between, some services with several replicas. */
export async function openSplitHouse(options: {
  env: Record<string, string>
  replicas?: Record<string, number>
  /** Names of those that run; all unless said otherwise. */
  services?: readonly string[]
}): Promise<SplitHouse> {
  const rabbit = await startRabbitMq()
  const names = options.services ?? catalogue.map((service) => service.contract.name)
  const empty = await createTemplate('empty', async () => {})
  const databases = new Map<string, ClonedDatabase>()
  for (const name of names) databases.set(name, await cloneDatabase(empty))
  const dataDir = await mkdtemp(join(tmpdir(), 'klaps-split-'))
  const keys = await makeKeys(names)
  const seats = new Map<string, Seat[]>()
  for (const name of names) {
    const count = options.replicas?.[name] ?? 1
    seats.set(
      name,
      await Promise.all(Array.from({ length: count }, async () => ({ port: await freePort() }))),
    )
  }
  const urlOf = (name: string) => `http://127.0.0.1:${seats.get(name)![0]!.port}`
  const environment = (name: string): Record<string, string> => ({
    ...options.env,
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
  const begin = async (name: string, seat: Seat) => {
    seat.process = await startKlapsProcess(
      ['--services', name, '--port', String(seat.port), '--data', join(dataDir, `${name}-${seat.port}`)],
      environment(name),
    )
  }
  for (const [name, list] of seats) await Promise.all(list.map((seat) => begin(name, seat)))
  let requests = 0
  const gateway = await startTestGateway((name) => {
    const replicas = seats.get(name)!
    return `http://127.0.0.1:${replicas[requests++ % replicas.length]!.port}`
  })
  const witnesses = new Map<string, Client>()
  const witnessOf = async (name: string) => {
    let witness = witnesses.get(name)
    if (!witness) {
      witness = new Client({ connectionString: databases.get(name)!.url })
      witness.on('error', () => undefined)
      witnesses.set(name, witness)
      await witness.connect()
    }
    return witness
  }
  return {
    url: gateway.url,
    rabbit,
    get processes() {
      return new Map([...seats].map(([name, list]) => [name, list.map((seat) => seat.process!)]))
    },
    rows: async <T>(service: string, sql: string, values: unknown[] = []) =>
      (await (await witnessOf(service)).query(sql, values)).rows as T[],
    databaseUrl: (service) => databases.get(service)!.url,
    crash: async (service, replica = 0) => {
      const seat = seats.get(service)![replica]!
      await seat.process!.kill('SIGKILL')
      await begin(service, seat)
    },
    stop: async () => {
      await gateway.stop()
      await Promise.allSettled([...seats.values()].flat().map((seat) => seat.process?.kill('SIGTERM')))
      await Promise.allSettled([...witnesses.values()].map((witness) => witness.end()))
      await rabbit.stop()
      for (const database of databases.values()) await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
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
