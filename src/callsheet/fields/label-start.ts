import type { Phrase } from '../layout/model.ts'
import { departmentWords, labels, longest } from '../lexicon/index.ts'
import { foldedWords } from '../normalise/text.ts'
import type { Language } from '../types.ts'

/** A folded word of a phrase, with the index of the printed word that it is of. */
export interface Token {
  folded: string
  word: number
}

export function tokensOf({ words }: Phrase): Token[] {
  const tokens: Token[] = []
  for (const [word, { text }] of words.entries())
    for (const folded of foldedWords(text)) tokens.push({ folded, word })
  return tokens
}

/** A label begins its phrase or a line of it, or follows a mark, a figure or a value in brackets. */
export function canStart(
  phrase: Phrase,
  tokens: readonly Token[],
  index: number,
  known: ReadonlySet<Language>,
): boolean {
  const token = tokens[index]
  const previous = tokens[index - 1]
  if (token === undefined) return false
  if (previous === undefined) return true
  if (previous.word === token.word) return false
  return (
    isParted(phrase, tokens, index) ||
    startsLine(phrase, token.word) ||
    hasColon(phrase, tokens, index, known)
  )
}

/** A mark, a figure or a bracket stands between a word and the one before it. */
export function isParted(phrase: Phrase, tokens: readonly Token[], index: number): boolean {
  return phrase.words
    .slice(tokens[index - 1]?.word ?? 0, tokens[index]?.word)
    .some((word) => /[,;:|/•·)"”»“–—-]$|^[|/•·–—-]|\d[\p{L}º°]{0,4}\.?$|^[ap]\.?m\.?$/iu.test(word.text))
}

/** In running text only a colon makes words a label, or a time behind them where a sentence begins. */
function hasColon(
  phrase: Phrase,
  tokens: readonly Token[],
  index: number,
  known: ReadonlySet<Language>,
): boolean {
  const isSentence = /\p{L}\.$/u.test(phrase.words[tokens[index - 1]?.word ?? -1]?.text ?? '')
  if (!isSentence && !/[:=]/u.test(phrase.text)) return false
  const folded = tokens.map((token) => token.folded)
  const match = longest(labels.match(folded, index, known), departmentWords.match(folded, index, known))
  const last = match && tokens[index + match.length - 1]
  if (last === undefined) return false
  const isTimed = isSentence && /^\d{1,2}[:.h]?\d{2}/u.test(phrase.words[last.word + 1]?.text ?? '')
  const [own = '', next = ''] = phrase.words.slice(last.word, last.word + 2).map((word) => word.text)
  return isTimed || /[:=]$/u.test(own) || /^[:=]$/u.test(next)
}

/** A text of several lines may be several: `FEUILLE DE SERVICE` over `JOUR 4 DE 22`. */
function startsLine({ words }: Phrase, word: number): boolean {
  const [before, own] = [words[word - 1], words[word]]
  return before !== undefined && own !== undefined && own.top > before.top + before.size * 0.6
}
