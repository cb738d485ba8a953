import type { Phrase } from '../layout/model.ts'
import { below, rightOf } from '../layout/neighbours.ts'
import { findTimes, parseTime, plainness, type TimeFound } from '../normalise/times.ts'
import { spanAt } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { LabelledTime } from './pairs.ts'

const SCORE = 0.95

/** Whether a label announces sunrise and sunset together: `Lever / coucher du soleil`, `SUNRISE/SET`, `Wschód/zachód`. */
export function isSunPair({ keys }: LabelHit): boolean {
  return keys.includes('sunrise') && keys.includes('sunset')
}

/** Its two times, behind it on its line or under it: the first is the sunrise's, as the label says. */
export function sunPair(label: LabelHit): LabelledTime[] {
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
    const [rise, set] = times
    if (place !== undefined && rise !== undefined && set !== undefined && rise.time < set.time)
      return [offer(label, 'sunrise', place, rise), offer(label, 'sunset', place, set)]
    // Each in a cell of its own.
    const next = place === undefined ? undefined : rightOf(place)
    const last = next === undefined || times.length !== 1 ? null : parseTime(next.text)
    if (
      place !== undefined &&
      next !== undefined &&
      rise !== undefined &&
      last !== null &&
      rise.time < last.time
    )
      return [offer(label, 'sunrise', place, rise), offer(label, 'sunset', next, last)]
  }
  return []
}

function offer(label: LabelHit, key: 'sunrise' | 'sunset', phrase: Phrase, found: TimeFound): LabelledTime {
  return {
    label: { ...label, keys: [key] },
    time: found.time,
    until: null,
    span: spanAt(phrase, found.index, found.length),
    score: SCORE * plainness(found),
    twelveHour: found.twelveHour,
  }
}
