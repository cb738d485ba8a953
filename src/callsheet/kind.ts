import { findDates } from './fields/dates.ts'
import type { LabelHit } from './fields/labels.ts'
import type { Reading } from './fields/reading.ts'
import { readScheduleDays } from './fields/schedule-days.ts'
import type { Phrase, Row, Word } from './layout/model.ts'
import { kindWords, type LabelKey, sendingWords, shootingStartWords, signWords } from './lexicon/index.ts'
import { findPhones } from './normalise/phones.ts'
import { foldedWords } from './normalise/text.ts'
import { findTimes } from './normalise/times.ts'
import { isMail } from './parts.ts'
import type { SheetKind, SheetSubkind } from './types.ts'

export interface KindRead {
  kind: SheetKind
  subkind: SheetSubkind | null
}

/** What was found on the sheet before anyone asked what it is. */
export interface Found {
  crewCall: boolean
  date: boolean
  scenes: boolean
  cast: boolean
}

/** What a call sheet announces and most other papers do not. */
const TELLING: ReadonlySet<LabelKey> = new Set<LabelKey>([
  'crewCall',
  'wrap',
  'sunrise',
  'sunset',
  'hospital',
  'unitBase',
  'safety',
  'meal',
  'advance',
  'location',
  'parking',
  'weather',
  'day',
])

const SCHEDULES: ReadonlySet<SheetSubkind> = new Set<SheetSubkind>([
  'one-line-schedule',
  'shooting-schedule',
  'day-out-of-days',
])

/** A title in ordinary print; a title that is large or bold; one that is larger than all else near it. */
const TITLE = 1.2
const PROMINENT = 0.7
const LARGEST = 0.5
/** A title under that of a call sheet. */
const PART = 0.5
/** Words that only one kind says: three of them weigh as much as a title. */
const SIGN = 0.4
const MOST_SIGNS = 4
const FILE_NAME = 0.3

/** With a title that says so, a sheet still has to look like one; without, it has to look like nothing else. */
const TITLED_STRUCTURE = 0.6
const UNTITLED_STRUCTURE = 2.4
const LEAST_OTHER = 1
/** Less is a mention, or the name of the file. */
const LEAST_TITLE = 0.7

/**
 * What kind of document this is. What it calls itself weighs most, then what stands in it. Whoever is in doubt is told
 * `other`: a paper that is no call sheet must not get anyone out of bed.
 */
export function kindOf(reading: Reading, found: Found): KindRead {
  const [page] = reading.layout.pages
  if (page !== undefined && isMail(page)) return { kind: 'other', subkind: null }
  const titles = titlesOf(reading)
  const structure = structureOfCallSheet(reading, found)
  const own = titles.get('call-sheet') ?? 0
  const [other] = othersOf(reading, titles, own >= LEAST_TITLE).toSorted((a, b) => b.score - a.score)
  const title = other === undefined ? 0 : (titles.get(other.subkind) ?? 0)
  // Another title as large as the call sheet's, or none at all: what stands on the page decides.
  const isOther =
    other !== undefined && other.score >= LEAST_OTHER && other.score > own + Math.max(0, structure - 2)
  const isTitledOther = title > own && title >= TITLE
  const enough = own >= LEAST_TITLE ? TITLED_STRUCTURE : UNTITLED_STRUCTURE - own
  // Offices call the paper of one day a schedule, too: then what stands on it decides.
  const isOneDay =
    other?.subkind === 'shooting-schedule' && structure >= UNTITLED_STRUCTURE && isOfOneDay(reading)
  // A form that nobody has filled in announces as much as a sheet.
  const isFilled = found.date || found.crewCall
  if (isFilled && (isOneDay || (!isOther && !isTitledOther)) && structure >= enough)
    return { kind: 'call-sheet', subkind: 'call-sheet' }
  if (other === undefined || other.score < LEAST_OTHER) return { kind: 'other', subkind: null }
  // `Drehplan one-liner` is called by both names.
  const isCalledShort = (titles.get('one-line-schedule') ?? 0) >= LEAST_TITLE
  const isShort = other.subkind === 'shooting-schedule' && (isCalledShort || hasStrips(reading))
  const subkind = isShort ? 'one-line-schedule' : other.subkind
  return { kind: SCHEDULES.has(subkind) ? 'schedule' : 'other', subkind }
}

function structureOfCallSheet(reading: Reading, found: Found): number {
  const telling = new Set(
    reading.labels
      .filter((hit) => hit.strength >= 0.7)
      .flatMap((hit) => hit.keys.filter((key) => TELLING.has(key))),
  ).size
  const isShot = reading.labels.some((hit) => hit.strength >= 0.7 && isShootingStart(hit))
  const parts = [
    telling * 0.25,
    isShot ? 0.25 : 0,
    found.crewCall ? 0.8 : 0,
    found.date ? 0.2 : 0,
    found.scenes ? 0.3 : 0,
    found.cast ? 0.3 : 0,
  ]
  return parts.reduce((sum, part) => sum + part, 0)
}

/** `Pierwszy klaps`, `PAT`, `Drehbeginn`: when the camera turns. */
function isShootingStart({ span: { phrase, from, to } }: LabelHit): boolean {
  const words = phrase.words.slice(from, to).map((word) => word.text)
  return shootingStartWords.whole(words.join(' ')) !== undefined
}

function isOfOneDay(reading: Reading): boolean {
  return readScheduleDays(reading, 'shooting-schedule').length < 2
}

interface Scored {
  subkind: SheetSubkind
  score: number
}

/** Every other kind that the title, the words or the form of the page speak for. */
function othersOf(reading: Reading, titles: ReadonlyMap<SheetSubkind, number>, isTitled: boolean): Scored[] {
  const scores = new Map([...titles].filter(([subkind]) => subkind !== 'call-sheet'))
  const add = (subkind: SheetSubkind, score: number): void =>
    void scores.set(subkind, (scores.get(subkind) ?? 0) + score)
  for (const [subkind, count] of signsOf(reading)) {
    // Two may stand on any paper.
    if (count >= 3 || titles.has(subkind)) add(subkind, Math.min(MOST_SIGNS, count) * SIGN)
  }
  if (!isTitled) for (const { subkind, score } of byForm(reading)) add(subkind, score)
  return [...scores].map(([subkind, score]) => ({ subkind, score }))
}

/** How many different words of each kind stand in the document. */
function signsOf({ layout, known }: Reading): Map<SheetSubkind, number> {
  const seen = new Map<SheetSubkind, Set<string>>()
  for (const phrase of layout.phrases) {
    const words = foldedWords(phrase.text)
    words.forEach((_, index) => {
      const match = signWords.match(words, index, known)
      for (const subkind of match?.keys ?? []) {
        const said = seen.get(subkind) ?? new Set<string>()
        said.add(words.slice(index, index + (match?.length ?? 1)).join(' '))
        seen.set(subkind, said)
      }
    })
  }
  return new Map([...seen].map(([subkind, said]) => [subkind, said.size]))
}

const LEAST_STRIPS = 4
const MOST_STRIPS_OF_A_LINE = 1.2

/**
 * `Plan de travail` and `plan de rodaje` name both schedules: the one whose scenes have a line each, and no text
 * beside their set, is the short one.
 */
function hasStrips({ tables }: Reading): boolean {
  const scenes = tables.filter(({ header }) => header.kind === 'scenes')
  const rows = scenes.flatMap((table) => table.rows)
  const lines = rows.reduce((sum, row) => sum + linesIn(row.cells.flat()), 0)
  return (
    rows.length >= LEAST_STRIPS &&
    !scenes.some(({ header }) => header.columns.includes('description')) &&
    lines <= rows.length * MOST_STRIPS_OF_A_LINE
  )
}

function linesIn(words: readonly Word[]): number {
  const bottoms = words.map((word) => word.bottom)
  const size = Math.max(1, ...words.map((word) => word.size))
  return 1 + Math.round((Math.max(...bottoms) - Math.min(...bottoms)) / size)
}

/** Codes of a day-out-of-days: start, work, hold, travel, finish. */
const DOOD_CODE = /^(?:S|W|H|F|T|SW|SWF|WF|SH|SF|HF|WH|PW|PWF|WT|TW|R)$/u
/** A row of the grid has a code for most of its days; so many rows are one. */
const CODES_OF_ROW = 4
const LEAST_DOOD_ROWS = 3
const SCHEDULE_DAYS = 3
const LISTED_PEOPLE = 8
const LISTED_TIMES = 3

/** Kinds that show without saying what they are: a grid of codes, day after day, a list of numbers to ring. */
function byForm(reading: Reading): Scored[] {
  const { layout, country } = reading
  const rows = layout.pages.flatMap((page) => page.rows)
  const days = readScheduleDays(reading, 'shooting-schedule').length
  const phones = layout.phrases.filter(({ text }) => findPhones(text, country).length > 0).length
  const times = layout.phrases.filter(
    ({ text }) => /[:hH.]|Uhr/u.test(text) && findTimes(text).length > 0,
  ).length
  const scored: Scored[] = []
  if (rows.filter(isRowOfCodes).length >= LEAST_DOOD_ROWS)
    scored.push({ subkind: 'day-out-of-days', score: TITLE })
  if (days >= SCHEDULE_DAYS) scored.push({ subkind: 'shooting-schedule', score: TITLE })
  if (phones >= LISTED_PEOPLE && times <= LISTED_TIMES) scored.push({ subkind: 'contact-list', score: TITLE })
  return scored
}

/** `1. CLARA | SW | W | H | W | WF | 5` */
function isRowOfCodes({ phrases }: Row): boolean {
  const words = phrases.flatMap((phrase) => phrase.words)
  const codes = words.filter((word) => DOOD_CODE.test(word.text.toUpperCase())).length
  return codes >= CODES_OF_ROW && codes * 2 >= words.length
}

/** What part of the first page holds its title. */
const HEAD = 0.3
const LONG_PHRASE = 8

/** Kinds named near the top of the first page, weighed by how they are printed, and in the name of the file. */
function titlesOf({ layout, known, options }: Reading): Map<SheetSubkind, number> {
  const found = new Map<SheetSubkind, number>()
  const [page] = layout.pages
  const head = (page?.rows ?? [])
    .filter((row) => page !== undefined && row.top <= page.raw.height * HEAD)
    .flatMap((row) => row.phrases)
  const largest = Math.max(0, ...head.map((phrase) => phrase.size))
  let ownSize = 0
  for (const phrase of head) {
    const words = foldedWords(phrase.text)
    // `Anbei die Dispo für Montag` is what comes with the letter, not the letter.
    if (words.some((_, index) => sendingWords.match(words, index, known) !== undefined)) continue
    for (let index = 0; index < words.length; ) {
      const match = kindWords.match(words, index, known)
      for (const kind of match?.keys ?? []) {
        const printed = titleWeight(phrase, words, index, match?.length ?? 1, layout.bodySize, largest)
        // Under the title of a sheet in no smaller print, `Movement order` is the heading of a part of it.
        const isPart = kind !== 'call-sheet' && ownSize >= phrase.size
        const weight = isPart ? printed * PART : printed
        if (kind === 'call-sheet' && weight >= TITLE) ownSize = Math.max(ownSize, phrase.size)
        found.set(kind, Math.max(found.get(kind) ?? 0, weight))
      }
      index += match?.length ?? 1
    }
  }
  for (const kind of kindsInName(options.fileName)) found.set(kind, (found.get(kind) ?? 0) + FILE_NAME)
  return found
}

function titleWeight(
  phrase: Phrase,
  words: readonly string[],
  index: number,
  length: number,
  bodySize: number,
  largest: number,
): number {
  const others = words.filter(
    (word, at) => (at < index || at >= index + length) && /^\p{L}{2}/u.test(word),
  ).length
  // A heading stands nearly alone; `please bring the call sheet` is none.
  if (others > LONG_PHRASE) return 0
  const isLarge = phrase.size > bodySize * 1.2
  const prominent = isLarge || phrase.bold ? PROMINENT : 0
  const top = isLarge && phrase.size >= largest * 0.95 ? LARGEST : 0
  const isApart = index === 0 || /["”»“\-–—|:,]\s*\S+(?:\s+\S+){0,4}$/u.test(phrase.text)
  const isDated = findDates(phrase.text).length > 0
  const place = index === 0 ? 1 : isApart || isLarge || isDated ? 0.9 : 0.6
  return (TITLE + prominent + top) * place * (others > 4 && !isDated ? 0.6 : 1)
}

function kindsInName(fileName: string | undefined): readonly SheetSubkind[] {
  const words = foldedWords((fileName ?? '').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/\d+/gu, ' '))
  const matches = words.map((_, index) => kindWords.match(words, index))
  return [...new Set(matches.flatMap((match) => match?.keys ?? []))]
}
