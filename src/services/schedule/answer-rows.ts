import { z } from 'zod'
import { routeCalculated } from '#services/route'
import { weatherFetched } from '#services/weather'
import type { AnswerRow } from './queries.ts'

/** What the last good answers said, read back from their rows. */
export type Calculated = z.output<typeof routeCalculated.data>
export type Fetched = z.output<typeof weatherFetched.data>

const Failure = z.object({ code: z.string(), message: z.string(), willRetry: z.boolean() })
export type Failure = z.output<typeof Failure>

export const calculatedOf = (row: AnswerRow): Calculated =>
  z.decode(routeCalculated.data, row.content as never)
export const fetchedOf = (row: AnswerRow): Fetched => z.decode(weatherFetched.data, row.content as never)
/** Why the last try failed; null when it did not. */
export const failureOf = (row: AnswerRow | undefined): Failure | null =>
  row?.failure ? Failure.parse(row.failure) : null
