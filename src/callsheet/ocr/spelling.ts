import type { SeenWord } from './tsv.ts'

const OPENING = /^["'\u2018\u201a\u201c\u201e`|_\u00a6*]+(?=[\p{L}\p{N}])/u
const CLOSING = /["'\u2019\u201d\u201c]$/u
/** `II` and `III` in a face without serifs; no language read here has these as words. */
const ROMAN = /^(?:[Il]l|lI|[Il]{2}l|[Il]l[Il]|l[Il]{2})$/u

/**
 * What engines misread whatever the language: specks and remains of rules before a word as quotation marks, the Roman
 * two and three as small letters. Nothing here touches a figure.
 */
export function corrected<T extends SeenWord>(line: readonly T[]): T[] {
  const quoted = line.some(({ text }) => CLOSING.test(text))
  return line.map((word) => {
    const text = quoted ? word.text : word.text.replace(OPENING, '')
    return { ...word, text: ROMAN.test(text) ? 'I'.repeat(text.length) : text }
  })
}
