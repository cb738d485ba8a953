import type { CallsRead } from './fields/calls.ts'
import { shootingStartWords } from './lexicon/index.ts'
import { foldedWords } from './normalise/text.ts'
import { minutesFrom, minutesOf } from './normalise/times.ts'
import { type SunPlace, sunTimes } from './sun.ts'
import type { Call, ClockTime, Field, FieldName, IsoDate, Place, Problem, ProblemCode } from './types.ts'

export interface TimesResolved {
  crewCall: Field<ClockTime> | null
  estimatedWrap: Field<ClockTime> | null
  sunrise: Field<ClockTime> | null
  sunset: Field<ClockTime> | null
  problems: Problem[]
}

/** What is known of the day apart from its own times. */
export interface DayKnown {
  date: IsoDate | null
  /** Null where the sun cannot be looked up. */
  place: SunPlace | null
  /** Everybody's calls. */
  calls: readonly Field<Call>[]
  /** When the scenes begin, in shooting order, where their table says so. */
  scenes: readonly ClockTime[]
}

/** A crew works no longer than this from its call to its wrap, even on a bad day. */
const LONGEST_DAY_MINUTES = 20 * 60
const SHORTEST_DAY_MINUTES = 60
const LONGEST_PREPARATION_MINUTES = 10 * 60
const CLEAR_LEAD = 0.06
/** Nobody's sunrise and sunset are outside of these where films are shot; minutes after midnight. */
const MORNING = { from: 3 * 60, to: 9 * 60 + 30 }
const EVENING = { from: 14 * 60, to: 22 * 60 + 45 }
/** From so many people on, their calls say when the crew's cannot be. */
const TELLING_CALLS = 4

type Say = (code: ProblemCode, message: string, field: FieldName) => void

/**
 * Weighs the times against each other: of all general calls and wraps printed, the pair that fits itself, the first
 * shot and the people's calls best. What does not fit stays as printed, with a low confidence and a problem. The call
 * comes before the first shot and the wrap after it, over midnight if need be; the sun rises in the morning and sets
 * in the evening, near the times at which it does on that date.
 */
export function resolveTimes(read: CallsRead, known: DayKnown): TimesResolved {
  const problems: Problem[] = []
  const say: Say = (code, message, field) => void problems.push({ code, message, field })
  const shots = [shootingStart(read), known.scenes[0]].filter((time) => time != null)
  const pair = bestPair(read, (call) => callWeight(call, shots, known.calls))
  const crewCall = doubtCall(read, pair.call, shots, say, (call) => callWeight(call, shots, known.calls))
  const estimatedWrap = doubtWrap(pair.wrap, { crewCall, lastScene: known.scenes.at(-1) ?? null }, say)
  return { crewCall, estimatedWrap, ...doubtSun(read, known, say), problems }
}

interface Pair {
  call: Field<ClockTime> | null
  wrap: Field<ClockTime> | null
}

type Weigh = (call: Field<ClockTime>) => number

/** Every general call with every wrap: the likeliest two together. */
function bestPair(read: CallsRead, weigh: Weigh): Pair {
  const calls = read.crewCalls.length > 0 ? read.crewCalls : [null]
  const wraps = read.wraps.length > 0 ? read.wraps : [null]
  const pairs = calls.flatMap((call) =>
    wraps.map((wrap) => ({
      call,
      wrap,
      weight: (call === null ? 1 : weigh(call)) * (wrap?.confidence ?? 1) * (fitsWrap(call, wrap) ? 1 : 0.55),
    })),
  )
  return pairs.toSorted((a, b) => b.weight - a.weight)[0] ?? { call: null, wrap: null }
}

function callWeight(
  call: Field<ClockTime>,
  shots: readonly ClockTime[],
  calls: readonly Field<Call>[],
): number {
  return (
    call.confidence * (missedShot(call, shots) === undefined ? 1 : 0.55) * (fitsPeople(call, calls) ? 1 : 0.8)
  )
}

/** Of the times at which shooting begins, as a label or the table of scenes says, one that the call does not precede. */
function missedShot(call: Field<ClockTime>, shots: readonly ClockTime[]): ClockTime | undefined {
  return shots.find((time) => minutesFrom(call.value, time) >= LONGEST_PREPARATION_MINUTES)
}

/** The crew's call is within two hours of somebody's, where many people have calls. */
function fitsPeople(call: Field<ClockTime>, calls: readonly Field<Call>[]): boolean {
  const people = calls.filter(({ value }) => value.name !== null)
  const apart = (time: ClockTime): number =>
    Math.min(minutesFrom(call.value, time), minutesFrom(time, call.value))
  return people.length < TELLING_CALLS || people.some(({ value }) => apart(value.time) <= 120)
}

function fitsWrap(call: Field<ClockTime> | null, wrap: Field<ClockTime> | null): boolean {
  if (call === null || wrap === null) return true
  const minutes = minutesFrom(call.value, wrap.value)
  return minutes >= SHORTEST_DAY_MINUTES && minutes <= LONGEST_DAY_MINUTES
}

/** When shooting begins: a call whose words say so. */
function shootingStart(read: CallsRead): ClockTime | null {
  const first = read.calls.find(
    ({ value }) =>
      value.role !== null &&
      value.department === null &&
      shootingStartWords.match(foldedWords(value.role)) !== undefined,
  )
  return first?.value.time ?? null
}

function doubtCall(
  read: CallsRead,
  best: Field<ClockTime> | null,
  shots: readonly ClockTime[],
  say: Say,
  weigh: Weigh,
): Field<ClockTime> | null {
  if (best === null) {
    say('no-call', 'No general crew call was found.', 'crewCall')
    return null
  }
  const confidence = Math.round(weigh(best) * 100) / 100
  const missed = missedShot(best, shots)
  if (missed !== undefined)
    say(
      'call-after-first-scene',
      `The crew call ${best.value} is after the first shot at ${missed}.`,
      'crewCall',
    )
  const rival = read.crewCalls
    .filter((call) => call.value !== best.value)
    .toSorted((a, b) => weigh(b) - weigh(a))[0]
  if (rival === undefined || confidence - weigh(rival) > CLEAR_LEAD) return { ...best, confidence }
  say('several-calls', `Another crew call is printed: ${rival.value}.`, 'crewCall')
  return { ...best, confidence: Math.min(confidence, 0.58) }
}

function doubtWrap(
  wrap: Field<ClockTime> | null,
  { crewCall, lastScene }: { crewCall: Field<ClockTime> | null; lastScene: ClockTime | null },
  say: Say,
): Field<ClockTime> | null {
  if (wrap !== null && lastScene !== null && crewCall !== null && endsBefore(lastScene, crewCall, wrap)) {
    const message = `The wrap ${wrap.value} is before the last scene at ${lastScene}.`
    say('wrap-before-last-scene', message, 'estimatedWrap')
    return { ...wrap, confidence: Math.min(wrap.confidence, 0.5) }
  }
  if (wrap === null || fitsWrap(crewCall, wrap)) return wrap
  say('wrap-before-call', `The wrap ${wrap.value} does not follow the crew call.`, 'estimatedWrap')
  return { ...wrap, confidence: Math.min(wrap.confidence, 0.5) }
}

function endsBefore(lastScene: ClockTime, call: Field<ClockTime>, wrap: Field<ClockTime>): boolean {
  const scene = minutesFrom(call.value, lastScene)
  return fitsWrap(call, wrap) && scene < LONGEST_DAY_MINUTES && scene > minutesFrom(call.value, wrap.value)
}

function doubtSun(
  read: CallsRead,
  { date, place }: DayKnown,
  say: Say,
): Pick<TimesResolved, 'sunrise' | 'sunset'> {
  const sun = date === null || place === null ? null : sunTimes(date, place)
  const around = (minutes: number | undefined, usual: { from: number; to: number }) => {
    if (minutes === undefined || place === null) return usual
    return { from: minutes - place.toleranceMinutes, to: minutes + place.toleranceMinutes }
  }
  return {
    sunrise: within(read.sunrise, around(sun?.rise, MORNING), () =>
      say('sunrise-looks-wrong', 'The sun does not rise at the printed time.', 'sunrise'),
    ),
    sunset: within(read.sunset, around(sun?.set, EVENING), () =>
      say('sunset-looks-wrong', 'The sun does not set at the printed time.', 'sunset'),
    ),
  }
}

function within(
  sun: Field<ClockTime> | null,
  { from, to }: { from: number; to: number },
  warn: () => void,
): Field<ClockTime> | null {
  if (sun === null) return null
  const minutes = minutesOf(sun.value)
  if (minutes >= from && minutes <= to) return sun
  warn()
  return { ...sun, confidence: Math.min(sun.confidence, 0.4) }
}

/** Problems of the places: none at all, or several among which the crew will move. */
export function placeProblems(locations: readonly Field<Place>[]): Problem[] {
  if (locations.length === 0)
    return [{ code: 'no-location', message: 'No location was found.', field: 'locations' }]
  if (locations.length === 1) return []
  return [
    {
      code: 'several-locations',
      message: `${locations.length} locations are printed; the first is where the day begins.`,
      field: 'locations',
    },
  ]
}
