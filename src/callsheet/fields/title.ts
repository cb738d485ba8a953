import type { Layout, Phrase } from '../layout/model.ts'
import { isInColumn } from '../layout/neighbours.ts'
import { cancelledWords, kindWords } from '../lexicon/index.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { findTimes } from '../normalise/times.ts'
import type { Field } from '../types.ts'
import { blockOf, linesOf } from './blocks.ts'
import { findDates } from './dates.ts'
import { fieldOf, fieldOfWords } from './field.ts'
import type { Reading } from './reading.ts'

/** The production's title: after its label, else the largest print at the top that is nothing else. */
export function readTitle(reading: Reading): Field<string> | null {
  for (const hit of reading.labels) {
    if (!hit.keys.includes('title') || hit.strength < 0.85 || hit.span.phrase.page.ordinal > 1) continue
    // `Production` heads a department too, with a colon or not.
    const isTop = hit.span.phrase.top < hit.span.phrase.page.raw.height * 0.25
    if (hit.department !== null && !(isTop && hit.colon)) continue
    const block = blockOf(hit, reading, 1)
    const [text] = block === null ? [] : linesOf(block)
    if (block === null || text === undefined || !isTitle(text)) continue
    return fieldOf(unquoted(text), 0.9, [hit.span, ...block.lines])
  }
  return largestAtTop(reading)
}

function largestAtTop(reading: Reading): Field<string> | null {
  const [page] = reading.layout.pages
  if (page === undefined) return null
  const candidates = page.rows
    .filter((row) => row.top < page.raw.height * 0.35)
    .flatMap((row) => row.phrases)
    .filter(
      (phrase) =>
        isTitle(phrase.text) &&
        reading.labelAt(phrase) === undefined &&
        !reading.isTaken(phrase) &&
        !isKind(phrase),
    )
  const [best, second] = candidates.toSorted((a, b) => prominence(b) - prominence(a))
  if (best === undefined || prominence(best) <= reading.layout.bodySize * 1.1) return null
  const lead = second === undefined ? 1 : prominence(best) / prominence(second)
  const next = page.rows
    .slice(best.row.index + 1, best.row.index + 4)
    .flatMap((row) => row.phrases)
    .find((it) => isNextLine(best, it))
  const words = next === undefined || !isTitle(next.text) ? best.words : [...best.words, ...next.words]
  const text = trimmed(words.map((word) => word.text).join(' '))
  return fieldOfWords(unquoted(text), lead > 1.15 || next === second ? 0.82 : 0.6, page, words)
}

/** A long title is set on two lines. */
function isNextLine(first: Phrase, second: Phrase): boolean {
  const alike = second.size === first.size && second.bold === first.bold
  return alike && isInColumn(first, second) && second.top - first.bottom < first.size
}

function prominence(phrase: Phrase): number {
  return phrase.size * (phrase.bold ? 1.1 : 1)
}

function isKind(phrase: Phrase): boolean {
  const words = foldedWords(phrase.text)
  return (
    words.some((_, index) => kindWords.match(words, index) !== undefined && words.length < 6) ||
    cancelledWords.match(words) !== undefined
  )
}

function isTitle(text: string): boolean {
  return (
    /\p{L}{2}/u.test(text) && text.length < 80 && findTimes(text).length === 0 && findDates(text).length === 0
  )
}

/** The quoted part of a heading is the title; what names the document is no part of it. */
function unquoted(text: string): string {
  const quoted = /["„“«](?<title>[^"”“»]{2,})["”“»]/u.exec(text)?.groups?.['title']
  if (quoted !== undefined) return quoted
  const parts = text.split(/\s+[-–—|]\s+/u)
  const own = parts.filter((part) => kindWords.match(foldedWords(part)) === undefined)
  return own.length > 0 && own.length < parts.length ? own.join(' - ') : text
}

/** A day called off: said in large print, in a stamp across the page, or beside a label. */
export function readCancelled(reading: Reading, layout: Layout): Field<boolean> | null {
  for (const page of layout.pages) {
    for (const phrase of page.rows.flatMap((row) => row.phrases)) {
      const words = foldedWords(phrase.text)
      const at = words.findIndex((_, index) => cancelledWords.match(words, index) !== undefined)
      const short = words.length <= 6 && !reading.isTaken(phrase)
      const prominent =
        phrase.size > layout.bodySize * 1.25 ||
        (phrase.bold && page.ordinal === 1 && phrase.top < page.raw.height * 0.3)
      if (at >= 0 && short && prominent) return fieldOfWords(true, 0.93, page, phrase.words)
    }
    const stamp = page.raw.slanted.find((it) => {
      const words = foldedWords(it.text)
      return words.some((_, index) => cancelledWords.match(words, index) !== undefined)
    })
    if (stamp !== undefined)
      return { value: true, confidence: 0.9, evidence: [{ page: page.number, ...stamp }] }
  }
  return null
}
