import { isOtherGrid, leavesGrid } from './grids.ts'
import type { Page, Phrase, Row, Word } from './model.ts'

/** A cell of a header row: what its column holds, and where its words stand. */
export interface HeaderCell<Key> {
  keys: readonly Key[]
  /** Its keys come of what stands under it: its own words are not known. */
  guessed?: boolean
  text: string
  left: number
  right: number
  /** The phrase the words are of; its bounds are the cell's rules. */
  phrase: Phrase
}

export interface Header<Key> {
  page: Page
  row: Row
  cells: HeaderCell<Key>[]
  /** Horizontal reach of the table, up to the next table on the same height. */
  left: number
  right: number
}

export interface TableRow {
  page: Page
  /** The words of each column, by the header's order; several lines are joined. */
  cells: Word[][]
  top: number
  bottom: number
}

export interface TableLimits {
  /** A line that cannot belong to the table: a heading, a label, another header. */
  endsAt(phrase: Phrase): boolean
  /** A line by itself that says what happens between two rows. */
  interrupts(phrase: Phrase): boolean
  /** Whether the words of a line's columns begin a new row; else they go on with the row above. */
  begins(cells: readonly Word[][]): boolean
}

/** A gap of this many line heights ends a table that no rules hold together. */
const END_GAP = 2.4
/** Taller than this, in line heights, a ruled box is no cell. */
const TALLEST_CELL = 12
/** Taller than this, in line heights, a band without rules at its sides may hold several rows. */
const LOW_BAND = 3.9
/** Points between two strokes that draw one edge. */
const EDGE_SLACK = 4
/** More lines across the columns than this, one after the other, and the table is over. */
const MAX_BANNERS = 2

/** The rows under a header on its page, with the words of each column. */
export function readTable<Key>(
  header: Header<Key>,
  limits: TableLimits,
): { rows: TableRow[]; edges: number[] } {
  const lines = linesUnder(header, header.page.rows.slice(header.row.index + 1), header.row.bottom, limits)
  const edges = columnEdges(header, lines)
  return { rows: rowsFrom(header, header.page, lines, edges, limits), edges }
}

/** The rows of a table that goes on at the top of another page, in the columns of its first part. */
export function readContinuation<Key>(
  header: Header<Key>,
  edges: readonly number[],
  page: Page,
  from: number,
  limits: TableLimits,
): TableRow[] {
  const rows = page.rows.slice(from)
  const first = rows[0]
  if (first === undefined) return []
  return rowsFrom(header, page, linesUnder(header, rows, first.top, limits), edges, limits)
}

interface Line {
  words: Word[]
  phrases: Phrase[]
  top: number
  bottom: number
}

function linesUnder<Key>(
  header: Header<Key>,
  rows: readonly Row[],
  from: number,
  limits: TableLimits,
): Line[] {
  const lines: Line[] = []
  let banners: Line[] = []
  const rightmost = lastStart(header)
  let bottom = from
  for (const row of rows) {
    const phrases = row.phrases.filter(
      (phrase) => phrase.left < rightmost - 1 && phrase.right > header.left + 1 && !isLeftOf(header, phrase),
    )
    if (phrases.length === 0) continue
    const [first] = phrases
    if (
      first === undefined ||
      ceiling(first, row.top) - bottom > END_GAP * first.size ||
      isOtherGrid(header, phrases) ||
      leavesGrid(lines, phrases) ||
      phrases.some((it) => limits.endsAt(it))
    )
      break
    const words = phrases
      .flatMap((phrase) => phrase.words)
      .filter(
        (word) =>
          (word.left + word.right) / 2 > header.left - 2 && (word.left + word.right) / 2 < header.right + 2,
      )
    const line = { words, phrases, top: row.top, bottom: row.bottom }
    bottom = Math.max(row.bottom, ...phrases.map((phrase) => floor(phrase)))
    if ((phrases.length === 1 && limits.interrupts(first)) || isBanner(header, line, limits)) {
      banners.push(line)
      if (banners.length > MAX_BANNERS) break
    } else {
      lines.push(line)
      banners = []
    }
  }
  return lines
}

/** Heights of the letters between a table and what stands beside it. */
const ASIDE_GAP = 2

/** Words that end well before the first heading begins are of what stands left of the table; numbers may be its rows'. */
function isLeftOf<Key>({ cells: [first] }: Header<Key>, { text, right, size }: Phrase): boolean {
  return first !== undefined && right < first.left - size * ASIDE_GAP && /\p{L}{3}/u.test(text)
}

/**
 * Without a rule at its right a table ends with its last column: a cell begins at its heading's left or, set to the
 * middle or the right, under it; what begins beyond stands beside the table.
 */
function lastStart<Key>({ cells, right }: Header<Key>): number {
  const last = cells.at(-1)
  if (last === undefined || Math.abs(last.phrase.bounds.right - right) < EDGE_SLACK) return right
  return Math.min(right, last.right + EDGE_SLACK)
}

/** The top of a ruled cell, else of the text in it: rows of tall cells are no gap apart. */
function ceiling(phrase: Phrase, top: number): number {
  return isCell(phrase) ? Math.min(top, phrase.bounds.top) : top
}

function floor(phrase: Phrase): number {
  return isCell(phrase) ? phrase.bounds.bottom : phrase.bottom
}

function isCell({ bounds, size }: Phrase): boolean {
  return bounds.bottom - bounds.top < TALLEST_CELL * size
}

/** A line written across the columns (`COMPANY MOVE`, `LUNCH 13:00 - 14:00`) is no row, whatever it begins with. */
function isBanner<Key>(header: Header<Key>, line: Line, limits: TableLimits): boolean {
  const [first] = line.phrases
  if (first === undefined || line.phrases.length > 2) return false
  const crossed = (phrase: Phrase): number =>
    header.cells.filter((cell) => cell.left > phrase.left + 1 && cell.left < phrase.right - 2).length
  const most = Math.max(...line.phrases.map(crossed))
  if (most === 0) return false
  const cells = cellsOf(
    line.words,
    header.cells.slice(1).map((cell) => cell.left - 1),
  )
  return most >= 2
    ? line.phrases.length === 1 || !limits.begins(cells)
    : crossed(first) === 1 &&
        first.words.length > 2 &&
        first.left < (header.cells[0]?.right ?? 0) &&
        !limits.begins(cells)
}

/** The right edge of every column but the last: a rule, else the emptiest gap between two headings. */
function columnEdges<Key>(header: Header<Key>, lines: readonly Line[]): number[] {
  const edges: number[] = []
  header.cells.forEach((cell, index) => {
    const next = header.cells[index + 1]
    if (next === undefined) return
    const rule = next.phrase === cell.phrase ? Infinity : Math.max(cell.phrase.bounds.right, -Infinity)
    const isRuled = rule >= cell.right - 2 && rule <= next.left + 2
    edges.push(isRuled ? rule : emptiest(cell, next, lines))
  })
  return edges
}

function emptiest<Key>(cell: HeaderCell<Key>, next: HeaderCell<Key>, lines: readonly Line[]): number {
  const from = Math.floor(cell.left + 1)
  const to = Math.ceil(next.right - 1)
  const filled = Array.from({ length: Math.max(1, to - from) }, () => 0)
  const words = lines.flatMap((line) => line.words)
  for (const word of words) fill(filled, word.left - from, word.right - from)
  // The headings themselves weigh more than any line: an edge never cuts one.
  for (let weight = 0; weight < 3; weight++) {
    fill(filled, cell.left - from, cell.right - from)
    fill(filled, next.left - from, next.right - from)
  }
  return from + widestMinimum(filled)
}

function fill(filled: number[], from: number, to: number): void {
  for (let x = Math.max(0, Math.round(from)); x < Math.min(filled.length, Math.round(to)); x++) {
    filled[x] = (filled[x] ?? 0) + 1
  }
}

/** The middle of the widest stretch with the fewest words; of equal ones the last, as cells are set to the left. */
function widestMinimum(filled: readonly number[]): number {
  const least = Math.min(...filled)
  let best = { from: 0, length: 0 }
  let start = -1
  for (let x = 0; x <= filled.length; x++) {
    if (x < filled.length && filled[x] === least) {
      if (start < 0) start = x
    } else if (start >= 0) {
      if (x - start >= best.length) best = { from: start, length: x - start }
      start = -1
    }
  }
  return best.from + best.length * 0.6
}

function rowsFrom<Key>(
  header: Header<Key>,
  page: Page,
  lines: readonly Line[],
  edges: readonly number[],
  limits: TableLimits,
): TableRow[] {
  const rows: TableRow[] = []
  let band = Number.NaN
  const isBanded = header.cells.every(({ phrase }) => Number.isFinite(phrase.bounds.bottom) && isCell(phrase))
  for (const line of lines) {
    const cells = cellsOf(line.words, edges)
    const row = rows.at(-1)
    const ruled = row !== undefined && isSpanning(line, row, band) ? band : bandOf(line)
    const isSameBand =
      Number.isFinite(ruled) &&
      ruled === band &&
      (!limits.begins(cells) || isRuledCell(line) || (isBanded && isLow(line)))
    if (
      row !== undefined &&
      (isSameBand || (!limits.begins(cells) && !isNewBand(ruled, band) && isClose(row, line)))
    ) {
      row.cells.forEach((cell, index) => cell.push(...(cells[index] ?? [])))
      row.bottom = line.bottom
    } else {
      rows.push({ page, cells, top: line.top, bottom: line.bottom })
    }
    band = ruled
  }
  return rows
}

function cellsOf(words: readonly Word[], edges: readonly number[]): Word[][] {
  const cells: Word[][] = Array.from({ length: edges.length + 1 }, () => [])
  for (const word of words) {
    const middle = (word.left + word.right) / 2
    const index = edges.findIndex((edge) => middle < edge)
    cells[index < 0 ? edges.length : index]?.push(word)
  }
  return cells
}

/** Between rules at its sides too; a rule far below, or under the whole table, holds more than a row. */
function isRuledCell({ phrases }: Line): boolean {
  return phrases.some(({ bounds }) => Number.isFinite(bounds.left) || Number.isFinite(bounds.right))
}

/** A band with no more than a row and its second and third line in it. */
function isLow({ phrases }: Line): boolean {
  return phrases.every(({ bounds, size }) => bounds.bottom - bounds.top < LOW_BAND * size)
}

/** The rule under a line, where its phrases stand on the same one; a cell of several rows stands on a later. */
function bandOf({ phrases }: Line): number {
  const first = Math.min(...phrases.map(({ bounds }) => bounds.bottom))
  const own = phrases.filter(({ bounds }) => bounds.bottom - first < 1.5)
  const top = Math.max(...own.map(({ bounds }) => bounds.top))
  const isOne = phrases.every((it) => own.includes(it) || (isCell(it) && it.bounds.top <= top + 1.5))
  return isOne && own.length * 2 > phrases.length ? Math.round(first) : Infinity
}

/** A line of nothing but cells that hold this row and more. */
function isSpanning({ phrases }: Line, row: TableRow, band: number): boolean {
  return (
    Number.isFinite(band) &&
    phrases.every((it) => isCell(it) && it.bounds.top < row.top && it.bounds.bottom > band + 1.5)
  )
}

function isNewBand(band: number, previous: number): boolean {
  return Number.isFinite(band) && Number.isFinite(previous) && band !== previous
}

function isClose(row: TableRow, line: Line): boolean {
  return line.top - row.bottom < (line.bottom - line.top) * 0.9
}

export function cellText(words: readonly Word[]): string {
  let text = ''
  words.forEach((word, index) => {
    const previous = words[index - 1]
    // A hyphen at the end of a line is the word's own (`Chorlton-` over `cum-Hardy`).
    const goesOn =
      previous !== undefined &&
      /\p{L}-$/u.test(previous.text) &&
      word.top > previous.top + previous.size * 0.6
    text += previous === undefined || goesOn ? word.text : ` ${word.text}`
  })
  return text.trim()
}
