import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { migrate, migrationState } from './migrate.ts'
import { runtimeOf } from './testing/envelopes.ts'
import { notebookService, readerService } from './testing/notebook.ts'

const services = [notebookService, readerService]
let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services })
})
afterAll(() => house.stop())

describe('migrations', () => {
  let folder: string
  /** A schema of its own for each test. */
  let schema: string
  const url = () => pathToFileURL(`${folder}/`)
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  const connect = () =>
    createPool({ url: house.databaseUrl, max: 2, applicationName: 'test', types: 'temporal' })
  let pools: ReturnType<typeof connect>[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'klaps-migrations-'))
    schema = `s${randomBytes(6).toString('hex')}`
    pools = [connect(), connect()]
    await write('0001_first.sql', 'create table things (id int); insert into things values (1);')
  })
  afterEach(async () => {
    await Promise.all(pools.map((pool) => pool.end()))
    await house.rows(`drop schema if exists "${schema}" cascade`)
    await house.rows(`drop role if exists "klaps_${schema}"`)
    await rm(folder, { recursive: true })
  })
  const things = async () => (await house.rows(`select id from "${schema}".things order by id`)).length

  it('are applied once by starters that come together', async () => {
    const states = await Promise.all(pools.map((pool) => migrate(pool, schema, url())))
    expect(await things()).toBe(1)
    for (const state of states) {
      expect(state.applied).toContain('service/0001_first.sql')
      expect(state.pending).toEqual([])
    }
  })

  it('that changed after they were applied are refused', async () => {
    await migrate(pools[0]!, schema, url())
    await write('0001_first.sql', 'create table things (id int, name text);')
    const refused = `${schema}: migration service/0001_first.sql has changed since it was applied`
    await expect(migrate(pools[0]!, schema, url())).rejects.toThrow(refused)
    await expect(migrationState(pools[0]!, schema, url())).rejects.toThrow(refused)
    await write('0001_first.sql', 'create table things (id int); insert into things values (1);')
    expect((await migrate(pools[0]!, schema, url())).pending).toEqual([])
    expect(await things()).toBe(1)
  })

  it('that fail leave nothing of theirs and keep what came before', async () => {
    await write('0002_second.sql', 'insert into things values (2); select 1 / 0;')
    await expect(migrate(pools[0]!, schema, url())).rejects.toThrow(
      'Migration service/0002_second.sql failed',
    )
    expect(await things()).toBe(1)
    expect((await migrationState(pools[0]!, schema, url())).pending).toEqual(['service/0002_second.sql'])
    await write('0002_second.sql', 'insert into things values (2);')
    await migrate(pools[0]!, schema, url())
    expect(await things()).toBe(2)
  })

  it('are told before they are applied', async () => {
    const { applied, pending } = await migrationState(pools[0]!, schema, url())
    expect(applied).toEqual([])
    expect(pending.at(-1)).toBe('service/0001_first.sql')
    expect(pending[0]).toMatch(/^kernel\/0001_/)
  })

  it('have numbered names', async () => {
    await write('later.sql', 'select 1')
    await expect(migrate(pools[0]!, schema, url())).rejects.toThrow(
      'Migration later.sql is not named NNNN_what_it_does.sql',
    )
  })
})

it('a production start refuses pending migrations and applies none', async () => {
  const old = await openTestHouse({ services })
  await old.halt()
  await old.rows(`drop table reader.beats; delete from reader.migrations where name like 'service/%'`)
  const start = () => openTestHouse({ services, on: old, sandbox: false, env: { KLAPS_ENV: 'production' } })
  try {
    await expect(start()).rejects.toThrow(
      'reader has pending migrations (service/0001_notes.sql): run klaps migrate',
    )
    expect(await old.rows(`select to_regclass('reader.beats')::text as name`)).toEqual([{ name: null }])
    await old.rows('drop table reader.notes, reader.heard, reader.worked')
    const development = await openTestHouse({ services, on: old })
    await development.stop()
    const production = await start()
    expect((await production.stranger.get('/notes')).status).toBe(401)
    await production.stop()
  } finally {
    await old.stop()
  }
})

it('a production start refuses the sandbox', async () => {
  await expect(
    openTestHouse({ services, on: house, sandbox: true, env: { KLAPS_ENV: 'production' } }),
  ).rejects.toThrow('The sandbox is never used in production')
})

describe('the wall between schemas', () => {
  const ask = (service: string, text: string) =>
    sql.raw<Record<string, unknown>>(text).execute(runtimeOf(house, service).db.query)

  it('is the database’s own: a service acts as its role, which sees one schema', async () => {
    expect((await ask('reader', 'select current_user::text as role')).rows).toEqual([
      { role: 'klaps_reader' },
    ])
    expect((await ask('notebook', 'select 1 from notebook.notes')).rows).toEqual([])
    for (const text of [
      'select 1 from notebook.notes',
      "insert into notebook.outbox (id, type, event) values (gen_random_uuid(), 'x', '{}')",
      'select wrapped from notebook.personal_keys',
      'create table reader.mine (id int)',
    ])
      await expect(ask('reader', text), text).rejects.toThrow(/permission denied/)
  })
})
