import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectEmbedded } from '../../src/adapters/postgres/embedded.ts'
import { runKlaps } from '../harness/command.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { until } from '../harness/until.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
let dataDir: string
const children: ChildProcess[] = []

beforeEach(async () => {
  dataDir = await scratchFolder('klaps-stop-')
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await throwAway(dataDir)
})

function start() {
  const child = spawn(process.execPath, [main, 'start', '--port', '0', '--data', dataDir], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', KLAPS_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  return { child, ended, stdout: text(child.stdout), stderr: text(child.stderr) }
}

/** The embedded database takes connections and the services are being prepared: in the middle of a first start. */
const databaseStarted = () => until('the database', () => connectEmbedded(dataDir), 30_000)

describe('a signal while starting', () => {
  it('ends the start in order: well, without a word, and with the database stopped', async () => {
    const { child, ended, stdout, stderr } = start()
    await databaseStarted()
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(await stdout).not.toContain('is ready')
    expect(await stderr).toBe('')
    expect(connectEmbedded(dataDir)).toBeUndefined()
  })

  it('is not waited for twice: the second one ends the process at once', async () => {
    const { child, ended } = start()
    await databaseStarted()
    child.kill('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGTERM')
    expect(await ended).toEqual([143, null])
  })
})

it('a port that is taken is told before anything is started', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  try {
    const told = await runKlaps(['start', '--port', String(port), '--data', dataDir])
    expect(told).toEqual({
      code: 1,
      stdout: '',
      stderr: `klaps: Port ${port} is in use by another program; choose one with --port\n`,
    })
    expect(await readdir(dataDir)).toEqual([])
  } finally {
    other.close()
  }
})

it('a database that cannot be reached is told as such, without its secrets', async () => {
  const DATABASE_URL = 'postgres://klaps:hidden-word@127.0.0.1:1/klaps'
  const told = await runKlaps(['start', '--port', '0', '--data', dataDir], { DATABASE_URL })
  expect(told).toEqual({
    code: 1,
    stdout: '',
    stderr: 'klaps: The database cannot be reached; see DATABASE_URL: connect ECONNREFUSED 127.0.0.1:1\n',
  })
}, 60_000)

it('a second start on the data of a living house is refused, and moves nothing of its outside world', async () => {
  const { child } = start()
  const ports = () => readFile(join(dataDir, 'sandbox', 'ports.json'), 'utf8')
  const before = await until('the outside world', () => ports().catch(() => undefined), 60_000)
  const told = await runKlaps(['start', '--port', '0', '--data', dataDir])
  expect(told).toMatchObject({ code: 1, stdout: '' })
  expect(told.stderr).toContain(String(child.pid))
  expect(await ports()).toBe(before)
}, 90_000)
