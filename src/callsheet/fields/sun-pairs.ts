import { type Phrase, textOf } from '../layout/model.ts'
import { below, rightOf } from '../layout/neighbours.ts'
import { labels as labelBook } from '../lexicon/index.ts'
import { joins } from '../lexicon/joining.ts'
import { foldedWords } from '../normalise/text.ts'
import { findTimes, parseTime, plainness, type TimeFound } from '../normalise/times.ts'
import type { ClockTime } from '../types.ts'
import { spanAt } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { LabelledTime } from './pairs.ts'

const SCORE = 0.95

type Sun = 'sunrise' | 'sunset'
type Order = readonly [Sun, Sun]

const RISE_FIRST: Order = ['sunrise', 'sunset']
const SET_FIRST: Order = ['sunset', 'sunrise']

/**
 * The times of labels that announce sunrise and sunset together, in the order that the label says: `SUNRISE/SET`,
 * `Lever / coucher du soleil`, `ZACHÓD / WSCHÓD`.
 */
export function sunPairs(labels: readonly LabelHit[]): LabelledTime[] {
  return labels.flatMap((label, index) => {
    if (isSun(label, 'sunrise') && isSun(label, 'sunset')) return pairOf(label, orderOf(label))
    const next = labels[index + 1]
    if (next === undefined || !isBeside(label, next)) return []
    const order = [RISE_FIRST, SET_FIRST].find(([one, two]) => isSun(label, one) && isSun(next, two))
    const both = { ...label, span: { ...label.span, to: next.span.to } }
    return order === undefined ? [] : pairOf(both, order)
  })
}

function isSun({ keys }: LabelHit, sun: Sun): boolean {
  return keys.includes(sun)
}

/** Only a stroke or a conjunction stands between them. */
function isBeside({ span: one }: LabelHit, { span: two }: LabelHit): boolean {
  const between = one.phrase.words.slice(one.to, two.from).map(({ text }) => text)
  return one.phrase === two.phrase && between.every((text) => joins(text) || /^[|–-]$/u.test(text))
}

/** What the first words of the label say by themselves. */
function orderOf({ span: { phrase, from, to } }: LabelHit): Order {
  const words = foldedWords(textOf({ phrase, from, to }))
  const first = labelBook.match(words.slice(0, 1))?.keys
  return first?.includes('sunset') === true && !first.includes('sunrise') ? SET_FIRST : RISE_FIRST
}

/** Two times, behind the label on its line or under it: the sun rises before it sets. */
function pairOf(label: LabelHit, [one, two]: Order): LabelledTime[] {
  const fits = (first: ClockTime, second: ClockTime): boolean =>
    one === 'sunrise' ? first < second : first > second
  const { phrase, to } = label.span
  const begin = phrase.words
    .slice(0, to)
    .map((word) => word.text)
    .join(' ').length
  const places: readonly (readonly [Phrase | undefined, number])[] = [
    [phrase, begin],
    [rightOf(phrase), 0],
    [below(phrase), 0],
  ]
  for (const [place, from] of places) {
    const times = place === undefined ? [] : findTimes(place.text).filter(({ index }) => index >= from)
    const [first, second] = times
    if (place !== undefined && first !== undefined && second !== undefined && fits(first.time, second.time))
      return [offer(label, one, place, first), offer(label, two, place, second)]
    // Each in a cell of its own.
    const next = place === undefined ? undefined : rightOf(place)
    const last = next === undefined || times.length !== 1 ? null : parseTime(next.text)
    if (
      place !== undefined &&
      next !== undefined &&
      first !== undefined &&
      last !== null &&
      fits(first.time, last.time)
    )
      return [offer(label, one, place, first), offer(label, two, next, last)]
  }
  return []
}

function offer(label: LabelHit, key: Sun, phrase: Phrase, found: TimeFound): LabelledTime {
  return {
    label: { ...label, keys: [key] },
    time: found.time,
    until: null,
    span: spanAt(phrase, found.index, found.length),
    score: SCORE * plainness(found),
    twelveHour: found.twelveHour,
  }
}
