import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { giveToOwnerOf } from './home.ts'
import { startMark } from './processes.ts'

/** What clients need to reach the server that an owner runs. */
export interface ServerFacts {
  /** A libpq URL with host, user and database; on Windows it holds the password. */
  url: string
  socketDir: string | undefined
  port: number
  /** As the server says it, such as `18.4`. */
  version: string
  pid: number
}

/** The process that may start and stop the server of a home folder. */
export interface Owner {
  pid: number
  /** See `startMark`: with the pid it tells this process from a later one of the same number. */
  processStart: string
  /** Absent while the owner is still starting the server. */
  server?: ServerFacts
}

/** Another living process owns the database. */
export class DatabaseOwnedError extends Error {
  readonly pid: number
  constructor(home: string, pid: number) {
    super(
      `the database in ${home} is in use by process ${pid}; stop that process first, or use another data folder`,
    )
    this.name = 'DatabaseOwnedError'
    this.pid = pid
  }
}

/**
 * Makes this process the owner. The file says who owns, and whether that process lives decides: an owner that died
 * in any way leaves nothing behind that has to be cleared by hand.
 *
 * @throws DatabaseOwnedError naming the pid, also when this very process owns it already.
 */
export function claimOwnership(home: string): void {
  underGuard(home, () => {
    const owner = livingOwner(home)
    if (owner) throw new DatabaseOwnedError(home, owner.pid)
    writeOwner(home, me())
  })
}

/** Tells clients how to reach the server. Only for the owner. */
export function announceServer(home: string, server: ServerFacts): void {
  underGuard(home, () => writeOwner(home, { ...me(), server }))
}

/** Gives ownership up; without effect when this process is not the owner. */
export function releaseOwnership(home: string): void {
  underGuard(home, () => {
    const owner = livingOwner(home)
    if (owner?.pid === process.pid) rmSync(ownerFile(home), { force: true })
  })
}

/** The owner, if it still runs. Reads only, so clients may ask at any time. */
export function livingOwner(home: string): Owner | undefined {
  const owner = recordedOwner(home)
  return owner && startMark(owner.pid) === owner.processStart ? owner : undefined
}

/** What the owner file says, whether that process still runs or not. */
export function recordedOwner(home: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(ownerFile(home), 'utf8')) as Owner
  } catch (error) {
    // A file that a power cut left empty belongs to a process that is gone.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Reading who owns and writing ourselves in must not be torn apart by a second process that does the same. SQLite's
 * lock on an empty file is the one lock of the operating system that Node offers: it ends with its process, so a
 * kill -9 in between blocks nobody. It is held for about a millisecond.
 */
function underGuard(home: string, work: () => void): void {
  const path = join(home, 'owner.guard')
  closeSync(openSync(path, 'a', 0o600)) // made here, because SQLite would let others open it
  const guard = new DatabaseSync(path, { timeout: 10_000 })
  try {
    guard.exec('begin exclusive')
    giveToOwnerOf(home, path)
    work()
  } finally {
    guard.close()
  }
}

/** Written beside and renamed over, so that a reader never sees half a file. */
function writeOwner(home: string, owner: Owner): void {
  const fresh = `${ownerFile(home)}.${process.pid}`
  rmSync(fresh, { force: true })
  writeFileSync(fresh, `${JSON.stringify(owner)}\n`, { mode: 0o600, flag: 'wx' })
  giveToOwnerOf(home, fresh)
  renameSync(fresh, ownerFile(home))
}

function me(): Owner {
  const processStart = startMark(process.pid)
  if (processStart === undefined) throw new Error('cannot read the start time of this process')
  return { pid: process.pid, processStart }
}

const ownerFile = (home: string): string => join(home, 'owner.json')
