import { type RawBuilder, sql } from 'kysely'
import type { Contract } from './contract.ts'
import type { Db, Tx } from './database.ts'
import type { SnapshotRoute } from './snapshot.ts'

/**
 * What the owner does not list any more was deleted for good, and its event was lost. `known` gives the keys that the
 * copy has, those only that the owner would list, sorted as the owner sorts them; `drop` removes one.
 */
export interface Vanished<X, T> {
  known(ctx: X, page: { after: string | undefined; limit: number }): Promise<readonly string[]>
  /** Resolves to whether there was something to remove. */
  drop(ctx: X, key: string, tx: Tx<T>): Promise<boolean>
}

/**
 * A table (or several) in which a service keeps what another one owns and tells of by events. Each state of the
 * owner's snapshot goes to the handler in `on` that hears its event: there is one way to apply a state, the event's,
 * and it must pass over versions that are not newer (`where version < excluded.version`), since a snapshot is older
 * than the events that overtake it. States whose event the service does not hear are passed over. The handler resolves
 * to whether it changed anything.
 */
export interface Copy<X, T> {
  readonly of: Contract
  /** Name of the snapshot route in the owner's contract. */
  readonly snapshot: string
  /** `own` when its rows live and die with something of this service's own. */
  readonly vanished: Vanished<X, T> | 'own'
}

type SnapshotName<C extends Contract> = {
  [K in keyof C['routes']]: C['routes'][K] extends SnapshotRoute ? K : never
}[keyof C['routes']] &
  string

/**
 * Names the owner of a copy and its snapshot route. The pass through it runs in the background only, so it is no edge
 * of `needs` and may close a circle there: email copies schedule's productions, schedule hears of emails. Start-up and
 * readiness never wait for it.
 *
 * @example
 * copies: { notes: copyOf(notebook, 'noteStates', uuidRows<Tables>('shelved', 'note_id')) }
 */
export function copyOf<C extends Contract, X, T>(
  of: C,
  snapshot: SnapshotName<C>,
  vanished: Vanished<X, T> | 'own',
): Copy<X, T> {
  return { of, snapshot, vanished }
}

/**
 * The usual `vanished`: a row for each thing, found by its UUID, removed when the owner has deleted the thing.
 *
 * @param tables One, or several that hold rows of such things under the same column.
 * @param only Rows that the owner would list; those of ended things that it may forget are left out.
 * @param drop Instead of deleting the row.
 */
export function uuidRows<T>(
  tables: (keyof T & string) | readonly (keyof T & string)[],
  column: string,
  {
    only = sql`true`,
    drop,
  }: { only?: RawBuilder<unknown>; drop?: (tx: Tx<T>, key: string) => Promise<boolean> } = {},
): Vanished<{ readonly db: Db<T> }, T> {
  const key = sql.ref(column)
  const each = [tables].flat().map((name) => sql.table(name))
  return {
    known: async (ctx, { after, limit }) => {
      const slices = each.map(
        (table) => sql`(select ${key} as key from ${table}
          where (${after ?? null}::uuid is null or ${key} > ${after ?? null}::uuid) and ${only}
          order by ${key} limit ${limit})`,
      )
      const { rows } = await sql<{ key: string }>`
        select key from (${sql.join(slices, sql` union `)}) as kept
        order by key limit ${limit}`.execute(ctx.db.query)
      return rows.map((row) => row.key)
    },
    drop: async (_ctx, gone, tx) => {
      if (drop) return await drop(tx, gone)
      let removed = 0
      for (const table of each) {
        const { rows } = await sql`delete from ${table} where ${key} = ${gone}::uuid returning 1`.execute(
          tx.query,
        )
        removed += rows.length
      }
      return removed > 0
    },
  }
}
