import { z } from 'zod'
import { TimeZone } from '#kernel'
import { routeCalculated } from '#services/route'
import { weatherFetched } from '#services/weather'
import type { AnswerRow } from './queries.ts'

/** What the last good answers said, read back from their rows. */
export type Calculated = z.output<typeof routeCalculated.data>
export type Fetched = z.output<typeof weatherFetched.data>

const Failure = z.object({ code: z.string(), message: z.string(), willRetry: z.boolean() })
export type Failure = z.output<typeof Failure>

/** Undefined when there is none, or when it was kept by a release that spoke another contract. */
export const calculatedOf = (row: AnswerRow): Calculated | undefined =>
  z.safeDecode(routeCalculated.data, row.content as never).data
export const fetchedOf = (row: AnswerRow): Fetched | undefined =>
  z.safeDecode(weatherFetched.data, row.content as never).data
/** Why the last try failed; null when it did not. */
export const failureOf = (row: AnswerRow | undefined): Failure | null =>
  row?.failure ? Failure.parse(row.failure) : null

const Differs = z.object({ locationZone: TimeZone })

/** The zone in which the map found the location, when its clock shows another time than the zone that was asked for. */
export function foundZone({ zone, warnings }: Calculated): string {
  const warning = warnings.find(({ code }) => code === 'location-zone-differs')
  const differs = Differs.safeParse(warning?.params)
  return differs.success ? differs.data.locationZone : zone
}
