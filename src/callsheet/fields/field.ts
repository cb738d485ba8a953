import {
  evidenceOf,
  evidenceOfWords,
  type Page,
  type Phrase,
  type Span,
  type Word,
  wordsOf,
} from '../layout/model.ts'
import type { Field } from '../types.ts'

/** A field from the words it stands on; confidence is rounded to two places and never quite certain. */
export function fieldOf<T>(value: T, confidence: number, spans: readonly Span[]): Field<T> {
  const certainty = certaintyOf(spans.flatMap(wordsOf))
  return { value, confidence: rounded(confidence * certainty), evidence: evidenceOf(spans) }
}

export function fieldOfWords<T>(value: T, confidence: number, page: Page, words: readonly Word[]): Field<T> {
  return {
    value,
    confidence: rounded(confidence * certaintyOf(words)),
    evidence: words.length === 0 ? [] : [evidenceOfWords(page, words)],
  }
}

/**
 * How far words recognised in a picture may be believed: figures as far as the worst of them, because one wrong figure
 * is another time or street number; letters on the whole.
 */
function certaintyOf(words: readonly Word[]): number {
  if (words.length === 0) return 1
  const mean = words.reduce((sum, word) => sum + word.certainty, 0) / words.length
  return Math.min(mean, ...words.filter(({ text }) => /\d/.test(text)).map(({ certainty }) => certainty))
}

/** Two places, 0.05 to 0.99: nothing on paper is certain. */
export function rounded(confidence: number): number {
  return Math.round(Math.min(0.99, Math.max(0.05, confidence)) * 100) / 100
}

/** The words of a phrase that a stretch of its text covers. */
export function spanAt(phrase: Phrase, index: number, length: number): Span {
  let at = 0
  let from = phrase.words.length - 1
  let to = phrase.words.length
  let found = false
  for (const [position, word] of phrase.words.entries()) {
    const end = at + word.text.length
    if (!found && end > index) {
      from = position
      found = true
    }
    if (found && end >= index + length) {
      to = position + 1
      break
    }
    at = end + 1
  }
  return { phrase, from, to }
}
