import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPool, type PoolOptions } from './pool.ts'
import { type ClonedDatabase, cloneDatabase, createTemplate } from './testing.ts'

let database: ClonedDatabase
const pools: ReturnType<typeof createPool>[] = []

function open(options: Partial<PoolOptions> = {}): ReturnType<typeof createPool> {
  const pool = createPool({
    url: database.url,
    max: 2,
    applicationName: 'test',
    types: 'temporal',
    ...options,
  })
  pools.push(pool)
  return pool
}

beforeAll(async () => {
  database = await cloneDatabase(await createTemplate('pool', async () => {}))
})

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  await database.drop()
})

async function one(
  pool: ReturnType<typeof createPool>,
  sql: string,
  values: unknown[] = [],
): Promise<unknown> {
  const result = await pool.query<{ value: unknown }>(`select ${sql} as value`, values)
  return result.rows[0]?.value
}

test('reads times as Temporal with microseconds', async () => {
  const pool = open()
  const instant = await one(pool, `timestamptz '2026-10-25 02:30:00.123456+01'`)
  expect(instant).toEqual(Temporal.Instant.from('2026-10-25T01:30:00.123456Z'))
  expect(instant).toBeInstanceOf(Temporal.Instant)
  expect(String(await one(pool, `date '2026-03-29'`))).toBe('2026-03-29')
  expect(await one(pool, `date '2026-03-29'`)).toBeInstanceOf(Temporal.PlainDate)
  expect(String(await one(pool, `time '05:45:00.000001'`))).toBe('05:45:00.000001')
  expect(await one(pool, `timestamp '2026-03-29 02:30'`)).toBeInstanceOf(Temporal.PlainDateTime)
})

test('reads int8 as a number, numeric as text, jsonb as a value', async () => {
  const pool = open()
  expect(await one(pool, 'count(*) from generate_series(1, 3)').catch(() => undefined)).toBeUndefined()
  expect((await pool.query('select count(*) as n from generate_series(1, 3)')).rows).toEqual([{ n: 3 }])
  expect(await one(pool, '9007199254740991::int8')).toBe(9007199254740991)
  expect(await one(pool, '12.30::numeric')).toBe('12.30')
  expect(await one(pool, `'{"a": [1, null]}'::jsonb`)).toEqual({ a: [1, null] })
})

test('refuses what would lose its value, and goes on', async () => {
  const pool = open({ max: 1 })
  await expect(one(pool, '9007199254740992::int8')).rejects.toThrow(RangeError)
  await expect(one(pool, `timestamptz 'infinity'`)).rejects.toThrow(RangeError)
  expect(await one(pool, '1')).toBe(1)
})

test('reads arrays, nested and with nulls, like their elements', async () => {
  const pool = open()
  expect(await one(pool, 'array[[1, null], [2, 3]]::int8[]')).toEqual([
    [1, null],
    [2, 3],
  ])
  expect(await one(pool, 'array[1.50]::numeric[]')).toEqual(['1.50'])
  const days = (await one(pool, `array['2026-01-02']::date[]`)) as unknown[]
  expect(days[0]).toEqual(Temporal.PlainDate.from('2026-01-02'))
  expect(days[0]).toBeInstanceOf(Temporal.PlainDate)
})

test('takes Temporal values as parameters, in arrays and in every form of query', async () => {
  const pool = open()
  const instant = Temporal.Instant.from('2026-10-25T01:30:00.123456789Z')
  const zoned = Temporal.ZonedDateTime.from('2026-10-25T02:30:00+01:00[Europe/Warsaw]')
  expect(String(await one(pool, '$1::timestamptz', [instant]))).toBe('2026-10-25T01:30:00.123456Z')
  expect(String(await one(pool, '$1::timestamptz', [zoned]))).toBe('2026-10-25T01:30:00Z')
  expect(String(await one(pool, '$1::date', [zoned.toPlainDate()]))).toBe('2026-10-25')
  expect(String(await one(pool, '$1::time', [zoned.toPlainTime()]))).toBe('02:30:00')
  expect(String(await one(pool, '$1::timestamp', [zoned.toPlainDateTime()]))).toBe('2026-10-25T02:30:00')
  expect(await one(pool, '($1::timestamptz[])[2]', [[null, instant]])).toBeInstanceOf(Temporal.Instant)
  const object = { text: 'select $1::timestamptz as value', values: [instant] }
  expect(String((await pool.query(object)).rows[0].value)).toBe('2026-10-25T01:30:00.123456Z')
  expect(object.values).toEqual([instant])
  const client = await pool.connect()
  expect(String((await client.query(object)).rows[0].value)).toBe('2026-10-25T01:30:00.123456Z')
  client.release()
})

test.each(['PT1H30M', '-P1DT2H', 'P1Y2M3W4DT5H6M7.008009S'])(
  'takes the duration %s as an interval',
  async (text) => {
    const seconds = await one(open(), 'extract(epoch from $1::interval - $2::interval)', [
      Temporal.Duration.from(text),
      text.startsWith('-') ? 'P-1DT-2H' : text,
    ])
    expect(Number(seconds)).toBe(0)
  },
)

test('leaves Temporal values inside JSON to JSON', async () => {
  const at = Temporal.Instant.from('2026-10-25T01:30:00Z')
  expect(await one(open(), '$1::jsonb', [{ at }])).toEqual({ at: '2026-10-25T01:30:00Z' })
})

test('a plain pool beside it reads what pg reads', async () => {
  const [temporal, plain] = [open(), open({ types: 'plain' })]
  expect(await one(temporal, 'now()')).toBeInstanceOf(Temporal.Instant)
  expect(await one(plain, 'now()')).toBeInstanceOf(Date)
  expect(await one(plain, '1::int8')).toBe('1')
})

test('sessions have role, search path, name, time zone and time-out, beside what the URL asks for', async () => {
  const admin = open()
  await admin.query('create role clapper; create schema slate authorization clapper; create schema other')
  const url = `${database.url}?options=${encodeURIComponent('-c work_mem=5MB')}`
  const pool = open({ url, role: 'clapper', searchPath: ['slate', 'other'], statementTimeoutMs: 150 })
  const settings = await pool.query(
    `select current_user as role, current_setting('search_path') as path, current_setting('application_name') as name,
            current_setting('timezone') as zone, current_setting('work_mem') as memory`,
  )
  expect(settings.rows).toEqual([
    { role: 'clapper', path: 'slate,other', name: 'test', zone: 'UTC', memory: '5MB' },
  ])
  await expect(pool.query('create table other.stolen ()')).rejects.toThrow(/permission denied/)
  await expect(pool.query('select pg_sleep(5)')).rejects.toThrow(/statement timeout/)
  await admin.query('drop schema slate, other; drop role clapper')
})

test('a role or schema that is not a plain name is refused', () => {
  expect(() => open({ role: 'x -c fsync=off' })).toThrow(TypeError)
  expect(() => open({ searchPath: ['a', 'b; drop'] })).toThrow(TypeError)
})

test('a lost connection, idle or lent out, is told and replaced and ends nothing', async () => {
  const told: string[] = []
  const [admin, pool] = [
    open(),
    open({ applicationName: 'victim', onIdleError: (error) => told.push(error.message) }),
  ]
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim'`
  await one(pool, '1')
  await admin.query(kill)
  await expect.poll(() => told).toEqual([expect.stringContaining('terminating connection')])
  const held = await pool.connect()
  await admin.query(kill)
  await sleep(100)
  await expect(held.query('select 1')).rejects.toThrow()
  held.release()
  expect(await one(pool, '2')).toBe(2)
})

test('prepares a statement that comes again, once in each session', async () => {
  const pool = open({ max: 1 })
  const prepared = async () =>
    (await pool.query(`select statement from pg_prepared_statements order by 1`)).rows.map(
      (row) => row.statement,
    )
  for (let time = 1; time <= 4; time++) await pool.query('select $1::int + 1 as n', [time])
  expect(await prepared()).toEqual([])
  for (let time = 5; time <= 7; time++)
    expect((await pool.query('select $1::int + 1 as n', [time])).rows).toEqual([{ n: time + 1 }])
  expect(await prepared()).toEqual(['select $1::int + 1 as n'])
})

test('goes on after a migration has changed what a prepared statement gives', async () => {
  const pool = open({ max: 2 })
  await pool.query('create table changing (n int); insert into changing values (1)')
  const sessions = [await pool.connect(), await pool.connect()]
  const read = async (session: number) =>
    (await sessions[session]!.query('select * from changing where n >= $1', [0])).rows
  for (let time = 1; time <= 12; time++) expect(await read(time % 2)).toEqual([{ n: 1 }])
  await sessions[0]!.query('alter table changing add column word text')
  await expect(read(0)).rejects.toMatchObject({ code: '0A000' })
  for (let time = 1; time <= 12; time++) expect(await read(time % 2)).toEqual([{ n: 1, word: null }])
  for (const session of sessions) session.release()
})

test('keeps a statement that fails, and its session, in order', async () => {
  const pool = open({ max: 1 })
  const divide = async (by: number) => (await pool.query('select 6 / $1::int as n', [by])).rows[0]?.n
  for (let time = 1; time <= 6; time++) expect(await divide(2)).toBe(3)
  await expect(divide(0)).rejects.toMatchObject({ code: '22012' })
  expect(await divide(3)).toBe(2)
})

test('prepares a statement anew that could not be prepared in a transaction that had failed', async () => {
  const pool = open({ max: 2 })
  const text = 'select $1::int * 2 as n'
  for (let time = 1; time <= 4; time++) await pool.query(text, [time])
  const client = await pool.connect()
  await client.query('begin')
  await expect(client.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
  await expect(client.query(text, [4])).rejects.toMatchObject({ code: '25P02' })
  await client.query('rollback')
  expect((await client.query(text, [4])).rows).toEqual([{ n: 8 }])
  client.release()
})

test('writes by a unique index over a part of the table, however often', async () => {
  const pool = open({ max: 1 })
  await pool.query('create table chosen (kind text, n int)')
  await pool.query(`create unique index on chosen (n) where kind = 'feed'`)
  const upsert = `insert into chosen values ('feed', 1) on conflict (n) where kind = $1 do update set kind = 'feed'`
  for (let time = 1; time <= 20; time++) expect((await pool.query(upsert, ['feed'])).rowCount).toBe(1)
})
