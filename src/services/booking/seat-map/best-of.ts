import type { z } from 'zod'
import type { SeatType } from '#services/movie'
import type { Best } from '../contract.ts'
import { bestSeats } from '../seating/best.ts'
import type { SeatMaps, SeatMapView } from './seat-maps.ts'

type Choice = z.output<typeof Best>

const found = new WeakMap<SeatMapView, Map<string, Choice>>()

/** The best seats of a view, looked for once: a thousand who came too late are all offered the same. */
export async function bestOf(
  seatMaps: SeatMaps,
  view: SeatMapView,
  count: number,
  type: z.output<typeof SeatType>,
): Promise<Choice> {
  const plan = await seatMaps.plan(view.layoutId)
  const known = found.get(view) ?? new Map<string, Choice>()
  found.set(view, known)
  const key = `${count} ${type}`
  const choice = known.get(key) ?? bestSeats(plan, new Set(view.taken.keys()), count, type)
  known.set(key, choice)
  return choice
}
