import type { z } from 'zod'
import type { SeatType } from '#services/movie'
import type { Best } from '../contract.ts'
import { distance, orphansOf, type Plan, type PlanSeat } from './plan.ts'

type Choice = z.output<typeof Best>

/**
 * The best free seats: together where that can be, leaving nobody's seat alone where that can be, nearest to the sweet
 * spot. Wheelchair places come with a companion seat beside each, where one is free.
 *
 * @param taken Whatever is not free.
 * @returns no seats when there are not so many free ones of the type
 */
export function bestSeats(
  plan: Plan,
  taken: ReadonlySet<string>,
  count: number,
  type: z.output<typeof SeatType>,
): Choice {
  if (type === 'wheelchair') return withCompanions(plan, taken, count)
  const together = bestRun(plan, taken, count, type)
  if (together) return together
  return apart(plan, taken, count, type)
}

/** Is there a choice of so many seats of these types that leaves no orphan? For the rule that refuses one that does. */
export function canAvoidOrphans(plan: Plan, taken: ReadonlySet<string>, types: readonly string[]): boolean {
  const [type, ...others] = new Set(types)
  // A choice of mixed types or of places for wheelchairs has few alternatives: it stands.
  if (!type || others.length > 0 || (type !== 'standard' && type !== 'vip')) return false
  const best = bestRun(plan, taken, types.length, type)
  return best !== undefined && !best.leavesOrphan
}

function bestRun(plan: Plan, taken: ReadonlySet<string>, count: number, type: string): Choice | undefined {
  let best: { seats: readonly PlanSeat[]; leavesOrphan: boolean; far: number } | undefined
  for (const run of plan.runs) {
    for (let from = 0; from + count <= run.length; from++) {
      const seats = run.slice(from, from + count)
      if (!seats.every((seat) => seat.type === type && !taken.has(seat.id))) continue
      const leavesOrphan = orphansOf(plan, taken, idsOf(seats)).length > 0
      const far = farness(plan, seats)
      const isBetter = !best || (leavesOrphan === best.leavesOrphan ? far < best.far : !leavesOrphan)
      if (isBetter) best = { seats, leavesOrphan, far }
    }
  }
  return best && { seatIds: best.seats.map(({ id }) => id), together: true, leavesOrphan: best.leavesOrphan }
}

/** No run is long enough: the largest groups first, each as near as can be. */
function apart(plan: Plan, taken: ReadonlySet<string>, count: number, type: string): Choice {
  const chosen: string[] = []
  const gone = new Set(taken)
  for (let size = count - 1; size > 0 && chosen.length < count; ) {
    const group = bestRun(plan, gone, Math.min(size, count - chosen.length), type)
    if (!group) {
      size--
      continue
    }
    for (const id of group.seatIds) {
      chosen.push(id)
      gone.add(id)
    }
  }
  if (chosen.length < count) return { seatIds: [], together: false, leavesOrphan: false }
  return {
    seatIds: chosen,
    together: false,
    leavesOrphan: orphansOf(plan, taken, new Set(chosen)).length > 0,
  }
}

function withCompanions(plan: Plan, taken: ReadonlySet<string>, count: number): Choice {
  const isFree = (id: string | null) => id !== null && !taken.has(id)
  const places = [...plan.seats.values()]
    .filter((seat) => seat.type === 'wheelchair' && isFree(seat.id))
    .toSorted((a, b) => distance(plan, a) - distance(plan, b))
  const chosen = new Set<string>()
  let placed = 0
  for (const needsCompanion of [true, false]) {
    for (const place of places) {
      if (placed === count || chosen.has(place.id)) continue
      const companion = [place.left, place.right].find(
        (id) => id !== null && isFree(id) && !chosen.has(id) && plan.seats.get(id)?.type === 'companion',
      )
      if (needsCompanion && !companion) continue
      chosen.add(place.id)
      if (companion) chosen.add(companion)
      placed++
    }
  }
  if (placed < count) return { seatIds: [], together: false, leavesOrphan: false }
  return {
    seatIds: [...chosen],
    together: isOneRun(plan, chosen),
    leavesOrphan: orphansOf(plan, taken, chosen).length > 0,
  }
}

function isOneRun(plan: Plan, chosen: ReadonlySet<string>): boolean {
  const first = [...chosen].filter((id) => !chosen.has(plan.seats.get(id)?.left ?? ''))
  return first.length === 1
}

const idsOf = (seats: readonly PlanSeat[]) => new Set(seats.map(({ id }) => id))
const farness = (plan: Plan, seats: readonly PlanSeat[]) =>
  seats.reduce((sum, seat) => sum + distance(plan, seat), 0) / seats.length
