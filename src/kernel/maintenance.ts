import type { SqlPool } from './database.ts'
import { idempotencyHours } from './idempotency.ts'

/** How long relayed events and inbox marks are kept. */
export const keepDays = 90

/**
 * Upkeep of one schema: of its partitioned tables a partition for this month and the next three, old partitions
 * dropped; of the kernel's own, old marks and answers deleted. Safe to run twice at once. Needs no more rights than the
 * service has: the partitions are the work of `upkeep()`, which acts for the schema's owner.
 */
export async function maintain(pool: Sql, service: string): Promise<void> {
  await pool.query(`select "${service}".upkeep()`)
  await pool.query(
    `delete from "${service}".inbox where received_at < pg_catalog.now() - interval '${keepDays} days'`,
  )
  await pool.query(
    `delete from "${service}".idempotency where created_at < pg_catalog.now() - interval '${idempotencyHours} hours'`,
  )
  await pool.query(`delete from "${service}".revoked_sessions where until < pg_catalog.now()`)
}

/** A pool, or one connection of it. */
export type Sql = Pick<SqlPool, 'query'>

/** A function of a schema that `klaps migrate` writes, since its text depends on more than the migrations. */
export interface WrittenFunction {
  readonly name: 'now' | 'upkeep'
  readonly body: string
  /** Result, language and attributes. */
  readonly head: string
}

/**
 * `upkeep()` of a schema. It acts for the schema's owner (`security definer`), so that a process may have its
 * partitions made and dropped without the right to make or drop anything else: tables and times are fixed in its text.
 *
 * @param partitions The service's own partitioned tables with their days of retention.
 */
export function upkeepFunction(
  service: string,
  partitions: Readonly<Record<string, number>>,
): WrittenFunction {
  const calls = Object.entries({ ...partitions, event_log: keepDays }).map(
    ([table, days]) => `perform "${service}".keep_months('"${service}"."${table}"', ${days});`,
  )
  return {
    name: 'upkeep',
    head: 'returns void language plpgsql security definer set search_path = pg_catalog, pg_temp',
    body: `begin ${calls.join(' ')} end`,
  }
}

/** `<schema>.now()` is movable in the sandbox and nowhere else. */
export function clockFunction(service: string, sandbox: boolean): WrittenFunction {
  return {
    name: 'now',
    head: 'returns timestamptz language sql stable',
    body: sandbox
      ? `select pg_catalog.now() + (select "offset" from "${service}".time_shift)`
      : 'select pg_catalog.now()',
  }
}

/** Is the function there with this text? */
export async function isWritten(
  sql: Sql,
  service: string,
  { name, body }: WrittenFunction,
): Promise<boolean> {
  const { rows } = await sql.query(
    `select p.prosrc as body from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = $1 and p.proname = $2 and p.pronargs = 0`,
    [service, name],
  )
  return String(rows[0]?.body).trim() === body
}

/** Writes the function unless it is there; as the schema's owner. */
export async function writeFunction(sql: Sql, service: string, wanted: WrittenFunction): Promise<void> {
  if (await isWritten(sql, service, wanted)) return
  await sql.query(
    `create or replace function "${service}"."${wanted.name}"() ${wanted.head} as $body$${wanted.body}$body$`,
  )
  await sql.query(`revoke execute on function "${service}"."${wanted.name}"() from public`)
}
