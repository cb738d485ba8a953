import type { Box } from '../types.ts'

/** A part of a page, for a person to look at or to point to. */
export interface Spot {
  /** 1 is the first page. */
  page: number
  box: Box
}

export type LearnableField =
  | 'productionTitle'
  | 'shootingDate'
  | 'crewCall'
  | 'productionCall'
  | 'personalCall'
  | 'estimatedWrap'
  | 'locations'
  | 'unitBase'

/** Where a person found a value on a sheet: what the next sheet of that production is asked first. */
export interface LearnedPlace extends Spot {
  field: LearnableField
  /** The title of the production, as printed. On sheets that do not name it the place means nothing. */
  production: string
  /** The words that announce the value, folded, without figures; null where the place alone tells. */
  label: string | null
  /** Where the value stands from its label. */
  position: 'after' | 'right' | 'below'
  /** How many lines it takes. */
  lines: number
}
