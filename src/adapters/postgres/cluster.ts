import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { giveToOwnerOf, type ServerUser } from './home.ts'
import { authenticationArguments, hasGuardedSockets, programIn } from './platform.ts'
import { tiedToUs } from './processes.ts'

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
  removeAttempts(cluster)
  const building = mkdtempSync(`${cluster}.new-`)
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
    const [command, ...rest] = tiedToUs('KILL', [programIn(binaries, 'initdb'), ...options])
    await promisify(execFile)(command, rest, surroundings)
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
 * Removes what interrupted attempts left. The initdb of one may still be writing for a moment, which is why every
 * attempt has a folder of its own and why a folder that resists is left to a later start.
 */
function removeAttempts(cluster: string): void {
  const home = dirname(cluster)
  for (const name of readdirSync(home).filter((entry) => entry.startsWith(`${basename(cluster)}.new`))) {
    try {
      rmSync(join(home, name), { recursive: true, force: true })
    } catch {
      // Not worth failing the start for.
    }
  }
}

/**
 * Behind a socket in a 0700 folder everybody who can connect is meant to (`trust`). Windows has no such socket:
 * there a generated password guards the port on 127.0.0.1.
 */
function authentication(cluster: string): string[] {
  const path = passwordFile(cluster)
  if (!hasGuardedSockets(process.platform)) {
    writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 })
    giveToOwnerOf(dirname(cluster), path)
  }
  return authenticationArguments(process.platform, path)
}

/** The superuser's password; undefined where the socket's folder guards. */
export function clusterPassword(cluster: string): string | undefined {
  return hasGuardedSockets(process.platform) ? undefined : readFileSync(passwordFile(cluster), 'utf8')
}

const passwordFile = (cluster: string): string => `${cluster}.password`
