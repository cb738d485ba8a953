import type { Phrase, Word } from '../layout/model.ts'
import { above } from '../layout/neighbours.ts'
import { endsJoining } from '../lexicon/joining.ts'
import { trimmed } from '../normalise/text.ts'
import { parseTime } from '../normalise/times.ts'
import type { ClockTime } from '../types.ts'
import { isDepartment } from './department-lists.ts'
import { isName } from './person.ts'
import { beginsAddress } from './street-number.ts'

/** The name of a department over its people, or beside its own call. */
export interface Heading {
  name: string
  time: ClockTime | null
  /** Words of the time, where it stands in a phrase of its own. */
  words: Word[]
}

/** Words of two departments and their call. */
const LONGEST_HEADING = 9

/** A department with its own call in its phrase (`Kamera: 07:15`) or right of it, or with nothing beside it. */
export function departmentOf(phrase: Phrase): Heading | null {
  if (phrase.words.length > LONGEST_HEADING || isSecondLine(phrase) || isUnderName(phrase)) return null
  const [, name = phrase.text, own] =
    /^(.+?)[:\s]\s*(?:call:?\s*)?((?:godz\.?\s*)?\d{1,2}[:.]?\d{0,2}\s?(?:[ap]\.?m?\.?|AM|PM)?)$/iu.exec(
      phrase.text,
    ) ?? []
  const text = own === undefined ? joined(phrase) : trimmed(name)
  if (!isDepartment(text)) return null
  if (own !== undefined) {
    // `LOCATION 1` is the first of them.
    const time = BARE_NUMBER.test(own) || beginsAddress(own, phrase) ? null : parseTime(own)
    return time === null ? null : { name: text, time: time.time, words: [] }
  }
  const next = phrase.row.phrases[phrase.index + 1]
  if (next === undefined || isDepartment(next.text)) return { name: text, time: null, words: [] }
  const beside = next.text.replace(/^call:?\s*/iu, '')
  const time = next.left - phrase.right < phrase.size * 32 ? parseTime(beside) : null
  if (time !== null) return { name: text, time: time.time, words: next.words }
  // `DIT | Anna Nowak | 06:30`: a role, whatever else is called so.
  return isName(next.text) ? null : { name: text, time: null, words: [] }
}

/** `Bildgestaltung` in smaller print under `Miriam Gräf` is what she does, though a department is called so. */
export function isUnderName(phrase: Phrase): boolean {
  const over = above(phrase, 0.8)
  return (
    over !== undefined &&
    Math.abs(over.left - phrase.left) < 1 &&
    over.size > phrase.size * LARGER &&
    isName(over.text)
  )
}

/** Times as large is larger print. */
const LARGER = 1.05

/** A figure that may be any number. */
export const BARE_NUMBER = /^\d{1,3}$/u

/** A heading that goes on in the line under it: `Maquillaje y`, `peinado`. */
function joined(phrase: Phrase): string {
  if (!endsJoining(phrase.text)) return trimmed(phrase.text)
  const under = phrase.page.rows[phrase.row.index + 1]?.phrases.find((it) => isUnder(phrase, it))
  return trimmed(under === undefined ? phrase.text : `${phrase.text} ${under.text}`)
}

function isUnder(upper: Phrase, lower: Phrase): boolean {
  return (
    Math.abs(lower.left - upper.left) < 2 &&
    lower.size === upper.size &&
    lower.top - upper.bottom < upper.size * 0.5
  )
}

/** `dirección` under `Ayudante de` is the rest of a role. */
function isSecondLine(phrase: Phrase): boolean {
  if (!/^\p{Ll}/u.test(phrase.text)) return false
  const above = phrase.page.rows[phrase.row.index - 1]?.phrases
  return above?.some((it) => isUnder(it, phrase)) ?? false
}
