import { cellOf, isInCell } from '../layout/cells.ts'
import type { Layout, Phrase, Span } from '../layout/model.ts'
import { departmentWords, kindWords, type LabelKey, labels, type Match } from '../lexicon/index.ts'
import { foldedWords } from '../normalise/text.ts'
import type { Language } from '../types.ts'

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

interface Token {
  folded: string
  word: number
}

/** Every label of the document in the languages it is written in, in reading order. */
export function findLabels(layout: Layout, known: ReadonlySet<Language>): LabelHit[] {
  const spoken = new Set<Phrase>()
  return layout.phrases.flatMap((phrase) => {
    if (spoken.has(phrase) || isName(phrase, layout)) return []
    const broken = brokenLabel(phrase, known)
    if (broken === undefined) return joinedLabels(labelsOf(phrase, known)).filter((hit) => !endsRole(hit))
    for (const line of broken.more) spoken.add(line)
    return [broken]
  })
}

/**
 * `PLAN ZDJĘCIOWY` in large print, or in capitals at the very top, is what the document is called; in the size of the text
 * it is where the set is.
 */
function isName(phrase: Phrase, layout: Layout): boolean {
  const isLarge = phrase.size > layout.bodySize * 1.2
  const isTop = phrase.page.ordinal === 1 && phrase.row.index < 2 && !/[\p{Ll}:]/u.test(phrase.text)
  if ((!isLarge && !isTop) || kindWords.whole(phrase.text) === undefined) return false
  return isLarge || labels.whole(phrase.text)?.keys.includes('location') === true
}

const PLACES: readonly LabelKey[] = ['location', 'unitBase', 'parking', 'hospital', 'address', 'meal']
/** Where the unit stands; a `set` or a `plan` with a stroke is the name of one. */
const AREAS: readonly LabelKey[] = ['unitBase', 'parking', 'hospital']
const AND = /^(?:[/&+]|and|und|et|y|e|i|oraz)$/iu

/** `BAZA / PARKING` and `CATERING Y BASE:` are one label of two places, as far as a colon or the whole phrase. */
function joinedLabels(hits: LabelHit[]): LabelHit[] {
  const [first, second, ...others] = hits
  if (first !== undefined && second === undefined) return [withOther(first)]
  if (first === undefined || second === undefined || first.span.from > 0) return hits
  const { phrase } = first.span
  const between = phrase.words.slice(first.span.to, second.span.from)
  const isWhole = second.colon || second.span.to === phrase.words.length
  const isPlace = (hit: LabelHit): boolean => hit.keys.some((key) => PLACES.includes(key))
  if (!isWhole || between.length !== 1 || !AND.test(between[0]?.text ?? '')) return hits
  if (!isPlace(first) || !isPlace(second)) return hits
  const { to } = second.span
  const keys = [...new Set([...first.keys, ...second.keys])]
  const alone = to === phrase.words.length
  const { colon } = second
  return [{ ...first, keys, span: { phrase, from: 0, to }, strength: 1, alone, colon }, ...others]
}

/** `Baza / garderoby`, `Trucks / Basecamp`: a label with a word beside it that is none. */
function withOther(hit: LabelHit): LabelHit {
  const { phrase, from, to } = hit.span
  const others = [...phrase.words.slice(0, from), ...phrase.words.slice(to)].map((word) => word.text)
  const [mark, ...names] = from === 0 ? others : others.toReversed()
  const isPair = mark !== undefined && /^[/&+]$/u.test(mark) && names.length > 0 && names.length < 3
  if (!isPair || (from > 0 && to < phrase.words.length) || !hit.keys.some((key) => AREAS.includes(key)))
    return hit
  return { ...hit, span: { phrase, from: 0, to: phrase.words.length }, strength: 0.95, alone: true }
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
  if (own !== undefined && !own.keys.some((key) => hit.keys.includes(key))) return undefined
  return { ...hit, span: { phrase, from: 0, to: phrase.words.length }, more }
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
  const folded = tokens.map((token) => token.folded)
  const hits: LabelHit[] = []
  let index = 0
  while (index < tokens.length) {
    const hit = canStart(phrase, tokens, index, known)
      ? hitAt(phrase, tokens, folded, index, known)
      : undefined
    if (hit === undefined) {
      index++
    } else {
      hits.push(hit)
      while (index < tokens.length && (tokens[index]?.word ?? 0) < hit.span.to) index++
    }
  }
  return hits
}

function tokensOf(phrase: Phrase): Token[] {
  return phrase.words.flatMap((word, index) =>
    foldedWords(word.text).map((folded) => ({ folded, word: index })),
  )
}

/** A label begins its phrase, or follows a mark, a figure or a value in brackets. */
function canStart(
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
  return isParted(phrase, tokens, index) || hasColon(phrase, tokens, index, known)
}

/** A mark, a figure or a bracket stands between a word and the one before it. */
function isParted(phrase: Phrase, tokens: readonly Token[], index: number): boolean {
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
  const end = colonWord < 0 ? -1 : tokens.findLastIndex(({ word }) => word <= colonWord)
  const folded = end < 0 ? all : all.slice(0, end + 1)
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
  const colon = /[:=]$/u.test(phrase.words[to - 1]?.text ?? '') || /^[:=]/u.test(phrase.words[to]?.text ?? '')
  const dashed = /^[-–—|>]+$/u.test(phrase.words[to]?.text ?? '')
  const alone = index === 0 && to === phrase.words.length
  if (isSmallWord(phrase, first.word, last.word) && !colon) return undefined
  if (alone && isLastOfSentence(phrase)) return undefined
  return {
    keys: label !== undefined && label.length === match.length ? label.keys : [],
    department:
      department !== undefined && department.length === match.length
        ? textBetween(phrase, first.word, to)
        : null,
    span: { phrase, from: first.word, to },
    more: [],
    strength: strengthOf({
      start: index === 0,
      parted: index > 0 && isParted(phrase, tokens, index),
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

function longest<A, B>(a: Match<A> | undefined, b: Match<B> | undefined): Match<A> | Match<B> | undefined {
  return b !== undefined && b.length > (a?.length ?? 0) ? b : a
}

function textBetween(phrase: Phrase, from: number, to: number): string {
  return phrase.words
    .slice(from, to)
    .map((word) => word.text)
    .join(' ')
    .replace(/[\s:=–—-]+$/u, '')
}

const NUMBERED: readonly LabelKey[] = ['location', 'address', 'unitBase', 'parking', 'hospital', 'meal']

function ordinalAfter(phrase: Phrase, word: number, keys: readonly LabelKey[]): number | null {
  if (!keys.some((key) => NUMBERED.includes(key)) || /[:=]$/u.test(phrase.words[word]?.text ?? ''))
    return null
  // `LOC A`, alone in its cell.
  const [letter = ''] = phrase.words.slice(word + 1).map(({ text }) => text)
  if (/^[A-F]$/u.test(letter) && phrase.words.length === word + 2 && isInCell(phrase))
    return letter.charCodeAt(0) - 64
  const match = /^(?:#|nr\.?|no\.?)?(?<ordinal>[1-9])[.:)]?$/iu.exec(phrase.words[word + 1]?.text ?? '')
  return match === null ? null : Number(match.groups?.['ordinal'])
}

/** `LOC. MANAGER:` announces a person: of a longer label the first word says nothing. */
function isPartOfLabel(phrase: Phrase, to: number, colon: boolean): boolean {
  const [next = '', after = ''] = phrase.words.slice(to, to + 2).map((word) => word.text)
  const isWord = (text: string): boolean => /^[\p{Lu}&/.'-]+$/u.test(text)
  const isLast = (text: string): boolean => /^[\p{Lu}&/.'-]{2,}:$/u.test(text)
  return !colon && (isLast(next) || (isWord(next) && isLast(after)))
}

interface Setting {
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

function isSetApart(phrase: Phrase, from: number, to: number): boolean {
  const own = phrase.words.slice(from, to)
  const rest = phrase.words.slice(to)
  const isCapital = (text: string): boolean => /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text)
  const capital = own.every((word) => isCapital(word.text)) && rest.some((word) => /\p{Ll}/u.test(word.text))
  return capital || (own.every((word) => word.bold) && rest.some((word) => !word.bold))
}

function strengthOf({ start, parted, alone, colon, dashed, length, set }: Setting): number {
  if (start && (alone || colon)) return 1
  if (start && dashed) return 0.9
  if (start && set) return 0.86
  const words = Math.min(length, 3) * 0.08
  if (start) return 0.62 + words
  // `Zielony plan:` is a sentence with a colon.
  if (colon) return parted ? 0.85 : 0.7
  return 0.45 + words
}
