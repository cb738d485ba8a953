import { type Phrase, type Span, wholePhrase } from '../layout/model.ts'
import { below, isInColumn, leftOf, rightOf } from '../layout/neighbours.ts'
import { cancelledWords, kindWords, type LabelKey, labels, roleWords } from '../lexicon/index.ts'
import { addressLikeness } from '../normalise/addresses.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { spanAt } from './field.ts'
import type { Reading } from './reading.ts'
import {
  CREDIT,
  companyLikeness,
  kindsIn,
  looksLikeTitle,
  mayBeTitle,
  namesDay,
  namesEpisode,
  namesKind,
  PARTS,
  quotedIn,
  withoutTail,
} from './title-words.ts'

/** A text that may be the production's title. */
export interface TitleCandidate {
  text: string
  spans: Span[]
  /** The logarithm of the odds that it is. */
  weight: number
  /** However much speaks for it, no surer than this. */
  most: number
}

interface Part {
  text: string
  span: Span
  quoted: boolean
  /** What stands before it in its phrase names the document or says `film`, `serial`, `PUB`. */
  announced: boolean
  /** The document's name stands before or behind it, with no mark between. */
  bare: boolean
  /** The number of a part follows it: `Nordlicht – Staffel 4`. */
  series: boolean
}

/** How far down the first page a title may stand, as a share of its height. */
const TOP = 0.35
/** A label this much larger than the rest is what the document is called. */
const TITLED = 1.3
const OF_PLACES: readonly LabelKey[] = ['location', 'unitBase', 'parking', 'hospital', 'address']
const NOTES: readonly LabelKey[] = ['other', 'otherTime', 'notes', 'weather']
/** Text this much larger than the rest is a heading. */
const LARGE = 1.1
/** No heading is longer; longer lines are running text. */
const LONGEST = 160

/** Everything near the top of the first page that may be the title, weighed by how it is set and what is beside it. */
export function titleCandidates(reading: Reading): TitleCandidate[] {
  const [page] = reading.layout.pages
  if (page === undefined) return []
  const phrases = page.rows
    .filter((row) => row.top < page.raw.height * TOP)
    .flatMap((row) => row.phrases)
    .filter((phrase) => !isSpokenFor(phrase, reading))
  const parts = phrases.flatMap((phrase) => partsOf(phrase, reading))
  const largest = Math.max(...parts.map(({ span }) => prominence(span.phrase)))
  return parts.map((part) => candidate(part, largest, reading))
}

function prominence(phrase: Phrase): number {
  return phrase.size * (phrase.bold ? 1.1 : 1)
}

/** Words under another label, beside one, in a table, or about a person are that label's, table's or person's. */
function isSpokenFor(phrase: Phrase, reading: Reading): boolean {
  const words = foldedWords(phrase.text)
  // `DISPO „Alpenmilch“` is the document's name, which is a label too; `"VIENTO DEL ISTMO"` is none.
  const isHeading =
    kindWords.match(words) !== undefined ||
    quotedIn(phrase.text)?.index === 1 ||
    (PARTS.test(phrase.text) && namesDay(phrase.text.split(PARTS)[0] ?? '', reading.known))
  const own = isHeading || isLargeName(phrase, reading) ? undefined : reading.labelAt(phrase)
  const left = leftOf(phrase)
  // The document's name may be a label too (`CITACIÓN`): what stands beside it is not its value.
  const beside =
    left === undefined || left.size > TITLED * reading.layout.bodySize || namesKind(left.text)
      ? undefined
      : reading.labelAt(left)
  return (
    phrase.text.length > LONGEST ||
    reading.isTaken(phrase) ||
    (own !== undefined && !own.keys.includes('title')) ||
    (beside?.alone === true && !beside.keys.includes('title')) ||
    isUnderLabel(phrase, reading) ||
    (!isHeading && roleWords.match(words) !== undefined) ||
    cancelledWords.match(words) !== undefined ||
    endsKind(phrase)
  )
}

/** `MAREA BAJA`: what is set larger than the text at the very top is a name, though tides are announced so. */
function isLargeName(phrase: Phrase, reading: Reading): boolean {
  const isNote = reading.labelAt(phrase)?.keys.every((key) => NOTES.includes(key)) ?? false
  return isNote && phrase.row.index < 2 && prominence(phrase) > LARGE * reading.layout.bodySize
}

/** `Piso Eixample` under `Loc.` in one cell is the place. */
function isUnderLabel(phrase: Phrase, reading: Reading): boolean {
  const above = phrase.page.rows
    .slice(Math.max(0, phrase.row.index - 2), phrase.row.index)
    .flatMap((row) => row.phrases)
    .findLast((it) => isInColumn(it, phrase))
  const label = above === undefined ? undefined : reading.labelAt(above)
  return (
    above !== undefined &&
    label?.alone === true &&
    !namesKind(above.text) &&
    label.keys.some((key) => OF_PLACES.includes(key)) &&
    phrase.top - above.bottom < phrase.size * 0.6
  )
}

/** `SERVICE` under `FEUILLE DE`: the document's name on two lines of its cell. */
function endsKind(phrase: Phrase): boolean {
  const above = phrase.page.rows[phrase.row.index - 1]?.phrases.find((it) => isInColumn(it, phrase))
  return (
    above !== undefined &&
    !namesKind(phrase.text) &&
    kindsIn(`${above.text} ${phrase.text}`) > kindsIn(above.text)
  )
}

function partsOf(phrase: Phrase, reading: Reading): Part[] {
  const quoted = quotedIn(withNextLine(phrase))
  if (quoted !== null && quoted.index < phrase.text.length) {
    const span = spanAt(phrase, quoted.index, Math.min(quoted.text.length, phrase.text.length - quoted.index))
    const before = phrase.text.slice(0, quoted.index)
    // `Folge 31 „Kurschatten“` is that part's name; the series stands elsewhere.
    const head = before.slice(0, -1)
    if (namesEpisode(head)) return nameOfSeries(head, phrase, reading)
    const announced = isAnnouncement(before, phrase, reading)
    return [{ text: quoted.text, span, quoted: true, announced, bare: false, series: false }]
  }
  return plainParts(phrase, reading)
}

/** `Nordlicht – Folge 3 „Kurschatten“`: what stands before the number of the part, where it does. */
function nameOfSeries(before: string, phrase: Phrase, { known }: Reading): Part[] {
  const text = withoutTail(before, known)
  if (text === '' || namesEpisode(text) || !mayBeTitle(text, known) || !phrase.text.startsWith(text))
    return []
  return [
    {
      text,
      span: spanAt(phrase, 0, text.length),
      quoted: false,
      announced: false,
      bare: false,
      series: true,
    },
  ]
}

/** Behind the first number. */
const EPISODE_END = /(?<=\d)(?=\D)/u

/** The parts of a heading that are no name of the document, day or date; the whole where none of them is. */
function plainParts(phrase: Phrase, reading: Reading): Part[] {
  const label = reading.labelsIn(phrase).find(({ span, keys }) => span.from === 0 && keys.includes('title'))
  const begin = label === undefined ? 0 : startOf(phrase, label.span.to)
  const own = phrase.text.slice(begin)
  const printed = own.split(PARTS)
  const several = printed.some(
    (part) =>
      namesKind(part) ||
      namesDay(part, reading.known) ||
      (printed.length > 1 && labels.whole(part, reading.known) !== undefined),
  )
  let from = begin
  return (several ? printed : [own]).flatMap((part) => {
    const { text: named, cut } = withoutKind(part)
    const text = withoutTail(named, reading.known)
    const start = phrase.text.indexOf(text, from)
    from = Math.max(from, start)
    // `Shoot Day 2 of 3`: without its day nothing is left that says anything.
    if (namesDay(part.trim(), reading.known)) return []
    if (text === '' || start < 0 || namesKind(text)) return []
    if (!(isLargeName(phrase, reading) ? looksLikeTitle(text) : mayBeTitle(text, reading.known))) return []
    // `film fabularny pt. CISZA`, `SERIAL NOCNA ZMIANA`; `Film crew` is running text.
    const isNamed = label !== undefined && /^\p{Lu}/u.test(text)
    if (label !== undefined && !isNamed) return []
    const announced = isNamed || cut === 'marked' || (several && cut === 'no')
    const span = spanAt(phrase, start, text.length)
    const series = namesEpisode(
      trimmed(own.slice(own.indexOf(text) + text.length).split(EPISODE_END)[0] ?? ''),
    )
    return [{ text, span, quoted: false, announced, bare: cut === 'bare', series }]
  })
}

/** Where a word of a phrase begins in its text. */
function startOf(phrase: Phrase, word: number): number {
  return phrase.words.slice(0, word).reduce((sum, { text }) => sum + text.length + 1, 0)
}

/** The quotation may close on the next line of its cell. */
function withNextLine(phrase: Phrase): string {
  if (!/[“„"«»]\s*[^“”„"«»]{2,}$/u.test(phrase.text)) return phrase.text
  const next = phrase.page.rows[phrase.row.index + 1]?.phrases.find((it) => isInColumn(phrase, it))
  return next !== undefined && next.top - phrase.bottom < phrase.size
    ? `${phrase.text} ${next.text}`
    : phrase.text
}

/** `CALL SHEET No. 4: PAPER MOONS`, `Paper Moons call sheet`: the title without the document's own name. */
function withoutKind(text: string): { text: string; cut: 'marked' | 'bare' | 'no' } {
  const words = foldedWords(text)
  const lead = kindWords.match(words)
  if (lead?.length === words.length) return { text: trimmed(text), cut: 'no' }
  if (lead !== undefined) {
    const name = String.raw`^(?:[^\p{L}\p{N}#]*[\p{L}\p{N}#]+){${lead.length}}(?:\s*(?:n[ro°º.]?\.?|#)?\s*\d{1,3}(?![\d.:/]))?`
    const marked = text.replace(new RegExp(String.raw`${name}\s*[:,]\s+`, 'iu'), '')
    if (marked !== text) return { text: trimmed(marked), cut: 'marked' }
    return { text: trimmed(text.replace(new RegExp(String.raw`${name}\s+`, 'iu'), '')), cut: 'bare' }
  }
  const at = words.findIndex((_, index) => kindWords.match(words, index)?.length === words.length - index)
  // `Preliminary call sheet`, `Saturday call sheet`: one word more says which.
  if (at < 2) return { text: trimmed(text), cut: 'no' }
  const own = new RegExp(String.raw`^(?:[^\p{L}\p{N}#]*[\p{L}\p{N}#]+){${at}}`, 'u').exec(text)?.[0] ?? text
  return { text: trimmed(own), cut: 'bare' }
}

function isAnnouncement(before: string, phrase: Phrase, reading: Reading): boolean {
  return (
    namesKind(before) ||
    reading.labelsIn(phrase).some((hit) => hit.keys.includes('title')) ||
    /(?:^|\s)pt\.?\s*$/iu.test(before)
  )
}

function candidate(part: Part, largest: number, reading: Reading): TitleCandidate {
  const { text, span, quoted, announced, bare, series } = part
  const { phrase } = span
  const relative = prominence(phrase) / reading.layout.bodySize
  const isLarge = relative > LARGE
  const isLargest = prominence(phrase) >= largest - 0.1
  const words = text.split(' ')
  const credited = isCredited(phrase)
  const capitals = /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text)
  const weight = [
    -1.2,
    quoted ? 2.4 : 0,
    announced ? 0.8 : 0,
    series ? 1.2 : 0,
    phrase.top < phrase.page.raw.height * 0.15 ? 0.6 : -0.4,
    phrase.row.index < 2 ? 0.4 : 0,
    Math.min(1.5, Math.max(-0.5, (relative - 1) * 4)),
    isLargest ? 0.6 : 0,
    capitals ? 0.5 : 0,
    credited ? 1.2 : 0,
    isNearKind(phrase) ? 0.4 : 0,
    companyLikeness(text) > 0 ? -2 : 0,
    // `Rue des Écouffes`, `Exit 14`: films are called so, and more often places.
    quoted || announced ? 0 : addressLikeness(text) * -1.6,
    isSentence(words, text) ? -2 : 0,
    !quoted && /[:@]|\d{3}/u.test(text) ? -1.5 : 0,
  ].reduce((sum, each) => sum + each, 0)
  // Plain words no larger than the rest are the title only by their place.
  const isPlain = bare || (!quoted && !announced && !series && !credited && !isLarge)
  const next = quoted || announced || !isLarge ? undefined : nextLine(phrase, reading)
  return {
    text: next === undefined ? text : `${text} ${trimmed(next.text)}`,
    spans: next === undefined ? [span] : [span, wholePhrase(next)],
    weight: isPlain && !bare && !(capitals && phrase.row.index < 3) ? Math.min(weight, -0.1) : weight,
    most: isPlain ? 0.58 : 0.95,
  }
}

/** Many words, most of them small, or an end as of a sentence. */
function isSentence(words: readonly string[], text: string): boolean {
  const small = words.filter((word) => /^\p{Ll}/u.test(word)).length
  return words.length > 7 || (words.length > 4 && small > words.length * 0.7) || /\p{Ll}{3}[.,;]$/u.test(text)
}

/** The director is named behind, beside or under it. */
function isCredited(phrase: Phrase): boolean {
  return [phrase, rightOf(phrase), below(phrase, 1)].some((it) => it !== undefined && CREDIT.test(it.text))
}

/** The document's own name stands in the same line or in the two above and below. */
function isNearKind(phrase: Phrase): boolean {
  const { index } = phrase.row
  return phrase.page.rows
    .slice(Math.max(0, index - 2), index + 3)
    .some((row) => row.phrases.some((it) => it.words.length < 8 && namesKind(it.text)))
}

/** A long title is set on two lines. */
function nextLine(first: Phrase, reading: Reading): Phrase | undefined {
  return first.page.rows
    .slice(first.row.index + 1, first.row.index + 4)
    .flatMap((row) => row.phrases)
    .find((it) => {
      const alike = it.size === first.size && it.bold === first.bold
      const near = isInColumn(first, it) && it.top - first.bottom < first.size
      return alike && near && mayBeTitle(it.text, reading.known) && !isSpokenFor(it, reading)
    })
}
