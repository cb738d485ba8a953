import type { Languages } from '../language.ts'
import type { Layout, Page, Phrase, Span, Word } from '../layout/model.ts'
import { cellText, readContinuation, readTable, type TableLimits, type TableRow } from '../layout/tables.ts'
import { type ColumnKey, labels as labelsBook } from '../lexicon/index.ts'
import { parseTime } from '../normalise/times.ts'
import { regionOf } from '../region.ts'
import type { Language, ReadOptions } from '../types.ts'
import type { Claims } from './blocks.ts'
import { findHeaders, type TypedHeader } from './headers.ts'
import { findLabels, type LabelHit } from './labels.ts'
import { isSectionLabel, rowBegins } from './sections.ts'

/** A table of the sheet with its rows, those of later pages included. */
export interface SheetTable {
  header: TypedHeader
  rows: TableRow[]
}

/** Everything the fields are read from: the pages in order, the labels on them, the tables. */
export interface Reading extends Claims {
  layout: Layout
  labels: readonly LabelHit[]
  /** Those in the headings of tables too. */
  allLabels: readonly LabelHit[]
  tables: readonly SheetTable[]
  language: Language | null
  /** The languages whose words count, the main one first. */
  known: ReadonlySet<Language>
  /** ISO 3166. */
  country: string
  /** Something on the sheet says the country; else it is only the language's usual one. */
  countryIsEvident: boolean
  /** Nothing speaks against the country that the reader lives in. */
  countryIsHome: boolean
  options: ReadOptions
  reference: Temporal.PlainDate
}

const SURE_LABEL = 0.85
/** Points between a heading and what stands under it. */
const EDGE_SLACK = 4

export function readingOf(layout: Layout, languages: Languages, options: ReadOptions): Reading {
  const { main: language, known } = languages
  const region = regionOf(layout, language, options.home)
  const labels = findLabels(layout, known)
  const byPhrase = Map.groupBy(labels, (hit) => hit.span.phrase)
  for (const hit of labels) for (const line of hit.more) byPhrase.set(line, [hit])
  const labelsIn = (phrase: Phrase): readonly LabelHit[] => byPhrase.get(phrase) ?? []
  const labelAt = (phrase: Phrase): LabelHit | undefined =>
    labelsIn(phrase).find((hit) => hit.span.from === 0 && hit.keys.length > 0 && hit.strength >= SURE_LABEL)
  const taken = new Set<Word>()
  const tables = findTables(layout, known, labelAt, taken)
  return {
    layout,
    labels: labels.filter((hit) => !isTaken(hit.span, taken)),
    allLabels: labels,
    tables,
    language,
    known,
    country: region.country,
    countryIsEvident: region.evident,
    countryIsHome: region.isHome,
    options,
    reference: options.referenceDate ?? Temporal.Now.plainDateISO('UTC'),
    labelAt,
    labelsIn,
    isTaken: (phrase) => phrase.words.every((word) => taken.has(word)),
    isAcrossTable: (outer, inner) => tables.some((table) => isBeside(table, outer, inner)),
  }
}

/** A line written across a table (`Transfer to location 2`) is not the value of a label left of it. */
function isBeside({ header, rows }: SheetTable, outer: Phrase, inner: Phrase): boolean {
  const [first] = header.cells
  const bottom = Math.max(...rows.filter(({ page }) => page === header.page).map((row) => row.bottom))
  return (
    first !== undefined &&
    header.page === inner.page &&
    inner.top > header.row.top &&
    inner.top < bottom &&
    outer.right < first.left &&
    inner.left > first.left - EDGE_SLACK
  )
}

function isTaken(span: Span, taken: ReadonlySet<Word>): boolean {
  return span.phrase.words.slice(span.from, span.to).some((word) => taken.has(word))
}

function findTables(
  layout: Layout,
  known: ReadonlySet<Language>,
  labelAt: (phrase: Phrase) => LabelHit | undefined,
  taken: Set<Word>,
): SheetTable[] {
  const headers = findHeaders(layout, known)
  const headerWords = new Set(headers.flatMap((header) => header.cells.map((cell) => cell.phrase)))
  const tables: SheetTable[] = []
  for (const header of headers) {
    const limits = {
      endsAt: (phrase: Phrase): boolean =>
        headerWords.has(phrase) || isSectionLabel(labelAt(phrase), phrase, header),
      // `COMPANY MOVE: the yard` in the column of the sets.
      interrupts: (phrase: Phrase): boolean => labelAt(phrase)?.keys.includes('otherTime') === true,
      begins: (cells: readonly Word[][]): boolean => rowBegins(header, cells),
    }
    const { rows, edges } = readTable(header, limits)
    const more = continuations(layout, { header, rows, edges }, limits, headerWords)
    const kept = [...rows, ...more].filter(
      (row) => row.cells.some((cell) => cell.length > 0) && !isOfTheDay(header, row),
    )
    take(taken, header, kept)
    tables.push({ header, rows: kept })
  }
  return tables
}

/** `14.45 | Obiad` among the scenes of a plan that goes hour by hour: a time with no scene is the day's. */
function isOfTheDay({ kind, columns }: TypedHeader, { cells }: TableRow): boolean {
  if (kind !== 'scenes') return false
  const textAt = (key: ColumnKey): string => cellText(cells[columns.indexOf(key)] ?? [])
  return textAt('scene') === '' && textAt('number') === '' && parseTime(textAt('time')) !== null
}

/** The words of known columns are spoken for; an unknown heading may be a label over a value of its own. */
function take(taken: Set<Word>, header: TypedHeader, rows: readonly TableRow[]): void {
  header.columns.forEach((key, index) => {
    const cell = header.cells[index]
    const label = key === null ? labelsBook.whole(cell?.text ?? '') : undefined
    // A second column of a stage (`PELUQUERÍA` beside `MAQUILLAJE`) is the table's.
    if (label !== undefined && !label.keys.includes('otherTime')) return
    for (const word of cell?.phrase.words ?? []) taken.add(word)
    for (const row of rows) for (const word of row.cells[index] ?? []) taken.add(word)
  })
}

/** Only a table that reaches the foot of a page goes on over it. */
function reachesFoot(header: TypedHeader, page: Page, bottom: number): boolean {
  const under = page.rows.filter(
    (row) => row.top > bottom && row.phrases.some((it) => it.left < header.right && it.right > header.left),
  )
  return under.length <= 2 && bottom > page.raw.height * 0.6
}

interface FirstPart {
  header: TypedHeader
  rows: readonly TableRow[]
  edges: readonly number[]
}

/** The rows of a table on the pages after its first, up to where its heading is printed again. */
function continuations(
  layout: Layout,
  { header, rows, edges }: FirstPart,
  limits: TableLimits,
  headerPhrases: ReadonlySet<Phrase>,
): TableRow[] {
  const more: TableRow[] = []
  let bottom = rows.at(-1)?.bottom ?? header.row.bottom
  let { page } = header
  while (reachesFoot(header, page, bottom)) {
    const next = layout.pages[layout.pages.indexOf(page) + 1]
    if (next === undefined) break
    const from = next.rows.findIndex((row, index) => index < 6 && isRowOf(header, edges, row.phrases))
    // A repeated heading is a table of its own kind and reads the rest itself.
    const repeated = next.rows
      .slice(0, Math.max(from, 6))
      .some((row) => row.phrases.some((phrase) => headerPhrases.has(phrase)))
    if (from < 0 || repeated) break
    const part = readContinuation(header, edges, next, from, limits)
    more.push(...part)
    page = next
    bottom = part.at(-1)?.bottom ?? 0
  }
  return more
}

/** Whether a line at the top of a page fills the columns of the table as its rows do. */
function isRowOf(header: TypedHeader, edges: readonly number[], phrases: readonly Phrase[]): boolean {
  const cells: Word[][] = Array.from({ length: edges.length + 1 }, () => [])
  for (const word of phrases.flatMap((phrase) => phrase.words)) {
    const index = edges.findIndex((edge) => (word.left + word.right) / 2 < edge)
    cells[index < 0 ? edges.length : index]?.push(word)
  }
  const filled = cells.filter((cell) => cell.length > 0).length
  return filled >= Math.min(3, header.cells.length) && rowBegins(header, cells)
}

/** The index of a column in a table, or -1. */
export function columnOf(table: SheetTable, key: ColumnKey): number {
  return table.header.columns.indexOf(key)
}
