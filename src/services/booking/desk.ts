import type { Ctx } from './context.ts'
import { type HoldAnswer, type HoldRequestRow, isOfOneHold, runHolds } from './hold/batch.ts'
import { Lanes } from './hold/lanes.ts'
import { Overloads } from './hold/overloads.ts'
import { SeatMaps } from './seat-map/seat-maps.ts'
import { Watchers } from './seat-map/watchers.ts'

/** Told to the other replicas when seats change: `{ showtimeIds }`, or nothing for more than fit. */
const seatsTopic = 'seats'
/** Changes are told together, so often at most, milliseconds. */
const TELL_MS = 100
/** As many ids as a signal carries. */
const TELL_MAX = 100

/** What one process keeps in memory to sell with; none of it decides who gets a seat. */
export interface Desk {
  readonly lanes: Lanes<HoldRequestRow, HoldAnswer>
  readonly seatMaps: SeatMaps
  readonly watchers: Watchers
  readonly overloads: Overloads
  /** Seats of a showtime have changed by a commit of this process. */
  changed(showtimeId: string): void
}

const desks = new WeakMap<Ctx, Desk>()

export function deskOf(ctx: Ctx): Desk {
  let desk = desks.get(ctx)
  if (!desk) {
    desk = openDesk(ctx)
    desks.set(ctx, desk)
  }
  return desk
}

function openDesk(ctx: Ctx): Desk {
  const { BOOKING_LANES, BOOKING_BATCH, BOOKING_BACKLOG, BOOKING_HOLD_SECONDS } = ctx.settings
  const seatMaps = new SeatMaps(ctx)
  const watchers = new Watchers(ctx, seatMaps)
  const untold = new Set<string>()
  const hear = (showtimeId: string) => {
    seatMaps.drop(showtimeId)
    watchers.wake(showtimeId)
  }
  const tell = () => {
    ctx.signal.send(seatsTopic, untold.size > TELL_MAX ? {} : { showtimeIds: [...untold] })
    untold.clear()
  }
  ctx.signal.on(seatsTopic, (data) => {
    const ids = Reflect.get(Object(data), 'showtimeIds') as unknown
    if (Array.isArray(ids)) for (const id of ids) hear(String(id))
    else {
      seatMaps.dropAll()
      watchers.wakeAll()
    }
  })
  return {
    seatMaps,
    watchers,
    overloads: new Overloads(ctx),
    lanes: new Lanes({
      lanes: BOOKING_LANES,
      batch: BOOKING_BATCH,
      backlog: BOOKING_BACKLOG,
      run: (requests) => runHolds(ctx, requests, BOOKING_HOLD_SECONDS),
      isOfOne: isOfOneHold,
    }),
    changed: (showtimeId) => {
      hear(showtimeId)
      if (untold.size === 0) setTimeout(tell, TELL_MS).unref()
      untold.add(showtimeId)
    },
  }
}

/** After the commit of a transaction that changed seats. */
export const seatsChanged = (ctx: Ctx, showtimeId: string) => deskOf(ctx).changed(showtimeId)
