import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type EmbeddedPostgres, startEmbedded } from '../adapters/postgres/embedded.ts'
import type { House } from '../compose.ts'
import { freePort } from '../free-port.ts'
import { KernelSettings, readSettings } from '../kernel/settings.ts'
import { type Command, UsageError } from './command.ts'
import { dataDirOf } from './data-dir.ts'
import { type OutsideWorld, openSandbox, wantsSandbox } from './outside-world.ts'
import { listenForStop, type StopRequest, StopRequested } from './stop-request.ts'

const help = `klaps start [--services LIST] [--port N] [--data DIR] [--no-sandbox]

Starts Klaps: everything in one process with an embedded PostgreSQL, or the services named.

  --services LIST  comma-separated names (an unknown one is answered with all of them); needs DATABASE_URL_<SERVICE> (or DATABASE_URL) for each,
                   RABBITMQ_URL when they live in several databases, SERVICE_URL_<SERVICE> for the others
  --port N         port to listen on (default 3000, 0 takes a free one)
  --data DIR       where the database, files and keys live (default ./data)
  --no-sandbox     use the real outside world even without credentials

Without credentials in the environment the outside world is the sandbox's, and everything says so.`

interface Options {
  services: string[] | undefined
  port: number
  dataDir: string
  sandbox: boolean
  /** Does Klaps bring its own database? */
  embedded: boolean
}

export const start: Command = {
  help,
  async run(argv) {
    const began = performance.now()
    const stop = listenForStop()
    const given = await readOptions(argv)
    // Before the database: a port that is taken is told at once, and no start for nothing.
    const { KLAPS_HOST } = readSettings(KernelSettings, process.env, 'the kernel')
    const options = { ...given, port: await freePort(KLAPS_HOST, given.port) }
    const parts: Parts = {}
    try {
      await openAll(parts, options, stop.signal)
      announce(parts.house!, options, parts.world, performance.now() - began)
      return await untilStopped(parts, stop)
    } catch (error) {
      if (error instanceof StopRequested) return 0
      throw error
    } finally {
      await parts.house?.stop()
      await parts.world?.stop()
      await parts.database?.stop()
    }
  },
}

/** What has been opened so far, in this order; closed in the opposite one. */
interface Parts {
  database?: EmbeddedPostgres | undefined
  world?: OutsideWorld | undefined
  house?: House
}

/**
 * Loading the services takes as long as making the database and asks nothing of it, so both happen at once. The sandbox
 * waits until the data folder is ours: another start on it would move its ports away from a living house.
 *
 * @throws StopRequested between two steps once a stop is asked for; what is in `parts` then is to be closed.
 */
async function openAll(parts: Parts, options: Options, cancel: AbortSignal): Promise<void> {
  const { dataDir, embedded, sandbox } = options
  await mkdir(dataDir, { recursive: true })
  const loading = import('./whole-house.ts')
  const owned = Promise.withResolvers<void>()
  const starting = embedded ? startEmbedded({ dataDir, onOwned: owned.resolve }) : undefined
  if (!starting) owned.resolve()
  const opened = await Promise.allSettled([
    starting?.then((database) => (parts.database = database)),
    loading,
    sandbox &&
      Promise.race([owned.promise, starting]).then(async () => (parts.world = await openSandbox(dataDir))),
  ])
  for (const each of opened) if (each.status === 'rejected') throw each.reason
  cancel.throwIfAborted()
  const { openHouseIn } = await loading
  const { database, world } = parts
  parts.house = await openHouseIn({ ...options, database, world, cancel })
}

async function readOptions(argv: readonly string[]): Promise<Options> {
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
  return {
    ...(await databasesOf(values.services)),
    port,
    dataDir: dataDirOf(values.data),
    sandbox: !values['no-sandbox'] && wantsSandbox(process.env),
  }
}

/** Which services, and whether on our own database. The plain call is answered without loading a service. */
async function databasesOf(list: string | undefined): Promise<Pick<Options, 'services' | 'embedded'>> {
  const named = Object.keys(process.env).some((name) => name.startsWith('DATABASE_URL'))
  if (list === undefined && !named) return { services: undefined, embedded: true }
  const [{ servicesNamed }, { wantsEmbedded }] = await Promise.all([
    import('./services-named.ts'),
    import('./embedded-wanted.ts'),
  ])
  const services = servicesNamed(list)
  return { services, embedded: wantsEmbedded(services, process.env) }
}

function announce(house: House, options: Options, world: OutsideWorld | undefined, tookMs: number): void {
  console.log(
    `Klaps is ready on http://localhost:${house.port} (${(tookMs / 1000).toFixed(1)} s). API: http://localhost:${house.port}/api/docs`,
  )
  if (world) {
    console.log(
      'SANDBOX: mail, maps, weather, calendar, messages and payments are simulated on this machine; nothing leaves it.',
    )
    console.log(`The sandbox to look at: ${world.url}`)
    console.log('Set credentials (see README) or start with --no-sandbox for the real world.')
  }
  console.log(`Data: ${join(options.dataDir)}. Stop with Ctrl-C.`)
}

/** Waits until a stop is asked for, or until there is nothing left to serve with. @returns the exit code */
async function untilStopped({ house, database }: Parts, stop: StopRequest): Promise<number> {
  const ended = Promise.withResolvers<number>()
  void stop.asked.then(() => ended.resolve(0))
  void database?.exited.then((why) => {
    if (stop.signal.aborted) return
    house?.log.fatal({ why }, 'The embedded database has ended by itself')
    ended.resolve(1)
  })
  return await ended.promise
}
