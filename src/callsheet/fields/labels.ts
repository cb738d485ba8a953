import { cellOf } from '../layout/cells.ts'
import type { Layout, Phrase, Span } from '../layout/model.ts'
import { above, below, rightOf } from '../layout/neighbours.ts'
import {
  commonWords,
  departmentWords,
  kindWords,
  type LabelKey,
  labels,
  longest,
  type Match,
} from '../lexicon/index.ts'
import { parseTime } from '../normalise/times.ts'
import type { Language } from '../types.ts'
import { aboutInFront, behindAbout, isTimedLabel } from './about-words.ts'
import { joinedLabels } from './joined-labels.ts'
import { canStart, isParted, type Token, tokensOf } from './label-start.ts'
import { isPartOfLabel, isSetApart, ordinalAfter, strengthOf } from './label-strength.ts'
import { listHeading } from './list-headings.ts'

/** A label on the page. */
export interface LabelHit {
  keys: readonly LabelKey[]
  /** Set when the words are a department's name. */
  department: string | null
  span: Span
  /** The other lines of its cell, where a label is broken over several. */
  more: readonly Phrase[]
  /** How surely these words are a label and not running text, 0 to 1. */
  strength: number
  /** Nothing else stands in its phrase. */
  alone: boolean
  colon: boolean
  /** `LOCATION 2`: 2. */
  ordinal: number | null
  languages: readonly Language[]
}

/** Every label of the document in the languages it is written in, in reading order. */
export function findLabels(layout: Layout, known: ReadonlySet<Language>): LabelHit[] {
  const spoken = new Set<Phrase>()
  return layout.phrases.flatMap((phrase) => {
    if (spoken.has(phrase) || isName(phrase, layout) || isInBrackets(phrase)) return []
    const broken = brokenLabel(phrase, known)
    if (broken === undefined) {
      return joinedLabels(labelsOf(phrase, known), known).filter(
        (hit) => !endsRole(hit) && !endsSentence(hit),
      )
    }
    for (const line of broken.more) spoken.add(line)
    return [broken]
  })
}

/** `(décor)` under `Commissariat` says what kind of place the line above names. */
function isInBrackets({ text, row, page, left }: Phrase): boolean {
  if (!/^\([^()]+\)$/u.test(text)) return false
  return page.rows[row.index - 1]?.phrases.some((it) => Math.abs(it.left - left) < 2) ?? false
}

/**
 * `PLAN ZDJĘCIOWY` in large print, or in capitals at the very top, is what the document is called; in the size of the text
 * it is where the set is.
 */
function isName(phrase: Phrase, layout: Layout): boolean {
  const isLarge = phrase.size > layout.bodySize * 1.2
  const isTop = phrase.page.ordinal === 1 && phrase.row.index < 2 && !/[\p{Ll}:]/u.test(phrase.text)
  if ((!isLarge && !isTop) || kindWords.whole(phrase.text) === undefined) return false
  if (labels.whole(phrase.text)?.keys.includes('crewCall') && isBesideTime(phrase)) return false
  return isLarge || labels.whole(phrase.text)?.keys.includes('location') === true
}

/** `Llamado general` under, over or left of `18:15` is a call; by itself it is what the document is called. */
function isBesideTime(phrase: Phrase): boolean {
  return [above(phrase, 1.4), below(phrase, 1.4), rightOf(phrase)].some(
    (it) => it !== undefined && it.words.length <= 2 && /\d/u.test(it.text) && parseTime(it.text) !== null,
  )
}

/** `plateau` under `Accessoiriste de` in one band of a table is the end of what somebody does. */
function endsRole({ keys, alone, colon, span: { phrase } }: LabelHit): boolean {
  if (!alone || colon || !keys.includes('location') || !Number.isFinite(phrase.bounds.top)) return false
  const { bounds, left, size, bold, top } = phrase
  const above = phrase.page.rows
    .slice(Math.max(0, phrase.row.index - 3), phrase.row.index)
    .flatMap((row) => row.phrases)
    .findLast((it) => Math.abs(it.left - left) < 1)
  return (
    above !== undefined &&
    above.size === size &&
    above.bold === bold &&
    top - above.bottom < size * 0.5 &&
    Math.abs(above.bounds.top - bounds.top) < 1.5 &&
    Math.abs(above.bounds.bottom - bounds.bottom) < 1.5 &&
    bounds.bottom - bounds.top < size * 4
  )
}

/** Words at the end of a line that want another behind them are no longer. */
const LONGEST_SMALL_WORD = 4

/** `UNIT BASE` under `Breakfast from 07.15 at`: the end of a sentence that its cell breaks. */
function endsSentence({ alone, colon, span: { phrase } }: LabelHit): boolean {
  if (!alone || colon) return false
  const above = phrase.page.rows[phrase.row.index - 1]?.phrases.find(
    (it) =>
      Math.abs(it.left - phrase.left) < 2 &&
      it.size === phrase.size &&
      it.words.at(-1)?.bold === phrase.words[0]?.bold,
  )
  if (above === undefined || above.words.length < 3 || phrase.top - above.bottom > phrase.size * 0.6)
    return false
  const last = above.words.at(-1)?.text ?? ''
  return last.length <= LONGEST_SMALL_WORD && commonWords.whole(last) !== undefined
}

const MOST_LINES = 3

/** `LIEU DE` and under it `TOURNAGE` in one ruled cell, with nothing else in it, are one label. */
function brokenLabel(phrase: Phrase, known: ReadonlySet<Language>): LabelHit | undefined {
  const cell = cellOf(phrase)
  const lines = cell.length > 1 ? cell : stacked(phrase)
  const [first, ...more] = lines
  if (first !== phrase || more.length === 0 || lines.length > MOST_LINES) return undefined
  const words = lines.flatMap((line) => line.words)
  const text = words.map((word) => word.text).join(' ')
  const [hit, ...others] = labelsOf({ ...phrase, words, text }, known)
  if (hit === undefined || others.length > 0 || !hit.alone) return undefined
  // What is a label as it stands is broken only from a longer one of its kind: else under it stands another.
  const own = cell.length === 1 ? labels.whole(phrase.text, known) : undefined
  if (own !== undefined && more.some((line) => isLabel(line.text, known))) return undefined
  if (own !== undefined && !own.keys.some((key) => hit.keys.includes(key))) return undefined
  return { ...hit, span: { phrase, from: 0, to: phrase.words.length }, more }
}

/** `Dirección`, `Localización 2`: what is a label by itself. */
function isLabel(text: string, known: ReadonlySet<Language>): boolean {
  return labels.whole(text.replace(/\s+\d$/u, ''), known) !== undefined
}

/** `Nächstes` over `Krankenhaus` in a column of labels without rules, something beside them. */
function stacked(phrase: Phrase): readonly Phrase[] {
  const { words, row, page, size, bold, left, bottom } = phrase
  if (words.length > 3 || row.phrases.length === 1 || /[\d:.]$/u.test(phrase.text)) return [phrase]
  const under = page.rows[row.index + 1]?.phrases.find((it) => Math.abs(it.left - left) < 1)
  const goesOn =
    under !== undefined &&
    under.words.length < 3 &&
    under.size === size &&
    under.bold === bold &&
    under.top - bottom < size * 0.5
  return goesOn ? [phrase, under] : [phrase]
}

function labelsOf(phrase: Phrase, known: ReadonlySet<Language>): LabelHit[] {
  const tokens = tokensOf(phrase)
  const hits = labelsAmong(phrase, tokens, known)
  if (hits.some(({ alone, colon }) => alone || colon)) return hits
  const heading = listHeading(phrase, tokens, known)
  if (heading === undefined) return hits
  const { keys, languages } = heading
  const span = { phrase, from: 0, to: phrase.words.length }
  return [
    {
      keys,
      department: null,
      span,
      more: [],
      strength: SET_AS_HEADING,
      alone: true,
      colon: false,
      ordinal: null,
      languages,
    },
  ]
}

/** Of a heading that says more than its label does. */
const SET_AS_HEADING = 0.86

function labelsAmong(phrase: Phrase, tokens: readonly Token[], known: ReadonlySet<Language>): LabelHit[] {
  const folded = tokens.map((token) => token.folded)
  const hits: LabelHit[] = []
  let index = 0
  while (index < tokens.length) {
    const starts = canStart(phrase, tokens, index, known)
    const isAbout = !starts && index > 0 && tokens[index]?.word === aboutInFront(phrase)
    const found = starts || isAbout ? hitAt(phrase, tokens, folded, index, known) : undefined
    const hit = isAbout && !isTimedLabel(found?.keys ?? []) ? undefined : found
    if (hit === undefined) {
      index++
    } else {
      hits.push(hit)
      while (index < tokens.length && (tokens[index]?.word ?? 0) < hit.span.to) index++
    }
  }
  return hits
}

function hitAt(
  phrase: Phrase,
  tokens: readonly Token[],
  all: readonly string[],
  index: number,
  known: ReadonlySet<Language>,
): LabelHit | undefined {
  // `COSTUME: Call` is not the label `costume call`.
  const colonWord = phrase.words.findIndex(
    ({ text }, at) => at >= (tokens[index]?.word ?? 0) && text.endsWith(':'),
  )
  const colonAt = colonWord < 0 ? -1 : tokens.findLastIndex(({ word }) => word <= colonWord)
  const folded = colonAt < 0 ? all : all.slice(0, colonAt + 1)
  const label = withTwin(phrase, tokens, folded, index, known)
  const department = departmentWords.match(folded, index, known)
  const match = longest(label, department)
  const first = tokens[index]
  const last = match && tokens[index + match.length - 1]
  if (match === undefined || first === undefined || last === undefined) return undefined
  // `call-in` is not the label `call`, and `Set-` goes on in the next line.
  if (tokens[index + match.length]?.word === last.word) {
    // Of `Jour de tournage n°12` the last word is the value.
    const isValue = last.word > first.word && /\d/u.test(phrase.words[last.word]?.text ?? '')
    const before = tokens.findIndex(({ word }) => word === last.word)
    return isValue ? hitAt(phrase, tokens, all.slice(0, before), index, known) : undefined
  }
  if (/\p{L}-$/u.test(phrase.words[last.word]?.text ?? '')) return undefined
  const ordinal = ordinalAfter(phrase, last.word, label === match ? label.keys : [])
  const to = last.word + (ordinal === null ? 1 : 2)
  const isTimed = label === match && isTimedLabel(label.keys)
  const end = isTimed && !/[:=]$/u.test(phrase.words[to - 1]?.text ?? '') ? behindAbout(phrase, to) : to
  const colon =
    /[:=]$/u.test(phrase.words[end - 1]?.text ?? '') || /^[:=]/u.test(phrase.words[end]?.text ?? '')
  const dashed = /^[-–—|>]+$/u.test(phrase.words[end]?.text ?? '')
  // `1. LOCATION` begins with its label as `LOCATION` does.
  const isNumbered = index === 1 && first.word === 1 && /^[1-9][.)]$/u.test(phrase.words[0]?.text ?? '')
  const isAbout = isTimed && first.word > 0 && first.word === aboutInFront(phrase)
  const isFirst = index === 0 || isNumbered || isAbout
  const alone = isFirst && end === phrase.words.length
  if (isSmallWord(phrase, first.word, last.word) && !colon) return undefined
  if (alone && isLastOfSentence(phrase)) return undefined
  return {
    keys: label !== undefined && label.length === match.length ? label.keys : [],
    department:
      department !== undefined && department.length === match.length
        ? textBetween(phrase, first.word, to)
        : null,
    span: { phrase, from: isAbout ? 0 : first.word, to },
    more: [],
    strength: strengthOf({
      start: isFirst,
      parted: !isFirst && isParted(phrase, tokens, index),
      alone,
      colon,
      dashed,
      length: match.length,
      set: isSetApart(phrase, first.word, to) && !isPartOfLabel(phrase, to, colon),
    }),
    alone,
    colon,
    ordinal,
    languages: match.languages,
  }
}

/** `Motiv.` on a line of its own is the end of a sentence; abbreviations (`Loc.`, `Séq.`) are shorter. */
function isLastOfSentence(phrase: Phrase): boolean {
  return phrase.words.length === 1 && /^\p{L}{5,}\.$/u.test(phrase.words[0]?.text ?? '')
}

/** `AB 07:00` is the German call; `ab 7 Uhr` is a word of a sentence, as `v`, `sa` and `la` are. */
function isSmallWord(phrase: Phrase, from: number, to: number): boolean {
  const text = phrase.words[from]?.text ?? ''
  return from === to && /^\P{L}*\p{L}{1,2}\P{L}*$/u.test(text) && /\p{Ll}/u.test(text)
}

/** `A&E / Hospital` is one label said twice. */
function withTwin(
  phrase: Phrase,
  tokens: readonly Token[],
  folded: readonly string[],
  index: number,
  known: ReadonlySet<Language>,
): Match<LabelKey> | undefined {
  const first = labels.match(folded, index, known)
  if (first === undefined) return undefined
  const end = tokens[index + first.length - 1]
  const start = tokens[index + first.length]
  // In whatever language: that it says the same is proof enough.
  const second = start && labels.match(folded, index + first.length)
  const between = phrase.words.slice((end?.word ?? 0) + 1, start?.word).map((word) => word.text)
  const isTwin =
    second !== undefined &&
    between.length === 1 &&
    between[0] === '/' &&
    second.keys.some((key) => first.keys.includes(key))
  return isTwin ? { ...first, length: first.length + second.length } : first
}

function textBetween(phrase: Phrase, from: number, to: number): string {
  return phrase.words
    .slice(from, to)
    .map((word) => word.text)
    .join(' ')
    .replace(/[\s:=–—-]+$/u, '')
}
