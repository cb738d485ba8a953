import { cellOf } from '../layout/cells.ts'
import {
  evidenceOfWords,
  type Layout,
  type Page,
  type Phrase,
  type Span,
  wholePhrase,
} from '../layout/model.ts'
import { isInColumn, rowsBelow } from '../layout/neighbours.ts'
import { toShown } from '../pdf/page.ts'
import type { Box } from '../types.ts'
import type { Spot } from './types.ts'

/** A person draws a box by hand: words that stick out of it by a little are meant too. */
const SLACK_POINTS = 2

/** The lines of a page that a person pointed to, top to bottom: of each phrase the words inside of the box. */
export function spansAt(layout: Layout, { page, box }: Spot): Span[] {
  const found = layout.pages.find((each) => each.number === page)
  return (found?.rows ?? []).flatMap((row) =>
    row.phrases.flatMap((phrase) => {
      const inside = phrase.words.flatMap((word, index) => {
        const { left: x, top: y } = word
        const shown = toShown(phrase.page.raw, { x, y, width: word.right - x, height: word.bottom - y })
        return isInside(middleOf(shown), box) ? [index] : []
      })
      const [from] = inside
      return from === undefined ? [] : [{ phrase, from, to: (inside.at(-1) ?? from) + 1 }]
    }),
  )
}

/** The box around some lines of one page, as the page is shown. */
export function spotOf(spans: readonly Span[]): Spot | null {
  const [first] = spans
  if (first === undefined) return null
  const own = spans.filter((span) => span.phrase.page === first.phrase.page)
  const words = own.flatMap((span) => span.phrase.words.slice(span.from, span.to))
  const { page, box } = evidenceOfWords(first.phrase.page, words)
  return { page, box }
}

/** A first line and those that go on under it: in its cell all, else in the same column, at most `count` in all. */
export function linesFrom(first: Span, count: number): Span[] {
  const spans = [first]
  const cell = count > 1 ? cellOf(first.phrase) : []
  const rest = cell.slice(cell.indexOf(first.phrase) + 1)
  if (rest.length > 0) return [...spans, ...rest.map(wholePhrase)]
  let last = first.phrase
  for (const row of rowsBelow(first.phrase)) {
    if (spans.length >= count || row.top - last.bottom > last.size * 1.2) break
    const next = row.phrases.find(
      (phrase) => isInColumn(last, phrase) || Math.abs(phrase.left - leftOfSpan(first)) < last.size,
    )
    if (next === undefined) break
    spans.push({ phrase: next, from: 0, to: next.words.length })
    last = next
  }
  return spans
}

const leftOfSpan = ({ phrase, from }: Span) => phrase.words[from]?.left ?? phrase.left

/** How far a span stands from where a value stood before, in points; another page is further than any place on one. */
export function distance(span: Span, spot: Spot): number {
  const at = spotOf([span])
  if (at === null) return Infinity
  const [one, other] = [middleOf(at.box), middleOf(spot.box)]
  return Math.hypot(one.x - other.x, one.y - other.y) + Math.abs(at.page - spot.page) * 2_000
}

/** Phrases that stand where the spot is, give or take a line. */
export function phrasesNear(page: Page, { box }: Spot): Phrase[] {
  return page.rows
    .flatMap((row) => row.phrases)
    .filter((phrase) => {
      const at = spotOf([{ phrase, from: 0, to: phrase.words.length }])
      return (
        at !== null &&
        Math.abs(at.box.y - box.y) < phrase.size * 1.5 &&
        at.box.x < box.x + box.width &&
        at.box.x + at.box.width > box.x
      )
    })
}

/** Do these lines stand where a person pointed to? */
export function isIn(spans: readonly Span[], spot: Spot): boolean {
  const at = spotOf(spans)
  return at !== null && at.page === spot.page && isInside(middleOf(at.box), spot.box)
}

const middleOf = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 })

function isInside({ x, y }: { x: number; y: number }, box: Box): boolean {
  return (
    x > box.x - SLACK_POINTS &&
    x < box.x + box.width + SLACK_POINTS &&
    y > box.y - SLACK_POINTS &&
    y < box.y + box.height + SLACK_POINTS
  )
}
