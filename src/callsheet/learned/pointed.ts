import { layOut } from '../layout/layout.ts'
import { evidenceOf, type Layout, type Page, type Phrase, type Span, textOf } from '../layout/model.ts'
import type { RawPage } from '../pdf/page.ts'
import type { Evidence } from '../types.ts'
import { spansAt } from './spots.ts'
import type { Spot } from './types.ts'

/** Where a person found something: a box that they drew, or words that they copied. */
export type Pointer = Spot | { quotation: string; page?: number | undefined }

/** What is printed where somebody points to; null where the words are not printed or there is no such page. */
export function pointedAt(pages: readonly RawPage[], pointers: readonly Pointer[]): (Evidence[] | null)[] {
  const layout = layOut(pages)
  return pointers.map((pointer) => {
    if ('quotation' in pointer) {
      const [first] = spansOf(layout, pointer.quotation, pointer.page)
      return first === undefined ? null : evidenceOf(first)
    }
    if (!layout.pages.some(({ number }) => number === pointer.page)) return null
    const text = spansAt(layout, pointer).map(textOf).join(' ')
    return [{ page: pointer.page, box: pointer.box, text }]
  })
}

/** Every place where these words are printed, spaces aside: a span for each line that they run over. */
export function spansOf(layout: Layout, quotation: string, page?: number): Span[][] {
  const wanted = bare(quotation)
  if (wanted === '') return []
  return layout.phrases
    .filter((phrase) => page === undefined || phrase.page.number === page)
    .flatMap((phrase) => phrase.words.flatMap((_, from) => only(runFrom(phrase, from, wanted))))
}

const MOST_LINES = 6

/** The words from one on that together say the text, over the lines under it in its column. */
function runFrom(phrase: Phrase, from: number, wanted: string): Span[] | null {
  const spans: Span[] = []
  let said = ''
  for (let line: Phrase | undefined = phrase; line !== undefined && spans.length < MOST_LINES; ) {
    const begin: number = line === phrase ? from : 0
    let to = begin
    for (const word of line.words.slice(begin)) {
      said += bare(word.text)
      to++
      if (!wanted.startsWith(said)) return null
      if (said === wanted) return [...spans, { phrase: line, from: begin, to }]
    }
    spans.push({ phrase: line, from: begin, to })
    line = under(line, phrase.words[from]?.left ?? phrase.left)
  }
  return null
}

function under(phrase: Phrase, left: number): Phrase | undefined {
  const { rows }: Page = phrase.page
  const next = rows[phrase.row.index + 1]?.phrases.find((each) => Math.abs(each.left - left) < each.size)
  return next !== undefined && next.top - phrase.bottom < phrase.size * 1.2 ? next : undefined
}

/** Marks and spaces are copied in many ways. */
const bare = (text: string) => text.normalize('NFC').replaceAll(/[^\p{L}\p{N}+@]/gu, '')
const only = <T>(value: T | null): T[] => (value === null ? [] : [value])
