import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { Client, Pool } from 'pg'
import { cloneDatabase, createTemplate } from '../../src/adapters/postgres/testing.ts'
import { catalogue } from '../../src/catalogue.ts'
import { type House, type HouseOptions, openHouse } from '../../src/compose.ts'
import { createLogger } from '../../src/kernel/log.ts'
import type { Service } from '../../src/kernel/service.ts'
import { userTokenAudience, userTokenIssuer } from '../../src/kernel/tokens.ts'
import { Person } from './person.ts'

const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' }] }

export interface TestHouse {
  readonly house: House
  readonly url: string
  readonly databaseUrl: string
  /** A user with these roles, signed in by a token that the house accepts; nothing is stored about them. */
  person(options?: { roles?: string[]; id?: string; sessionId?: string }): Promise<Person>
  /** Nobody: requests without a token. */
  readonly stranger: Person
  /** Reads committed rows past all of our own code: the witness. */
  rows<T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>
  /** Moves the clock of database and process. */
  travelTo(instant: Temporal.Instant): Promise<void>
  /** Where blobs and the master key lie: with `databaseUrl`, all that a second house needs to be the same one. */
  readonly dataDir: string
  /** Ends the process's part and leaves database, files and witness for the next house. */
  halt(): Promise<void>
  stop(): Promise<void>
}

interface Options {
  /** The services to run; the whole catalogue when left out. Kernel tests bring services of their own. */
  services?: readonly Service[]
  /** Only these of the catalogue run here. */
  only?: readonly string[]
  env?: Record<string, string>
  /** Works on the database and files of this house, which must outlive it, instead of on fresh ones. */
  on?: Pick<TestHouse, 'databaseUrl' | 'dataDir'>
  /** False when another house works on the same database at the same time. Default true. */
  alone?: boolean
  /** What is mounted beside the services. */
  pages?: HouseOptions['pages']
  /**
   * Plans every statement for any value from its first time on, as PostgreSQL does by itself from the sixth time of a prepared
   * one in a session: what such a plan refuses is found at once. Default false.
   */
  plansForAnyValue?: boolean
  /** Is the outside world the sandbox's, and the clock movable? Default true. */
  sandbox?: boolean
}

/** A whole system in this process on a database of its own, cloned from a migrated template. */
export async function openTestHouse(options: Options = {}): Promise<TestHouse> {
  const services = options.services ?? catalogue
  const fresh = options.on ? undefined : await freshGround(services)
  const { databaseUrl, dataDir } = options.on ?? fresh!
  if (options.plansForAnyValue) await planForAnyValue(databaseUrl)
  const house = await openHouse({
    catalogue: services,
    env: testEnvironment(options.env),
    dataDir,
    databaseUrl,
    alone: options.alone ?? true,
    ...(options.pages ? { pages: options.pages } : {}),
    sandbox: options.sandbox ?? true,
    port: 0,
    log: createLogger({ service: 'test', level: (process.env.TEST_LOG as 'debug') ?? 'silent' }),
    ...(options.only ? { only: options.only } : {}),
  })
  const witness = new Pool({ connectionString: databaseUrl, max: 1 })
  witness.on('error', () => undefined)
  let halted: Promise<void> | undefined
  const halt = () => (halted ??= house.stop())
  return {
    house,
    url: house.url,
    databaseUrl,
    dataDir,
    halt,
    stranger: new Person(house.url, undefined, 'stranger'),
    person: async ({
      roles = ['crew_member'],
      id = crypto.randomUUID(),
      sessionId = crypto.randomUUID(),
    } = {}) => new Person(house.url, await signUser(id, sessionId, roles), id),
    rows: async <T>(sql: string, values: unknown[] = []) => (await witness.query(sql, values)).rows as T[],
    travelTo: (instant) => house.moveTo(instant),
    stop: async () => {
      await halt()
      await witness.end()
      await fresh?.drop()
    },
  }
}

/** A database cloned from the template of these services and an empty folder. */
async function freshGround(services: readonly Service[]) {
  const template = await createTemplate(templateName(services), (url) => migrateOnce(url, services))
  const database = await cloneDatabase(template)
  const dataDir = await mkdtemp(join(tmpdir(), 'klaps-house-'))
  const drop = async () => {
    await database.drop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { databaseUrl: database.url, dataDir, drop }
}

/** Limits are tested on their own; elsewhere they would only slow tests down. */
function testEnvironment(env: Record<string, string> = {}): Record<string, string> {
  return {
    KLAPS_RATE_PER_SECOND: '10000',
    KLAPS_RATE_BURST: '10000',
    AUTH_JWKS: JSON.stringify(jwks),
    KLAPS_OUTBOX_POLL_MS: '1000',
    ...env,
  }
}

/** Holds for every session that is opened from here on. */
async function planForAnyValue(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(`do $$ begin
    execute format('alter database %I set plan_cache_mode = force_generic_plan', current_database());
  end $$`)
  await client.end()
}

async function migrateOnce(url: string, services: readonly Service[]): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'klaps-template-'))
  const house = await openHouse({
    catalogue: services,
    env: testEnvironment(templateEnv),
    dataDir,
    databaseUrl: url,
    alone: true,
    sandbox: true,
    port: 0,
    log: createLogger({ service: 'test', level: 'silent' }),
  })
  await house.stop()
  await rm(dataDir, { recursive: true, force: true })
}

/** Settings without which some service would not start: neighbours, none of which is called while a template is made. */
const templateEnv: Record<string, string> = Object.fromEntries(
  catalogue.map(({ contract }) => [`SERVICE_URL_${contract.name.toUpperCase()}`, 'http://127.0.0.1:9']),
)

function templateName(services: readonly Service[]): string {
  const names = services.map((service) => service.contract.name)
  return names.length > 6 ? 'house' : names.join('_').slice(0, 30)
}

async function signUser(id: string, sessionId: string, roles: readonly string[]): Promise<string> {
  return await new SignJWT({ sid: sessionId, roles })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
    .setSubject(id)
    .setIssuer(userTokenIssuer)
    .setAudience(userTokenAudience)
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(privateKey)
}
