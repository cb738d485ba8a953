import type { Phrase, Row } from '../layout/model.ts'
import type { HeaderCell } from '../layout/tables.ts'
import { type ColumnKey, departmentWords, roleWords } from '../lexicon/index.ts'
import { findEmails, findPhones } from '../normalise/phones.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { parseTime } from '../normalise/times.ts'
import { isPerson } from './person.ts'
import { type Known, parseDayNight, parseSlug, parseWhereWhen } from './slug.ts'

/** Rows under the headings that are looked at. */
const MOST_ROWS = 10
/** A gap of this many line heights ends what stands under them. */
const END_GAP = 3
/** Words of a heading. */
const LONGEST_HEADING = 4
/** Of the cells of a column, those that must be of a kind. */
const MOST_OF = 0.7

/** Headings that may stand over anything. */
const VAGUE: ReadonlySet<ColumnKey> = new Set<ColumnKey>(['activity', 'remarks', 'name', 'status'])

type Cells = readonly HeaderCell<ColumnKey>[]

/**
 * Headings that no lexicon has, read by what stands under them: names, page lengths, numbers of the cast. A known heading
 * stands, unless it may be over anything and what is there can only be one thing (script headings under `CO`, `1, 5, 6` under
 * `KTO`).
 */
export function withContents(row: Row, cells: Cells, known: Known): Cells {
  if (!mayBeHeadings(cells)) return cells
  const columns = contentsUnder(row, cells)
  return cells.map((cell, index) => {
    const texts = columns[index] ?? []
    const only = cell.keys.every((key) => VAGUE.has(key)) ? unmistakable(texts, known) : null
    if (only !== null) return { ...cell, keys: [only], guessed: true }
    if (cell.keys.length > 0) return cell
    return { ...cell, keys: likely(texts, known), guessed: true }
  })
}

function mayBeHeadings(cells: Cells): boolean {
  const known = cells.filter(({ keys }) => keys.length > 0).length
  return (
    cells.length >= 3 &&
    known > 0 &&
    cells.every(({ phrase: { text, words } }) => words.length <= LONGEST_HEADING && !/\d/u.test(text)) &&
    !cells.some(({ keys, text }) => keys.length === 0 && isPerson(text))
  )
}

/** The texts of each column in the rows under a row of headings. */
function contentsUnder(row: Row, cells: Cells): string[][] {
  const columns: string[][] = cells.map(() => [])
  const [first] = cells
  const last = cells.at(-1)
  if (first === undefined || last === undefined) return columns
  const { page } = first.phrase
  const right = Number.isFinite(last.phrase.bounds.right) ? last.phrase.bounds.right : last.right + 60
  let { bottom } = row
  for (const next of page.rows.slice(row.index + 1, row.index + 1 + MOST_ROWS)) {
    const own = next.phrases.filter((it) => it.right > first.left - 3 && it.left < right)
    if (own.length === 0) continue
    if (next.top - bottom > END_GAP * first.phrase.size) break
    if (first.phrase.bold && bottom > row.bottom && own.every(({ bold }) => bold)) break
    bottom = next.bottom
    for (const phrase of own) columns[columnOf(phrase, cells)]?.push(trimmed(phrase.text))
  }
  return columns
}

/** Under a heading that is ruled, between its rules; else under the last that begins left of the phrase's middle. */
function columnOf(phrase: Phrase, cells: Cells): number {
  const ruled = cells.findIndex(
    ({ phrase: { bounds } }, index) =>
      bounds.right <= (cells[index + 1]?.left ?? 0) + 2 &&
      phrase.left > bounds.left - 2 &&
      phrase.left < bounds.right - 1,
  )
  if (ruled >= 0) return ruled
  const start = phrase.left + Math.min(phrase.right - phrase.left, phrase.size)
  return Math.max(
    0,
    cells.findLastIndex((cell) => cell.left <= start),
  )
}

/** What nothing else looks like; null where the column holds nothing of the kind. */
function unmistakable(texts: readonly string[], known: Known): ColumnKey | null {
  const slugs = texts.filter((text) => isScriptHeading(text, known)).length
  if (slugs >= 2 || (slugs === 1 && texts.length <= 3)) return 'set'
  if (isMostly(texts, (text) => EIGHTHS.test(text))) return 'pages'
  const isList = texts.some((text) => /^\d{1,3}\p{L}?(?:\s*,\s*\d{1,3}\p{L}?)+$/u.test(text))
  return isList && isMostly(texts, (text) => NUMBERS.test(text)) ? 'castNumbers' : null
}

const EIGHTHS = /^(?:\d{1,2}\s+)?[1-7]\/8(?:\s*\p{L}+\.?)?$/u
const NUMBERS = /^\d{1,3}\p{L}?(?:\s*,\s*\d{1,3}\p{L}?)*$/u

/** `INT. KITCHEN - DAY`, and not `INT / NOC` alone. */
function isScriptHeading(text: string, known: Known): boolean {
  const { intExt, dayNight, set } = parseSlug(text, known)
  return intExt !== null && dayNight !== null && set !== null && /\p{L}{3}/u.test(set)
}

type Test = (text: string, known: Known) => boolean

/** In the order in which they are asked. */
const KINDS: readonly (readonly [readonly ColumnKey[], Test])[] = [
  [['email'], (text) => findEmails(text).length > 0],
  [['intExt'], (text, known) => parseWhereWhen(text, known).intExt !== null],
  [['dayNight'], (text, known) => parseDayNight(text, known) !== null],
  [['time'], (text) => parseTime(text) !== null && /\d\D?\d{2}/u.test(text)],
  [['phone'], (text) => /^\+?[\d\s()./-]{9,}$/u.test(text) && findPhones(text, '').length > 0],
  [['department'], (text) => departmentWords.whole(text) !== undefined],
  [['role'], (text) => roleWords.match(foldedWords(text)) !== undefined],
  [['actor', 'name'], isPerson],
  [['character', 'set'], (text) => /^\p{Lu}[\p{Lu}\s'’./-]+$/u.test(text)],
  [['description'], (text) => text.split(' ').length >= 4 && /\p{Ll}{2}/u.test(text)],
]

function likely(texts: readonly string[], known: Known): readonly ColumnKey[] {
  if (texts.length < 2) return []
  if (isMostly(texts, (text) => /^\d{1,3}\p{L}{0,3}\.?$/u.test(text))) return numbersOf(texts)
  return KINDS.find(([, test]) => isMostly(texts, (text) => test(text, known)))?.[0] ?? []
}

/** `1, 2, 3` number the rows; `28, 32B, 36` are scenes. */
function numbersOf(texts: readonly string[]): readonly ColumnKey[] {
  const isCounted = texts.every((text, index) => Number.parseInt(text, 10) === index + 1)
  return isCounted ? ['number'] : ['scene', 'number']
}

function isMostly(texts: readonly string[], test: (text: string) => boolean): boolean {
  return texts.length > 0 && texts.filter(test).length >= texts.length * MOST_OF
}
