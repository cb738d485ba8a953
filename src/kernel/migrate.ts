import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SqlClient, SqlPool } from './database.ts'

const kernelMigrations = new URL('./migrations/', import.meta.url)

export interface Migration {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

/** The numbered `.sql` files of a folder, in order. Names: `0001_what_it_does.sql`. */
export async function readMigrations(folder: URL, prefix: string): Promise<Migration[]> {
  const path = fileURLToPath(folder)
  const names = (await readdir(path)).filter((name) => name.endsWith('.sql')).toSorted()
  return await Promise.all(
    names.map(async (name) => {
      if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name))
        throw new Error(`Migration ${name} is not named NNNN_what_it_does.sql`)
      const text = await readFile(join(path, name), 'utf8')
      return { name: `${prefix}/${name}`, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

export interface MigrationState {
  readonly applied: readonly string[]
  readonly pending: readonly string[]
}

/**
 * Brings one service's schema up to date: the kernel's migrations, then its own, each in a transaction, all under an
 * advisory lock so that replicas starting together apply them once. Creates the schema.
 *
 * @throws when an applied file has changed since: released migrations never change.
 */
export async function migrate(pool: SqlPool, service: string, folder: URL): Promise<MigrationState> {
  return await withDatabaseLock(pool, `klaps migrate ${service}`, async (client) => {
    await client.query(`create schema if not exists "${service}"`)
    await client.query(`set search_path to "${service}"`)
    // What a crash takes back is the end of the log, and a migration with its mark: the next start applies it again.
    await client.query('set synchronous_commit to off')
    await client.query(
      'create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default pg_catalog.now())',
    )
    const { done, pending } = await compare(client, service, folder)
    for (const migration of pending) await apply(client, migration)
    return { applied: [...done, ...pending.map((each) => each.name)], pending: [] }
  })
}

/** What `migrate` would do, without doing it: a production start refuses to run with pending migrations. */
export async function migrationState(pool: SqlPool, service: string, folder: URL): Promise<MigrationState> {
  const client = await pool.connect()
  try {
    const known = await client.query(`select to_regclass($1) as name`, [`"${service}".migrations`])
    await client.query(`set search_path to "${service}"`)
    if (!known.rows[0]?.name) return { applied: [], pending: (await all(folder)).map((each) => each.name) }
    const { done, pending } = await compare(client, service, folder)
    return { applied: done, pending: pending.map((each) => each.name) }
  } finally {
    await client.query('reset search_path')
    client.release()
  }
}

async function all(folder: URL): Promise<Migration[]> {
  return [...(await readMigrations(kernelMigrations, 'kernel')), ...(await readMigrations(folder, 'service'))]
}

async function compare(client: SqlClient, service: string, folder: URL) {
  const { rows } = await client.query('select name, checksum from migrations')
  const known = new Map(rows.map((row) => [String(row.name), String(row.checksum)]))
  const migrations = await all(folder)
  for (const migration of migrations) {
    const checksum = known.get(migration.name)
    if (checksum && checksum !== migration.checksum)
      throw new Error(`${service}: migration ${migration.name} has changed since it was applied`)
  }
  return { done: [...known.keys()], pending: migrations.filter((each) => !known.has(each.name)) }
}

async function apply(client: SqlClient, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.text)
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`Migration ${migration.name} failed`, { cause: error })
  }
}

/** Runs `work` while no other process runs one under the same name on this database. */
export async function withDatabaseLock<R>(
  pool: SqlPool,
  name: string,
  work: (client: SqlClient) => Promise<R>,
): Promise<R> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    try {
      return await work(client)
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name])
      await client.query('reset search_path; reset synchronous_commit')
    }
  } finally {
    client.release()
  }
}
