import type { Phrase, Word } from '../layout/model.ts'
import { isInColumn, rightOf } from '../layout/neighbours.ts'
import { departmentWords, type LabelKey, labels } from '../lexicon/index.ts'
import { joinedParts } from '../lexicon/joining.ts'
import { trimmed } from '../normalise/text.ts'
import { findTimes, parseTime } from '../normalise/times.ts'
import type { Call, ClockTime, Field } from '../types.ts'
import { fieldOfWords } from './field.ts'
import { isName, isPerson } from './person.ts'
import type { Reading } from './reading.ts'

export interface DepartmentLists {
  calls: Field<Call>[]
  /** The words of the lists, and no one else's: `Catering` in such a list is no meal. */
  claimed: ReadonlySet<Word>
}

/** A name with its time: in one phrase, beside each other, or one over the other. */
interface Entry {
  phrase: Phrase
  name: string
  time: ClockTime
  words: readonly Word[]
}

/** Fewer with a time each may be anything. */
const LEAST = 4
/** What of a list must be known as departments: then the rest of it is some as well. */
const LEAST_KNOWN = 0.6

/**
 * Departments with their calls, one under the other (`Kamera 07:15`, `Licht - 07:00`) or side by side with the times
 * under them. A list is known by most of its names; the others are read with them.
 */
export function readDepartmentLists(reading: Reading, advance: ReadonlySet<Phrase>): DepartmentLists {
  const phrases = reading.layout.phrases.filter((it) => !advance.has(it) && !reading.isTaken(it))
  const runs = [...uprightRuns(phrases), ...bands(phrases)]
  const entries = new Set(runs.filter(isList).flat())
  const claimed = [...entries]
    .filter(({ name }) => !isProduction(name))
    .flatMap(({ phrase, words }) => [...phrase.words, ...words])
  return {
    calls: [...entries].map(({ phrase, name, time, words }) =>
      fieldOfWords({ name: null, role: null, department: name, time }, 0.88, phrase.page, [
        ...phrase.words,
        ...words,
      ]),
    ),
    claimed: new Set(claimed),
  }
}

function isList(run: readonly Entry[]): boolean {
  const known = run.filter(({ name }) => isDepartment(name)).length
  return run.length >= LEAST && known >= run.length * LEAST_KNOWN
}

/** A department, or several that are called together: `Licht / Bühne`. */
export function isDepartment(text: string): boolean {
  const name = trimmed(text)
  if (departmentWords.whole(name) !== undefined) return true
  const parts = joinedParts(name)
  return parts.length > 1 && parts.every((part) => departmentWords.whole(part) !== undefined)
}

/** What the production's own call is called is told by the head of the sheet, not by its list. */
function isProduction(name: string): boolean {
  return labels.whole(name)?.keys.includes('productionCall') ?? false
}

const OF_THE_DAY: ReadonlySet<LabelKey> = new Set<LabelKey>(['crewCall', 'wrap', 'sunrise', 'sunset', 'date'])

function mayBeDepartment(name: string): boolean {
  if (!/^[^\d:]{2,44}$/u.test(name) || !/\p{L}{2}/u.test(name)) return false
  // `Loïc Vasseur (Combo)` among them is one of their people.
  if (/^\p{L}[^()]+ \([^()]+\)$/u.test(name) && isName(name.replace(/\s*\(.*$/u, ''))) return false
  if (isDepartment(name)) return true
  return !isPerson(name) && !(labels.whole(name)?.keys.some((key) => OF_THE_DAY.has(key)) ?? false)
}

/** Rows of a list stand no further apart, in heights of the letters. */
const ROW_REACH = 1.6

function uprightRuns(phrases: readonly Phrase[]): Entry[][] {
  const edges = Map.groupBy(
    phrases.flatMap((phrase) => entryOf(phrase) ?? []),
    ({ phrase }) => `${phrase.page.number}:${Math.round(phrase.left / 2)}`,
  )
  return [...edges.values()].flatMap((entries) => {
    const runs: Entry[][] = []
    for (const entry of entries.toSorted((a, b) => a.phrase.top - b.phrase.top)) {
      const last = runs.at(-1)?.at(-1)
      const goesOn =
        last !== undefined && entry.phrase.top - last.phrase.bottom < entry.phrase.size * ROW_REACH
      if (goesOn) runs.at(-1)?.push(entry)
      else runs.push([entry])
    }
    return runs
  })
}

/** `Kamera - 07:15`, `Kamera | 07:15` */
function entryOf(phrase: Phrase): Entry | null {
  const own = findTimes(phrase.text)
  const [first] = own
  if (first !== undefined) {
    const name = trimmed(phrase.text.slice(0, first.index))
    const rest = trimmed(phrase.text.slice(first.index + first.length))
    if (own.length > 1 || /\p{L}{3}/u.test(rest) || !mayBeDepartment(name)) return null
    return { phrase, name, time: first.time, words: phrase.words }
  }
  const beside = rightOf(phrase)
  const name = trimmed(phrase.text)
  const time = beside === undefined || beside.words.length > 2 ? null : parseTime(beside.text)
  if (beside === undefined || time === null || time.form === 'hour' || !mayBeDepartment(name)) return null
  return { phrase, name, time: time.time, words: beside.words }
}

/** How far under its name a time may stand, in heights of the letters. */
const BAND_REACH = 1.8

/** Rows of names with a row of times under them; a last row may be as short as it is. */
function bands(phrases: readonly Phrase[]): Entry[][] {
  const rows = new Set(phrases.map(({ row }) => row))
  const found: Entry[][] = []
  for (const row of rows) {
    const own = row.phrases.filter((it) => phrases.includes(it))
    const entries = own.flatMap((it) => overTime(it) ?? [])
    if (entries.length === 0 || entries.length < own.length) continue
    const last = found.at(-1)
    const isNext = last !== undefined && last.some(({ phrase }) => isUnder(phrase, entries[0]))
    if (isNext) last.push(...entries)
    else found.push(entries)
  }
  return found
}

function overTime(phrase: Phrase): Entry | null {
  const name = trimmed(phrase.text)
  if (!mayBeDepartment(name)) return null
  const below = phrase.page.rows[phrase.row.index + 1]?.phrases.find((it) => isInColumn(phrase, it))
  const time = below === undefined || below.words.length > 2 ? null : parseTime(below.text)
  if (below === undefined || time === null || time.form === 'hour') return null
  return below.top - phrase.bottom > phrase.size * BAND_REACH
    ? null
    : { phrase, name, time: time.time, words: below.words }
}

/** Two rows further down, in the same columns: the times of the row above stand between. */
function isUnder(upper: Phrase, lower: Entry | undefined): boolean {
  return (
    lower !== undefined &&
    upper.page === lower.phrase.page &&
    lower.phrase.row.index - upper.row.index === 2 &&
    Math.abs(upper.left - lower.phrase.left) < 3
  )
}
