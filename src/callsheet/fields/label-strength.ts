import { isInCell } from '../layout/cells.ts'
import type { Phrase } from '../layout/model.ts'
import type { LabelKey } from '../lexicon/index.ts'

const NUMBERED: readonly LabelKey[] = ['location', 'address', 'unitBase', 'parking', 'hospital', 'meal']

/** `OBIEKT II:`, `LUGAR I`: as places are numbered by hand. */
const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI']

/** The number behind a label (`LOCATION 2`), or the letter of a place alone in its cell; null where none is. */
export function ordinalAfter(phrase: Phrase, word: number, keys: readonly LabelKey[]): number | null {
  if (!keys.some((key) => NUMBERED.includes(key)) || /[:=]$/u.test(phrase.words[word]?.text ?? ''))
    return null
  // `LOC A`, alone in its cell.
  const [letter = ''] = phrase.words.slice(word + 1).map(({ text }) => text)
  if (/^[A-F]$/u.test(letter) && phrase.words.length === word + 2 && isInCell(phrase))
    return letter.charCodeAt(0) - 64
  const roman = ROMAN.indexOf(letter.replace(/[.:)]$/u, '')) + 1
  if (roman > 0 && (/[.:)]$/u.test(letter) || phrase.words.length === word + 2)) return roman
  const match = /^(?:#|nr\.?|no\.?)?(?<ordinal>[1-9])[.:)]?$/iu.exec(phrase.words[word + 1]?.text ?? '')
  return match === null ? null : Number(match.groups?.['ordinal'])
}

/** `LOC. MANAGER:` announces a person: of a longer label the first word says nothing. */
export function isPartOfLabel(phrase: Phrase, to: number, colon: boolean): boolean {
  const [next = '', after = ''] = phrase.words.slice(to, to + 2).map((word) => word.text)
  const isWord = (text: string): boolean => /^[\p{Lu}&/.'-]+$/u.test(text)
  const isLast = (text: string): boolean => /^[\p{Lu}&/.'-]{2,}:$/u.test(text)
  return !colon && (isLast(next) || (isWord(next) && isLast(after)))
}

export interface Setting {
  start: boolean
  /** Behind a mark or a figure. */
  parted: boolean
  alone: boolean
  colon: boolean
  dashed: boolean
  length: number
  /** Bold or in capitals, and what follows is not. */
  set: boolean
}

/** Bold or in capitals, and what follows is not. */
export function isSetApart(phrase: Phrase, from: number, to: number): boolean {
  const own = phrase.words.slice(from, to)
  const rest = phrase.words.slice(to)
  const isCapital = (text: string): boolean => /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text)
  const capital = own.every((word) => isCapital(word.text)) && rest.some((word) => /\p{Ll}/u.test(word.text))
  return capital || (own.every((word) => word.bold) && rest.some((word) => !word.bold))
}

/** How surely words are a label by how they are set, 0 to 1. */
export function strengthOf({ start, parted, alone, colon, dashed, length, set }: Setting): number {
  if (start && (alone || colon)) return 1
  if (start && dashed) return 0.9
  if (start && set) return 0.86
  const words = Math.min(length, 3) * 0.08
  if (start) return 0.62 + words
  // `Zielony plan:` is a sentence with a colon.
  if (colon) return parted ? 0.85 : 0.7
  return 0.45 + words
}
