import { sql } from 'kysely'
import type { StreamEvent } from '#kernel'
import type { Ctx } from '../context.ts'
import { type Listener, Mailbox } from './mailbox.ts'
import { countsOf, type SeatMaps, type TakenState } from './seat-maps.ts'

/** A busy showtime is read so often at most, milliseconds. */
const READ_MS = 200
/** A quiet one so often: holds run out without a write, and a signal may be lost. Free counts are right within this. */
const IDLE_MS = 1_000
/** For each listener a busy showtime is read so much less often, milliseconds: telling a crowd takes time. */
const READ_MS_EACH = 0.5

interface Change {
  readonly seat_id: string
  readonly state: TakenState | 'free'
}

/** Those who watch seats, a watcher for each showtime that has listeners in this process. */
export class Watchers {
  readonly #ctx: Ctx
  readonly #seatMaps: SeatMaps
  readonly #watchers = new Map<string, Watcher>()

  constructor(ctx: Ctx, seatMaps: SeatMaps) {
    this.#ctx = ctx
    this.#seatMaps = seatMaps
  }

  wake(showtimeId: string): void {
    this.#watchers.get(showtimeId)?.wake()
  }

  wakeAll(): void {
    for (const watcher of this.#watchers.values()) watcher.wake()
  }

  /** @throws Problem 404 for an unknown showtime. */
  async listen(showtimeId: string, lastEventId: string | null): Promise<Listener> {
    let watcher = this.#watchers.get(showtimeId)
    if (!watcher) {
      watcher = new Watcher(this.#ctx, showtimeId, this.#seatMaps, () => this.#watchers.delete(showtimeId))
      this.#watchers.set(showtimeId, watcher)
    }
    return await watcher.join(lastEventId)
  }
}

/**
 * Reads what has changed on one showtime and tells all its listeners, encoded once. A version is the oldest transaction
 * that had not ended at the read: what it changes later carries its number or a higher one, so that "changed since"
 * never misses a commit, whatever order they come in. Some changes are told twice; each is a state, not a step.
 */
class Watcher {
  readonly #ctx: Ctx
  readonly #showtimeId: string
  readonly #onEmpty: () => void
  readonly #listeners = new Set<Mailbox>()
  readonly #seatMaps: SeatMaps
  #taken = new Map<string, TakenState>()
  #head = { version: '0', layoutId: '', onSale: false, capacity: 0 }
  #map: StreamEvent | undefined
  /** Seats that have changed since a version, as asked for since the last read. */
  readonly #since = new Map<string, Promise<string[]>>()
  #opened: Promise<void>
  #timer: NodeJS.Timeout | undefined
  #readAtMs = Number.NEGATIVE_INFINITY
  #reading: Promise<void> | undefined
  #isWoken = false
  #closed = false

  constructor(ctx: Ctx, showtimeId: string, seatMaps: SeatMaps, onEmpty: () => void) {
    this.#ctx = ctx
    this.#showtimeId = showtimeId
    this.#seatMaps = seatMaps
    this.#onEmpty = onEmpty
    this.#opened = this.#open()
    this.#opened.catch(() => this.#close())
  }

  async join(lastEventId: string | null): Promise<Listener> {
    const mailbox = new Mailbox(
      () => this.#whole(),
      (closed) => this.#leave(closed),
    )
    this.#listeners.add(mailbox)
    try {
      await this.#opened
      mailbox.begin(await this.#first(lastEventId))
    } catch (error) {
      this.#leave(mailbox)
      throw error
    }
    return mailbox
  }

  /** Something has changed: read soon, but no more often than every 200 ms, for a crowd every second. */
  wake(): void {
    this.#isWoken = true
    if (!this.#reading) this.#arm()
  }

  async #open(): Promise<void> {
    const { version, layoutId, onSale, counts, taken } = await this.#seatMaps.view(this.#showtimeId)
    this.#head = { version, layoutId, onSale, capacity: counts.capacity }
    this.#taken = new Map(taken)
    this.#arm()
  }

  #arm(): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    const busyMs = Math.min(IDLE_MS, READ_MS + READ_MS_EACH * this.#listeners.size)
    const restMs = this.#isWoken ? busyMs : IDLE_MS
    const waitMs = Math.max(0, this.#readAtMs + restMs - performance.now())
    this.#timer = setTimeout(() => void this.#read(), waitMs)
  }

  /** One at a time: who asks for one that is under way waits for that. */
  #read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = undefined
      this.#arm()
    })
    return this.#reading
  }

  async #readNow(): Promise<void> {
    this.#readAtMs = performance.now()
    this.#isWoken = false
    try {
      const { version, onSale, changes } = await this.#changesSince(this.#head.version)
      const fresh = changes.filter(({ seat_id, state }) => (this.#taken.get(seat_id) ?? 'free') !== state)
      for (const { seat_id, state } of fresh)
        if (state === 'free') this.#taken.delete(seat_id)
        else this.#taken.set(seat_id, state)
      this.#head = { ...this.#head, version, onSale }
      this.#map = undefined
      this.#since.clear()
      if (fresh.length > 0) this.#tell(this.#frame(fresh))
    } catch (error) {
      this.#ctx.log.warn({ err: error }, 'A seat map could not be read; its listeners wait')
    }
  }

  /** Rows written since, and holds that have run out since without a write. */
  async #changesSince(version: string) {
    const { rows } = await sql<{ version: string; on_sale: boolean; changes: Change[] | null }>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as version,
        t.state = 'scheduled' and booking.now() >= t.on_sale_at and booking.now() < t.sale_ends_at as on_sale,
        (select jsonb_agg(jsonb_build_object('seat_id', k.seat_id,
            'state', case when is_taken(k.state, k.held_until, booking.now()) then k.state else 'free' end))
          from taken_seats k where k.showtime_id = t.showtime_id
            and (k.changed >= ${version}::xid8 or (k.state = 'held' and k.held_until <= booking.now()))) as changes
      from showtimes t where t.showtime_id = ${this.#showtimeId}`.execute(this.#ctx.db.query)
    const row = rows[0]!
    return { version: row.version, onSale: row.on_sale, changes: row.changes ?? [] }
  }

  /**
   * Whoever was here before hears what changed since, as all the others know it by now: of a state that they have not
   * heard of yet, nobody would tell when it is over before the next read. A version that this watcher has not reached is
   * another database's, or another process's.
   */
  async #first(lastEventId: string | null): Promise<StreamEvent> {
    if (lastEventId === null || !/^\d{1,19}$/.test(lastEventId)) return this.#whole()
    if (BigInt(lastEventId) > BigInt(this.#head.version)) return this.#whole()
    if (performance.now() - this.#readAtMs >= READ_MS) await this.#read()
    const seats = await this.#seatsSince(lastEventId)
    return this.#frame(seats.map((seat_id) => ({ seat_id, state: this.#taken.get(seat_id) ?? 'free' })))
  }

  /** Asked once for all who left at the same version and come back between two reads, as after a proxy's restart. */
  #seatsSince(version: string): Promise<string[]> {
    const known = this.#since.get(version)
    if (known) return known
    const seats = this.#changesSince(version).then(({ changes }) => changes.map(({ seat_id }) => seat_id))
    this.#since.set(version, seats)
    return seats
  }

  #frame(changes: readonly Change[]): StreamEvent {
    const { version, capacity } = this.#head
    const { capacity: _, ...numbers } = countsOf(capacity, this.#taken.values())
    const seats = Object.fromEntries(changes.map(({ seat_id, state }) => [seat_id, state]))
    return encoded(version, 'seats', { version, seats, ...numbers })
  }

  /** Made once between two reads: a crowd comes at the same time. */
  #whole(): StreamEvent {
    if (this.#map) return this.#map
    const { capacity, ...head } = this.#head
    const taken = Object.fromEntries(this.#taken)
    const counts = countsOf(capacity, this.#taken.values())
    this.#map = encoded(head.version, 'seat-map', { showtimeId: this.#showtimeId, ...head, ...counts, taken })
    return this.#map
  }

  #tell(frame: StreamEvent): void {
    for (const mailbox of this.#listeners) mailbox.put(frame)
  }

  #leave(mailbox: Mailbox): void {
    this.#listeners.delete(mailbox)
    if (this.#listeners.size === 0) this.#close()
  }

  #close(): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer)
    this.#onEmpty()
  }
}

const encoded = (id: string, event: string, data: unknown): StreamEvent => ({
  id,
  event,
  data,
  json: JSON.stringify(data),
})
