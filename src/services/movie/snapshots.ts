import { sql } from 'kysely'
import { cutSnapshot, type SnapshotPage, type SnapshotQuery, stateOf } from '#kernel'
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
import { theaterState } from './theaters.ts'

/** What this service told last of everything that it has. Nothing here is ever deleted. */

const nobody = '00000000-0000-0000-0000-000000000000'

export async function movieStates(ctx: Ctx, { after = nobody, limit }: SnapshotQuery): Promise<SnapshotPage> {
  const rows = await ctx.db.query
    .selectFrom('movies')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return cutSnapshot(
    rows.map((row) => stateOf(movieChanged, row.id, row.changed_at, movieState(row))),
    limit,
  )
}

export async function theaterStates(
  ctx: Ctx,
  { after = nobody, limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const rows = await ctx.db.query
    .selectFrom('theaters')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return cutSnapshot(
    rows.map((row) => stateOf(theaterChanged, row.id, row.changed_at, theaterState(row))),
    limit,
  )
}

export async function screenStates(
  ctx: Ctx,
  { after = nobody, limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const rows = await ctx.db.query
    .selectFrom('screens')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return cutSnapshot(
    rows.map((row) => stateOf(screenChanged, row.id, row.changed_at, screenState(row))),
    limit,
  )
}

export async function layoutStates(
  ctx: Ctx,
  { after = nobody, limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const rows = await ctx.db.query
    .selectFrom('layouts')
    .selectAll()
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return cutSnapshot(
    rows.map((row) => stateOf(layoutDrawn, row.id, row.drawn_at, layoutState(row))),
    limit,
  )
}

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
