import type { RawPage, Rule } from '../pdf/page.ts'
import { boundsOf, type Grid, gridFrom, isRuledApart } from './bounds.ts'
import { linesFrom } from './lines.ts'
import { boxAround, type Layout, type Page, type Phrase, type Row, type Word } from './model.ts'
import { typedRule } from './typed-rules.ts'
import { wordsFrom } from './words.ts'
import { joinWrapped } from './wrapped.ts'

/** A gap wider than this, in ems, parts columns; text that is spread to both margins stays below it. */
const COLUMN_GAP = 1.15

/** Characters and rules of every page to words, phrases and rows. */
export function layOut(rawPages: readonly RawPage[]): Layout {
  const phrases: Phrase[] = []
  return layoutOf(
    rawPages.map((raw) => layOutPage(raw, phrases)),
    phrases,
  )
}

/** The pages `from` to `to` (exclusive, by index) as a document of their own. */
export function sublayout(layout: Layout, from: number, to: number): Layout {
  const pages = layout.pages.slice(from, to)
  return layoutOf(
    pages,
    layout.phrases.filter(({ page }) => pages.includes(page)),
  )
}

function layoutOf(pages: Page[], phrases: Phrase[]): Layout {
  pages.forEach((page, index) => {
    page.following = pages[index + 1]
    page.ordinal = index + 1
  })
  return { pages, phrases, bodySize: medianSize(phrases) }
}

function layOutPage(raw: RawPage, phrases: Phrase[]): Page {
  const page: Page = { number: raw.number, ordinal: 1, raw, rows: [], following: undefined }
  const typed: Rule[] = []
  const lines = linesFrom(raw.glyphs).map((line) =>
    wordsFrom(line).filter((word) => word.text.trim() !== '' && !isTypedRule(word, typed)),
  )
  const grid = gridFrom([...raw.rules, ...typed])
  const own: Phrase[] = []
  for (const line of lines) {
    const row = rowFrom(page, line, grid, own)
    if (row.phrases.length > 0) page.rows.push(row)
  }
  for (const phrase of joinWrapped(page.rows)) {
    phrase.id = phrases.length
    phrases.push(phrase)
  }
  return page
}

function isTypedRule(word: Word, rules: Rule[]): boolean {
  const rule = typedRule(word)
  if (rule !== undefined) rules.push(rule)
  return rule !== undefined
}

function rowFrom(page: Page, words: readonly Word[], grid: Grid, phrases: Phrase[]): Row {
  const { top, bottom } = boxAround(words)
  const row: Row = { index: page.rows.length, top, bottom, phrases: [] }
  let run: Word[] = []
  const close = (): void => {
    if (run.length === 0) return
    const phrase = phraseFrom(page, row, run, grid, phrases.length)
    row.phrases.push(phrase)
    phrases.push(phrase)
    run = []
  }
  for (const word of words) {
    const previous = run.at(-1)
    if (previous !== undefined && isColumnGap(previous, word, grid)) close()
    run.push(word)
  }
  close()
  return row
}

function isColumnGap(left: Word, right: Word, grid: Grid): boolean {
  const gap = right.left - left.right
  return gap > COLUMN_GAP * Math.max(left.size, right.size) || isRuledApart(grid, left, right)
}

function phraseFrom(page: Page, row: Row, words: Word[], grid: Grid, id: number): Phrase {
  const box = boxAround(words)
  return {
    id,
    page,
    row,
    index: row.phrases.length,
    words,
    text: words.map((word) => word.text).join(' '),
    ...box,
    size: words.reduce((size, word) => Math.max(size, word.size), 0),
    bold: words.every((word) => word.bold),
    bounds: boundsOf(grid, box),
  }
}

function medianSize(phrases: readonly Phrase[]): number {
  const sizes = phrases.flatMap((phrase) => phrase.words.map((word) => word.size)).toSorted((a, b) => a - b)
  return sizes[Math.floor(sizes.length / 2)] ?? 9
}
