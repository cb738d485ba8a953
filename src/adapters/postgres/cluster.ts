import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { giveToOwnerOf, type ServerUser } from './home.ts'

const INITDB_TIMEOUT_MS = 120_000

/** The superuser of the cluster and the name of its database. */
export const DATABASE_NAME = 'klaps'

/** What PostgreSQL's programs see of our environment: no `PG*`, no `LD_*`, nothing secret. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  ...(process.env.SystemRoot && { SystemRoot: process.env.SystemRoot }),
})

/**
 * Where the cluster of a major version lives.
 *
 * @throws when the home holds a cluster of another major version: starting an empty one beside it would look like
 * losing everything.
 */
export function clusterFolder(home: string, major: number): string {
  const cluster = join(home, String(major))
  const others = readdirSync(home).filter((name) => /^\d+$/.test(name) && name !== String(major))
  if (!existsSync(cluster) && others.length > 0) {
    throw new Error(
      `${home} was made by PostgreSQL ${others.join(', ')}, and this is PostgreSQL ${major}: dump it with the old release and load it into the new one`,
    )
  }
  return cluster
}

/**
 * Runs initdb unless the cluster exists. UTF-8, PostgreSQL's own C.UTF-8 collation (the same order on every
 * machine; language-aware order is asked for per query with ICU collations), page checksums on.
 *
 * Made beside and renamed, so that a folder of the final name is always a whole cluster. Only for the owner.
 */
export async function initialiseCluster(
  cluster: string,
  binaries: string,
  user: ServerUser | undefined,
  extraArguments: readonly string[] = [],
): Promise<void> {
  if (existsSync(cluster)) return
  const building = `${cluster}.new`
  rmSync(building, { recursive: true, force: true })
  mkdirSync(building, { mode: 0o700 })
  if (user) chownSync(building, user.uid, user.gid)
  const options = [
    '-D',
    building,
    '-U',
    DATABASE_NAME,
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
  ]
  options.push('--builtin-locale=C.UTF-8', ...authentication(cluster), ...extraArguments)
  try {
    const surroundings = { ...user, cwd: '/', env: serverEnvironment(), timeout: INITDB_TIMEOUT_MS }
    await promisify(execFile)(join(binaries, 'bin', 'initdb'), options, surroundings)
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string }
    throw new Error(
      `PostgreSQL could not make its data folder: ${(stderr || message).trim().slice(-2_000)}`,
      { cause },
    )
  }
  renameSync(building, cluster)
}

/**
 * Behind a socket in a 0700 folder everybody who can connect is meant to (`trust`). Windows has no such socket:
 * there a generated password guards the port on 127.0.0.1.
 */
function authentication(cluster: string): string[] {
  if (process.platform !== 'win32') return ['-A', 'trust']
  const path = passwordFile(cluster)
  writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 })
  giveToOwnerOf(join(cluster, '..'), path)
  return ['-A', 'scram-sha-256', `--pwfile=${path}`]
}

/** The superuser's password; undefined where the socket's folder guards. */
export function clusterPassword(cluster: string): string | undefined {
  return process.platform === 'win32' ? readFileSync(passwordFile(cluster), 'utf8') : undefined
}

const passwordFile = (cluster: string): string => `${cluster}.password`
