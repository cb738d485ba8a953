import type { Seat } from '#services/movie'

/** A seat plan as a choice of seats needs it. */
export type PlanSeat = Pick<Seat, 'id' | 'type' | 'x' | 'y' | 'block' | 'left' | 'right'>

export interface Plan {
  readonly capacity: number
  readonly seats: ReadonlyMap<string, PlanSeat>
  /** Runs of neighbours without an aisle between them, each from left to right. */
  readonly runs: readonly (readonly PlanSeat[])[]
  /** Where the film looks best: the middle of the seats, two thirds of the way back. */
  readonly sweetSpot: { readonly x: number; readonly y: number }
}

/** How far back the best seats are: between the screen and the last row, as sound and picture are set up for it. */
const DEPTH = 2 / 3

export function planOf(seats: readonly PlanSeat[]): Plan {
  const byId = new Map(seats.map((seat) => [seat.id, seat]))
  const starts = seats.filter((seat) => !seat.left || !byId.has(seat.left))
  const xs = seats.map((seat) => seat.x)
  const ys = seats.map((seat) => seat.y)
  const [firstY, lastY] = [Math.min(...ys), Math.max(...ys)]
  return {
    capacity: seats.length,
    seats: byId,
    runs: starts.map((start) => runFrom(start, byId)),
    sweetSpot: { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: firstY + (lastY - firstY) * DEPTH },
  }
}

function runFrom(start: PlanSeat, byId: ReadonlyMap<string, PlanSeat>): PlanSeat[] {
  const run = [start]
  for (let next = start.right; next; next = byId.get(next)?.right ?? null) {
    const seat = byId.get(next)
    if (seat) run.push(seat)
  }
  return run
}

/** A distance that people in a cinema would agree with: a row away is worse than a seat aside. */
export function distance({ sweetSpot }: Plan, { x, y }: PlanSeat): number {
  return Math.hypot(x - sweetSpot.x, 1.5 * (y - sweetSpot.y))
}

/**
 * Seats that a choice leaves alone: free, not chosen, beside a chosen one, with nothing free on their other side. The
 * hold's SQL decides by the same rule. Wheelchair places and companion seats are nobody's orphan.
 */
export function orphansOf(plan: Plan, taken: ReadonlySet<string>, chosen: ReadonlySet<string>): string[] {
  const isGone = (id: string | null) => id === null || taken.has(id) || chosen.has(id)
  const orphans = new Set<string>()
  for (const id of chosen) {
    const seat = plan.seats.get(id)
    for (const beside of [seat?.left, seat?.right]) {
      const other = beside ? plan.seats.get(beside) : undefined
      if (!other || taken.has(other.id) || chosen.has(other.id)) continue
      if (other.type !== 'standard' && other.type !== 'vip') continue
      if (isGone(other.left) && isGone(other.right)) orphans.add(other.id)
    }
  }
  return [...orphans]
}
