import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connectEmbedded, startEmbedded, startWithSettings } from './embedded.ts'
import { isRoot, killOwnersOf, newFolder, plainUser, query, serversOf, startOwner } from './owner.harness.ts'
import { DatabaseOwnedError } from './owner-lock.ts'
import { startMark } from './processes.ts'

test('keeps rows from one start to the next, durably, in UTF-8, reachable by its socket only', async () => {
  const dataDir = newFolder()
  const first = await startEmbedded({ dataDir })
  await query(first.url, "create table seat (name text); insert into seat values ('rząd 7, miejsce 12')")
  await first.stop()
  await first.stop()
  expect(serversOf(dataDir)).toEqual([])
  expect(existsSync(first.socketDir)).toBe(false)

  const second = await startEmbedded({ dataDir })
  expect(await query(second.url, 'select name from seat')).toEqual([{ name: 'rząd 7, miejsce 12' }])
  const settings = await query(
    second.url,
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync,
            current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
            current_setting('listen_addresses') as tcp, getdatabaseencoding() as encoding,
            (select datlocale from pg_database where datname = 'klaps') as locale`,
  )
  expect(settings).toEqual([
    { major: 18, fsync: 'on', commit: 'on', checksums: 'on', tcp: '', encoding: 'UTF8', locale: 'C.UTF-8' },
  ])
  expect(lstatSync(second.socketDir).mode & 0o777).toBe(0o700)
  await second.stop()
})

test('sorts Polish when asked to', async () => {
  const server = await startEmbedded({ dataDir: newFolder() })
  const rows = await query(
    server.url,
    `select w from (values ('zupa'), ('łąka'), ('lada')) as t(w) order by w collate "pl-x-icu"`,
  )
  expect(rows.map(({ w }) => w)).toEqual(['lada', 'łąka', 'zupa'])
  await server.stop()
})

test('runs in a folder whose path is long and has blanks, commas and apostrophes', async () => {
  const dataDir = join(
    newFolder(),
    "zdjęcia, plan d'dnia; (2)",
    ...Array.from({ length: 2 }, () => 'y'.repeat(190)),
  )
  const server = await startEmbedded({ dataDir })
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(Buffer.byteLength(join(server.socketDir, '.s.PGSQL.5432'))).toBeLessThan(100)
  await server.stop()
})

test('refuses a path too long for a database', async () => {
  const dataDir = join(newFolder(), ...Array.from({ length: 3 }, () => 'z'.repeat(200)))
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/longer than 480 bytes/)
})

test.each(['"', '$HOME', '`id`', 'back\\slash', 'line\nend'])(
  'refuses a path that a shell would change: %j',
  async (name) => {
    const dataDir = join(newFolder(), name)
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/cannot work in a path with/)
  },
)

test('runs for a plain user', async () => {
  const owner = await startOwner(newFolder(), plainUser)
  const [{ superuser }] = (await query(owner.url, `select current_setting('is_superuser') as superuser`)) as [
    { superuser: string },
  ]
  expect(superuser).toBe('on')
  expect(owner.uidOfServer).toBe(plainUser.uid ?? process.getuid?.())
  await owner.stop()
})

test.runIf(isRoot)('never runs as root', async () => {
  const owner = await startOwner(newFolder())
  expect(owner.uidOfServer).not.toBe(0)
  await owner.stop()
})

test.runIf(isRoot)('as root under a home that others cannot enter, lives in /var/lib/klaps', async () => {
  const home = join(newFolder(), 'root')
  mkdirSync(home, { mode: 0o700 })
  const dataDir = join(home, 'klaps', 'data')
  const first = await startEmbedded({ dataDir })
  await query(first.url, 'create table kept as select 1 as one')
  await first.stop()
  const second = await startEmbedded({ dataDir })
  expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }])
  expect(connectEmbedded(dataDir)).toBe(second.url)
  const place = readlinkSync(join(dataDir, 'postgres'))
  expect(dirname(place)).toBe('/var/lib/klaps')
  expect(serversOf(place)).toHaveLength(1)
  await second.stop()
  rmSync(place, { recursive: true })
})

test('two data folders run side by side', async () => {
  const [one, two] = [newFolder(), newFolder()]
  const servers = await Promise.all([startEmbedded({ dataDir: one }), startEmbedded({ dataDir: two })])
  await query(servers[0].url, 'create table only_here ()')
  const tables = `select count(*)::int as n from pg_tables where tablename = 'only_here'`
  expect(await query(servers[0].url, tables)).toEqual([{ n: 1 }])
  expect(await query(servers[1].url, tables)).toEqual([{ n: 0 }])
  await Promise.all(servers.map((server) => server.stop()))
})

test('a second start is refused and names the living owner, which clients can still reach', async () => {
  const dataDir = newFolder()
  expect(connectEmbedded(dataDir)).toBeUndefined()
  const owner = await startOwner(dataDir)
  await expect(startEmbedded({ dataDir })).rejects.toThrow(`in use by process ${owner.child.pid}`)
  await expect(startEmbedded({ dataDir })).rejects.toBeInstanceOf(DatabaseOwnedError)
  expect(connectEmbedded(dataDir)).toBe(owner.url)
  expect(await query(owner.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await owner.stop()
  expect(connectEmbedded(dataDir)).toBeUndefined()
})

test('of processes that start at the same moment exactly one wins, also over a dead owner', async () => {
  const dataDir = newFolder()
  const killed = await startOwner(dataDir)
  await killed.kill()
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => startOwner(dataDir)))
  const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled')
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(winners).toHaveLength(1)
  const pid = winners[0]?.value.child.pid
  for (const { reason } of refusals) expect(String(reason)).toContain(`in use by process ${pid}`)
  expect(serversOf(dataDir)).toHaveLength(1)
  await winners[0]?.value.stop()
})

test.runIf(process.platform === 'linux')(
  'kill -9 of the owner ends the server, and every row is there again',
  async () => {
    const dataDir = newFolder()
    const owner = await startOwner(dataDir)
    await query(
      owner.url,
      'create table booking (n int); insert into booking select generate_series(1, 1000)',
    )
    await owner.kill()
    await expect.poll(() => serversOf(dataDir), { timeout: 10_000 }).toEqual([])
    const next = await startOwner(dataDir)
    expect(await query(next.url, 'select count(*)::int as n from booking')).toEqual([{ n: 1000 }])
    await next.stop()
  },
)

test('a server that outlived its killed owner is stopped by the next one', async () => {
  const dataDir = newFolder()
  // Without setpriv in its path the owner cannot tie the server's life to its own, as on systems without it.
  const owner = await startOwner(dataDir, { ...plainUser, env: { ...process.env, PATH: '/nowhere' } })
  await query(owner.url, 'create table booking (n int); insert into booking values (1), (2)')
  await owner.kill()
  await sleep(300)
  expect(startMark(owner.pid)).toBeDefined()
  const next = await startOwner(dataDir, plainUser)
  expect(next.log[0]).toContain(`process ${owner.pid}`)
  expect(startMark(owner.pid)).toBeUndefined()
  expect(await query(next.url, 'select count(*)::int as n from booking')).toEqual([{ n: 2 }])
  await next.stop()
  expect(serversOf(dataDir)).toEqual([])
})

test('recovers when owner and server were killed in the middle of a statement', async () => {
  const dataDir = newFolder()
  const owner = await startOwner(dataDir)
  await query(owner.url, 'create table booking (n int); insert into booking values (1)')
  const interrupted = query(owner.url, 'begin; insert into booking values (2); select pg_sleep(60)').catch(
    () => 'lost',
  )
  await sleep(200)
  process.kill(owner.pid, 'SIGKILL')
  await owner.kill()
  expect(await interrupted).toBe('lost')
  const next = await startOwner(dataDir)
  expect(await query(next.url, 'select n from booking')).toEqual([{ n: 1 }])
  await next.stop()
})

test('numbers of dead processes that strangers carry now do not hinder a start', async () => {
  const dataDir = newFolder()
  const owner = await startOwner(dataDir, plainUser)
  const stranger = await startOwner(newFolder(), plainUser)
  await owner.kill()
  await expect.poll(() => serversOf(dataDir), { timeout: 10_000 }).toEqual([])
  const home = join(dataDir, 'postgres')
  writeFileSync(
    join(home, 'owner.json'),
    JSON.stringify({ pid: stranger.child.pid, processStart: 'long ago' }),
  )
  const pidFile = [
    stranger.pid,
    join(home, '18'),
    1,
    5432,
    owner.socketDir,
    '',
    '  1234567  7654321',
    'ready',
    '',
  ]
  writeFileSync(join(home, '18', 'postmaster.pid'), pidFile.join('\n'))
  if (isRoot) chownSync(join(home, '18', 'postmaster.pid'), plainUser.uid as number, plainUser.gid as number)
  const next = await startOwner(dataDir, plainUser)
  expect(startMark(stranger.pid)).toBeDefined()
  await Promise.all([next.stop(), stranger.stop()])
})

test('what an interrupted first start left half-made is made again', async () => {
  const dataDir = newFolder()
  const home = join(dataDir, 'postgres')
  for (const half of ['18.new-a1b2c3/base', 'bin-18.0.0/bin', 'bin-18.4.0-beta.17.new/bin']) {
    mkdirSync(join(home, half), { recursive: true })
  }
  const server = await startEmbedded({ dataDir })
  const left = readdirSync(home).filter((name) => name.includes('.new') || name === 'bin-18.0.0')
  expect(left).toEqual([])
  await server.stop()
})

test.each([60, 120, 200, 350])('a first start killed after %i ms is made good by the next', async (ms) => {
  const dataDir = newFolder()
  const doomed = startOwner(dataDir, plainUser).catch(() => undefined)
  await sleep(ms)
  killOwnersOf(dataDir)
  await doomed
  const next = await startOwner(dataDir, plainUser)
  expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await next.stop()
})

test('refuses the folder of another major version instead of starting empty', async () => {
  const dataDir = newFolder()
  mkdirSync(join(dataDir, 'postgres', '17'), { recursive: true })
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/was made by PostgreSQL 17/)
  expect(existsSync(join(dataDir, 'postgres', '18'))).toBe(false)
})

test('a server that cannot start says why and leaves the folder free', async () => {
  const dataDir = newFolder()
  await expect(startWithSettings({ dataDir }, { shared_buffers: 'many' }, [])).rejects.toThrow(
    /invalid value for parameter "shared_buffers": "many"/,
  )
  const server = await startEmbedded({ dataDir })
  await server.stop()
})

test('refuses a socket folder that was not made for it', async () => {
  const dataDir = newFolder()
  const { socketDir, stop } = await startEmbedded({ dataDir })
  await stop()
  symlinkSync(newFolder(), socketDir)
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/belongs to somebody else/)
  rmSync(socketDir)
})

test('says so when the server ends by itself', async () => {
  const dataDir = newFolder()
  const server = await startEmbedded({ dataDir })
  execFileSync('kill', ['-QUIT', String(server.pid)])
  expect(await server.exited).toMatch(/exit code|ended by/)
  await server.stop()
  expect(readFileSync(join(dataDir, 'postgres', 'postgres.log'), 'utf8')).toContain('immediate shutdown')
  expect(connectEmbedded(dataDir)).toBeUndefined()
})
