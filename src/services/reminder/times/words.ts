import { fold, type Lexicon, type Meaning } from './lexicon.ts'

/** A word, a figure or a sequence of words that the lexicon knows as one. */
export interface Word {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly meanings: readonly Meaning[]
  /** `9:30`, `17.05`, `24.12.2026`, `2026-12-24`: what the figures are is for the phrase to say. */
  readonly figures: Figures | null
}

export interface Figures {
  readonly parts: readonly number[]
  readonly separator: ':' | '.' | '/' | '-'
  /** `07:00` is on the clock of 24 hours. */
  readonly padded: boolean
}

/** Longest first: a date, a time, a number with its ending, a word. A figure never begins inside another one. */
const pieces =
  /(?<iso>\d{4}-\d{2}-\d{2})(?!\d)|(?<date>\d{1,2}(?<mark>[./])\d{1,2}(?:\k<mark>(?:\d{4}|\d{2}))?)(?![\d])|(?<clock>\d{1,2}:\d{2})(?!\d)|(?<figure>\d{1,4})(?<ending>-?(?:st|nd|rd|th|go|tego|ego|ej|ty|szy|gi))?(?![\p{L}\d])|(?<bound>\d{1,4})(?=(?:am|pm|h|min)(?!\p{L}))|(?<word>[ap]\.m\.?|[\p{L}@]+(?:['’-][\p{L}]+)*)|(?<other>\d+)/giu

/** Longer texts hold no times that anybody looks for. */
export const mostWords = 400

export function wordsOf(text: string, lexicon: Lexicon): Word[] {
  const raw = [...text.matchAll(pieces)].slice(0, mostWords)
  const words: Word[] = []
  for (let index = 0; index < raw.length; ) {
    const length = longestEntry(raw, index, lexicon)
    words.push(
      length > 1 ? joined(text, raw.slice(index, index + length), lexicon) : single(raw[index]!, lexicon),
    )
    index += Math.max(length, 1)
  }
  return words
}

function longestEntry(raw: readonly RegExpExecArray[], index: number, lexicon: Lexicon): number {
  for (let length = Math.min(lexicon.longest, raw.length - index); length > 1; length--)
    if (lexicon.entries.has(keyOf(raw.slice(index, index + length)))) return length
  return 1
}

const keyOf = (matches: readonly RegExpExecArray[]) => matches.map(([word]) => fold(word)).join(' ')

function joined(text: string, matches: readonly RegExpExecArray[], lexicon: Lexicon): Word {
  const start = matches[0]!.index
  const last = matches.at(-1)!
  const end = last.index + last[0].length
  const meanings = lexicon.entries.get(keyOf(matches)) ?? []
  return { start, end, text: text.slice(start, end), meanings, figures: null }
}

function single(match: RegExpExecArray, lexicon: Lexicon): Word {
  const { iso, date, clock, figure, ending, bound } = match.groups ?? {}
  const place = { start: match.index, end: match.index + match[0].length, text: match[0] }
  const figures = (text: string, separator: Figures['separator']): Word => ({
    ...place,
    meanings: [],
    figures: { parts: text.split(separator).map(Number), separator, padded: text.startsWith('0') },
  })
  if (iso) return figures(iso, '-')
  if (date) return figures(date, match.groups!.mark as '.' | '/')
  if (clock) return figures(clock, ':')
  const count = figure ?? bound
  if (count) {
    const value = Number(count)
    return { ...place, figures: null, meanings: [{ kind: ending ? 'ordinal' : 'number', value }] }
  }
  const word = match[0].normalize('NFC').toLowerCase()
  const meanings = lexicon.marked.get(word) ?? lexicon.entries.get(fold(word)) ?? []
  return { ...place, figures: null, meanings }
}

/** The meaning of a word of one kind, if it has one. */
export function meaning<K extends Meaning['kind']>(
  word: Word | undefined,
  kind: K,
): Extract<Meaning, { kind: K }> | undefined {
  return word?.meanings.find((each): each is Extract<Meaning, { kind: K }> => each.kind === kind)
}
