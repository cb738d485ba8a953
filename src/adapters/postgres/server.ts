import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serverEnvironment } from './cluster.ts'
import { giveToOwnerOf, type ServerUser } from './home.ts'
import { programIn, stopCommand } from './platform.ts'
import { commandLine, startMark, tiedToUs } from './processes.ts'

const START_TIMEOUT_MS = 120_000 // recovery after a crash reads the whole write-ahead log
const FAST_SHUTDOWN_MS = 30_000
const IMMEDIATE_SHUTDOWN_MS = 10_000
const LEFTOVERS_TIMEOUT_MS = 10_000
const LOG_LIMIT_BYTES = 10_000_000

/** Everything needed to run one server. */
export interface ServerPlan {
  cluster: string
  binaries: string
  logFile: string
  user: ServerUser | undefined
  /** Server settings, given on the command line so that no file has to be edited. */
  settings: Readonly<Record<string, string>>
}

/** A running server that is a child of this process. */
export interface ServerProcess {
  pid: number
  /** Resolves, saying how, once the server has ended for whatever reason. */
  exited: Promise<string>
  /** A fast shutdown: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>
}

/**
 * Starts the server and waits until it takes connections.
 *
 * @throws with the end of the server's log when it ends instead.
 */
export async function startServer(plan: ServerPlan): Promise<ServerProcess> {
  const giveUpAt = performance.now() + LEFTOVERS_TIMEOUT_MS
  for (;;) {
    const logFrom = rotateLog(plan.logFile)
    const server = launch(plan)
    if (await isReady(server, plan.cluster)) return server
    const log = readFileSync(plan.logFile, 'utf8').slice(logFrom).trim()
    // Sessions of a server that was killed need a moment to notice; until then PostgreSQL rightly refuses.
    const leftovers = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(log)
    if (!leftovers || performance.now() > giveUpAt) {
      throw new Error(
        `PostgreSQL did not start (${await server.exited}): ${log.slice(-2_000) || 'its log is empty'}`,
      )
    }
    await sleep(200)
  }
}

/**
 * A detached process, so that Ctrl-C in the terminal reaches only us and we end the server in our own order. When we
 * are killed, SIGINT orders its fast shutdown.
 */
function launch(plan: ServerPlan): ServerProcess {
  const settings = Object.entries(plan.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const program = programIn(plan.binaries, 'postgres')
  const [command, ...rest] = tiedToUs('INT', [program, '-D', plan.cluster, ...settings])
  const log = openSync(plan.logFile, 'a', 0o600)
  const child = spawn(command, rest, {
    ...plan.user,
    cwd: '/',
    detached: true,
    env: serverEnvironment(),
    stdio: ['ignore', log, log],
    windowsHide: true,
  })
  closeSync(log)
  child.unref()
  return supervise(child, plan)
}

function supervise(child: ChildProcess, plan: ServerPlan): ServerProcess {
  // Covers process.exit() and uncaught errors where there is no parent-death signal.
  const onOurExit = (): void => void child.kill('SIGINT')
  process.once('exit', onOurExit)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`))
  })
  void exited.then(() => process.removeListener('exit', onOurExit))
  const endsWithin = async (ms: number): Promise<boolean> => {
    child.ref()
    return Promise.race([exited.then(() => true), sleep(ms, false, { ref: false })])
  }
  const stop = async (): Promise<void> => {
    askToStop(child, plan)
    if (await endsWithin(FAST_SHUTDOWN_MS)) return
    child.kill('SIGQUIT')
    if (await endsWithin(IMMEDIATE_SHUTDOWN_MS)) return
    child.kill('SIGKILL')
    await exited
  }
  return { pid: child.pid ?? 0, exited, stop }
}

/** Windows has no signals; there PostgreSQL's own tool carries the wish over a named pipe. */
function askToStop(child: ChildProcess, plan: ServerPlan): void {
  const command = stopCommand(process.platform, plan.binaries, plan.cluster)
  if (command) execFileSync(command[0], command.slice(1), { timeout: FAST_SHUTDOWN_MS, windowsHide: true })
  else child.kill('SIGINT')
}

/** The eighth line of `postmaster.pid` says `ready`; this is also how `pg_ctl --wait` knows. */
async function isReady(server: ServerProcess, cluster: string): Promise<boolean> {
  const giveUpAt = performance.now() + START_TIMEOUT_MS
  const ended = server.exited.then(() => true)
  for (;;) {
    const lines = readPidFile(cluster)
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return true
    if (performance.now() > giveUpAt) await server.stop()
    if (await Promise.race([ended, sleep(10, false)])) return false
  }
}

/**
 * Stops a server that runs on this cluster although its owner is dead, and waits until it is gone. Only for the
 * owner.
 *
 * @returns the pid of the server it stopped or saw stopping.
 */
export async function stopOrphan(cluster: string): Promise<number | undefined> {
  const lines = readPidFile(cluster)
  const pid = Number(lines[0])
  const mark = pid > 0 ? startMark(pid) : undefined
  if (mark === undefined) return undefined
  if (!commandLine(pid).includes(cluster) && process.platform !== 'win32') {
    // The number now belongs to a stranger, which would make PostgreSQL refuse to start. It never minds its parent's
    // number, and the rest of the file must stay: with it PostgreSQL checks for sessions that are still alive.
    writeFileSync(join(cluster, 'postmaster.pid'), [process.pid, ...lines.slice(1)].join('\n'))
    return undefined
  }
  const steps = [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
    ['SIGKILL', IMMEDIATE_SHUTDOWN_MS],
  ] as const
  for (const [signal, patienceMs] of steps) {
    const giveUpAt = performance.now() + patienceMs
    if (startMark(pid) === mark) process.kill(pid, signal)
    while (performance.now() < giveUpAt) {
      if (startMark(pid) !== mark) return pid
      await sleep(20)
    }
  }
  throw new Error(`an orphaned PostgreSQL, process ${pid}, does not end; stop it by hand`)
}

function readPidFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Keeps one older log when the current one has grown. Returns the size of what is already in it. */
function rotateLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`)
  else if (size > 0) return size
  closeSync(openSync(path, 'a', 0o600))
  giveToOwnerOf(join(path, '..'), path)
  return 0
}
