import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from './owner.harness.ts'
import {
  announceServer,
  claimOwnership,
  DatabaseOwnedError,
  livingOwner,
  releaseOwnership,
} from './owner-lock.ts'
import { startMark } from './processes.ts'

const facts = {
  url: 'postgresql://klaps@%2Ftmp/klaps',
  socketDir: '/tmp',
  port: 5432,
  version: '18.4',
  pid: 1,
}

test('claims, announces and releases, and refuses itself as it refuses others', () => {
  const home = newFolder()
  claimOwnership(home)
  expect(livingOwner(home)).toEqual({ pid: process.pid, processStart: startMark(process.pid) })
  announceServer(home, facts)
  expect(livingOwner(home)?.server).toEqual(facts)
  expect(statSync(join(home, 'owner.json')).mode & 0o777).toBe(0o600)
  expect(() => claimOwnership(home)).toThrow(DatabaseOwnedError)
  releaseOwnership(home)
  expect(livingOwner(home)).toBeUndefined()
  claimOwnership(home)
})

test('a later process with the number of a dead owner is not that owner', () => {
  const home = newFolder()
  writeOwner(home, process.pid, 'before the last reboot')
  expect(livingOwner(home)).toBeUndefined()
  claimOwnership(home)
})

test('a process gives up only what it owns', () => {
  const home = newFolder()
  const parent = process.ppid
  writeOwner(home, parent, startMark(parent) ?? '')
  releaseOwnership(home)
  expect(livingOwner(home)?.pid).toBe(parent)
})

test('an owner file that a power cut left empty hinders nobody', () => {
  const home = newFolder()
  writeFileSync(join(home, 'owner.json'), '')
  claimOwnership(home)
  expect(JSON.parse(readFileSync(join(home, 'owner.json'), 'utf8'))).toMatchObject({ pid: process.pid })
})

test.runIf(process.platform === 'linux')(
  'a killed process that its parent has not collected counts as gone',
  async () => {
    // The shell becomes a program that never waits for the child it inherited.
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 20'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (line) => resolve(Number(line))),
    )
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ')
    expect(startMark(pid)).toBeUndefined()
  },
)

test('of processes that claim at the same instant exactly one wins, in each of a hundred rounds', async () => {
  const folder = newFolder()
  const rounds = 100
  for (let round = 0; round < rounds; round += 1) {
    mkdirSync(join(folder, String(round)))
    writeOwner(join(folder, String(round)), 1, 'dead for long')
  }
  const beginAt = Date.now() + 1_500
  const wins = await Promise.all([1, 2, 3].map(() => raceFor(folder, rounds, beginAt)))
  expect(wins.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: rounds }, (_, round) => round))
})

/** The rounds that a process of its own won; each round begins for all of them at the same millisecond. */
async function raceFor(folder: string, rounds: number, beginAt: number): Promise<number[]> {
  const program = `
    const { claimOwnership } = await import(${JSON.stringify(new URL('./owner-lock.ts', import.meta.url).href)})
    const won = []
    for (let round = 0; round < ${rounds}; round += 1) {
      while (performance.timeOrigin + performance.now() < ${beginAt} + round * 6) {}
      try {
        claimOwnership(${JSON.stringify(`${folder}/`)} + round)
        won.push(round)
      } catch (error) {
        if (error.name !== 'DatabaseOwnedError') throw error
      }
    }
    console.log(JSON.stringify(won))
    process.stdin.resume()` // a winner has to live until the others have lost
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  setTimeout(() => child.stdin.end(), beginAt - Date.now() + rounds * 6 + 1_000)
  return JSON.parse(await text(child.stdout)) as number[]
}

function writeOwner(home: string, pid: number, processStart: string): void {
  writeFileSync(join(home, 'owner.json'), JSON.stringify({ pid, processStart }))
}
