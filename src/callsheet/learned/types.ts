import type { Box, FieldName } from '../types.ts'

/** A part of a page, for a person to look at or to point to. */
export interface Spot {
  /** 1 is the first page. */
  page: number
  box: Box
}

/** Where a person found a value on a sheet: what the next sheet of that production and layout is asked first. */
export interface LearnedPlace extends Spot {
  field: FieldName
  /** Of a row of a list: which of its values stands here (`time`, `onSet`). Null where all of the value does. */
  property: string | null
  /** What else a row says that the reader does not find by itself, the same every day; null where it finds the row. */
  row: Readonly<Record<string, unknown>> | null
  /** The title of the production, as printed: on sheets that do not name it the place means nothing. Null: unknown. */
  production: string | null
  /** The words that the sheet is built of, with their places: on sheets of other layouts the place means nothing. */
  layout: readonly string[]
  /** The words that announce the value or its row, folded, without figures; null where the place alone tells. */
  label: string | null
  /** The words over the column of a row's value, folded; null where it has none. */
  heading: string | null
  /** Where the value stands from its label. */
  position: 'after' | 'right' | 'below'
  /** The words that announce what the reader had taken for the value. */
  instead: readonly string[]
  /** How many lines it takes. */
  lines: number
}
