/**
 * Real databases for tests. As Vitest's global set-up this module starts one embedded server for the whole run; test
 * files make a template once and clone it, which takes about a tenth of a second.
 *
 * @example
 * const database = await cloneDatabase(await createTemplate('booking', (url) => migrate(url)))
 * afterAll(() => database.drop())
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startWithSettings } from './embedded.ts'
import { findHome } from './home.ts'
import { claimOwnership, recordedOwner } from './owner-lock.ts'
import { startMark } from './processes.ts'
import { stopOrphan } from './server.ts'

/** Carries the server's URL from the set-up to the processes that run the tests. */
const URL_VARIABLE = 'KLAPS_TEST_DATABASE_URL'

const FOLDER_PREFIX = 'klaps-test-'

/** A folder this young may belong to a run that has not come to claim it. */
const YOUNG_MS = 60_000

/** What no real database may have: after a power cut nothing of it is left anyway. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

export interface ClonedDatabase {
  url: string
  /** Ends every connection to the clone and removes it. */
  drop(): Promise<void>
}

/**
 * Vitest's `globalSetup`. The returned tear-down stops the server and removes its folder, and so does Ctrl-C. If the run
 * is killed, the server ends with it (Linux) or is ended by the next run, which also removes the folder.
 */
export default async function setup(): Promise<() => Promise<void>> {
  await removeLeftovers()
  const dataDir = mkdtempSync(join(tmpdir(), FOLDER_PREFIX))
  chmodSync(dataDir, 0o755) // as root, PostgreSQL's user has to come in
  const server = await startWithSettings({ dataDir, maxConnections: 300 }, FORGETFUL, ['--no-sync'])
  process.env[URL_VARIABLE] = server.url
  const serverStart = startMark(server.pid)
  const remove = (): void => {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 })
    if (server.socketDir) rmSync(server.socketDir, { recursive: true, force: true })
  }
  // Ctrl-C: Vitest exits without the tear-down.
  const onExit = (): void => {
    if (startMark(server.pid) === serverStart) process.kill(server.pid, 'SIGKILL')
    remove()
  }
  process.once('exit', onExit)
  return async () => {
    process.removeListener('exit', onExit)
    await server.stop()
    remove()
  }
}

/**
 * Makes a database to clone from, once per run: whoever comes second, in whatever process, waits and gets the same.
 * `build` has to close its connections. When it fails, nothing is left and the next caller tries again.
 *
 * @param name a lower-case name; one name always means the same content
 * @returns the name to pass to `cloneDatabase`
 */
export async function createTemplate(name: string, build: (url: string) => Promise<void>): Promise<string> {
  const template = `template_${plainName(name)}`
  const building = `building_${name}`
  await asAdmin(async (admin) => {
    await admin.query('select pg_advisory_lock(hashtext($1))', [template])
    const found = await admin.query('select from pg_database where datname = $1', [template])
    if (found.rowCount) return
    await admin.query(`drop database if exists ${building} with (force)`)
    await admin.query(`create database ${building}`)
    await build(urlOf(building))
    await admin.query(`alter database ${building} with allow_connections false`)
    await admin.query(`alter database ${building} rename to ${template}`)
  })
  return template
}

/** A database of its own with the template's content. */
export async function cloneDatabase(template: string): Promise<ClonedDatabase> {
  const name = `${plainName(template).slice(0, 40)}_${randomBytes(6).toString('hex')}`
  await asAdmin((admin) => admin.query(`create database ${name} template ${template} strategy wal_log`))
  const drop = async (): Promise<void> => {
    await asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`))
  }
  return { url: urlOf(name), drop }
}

async function asAdmin(work: (admin: Client) => Promise<unknown>): Promise<void> {
  const limits = { connectionTimeoutMillis: 10_000, query_timeout: 120_000 }
  const admin = new Client({ connectionString: urlOf('postgres'), ...limits })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

function urlOf(database: string): string {
  const url = process.env[URL_VARIABLE]
  if (!url)
    throw new Error(`${URL_VARIABLE} is not set: list this module as globalSetup in Vitest's configuration`)
  return url.replace(/\/[^/]*$/, `/${database}`)
}

function plainName(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,50}$/.test(name)) throw new TypeError(`not a plain database name: ${name}`)
  return name
}

/** Ends the servers and removes the folders of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const folder = join(tmpdir(), name)
    const found = statSync(folder, { throwIfNoEntry: false })
    if (found?.uid !== process.getuid?.() || Date.now() - (found?.mtimeMs ?? 0) < YOUNG_MS) continue
    try {
      await clearHome(folder)
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // In use by a living run, or being cleared by another one. Either way it is not ours to clear.
    }
  }
}

/** @throws DatabaseOwnedError when a living run uses the folder */
async function clearHome(folder: string): Promise<void> {
  const home = findHome(folder)
  if (home === undefined) return
  const socketDir = recordedOwner(home)?.server?.socketDir
  claimOwnership(home)
  for (const name of readdirSync(home).filter((entry) => /^\d+$/.test(entry)))
    await stopOrphan(join(home, name))
  if (socketDir) rmSync(socketDir, { recursive: true, force: true })
}
