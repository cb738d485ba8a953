import type { Layout, Phrase, Row } from '../layout/model.ts'
import { below } from '../layout/neighbours.ts'
import { departmentWords } from '../lexicon/index.ts'
import { isAlmostSameName, isSameName } from '../normalise/names.ts'
import { foldedWords } from '../normalise/text.ts'
import { findTimes, minutesFrom } from '../normalise/times.ts'
import { isSameRole } from '../personal.ts'
import type { ClockTime, Field, Language, Problem, Reader } from '../types.ts'

/** What the reader's day would go by. */
export interface OwnCallKnown {
  /** What was found for them; null where the general call counts. */
  personal: Field<ClockTime> | null
  crew: Field<ClockTime> | null
  wrap: Field<ClockTime> | null
  /** How many calls of people and departments were read. */
  listed: number
  /** The phrases of the next days, whose times are not this day's. */
  advance: ReadonlySet<Phrase>
  languages: ReadonlySet<Language>
}

/** From so many calls on a sheet lists everybody's. */
const LISTS_ALL = 4
/** Nobody is called so long before the crew: make-up of a creature, riggers, drivers of trucks. */
const LONGEST_PRE_CALL_MINUTES = 6 * 60
/** Nor so long after it, where the sheet does not say when the day ends. */
const LONGEST_LATE_CALL_MINUTES = 12 * 60

/** A mail address or a telephone number, however its figures were recognised. */
const CONTACT = /@|(?:\d[\s().-]?){7}/u

/**
 * Whether the call that the reader's day goes by is contradicted by the sheet: beside their name (or their role or
 * department, where the name is not printed) stands a time and it is another one, or their own call does not belong to
 * the crew's day at all. Null where nothing speaks against it.
 */
export function doubtOwnCall(layout: Layout, me: Reader | undefined, known: OwnCallKnown): Problem | null {
  const call = known.personal ?? known.crew
  if (me === undefined || call === null) return null
  const outside = outsideOfDay(known)
  if (outside !== null) return problem(outside)
  const printed = timesBeside(layout, me, known)
  if (printed.length === 0) return lostCall(layout, me, known)
  if (printed.includes(call.value)) return null
  const whose = known.personal === null ? 'the general call' : 'your own call'
  return problem(`Beside your row stands ${printed[0]}, and ${whose} was read as ${call.value}.`)
}

const problem = (message: string): Problem => ({
  code: 'own-call-looks-wrong',
  message,
  field: 'personalCall',
})

/** Why the reader's own call is none of the crew's day; null where it is one. */
function outsideOfDay({ personal, crew, wrap }: OwnCallKnown): string | null {
  if (personal === null || crew === null) return null
  const before = minutesFrom(personal.value, crew.value)
  const after = minutesFrom(crew.value, personal.value)
  const longest = wrap === null ? LONGEST_LATE_CALL_MINUTES : minutesFrom(crew.value, wrap.value)
  if (before <= LONGEST_PRE_CALL_MINUTES || after <= longest) return null
  return `Your own call ${personal.value} is hours away from the crew's at ${crew.value}.`
}

/**
 * In a picture of text whole columns go unseen: whose name stands in a list of names and hours without an hour may have
 * had one, and the general call is a guess. Telephone numbers make it a list of whom to ring.
 */
function lostCall(
  layout: Layout,
  { name }: Reader,
  { advance, personal, listed }: OwnCallKnown,
): Problem | null {
  const pages = layout.pages.filter(({ raw }) => raw.lean !== undefined)
  if (pages.length > 0 && personal === null && listed >= LISTS_ALL)
    return problem('Calls are listed, and yours was not recognised among them.')
  if (name === undefined) return null
  const rows = pages
    .flatMap((page) => page.rows)
    .filter(({ phrases }) => phrases.some((it) => !advance.has(it) && holdsName(it.text, name)))
  const isTimed = rows.some(({ phrases }) => phrases.some((it) => findTimes(it.text).length > 0))
  const isListed = rows.some(({ phrases }) => !phrases.some((it) => CONTACT.test(it.text)))
  return isListed && !isTimed ? problem('No time could be recognised beside your name.') : null
}

/** The times in the reader's rows: behind the words that name them, up to the next column that names somebody else. */
function timesBeside(layout: Layout, me: Reader, { advance, languages }: OwnCallKnown): ClockTime[] {
  const rows = layout.pages.flatMap((page) => page.rows)
  for (const names of namings(me, languages)) {
    const hits = rows.flatMap((row) =>
      row.phrases.filter((it) => !advance.has(it) && names(it.text)).map((it) => ({ row, it })),
    )
    if (hits.length > 0) return hits.flatMap(({ row, it }) => timesBehind(row, it))
  }
  return []
}

type Names = (text: string) => boolean

/** What names the reader, the surest first: who is printed by name is called by no other row. */
function namings({ name, role, department }: Reader, languages: ReadonlySet<Language>): Names[] {
  const namings: Names[] = []
  if (name !== undefined) namings.push((text) => holdsName(text, name))
  if (role !== undefined) namings.push((text) => isSameRole(text, role, languages))
  const wanted = department === undefined ? undefined : departmentWords.whole(department)?.keys
  if (wanted !== undefined)
    namings.push(
      (text) => departmentWords.whole(text, languages)?.keys.some((key) => wanted.includes(key)) ?? false,
    )
  return namings
}

/** Whether some words of a text in a row are the name, initials, order and a misread letter aside. */
function holdsName(text: string, name: string): boolean {
  const length = foldedWords(name).length
  if (length < 2) return false
  const words = text.split(/[\s,;/]+/u)
  return words.some((_, at) => {
    const some = words.slice(at, at + length).join(' ')
    return isSameName(some, name) || isAlmostSameName(some, name)
  })
}

/** The first time behind the name in its row; where there is none, the one under it: a card, and no row. */
function timesBehind(row: Row, phrase: Phrase): ClockTime[] {
  const [behind] = row.phrases.slice(row.phrases.indexOf(phrase)).flatMap(clockTimes)
  const under = below(phrase)
  const time = behind ?? (under && clockTimes(under)[0])
  return time === undefined ? [] : [time]
}

/** `0630` is one only where nothing else stands beside it. */
const clockTimes = ({ text }: Phrase): ClockTime[] =>
  findTimes(text)
    .filter(
      ({ form, length }) =>
        form === 'clock' || form === 'dotted' || (form === 'figures' && length === text.length),
    )
    .map(({ time }) => time)
