import { isInCell, isSameBand } from '../layout/cells.ts'
import type { Phrase, Word } from '../layout/model.ts'
import { above, leftOf, rightOf } from '../layout/neighbours.ts'
import { departmentWords, type LabelKey, labels } from '../lexicon/index.ts'
import { addressLikeness } from '../normalise/addresses.ts'
import { isBlank } from '../normalise/blank.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { leadingTime, parseTime } from '../normalise/times.ts'
import type { Call, ClockTime, Field } from '../types.ts'
import { isDepartment } from './department-lists.ts'
import { fieldOfWords } from './field.ts'
import type { LabelHit } from './labels.ts'
import { isPerson, type ListColumns, listColumnsOf, type Person, personIn, spanOf, whoIn } from './person.ts'
import type { Reading } from './reading.ts'
import { BARE_NUMBER, departmentOf } from './row-headings.ts'

/** Somebody whom the sheet names and gives no time: `O/C`, `per HOD`, `n. Abspr.`. */
export type Uncalled = Pick<Call, 'name' | 'role'>

export interface CallRows {
  calls: Field<Call>[]
  uncalled: Uncalled[]
  /** What says who comes when: no time among them is of anything else. */
  claimed: ReadonlySet<Word>
}

interface HeadedColumn {
  department: string
  left: number
  heading: Phrase
}

/**
 * Calls of people in lists without column headings: `KAMERA 07:15`, and under it `Ostrzyciel | Jan Kowalski | 07:00`.
 * The department is the last one that headed the same column.
 */
export function readCallRows(reading: Reading, advance: ReadonlySet<Phrase>): CallRows {
  const claimed = new Set<Word>()
  const rows: CallRows = { calls: [], uncalled: [], claimed }
  let headed: HeadedColumn[] = []
  const list = listColumnsOf(reading)
  for (const phrase of reading.layout.phrases) {
    if (advance.has(phrase) || reading.isTaken(phrase)) continue
    const heading = departmentOf(phrase)
    if (heading !== null && heading.time !== null) {
      const value = { name: null, role: null, department: heading.name, time: heading.time }
      rows.calls.push(fieldOfWords(value, 0.9, phrase.page, [...phrase.words, ...heading.words]))
    }
    if (heading !== null)
      headed = [
        ...headed.filter((it) => Math.abs(it.left - phrase.left) > 8),
        { department: heading.name, left: phrase.left, heading: phrase },
      ]
    const row = rowOf(phrase, list)
    if (row !== null) {
      if (!isOfPlace(row, phrase, reading) && addRow(rows, row, headed, phrase))
        for (const word of row.words) claimed.add(word)
    }
    if (row === null && heading === null) rows.calls.push(...roleCall(phrase, headed))
  }
  return rows
}

/** What heads no list of people; `LOCATIONS` is a department, too. */
const PLACES: ReadonlySet<LabelKey> = new Set<LabelKey>(['unitBase', 'parking', 'hospital'])

/** `Drehort` is no department's name. */
const isNoList = ({ alone, department }: LabelHit): boolean => alone && department === null

/** `1300 N Vermont Ave, Los`, and what stands under `NEAREST HOSPITAL`, is where something is. */
function isOfPlace({ words }: CallRow, { row }: Phrase, { labelAt }: Reading): boolean {
  const cells = row.phrases.filter((cell) => cell.words.some((word) => words.includes(word)))
  const heads = cells.flatMap((cell) => above(cell, HEAD_REACH) ?? [])
  const isUnder = heads.some((head) => {
    const label = labelAt(head)
    return label?.keys.some((key) => PLACES.has(key)) || (label?.keys.includes('location') && isNoList(label))
  })
  return isUnder || cells.some(({ text }) => /^\d{2,5}\s/u.test(text) && addressLikeness(text) >= 0.4)
}

/** From a heading down to what stands under it, in line heights. */
const HEAD_REACH = 1.4

/** How far, in points, a name without a role may stand from the edge of the department that it is in. */
const SAME_EDGE = 12

/** Whether the row says who comes when, or that nobody says it yet. */
function addRow(rows: CallRows, row: CallRow, headed: readonly HeadedColumn[], { page }: Phrase): boolean {
  const { name, role, time } = row
  const under = headed.filter((it) => it.left <= row.left + 4).toSorted((a, b) => b.left - a.left)[0]
  // A name and a time are somebody's call only in the list of a department.
  if (role === null && (under === undefined || row.left - under.left > SAME_EDGE)) return false
  if (isOfTheDay(role ?? '') || isLabelled(name)) return false
  if (time === null) rows.uncalled.push({ name, role })
  else
    rows.calls.push(
      fieldOfWords({ name, role, department: under?.department ?? null, time }, 0.9, page, row.words),
    )
  return true
}

const OF_THE_DAY: ReadonlySet<LabelKey> = new Set<LabelKey>([
  'crewCall',
  'wrap',
  'meal',
  'sunrise',
  'sunset',
  'location',
  'address',
  'unitBase',
  'parking',
  'hospital',
  'vendor',
  'date',
])

/** `Est. Wrap` and `Hospital Clínic` are nobody's names, though they look like some. */
function isLabelled(name: string): boolean {
  const begins = labels.match(foldedWords(name))?.keys.some((key) => OF_THE_DAY.has(key)) ?? false
  return begins || labels.whole(name) !== undefined || addressLikeness(name) > 0
}

/** `Crew call: Park Hotel 07:00` is nobody's row. */
function isOfTheDay(role: string): boolean {
  const label = labels.whole(role)
  return (
    departmentWords.whole(role) === undefined && (label?.keys.some((key) => OF_THE_DAY.has(key)) ?? false)
  )
}

/** A role and its time, in the words of one phrase. */
const ROLE_AND_TIME =
  /^(?<role>(?:\d(?:\p{L}{1,3}|\.)?\s)?\p{L}[^\d:,]{1,40}?)\s+(?<time>\d{1,2}\s?[:.hH]\s?\d{2}.{0,3})$/u

/** `2e assistant 8h15` in the ruled column under `CAMÉRA`: whoever does that work, with no name. */
function roleCall(phrase: Phrase, headed: readonly HeadedColumn[]): Field<Call>[] {
  const { role, time: printed } = ROLE_AND_TIME.exec(phrase.text)?.groups ?? {}
  const time = printed === undefined ? null : parseTime(printed)
  const under = headed.findLast(({ heading }) => isInCellUnder(heading, phrase))
  if (role === undefined || time === null || under === undefined) return []
  const value = { name: null, role: trimmed(role), department: under.department, time: time.time }
  return [fieldOfWords(value, 0.85, phrase.page, phrase.words)]
}

/** Between the same rules, in the next cell down. */
function isInCellUnder(upper: Phrase, lower: Phrase): boolean {
  return (
    upper.page === lower.page &&
    isInCell(upper) &&
    Math.abs(upper.bounds.left - lower.bounds.left) < 2 &&
    Math.abs(upper.bounds.right - lower.bounds.right) < 2 &&
    Math.abs(upper.bounds.bottom - lower.bounds.top) < 4
  )
}

interface CallRow extends Person {
  /** Null where the row says that there is none. */
  time: ClockTime | null
}

/** A time in larger print is everybody's, whoever stands beside it. */
const LARGER = 1.2

/** `wg kierownika pionu` */
const MOST_WORDS = 3

/** A time alone in its cell, or what says that there is none, with the person beside it; or all in one phrase. */
function rowOf(phrase: Phrase, list: ListColumns): CallRow | null {
  const hour = hourIn(phrase)
  if (hour === null) return inPhrase(phrase)
  const who = list.timesFirst ? personRightOf(phrase) : personLeftOf(phrase, list)
  return who === null ? inPhrase(phrase) : { ...who, ...hour, words: [...who.words, ...phrase.words] }
}

/** The time of a cell, null in it where the cell says that there is none. */
function hourIn(phrase: Phrase): { time: ClockTime | null } | null {
  if (phrase.words.length > MOST_WORDS) return null
  const text = phrase.text.replace(/^call:?\s*/iu, '')
  const time = BARE_NUMBER.test(text) ? null : leadingTime(text)
  return time === null && !(/\p{L}/u.test(text) && isBlank(text)) ? null : { time: time?.time ?? null }
}

/** The name left of a time, or with a telephone number between; what they do stands before it, or between. */
function personLeftOf(phrase: Phrase, list: ListColumns): Person | null {
  const beside = leftOf(phrase)
  if (beside === undefined || phrase.size > beside.size * LARGER || isCaptioned(phrase)) return null
  if (!isReached(beside, phrase) && !list.spans.has(spanOf(beside, phrase))) return null
  const cell = PHONE.test(beside.text) ? leftOf(beside) : beside
  if (cell === undefined) return null
  const before = leftOf(cell)
  if (isCrewOf(before, cell) || isLabelOf(cell, phrase, before)) return null
  return personIn(cell, before, { ...list, right: phrase.right }) ?? nameBefore(cell, before)
}

const CAPTIONS: ReadonlySet<LabelKey> = new Set<LabelKey>(['sunrise', 'sunset', 'wrap', 'meal'])

/** The time under `wschód`, in other print, is the sun's, whatever stands beside it. */
function isCaptioned(phrase: Phrase): boolean {
  const caption = above(phrase, 1.2)
  return (
    caption !== undefined &&
    (caption.bold !== phrase.bold || caption.size < phrase.size) &&
    labels.whole(caption.text)?.keys.some((key) => CAPTIONS.has(key)) === true
  )
}

/** `Pluton i Spółka | Agencja | 9.45`: in pairs of a label and its value, printed as values are, the label is nobody's role. */
function isLabelOf(cell: Phrase, value: Phrase, before: Phrase | undefined): boolean {
  return (
    before?.bold === value.bold &&
    cell.bold !== value.bold &&
    labels.match(foldedWords(cell.text)) !== undefined
  )
}

/** `Jan Kowalski | ostrzyciel | 07:00` */
function nameBefore(role: Phrase, name: Phrase | undefined): Person | null {
  if (
    name === undefined ||
    !isPerson(name.text) ||
    !isReached(name, role) ||
    /\d{2}|\d\p{Lu}/u.test(role.text)
  )
    return null
  const words = [...name.words, ...role.words]
  return { name: name.text, role: trimmed(role.text), left: name.left, words }
}

/** `07:00 | Jan Kowalski | ostrzyciel` */
function personRightOf(phrase: Phrase): Person | null {
  const cell = rightOf(phrase)
  const who = cell === undefined ? null : whoIn(trimmed(cell.text))
  if (cell === undefined || who === null || !isReached(phrase, cell)) return null
  if (who.role !== null) return { ...who, left: phrase.left, words: cell.words }
  const role = rightOf(cell)
  const isRole =
    role !== undefined && hourIn(role) === null && !/\d{2}/u.test(role.text) && isReached(cell, role)
  const words = [...cell.words, ...(isRole ? role.words : [])]
  return { name: who.name, role: isRole ? trimmed(role.text) : null, left: phrase.left, words }
}

/** Between cells of one row, in heights of the letters, where no rules make the row one. */
const LONGEST_GAP = 32

function isReached(left: Phrase, right: Phrase): boolean {
  return right.left - left.right <= left.size * LONGEST_GAP || isSameBand(left, right)
}

/** `Maske | Svenja Kolb, Uli Marx | 08:30`: behind a department two names are two people, and no role and its name. */
function isCrewOf(beside: Phrase | undefined, { text }: Phrase): boolean {
  const names = text.split(/,\s+/u)
  return beside !== undefined && isDepartment(beside.text) && names.length > 1 && names.every(isPerson)
}

const PHONE = /^\+?\(?\d[\d ()./-]{6,}\d$/u

const ENDS_IN_TIME = /\d\S{0,5}(?:\s\S{1,3})?$/u

/** `1st AC - Milo Trent - 6:12 AM`, `1. KA Lea Brinkmann 09:10`, `Jan Kowalski (ostrzyciel): 07:00`, `7.00 Jan Kowalski, DIT` */
function inPhrase(phrase: Phrase): CallRow | null {
  if (phrase.words.length < 3) return null
  const [text, when] = ENDS_IN_TIME.test(phrase.text) ? timeBehind(phrase.text) : timeBefore(phrase.text)
  const time = when === undefined || BARE_NUMBER.test(when) ? null : parseTime(when)
  const who = text === undefined || time === null ? null : whoIn(trimmed(text))
  return who === null || time === null
    ? null
    : { ...who, time: time.time, left: phrase.left, words: phrase.words }
}

function timeBehind(printed: string): readonly (string | undefined)[] {
  const match = /^(.*\p{L}.*?)(?:\s+[-–—|@]\s+|:?\s+)(\d{1,2}\S*(?:\s(?:[AP]M|h|hs|Uhr))?)$/iu.exec(printed)
  return match?.slice(1) ?? []
}

/** Only in front of a name and a role: a name alone behind a time may be anything that happens then. */
function timeBefore(printed: string): readonly (string | undefined)[] {
  const { when, text } =
    /^(?<when>\d{1,2}\S*(?:\s(?:[AP]M|h|hs|Uhr))?)(?:\s+[-–—|@]\s+|:?\s+)(?<text>\p{Lu}.*\p{L}\)?)$/iu.exec(
      printed,
    )?.groups ?? {}
  return text === undefined || whoIn(text)?.role == null ? [] : [text, when]
}
