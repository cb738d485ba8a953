import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../test/harness/until.ts'
import { createPool } from './adapters/postgres/pool.ts'
import { type ClonedDatabase, cloneDatabase, createTemplate } from './adapters/postgres/testing.ts'
import { openHouse } from './compose.ts'
import { createLogger } from './kernel/log.ts'
import type { Service } from './kernel/service.ts'
import { notebookService } from './kernel/testing/notebook.ts'
import { readerService } from './kernel/testing/reader.ts'

const services: readonly Service[] = [notebookService, readerService]
let database: ClonedDatabase
beforeAll(async () => {
  database = await cloneDatabase(await createTemplate('empty', async () => {}))
})
afterAll(() => database.drop())

const start = (env: Record<string, string>, catalogue = services, only?: string[]) =>
  openHouse({
    catalogue,
    env: { DATABASE_URL: database.url, ...env },
    dataDir: join(tmpdir(), 'klaps-never-made'),
    alone: false,
    sandbox: false,
    port: 0,
    log: createLogger({ service: 'test', level: 'silent' }),
    ...(only ? { only } : {}),
  })

const production = { KLAPS_ENV: 'production' }
const keys = { ...production, KLAPS_MASTER_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` }

it('a production process makes no key of its own', async () => {
  await expect(start(production)).rejects.toThrow(/^Set KLAPS_MASTER_KEYS:/)
  await expect(start(production, services, ['reader'])).rejects.toThrow(
    /KLAPS_MASTER_KEYS, SERVICE_KEY, SERVICE_JWKS/,
  )
})

it('a production start migrates nothing and says what is pending', async () => {
  await expect(start(keys)).rejects.toThrow(
    /^The database is not ready: run klaps migrate \(missing: notebook: migrations kernel.*queue/,
  )
})

it('production refuses the sandbox', async () => {
  await expect(
    openHouse({ env: keys, dataDir: tmpdir(), alone: false, sandbox: true, port: 0 }),
  ).rejects.toThrow(/sandbox is never used in production/)
})

it('pools that could ask for more connections than the server grants are refused at the start', async () => {
  const many = Array.from({ length: 10 }, (_, index) => ({
    ...notebookService,
    contract: { ...notebookService.contract, name: `notebook${index}` },
  }))
  await expect(start({ KLAPS_POOL_SIZE: '50' }, many)).rejects.toThrow(
    /^10 services with KLAPS_POOL_SIZE 50 want 509 connections; the database grants \d+:/,
  )
})

const unusable: Record<string, string>[] = [{ KLAPS_MASTER_KEYS: 'short' }, { SERVICE_KEY: 'no key' }]
it.each(unusable)('a start that %o ends leaves no connection behind', async (env) => {
  await expect(start(env)).rejects.toThrow()
  await until('the connections are closed', async () => (await connections()) === 0)
})

/** Of the database of this file, by processes of the house. */
async function connections(): Promise<number> {
  const pool = createPool({ url: database.url, max: 1, applicationName: 'witness', types: 'plain' })
  try {
    const { rows } = await pool.query(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and application_name like 'klaps %'`,
    )
    return Number(rows[0]!.count)
  } finally {
    await pool.end()
  }
}
