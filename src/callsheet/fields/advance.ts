import type { Phrase } from '../layout/model.ts'
import type { LabelKey } from '../lexicon/index.ts'
import { findTimes } from '../normalise/times.ts'
import { findDates } from './dates.ts'
import type { LabelHit } from './labels.ts'

const ENDS: ReadonlySet<LabelKey> = new Set<LabelKey>([
  'contacts',
  'notes',
  'safety',
  'hospital',
  'equipment',
  'crewCall',
  'location',
])

/** The phrases that speak of the next days: what they say is not true of this one. */
export function advancePhrases(labels: readonly LabelHit[]): Set<Phrase> {
  const found = new Set<Phrase>()
  for (const hit of labels) {
    if (!hit.keys.includes('advance') || hit.strength < 0.7 || isTitle(hit)) continue
    const { phrase } = hit.span
    found.add(phrase)
    for (const other of phrase.row.phrases) if (other.index > phrase.index) found.add(other)
    const left = phrase.left - 20
    const right = phrase.bounds.right
    for (const row of phrase.page.rows.slice(phrase.row.index + 1)) {
      const own = row.phrases.filter((it) => it.left >= left && it.left < right)
      if (own.length > 2 && own.every((it) => isCallOfDepartment(it, labels))) break
      if (own.some((it) => endsAdvance(it, phrase, labels))) break
      for (const it of own) found.add(it)
    }
  }
  return found
}

/** What stands above this height of the first page, as a share of it, is the sheet's own head. */
const HEAD = 0.12

/** `Morgen vielleicht`, `Mañana en la azotea`, `Tomorrow Never`: in large print or at the very top it is a film. */
function isTitle({ span, alone, colon }: LabelHit): boolean {
  const { phrase } = span
  const isHead = phrase.page.ordinal === 1 && phrase.top < phrase.page.raw.height * HEAD
  const goesOn = !alone && !colon && span.to - span.from === 1 && findDates(phrase.text).length === 0
  return isHead || (goesOn && !/^[\s–—-]*\d|^[–—(-]/u.test(phrase.words[span.to]?.text ?? ''))
}

/** `GRIP 10:30A  SOUND 11:00A`: a line of calls is of this day. */
function isCallOfDepartment(phrase: Phrase, labels: readonly LabelHit[]): boolean {
  return (
    findTimes(phrase.text).length === 1 &&
    labels.some((hit) => hit.span.phrase === phrase && hit.span.from === 0 && hit.department !== null)
  )
}

function endsAdvance(phrase: Phrase, heading: Phrase, labels: readonly LabelHit[]): boolean {
  return labels.some(
    (hit) =>
      hit.span.phrase === phrase &&
      hit.span.from === 0 &&
      hit.alone &&
      phrase.size >= heading.size - 0.5 &&
      phrase.bold === heading.bold &&
      hit.keys.some((key) => ENDS.has(key)),
  )
}
