import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type EmbeddedPostgres, startEmbedded } from '../adapters/postgres/embedded.ts'
import { catalogue } from '../catalogue.ts'
import { type House, openHouse, select } from '../compose.ts'
import type { Environment } from '../kernel/settings.ts'
import { mountPages } from '../pages/mount.ts'
import { type Command, UsageError } from './command.ts'
import { dataDirOf } from './data-dir.ts'
import { type OutsideWorld, openSandbox, wantsSandbox } from './outside-world.ts'
import { servicesNamed } from './services-named.ts'

const help = `klaps start [--services LIST] [--port N] [--data DIR] [--no-sandbox]

Starts Klaps: everything in one process with an embedded PostgreSQL, or the services named.

  --services LIST  comma-separated names; needs DATABASE_URL_<SERVICE> (or DATABASE_URL) for each,
                   RABBITMQ_URL when they live in several databases, SERVICE_URL_<SERVICE> for the others
  --port N         port to listen on (default 3000, 0 takes a free one)
  --data DIR       where the database, files and keys live (default ./data)
  --no-sandbox     use the real outside world even without credentials

Without credentials in the environment the outside world is the sandbox's, and everything says so.
Services: ${catalogue.map((service) => service.contract.name).join(', ')}`

interface Options {
  services: string[] | undefined
  port: number
  dataDir: string
  sandbox: boolean
}

export const start: Command = {
  help,
  async run(argv) {
    const options = readOptions(argv)
    const began = performance.now()
    const database = await openDatabase(options)
    const world = options.sandbox ? await openSandbox(options.dataDir) : undefined
    const house = await open(options, database, world).catch(async (error: unknown) => {
      await world?.stop()
      await database?.stop()
      throw error
    })
    announce(house, options, world, performance.now() - began)
    // Beside serving: nobody has to wait for the demo person, whose page says that she is on her way.
    const furnished = world?.furnish(house.url)
    furnished?.catch((error: unknown) => house.log.warn({ err: error }, 'The demo data could not be made'))
    return await untilStopped(house, database, world)
  },
}

function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      services: { type: 'string' },
      port: { type: 'string', default: process.env.PORT || '3000' },
      data: { type: 'string' },
      'no-sandbox': { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
    throw new UsageError(`--port takes a number from 0 to 65535, not ${values.port}`)
  const services = servicesNamed(values.services)
  return {
    services,
    port,
    dataDir: dataDirOf(values.data),
    sandbox: !values['no-sandbox'] && wantsSandbox(process.env),
  }
}

/** Embedded unless the environment names databases; some services alone must not share the embedded one by accident. */
async function openDatabase(options: Options): Promise<EmbeddedPostgres | undefined> {
  const names = select(catalogue, options.services).map((service) => service.contract.name)
  const missing = process.env.DATABASE_URL
    ? []
    : names.filter((name) => !process.env[`DATABASE_URL_${name.toUpperCase()}`])
  if (options.services && missing.length > 0) {
    const variables = missing.map((name) => `DATABASE_URL_${name.toUpperCase()}`)
    throw new UsageError(
      `--services needs a database for each: set ${variables.join(', ')} (or DATABASE_URL)`,
    )
  }
  await mkdir(options.dataDir, { recursive: true })
  return missing.length > 0 ? await startEmbedded({ dataDir: options.dataDir }) : undefined
}

async function open(
  options: Options,
  database: EmbeddedPostgres | undefined,
  world: OutsideWorld | undefined,
): Promise<House> {
  const env: Environment = { ...world?.env, ...process.env }
  return await openHouse({
    env,
    dataDir: options.dataDir,
    alone: database !== undefined,
    sandbox: world !== undefined,
    port: options.port,
    pages: (app, host) => mountPages(app, host, { catalogue, sandbox: world }),
    ...(options.services ? { only: options.services } : {}),
    ...(database ? { databaseUrl: database.url } : {}),
  })
}

function announce(house: House, options: Options, world: OutsideWorld | undefined, tookMs: number): void {
  console.log(
    `Klaps is ready on http://localhost:${house.port} (${(tookMs / 1000).toFixed(1)} s). API: http://localhost:${house.port}/api/docs`,
  )
  if (world) {
    console.log(
      'SANDBOX: mail, maps, weather, calendar and messages are simulated on this machine; nothing leaves it.',
    )
    console.log(`The sandbox to look at: ${world.url}`)
    console.log('Set credentials (see README) or start with --no-sandbox for the real world.')
  }
  console.log(`Data: ${join(options.dataDir)}. Stop with Ctrl-C.`)
}

/** Waits for SIGTERM or SIGINT, then closes in order: the house, the sandbox, the database. */
async function untilStopped(
  house: House,
  database: EmbeddedPostgres | undefined,
  world: OutsideWorld | undefined,
): Promise<number> {
  const stopped = Promise.withResolvers<number>()
  let stopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stopping = true
      stopped.resolve(0)
    })
  }
  void database?.exited.then((why) => {
    if (stopping) return
    house.log.fatal({ why }, 'The embedded database has ended by itself')
    stopped.resolve(1)
  })
  const code = await stopped.promise
  await house.stop()
  await world?.stop()
  await database?.stop()
  return code
}
