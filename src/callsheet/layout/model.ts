import type { RawPage } from '../pdf/page.ts'
import { toShown } from '../pdf/page.ts'
import type { Evidence } from '../types.ts'

/** A word with its place on the page, in points from the top left of the page as it is read. */
export interface Word {
  text: string
  left: number
  right: number
  top: number
  bottom: number
  size: number
  bold: boolean
  /** How surely it was recognised in a picture, 0 to 1; 1 where the PDF itself says it. */
  certainty: number
}

/** The space between the rules around a phrase; infinite where there is no rule. */
export interface Bounds {
  left: number
  right: number
  top: number
  bottom: number
}

/** Words that belong together on a line: no column gap and no rule between them. */
export interface Phrase {
  /** Position in reading order over the whole document. */
  id: number
  page: Page
  row: Row
  /** Index in its row. */
  index: number
  words: Word[]
  text: string
  left: number
  right: number
  top: number
  bottom: number
  size: number
  bold: boolean
  bounds: Bounds
}

/** All phrases on one height of the page, left to right. */
export interface Row {
  /** Index on its page. */
  index: number
  top: number
  bottom: number
  phrases: Phrase[]
}

export interface Page {
  /** In the file; 1 is the first. */
  number: number
  /** In its sheet; 1 is the first. */
  ordinal: number
  raw: RawPage
  rows: Row[]
  /** The next page, for what goes on over the foot. */
  following: Page | undefined
}

export interface Layout {
  pages: Page[]
  phrases: Phrase[]
  /** The size of most of the text, in points. */
  bodySize: number
}

/** Words of one phrase, by position: `to` is exclusive. */
export interface Span {
  phrase: Phrase
  from: number
  to: number
}

export function wordsOf(span: Span): Word[] {
  return span.phrase.words.slice(span.from, span.to)
}

export function textOf(span: Span): string {
  return wordsOf(span)
    .map((word) => word.text)
    .join(' ')
}

export function wholePhrase(phrase: Phrase): Span {
  return { phrase, from: 0, to: phrase.words.length }
}

/** The smallest box around all of them; around none it is infinitely far from holding anything. */
export function boxAround(boxes: readonly Bounds[]): Bounds {
  const around: Bounds = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }
  for (const { left, right, top, bottom } of boxes) {
    around.left = Math.min(around.left, left)
    around.right = Math.max(around.right, right)
    around.top = Math.min(around.top, top)
    around.bottom = Math.max(around.bottom, bottom)
  }
  return around
}

/** The text and place of some words of one page, for a person to check. */
export function evidenceOfWords(page: Page, words: readonly Word[]): Evidence {
  const { left, right, top, bottom } = boxAround(words)
  const box = toShown(page.raw, { x: left, y: top, width: right - left, height: bottom - top })
  const round = (value: number): number => Math.round(value * 100) / 100
  return {
    page: page.number,
    box: { x: round(box.x), y: round(box.y), width: round(box.width), height: round(box.height) },
    text: words.map((word) => word.text).join(' '),
  }
}

export function evidenceOf(spans: readonly Span[]): Evidence[] {
  return spans
    .filter((span) => span.to > span.from)
    .map((span) => evidenceOfWords(span.phrase.page, wordsOf(span)))
}
