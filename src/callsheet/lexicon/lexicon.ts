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
  | 'arrival'
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

/** A department is the same in every language: a Polish focus puller finds `Image` on a French sheet. */
export type DepartmentKey =
  | 'accounting'
  | 'animals'
  | 'art'
  | 'background'
  | 'camera'
  | 'cast'
  | 'catering'
  | 'construction'
  | 'direction'
  | 'editorial'
  | 'electric'
  | 'grip'
  | 'gripElectric'
  | 'locations'
  | 'makeup'
  | 'medic'
  | 'production'
  | 'props'
  | 'script'
  | 'security'
  | 'sfx'
  | 'sound'
  | 'stills'
  | 'stunts'
  | 'technical'
  | 'transport'
  | 'vfx'
  | 'video'
  | 'wardrobe'

/** A person's work, the same in every language. */
export type RoleKey =
  | 'boomOperator'
  | 'cameraOperator'
  | 'costumeDesigner'
  | 'director'
  | 'dit'
  | 'dop'
  | 'driver'
  | 'electrician'
  | 'firstAd'
  | 'focusPuller'
  | 'gaffer'
  | 'grip'
  | 'hairdresser'
  | 'keyGrip'
  | 'lineProducer'
  | 'loader'
  | 'locationManager'
  | 'makeupArtist'
  | 'medic'
  | 'producer'
  | 'productionAssistant'
  | 'productionDesigner'
  | 'productionManager'
  | 'propsMaster'
  | 'scriptSupervisor'
  | 'secondAd'
  | 'soundMixer'
  | 'steadicam'
  | 'stillsPhotographer'
  | 'thirdAd'
  | 'unitManager'
  | 'videoOperator'
  | 'wardrobe'

/** Small words that forms of values and lines are made with; each is an alternative of a pattern, an abbreviation without its dot. */
export interface SmallWords {
  /** Between two things that are said together. */
  and: readonly string[]
  /** Before a scene's number on a line of prose. */
  scene: readonly string[]
  /** Behind a length in pages. */
  pages: readonly string[]
  /** Before the numbers of a scene's cast on a line of prose. */
  cast: readonly string[]
  /** What only a request says. */
  please: readonly string[]
  /** Between the time of a call and its place. */
  at: readonly string[]
  /** Between the two ends of a stretch of time. */
  until: readonly string[]
  /** Before a sum under a table. */
  total: readonly string[]
  /** What another unit than the main one is called, folded. */
  secondUnit: readonly string[]
  /** What begins the lines over a printed mail, before a colon. */
  mail: readonly string[]
  /** Before a page's number. */
  page: readonly string[]
  /** Folded labels that are a general call or wrap on their own but often head something else. */
  loose: readonly string[]
  /** Folded labels of the latest end that there may be, not of the one that is expected. */
  latest: readonly string[]
  /** Before or behind a label: that its time is no promise, or that it is a time of day; without its dot. */
  about: readonly string[]
  /** Folded heads of the row of a form that names a place, over the row of its address. */
  placeName: readonly string[]
}

/** Everything the reader knows of one language. All phrases are compared folded: case and diacritics do not matter. */
export interface Lexicon {
  language: Language
  /** ISO 3166: whose national telephone numbers a sheet in this language means when nothing on it says another. */
  country: string
  labels: Partial<Record<LabelKey, readonly string[]>>
  columns: Partial<Record<ColumnKey, readonly string[]>>
  /** January first; every form that is printed. */
  months: readonly (readonly string[])[]
  /** Monday first. */
  weekdays: readonly (readonly string[])[]
  intExt: Record<IntExt, readonly string[]>
  dayNight: Record<DayNight, readonly string[]>
  /** The reader's own department is found through them. */
  departments: Partial<Record<DepartmentKey, readonly string[]>>
  /** The reader's own role is found through them. */
  roles: Partial<Record<RoleKey, readonly string[]>>
  /** What documents call themselves. */
  kinds: Partial<Record<SheetSubkind, readonly string[]>>
  /** Words that only one kind of document says, wherever they stand on it. */
  signs: Partial<Record<SheetSubkind, readonly string[]>>
  /** Of the labels of other calls, those at which the camera turns. */
  shootingStart: readonly string[]
  /** Between the number of a day and how many there are: `12 of 35`. */
  of: readonly string[]
  /** Before the number of a part of a series: `odcinek 5`, `Staffel 3`. */
  episodes: readonly string[]
  /** Words of a letter about the papers that come with it. */
  sending: readonly string[]
  /** What stands where nothing is to be said yet: `tbc`, `n.V.`, `à confirmer`. */
  blank: readonly string[]
  cancelled: readonly string[]
  /** How a line begins that says from where, or when, people are driven to the set. */
  departures: readonly string[]
  colours: readonly string[]
  /** Rental houses that a label names instead of saying what is fetched there. */
  vendors: readonly string[]
  words: SmallWords
  /** Frequent words of running text that tell the language. */
  common: readonly string[]
}

/** Phrases as sheets print them, parted by commas; lines do not matter. */
export function phrases(text: string): readonly string[] {
  return text
    .split(',')
    .map((phrase) => phrase.trim().replace(/\s+/gu, ' '))
    .filter((phrase) => phrase !== '')
}

/** Phrases that mean one thing, a line each. */
export function groups(text: string): readonly (readonly string[])[] {
  return text.trim().split('\n').map(phrases)
}
