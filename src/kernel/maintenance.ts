import type { SqlPool } from './database.ts'
import { idempotencyHours } from './idempotency.ts'

/** How long relayed events and inbox marks are kept. */
const keepDays = 90

/**
 * Upkeep of one schema: of its partitioned tables a partition for this month and the next two, old partitions
 * dropped; of the kernel's own, old marks and answers deleted. Safe to run twice at once.
 *
 * @param partitions The service's own partitioned tables with their days of retention.
 */
export async function maintain(
  owner: SqlPool,
  service: string,
  partitions: Readonly<Record<string, number>> = {},
): Promise<void> {
  for (const [table, days] of Object.entries({ ...partitions, event_log: keepDays }))
    await keepPartitions(owner, service, table, days)
  await owner.query(
    `delete from "${service}".inbox where received_at < pg_catalog.now() - interval '${keepDays} days'`,
  )
  await owner.query(
    `delete from "${service}".idempotency where created_at < pg_catalog.now() - interval '${idempotencyHours} hours'`,
  )
  await owner.query(`delete from "${service}".revoked_sessions where until < pg_catalog.now()`)
}

/** Makes the month partitions that are about to be needed and drops those past their time. Names: `<table>_2026_11`. */
export async function keepPartitions(
  owner: SqlPool,
  service: string,
  table: string,
  days: number,
): Promise<void> {
  const today = Temporal.Now.plainDateISO('UTC')
  for (const ahead of [0, 1, 2]) {
    const month = today.toPlainYearMonth().add({ months: ahead })
    const from = month.toPlainDate({ day: 1 })
    const to = month.add({ months: 1 }).toPlainDate({ day: 1 })
    await owner.query(
      `create table if not exists "${service}"."${table}_${month.toString().replace('-', '_')}" partition of "${service}"."${table}" for values from ('${from}') to ('${to}')`,
    )
  }
  const oldest = today.subtract({ days }).toPlainYearMonth().toString().replace('-', '_')
  const { rows } = await owner.query(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass($1) and c.relname ~ $2`,
    [`"${service}"."${table}"`, `^${table}_\\d{4}_\\d{2}$`],
  )
  for (const row of rows) {
    const name = String(row.name)
    if (name.slice(table.length + 1) < oldest)
      await owner.query(`drop table if exists "${service}"."${name}"`)
  }
}
