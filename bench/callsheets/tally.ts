import { rounded } from '../statistics.ts'
import type { Judged } from './values.ts'

/** Above this the reader is as good as sure: such a value that is wrong gets people out of bed at the wrong time. */
export const SURE = 0.9

export interface Score {
  /** Values that are printed. */
  readonly printed: number
  /** Of what was found, what is right; 0 to 1, null when nothing was found. */
  readonly precision: number | null
  /** Of what is printed, what was found right. */
  readonly recall: number | null
  /** Of what was found, what a person is asked to look at. */
  readonly review: number | null
}

export interface CalibrationBin {
  readonly from: number
  readonly to: number
  readonly values: number
  /** Mean confidence of those values, beside the share of them that is right. */
  readonly said: number
  readonly right: number
}

export function scoreOf(values: readonly Judged[]): Score {
  const found = values.filter((value) => value.found)
  const printed = values.filter((value) => value.printed)
  return {
    printed: printed.length,
    precision: share(found, isRight),
    recall: share(printed, isRight),
    review: share(found, (value) => value.inReview),
  }
}

const isRight = (value: Judged) => value.right

/** The share of values for which something holds; null of none. */
export function share<T>(values: readonly T[], holds: (value: T) => boolean): number | null {
  return values.length === 0 ? null : rounded(values.filter(holds).length / values.length, 4)
}

/** Wrong although the reader was as good as sure. */
export const isSurelyWrong = ({ right, confidence }: Judged) =>
  !right && confidence !== null && confidence > SURE

const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

/** How often values of a confidence are right. A calibrated reader's bins say the same twice. */
export function calibrationOf(values: readonly Judged[]): CalibrationBin[] {
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index] ?? 0
    const own = values.filter(
      ({ confidence }) => confidence !== null && confidence > from && confidence <= to,
    )
    if (own.length === 0) return []
    const said = own.reduce((sum, { confidence }) => sum + (confidence ?? 0), 0) / own.length
    return [{ from, to, values: own.length, said: rounded(said, 3), right: share(own, isRight) ?? 0 }]
  })
}

/** Mean distance between what was said and what was right, weighted by how many values a bin holds. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const all = bins.reduce((sum, bin) => sum + bin.values, 0)
  return rounded(
    bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.right) * bin.values, 0) / Math.max(1, all),
    4,
  )
}
