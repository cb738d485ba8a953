import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { forbiddenInPath } from './platform.ts'

/** Who runs the server. PostgreSQL refuses to run as root. */
export interface ServerUser {
  uid: number
  gid: number
}

/** SQLite, whose lock guards the owner file, takes paths of 512 bytes; PostgreSQL takes 1,024. */
const MAX_HOME_BYTES = 480

/** The kernel keeps a socket's path in 108 bytes on Linux and 104 on macOS. */
const MAX_SOCKET_BYTES = 100

export const SOCKET_PORT = 5432

const isRoot = (): boolean => process.getuid?.() === 0

/**
 * The folder that holds everything of one embedded server: binaries, cluster, log, owner file. Usually
 * `<dataDir>/postgres`. As root under a folder that the server's user cannot enter (a 0700 home, say) it is
 * `/var/lib/klaps/<hash of the path>`, and `<dataDir>/postgres` is a link to it.
 *
 * Made when it does not exist. What exists is used, so that changed rights of a parent never make a second, empty
 * database appear.
 */
export function prepareHome(dataDir: string): string {
  const asked = resolve(dataDir)
  mkdirSync(asked, { recursive: true, mode: isRoot() ? 0o755 : 0o700 })
  const folder = realpathSync(asked)
  const inside = join(folder, 'postgres')
  if (!existsSync(inside)) makeHome(folder, inside)
  const home = realpathSync(inside)
  checkPath(home)
  return home
}

/** @throws when PostgreSQL could not work there */
function checkPath(home: string): void {
  if (Buffer.byteLength(home) > MAX_HOME_BYTES) {
    throw new Error(`the path is longer than ${MAX_HOME_BYTES} bytes and so too long for a database: ${home}`)
  }
  const forbidden = forbiddenInPath(process.platform)
  const found = [...home].find((character) => forbidden.includes(character) || character < ' ')
  if (found !== undefined) {
    throw new Error(
      `PostgreSQL cannot work in a path with ${JSON.stringify(found)}; choose another data folder: ${home}`,
    )
  }
}

/** The home folder if there is one; nothing is made. */
export function findHome(dataDir: string): string | undefined {
  const inside = join(resolve(dataDir), 'postgres')
  return existsSync(inside) ? realpathSync(inside) : undefined
}

function makeHome(folder: string, inside: string): void {
  if (!isRoot()) {
    mkdirSync(inside, { mode: 0o700, recursive: true })
    return
  }
  if (canEnter(folder, unprivilegedUser())) {
    mkdirOpen(inside)
    return
  }
  mkdirOpen('/var/lib/klaps')
  const outside = join('/var/lib/klaps', shortHash(folder))
  mkdirOpen(outside)
  try {
    symlinkSync(outside, inside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error // a second process was as fast
  }
}

/** Root's folders stay root's own, so that the server's user can plant nothing where root writes. */
function mkdirOpen(path: string): void {
  mkdirSync(path, { recursive: true })
  chmodSync(path, 0o755)
}

/**
 * The user for the server of `cluster`: ourselves, unless we are root. Then it is whoever owns the cluster already,
 * or else the user `klaps` if the system has one, or `nobody`.
 *
 * @throws when that user cannot reach the folder.
 */
export function serverUser(home: string, cluster: string): ServerUser | undefined {
  if (!isRoot()) return undefined
  const existing = statSync(cluster, { throwIfNoEntry: false })
  const user = existing && existing.uid !== 0 ? { uid: existing.uid, gid: existing.gid } : unprivilegedUser()
  if (!canEnter(home, user)) {
    throw new Error(
      `PostgreSQL does not run as root, and user ${user.uid} cannot enter ${home}: allow it (chmod o+x on each parent) or choose another data folder`,
    )
  }
  return user
}

/** initdb insists on a user with a name, so an unused number would not do. */
function unprivilegedUser(): ServerUser {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const account = accounts.find(([name]) => name === 'klaps') ?? accounts.find(([name]) => name === 'nobody')
  if (!account)
    throw new Error(
      'PostgreSQL does not run as root, and the system has neither a user klaps nor a user nobody',
    )
  // `>>> 0`: macOS writes nobody's number as -2.
  return { uid: Number(account[2]) >>> 0, gid: Number(account[3]) >>> 0 }
}

/** Asks the kernel in the user's name, so that access control lists and the like count as well. */
function canEnter(folder: string, user: ServerUser): boolean {
  const answer = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], {
    ...user,
    cwd: '/',
    timeout: 5_000,
  })
  return answer.status === 0
}

/**
 * The private folder for the server's Unix socket, `<tmp>/klaps-<uid>-<hash of the home's path>`, 0700. It is what
 * keeps other users out of the database, so one that somebody else prepared is refused.
 */
export function prepareSocketFolder(home: string, user: ServerUser | undefined): string {
  const uid = user?.uid ?? process.getuid?.() ?? 0
  const name = `klaps-${uid}-${shortHash(home)}`
  const fits = (base: string): boolean =>
    Buffer.byteLength(join(base, name, `.s.PGSQL.${SOCKET_PORT}`)) < MAX_SOCKET_BYTES &&
    existsSync(base) &&
    (user === undefined || canEnter(base, user))
  const base = [tmpdir(), '/tmp'].find(fits)
  if (base === undefined) throw new Error(`neither ${tmpdir()} nor /tmp can hold the database's socket`)
  const folder = join(base, name)
  mkdirSync(folder, { mode: 0o700, recursive: true })
  const made = lstatSync(folder)
  if (!made.isDirectory() || (made.uid !== uid && made.uid !== process.getuid?.())) {
    throw new Error(`${folder} belongs to somebody else; remove it`)
  }
  if (user) lchownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  return folder
}

/**
 * Lets a file that root made in another user's folder belong to that user, who otherwise could not start the
 * system again without root.
 */
export function giveToOwnerOf(folder: string, path: string): void {
  if (!isRoot()) return
  const { uid, gid } = statSync(folder)
  if (uid !== 0) lchownSync(path, uid, gid)
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)
