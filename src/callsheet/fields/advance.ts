import type { Phrase, Span } from '../layout/model.ts'
import { leftOf } from '../layout/neighbours.ts'
import { calendarNames, type LabelKey, labels as labelBook } from '../lexicon/index.ts'
import { foldedWords } from '../normalise/text.ts'
import { findTimes } from '../normalise/times.ts'
import type { Language } from '../types.ts'
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
  const byPhrase = Map.groupBy(labels, ({ span }) => span.phrase)
  for (const hit of labels) {
    if (!hit.keys.includes('advance') || hit.strength < 0.7 || isTitle(hit) || isWrap(hit, labels)) continue
    const { phrase } = hit.span
    found.add(phrase)
    for (const other of phrase.row.phrases) if (other.index > phrase.index) found.add(other)
    const left = phrase.left - 20
    const right = phrase.bounds.right
    for (const row of phrase.page.rows.slice(phrase.row.index + 1)) {
      const own = row.phrases.filter((it) => it.left >= left && it.left < right)
      if (own.length > 2 && own.every((it) => isCallOfDepartment(it, byPhrase.get(it)))) break
      if (own.some((it) => endsAdvance(it, phrase, byPhrase.get(it)))) break
      for (const it of own) found.add(it)
    }
  }
  return found
}

/** A sentence is over where the next begins: `17H. Demain`. */
const SENTENCE_END = /[.!?;]$/u
/** `de la mañana`, `am Morgen`: a part of the day, and not the next one. */
const PART_OF_DAY = /^(?:la|am|guten|heute|gestern|jeden|esta|par|this|every)$/iu

/**
 * Whether words stand behind some that speak of the next day in one sentence: `Demain J43 : convocation 9H00`,
 * `Wrap 19:00. Tomorrow unit call 08:00`. At the very top of the sheet they are the name of the film.
 */
export function isSaidOfNextDay({ phrase, from }: Span, known: ReadonlySet<Language>): boolean {
  if (from === 0 || isHead(phrase)) return false
  const words = phrase.words.slice(0, from).map(({ text }) => text)
  const begin = words.findLastIndex(
    (word, index) => SENTENCE_END.test(word) && /^\p{Lu}/u.test(words[index + 1] ?? ''),
  )
  return words.slice(begin + 1).some((_, index, sentence) => {
    const hit = labelBook.match(foldedWords(sentence.slice(index).join(' ')), 0, known)
    return hit?.keys.includes('advance') === true && !PART_OF_DAY.test(sentence[index - 1] ?? '')
  })
}

/** `Wrap: | next day 02:00`, `Est. wrap next day: 02:00`: the night shoot of this day ends then. */
function isWrap({ span: { phrase, from } }: LabelHit, labels: readonly LabelHit[]): boolean {
  const left = from === 0 ? leftOf(phrase) : phrase
  return labels.some(
    ({ keys, span }) =>
      keys.includes('wrap') && span.phrase === left && (left !== phrase || span.to === from),
  )
}

/** What stands above this height of the first page, as a share of it, is the sheet's own head. */
const HEAD = 0.12

/** `Morgen vielleicht`, `Mañana en la azotea`, `Tomorrow Never`: in large print or at the very top it is a film. */
function isTitle({ span, alone, colon }: LabelHit): boolean {
  const { phrase } = span
  const goesOn = !alone && !colon && span.to - span.from === 1 && findDates(phrase.text).length === 0
  const rest = phrase.words.slice(span.to).map(({ text }) => text)
  const isDay = rest.length <= LONGEST_DAY && rest.some((word) => /\d/u.test(word) || isWeekday(word))
  return isHead(phrase) || (goesOn && !isDay && !/^[\s–—-]*\d|^[–—(-]/u.test(rest[0] ?? ''))
}

/** Words that say which day is meant: `DEMAIN J13`, `VORSCHAU FÜR DIENSTAG`, `Mañana día 13`. */
const LONGEST_DAY = 4

/** By its whole name: `So` and `mar` are words. */
function isWeekday(word: string): boolean {
  const [name = ''] = foldedWords(word)
  return name.length > 4 && calendarNames.weekdays.has(name)
}

function isHead({ page, top }: Phrase): boolean {
  return page.ordinal === 1 && top < page.raw.height * HEAD
}

/** `GRIP 10:30A  SOUND 11:00A`: a line of calls is of this day. */
function isCallOfDepartment(phrase: Phrase, own: readonly LabelHit[] = []): boolean {
  return (
    own.some((hit) => hit.span.from === 0 && hit.department !== null) && findTimes(phrase.text).length === 1
  )
}

function endsAdvance(phrase: Phrase, heading: Phrase, own: readonly LabelHit[] = []): boolean {
  return own.some(
    (hit) =>
      hit.span.from === 0 &&
      hit.alone &&
      phrase.size >= heading.size - 0.5 &&
      phrase.bold === heading.bold &&
      hit.keys.some((key) => ENDS.has(key)),
  )
}
