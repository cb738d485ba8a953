import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { Pool } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../test/harness/until.ts'
import { createPool } from './adapters/postgres/pool.ts'
import { type ClonedDatabase, cloneDatabase, createTemplate } from './adapters/postgres/testing.ts'
import { catalogue } from './catalogue.ts'
import { type House, openHouse } from './compose.ts'
import { maintain } from './kernel/maintenance.ts'
import type { Service } from './kernel/service.ts'
import { noteEvent } from './kernel/testing/envelopes.ts'
import { notebookService } from './kernel/testing/notebook.ts'
import { readerService } from './kernel/testing/reader.ts'
import { migrateHome, missingIn } from './schemas.ts'

const services: Service[] = [notebookService, readerService]
const runtime = `klaps_test_${randomBytes(6).toString('hex')}`
let database: ClonedDatabase
let owner: Pool
let runtimeUrl: string
let dataDir: string
beforeAll(async () => {
  database = await cloneDatabase(await createTemplate('empty', async () => {}))
  owner = poolAt(database.url)
  dataDir = await mkdtemp(join(tmpdir(), 'klaps-schemas-'))
  await owner.query(`create role ${runtime} login`)
  runtimeUrl = database.url.replace(/\/\/[^@/]+@/, `//${runtime}@`)
})
afterAll(async () => {
  await owner.query(`drop owned by ${runtime}`)
  await owner.query(`drop role ${runtime}`)
  await owner.end()
  await database.drop()
  await rm(dataDir, { recursive: true, force: true })
})

const poolAt = (url: string) => createPool({ url, max: 3, applicationName: 'test', types: 'temporal' })
const home = (url = database.url, pool: Pool = owner) => ({ url, owner: pool, services })

/** A production process as the login that owns nothing; `warnings` holds what its log complains of. */
async function startProduction(): Promise<{ house: House; warnings: string[] }> {
  const warnings: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      warnings.push(String(chunk))
      done()
    },
  })
  const house = await openHouse({
    catalogue: services,
    env: {
      KLAPS_ENV: 'production',
      KLAPS_MASTER_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      DATABASE_URL: runtimeUrl,
    },
    dataDir,
    alone: false,
    sandbox: false,
    port: 0,
    log: pino({ level: 'warn' }, sink),
  })
  return { house, warnings }
}

describe('klaps migrate and a production start', () => {
  it('a login without rights is refused before it is given any, and told so', async () => {
    await migrateHome(home(), { sandbox: false })
    await expect(startProduction()).rejects.toThrow(
      /^The database is not ready: run klaps migrate \(missing: notebook: rights on its schema; reader: .*; rights on the job queue/,
    )
  })
  it('a login that may create nothing runs everything once it has its rights', async () => {
    await migrateHome(home(), { sandbox: false, runtime })
    const { house, warnings } = await startProduction()
    try {
      const event = noteEvent('by a login without rights')
      await owner.query('insert into notebook.outbox (id, type, event) values ($1, $2, $3)', [
        event.id,
        event.type,
        JSON.stringify(event),
      ])
      await until('the event to be heard', async () => {
        const { rows } = await owner.query('select 1 from reader.heard where event_id = $1', [event.id])
        return rows.length === 1
      })
    } finally {
      await house.stop()
    }
    expect(warnings).toEqual([])
    const pool = poolAt(runtimeUrl)
    for (const text of [
      'create table notebook.mine (n int)',
      'create table pgboss.mine (n int)',
      'create schema mine',
      'drop table notebook.notes',
      `select notebook.keep_months('notebook.event_log', -400)`,
    ])
      await expect(pool.query(text), text).rejects.toMatchObject({ code: '42501' })
    await pool.end()
  })
  it('doing it again changes nothing', async () => {
    const state = async () =>
      (
        await owner.query(`select n.nspname, c.relname, c.relacl::text from pg_class c
        join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('notebook', 'reader', 'pgboss')
        and c.relkind in ('r', 'p', 'S') order by 1, 2`)
      ).rows.map(({ nspname, relname, relacl }) => [nspname, relname, relacl])
    const before = await state()
    await migrateHome(home(), { sandbox: false, runtime })
    expect(await state()).toEqual(before)
    expect(await missingIn(home(), false)).toEqual([])
  })
  it.each([
    [
      'a movable clock',
      `create or replace function notebook.now() returns timestamptz language sql stable as $$ select pg_catalog.now() + interval '1 hour' $$`,
      'notebook: function now()',
    ],
    [
      'an upkeep of another text',
      `create or replace function reader.upkeep() returns void language plpgsql as $$ begin end $$`,
      'reader: function upkeep()',
    ],
    ['a missing queue', `select pgboss.delete_queue('reader.events')`, 'queues reader.events'],
    [
      'a queue with other settings',
      `update pgboss.queue set retry_limit = 99 where name = 'notebook.work'`,
      'queues notebook.work',
    ],
    ['an older job queue', `update pgboss.version set version = version - 1`, 'the schema of the job queue'],
  ])('%s is missed, and made right', async (what, harm, missed) => {
    await owner.query(harm)
    expect(await missingIn(home(), false)).toEqual([missed])
    // Going back a version in earnest would need an old pg-boss; the number is enough to see it missed.
    if (what === 'an older job queue') await owner.query('update pgboss.version set version = version + 1')
    else await migrateHome(home(), { sandbox: false, runtime })
    expect(await missingIn(home(), false)).toEqual([])
  })
  it('a role that does not exist is refused before anything is made', async () => {
    await expect(migrateHome(home(), { sandbox: false, runtime: 'nobody_here' })).rejects.toThrow(
      'There is no role nobody_here',
    )
  })
})

it('upkeep deletes answers after 24 hours, inbox marks after 90 days and what has run out of sessions, and nothing younger', async () => {
  const past = (age: string) => `pg_catalog.now() - interval '${age}'`
  await owner.query(
    `insert into notebook.idempotency (caller, route, key, input_hash, created_at) values
      ('guest', 'POST /notes', 'old', '', ${past('24 hours 1 minute')}), ('guest', 'POST /notes', 'young', '', ${past('23 hours 59 minutes')})`,
  )
  await owner.query(
    `insert into notebook.inbox (event_id, received_at) values
      ('00000000-0000-4000-8000-000000000001', ${past('91 days')}), ('00000000-0000-4000-8000-000000000002', ${past('89 days')})`,
  )
  await owner.query(
    `insert into notebook.revoked_sessions (session_id, user_id, until) values
      ('over', gen_random_uuid(), ${past('1 minute')}), ('ended', gen_random_uuid(), ${past('-1 minute')})`,
  )
  const pool = poolAt(runtimeUrl)
  await maintain(pool, 'notebook')
  await pool.end()
  const left = async (column: string, table: string) =>
    (await owner.query(`select ${column} as id from notebook.${table} order by 1`)).rows.map(({ id }) => id)
  expect(await left('key', 'idempotency')).toEqual(['young'])
  expect(await left('event_id', 'inbox')).toEqual(['00000000-0000-4000-8000-000000000002'])
  expect(await left('session_id', 'revoked_sessions')).toEqual(['ended'])
})

describe('month partitions', () => {
  const monthOf = (ahead: number) =>
    Temporal.Now.plainDateISO('UTC').toPlainYearMonth().add({ months: ahead }).toString().replace('-', '_')
  const partitions = async (schema: string, table: string) =>
    (
      await owner.query(
        `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = to_regclass($1) order by 1`,
        [`${schema}.${table}`],
      )
    ).rows.map((row) => String(row.name))

  it('a running process makes the next ones and drops what is past its time, without owning them', async () => {
    await owner.query(`drop table notebook.event_log_${monthOf(2)}`)
    await owner.query(`create table notebook.event_log_2020_01 partition of notebook.event_log
      for values from ('2020-01-01') to ('2020-02-01')`)
    const pool = poolAt(runtimeUrl)
    await maintain(pool, 'notebook')
    await pool.end()
    expect(await partitions('notebook', 'event_log')).toEqual(
      [...[0, 1, 2, 3].map((ahead) => `event_log_${monthOf(ahead)}`), 'event_log_default'].toSorted(),
    )
  })

  it('rows of a month without one are kept, and move when it is made, out of an append-only table too', async () => {
    const audit = catalogue.find((service) => service.contract.name === 'audit')!
    await migrateHome({ url: database.url, owner, services: [audit] }, { sandbox: false })
    const month = monthOf(1)
    const inMonth = `${month.replace('_', '-')}-15T12:00:00Z`
    await owner.query(`drop table audit.records_${month}`)
    await owner.query(
      `insert into audit.records (seq, recorded_at, event_id, at, service, type, action, actor, reason, correlation_id, details, previous_hash, hash)
       values (1, $1, gen_random_uuid(), $1, 's', 't', 'a', 'x', 'r', 'c', '{}', '', '')`,
      [inMonth],
    )
    await maintain(owner, 'audit')
    const { rows } = await owner.query('select tableoid::regclass::text as home, seq from audit.records')
    expect(rows).toEqual([{ home: `audit.records_${month}`, seq: 1 }])
    for (const table of [`records_${month}`, 'records'])
      await expect(owner.query(`delete from audit.${table}`)).rejects.toThrow('append-only')
    await owner.query(
      `insert into audit.records select seq + 1, '1999-01-01', event_id, at, service, type, action, actor, target, reason, correlation_id, causation_id, details, previous_hash, hash from audit.records`,
    )
    await expect(owner.query('delete from audit.records_default')).rejects.toThrow('append-only')
  })

  it('every partitioned table has a default partition: no row is ever refused', async () => {
    await migrateHome({ url: database.url, owner, services: [...catalogue] }, { sandbox: false })
    const { rows } = await owner.query(
      `select c.oid::regclass::text as name from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
       join pg_namespace n on n.oid = c.relnamespace where partdefid = 0 and n.nspname <> 'pgboss'`,
    )
    expect(rows).toEqual([])
  })
})
