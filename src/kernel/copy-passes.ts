import type { SqlPool } from './database.ts'

/** The passes of one service's copies, in its table `copy_passes`: read and asked for from outside of its process. */

export interface PassReport {
  readonly copy: string
  /** When the last complete pass ended, as an instant in UTC; null before the first. */
  readonly finishedAt: string | null
  /** Things that the owner listed in it, and how many of them the copy did not have like that. */
  readonly seen: number | null
  readonly changed: number | null
  /** A pass is under way, or waits for its turn. */
  readonly running: boolean
  /** Why the last attempt stopped; null when it did not. */
  readonly error: string | null
}

/** @param owner Connected as the owner of the schemas. @param service A name from the catalogue. */
export async function passesOf(owner: SqlPool, service: string): Promise<PassReport[]> {
  const { rows } = await owner.query(
    `select name, to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as finished_at, last_seen, last_changed, error,
       pass is not null or due_at <= pg_catalog.now() as running
     from "${service}".copy_passes order by name`,
  )
  return rows.map((row) => ({
    copy: String(row.name),
    finishedAt: row.finished_at as string | null,
    seen: row.last_seen as number | null,
    changed: row.last_changed as number | null,
    running: row.running === true,
    error: row.error as string | null,
  }))
}

/**
 * Asks for a pass from the beginning, at once: the running service takes it up within seconds, else when it starts. A
 * pass that is under way stops and gives way. Copies that have never been passed through are due anyway.
 *
 * @returns how many copies will be passed through
 */
export async function askForPasses(owner: SqlPool, service: string): Promise<number> {
  const { rows } = await owner.query(
    `update "${service}".copy_passes set due_at = pg_catalog.now(), pass = null, attempts = 0 returning name`,
  )
  return rows.length
}
