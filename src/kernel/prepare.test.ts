import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createPool } from '../adapters/postgres/pool.ts'
import { type ClonedDatabase, cloneDatabase, createTemplate } from '../adapters/postgres/testing.ts'
import { openHouse } from '../compose.ts'
import { openapi } from './http/openapi.ts'
import { createLogger } from './log.ts'
import { migrate, migrationState } from './migrate.ts'
import { Flag, KernelSettings, readSettings } from './settings.ts'
import { notebook, notebookService } from './testing/notebook.ts'
import { reader, readerService } from './testing/reader.ts'

let database: ClonedDatabase
let folder: string
let pools: Pool[]
beforeAll(async () => {
  database = await cloneDatabase(await createTemplate('empty', async () => {}))
  folder = await mkdtemp(join(tmpdir(), 'klaps-migrations-'))
  pools = Array.from({ length: 4 }, () =>
    createPool({ url: database.url, max: 1, applicationName: 'test', types: 'temporal' }),
  )
})
afterAll(async () => {
  for (const pool of pools) await pool.end()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const files = () => pathToFileURL(`${folder}/`)
const write = (name: string, text: string) => writeFile(join(folder, name), text)
const rowsOf = async (text: string) => (await pools[0]!.query(text)).rows

describe('migrations', () => {
  it('are applied once by replicas that start together', async () => {
    await write('0001_counter.sql', 'create table counter (n int); insert into counter values (1);')
    const states = await Promise.all(pools.map((pool) => migrate(pool, 'shop', files())))
    expect(states.every(({ pending }) => pending.length === 0)).toBe(true)
    expect(await rowsOf('select n from shop.counter')).toEqual([{ n: 1 }])
    // Taken away: a replica that does not see what another has noted fails on the table that is there.
    await rowsOf(
      `update shop.migrations set name = 'service/lost.sql' where name = 'service/0001_counter.sql'`,
    )
    await expect(migrate(pools[0]!, 'shop', files())).rejects.toThrow(
      'Migration service/0001_counter.sql failed',
    )
    await rowsOf(
      `update shop.migrations set name = 'service/0001_counter.sql' where name = 'service/lost.sql'`,
    )
  })
  it('that changed after they were applied are refused, and nothing runs', async () => {
    await write('0002_more.sql', 'insert into counter values (2);')
    await write('0001_counter.sql', 'create table counter (n bigint);')
    for (const run of [migrate, migrationState])
      await expect(run(pools[0]!, 'shop', files())).rejects.toThrow(
        'shop: migration service/0001_counter.sql has changed since it was applied',
      )
    expect(await rowsOf('select n from shop.counter')).toEqual([{ n: 1 }])
    await write('0001_counter.sql', 'create table counter (n int); insert into counter values (1);')
    expect((await migrationState(pools[0]!, 'shop', files())).pending).toEqual(['service/0002_more.sql'])
    await migrate(pools[0]!, 'shop', files())
    expect(await rowsOf('select n from shop.counter order by n')).toEqual([{ n: 1 }, { n: 2 }])
  })
  it('that fail leave nothing of themselves and say which it was', async () => {
    await write('0003_broken.sql', 'insert into counter values (3); select 1/0;')
    await expect(migrate(pools[0]!, 'shop', files())).rejects.toThrow(
      'Migration service/0003_broken.sql failed',
    )
    expect(await rowsOf('select n from shop.counter where n = 3')).toEqual([])
    await rm(join(folder, '0003_broken.sql'))
  })
  it('under a name without a number are refused', async () => {
    await write('later.sql', 'select 1;')
    await expect(migrate(pools[0]!, 'shop', files())).rejects.toThrow('Migration later.sql is not named')
    await rm(join(folder, 'later.sql'))
  })
})

describe('a start', () => {
  const start = (env: Record<string, string>, sandbox: boolean) =>
    openHouse({
      catalogue: [notebookService, readerService],
      env,
      dataDir: folder,
      databaseUrl: database.url,
      alone: true,
      sandbox,
      port: 0,
      log: createLogger({ service: 'test', level: 'silent' }),
    })
  const tables = () => rowsOf(`select 1 from pg_tables where schemaname in ('notebook', 'reader')`)

  it('in production with pending migrations is refused, and changes nothing', async () => {
    await expect(start({ KLAPS_ENV: 'production' }, false)).rejects.toThrow(
      'run klaps migrate (missing: notebook: migrations kernel/0001_kernel.sql',
    )
    expect(await tables()).toEqual([])
    // The same start outside production brings the schema up to date, after which production starts too.
    for (const KLAPS_ENV of ['development', 'production']) await (await start({ KLAPS_ENV }, false)).stop()
    expect((await tables()).length).toBeGreaterThan(10)
  })
  it('in production with the sandbox is refused', async () => {
    await expect(start({ KLAPS_ENV: 'production' }, true)).rejects.toThrow('never used in production')
  })
  it('with a wrong setting is refused by name, before it touches a database', async () => {
    await expect(start({ KLAPS_POOL_SIZE: 'hunter2' }, true)).rejects.toThrow(
      /Settings of the kernel: KLAPS_POOL_SIZE/,
    )
  })
})

describe('settings', () => {
  const schema = z.object({ API_KEY: z.string().min(20), API_URL: z.url(), ON: Flag.default(false) })

  it('that are wrong are named, each of them, and their values never', () => {
    const read = () =>
      readSettings(schema, { API_KEY: 'hunter2', API_URL: 'secret-host', ON: 'perhaps' }, 'shop')
    expect(read).toThrow(/Settings of shop: API_KEY: .*; API_URL: .*; ON: /)
    expect(read).not.toThrow(/hunter2|secret-host|perhaps/)
  })
  it('that are empty count as absent, and others of the environment are not read', () => {
    const given = { API_KEY: 'x'.repeat(20), API_URL: 'https://a.example', ON: '', OTHER: 'y' }
    expect(readSettings(schema, given, 'shop')).toEqual({
      API_KEY: 'x'.repeat(20),
      API_URL: 'https://a.example',
      ON: false,
    })
    expect(() => readSettings(schema, { ...given, API_KEY: '' }, 'shop')).toThrow('API_KEY')
  })
  it('of the kernel have defaults: nothing needs to be set', () => {
    expect(readSettings(KernelSettings, {}, 'the kernel')).toMatchObject({
      KLAPS_ENV: 'development',
      KLAPS_HOST: '127.0.0.1',
    })
  })
})

describe('the API document', () => {
  const document = () =>
    openapi([notebook, reader], { version: '1.0.0', url: 'http://localhost:3000', sandbox: true })

  it('of every kind of route is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(document()))).toMatchObject({ valid: true })
  })
  it('would be found out if it were not', async () => {
    const broken = structuredClone(document()) as {
      paths: Record<string, Record<string, { responses?: unknown }>>
    }
    delete (broken as { info?: unknown }).info
    expect((await new Validator().validate(broken)).valid).toBe(false)
  })
})
