import { type Phrase, wordsOf } from '../layout/model.ts'
import { leftOf, rightOf } from '../layout/neighbours.ts'
import { departmentWords, type LabelKey, smallWords } from '../lexicon/index.ts'
import { listedParts } from '../lexicon/joining.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { minutesFrom } from '../normalise/times.ts'
import type { Call, ClockTime, Field, Meal } from '../types.ts'
import { fieldOf } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { LabelledTime } from './pairs.ts'
import { isName } from './person.ts'

export interface CallsRead {
  /** Every general call printed, the likeliest first. */
  crewCalls: Field<ClockTime>[]
  productionCall: Field<ClockTime> | null
  wraps: Field<ClockTime>[]
  sunrise: Field<ClockTime> | null
  sunset: Field<ClockTime> | null
  /** Pre-calls, shooting calls, departments' calls outside of tables. */
  calls: Field<Call>[]
  meals: Field<Meal>[]
  /** Printed with am or pm anywhere. */
  twelveHour: boolean
}

/** What a timed label is, where its words have several meanings: the first that it may be. */
const MEANINGS: readonly LabelKey[] = [
  'sunrise',
  'sunset',
  'crewCall',
  'productionCall',
  'wrap',
  'meal',
  'vendor',
  'background',
  'otherCall',
  'anyCall',
  'otherTime',
]

const LOOSE = smallWords('loose')

/** `Wrap: 8p (hard out 9p)`. */
const LATEST = smallWords('latest')

export function readCalls(pairs: readonly LabelledTime[]): CallsRead {
  const read: CallsRead = {
    crewCalls: [],
    productionCall: null,
    wraps: [],
    sunrise: null,
    sunset: null,
    calls: [],
    meals: [],
    twelveHour: false,
  }
  const anyCalls: Field<ClockTime>[] = []
  const departments: { pair: LabelledTime; time: Field<ClockTime> }[] = []
  const lists = departmentLists(pairs)
  for (const pair of pairs.toSorted((a, b) => b.score - a.score)) {
    read.twelveHour ||= pair.twelveHour
    const said = MEANINGS.find((key) => pair.label.keys.includes(key))
    // `Maquillage` and `Costume` are departments, and columns of the cast too; `Catering` is one down in the lists.
    const { label } = pair
    const isDepartment =
      label.department !== null &&
      (said === undefined || said === 'otherTime' || (said === 'meal' && !isInHead(label)))
    const isListed = lists.has(label.span.phrase) && (isDepartmentTime(pair) || isDepartmentAlone(label))
    const own =
      said === 'crewCall' || said === 'anyCall'
        ? (departmentBefore(pair, false) ?? departmentBehind(pair))
        : null
    const meaning = isDepartment || isListed || own !== null ? 'department' : said
    // A role in a list of people, though a department is called so: the time is that person's.
    if (meaning === 'department' && !isListed && own === null && (isRole(pair) || isEvent(pair))) continue
    const time = fieldOf(pair.time, confidenceOf(pair), [pair.label.span, pair.span])
    if (meaning === 'crewCall') read.crewCalls.push(time)
    else if (meaning === 'productionCall' && pair.label.department !== null) departments.push({ pair, time })
    else if (meaning === 'productionCall') read.productionCall ??= time
    else if (meaning === 'wrap') read.wraps.push(time)
    else if (meaning === 'sunrise') read.sunrise ??= time
    else if (meaning === 'sunset') read.sunset ??= time
    else if (meaning === 'meal') read.meals.push({ ...time, value: { name: printed(pair), time: pair.time } })
    else if (meaning === 'anyCall') anyCalls.push({ ...time, confidence: time.confidence * 0.8 })
    else if (meaning === 'otherCall')
      read.calls.push({
        ...time,
        value: { name: null, role: nameOf(pair), department: departmentIn(pair), time: pair.time },
      })
    else if (meaning === 'department')
      read.calls.push({
        ...time,
        value: { name: null, role: null, department: own ?? printed(pair), time: pair.time },
      })
  }
  // `Production 06:30` is the production call, unless another is named; the rows of departments are read as such.
  for (const { pair, time } of departments) {
    const isCall =
      read.productionCall === null &&
      pair.label.span.phrase.top < pair.label.span.phrase.page.raw.height * 0.4
    if (isCall) read.productionCall = time
  }
  // A sheet that only says `call time` means everybody's.
  if (read.crewCalls.length === 0) read.crewCalls = anyCalls
  if (read.wraps.length === 0) read.wraps = endsOf(pairs)
  read.meals.sort((a, b) => (a.evidence[0]?.box.y ?? 0) - (b.evidence[0]?.box.y ?? 0))
  read.crewCalls.sort((a, b) => b.confidence - a.confidence)
  return read
}

/**
 * Phrases that list departments with their times: several in one phrase (`Maske 06:45 Kostüm 06:45 Licht 07:30`), beside
 * each other with the times under them, or under each other with the times at their side.
 */
function departmentLists(pairs: readonly LabelledTime[]): ReadonlySet<Phrase> {
  const own = Map.groupBy(pairs.filter(isDepartmentTime), ({ label }) => label.span.phrase)
  const apart = pairs.filter(
    ({ label, span }) => isDepartmentAlone(label) && span.phrase !== label.span.phrase,
  )
  const abreast = Map.groupBy(apart.filter(isOverTime), ({ label }) => label.span.phrase.row)
  const upright = Map.groupBy(
    pairs.filter((pair) => isDepartmentAlone(pair.label) && !isOverTime(pair)),
    ({
      label: {
        span: { phrase },
      },
    }) => `${phrase.page.number}:${Math.round(phrase.left)}`,
  )
  return new Set([
    ...[...own].filter(([, members]) => members.length >= LEAST_LISTED).map(([phrase]) => phrase),
    ...[...abreast.values(), ...upright.values()]
      .filter((members) => members.length >= LEAST_APART)
      .flatMap((members) => members.map(({ label }) => label.span.phrase)),
  ])
}

/** Nothing in its phrase but the department, and its time at most. */
function isDepartmentAlone({ department, span, alone, colon }: LabelHit): boolean {
  if (department === null || span.from > 0) return false
  return alone || colon || span.phrase.words.slice(span.to).every(({ text }) => BESIDE_DEPARTMENT.test(text))
}

const BESIDE_DEPARTMENT = /^(?:[@:=>–—-]+|\d{1,2}(?:[:.h]?\d{2})?\S{0,3}|[AP]M|h|hs|Uhr)$/iu

function isOverTime({ label, span }: LabelledTime): boolean {
  return span.phrase.row !== label.span.phrase.row && span.phrase.top > label.span.phrase.top
}

/** A day of work is not shorter, minutes. */
const SHORTEST_DAY = 300

/** `Horaires équipe 8h00 – 18h00`, where no wrap is announced: when the crew's day ends. */
function endsOf(pairs: readonly LabelledTime[]): Field<ClockTime>[] {
  return pairs.flatMap(({ label, time, until, span, score }) => {
    const isDay = until !== null && minutesFrom(time, until) >= SHORTEST_DAY
    if (!isDay || !label.keys.some((key) => key === 'crewCall' || key === 'anyCall')) return []
    return [fieldOf(until, score * 0.85, [label.span, span])]
  })
}

const LEAST_LISTED = 2
/** Fewer departments in phrases of their own are no list: `Production` and `Catering` stand in the head of the day too. */
const LEAST_APART = 4

/** `Licht 07:30`, `Licht ab 07:30`, `Sound @ 7:30am`; the time may begin the next line. */
function isDepartmentTime({ label, span }: LabelledTime): boolean {
  if (label.department === null) return false
  const { phrase, to } = label.span
  const between =
    span.phrase === phrase
      ? phrase.words.slice(to, Math.max(to, span.from))
      : [...phrase.words.slice(to), ...span.phrase.words.slice(0, span.from)]
  const follows = span.phrase !== phrase ? span.phrase.row !== phrase.row : span.from >= to
  return follows && between.every(({ text }) => BEFORE_TIME.test(text))
}

const BEFORE_TIME = /^(?:[@:=>–—-]+|ab|at|um|o|od|à|a|las|dès)$/iu

/** The words of a department's name before a colon. */
const LONGEST_NAME = 4

/**
 * `CAMERA: second body for scene 9. Pre-call 07:15` is the camera's, and so is what stands right of `CAMERA`, unless
 * only the words before it on its line count.
 */
function departmentBefore({ label: { span } }: LabelledTime, beside = true): string | null {
  const { phrase } = span
  const words = phrase.words.slice(0, span.from).map((word) => word.text)
  for (let end = words.length; end > 0; end--) {
    // Before another time stands what that time is of.
    if (/^\d{1,2}[:.h]?\d{2}/iu.test(words[end - 1] ?? '')) return null
    if (!words[end - 1]?.endsWith(':')) continue
    for (let from = Math.max(0, end - LONGEST_NAME); from < end; from++) {
      const name = trimmed(words.slice(from, end).join(' '))
      if (departmentWords.whole(name) !== undefined) return name
    }
  }
  const left = beside ? leftOf(phrase) : undefined
  return left === undefined || departmentWords.whole(trimmed(left.text)) === undefined
    ? null
    : trimmed(left.text)
}

/** `06:30 | CALL kostium, scenografia` is theirs alone. */
function departmentBehind({ label: { span }, span: time }: LabelledTime): string | null {
  const behind = span.phrase.words.slice(span.to).map((word) => word.text)
  if (behind.length === 0 || (time.phrase === span.phrase && time.from >= span.to)) return null
  const parts = listedParts(behind.join(' '))
  return parts.every((part) => departmentWords.whole(part) !== undefined) ? parts.join(' / ') : null
}

/** `Licht ab 07:30` names the department itself. */
function departmentIn(pair: LabelledTime): string | null {
  const name = printed(pair).replace(/\s(?:ab|call)$/iu, '')
  return departmentWords.whole(name) === undefined ? departmentBefore(pair) : name
}

/** The upper part of the first page says when what is; the lists of people are below. */
function isInHead({ span: { phrase } }: LabelledTime['label']): boolean {
  return phrase.page.number === 1 && phrase.top < phrase.page.raw.height * 0.42
}

function isRole({ label }: LabelledTime): boolean {
  const beside = rightOf(label.span.phrase)
  return !(label.alone || label.colon) || (beside !== undefined && isName(beside.text))
}

/** `Camera: drone 09:30 - 10:30`: behind other words, a stretch of time is when something is done. */
function isEvent({ label, span, until }: LabelledTime): boolean {
  const { phrase, to } = label.span
  if (until === null || span.phrase !== phrase || span.from < to) return false
  return phrase.words.slice(to, span.from).some(({ text }) => !BEFORE_TIME.test(text))
}

function confidenceOf(pair: LabelledTime): number {
  const words = foldedWords(printed(pair)).join(' ')
  const loose = LATEST.has(words) ? 0.75 : LOOSE.has(words) ? (isOfOthers(pair) ? 0.6 : 0.88) : 1
  const later = pair.label.span.phrase.page.ordinal > 1 ? 0.85 : 1
  return pair.score * loose * later
}

/** `07:30 | CALL klient + agencja`: a word that may head anything, with whom it is of behind it. */
function isOfOthers({ label: { span }, span: time }: LabelledTime): boolean {
  const isBefore = time.phrase !== span.phrase || time.from < span.from
  return isBefore && span.phrase.words.slice(span.to).some(({ text }) => /\p{L}{2}/u.test(text))
}

/** Words behind a label in its cell that say whose call it is. */
const MOST_BEHIND = 2

/** `Drehfertig alle`, `PAT équipe` in a cell of its own is called so as a whole. */
function nameOf(pair: LabelledTime): string {
  const { phrase, from, to } = pair.label.span
  const behind = phrase.words.slice(to)
  const isOwnCell = pair.span.phrase !== phrase && from === 0 && behind.length <= MOST_BEHIND
  const isName = behind.every(({ text }) => /^\p{L}+$/u.test(text))
  return isOwnCell && isName ? trimmed(phrase.text) : printed(pair)
}

function printed(pair: LabelledTime): string {
  return trimmed(
    wordsOf(pair.label.span)
      .map((word) => word.text)
      .join(' '),
  )
}
