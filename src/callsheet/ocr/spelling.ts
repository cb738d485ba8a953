import { fold } from '../normalise/text.ts'
import type { SeenWord } from './tsv.ts'

const OPENING = /^["'\u2018\u201a\u201c\u201e`|_\u00a6*]+(?=[\p{L}\p{N}])/u
const CLOSING = /["'\u2019\u201d\u201c]$/u
/** `II` and `III` in a face without serifs; no language read here has these as words. */
const ROMAN = /^(?:[Il]l|lI|[Il]{2}l|[Il]l[Il]|l[Il]{2})$/u

/** No word of a language read here begins so: the stroke of an `ł` was taken for that of a `t` (`Btonie`). */
const CROSSED = /(?<=^[BDGbdg])t(?=[aeiouyóąę])/u
/** The engine's percent from which the marks of a word may be believed. */
const CERTAIN_WORD = 80
/** A word with a capital, and what stands around it; shorter ones differ by their marks alone (`Él`, `El`). */
const NAME = /^(?<before>\P{L}*)(?<name>\p{Lu}\p{L}{4,})(?<after>\P{L}*)$/u

/**
 * What engines misread whatever the language: specks and remains of rules before a word as quotation marks, the Roman
 * two and three as small letters. Nothing here touches a figure.
 */
export function corrected<T extends SeenWord>(line: readonly T[]): T[] {
  const quoted = line.some(({ text }) => CLOSING.test(text))
  return line.map((word) => {
    const text = quoted ? word.text : word.text.replace(OPENING, '')
    const plain = ROMAN.test(text) ? 'I'.repeat(text.length) : text.replace(CROSSED, 'ł')
    return { ...word, text: plain }
  })
}

/**
 * Names as the page spells them elsewhere with more of their marks: small dots and strokes are lost (`Ovelgönne`,
 * `Chetmska`), and hardly ever seen where there is nothing.
 */
export function agreeing<T extends SeenWord>(words: readonly T[]): T[] {
  const spelled = new Map<string, string>()
  for (const { text, confidence } of words) {
    if (confidence < CERTAIN_WORD) continue
    const name = NAME.exec(text)?.groups?.['name']
    if (name === undefined || marksOf(name) === 0) continue
    const known = spelled.get(likeness(name))
    if (known === undefined || marksOf(name) > marksOf(known)) spelled.set(likeness(name), name)
  }
  return words.map((word) => {
    const { before = '', name = '', after = '' } = NAME.exec(word.text)?.groups ?? {}
    const known = name === '' ? undefined : spelled.get(likeness(name))
    return known === undefined || marksOf(known) <= marksOf(name)
      ? word
      : { ...word, text: `${before}${known}${after}` }
  })
}

/** Letters with a mark that can be lost. */
const marksOf = (name: string): number => name.match(/\P{ASCII}/gu)?.length ?? 0

/** The same for names that differ by lost marks only; the case of every letter counts, and `ł` is mistaken for `t`. */
function likeness(name: string): string {
  const isCapitals = name === name.toUpperCase()
  return `${isCapitals}${fold(name).replaceAll('t', 'l')}`
}
