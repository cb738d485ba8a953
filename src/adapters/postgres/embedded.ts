import { existsSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { findDistribution, installBinaries } from './binaries.ts'
import { clusterFolder, clusterPassword, DATABASE_NAME, initialiseCluster } from './cluster.ts'
import { findHome, prepareHome, prepareSocketFolder, SOCKET_PORT, serverUser } from './home.ts'
import {
  announceServer,
  claimOwnership,
  livingOwner,
  releaseOwnership,
  type ServerFacts,
} from './owner-lock.ts'
import { hasGuardedSockets, listenSettings, type Place, urlAt } from './platform.ts'
import { type ServerProcess, startServer, stopOrphan } from './server.ts'

/** About twenty services with a pool of four each, pg-boss's and LISTEN's own connections, and room for tools. */
const DEFAULT_MAX_CONNECTIONS = 200

export interface EmbeddedOptions {
  /** The system's data folder; the database lives in `postgres` below it. Made when missing. */
  dataDir: string
  maxConnections?: number
  /** Called once the data folder is ours, before the server starts: what else lives in it may be opened then. */
  onOwned?: () => void
  /** Receives what the launcher does, one line each, without a line end. Default: nobody. */
  log?: (line: string) => void
}

/** A running embedded server. `socketDir` is empty on Windows, where it listens on 127.0.0.1 instead. */
export interface EmbeddedPostgres {
  /** A libpq URL: user `klaps` (superuser), database `klaps`. */
  readonly url: string
  readonly socketDir: string
  readonly port: number
  /** As the server says it, such as `18.4`. */
  readonly version: string
  readonly pid: number
  /** Resolves, saying how, once the server has ended, whether by `stop` or by itself. */
  readonly exited: Promise<string>
  /** Fast shutdown, then the data folder is free for another owner. May be called more than once. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL 18 on the data folder, making it on the first start, and becomes its owner. A server that a dead
 * owner left is stopped first. On Linux the server ends when this process does, kill -9 included, provided that it
 * was called on the main thread.
 *
 * @throws DatabaseOwnedError naming the pid when a living process owns the data folder.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  return startWithSettings(options, {}, [])
}

/**
 * The URL of the server that a living owner runs on this data folder; undefined when there is none, or
 * none that is ready. Changes nothing: for commands that only connect.
 */
export function connectEmbedded(dataDir: string): string | undefined {
  const home = findHome(dataDir)
  return home === undefined ? undefined : livingOwner(home)?.server?.url
}

/** `startEmbedded` with more server settings and initdb arguments. For tests, which may give up durability. */
export async function startWithSettings(
  options: EmbeddedOptions,
  settings: Readonly<Record<string, string>>,
  initdbArguments: readonly string[],
): Promise<EmbeddedPostgres> {
  const home = prepareHome(options.dataDir)
  claimOwnership(home)
  options.onOwned?.()
  try {
    return await startOwned(home, options, settings, initdbArguments)
  } catch (error) {
    releaseOwnership(home)
    throw error
  }
}

async function startOwned(
  home: string,
  { maxConnections = DEFAULT_MAX_CONNECTIONS, log = () => {} }: EmbeddedOptions,
  settings: Readonly<Record<string, string>>,
  initdbArguments: readonly string[],
): Promise<EmbeddedPostgres> {
  const startedAt = performance.now()
  const distribution = findDistribution()
  const cluster = clusterFolder(home, distribution.major)
  const user = serverUser(home, cluster)
  const orphan = await stopOrphan(cluster)
  if (orphan !== undefined) log(`stopped PostgreSQL (process ${orphan}), which its dead owner had left`)
  const binaries = installBinaries(home, distribution)
  if (!existsSync(cluster)) log(`making the database in ${home}`)
  await initialiseCluster(cluster, binaries, user, initdbArguments)
  const place = await choosePlace(home, user)
  const server = await startServer({
    cluster,
    binaries,
    user,
    logFile: join(home, 'postgres.log'),
    settings: { ...laptopSettings(maxConnections), ...listenSettings(place), ...settings },
  })
  try {
    const version = await prepareDatabase(urlAt(place, DATABASE_NAME, 'postgres', clusterPassword(cluster)))
    const facts = {
      url: urlAt(place, DATABASE_NAME, DATABASE_NAME, clusterPassword(cluster)),
      socketDir: 'socketDir' in place ? place.socketDir : undefined,
      port: place.port,
      version,
      pid: server.pid,
    }
    announceServer(home, facts)
    log(
      `PostgreSQL ${version} is ready after ${Math.round(performance.now() - startedAt)} ms (process ${server.pid})`,
    )
    return running(home, facts, server)
  } catch (error) {
    await server.stop()
    throw error
  }
}

function running(home: string, facts: ServerFacts, server: ServerProcess): EmbeddedPostgres {
  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await server.stop()
    // Before the release: afterwards the folder may be the next owner's.
    if (facts.socketDir) rmSync(facts.socketDir, { recursive: true, force: true })
    releaseOwnership(home)
  }
  return {
    ...facts,
    socketDir: facts.socketDir ?? '',
    exited: server.exited,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/**
 * A small footprint for a laptop; nothing here trades durability away: fsync and synchronous_commit stay at their
 * default, on. `io_method=sync` saves the three I/O worker processes that PostgreSQL 18 starts otherwise.
 */
function laptopSettings(maxConnections: number): Record<string, string> {
  return {
    max_connections: String(maxConnections),
    shared_buffers: '64MB',
    huge_pages: 'off',
    io_method: 'sync',
    jit: 'off',
    max_wal_size: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
  }
}

/** A Unix socket and no TCP at all; on Windows a free port on 127.0.0.1. */
async function choosePlace(home: string, user: ReturnType<typeof serverUser>): Promise<Place> {
  if (!hasGuardedSockets(process.platform)) return { port: await freePort() }
  return { socketDir: prepareSocketFolder(home, user), port: SOCKET_PORT }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Makes our database on the first start. Returns the server's version. */
async function prepareDatabase(adminUrl: string): Promise<string> {
  const client = new Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: 10_000,
    query_timeout: 60_000,
  })
  client.on('error', () => {}) // a lost connection fails the query below; without a listener it would end the process
  await client.connect()
  try {
    const found = await client.query<{ version: string; made: boolean }>(
      `select current_setting('server_version') as version,
              exists (select from pg_database where datname = $1) as made`,
      [DATABASE_NAME],
    )
    const { version, made } = found.rows[0] ?? { version: '', made: false }
    if (!made) await client.query(`create database ${DATABASE_NAME}`)
    return version
  } finally {
    await client.end()
  }
}
