import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { version } from '../../src/version.ts'
import { type Ended, runKlaps } from '../harness/command.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'

const commands = ['start', 'read', 'plan', 'migrate', 'keys', 'events', 'doctor', 'generate']
let dir: string

beforeAll(async () => {
  dir = await scratchFolder('klaps-cli-')
})
afterAll(async () => {
  await throwAway(dir)
})

/** Scripts and people both read it: nothing on standard output, one line on standard error, an exit code that says why. */
function expectComplaint(ended: Ended, code: number, says: string): void {
  expect(ended).toMatchObject({ code, stdout: '' })
  expect(ended.stderr).toMatch(/^klaps: [^\n]+\n$/)
  expect(ended.stderr).toContain(says)
}

describe('help', () => {
  test('the overview names every command', async () => {
    const { code, stdout, stderr } = await runKlaps(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} +\\S`, 'm'))
    expect(stdout).toContain('klaps --version')
  })

  test.each(commands)('%s --help shows how to call it, whatever else is said', async (command) => {
    const { code, stdout, stderr } = await runKlaps([command, '--nonsense', '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^klaps ${command} `))
  })

  test('no command at all is a wrong call that shows the overview', async () => {
    const { code, stdout } = await runKlaps([])
    expect(code).toBe(2)
    expect(stdout).toContain('klaps COMMAND [OPTIONS]')
  })

  test('--version prints the version alone', async () => {
    expect(await runKlaps(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})

describe('a wrong call ends with 2 and one line, and leaves nothing behind', () => {
  test.each([
    ['an unknown command', ['sing'], 'Unknown command sing'],
    ['an unknown option', ['read', '--loud', 'sheet.pdf'], '--loud'],
    ['an option without its value', ['plan', 'sheet.pdf', '--home'], '--home'],
    ['an argument too many', ['doctor', 'now'], 'now'],
    ['no file', ['read'], 'Name one PDF file'],
    ['two files', ['plan', 'a.pdf', 'b.pdf'], 'Name one PDF file'],
    ['an unknown service', ['start', '--services', 'schedule,catering'], 'Unknown service catering'],
    ['an unknown service to migrate', ['migrate', '--services', 'catering'], 'Unknown service catering'],
    ['an empty list of services', ['start', '--services', ','], '--services names no service'],
    ['services without their databases', ['start', '--services', 'route'], 'DATABASE_URL_ROUTE'],
    ['a port that is none', ['start', '--port', '70000'], '--port takes a number from 0 to 65535'],
    ['buffers that are none', ['plan', 'sheet.pdf', '--buffers', 'lavish'], '--buffers takes'],
    ['a date that does not exist', ['plan', 'sheet.pdf', '--date', '2027-02-30'], '--date takes YYYY-MM-DD'],
    ['a date in the short form', ['plan', 'sheet.pdf', '--date', '20261122'], '--date takes YYYY-MM-DD'],
    ['a date with a time', ['plan', 'sheet.pdf', '--date', '2026-11-22T10:00'], '--date takes YYYY-MM-DD'],
    ['an empty name', ['plan', 'sheet.pdf', '--me', ' '], '--me is empty'],
    ['an empty port', ['start', '--port', ''], '--port takes a number'],
    ['a port in another notation', ['start', '--port', '0x50'], '--port takes a number'],
    ['an empty data folder', ['migrate', '--data', ''], '--data is empty'],
    ['a role that is no plain name', ['migrate', '--runtime-role', 'x"; drop'], '--runtime-role takes'],
    [
      'an instant in the short form',
      ['events', 'replay', '--service', 'auth', '--from', '20260314T053000Z'],
      '--from takes an instant',
    ],
    ['coordinates off the globe', ['plan', 'sheet.pdf', '--home', '91,21'], 'latitude from -90 to 90'],
    ['an empty address', ['plan', 'sheet.pdf', '--stop', ''], '--stop is empty'],
  ])('%s', async (_, argv, says) => {
    const name = crypto.randomUUID()
    expectComplaint(await runKlaps(argv, { KLAPS_DATA: join(dir, name) }), 2, says)
    expect(await readdir(dir)).not.toContain(name)
  })
})

describe('doctor', () => {
  test('prints one object, finds a fresh machine well, and changes nothing', async () => {
    const data = join(dir, 'fresh')
    const { code, stdout, stderr } = await runKlaps(['doctor', '--json', '--data', data])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { findings } = JSON.parse(stdout) as { findings: { what: string; state: string; detail: string }[] }
    expect(findings.map(({ what, state }) => [what, state])).toEqual([
      ['node', 'ok'],
      ['data', 'note'],
      ['outside world', 'note'],
      ['database', 'note'],
    ])
    for (const finding of findings) expect(Object.keys(finding)).toEqual(['what', 'state', 'detail'])
    expect(await readdir(dir)).not.toContain('fresh')
  })

  test('an impossible setting and an unreachable database are problems, exit code 3, without their secrets', async () => {
    const { code, stdout } = await runKlaps(['doctor', '--json', '--data', dir], {
      DATABASE_URL: 'postgres://klaps:hidden-word@127.0.0.1:1/klaps',
      KLAPS_RATE_PER_SECOND: 'many',
    })
    expect(code).toBe(3)
    const { findings } = JSON.parse(stdout) as { findings: { what: string; state: string; detail: string }[] }
    const problems = findings.filter(({ state }) => state === 'problem')
    expect(problems.map(({ what }) => what)).toEqual(expect.arrayContaining(['settings', 'database']))
    expect(stdout).not.toContain('hidden-word')
  })
})

test('migrate --check says what is missing on an empty machine, applies nothing, and leaves no server', async () => {
  const data = join(dir, 'empty')
  const check = () => runKlaps(['migrate', '--check', '--services', 'route', '--data', data])
  const first = await check()
  expect(first).toMatchObject({ code: 3, stderr: '' })
  expect(first.stdout).toMatch(
    /^missing route: migrations .*service\/0001_\S+\nmissing the schema of the job queue\n$/,
  )
  expect(await check()).toEqual(first)

  const applied = await runKlaps(['migrate', '--services', 'route', '--data', data])
  expect(applied).toMatchObject({ code: 0, stderr: '' })
  expect(applied.stdout).toMatch(/^made route: migrations .*service\/0001_\S+/)
  expect(await check()).toEqual({ code: 0, stdout: 'route: up to date\n', stderr: '' })
  const after = await runKlaps(['doctor', '--json', '--data', data])
  expect(after.stdout).toContain('embedded, not running')
  // Four times a database starts and ends.
}, 120_000)
