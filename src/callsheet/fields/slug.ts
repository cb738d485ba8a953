import { dayNightWords, intExtWords } from '../lexicon/index.ts'
import { fold, foldedWords, trimmed } from '../normalise/text.ts'
import type { DayNight, IntExt, Language } from '../types.ts'

/** The languages whose words count, the sheet's own first: `D` is day in English and dusk in German. */
export type Known = ReadonlySet<Language>

export interface Slug {
  intExt: IntExt | null
  dayNight: DayNight | null
  set: string | null
}

/** What a cell of a column for both says: `INT`, `Int./Ext. / Jour`, `E/N`, `WN DZ`. */
export function parseWhereWhen(text: string, known: Known): Omit<Slug, 'set'> {
  const words = foldedWords(text)
  const where = intExtWords.match(words, 0, known)
  if (where === undefined) return { intExt: null, dayNight: null }
  const rest = words.slice(where.length).join(' ')
  const dayNight = parseDayNight(rest, known)
  return rest === '' || dayNight !== null
    ? { intExt: where.keys[0] ?? null, dayNight }
    : { intExt: null, dayNight: null }
}

export function parseDayNight(text: string, known: Known): DayNight | null {
  const whole = dayNightWords.whole(text, known)
  if (whole !== undefined) return whole.keys[0] ?? null
  // `D3`, `DAY 2`, `NOC/7`: story days.
  const word = /^\p{L}+(?=\P{L}*\d*\P{L}*$)/u.exec(fold(text))?.[0]
  return word === undefined ? null : (dayNightWords.whole(word, known)?.keys[0] ?? null)
}

/** `INT. KITCHEN - DAY`, `INT. NUIT - BAR`, `Außen. Hof / Nacht` to its parts; a plain set stays as it is. */
export function parseSlug(text: string, known: Known): Slug {
  const { intExt, rest } = whereOf(text, known)
  const tail = whenAtEnd(rest, known)
  if (tail !== null) return { intExt, dayNight: tail.dayNight, set: named(tail.set) }
  const head = intExt === null ? null : whenAtStart(rest, known)
  if (head !== null) return { intExt, dayNight: head.dayNight, set: named(head.set) }
  return { intExt, dayNight: null, set: named(rest) }
}

function named(set: string): string | null {
  const text = trimmed(set)
  return text === '' ? null : text
}

function whereOf(text: string, known: Known): { intExt: IntExt | null; rest: string } {
  const words = foldedWords(text)
  const where = intExtWords.match(words, 0, known)
  if (where === undefined || where.length === words.length) return { intExt: null, rest: text }
  const printed = new RegExp(String.raw`^(?:\P{L}*\p{L}+){${where.length}}`, 'u').exec(text)?.[0] ?? ''
  const rest = text.slice(printed.length)
  // `i` and `a` are words; `I.`, `A/` are marks.
  const isMark = /\p{L}{3}/u.test(printed) || (/^\P{Ll}+$/u.test(printed) && /^[.\s/:–-]/u.test(rest))
  if (!isMark || !/^[\s./:,–—-]/u.test(rest)) return { intExt: null, rest: text }
  return { intExt: where.keys[0] ?? null, rest: trimmed(rest) }
}

const ENDS = [
  /^(?<set>.+?)\s*(?:\s[-–—]\s|[–—/,]|\.\s)\s*(?<when>\p{L}[\p{L}' -]{0,24}?\s?\d{0,2})\.?$/u,
  /^(?<set>.+)\s*[-–—,/.]\s*(?<when>\p{L}+\s?\d{0,2})\.?$/u,
]

/** `JOUR DE FÊTE` is a set. */
const SMALL = /^(?:de|du|des|d'|del|la|le|w|i|und|der)\b/iu

function whenAtEnd(text: string, known: Known): { dayNight: DayNight; set: string } | null {
  for (const end of ENDS) {
    const { set = '', when = '' } = end.exec(text)?.groups ?? {}
    const dayNight = when === '' ? null : parseDayNight(when, known)
    if (dayNight !== null) return { dayNight, set }
  }
  return null
}

/**
 * `JOUR. CAFÉ`, `NOC STACJA PALIW`: in English only with a mark behind it, as `DAY CARE CENTRE` and `NIGHT CLUB` are sets.
 */
function whenAtStart(text: string, known: Known): { dayNight: DayNight; set: string } | null {
  const words = foldedWords(text)
  const bare = dayNightWords.match(words, 0, known)
  const [word = ''] = text.split(' ')
  const tail = trimmed(text.slice(word.length))
  const isWord = bare?.length === 1 && /^\p{Lu}{3,}$/u.test(word) && /^\p{Lu}{2}/u.test(tail)
  if (isWord && !bare.languages.includes('en') && !SMALL.test(tail))
    return bare.keys[0] === undefined ? null : { dayNight: bare.keys[0], set: tail }
  const { when = '', set = '' } = /^(?<when>\p{L}+)\s*(?:[-–—./,:])\s*(?<set>.+)$/u.exec(text)?.groups ?? {}
  const dayNight = when === '' ? null : parseDayNight(when, known)
  return dayNight === null ? null : { dayNight, set }
}
