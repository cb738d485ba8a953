import type { Words } from './vocabulary/words.ts'

/** What a production office knows when it writes a call sheet. All people in it are invented. */

export type SheetLanguage = 'pl' | 'en' | 'de' | 'fr' | 'es'

/** Where the production is at home: its language, its places, its people, its trade words. */
export type SettingName =
  | 'warsaw-pl'
  | 'warsaw-en'
  | 'poland'
  | 'britain'
  | 'america'
  | 'germany'
  | 'austria'
  | 'france'
  | 'spain'
  | 'mexico'
  | 'argentina'
  | 'belgium'
  | 'colombia'

/** `HH:MM` on a 24-hour clock in the production's local time. A time before the crew call is the next morning. */
export type ClockTime = string

/** What may stand in a call cell: a time, on call, or not needed. */
export type CallTime = ClockTime | 'O/C' | 'n/a'

export type DateStyle =
  | 'numeric-dots'
  | 'numeric-dots-short'
  | 'long'
  | 'long-weekday'
  | 'roman'
  | 'iso'
  | 'slashes'
  | 'us-long'
  | 'month-day-slash-year'
  | 'no-year'
  | 'no-year-long'
  | 'weekday-numeric'
  | 'weekday-numeric-short'
  | 'slashes-short'
  | 'us-slashes'
  | 'dashes'
  | 'ordinal'
  | 'capitals'

export type TimeStyle =
  | 'colon'
  | 'colon-short'
  | 'dot'
  | 'military'
  | 'godz'
  | 'meridiem'
  | 'meridiem-short'
  | 'meridiem-tight'
  | 'meridiem-dots'
  | 'uhr'
  | 'heures'
  | 'heures-short'
  | 'horas'
  | 'hs'

export interface SheetLocation {
  name: string
  address: string
  coordinates?: { latitude: number; longitude: number }
}

export interface SheetScene {
  number: string
  intExt: 'INT' | 'EXT' | 'INT/EXT'
  dayNight: 'DAY' | 'NIGHT' | 'DAWN' | 'DUSK'
  set: string
  description: string
  /** Length of the script in eighths of a page. */
  eighths: number
  /** Cast numbers. */
  cast: number[]
  /** Index into `locations`. */
  location: number
  startsAt: ClockTime
}

export interface SheetCast {
  number: number
  character: string
  actor: string
  pickUp: CallTime
  makeUp: ClockTime
  costume: ClockTime
  onSet: ClockTime
}

export interface SheetCrew {
  name: string
  role: string
  department: string
  time: CallTime
}

export interface SheetContact {
  role: string
  name: string
  /** As printed. */
  phone: string
  /** The same number with its country, `+48500100200`. */
  e164: string
  email: string
}

export interface SheetStyle {
  date: DateStyle
  time: TimeStyle
  /** Chooses among what the trade calls each thing: the same number, the same words. */
  words: number
  /** Prints the weekday of the day before beside the date. */
  wrongWeekday?: boolean
}

export interface SheetContent {
  language: SheetLanguage
  setting: SettingName
  status: 'issued' | 'cancelled'
  style: SheetStyle
  /** What this office calls things in its own way, where others use the usual words. Drawn forms only. */
  words?: Partial<Words>
  production: string
  company: string
  /** ISO 8601 calendar date. */
  date: string
  day: { number: number; of: number }
  /** `colour` as printed, lower case; `issuedAt` is local, `YYYY-MM-DDTHH:MM`. */
  revision: { number: number; colour: string; issuedAt: string }
  crewCall: ClockTime
  productionCall: ClockTime
  departmentCalls: { department: string; time: CallTime }[]
  crew: SheetCrew[]
  locations: SheetLocation[]
  unitBase: string
  parking: string
  pickUps: { vendor: string; address: string; time: ClockTime; what: string }[]
  hospital: { name: string; address: string; phone: string }
  scenes: SheetScene[]
  cast: SheetCast[]
  background: { description: string; count: number; time: ClockTime }[]
  equipment: string[]
  safetyNotes: string[]
  notes: string[]
  contacts: SheetContact[]
  meals: { name: string; time: ClockTime }[]
  estimatedWrap: ClockTime
  sunrise: ClockTime
  sunset: ClockTime
  weather: {
    summary: string
    lowCelsius: number
    highCelsius: number
    windMetresPerSecond: number
    rainPercent: number
  }
  advance: { date: string; day: number; scenes: string[]; set: string; crewCall: ClockTime }[]
}

/** The values a perfect reader finds on the printed sheet, in the shape of `klaps read --json` (values only). */
export interface SheetTruth {
  kind: 'call-sheet' | 'other'
  language: SheetLanguage
  production: string
  shootingDate: string | null
  day: { number: number; of: number } | null
  revision: { number: number; colour: string | null; issuedAt: string | null } | null
  crewCall: ClockTime | null
  productionCall: ClockTime | null
  estimatedWrap: ClockTime | null
  sunrise: ClockTime | null
  sunset: ClockTime | null
  /**
   * A row per department (no name) and per printed person; `time` is null where the sheet says O/C or n/a. A shooting
   * call has the label it is printed under as its role, and nothing else.
   */
  calls: { name: string | null; role: string | null; department: string | null; time: ClockTime | null }[]
  locations: { name: string; address: string }[]
  hospital: { name: string; address: string } | null
  scenes: {
    number: string
    intExt: SheetScene['intExt']
    dayNight: SheetScene['dayNight']
    set: string
    description: string | null
    eighths: number | null
    cast: string[]
  }[]
  cast: {
    /** Null where the sheet has no column for it. */
    number: string | null
    character: string
    actor: string
    pickUp: ClockTime | null
    makeUp: ClockTime | null
    costume: ClockTime | null
    onSet: ClockTime | null
  }[]
  contacts: { role: string; name: string; phone: string | null; e164: string | null; email: string | null }[]
  unitBase: string | null
  parking: string | null
  vendorStops: { name: string; address: string; time: ClockTime }[]
  meals: { name: string; time: ClockTime }[]
  background: { description: string; count: number; time: ClockTime }[]
  advance: SheetContent['advance']
  equipment: string[]
  safetyNotes: string[]
  notes: string[]
}
