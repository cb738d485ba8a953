import type { Phrase, Word } from '../layout/model.ts'
import { leftOf } from '../layout/neighbours.ts'
import { departmentWords } from '../lexicon/index.ts'
import { trimmed } from '../normalise/text.ts'
import { parseTime } from '../normalise/times.ts'
import type { Call, ClockTime, Field } from '../types.ts'
import { fieldOfWords } from './field.ts'
import type { Reading } from './reading.ts'

/**
 * Calls of people in lists without column headings: `KAMERA 07:15`, and under it `Ostrzyciel | Jan Kowalski | 07:00`.
 * The department is the last one that headed the same column.
 */
export function readCallRows(reading: Reading, advance: ReadonlySet<Phrase>): Field<Call>[] {
  const calls: Field<Call>[] = []
  let headings: { department: string; left: number; right: number }[] = []
  const nameColumns = namesAt(reading)
  for (const phrase of reading.layout.phrases) {
    if (advance.has(phrase) || reading.isTaken(phrase)) continue
    const heading = departmentOf(phrase)
    if (heading !== null && heading.time !== null) {
      const value = { name: null, role: null, department: heading.name, time: heading.time }
      calls.push(fieldOfWords(value, 0.9, phrase.page, [...phrase.words, ...heading.words]))
    }
    if (heading !== null)
      headings = [
        ...headings.filter((it) => Math.abs(it.left - phrase.left) > 8),
        { department: heading.name, left: phrase.left, right: phrase.right },
      ]
    const row = rowOf(phrase, nameColumns)
    if (row === null) continue
    const under = headings.filter((it) => it.left <= row.left + 4).toSorted((a, b) => b.left - a.left)[0]
    const value = { name: row.name, role: row.role, department: under?.department ?? null, time: row.time }
    calls.push(fieldOfWords(value, 0.9, phrase.page, row.words))
  }
  return calls
}

interface Heading {
  name: string
  time: ClockTime | null
  /** Words of the time, where it stands in a phrase of its own. */
  words: Word[]
}

/** A department with its own call in its phrase (`Kamera: 07:15`) or right of it, or with nothing beside it. */
function departmentOf(phrase: Phrase): Heading | null {
  const [, name = phrase.text, own] =
    /^(.+?)[:\s]\s*(?:call:?\s*)?((?:godz\.?\s*)?\d{1,2}[:.]?\d{0,2}\s?(?:[ap]\.?m?\.?|AM|PM)?)$/iu.exec(
      phrase.text,
    ) ?? []
  const text = trimmed(name)
  if (departmentWords.whole(text) === undefined) return null
  if (own !== undefined) return { name: text, time: parseTime(own)?.time ?? null, words: [] }
  const next = phrase.row.phrases[phrase.index + 1]
  if (next === undefined || departmentWords.whole(next.text) !== undefined)
    return { name: text, time: null, words: [] }
  const beside = next.text.replace(/^call:?\s*/iu, '')
  const time = next.left - phrase.right < phrase.size * 32 ? parseTime(beside) : null
  if (time !== null) return { name: text, time: time.time, words: next.words }
  // `DIT | Anna Nowak | 06:30`: a role, whatever else is called so.
  return isName(next.text) ? null : { name: text, time: null, words: [] }
}

interface CallRow {
  role: string | null
  name: string
  time: ClockTime
  left: number
  words: Word[]
}

/** A time alone at the end of a row, with a name left of it, or with a telephone number between; or all in a phrase. */
function rowOf(phrase: Phrase, nameColumns: readonly number[]): CallRow | null {
  if (phrase.words.length > 2) return inPhrase(phrase)
  const time = parseTime(phrase.text.replace(/^call:?\s*/iu, ''))
  const beside = leftOf(phrase)
  if (
    time === null ||
    /^\d{1,3}$/u.test(phrase.text) ||
    beside === undefined ||
    phrase.left - beside.right > beside.size * 32
  )
    return null
  const person = PHONE.test(beside.text) ? leftOf(beside) : beside
  if (person === undefined) return null
  const who = splitPerson(person, leftOf(person), nameColumns, (it) => wrapped(it, phrase))
  if (who === null) return null
  return { ...who, time: time.time, words: [...who.words, ...phrase.words] }
}

const PHONE = /^\+?\(?\d[\d ()./-]{6,}\d$/u

/** `1st AC - Milo Trent - 6:12 AM` */
function inPhrase(phrase: Phrase): CallRow | null {
  const [role, name, when, ...more] = phrase.text
    .replace(/^([^:\d]*\d?[^:\d]*): (.+?),? (\d{1,2}[:.]\d{2}(?: ?[AaPp]\.?[Mm]?\.?)?)$/u, '$1 - $2 - $3')
    .split(/\s+[-–—|]\s+/u)
  if (role === undefined || name === undefined || when === undefined || more.length > 0) return null
  const time = parseTime(when)
  if (time === null || !isName(name)) return null
  return { role, name, time: time.time, left: phrase.left, words: phrase.words }
}

/** The words of a cell with its second line, where the row under it has no time of its own. */
function wrapped(phrase: Phrase, time: Phrase): Word[] {
  const row = phrase.page.rows[phrase.row.index + 1]
  const under = row?.phrases.find((it) => Math.abs(it.left - phrase.left) < 2 && it.size === phrase.size)
  if (row === undefined || under === undefined || under.top - phrase.bottom > phrase.size * 0.35)
    return phrase.words
  const isRow = row.phrases.some(
    (it) => it.left > phrase.left && it.left < time.right + 2 && parseTime(it.text) !== null,
  )
  return isRow || under.words.length > 2 ? phrase.words : [...phrase.words, ...under.words]
}

function textOf(words: readonly Word[]): string {
  return words.map((word) => word.text).join(' ')
}

function splitPerson(
  person: Phrase,
  before: Phrase | undefined,
  nameColumns: readonly number[],
  whole: (phrase: Phrase) => Word[],
): Omit<CallRow, 'time'> | null {
  const [role, name] = person.text.split(/,\s+|\s+[-–—]\s+|:\s+/u)
  if (role !== undefined && name !== undefined && isName(name))
    return { role, name, left: person.left, words: person.words }
  // A long role may touch the name's column; the column is known from the other rows.
  const at = person.words.findIndex(
    (word, index) => index > 0 && nameColumns.some((left) => Math.abs(word.left - left) < 2.5),
  )
  if (at > 0) {
    const tail = textOf(person.words.slice(at))
    if (isName(tail))
      return { role: textOf(person.words.slice(0, at)), name: tail, left: person.left, words: person.words }
  }
  const nameWords = whole(person)
  if (!isName(textOf(nameWords)) || before === undefined || parseTime(before.text) !== null) return null
  if (
    /\d/u.test(before.text.replace(/^\d(?:st|nd|rd|th)\b/iu, '')) ||
    person.left - before.left > person.size * 26
  )
    return null
  const roleWords = whole(before)
  return {
    role: trimmed(textOf(roleWords)),
    name: textOf(nameWords),
    left: before.left,
    words: [...roleWords, ...nameWords],
  }
}

/** Left edges of phrases that are names with a time right of them: the columns of names. */
function namesAt(reading: Reading): number[] {
  const counts = new Map<number, number>()
  for (const phrase of reading.layout.phrases) {
    const next = phrase.row.phrases[phrase.index + 1]
    if (next === undefined || !isName(phrase.text) || parseTime(next.text) === null) continue
    const left = Math.round(phrase.left)
    counts.set(left, (counts.get(left) ?? 0) + 1)
  }
  return [...counts].filter(([, count]) => count >= 2).map(([left]) => left)
}

/** Two to four words in capitals, none a department's. */
export function isName(text: string): boolean {
  const words = text.split(/\s+/u)
  return (
    words.length >= 1 + Number(!/[-']/u.test(text)) &&
    words.length <= 4 &&
    words.every((word) => /^\p{Lu}[\p{L}'’.-]*$/u.test(word)) &&
    departmentWords.whole(text) === undefined
  )
}
