import type { Uncalled } from './fields/rows.ts'
import {
  type DepartmentKey,
  departmentWords,
  labels,
  type Phrasebook,
  type RoleKey,
  roleWords,
} from './lexicon/index.ts'
import { joinedParts } from './lexicon/joining.ts'
import { isAlmostSameName, isSameName, nameParts } from './normalise/names.ts'
import { isSameFirstName } from './normalise/nicknames.ts'
import { fold, foldedWords } from './normalise/text.ts'
import { minutesFrom } from './normalise/times.ts'
import type { Call, CastMember, ClockTime, Field, Language, Reader } from './types.ts'

/** A match by name is the reader's own row; by role it may be a colleague's, by department everybody's. */
const NAME = 1
const ROLE = 0.85
const DEPARTMENT = 0.8
/** The department that a role belongs to is a conclusion, not what the reader said. */
const ROLE_DEPARTMENT = 0.7
/** Two rows that say different things, or a row that names somebody else: a person has to look. */
const DOUBTED = 0.55

/** What the sheet says of people's times. */
export interface PeopleRead {
  calls: readonly Field<Call>[]
  cast: readonly Field<CastMember>[]
  uncalled: readonly Uncalled[]
  /** The languages of the sheet: `Regie` is the direction in German and the locations in French. */
  known: ReadonlySet<Language>
}

/**
 * The reader's own call: the row that bears their name (in any order, with initials, nicknames, without diacritics, or
 * misread by a letter: that one is doubted), among the crew or the cast, else their role's, else their department's; null when the sheet has none, and the general crew
 * call applies, and when their own row says that there is none.
 */
export function personalCall(read: PeopleRead, me: Reader | undefined): Field<ClockTime> | null {
  if (me === undefined) return null
  const { calls, cast, uncalled, known } = read
  const { name, role } = me
  if (name !== undefined) {
    const rows = rowsOf(calls, name)
    if (rows !== null) return own(rows.calls, rows.likeness)
    const onScreen = cast.find(({ value }) => value.actor !== null && isSameName(value.actor, name))
    if (onScreen !== undefined) return castCall(onScreen)
    if (uncalled.some((it) => nameLikeness(it.name, name) >= NICKNAME)) return null
    const misread = calls.filter(({ value }) => isAlmostSameName(value.name ?? '', name))
    if (misread.length > 0) return own(misread, DOUBTED)
  }
  const byRole =
    role === undefined
      ? []
      : calls.filter(({ value }) => value.role !== null && isSameRole(value.role, role, known))
  // A row of theirs that names somebody else: two people may do the same work.
  const isOthers = name !== undefined && byRole.every(({ value }) => value.name !== null)
  return own(byRole, isOthers ? DOUBTED : ROLE) ?? departmentCall(read, me)
}

/** Less than this is a first name alone. */
const NICKNAME = 0.9
const FIRST_NAME = 0.75

/** The rows that fit a name best; a first name alone only where one person is called so. */
function rowsOf(
  calls: readonly Field<Call>[],
  name: string,
): { calls: Field<Call>[]; likeness: number } | null {
  const likenesses = calls.map(({ value }) =>
    Math.max(nameLikeness(value.name, name), nameLikeness(value.role, name)),
  )
  const likeness = Math.max(0, ...likenesses)
  const rows = calls.filter((_, index) => likenesses[index] === likeness)
  return likeness === 0 || (likeness < NICKNAME && rows.length > 1) ? null : { calls: rows, likeness }
}

/** The call of the reader's department, or of the one that their role belongs to. */
function departmentCall({ calls, known }: PeopleRead, { role, department }: Reader): Field<ClockTime> | null {
  const heads = calls.filter(
    ({ value }) =>
      value.name === null && (value.role === null || isCall(value.role)) && value.department !== null,
  )
  const named = [department, role].filter((text) => text !== undefined)
  for (const wanted of named) {
    const own = best(
      heads.filter(({ value }) => foldedWords(value.department ?? '').join() === foldedWords(wanted).join()),
    )
    if (own !== null) return own
  }
  const keys = named.map((text) => departmentKeys(text, known))
  const roles = role === undefined ? [] : (whole(roleWords, role, known) ?? [])
  const belongs = roles.flatMap((key) => DEPARTMENTS[key])
  for (const [wanted, weight] of [
    ...keys.map((it) => [it, DEPARTMENT] as const),
    [belongs, ROLE_DEPARTMENT] as const,
  ]) {
    const found = best(
      heads.filter(({ value }) => isDepartment(value.department ?? '', wanted, known)),
      weight,
    )
    if (found !== null) return found
  }
  return null
}

/** What is the department's in general, before the pre-call of a part of it. */
function best(rows: readonly Field<Call>[], weight = DEPARTMENT): Field<ClockTime> | null {
  const general = rows.filter(({ value }) => value.role === null)
  return own(general.length > 0 ? general : rows, weight)
}

/** `Pre-call` beside a department says when it comes, not who. */
function isCall(role: string): boolean {
  return labels.whole(role)?.keys.includes('otherCall') ?? false
}

/** An actor's own call is the first time of their row; a row without one says that there is none. */
function castCall({ value, confidence, evidence }: Field<CastMember>): Field<ClockTime> | null {
  const inHouse = [value.arrival, value.makeup, value.wardrobe].filter((at) => at !== null)
  const time = value.pickup ?? firstOf(inHouse, value.onSet) ?? value.onSet
  return time === null ? null : { value: time, confidence, evidence }
}

/** The earliest of the times before the camera's, which may be after midnight of a night shoot. */
function firstOf(times: readonly ClockTime[], onSet: ClockTime | null): ClockTime | null {
  const [first] =
    onSet === null
      ? times.toSorted()
      : times.toSorted((a, b) => minutesFrom(b, onSet) - minutesFrom(a, onSet))
  return first ?? null
}

/** The first row's time, which is doubted where the others say another. */
function own([first, ...others]: readonly Field<Call>[], weight: number): Field<ClockTime> | null {
  if (first === undefined) return null
  const agree = others.every(({ value }) => value.time === first.value.time)
  return {
    value: first.value.time,
    confidence: Math.round(first.confidence * (agree ? weight : Math.min(weight, DOUBTED)) * 100) / 100,
    evidence: first.evidence,
  }
}

/** How surely a cell names somebody, 0 to 1. */
function nameLikeness(printed: string | null, wanted: string): number {
  return Math.max(0, ...namesIn(printed ?? '').map((name) => likenessOf(name, wanted)))
}

/** `Anna Lis, Jan Kot` are two people; `Lis, Anna` is one. */
function namesIn(text: string): string[] {
  return text
    .split(';')
    .flatMap(joinedParts)
    .flatMap((part) => {
      const names = part.split(/,\s*/u)
      return names.every((name) => nameParts(name).length > 1) ? names : [part]
    })
}

function likenessOf(printed: string, wanted: string): number {
  if (isSameName(printed, wanted)) return NAME
  const [parts, mine] = [nameParts(printed), nameParts(wanted)]
  const [first, ...family] = mine
  if (first === undefined || family.length === 0) return 0
  const given = parts.filter((part) => !family.includes(part))
  if (given.length !== 1 || given[0] === undefined || !isSameFirstName(given[0], first)) return 0
  return family.every((part) => parts.includes(part)) ? NICKNAME : parts.length === 1 ? FIRST_NAME : 0
}

/** The same words in any order and form of number, or the same work in another language: `ostrzyciel`, `1st AC`. */
export function isSameRole(printed: string, wanted: string, known?: ReadonlySet<Language>): boolean {
  const roles = whole(roleWords, wanted, known) ?? []
  if (whole(roleWords, printed, known)?.some((key) => roles.includes(key))) return true
  const one = foldedWords(printed).map(figured)
  const two = foldedWords(wanted).map(figured)
  return one.length > 0 && one.length === two.length && one.every((word) => two.includes(word))
}

/** What a phrase means in the languages of the sheet, else in any. */
function whole<Key>(
  book: Phrasebook<Key>,
  text: string,
  known?: ReadonlySet<Language>,
): readonly Key[] | undefined {
  return (known && book.whole(text, known)?.keys) ?? book.whole(text)?.keys
}

const FIGURES: Readonly<Record<string, string>> = {
  i: '1',
  ii: '2',
  iii: '3',
  first: '1',
  second: '2',
  third: '3',
  '1st': '1',
  '2nd': '2',
  '3rd': '3',
  assistant: 'asst',
  asystent: 'as',
  asystentka: 'as',
}

function figured(word: string): string {
  return FIGURES[word] ?? word
}

/** `Licht / Bühne` is the call of both. */
function departmentKeys(text: string, known: ReadonlySet<Language>): readonly DepartmentKey[] {
  const keys =
    whole(departmentWords, text, known) ??
    joinedParts(fold(text)).flatMap((part) => whole(departmentWords, part, known) ?? [])
  return keys.includes('gripElectric') ? [...keys, 'grip', 'electric'] : keys
}

function isDepartment(
  printed: string,
  wanted: readonly DepartmentKey[],
  known: ReadonlySet<Language>,
): boolean {
  return departmentKeys(printed, known).some((key) => wanted.includes(key))
}

/** Whose call counts for a role that has none of its own, the nearest first. */
const DEPARTMENTS: Readonly<Record<RoleKey, readonly DepartmentKey[]>> = {
  boomOperator: ['sound'],
  cameraOperator: ['camera'],
  costumeDesigner: ['wardrobe'],
  director: ['direction'],
  dit: ['video', 'camera'],
  dop: ['camera'],
  driver: ['transport'],
  electrician: ['electric'],
  firstAd: ['direction'],
  focusPuller: ['camera'],
  gaffer: ['electric'],
  grip: ['grip'],
  hairdresser: ['makeup'],
  keyGrip: ['grip'],
  lineProducer: ['production'],
  loader: ['camera'],
  locationManager: ['locations'],
  makeupArtist: ['makeup'],
  medic: ['medic'],
  producer: ['production'],
  productionAssistant: ['production'],
  productionDesigner: ['art'],
  productionManager: ['production'],
  propsMaster: ['props', 'art'],
  scriptSupervisor: ['script', 'direction'],
  secondAd: ['direction'],
  soundMixer: ['sound'],
  steadicam: ['camera'],
  stillsPhotographer: ['stills'],
  thirdAd: ['direction'],
  unitManager: ['production', 'locations'],
  videoOperator: ['video', 'camera'],
  wardrobe: ['wardrobe'],
}
