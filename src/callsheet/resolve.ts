import type { CallsRead } from './fields/calls.ts'
import { shootingStartWords } from './lexicon/index.ts'
import { foldedWords } from './normalise/text.ts'
import { minutesFrom, minutesOf } from './normalise/times.ts'
import type { ClockTime, Field, FieldName, Place, Problem, ProblemCode } from './types.ts'

export interface TimesResolved {
  crewCall: Field<ClockTime> | null
  estimatedWrap: Field<ClockTime> | null
  sunrise: Field<ClockTime> | null
  sunset: Field<ClockTime> | null
  problems: Problem[]
}

/** A crew works no longer than this from its call to its wrap, even on a bad day. */
const LONGEST_DAY_MINUTES = 20 * 60
const SHORTEST_DAY_MINUTES = 60
const CLEAR_LEAD = 0.06

/**
 * Weighs the times against each other: what does not fit the rest loses. The call comes before the first shot and the
 * wrap after it, over midnight if need be; the sun rises in the morning and sets in the evening.
 */
export function resolveTimes(read: CallsRead): TimesResolved {
  const problems: Problem[] = []
  const say = (code: ProblemCode, message: string, field: FieldName): void =>
    void problems.push({ code, message, field })
  const firstShot = shootingStart(read)
  const crewCall = chooseCrewCall(read, firstShot, say)
  const estimatedWrap = chooseWrap(read, crewCall, say)
  const sunrise = checkSun(read.sunrise, 3 * 60, 9 * 60, () =>
    say('sunrise-looks-wrong', 'The printed sunrise is not in the morning.', 'sunrise'),
  )
  const sunset = checkSun(read.sunset, 14 * 60, 22 * 60 + 45, () =>
    say('sunset-looks-wrong', 'The printed sunset is not in the evening.', 'sunset'),
  )
  return { crewCall, estimatedWrap, sunrise, sunset, problems }
}

type Say = (code: ProblemCode, message: string, field: FieldName) => void

function chooseCrewCall(read: CallsRead, firstShot: ClockTime | null, say: Say): Field<ClockTime> | null {
  const fits = (call: Field<ClockTime>): boolean =>
    firstShot === null || minutesFrom(call.value, firstShot) < 10 * 60
  const weighed = read.crewCalls
    .map((call) => (fits(call) ? call : { ...call, confidence: call.confidence * 0.55 }))
    .toSorted((a, b) => b.confidence - a.confidence)
  const [best] = weighed
  if (best === undefined) {
    say('no-call', 'No general crew call was found.', 'crewCall')
    return null
  }
  if (!fits(best))
    say(
      'call-after-first-scene',
      `The crew call ${best.value} is after the first shot at ${firstShot}.`,
      'crewCall',
    )
  const rival = weighed.find((call) => call.value !== best.value)
  if (rival === undefined || best.confidence - rival.confidence > CLEAR_LEAD) return best
  say('several-calls', `Another crew call is printed: ${rival.value}.`, 'crewCall')
  return { ...best, confidence: Math.min(best.confidence, 0.58) }
}

function shootingStart(read: CallsRead): ClockTime | null {
  const first = read.calls.find(
    ({ value }) => value.role !== null && shootingStartWords.match(foldedWords(value.role)) !== undefined,
  )
  return first?.value.time ?? null
}

function chooseWrap(read: CallsRead, crewCall: Field<ClockTime> | null, say: Say): Field<ClockTime> | null {
  const fits = (wrap: Field<ClockTime>): boolean => {
    if (crewCall === null) return true
    const minutes = minutesFrom(crewCall.value, wrap.value)
    return minutes >= SHORTEST_DAY_MINUTES && minutes <= LONGEST_DAY_MINUTES
  }
  const best = read.wraps.find(fits) ?? read.wraps[0]
  if (best === undefined) return null
  if (fits(best)) return best
  say('wrap-before-call', `The wrap ${best.value} does not follow the crew call.`, 'estimatedWrap')
  return { ...best, confidence: Math.min(best.confidence, 0.5) }
}

function checkSun(
  sun: Field<ClockTime> | null,
  from: number,
  to: number,
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
