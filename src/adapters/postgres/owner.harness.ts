/** What the tests of the embedded server share: folders, owner processes to kill, a look at the process table. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import { startMark } from './processes.ts'

export const isRoot = process.getuid?.() === 0

/** Somebody who is not root: `nobody` when the tests run as root, else ourselves. */
export const plainUser = isRoot ? { uid: 65_534, gid: 65_534 } : { uid: undefined, gid: undefined }

/** A temporary folder that root and the plain user may both use, removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'klaps owner '))
  if (isRoot) chownSync(folder, plainUser.uid as number, plainUser.gid as number)
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface OwnerProcess {
  child: ChildProcess
  url: string
  socketDir: string
  /** Of the server, not of the owner. */
  pid: number
  uidOfServer: number
  log: string[]
  /** Stops the server in order and waits for the owner's end. */
  stop(): Promise<void>
  /** kill -9 of the owner alone. */
  kill(): Promise<void>
}

/** Starts a process that owns the embedded server of a folder; rejects with its message when it is refused. */
export async function startOwner(
  dataDir: string,
  how: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<OwnerProcess> {
  const program = fileURLToPath(new URL('./owner.fixture.ts', import.meta.url))
  const child = spawn(process.execPath, [program, dataDir], {
    ...how,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  onTestFinished(() => void child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as {
      url: string
      pid: number
      socketDir: string
      log: string[]
      error?: string
    }
    if (said.error !== undefined) throw new Error(said.error)
    const serverStart = startMark(said.pid)
    onTestFinished(() => {
      // A failed test must leave no server behind.
      if (serverStart && startMark(said.pid) === serverStart) process.kill(said.pid, 'SIGQUIT')
    })
    onTestFinished(() => rmSync(said.socketDir, { recursive: true, force: true }))
    const uidOfServer = Number(
      execFileSync('ps', ['-o', 'uid=', '-p', String(said.pid)], { encoding: 'utf8' }),
    )
    const stop = async (): Promise<void> => {
      child.stdin.end()
      await ended
    }
    const kill = async (): Promise<void> => {
      child.kill('SIGKILL')
      await ended
    }
    return { ...said, child, uidOfServer, stop, kill }
  }
  throw new Error('the owner ended without a word')
}

/** Pids of PostgreSQL's main processes whose command line names this folder. */
export function serversOf(folder: string): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  return table
    .filter((row) => row.includes(folder) && row.includes('bin/postgres'))
    .map((row) => Number.parseInt(row, 10))
}

/** kill -9 of the owner processes of a folder, also of one that has not said anything yet. */
export function killOwnersOf(folder: string): void {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  for (const row of table.filter((each) => each.includes(`owner.fixture.ts ${folder}`))) {
    process.kill(Number.parseInt(row, 10), 'SIGKILL')
  }
}

/** Runs SQL over a connection of its own and returns the rows. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end().catch(() => {})
  }
}
