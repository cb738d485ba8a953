import { CipherError, keyIdOf, type MasterKeys, personalAad, rewrap } from './cipher.ts'
import type { SqlPool } from './database.ts'

/** A column whose values are sealed under the master key. */
interface SealedColumn {
  readonly table: string
  readonly column: string
  readonly key: string
  /** As SQL writes it, such as `uuid`. */
  readonly keyType: string
  readonly aad: (key: string) => string
}

interface SealedRow {
  readonly key: unknown
  readonly sealed: string
}

/** How many values of one column lie under one key. `unreadable` stands for what is no sealed value at all. */
export interface KeyCount {
  readonly service: string
  readonly column: string
  readonly keyId: string
  readonly count: number
}

export interface RotationResult {
  readonly service: string
  readonly column: string
  readonly rewrapped: number
  /** Values that do not open: their key is not given, or they are damaged. They stay as they are. */
  readonly failed: number
}

/** A batch is one statement: what a kill interrupts is undone, what was done before stays, and the next run goes on. */
const batchSize = 500

/** Counts what is sealed in one service's schema, by column and key. Opens nothing. */
export async function countKeys(
  pool: SqlPool,
  service: string,
  sealed: readonly string[],
): Promise<KeyCount[]> {
  const counts: KeyCount[] = []
  for (const column of await columnsOf(pool, service, sealed)) {
    const byKey = new Map<string, number>()
    for await (const rows of batches(pool, service, column))
      for (const row of rows) {
        const id = keyIdOf(row.sealed) ?? 'unreadable'
        byKey.set(id, (byKey.get(id) ?? 0) + 1)
      }
    for (const [keyId, count] of byKey) counts.push({ service, column: nameOf(column), keyId, count })
  }
  return counts
}

/**
 * Seals everything of one service that lies under an older master key with the newest: every person's key and every
 * declared column. Safe beside running processes that know both keys: a value is replaced only if it is still the one
 * that was read, and a deleted one stays deleted. May be interrupted and run again at any time.
 */
export async function rotateKeys(
  pool: SqlPool,
  service: string,
  sealed: readonly string[],
  keys: MasterKeys,
): Promise<RotationResult[]> {
  const results: RotationResult[] = []
  for (const column of await columnsOf(pool, service, sealed)) {
    let rewrapped = 0
    let failed = 0
    for await (const rows of batches(pool, service, column)) {
      const old = rows.filter((row) => keyIdOf(row.sealed) !== keys.sealing.id)
      const fresh = old.flatMap((row) => resealed(keys, column, row))
      failed += old.length - fresh.length
      if (fresh.length > 0) rewrapped += await replace(pool, service, column, fresh)
    }
    results.push({ service, column: nameOf(column), rewrapped, failed })
  }
  return results
}

const nameOf = ({ table, column }: SealedColumn) => `${table}.${column}`

function resealed(keys: MasterKeys, column: SealedColumn, row: SealedRow): (SealedRow & { fresh: string })[] {
  try {
    return [{ ...row, fresh: rewrap(keys, row.sealed, column.aad(keyText(row.key))) }]
  } catch (error) {
    if (error instanceof CipherError) return []
    throw error
  }
}

const keyText = (key: unknown) => (Buffer.isBuffer(key) ? key.toString('hex') : String(key))

async function replace(
  pool: SqlPool,
  service: string,
  { table, column, key, keyType }: SealedColumn,
  rows: readonly (SealedRow & { fresh: string })[],
): Promise<number> {
  const { rowCount } = await pool.query(
    `update "${service}"."${table}" as t set "${column}" = n.fresh
     from unnest($1::${keyType}[], $2::text[], $3::text[]) as n (key, was, fresh)
     where t."${key}" = n.key and t."${column}" = n.was`,
    [rows.map((row) => row.key), rows.map((row) => row.sealed), rows.map((row) => row.fresh)],
  )
  return rowCount ?? 0
}

async function* batches(
  pool: SqlPool,
  service: string,
  { table, column, key }: SealedColumn,
): AsyncGenerator<readonly SealedRow[]> {
  let after: unknown
  for (;;) {
    const { rows } = await pool.query(
      `select "${key}" as key, "${column}" as sealed from "${service}"."${table}"
       where "${column}" is not null ${after === undefined ? '' : `and "${key}" > $2`}
       order by "${key}" limit $1`,
      after === undefined ? [batchSize] : [batchSize, after],
    )
    yield rows.map((row) => ({ key: row.key, sealed: String(row.sealed) }))
    if (rows.length < batchSize) return
    after = rows.at(-1)!.key
  }
}

async function columnsOf(pool: SqlPool, service: string, sealed: readonly string[]): Promise<SealedColumn[]> {
  const columns = sealed.map((name) => {
    const [table = '', column = ''] = name.split('.')
    return { table, column, aad: (key: string) => `${service}:${name}:${key}` }
  })
  const all = [{ table: 'personal_keys', column: 'wrapped', aad: personalAad }, ...columns]
  return await Promise.all(
    all.map(async (each) => ({ ...each, ...(await primaryKey(pool, service, each.table)) })),
  )
}

/** @throws when the table is not there, or its key has several columns. */
async function primaryKey(pool: SqlPool, service: string, table: string) {
  const { rows } = await pool.query(
    `select a.attname as key, format_type(a.atttypid, null) as "keyType"
     from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2 and i.indisprimary`,
    [service, table],
  )
  if (rows.length !== 1)
    throw new Error(`${service}.${table} has no primary key of one column: is it migrated?`)
  return { key: String(rows[0]!.key), keyType: String(rows[0]!.keyType) }
}
