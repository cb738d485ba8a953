import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { canTie, markFromPs } from './platform.ts'

/**
 * A mark of when a process started. Together with the pid it names one process for good, because a pid alone is
 * given out again. It is only ever compared for equality: boot id and clock ticks on Linux, `ps`'s start time
 * elsewhere, and `unknown` on Windows, where the pid has to do.
 *
 * @returns undefined when no such process runs; a killed one that its parent has not collected counts as gone.
 */
export function startMark(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStartMark(pid)
  if (process.platform === 'win32') return exists(pid) ? 'unknown' : undefined
  return markFromPs(ps(pid, 'state=,lstart='))
}

/** The command line of a running process, arguments separated by blanks; empty when there is no such process. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return process.platform === 'win32' ? '' : ps(pid, 'command=')
  return readOrUndefined(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? ''
}

/**
 * The command that runs `program` so that the kernel sends it the signal once we are dead, kill -9 included. Linux
 * with util-linux only (the `setpriv` of BusyBox cannot do it); elsewhere the program as it is.
 *
 * The signal belongs to the thread that spawns, which therefore has to be the main one. A change of user clears it,
 * so spawn with `uid` and `gid` and let `setpriv` come after that.
 */
export function tiedToUs(
  signal: 'INT' | 'KILL',
  program: readonly [string, ...string[]],
): [string, ...string[]] {
  const tie = ['--pdeathsig', signal, '--'] as const
  const able =
    canTie(process.platform) && spawnSync('setpriv', [...tie, 'true'], { timeout: 5_000 }).status === 0
  return able ? ['setpriv', ...tie, ...program] : [...program]
}

function linuxStartMark(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The name (field 2) may hold blanks and brackets, so counting starts behind its last bracket, at field 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, ticks] = [fields[0], fields[22 - 3]]
  if (state === 'Z' || state === 'X' || ticks === undefined) return undefined
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`
}

function ps(pid: number, columns: string): string {
  try {
    const options = { encoding: 'utf8', timeout: 5_000, env: { ...process.env, LC_ALL: 'C' } } as const
    return execFileSync('ps', ['-o', columns, '-p', String(pid)], { ...options, stdio: 'pipe' }).trim()
  } catch {
    return '' // ps ends with 1 when it finds nothing
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}
