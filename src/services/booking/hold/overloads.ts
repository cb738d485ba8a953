import { LRUCache } from 'lru-cache'
import type { Ctx } from '../context.ts'
import { openRoom } from '../waiting-room/room.ts'

/** Refusals further apart than this do not belong to one rush, milliseconds. */
const GAP_MS = 2_000

interface Rush {
  sinceMs: number
  lastMs: number
}

/** Notices when a showtime is asked for faster than it can be served for some seconds, and opens its waiting room. */
export class Overloads {
  readonly #ctx: Ctx
  readonly #rushes = new LRUCache<string, Rush>({ max: 1_000 })

  constructor(ctx: Ctx) {
    this.#ctx = ctx
  }

  /** A hold was turned away because too many waited. */
  note(showtimeId: string): void {
    const nowMs = performance.now()
    const rush = this.#rushes.get(showtimeId)
    if (!rush || nowMs - rush.lastMs > GAP_MS) {
      this.#rushes.set(showtimeId, { sinceMs: nowMs, lastMs: nowMs })
      return
    }
    rush.lastMs = nowMs
    if (nowMs - rush.sinceMs < this.#ctx.settings.BOOKING_QUEUE_AFTER_SECONDS * 1000) return
    this.#rushes.delete(showtimeId)
    openRoom(this.#ctx.db.query, showtimeId).catch((error: unknown) =>
      this.#ctx.log.warn({ err: error, showtimeId }, 'A waiting room could not be opened'),
    )
  }
}
