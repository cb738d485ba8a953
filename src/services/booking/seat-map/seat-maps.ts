import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { notFound, WholeAnswer } from '#kernel'
import type { Ctx } from '../context.ts'
import type { SeatState } from '../contract.ts'
import { type Plan, type PlanSeat, planOf } from '../seating/plan.ts'
import type { Tables } from '../tables.ts'

export type TakenState = Exclude<SeatState, 'free'>

/** A showtime's seats as they stood a moment ago. Never decides anything: the hold's own statement does. */
export interface SeatMapView {
  readonly showtimeId: string
  readonly layoutId: string
  readonly version: string
  readonly onSale: boolean
  readonly refuseOrphans: boolean
  readonly taken: ReadonlyMap<string, TakenState>
  readonly counts: Counts
  /** The answer of the route, encoded once. */
  readonly answer: WholeAnswer
}

export interface Counts {
  readonly capacity: number
  readonly free: number
  readonly held: number
  readonly sold: number
  readonly blocked: number
}

/** How old a view may be, milliseconds. */
const KEPT_MS = 1_000
/** How young a view must be to survive a change: a hot showtime is read so often at most, milliseconds. */
const HOT_MS = 100
const MAX_VIEWS = 2_000
const MAX_PLANS = 200

interface Entry {
  readonly view: Promise<SeatMapView>
  staleAtMs: number
  readonly readAtMs: number
}

/** What a process keeps in memory of seat maps and plans. */
export class SeatMaps {
  readonly #db: Kysely<Tables>
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_VIEWS })
  readonly #plans = new LRUCache<string, Promise<Plan>>({ max: MAX_PLANS })

  constructor(ctx: Ctx) {
    this.#db = ctx.db.query
  }

  /** At most a second old. @throws Problem 404 for an unknown showtime. */
  view(showtimeId: string): Promise<SeatMapView> {
    const nowMs = performance.now()
    const known = this.#entries.get(showtimeId)
    if (known && nowMs < known.staleAtMs) return known.view
    const view = readView(this.#db, showtimeId)
    const entry = { view, readAtMs: nowMs, staleAtMs: nowMs + KEPT_MS }
    this.#entries.set(showtimeId, entry)
    view.catch(() => {
      if (this.#entries.peek(showtimeId) === entry) this.#entries.delete(showtimeId)
    })
    return view
  }

  /** Something has changed: who asks next reads, unless that was done a moment ago. */
  drop(showtimeId: string): void {
    const known = this.#entries.peek(showtimeId)
    if (known) known.staleAtMs = Math.min(known.staleAtMs, known.readAtMs + HOT_MS)
  }

  /** What is read after `old`, which somebody has found to be wrong: once for all who find it. */
  async after(old: SeatMapView): Promise<SeatMapView> {
    const known = this.#entries.peek(old.showtimeId)
    if (known && (await known.view) === old && this.#entries.peek(old.showtimeId) === known)
      this.#entries.delete(old.showtimeId)
    return await this.view(old.showtimeId)
  }

  dropAll(): void {
    for (const showtimeId of this.#entries.keys()) this.drop(showtimeId)
  }

  /** A seat plan never changes. */
  plan(layoutId: string): Promise<Plan> {
    let plan = this.#plans.get(layoutId)
    if (!plan) {
      plan = readPlan(this.#db, layoutId)
      this.#plans.set(layoutId, plan)
      // One that has not come yet may come later.
      plan
        .then(({ capacity }) => capacity === 0 && this.#plans.delete(layoutId))
        .catch(() => this.#plans.delete(layoutId))
    }
    return plan
  }
}

async function readView(db: Kysely<Tables>, showtimeId: string): Promise<SeatMapView> {
  const { rows } = await sql<{
    layout_id: string
    refuse_orphans: boolean
    on_sale: boolean
    capacity: number | null
    version: string
    taken: Record<string, TakenState> | null
  }>`
    select t.layout_id, t.refuse_orphans, l.capacity, pg_snapshot_xmin(pg_current_snapshot())::text as version,
      t.state = 'scheduled' and booking.now() >= t.on_sale_at and booking.now() < t.sale_ends_at as on_sale,
      (select jsonb_object_agg(k.seat_id, k.state) from taken_seats k
        where k.showtime_id = t.showtime_id and is_taken(k.state, k.held_until, booking.now())) as taken
    from showtimes t left join layouts l on l.layout_id = t.layout_id
    where t.showtime_id = ${showtimeId}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('showtime')
  const taken = row.taken ?? {}
  const counts = countsOf(row.capacity ?? 0, Object.values(taken))
  const { layout_id: layoutId, on_sale: onSale, version } = row
  // The version moves with every transaction of the database; what does not show in the map makes no new one.
  const shown = JSON.stringify({ showtimeId, layoutId, onSale, ...counts, taken })
  return {
    showtimeId,
    layoutId,
    version,
    onSale,
    refuseOrphans: row.refuse_orphans,
    taken: new Map(Object.entries(taken)),
    counts,
    answer: new WholeAnswer(
      `{"version":"${version}",${shown.slice(1)}`,
      { 'content-type': 'application/json', 'cache-control': 'no-cache' },
      { etag: `"${hash('sha256', shown, 'base64url').slice(0, 22)}"` },
    ),
  }
}

export function countsOf(capacity: number, taken: Iterable<TakenState>): Counts {
  const counts = { held: 0, sold: 0, blocked: 0 }
  for (const state of taken) counts[state]++
  return { capacity, free: capacity - counts.held - counts.sold - counts.blocked, ...counts }
}

async function readPlan(db: Kysely<Tables>, layoutId: string): Promise<Plan> {
  const rows = await db
    .selectFrom('layout_seats')
    .select(['seat_id as id', 'type', 'x', 'y', 'block', 'left_id as left', 'right_id as right'])
    .where('layout_id', '=', layoutId)
    .orderBy('y')
    .orderBy('x')
    .execute()
  return planOf(rows as PlanSeat[])
}
