import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { cutPage, decodeCursor, notFound, Problem } from '#kernel'
import type { Ctx, Input, Meta, Output, Tx } from './context.ts'
import { Layout, layoutDrawn, screenChanged } from './contract.ts'
import { sortKey } from './keys.ts'
import { type Drawing, drawLayout } from './layout.ts'
import { changedMeanwhile, hasShowtimes } from './movies.ts'
import { announce } from './public-lists.ts'
import { hasShowtimesAhead, presentScreen, type Query, type ScreenRow } from './queries.ts'
import { lockTheater } from './theaters.ts'

const screensWithCapacity = (db: Query) =>
  db
    .selectFrom('screens')
    .innerJoin('layouts', 'layouts.id', 'screens.layout_id')
    .selectAll('screens')
    .select('layouts.capacity')

export async function listScreens(ctx: Ctx, input: Input<'listScreens'>): Promise<Output<'listScreens'>> {
  const after = decodeCursor(input.cursor)
  let query = screensWithCapacity(ctx.db.query)
    .where('screens.theater_id', '=', input.theaterId)
    .where('screens.closed', '=', false)
  if (after) query = query.where('screens.sort_key', '>', after.key)
  const rows = await query
    .orderBy('screens.sort_key')
    .limit(input.limit + 1)
    .execute()
  return cutPage(rows, input.limit, (row) => ({ key: row.sort_key, id: row.id }), presentScreen)
}

export async function getScreen(ctx: Ctx, { screenId }: Input<'getScreen'>): Promise<Output<'getScreen'>> {
  const row = await screensWithCapacity(ctx.db.query).where('screens.id', '=', screenId).executeTakeFirst()
  if (!row) throw notFound('screen')
  return presentScreen(row)
}

export async function getLayout(ctx: Ctx, { layoutId }: Input<'getLayout'>): Promise<Output<'getLayout'>> {
  const row = await ctx.db.query
    .selectFrom('layouts')
    .selectAll()
    .where('id', '=', layoutId)
    .executeTakeFirst()
  if (!row) throw notFound('seat plan')
  const { id, version, grid, columns, lines, capacity } = row
  return { id, screenId: row.screen_id, version, grid, columns, lines, capacity, seats: seatsOf(row.seats) }
}

export const seatsOf = (stored: unknown) => Layout.shape.seats.parse(stored)

export const previewLayout = (_ctx: Ctx, { grid }: Input<'drawLayout'>): Output<'drawLayout'> =>
  drawLayout(grid)

/** A screen as it is written; the database says when. */
type ScreenColumns = Omit<ScreenRow, 'changed_at'>

export async function addScreen(
  ctx: Ctx,
  input: Input<'addScreen'>,
  { tx }: Meta,
): Promise<Output<'addScreen'>> {
  const drawing = drawLayout(input.grid)
  const theater = await lockTheater(tx, input.theaterId)
  if (theater.closed) throw notFound('theater')
  const screen = {
    id: randomUUID(),
    theater_id: theater.id,
    version: 1,
    name: input.name,
    sort_key: sortKey(input.name),
    layout_id: randomUUID(),
    turnaround_minutes: input.turnaroundMinutes,
    closed: false,
  }
  await refuseSameName(tx, screen)
  await tx.query.insertInto('screens').values(screen).execute()
  await saveLayout(ctx, tx, screen, drawing, 1)
  await announceScreen(ctx, tx, screen)
  return presentScreen({ ...screen, capacity: drawing.capacity })
}

/** Another grid is another plan; what is sold already stays on the plan that it was sold with. */
export async function changeScreen(
  ctx: Ctx,
  input: Input<'changeScreen'>,
  { tx }: Meta,
): Promise<Output<'changeScreen'>> {
  const drawing = drawLayout(input.grid)
  const before = await lockScreen(tx, input.screenId)
  if (before.version !== input.version) throw changedMeanwhile(before.version)
  if (input.closed && !before.closed && (await hasShowtimesAhead(tx.query, 'screen_id', before.id)))
    throw hasShowtimes('This screen has showtimes to come: cancel them first')
  const plan = await latestPlan(tx, before.id)
  const redrawn = plan.grid !== drawing.grid
  const screen = {
    ...before,
    version: before.version + 1,
    name: input.name,
    sort_key: sortKey(input.name),
    layout_id: redrawn ? randomUUID() : before.layout_id,
    turnaround_minutes: input.turnaroundMinutes,
    closed: input.closed,
  }
  await refuseSameName(tx, screen)
  await tx.query
    .updateTable('screens')
    .set({ ...screen, changed_at: sql`movie.now()` })
    .where('id', '=', screen.id)
    .execute()
  if (redrawn) await saveLayout(ctx, tx, screen, drawing, plan.version + 1)
  await announceScreen(ctx, tx, screen)
  return presentScreen({ ...screen, capacity: drawing.capacity })
}

/** Showtimes of one screen are scheduled one after the other: the lock makes the look for a gap reliable. */
export async function lockScreen({ query }: Tx, screenId: string): Promise<ScreenRow> {
  const row = await query
    .selectFrom('screens')
    .selectAll()
    .where('id', '=', screenId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('screen')
  return row
}

async function latestPlan({ query }: Tx, screenId: string) {
  return await query
    .selectFrom('layouts')
    .select(['grid', 'version'])
    .where('screen_id', '=', screenId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

async function refuseSameName(
  { query }: Tx,
  screen: Pick<ScreenRow, 'id' | 'theater_id' | 'sort_key'>,
): Promise<void> {
  const twin = await query
    .selectFrom('screens')
    .select('id')
    .where('theater_id', '=', screen.theater_id)
    .where('sort_key', '=', screen.sort_key)
    .where('id', '<>', screen.id)
    .executeTakeFirst()
  if (twin) throw new Problem(409, 'movie.screen-exists', 'This theater has a screen of that name already')
}

async function saveLayout(
  ctx: Ctx,
  tx: Tx,
  screen: ScreenColumns,
  drawing: Drawing,
  version: number,
): Promise<void> {
  const { seats, ...plan } = drawing
  await tx.query
    .insertInto('layouts')
    .values({
      id: screen.layout_id,
      screen_id: screen.id,
      version,
      ...plan,
      seats: JSON.stringify(seats),
    })
    .execute()
  const { layout_id: id, id: screen_id } = screen
  const state = layoutState({ id, screen_id, capacity: plan.capacity, seats })
  await announce(ctx, tx, layoutDrawn, state, { subject: `layout:${screen.layout_id}` })
}

async function announceScreen(ctx: Ctx, tx: Tx, row: ScreenColumns): Promise<void> {
  await announce(ctx, tx, screenChanged, screenState(row), { subject: `screen:${row.id}` })
}

/** What others keep of a screen. */
export function screenState(row: ScreenColumns) {
  const { id, version, name, closed } = row
  return { screenId: id, theaterId: row.theater_id, version, name, closed, layoutId: row.layout_id }
}

/** What others keep of a seat plan. */
export function layoutState(row: { id: string; screen_id: string; capacity: number; seats: unknown }) {
  const { id, screen_id: screenId, capacity, seats } = row
  return { layoutId: id, screenId, version: 1 as const, capacity, seats: seatsOf(seats) }
}
