import type { LearnedPlace } from './learned/types.ts'

/** What a call sheet says. Plain data: JSON in, JSON out; `klaps read --json` prints exactly this. */

/** A rectangle in PDF points (1/72 inch) from the top left corner of the page as it is shown. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Where a value stands in the document: the text as printed, so that a person can check it. */
export interface Evidence {
  /** 1 is the first page. */
  page: number
  box: Box
  text: string
}

/** A value with how sure the reader is of it: 1 is certain, below {@link UNSURE} a person should look. */
export interface Field<T> {
  value: T
  confidence: number
  evidence: Evidence[]
}

/** Below this confidence a value needs a person's look before anyone gets up by it. */
export const UNSURE = 0.6

/** A local time of day, `HH:MM`, 00:00 to 23:59, in the time zone of the set. */
export type ClockTime = string

/** A calendar date, `YYYY-MM-DD`. */
export type IsoDate = string

/** The languages whose labels the reader knows; one lexicon each. */
export type Language = 'pl' | 'en' | 'de' | 'fr' | 'es'

export type SheetKind = 'call-sheet' | 'schedule' | 'other'

export type SheetSubkind =
  | 'call-sheet'
  | 'one-line-schedule'
  | 'shooting-schedule'
  | 'day-out-of-days'
  | 'movement-order'
  | 'contact-list'
  | 'daily-brief'
  | 'rental-order'
  | 'invoice'
  | 'production-report'
  | 'script'
  | 'contract'
  | 'risk-assessment'
  | 'recce-schedule'

/** Day `number` of `of` shooting days; `of` is null where the sheet does not say. */
export interface ShootingDayNumber {
  number: number
  of: number | null
}

/** One shooting day as a schedule announces it. */
export interface ScheduleDay {
  date: IsoDate
  day: ShootingDayNumber
}

export interface Revision {
  /** 0 or null for the first issue; null when only a colour is printed. */
  number: number | null
  /** As printed in lower case: `blue`, `pink`, `niebieska`. */
  colour: string | null
  /** `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` or `HH:MM`, whatever the sheet gives; local to the production. */
  issuedAt: string | null
}

/** Somebody's call. Exactly what is printed: a person, a role, a department, or any two of them. */
export interface Call {
  name: string | null
  role: string | null
  department: string | null
  time: ClockTime
}

export interface Place {
  name: string | null
  address: string | null
}

export interface VendorStop extends Place {
  time: ClockTime | null
}

export interface Meal {
  name: string
  time: ClockTime | null
}

export type IntExt = 'INT' | 'EXT' | 'INT/EXT'

export type DayNight = 'DAY' | 'NIGHT' | 'DAWN' | 'DUSK'

export interface Scene {
  /** As printed: `12`, `12A`, `4/17`. */
  number: string
  intExt: IntExt | null
  dayNight: DayNight | null
  set: string | null
  description: string | null
  /** Script length in eighths of a page: `1 4/8` is 12. */
  pageEighths: number | null
  /** Cast numbers or names as printed. */
  cast: string[]
  location: string | null
}

export interface CastMember {
  number: string | null
  character: string | null
  actor: string | null
  /** The car comes to their door. */
  pickup: ClockTime | null
  /** They are due at the base. */
  arrival: ClockTime | null
  /** Hair and make-up. */
  makeup: ClockTime | null
  /** Costume. */
  wardrobe: ClockTime | null
  onSet: ClockTime | null
}

export interface Contact {
  role: string | null
  name: string | null
  /** E.164 (`+48600100200`) when the number is complete, else as printed. */
  phone: string | null
  email: string | null
}

/** Something a person should know before trusting the sheet. `field` is a key of {@link CallSheet}, or null. */
export interface Problem {
  code: ProblemCode
  message: string
  field: FieldName | null
}

export type ProblemCode =
  | 'no-date'
  | 'date-without-year'
  | 'ambiguous-date'
  | 'several-dates'
  | 'weekday-mismatch'
  | 'no-call'
  | 'several-calls'
  | 'call-after-first-scene'
  | 'own-call-looks-wrong'
  | 'wrap-before-call'
  | 'wrap-before-last-scene'
  | 'no-location'
  | 'location-without-address'
  | 'location-looks-wrong'
  | 'several-locations'
  | 'sunrise-looks-wrong'
  | 'sunset-looks-wrong'
  | 'unreadable-pages'
  | 'recognised-pages'
  | 'several-sheets'

/** The pages of one sheet in its file, both included; 1 is the first page. */
export interface SheetRange {
  from: number
  to: number
  /** Null where the sheets of a file were told apart by their page numbers, and where there is only one. */
  shootingDate: IsoDate | null
}

export interface PageSize {
  /** 1 is the first page. */
  number: number
  /** PDF points. */
  width: number
  /** PDF points. */
  height: number
}

/** Absent is null (lists: empty), never a guess; unsure has a low confidence and a problem. */
export interface CallSheet {
  kind: SheetKind
  /** The finer kind, of other papers too (an invoice is `other`); null where nothing says what it is. */
  subkind: SheetSubkind | null
  /** Null when no known label was found. */
  language: Language | null
  productionTitle: Field<string> | null
  shootingDate: Field<IsoDate> | null
  day: Field<ShootingDayNumber> | null
  revision: Field<Revision> | null
  /** The general crew call. */
  crewCall: Field<ClockTime> | null
  productionCall: Field<ClockTime> | null
  /** The reader's own call: only with `me`, only when a row or department of theirs is printed. */
  personalCall: Field<ClockTime> | null
  estimatedWrap: Field<ClockTime> | null
  sunrise: Field<ClockTime> | null
  sunset: Field<ClockTime> | null
  /** Every other call: pre-call, shooting call, second unit, departments, people. */
  calls: Field<Call>[]
  /** In shooting order. */
  locations: Field<Place>[]
  unitBase: Field<Place> | null
  parking: Field<Place> | null
  vendorStops: Field<VendorStop>[]
  hospital: Field<Place> | null
  meals: Field<Meal>[]
  scenes: Field<Scene>[]
  cast: Field<CastMember>[]
  /** Extras, a line each as printed. */
  background: Field<string>[]
  contacts: Field<Contact>[]
  equipment: Field<string>[]
  safetyNotes: Field<string>[]
  notes: Field<string>[]
  /** As printed. */
  weather: Field<string> | null
  /** The next days, a line each as printed. */
  advanceSchedule: Field<string>[]
  /** Of a one-line or shooting schedule: its days, by date. Empty for every other kind. */
  scheduleDays: Field<ScheduleDay>[]
  /** True when the sheet calls the day off; null when it says nothing of the kind. */
  cancelled: Field<boolean> | null
  problems: Problem[]
  /** The sheets of the file; pages of a cover mail are in none. The fields above are of one of them. */
  sheets: SheetRange[]
  /** Every page of the file. */
  pages: PageSize[]
}

export type FieldName = Exclude<
  keyof CallSheet,
  'kind' | 'subkind' | 'language' | 'problems' | 'sheets' | 'pages'
>

/** Who reads: any of the three may find the reader's own row. */
export interface Reader {
  name?: string
  role?: string
  department?: string
}

/** WGS 84, degrees. */
export interface Coordinates {
  latitude: number
  longitude: number
}

/** What is known of where the reader lives and works. */
export interface Home {
  /** As people write it; a street without a town says nothing. */
  address?: string
  /** IANA; counts where the address does not say the country. */
  timeZone?: string
}

/** The part of {@link ReadOptions} that can cross to a worker. */
export interface ReadSettings {
  me?: Reader
  /** The name the PDF arrived under. A date in it is the day of issue: it only helps to find the year. */
  fileName?: string
  /** Where the day is shot, when the caller knows: the printed sunrise and sunset are held against it. */
  place?: Coordinates & { timeZone: string }
  /** Where the reader lives: whose country a sheet is taken to be from that does not say it. */
  home?: Home
  /** Which sheet of a file that holds several is read; the last where there are fewer. Default 1, the first. */
  sheet?: number
  /** More pages than this is `too-many-pages`. Default 50. */
  maxPages?: number
  /** Places of values that a person pointed to on earlier sheets, tried before everything else. */
  learned?: readonly LearnedPlace[]
  /** More pages than this that are pictures of text is `too-many-pages`: each takes seconds. Default 20. */
  maxScanPages?: number
  /** What becomes of pages that are pictures of text: recognised, or left unread for now. Default `recognise`. */
  scans?: 'recognise' | 'leave'
  /** What `recogniseInWorker` found on the scanned pages: they are not recognised again. */
  recognised?: Uint8Array
}

/** Page `page` of `of` pictures of text is being recognised. */
export interface ReadProgress {
  page: number
  of: number
}

export interface ReadOptions extends ReadSettings {
  /** For dates printed without a year: the nearest such day. Default: today (UTC). */
  referenceDate?: Temporal.PlainDate
  signal?: AbortSignal
  /** Told before each page that is recognised. */
  onProgress?: (progress: ReadProgress) => void
}

export type CallSheetErrorCode =
  | 'encrypted'
  | 'damaged'
  | 'too-many-pages'
  | 'too-large'
  | 'no-text'
  | 'aborted'

/** Why a document could not be read at all. `code` is stable; `message` is a sentence for people. */
export class CallSheetError extends Error {
  override readonly name = 'CallSheetError'
  readonly code: CallSheetErrorCode

  constructor(code: CallSheetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
