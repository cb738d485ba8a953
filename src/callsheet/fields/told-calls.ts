import { isInCell, isWrapped } from '../layout/cells.ts'
import type { Phrase, Word } from '../layout/model.ts'
import { leftOf } from '../layout/neighbours.ts'
import { trimmed } from '../normalise/text.ts'
import { parseTime } from '../normalise/times.ts'
import type { Call, Field } from '../types.ts'
import { isDepartment } from './department-lists.ts'
import { fieldOfWords } from './field.ts'
import { callsInText, listedIn } from './people-text.ts'
import type { Reading } from './reading.ts'

/** Less sure than a row of a list: who shares a time is a matter of commas. */
const CONFIDENCE = 0.85

/**
 * Calls of several people that are told together: in one text with their times, or named in one cell with the time in
 * the next (`Kamera | DoP Meret Haas, 1. AC Tjark Poll | 09:00`).
 */
export function readToldCalls(reading: Reading, advance: ReadonlySet<Phrase>): Field<Call>[] {
  const continued = new Set<Phrase>()
  return reading.layout.phrases.flatMap((phrase) => {
    if (advance.has(phrase) || reading.isTaken(phrase) || continued.has(phrase)) return []
    const shared = sharedTime(phrase)
    if (shared.length > 0) return shared
    const lines = linesOf(phrase)
    for (const line of lines) continued.add(line)
    return callsOf(lines)
  })
}

/** A time alone in its cell, of everybody who is named in the cell left of it. */
function sharedTime(phrase: Phrase): Field<Call>[] {
  const list = leftOf(phrase)
  const time = list !== undefined && phrase.words.length <= 2 ? parseTime(phrase.text) : null
  if (list === undefined || time === null || !/\p{L}/u.test(list.text)) return []
  const department = departmentBeside(list)
  const people = listedIn(list.text, department)
  const isTold = people.length > 1 && people.some(({ name }) => name !== null)
  const words = [...list.words, ...phrase.words]
  return isTold
    ? people.map((who) => fieldOfWords({ ...who, time: time.time }, CONFIDENCE, phrase.page, words))
    : []
}

function callsOf(lines: readonly Phrase[]): Field<Call>[] {
  const [first] = lines
  const words = lines.flatMap((line) => line.words)
  const calls = first === undefined ? [] : callsInText(textOf(words), departmentBeside(first))
  // One call is a row of a list, which is read as such.
  if (first === undefined || calls.length < 2) return []
  return calls.map(({ call, from, to }) =>
    fieldOfWords(call, CONFIDENCE, first.page, wordsWithin(words, from, to)),
  )
}

function departmentBeside(phrase: Phrase): string | null {
  const beside = leftOf(phrase)
  return beside !== undefined && isDepartment(beside.text) ? trimmed(beside.text) : null
}

/** A line of text that fills this much of its page goes on in the next, in width of the page. */
const FULL_LINE = 0.7
/** Lines of one text are no further apart than this, in line heights. */
const LINE_GAP = 0.6

/** A text with the lines that go on with it, on the same page. */
function linesOf(first: Phrase): Phrase[] {
  const lines = [first]
  for (const row of first.page.rows.slice(first.row.index + 1)) {
    const last = lines.at(-1) ?? first
    const next = row.phrases.find((it) => Math.abs(it.left - last.left) < 1 && it.size === last.size)
    if (next === undefined || next.top - last.bottom > LINE_GAP * last.size || !goesOn(last, next)) break
    lines.push(next)
  }
  return lines
}

function goesOn(upper: Phrase, lower: Phrase): boolean {
  if (isInCell(upper))
    return Math.abs(upper.bounds.bottom - lower.bounds.bottom) < 2 && isWrapped(upper, lower)
  return upper.right > upper.page.raw.width * FULL_LINE || isFull(upper, lower)
}

/** The next word would have gone beyond every line that begins at the same edge; a list of people has marks between them. */
function isFull(upper: Phrase, lower: Phrase): boolean {
  if (!/[;,]/u.test(upper.text)) return false
  const own = upper.page.rows
    .slice(Math.max(0, upper.row.index - COLUMN_ROWS), upper.row.index + COLUMN_ROWS)
    .flatMap((row) => row.phrases.filter((it) => Math.abs(it.left - upper.left) < 1))
  const right = Math.max(...own.map((it) => it.right))
  const [word] = lower.words
  return word !== undefined && upper.right + (word.right - word.left) + upper.size * 0.25 > right
}

/** Rows above and under a line that tell how wide its column is. */
const COLUMN_ROWS = 14

function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ')
}

/** The words that a stretch of their text covers. */
function wordsWithin(words: readonly Word[], from: number, to: number): Word[] {
  let at = 0
  return words.filter(({ text }) => {
    const start = at
    at += text.length + 1
    return start < to && start + text.length > from
  })
}
