import type { DayNight, IntExt, Language, SheetSubkind } from '../types.ts'

/** What a label on a sheet announces. */
export type LabelKey =
  | 'title'
  | 'date'
  | 'day'
  | 'revision'
  | 'issued'
  | 'crewCall'
  | 'productionCall'
  | 'otherCall'
  | 'anyCall'
  | 'wrap'
  | 'meal'
  | 'sunrise'
  | 'sunset'
  | 'location'
  | 'address'
  | 'unitBase'
  | 'parking'
  | 'vendor'
  | 'hospital'
  | 'equipment'
  | 'safety'
  | 'notes'
  | 'weather'
  | 'background'
  | 'advance'
  | 'contacts'
  | 'otherTime'
  | 'other'

/** What a table's column holds. `number` is a scene's, a cast member's or a row's, by the columns beside it. */
export type ColumnKey =
  | 'number'
  | 'scene'
  | 'intExt'
  | 'dayNight'
  | 'set'
  | 'description'
  | 'pages'
  | 'castNumbers'
  | 'location'
  | 'address'
  | 'character'
  | 'actor'
  | 'pickup'
  | 'makeup'
  | 'wardrobe'
  | 'onSet'
  | 'role'
  | 'name'
  | 'department'
  | 'call'
  | 'wrap'
  | 'phone'
  | 'email'
  | 'remarks'
  | 'time'
  | 'activity'
  | 'date'
  | 'status'

/** Everything the reader knows of one language. All phrases are compared folded: case and diacritics do not matter. */
export interface Lexicon {
  language: Language
  /** ISO 3166: whose national telephone numbers a sheet in this language means. */
  country: string
  labels: Partial<Record<LabelKey, readonly string[]>>
  columns: Partial<Record<ColumnKey, readonly string[]>>
  /** January first; every form that is printed. */
  months: readonly (readonly string[])[]
  /** Monday first. */
  weekdays: readonly (readonly string[])[]
  intExt: Record<IntExt, readonly string[]>
  dayNight: Record<DayNight, readonly string[]>
  /** Departments, each with its other names; the reader's own department is found through them. */
  departments: readonly (readonly string[])[]
  kinds: Record<SheetSubkind, readonly string[]>
  cancelled: readonly string[]
  colours: readonly string[]
  /** Frequent words of running text that tell the language. */
  common: readonly string[]
}
