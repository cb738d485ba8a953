import { type Selectable, sql } from 'kysely'
import { cutSnapshot, type SnapshotItem, type SnapshotPage, type SnapshotQuery, stateOf } from '#kernel'
import type { Ctx } from './context.ts'
import {
  layoutDrawn,
  movieChanged,
  screenChanged,
  showtimeCancelled,
  showtimeChanged,
  showtimeScheduled,
  theaterChanged,
} from './contract.ts'
import { movieState } from './movies.ts'
import { type ShowtimeRow, showtimesWithNames } from './queries.ts'
import { layoutState, screenState } from './screens.ts'
import { showtimeState } from './showtimes.ts'
import type { Tables } from './tables.ts'
import { theaterState } from './theaters.ts'

/** What this service told last of everything that it has. Nothing here is ever deleted. */

const nobody = '00000000-0000-0000-0000-000000000000'

type Catalogue = 'movies' | 'theaters' | 'screens' | 'layouts'

/** A snapshot of a whole table, by id. */
const statesOf =
  <T extends Catalogue>(table: T, state: (row: Selectable<Tables[T]>) => SnapshotItem) =>
  async (ctx: Ctx, { after = nobody, limit }: SnapshotQuery): Promise<SnapshotPage> => {
    const { rows } = await sql<Selectable<Tables[T]>>`
      select * from ${sql.table(table)} where id > ${after} order by id limit ${limit + 1}`.execute(
      ctx.db.query,
    )
    return cutSnapshot(rows.map(state), limit)
  }

export const movieStates = statesOf('movies', (row) =>
  stateOf(movieChanged, row.id, row.changed_at, movieState(row)),
)
export const theaterStates = statesOf('theaters', (row) =>
  stateOf(theaterChanged, row.id, row.changed_at, theaterState(row)),
)
export const screenStates = statesOf('screens', (row) =>
  stateOf(screenChanged, row.id, row.changed_at, screenState(row)),
)
export const layoutStates = statesOf('layouts', (row) =>
  stateOf(layoutDrawn, row.id, row.drawn_at, layoutState(row)),
)

/** Those that are not over for longer than a month: nobody sells, changes or refunds older ones. */
export async function showtimeStates(
  ctx: Ctx,
  { after = nobody, limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const rows = await showtimesWithNames(ctx.db.query)
    .where('showtimes.id', '>', after)
    .where(sql<boolean>`showtimes.ends_at > movie.now() - interval '30 days'`)
    .orderBy('showtimes.id')
    .limit(limit + 1)
    .execute()
  return cutSnapshot(
    rows.map((row) => stateOf(lastWordOf(row), row.id, row.changed_at, showtimeState(row))),
    limit,
  )
}

function lastWordOf({ state, version }: ShowtimeRow) {
  if (state === 'cancelled') return showtimeCancelled
  return version === 1 ? showtimeScheduled : showtimeChanged
}
