import { type Phrase, textOf, wholePhrase } from '../layout/model.ts'
import { rightOf } from '../layout/neighbours.ts'
import { colourWords, kindWords, ofWords } from '../lexicon/index.ts'
import { foldedWords } from '../normalise/text.ts'
import type { Field, Revision, ShootingDayNumber } from '../types.ts'
import { isSaidOfNextDay } from './advance.ts'
import { blockOf, linesOf } from './blocks.ts'
import { findDates } from './dates.ts'
import { fieldOf, spanAt } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { Reading } from './reading.ts'
import { isPageLength, isSceneLine } from './scenes.ts'

const NUMBER = String.raw`^\W*(?:nr|nro|no\.?|n[º°.]|number|#|j|dt)?\s*(?<number>\d{1,3})`
const OF = new RegExp(
  String.raw`${NUMBER}\.?\s*\(?(?:\/|\\|-|(?:${ofWords})\b:?)\s*#?(?<of>\d{1,3})(?![\d/:-]|\.\d)`,
  'iu',
)
const ALONE = new RegExp(String.raw`${NUMBER}(?![\d/:]|\.\d|\s*(?:st|nd|rd|th)\b|\s*h?\s*\p{L})`, 'iu')
/** `12. Drehtag von 35`, `3e jour de tournage`, `2/5 dzień zdjęciowy`: the number stands before its label. */
const BEFORE =
  /(?<![\d./:])(?<number>\d{1,3})(?:\.|e|ème|er|º|o|a|th|st|nd|rd)?(?:\s?\/\s?(?<of>\d{1,3}))?\s*$/iu
const OF_BEHIND = new RegExp(String.raw`^(?:\/|\(?(?:${ofWords})\s)\s*(?<of>\d{1,3})(?![\d/:-]|\.\d)`, 'iu')

const COUNT = new RegExp(String.raw`^(?:${ofWords})\s*:?\s*\d{1,3}$`, 'iu')

const CLEAR_LEAD = 0.06
const DOUBTED = 0.58

/** Day n of m: after, beside or under its label. */
export function readDay(reading: Reading, advance: ReadonlySet<Phrase>): Field<ShootingDayNumber> | null {
  const found = reading.labels
    .filter((hit) => isOfToday(hit, reading, advance) && !isOfScene(hit, reading))
    .flatMap((hit) => dayAfter(hit, reading))
    .toSorted((a, b) => b.confidence - a.confidence)
  const [first] = found
  const best =
    (first?.value.of ?? null) === null
      ? (gluedDay(reading, advance) ?? first ?? dayOfKind(reading, advance))
      : first
  if (best === undefined || best === null) return null
  const rival = found.find(({ value }) => value.number !== best.value.number && value.of === best.value.of)
  const isClose = rival !== undefined && best.confidence - rival.confidence < CLEAR_LEAD
  return isClose ? { ...best, confidence: Math.min(best.confidence, DOUBTED) } : best
}

function isOfToday(hit: LabelHit, { known }: Reading, advance: ReadonlySet<Phrase>): boolean {
  return hit.keys.includes('day') && !advance.has(hit.span.phrase) && !isSaidOfNextDay(hit.span, known)
}

/** `sc. 42A – PLENER – POMOST – DZIEŃ – 6/8 str.` says when a scene plays and how long it is. */
function isOfScene({ span: { phrase, from, to } }: LabelHit, { known }: Reading): boolean {
  const behind = phrase.words.slice(to).map(({ text }) => text)
  return (from > 0 && isSceneLine(phrase.text, known)) || isPageLength(behind.join(' '))
}

/** `J12/35`, `DT 4/22`, `D5 of 20`: the letter of a day and its number in one word, in the sheet's head. */
const GLUED = new RegExp(
  String.raw`(?<![\p{L}\d])(?:J|JT|DT|DR|DZ|JR|D)\.?\s?(?<number>\d{1,3})\s?(?:\/|\s(?:${ofWords})\s)\s?(?<of>\d{1,3})(?![\d/:-]|\.\d)`,
  'u',
)

function gluedDay(reading: Reading, advance: ReadonlySet<Phrase>): Field<ShootingDayNumber> | null {
  for (const phrase of reading.layout.phrases) {
    const isHead = phrase.page.number === 1 && phrase.top < phrase.page.raw.height * 0.35
    const match = isHead && !advance.has(phrase) ? GLUED.exec(phrase.text) : null
    const number = Number(match?.groups?.['number'])
    const of = Number(match?.groups?.['of'])
    if (match !== null && number >= 1 && number <= of && of <= 400)
      return fieldOf({ number, of }, 0.88, [spanAt(phrase, match.index, match[0].length)])
  }
  return null
}

/** Fewer days than this beside the document's name may be its pages, and a month is no count of days. */
const LEAST_DAYS = 13

/** `PLAN DNIA 22 / 34`, `CALL SHEET 5 of 28`: which day of how many, behind what the document is called. */
function dayOfKind({ layout }: Reading, advance: ReadonlySet<Phrase>): Field<ShootingDayNumber> | null {
  for (const phrase of layout.phrases) {
    const isHead = phrase.page.ordinal === 1 && phrase.top < phrase.page.raw.height * 0.35
    const kind = isHead && !advance.has(phrase) ? kindWords.match(foldedWords(phrase.text)) : undefined
    if (kind === undefined || kind.length >= phrase.words.length) continue
    const span = { phrase, from: kind.length, to: phrase.words.length }
    const match = OF.exec(textOf(span))
    const number = Number(match?.groups?.['number'])
    const of = Number(match?.groups?.['of'])
    if (number >= 1 && number <= of && of >= LEAST_DAYS && of <= 400)
      return fieldOf({ number, of }, 0.88, [wholePhrase(phrase)])
  }
  return null
}

function dayAfter(hit: LabelHit, reading: Reading): Field<ShootingDayNumber>[] {
  const block = blockOf(hit, reading, 1)
  const [line] = block?.lines ?? []
  const [text] = block === null ? [] : linesOf(block)
  const date = text === undefined ? undefined : findDates(text)[0]
  const ahead = OF.test(text ?? '') ? null : numberBefore(hit)
  if (ahead !== null) return [ahead]
  if (line === undefined || text === undefined || (date?.index === 0 && date.year !== null)) return []
  const match = OF.exec(text) ?? OF.exec(`${text} ${countBeside(line.phrase)}`) ?? ALONE.exec(text)
  const number = Number(match?.groups?.['number'])
  const of = match?.groups?.['of'] === undefined ? null : Number(match.groups['of'])
  if (match === null || number > 400 || number < 1 || (of !== null && of < number)) return []
  // `CALL SHEET 12` numbers the sheet; `day 12 of 35` says it plainly.
  const plain = of === null ? 0.8 : 0.97
  // `DAY 3/8` low on the page is when a scene plays and how long it is.
  const { phrase } = hit.span
  const isTop = phrase.page.ordinal === 1 && phrase.top < phrase.page.raw.height * 0.4
  const place = isTop ? 1 : of === 8 && number < 8 ? 0.55 : 0.85
  return [fieldOf({ number, of }, plain * place * (0.9 + hit.strength / 10), [hit.span, line])]
}

/** `DAY: 27` and set a little apart `OUT OF: 45`. */
function countBeside(phrase: Phrase): string {
  const right = rightOf(phrase)
  const isCount = right !== undefined && right.left - phrase.right < phrase.size * 3 && COUNT.test(right.text)
  return isCount ? right.text.replace(/:\s*/u, ' ') : ''
}

/** `12. Drehtag`, with `von 35` behind it or without. */
function numberBefore(hit: LabelHit): Field<ShootingDayNumber> | null {
  const { phrase, from, to } = hit.span
  const before = phrase.words
    .slice(0, from)
    .map((word) => word.text)
    .join(' ')
  const after = phrase.words
    .slice(to)
    .map((word) => word.text)
    .join(' ')
  const ahead = BEFORE.exec(before)
  const number = Number(ahead?.groups?.['number'])
  if (!(number >= 1 && number <= 400)) return null
  const printed = ahead?.groups?.['of'] ?? OF_BEHIND.exec(after)?.groups?.['of']
  const of = printed === undefined ? null : Number(printed)
  if (of !== null && of < number) return null
  return fieldOf({ number, of }, of === null ? 0.8 : 0.95, [{ phrase, from: Math.max(0, from - 1), to }])
}

const REVISION = /^\W*(?:nr|no\.?|n[º°.]|#|v)?\s*(?<number>\d{1,2})(?:\.0)?(?![\d./:])/iu
/** `2nd revision`, `2. Fassung`, `2e version`, `2ª versión`. */
const REVISION_BEFORE = /(?<![\d./:-])(?<number>\d{1,2})(?:\.|st|nd|rd|th|e|ème|ª|º)$/iu

/** Revision number and colour; `issuedAt` is added from the dates. */
export function readRevision(reading: Reading, issuedAt: Field<string> | null): Field<Revision> | null {
  for (const hit of revisionLabels(reading)) {
    const { phrase, from, to } = hit.span
    const own = phrase.words
      .slice(to)
      .map((word) => word.text)
      .join(' ')
    // In a grid it stands in the cell beside or under its label.
    const beside = /[\p{L}\d]/u.test(own) ? null : blockOf(hit, reading, 1)
    const after = beside === null ? own : (linesOf(beside)[0] ?? '')
    const before = phrase.words
      .slice(0, from)
      .map((word) => word.text)
      .join(' ')
    const number = (REVISION.exec(after) ?? REVISION_BEFORE.exec(before))?.groups?.['number']
    const colour = colourIn(after) ?? colourIn(before)
    if (colour === null && (number === undefined || !hit.keys.includes('revision'))) continue
    const value = {
      number: number === undefined ? null : Number(number),
      colour,
      issuedAt: issuedAt?.value ?? null,
    }
    return fieldOf(value, 0.9, [{ phrase, from: 0, to: phrase.words.length }, ...(beside?.lines ?? [])])
  }
  return issuedAt && { ...issuedAt, value: { number: null, colour: null, issuedAt: issuedAt.value } }
}

/** Those of the first page, then what a later one says with a colon: its foot may say which version this is. */
function revisionLabels({ labels }: Reading): LabelHit[] {
  const found = labels.filter(({ keys }) => keys.includes('revision') || keys.includes('issued'))
  const isFirst = ({ span }: LabelHit): boolean => span.phrase.page.ordinal === 1
  return [...found.filter(isFirst), ...found.filter((hit) => !isFirst(hit) && hit.colon)]
}

function colourIn(text: string): string | null {
  const words = foldedWords(text)
  for (let index = 0; index < Math.min(words.length, 8); index++) {
    const match = colourWords.match(words, index)
    if (match !== undefined) return printedWords(text, index, match.length)
  }
  return null
}

function printedWords(text: string, from: number, length: number): string {
  const printed = text.toLowerCase().match(/[\p{L}\p{N}#]+/gu) ?? []
  return printed.slice(from, from + length).join(' ')
}
