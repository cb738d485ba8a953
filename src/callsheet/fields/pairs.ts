import { isSameBand } from '../layout/cells.ts'
import { type Phrase, type Row, type Span, textOf, type Word, wordsOf } from '../layout/model.ts'
import { above, below } from '../layout/neighbours.ts'
import type { LabelKey } from '../lexicon/index.ts'
import { isBlank } from '../normalise/blank.ts'
import type { ClockTime } from '../types.ts'
import { isSaidOfNextDay } from './advance.ts'
import { MOST_BROKEN, restOfLabel } from './broken-label.ts'
import type { LabelHit } from './labels.ts'
import { isPerson } from './person.ts'
import type { Reading } from './reading.ts'
import { sunPairs } from './sun-pairs.ts'
import { type TimeHit, timesIn } from './time-hits.ts'

/** A label and the time that it announces. */
export interface LabelledTime {
  label: LabelHit
  time: ClockTime
  /** The other end of a stretch of time: `8h00 – 18h00`. */
  until: ClockTime | null
  span: Span
  score: number
  twelveHour: boolean
}

const TIMED: ReadonlySet<LabelKey> = new Set<LabelKey>([
  'crewCall',
  'productionCall',
  'otherCall',
  'anyCall',
  'wrap',
  'meal',
  'sunrise',
  'sunset',
  'vendor',
  'background',
  'otherTime',
])

/**
 * Gives each time on the page to the label that it fits best. Labels compete: a time right of one label and under
 * another is the former's, and each time and label is used once.
 */
export function pairTimes(
  reading: Reading,
  advance: ReadonlySet<Phrase>,
  claimed: ReadonlySet<Word>,
): LabelledTime[] {
  const labels = reading.labels.filter(
    (hit) =>
      (hit.department !== null || hit.keys.some((key) => TIMED.has(key))) &&
      !advance.has(hit.span.phrase) &&
      !wordsOf(hit.span).every((word) => claimed.has(word)),
  )
  const phrases = reading.layout.phrases.filter((phrase) => !reading.isTaken(phrase) && !advance.has(phrase))
  const isFree = ({ span }: TimeHit): boolean => !wordsOf(span).some((word) => claimed.has(word))
  const times = new Map(phrases.map((phrase) => [phrase, timesIn(phrase, reading).filter(isFree)]))
  const offers = [
    ...sunPairs(labels),
    ...reading.layout.pages.flatMap((page) => page.rows.flatMap((row) => offersInRow(row, labels, times))),
    ...labels.flatMap((label) => offersInColumn(label, times, reading)),
  ]
  return chooseBest(offers.filter((offer) => !isOfNextDay(offer, reading)))
}

const SUN: readonly LabelKey[] = ['sunrise', 'sunset']

/** A forecast says when the sun rises today, and `Wrap: next day 05:00` when today ends. */
function isOfNextDay({ label, span }: LabelledTime, { known }: Reading): boolean {
  if (label.keys.some((key) => SUN.includes(key))) return false
  const isBehind = span.phrase === label.span.phrase && !label.keys.includes('wrap')
  return isSaidOfNextDay(isBehind && span.from > label.span.from ? span : label.span, known)
}

function chooseBest(offers: readonly LabelledTime[]): LabelledTime[] {
  const usedTimes = new Set<string>()
  const usedLabels = new Set<LabelHit>()
  const chosen: LabelledTime[] = []
  for (const offer of offers.toSorted((a, b) => b.score - a.score)) {
    const place = `${offer.span.phrase.id}:${offer.span.from}`
    if (usedTimes.has(place) || usedLabels.has(offer.label)) continue
    usedTimes.add(place)
    usedLabels.add(offer.label)
    chosen.push(offer)
  }
  return chosen
}

type Item = { phrase: number; word: number } & ({ label: LabelHit } | { hit: TimeHit })

function itemsOf(
  phrases: readonly Phrase[],
  labels: readonly LabelHit[],
  times: ReadonlyMap<Phrase, TimeHit[]>,
): Item[] {
  // Within a phrase by its words: it may be a text of two lines.
  const at = ({ phrase, from }: Span): { phrase: number; word: number } => ({
    phrase: phrase.index,
    word: from,
  })
  const own = labels.filter((label) => phrases.includes(label.span.phrase))
  const items: Item[] = [
    ...own.map((label) => ({ ...at(label.span), label })),
    ...phrases.flatMap((phrase) => (times.get(phrase) ?? []).map((hit) => ({ ...at(hit.span), hit }))),
  ]
  return items.toSorted((a, b) => a.phrase - b.phrase || a.word - b.word)
}

/** Label and time on one line; a line that begins with a time and ends with words has each time before its words. */
function offersInRow(
  row: Row,
  labels: readonly LabelHit[],
  times: ReadonlyMap<Phrase, TimeHit[]>,
): LabelledTime[] {
  const inRow = labels.filter((label) => label.span.phrase.row === row)
  if (inRow.length === 0) return []
  const items = itemsOf(row.phrases, inRow, times)
  const first = items[0]
  const last = items.at(-1)
  const isTimeFirst = first !== undefined && last !== undefined && 'hit' in first && 'label' in last
  const zipped = zip(items)
  if (zipped.length > 0) return zipped
  return items.flatMap((item, index) => {
    if (!('label' in item)) return []
    const next = items[index + 1]
    // The row may begin so, whatever stands in the next table on its height.
    const isSecond = index === 1 && first !== undefined && 'hit' in first && !(next && 'hit' in next)
    const timeFirst = (isTimeFirst || isSecond) && !beginsWithLabel(item.label.span.phrase, items)
    const previous = items[index - 1]
    return [
      ...(next !== undefined && 'hit' in next ? offer(item.label, next.hit, timeFirst ? 0.6 : 0.98) : []),
      ...(previous !== undefined && 'hit' in previous
        ? offer(item.label, previous.hit, timeFirst ? 0.95 : 0.55)
        : []),
    ]
  })
}

/** `wschód 7:39, zachód 15:24` has its own order, whatever stands in the cells left of it. */
function beginsWithLabel(phrase: Phrase, items: readonly Item[]): boolean {
  const own = items.filter((item) => ('label' in item ? item.label : item.hit).span.phrase === phrase)
  return own[0] !== undefined && 'label' in own[0] && own.some((item) => 'hit' in item)
}

/** `Sunrise / sunset: 05:27 / 19:50`: two labels, then their two times. */
function zip(items: readonly Item[]): LabelledTime[] {
  const labels = items.filter((item) => 'label' in item)
  const hits = items.filter((item) => 'hit' in item)
  const inOrder = items.slice(0, labels.length).every((item) => 'label' in item)
  const together = labels.every(({ label }) => label.span.phrase === labels[0]?.label.span.phrase)
  if (labels.length < 2 || labels.length !== hits.length || !inOrder || !together) return []
  return labels.flatMap(({ label }, index) => {
    const hit = hits[index]?.hit
    return hit === undefined
      ? []
      : [
          {
            label,
            time: hit.time,
            until: hit.until,
            span: hit.span,
            score: 0.93 * hit.plain,
            twelveHour: hit.twelveHour,
          },
        ]
  })
}

/** What words at the end of a line are worth to a time in the next cell: `SAFETY MEETING 0755 ON SET | 19:15`. */
const LOOSE_END = 0.7

function offer(label: LabelHit, hit: TimeHit, position: number): LabelledTime[] {
  // Between a department (which may be a role) and a time stands a name: the time is that person's.
  const isApart = hit.span.phrase !== label.span.phrase && label.span.from > 0 && !label.colon
  const near =
    nearness(label.span, hit.span, label.department !== null && label.keys.length === 0) *
    (isApart ? LOOSE_END : 1)
  if (near === 0 || namesSomebody(label, hit)) return []
  // A bare hour in running text says nothing; beside its label it does.
  const score = position * near * hit.plain * (0.75 + label.strength / 4)
  return [{ label, time: hit.time, until: hit.until, span: hit.span, score, twelveHour: hit.twelveHour }]
}

/** `Director: Ines Calloway | 7:42A`: a time beside a person is no department's, and may be of a caption under it. */
function namesSomebody({ span: { phrase, to }, department, keys }: LabelHit, { span }: TimeHit): boolean {
  if (department === null || keys.length > 0 || span.phrase === phrase) return false
  return isPerson(textOf({ phrase, from: to, to: phrase.words.length }))
}

/** 1 side by side, less with words or columns between, 0 when something else stands between. */
function nearness(label: Span, time: Span, named: boolean): number {
  if (label.phrase === time.phrase) {
    const between = time.from >= label.to ? time.from - label.to : label.from - time.to
    return between > 8 ? 0 : 1 - Math.max(0, between - 1) * 0.06
  }
  const apart = time.phrase.index - label.phrase.index
  const [left, right] = apart > 0 ? [label, time] : [time, label]
  const tail = left.phrase.words.length - left.to + right.from
  const blanks = left.phrase.row.phrases.slice(left.phrase.index + 1, right.phrase.index)
  if (tail > 6 || blanks.length > (named ? 0 : 1) || blanks.some((it) => isBlank(it.text))) return 0
  const gap = isNextCell(left.phrase, right.phrase) ? 0 : right.phrase.left - left.phrase.right
  return Math.max(
    0,
    0.97 - tail * 0.06 - blanks.length * 0.25 - Math.max(0, gap / left.phrase.size - 12) * 0.02,
  )
}

/** Points between two strokes that draw one edge. */
const EDGE_SLACK = 4

/** Two cells with one rule between them: however wide a form is, they are one row of it. */
function isNextCell(left: Phrase, right: Phrase): boolean {
  return isSameBand(left, right) && Math.abs(left.bounds.right - right.bounds.left) < EDGE_SLACK
}

/** A time under its label, or over it, in one column. */
function offersInColumn(
  label: LabelHit,
  times: ReadonlyMap<Phrase, TimeHit[]>,
  reading: Reading,
): LabelledTime[] {
  const { phrase } = label.span
  const only = (candidate: Phrase | undefined): TimeHit | undefined => {
    if (candidate === undefined || reading.labelAt(candidate) !== undefined) return undefined
    const [hit] = times.get(candidate) ?? []
    return hit !== undefined && hit.span.from <= 1 ? hit : undefined
  }
  if (!label.alone && label.span.from > 0) return offersOverLine(label, times)
  const under = only(below(label.more.at(-1) ?? phrase))
  const over = only(above(phrase, 1.4))
  // A figure in large print has its caption under it.
  const isCaption =
    over !== undefined &&
    over.span.phrase.size >= phrase.size * (under === undefined ? SOMEWHAT_LARGER : LARGE)
  return [
    ...(under === undefined ? [] : columnOffer(label, under, 0.93)),
    ...(over === undefined ? [] : columnOffer(label, over, isCaption ? 0.97 : 0.6)),
  ]
}

/** The same where nothing under the words could be their time. */
const SOMEWHAT_LARGER = 1.1

/** How many times as high as its caption a figure is. */
const LARGE = 1.5

/** Lines of one text are no further apart, in line heights. */
const LINE_REACH = 1.15

/** `..., Sonnenaufgang` at the end of a line and `07:52` at the beginning of the next; the label may be broken too. */
function offersOverLine(label: LabelHit, times: ReadonlyMap<Phrase, TimeHit[]>): LabelledTime[] {
  const { phrase, from, to } = label.span
  if (phrase.words.length - to > MOST_BROKEN) return []
  const next = below(phrase, LINE_REACH)
  // Lines of a cell begin together, or end together.
  const apart = (edge: 'left' | 'right'): number => Math.abs((next?.[edge] ?? 0) - phrase[edge])
  if (next === undefined || Math.min(apart('left'), apart('right')) > phrase.size * 0.6) return []
  const rest =
    to === phrase.words.length ? 0 : restOfLabel(textOf({ ...label.span, from, to: Infinity }), next)
  const hit = rest < 0 ? undefined : times.get(next)?.find(({ span }) => span.from === rest)
  return hit === undefined ? [] : columnOffer(label, hit, 0.97)
}

function columnOffer(label: LabelHit, hit: TimeHit, position: number): LabelledTime[] {
  const whole = label.alone ? 1 : 0.8
  const score = position * whole * hit.plain * (0.75 + label.strength / 4)
  return [{ label, time: hit.time, until: hit.until, span: hit.span, score, twelveHour: hit.twelveHour }]
}
