import type { CallSheet } from '#callsheet'
import type { OutboundHttp } from '#kernel'
import type { Buffers } from '#services/config'
import { noExtras } from '#services/route'
import type { Environment } from '../kernel/settings.ts'
import {
  type Arrival,
  arrivalFor,
  type DayTimes,
  type Extras,
  planDay,
  withExtras,
} from '../services/route/planning.ts'
import { type Check, checkDay, checkSentence } from '../services/schedule/checks.ts'
import { type ComposedDay, composeDay, type Saying, sayingOf } from '../services/schedule/composing.ts'
import type { NamedPlace } from '../services/schedule/day.ts'
import { besideCalls, fieldsOf } from '../services/schedule/sheet.ts'
import { type PlanWarning, routeWarning, warningsOfSheet } from './plan-warnings.ts'
import { type Spot, type WeatherReport, World } from './plan-world.ts'

export interface DayQuestion {
  readonly sheet: CallSheet
  /** As printed, to find the person's own call by; the sheet was read with it. */
  readonly me: string | undefined
  /** Instead of the date of the sheet. */
  readonly date: Temporal.PlainDate | undefined
  readonly home: string | undefined
  readonly stop: string | undefined
  readonly buffers: Buffers
}

/** A day whose date and call are known. All times are in the zone of the location. */
export interface CalledDay {
  readonly shootingDate: Temporal.PlainDate
  readonly callIsPersonal: boolean
  readonly wrap: Temporal.ZonedDateTime | null
  readonly arrival: Arrival
  /** As used: what the weather adds is in them, and once more in `extras`. */
  readonly buffers: Buffers
  readonly extras: Extras
  /** Null without a home or a location on the map. */
  readonly times: DayTimes | null
  readonly weather: WeatherReport | null
}

/** The day, as far as it could be planned: what is missing is null and a warning says why. */
export interface PlannedDay {
  readonly day: CalledDay | null
  readonly warnings: readonly PlanWarning[]
}

/** Where call sheets are made until the location is known on the map. */
const usualZone = 'Europe/Warsaw'

/**
 * Plans one day from a read sheet through the providers that the environment offers, keeping nothing. The rules are the
 * services' own: what a sheet says to its reader, where the day starts, what is worth a warning.
 */
export async function planSheet(
  question: DayQuestion,
  env: Environment,
  http: OutboundHttp,
): Promise<PlannedDay> {
  const { sheet } = question
  const saying = sayingFor(sheet)
  const date =
    question.date ?? (sheet.shootingDate ? Temporal.PlainDate.from(sheet.shootingDate.value) : undefined)
  const stop = question.stop === undefined ? null : { name: null, address: question.stop }
  const compose = (zone: string) => date && composeDay(saying, [], { date, zone, stop })
  const composed = compose(usualZone)
  const warnings = sheetWarnings(question, saying, date, composed)
  if (!date || !composed) return { day: null, warnings }
  const world = new World(env, http, (warning) => warnings.push(warning))
  const spots = await findPlaces(world, question, composed)
  const day = compose(spots.location?.timeZone ?? usualZone) ?? composed
  const called = await planCalled(world, question, { ...day, shootingDate: date }, spots)
  if (called.times) warnings.push(...checksOf(called, called.times))
  return { day: called, warnings }
}

/** The sheet was read for this person, so the personal call in it is theirs. */
function sayingFor(sheet: CallSheet): Saying {
  const reader = { name: null, role: null, department: null, receivedIt: true }
  return sayingOf(fieldsOf(sheet, reader), besideCalls(sheet))
}

function sheetWarnings(
  { sheet, me, date: given, home }: DayQuestion,
  { place }: Saying,
  date: Temporal.PlainDate | undefined,
  composed: ComposedDay | undefined,
): PlanWarning[] {
  const used = {
    call: sheet.personalCall ?? sheet.crewCall ?? sheet.productionCall,
    date: given ? null : sheet.shootingDate,
    place: [...sheet.locations, sheet.unitBase].find((field) => field?.value === place) ?? null,
  }
  const missing: [boolean, PlanWarning][] = [
    [!date, { code: 'no-date', message: 'The sheet names no shooting date: give it with --date' }],
    [!used.call, { code: 'no-call', message: 'The sheet names no call: nothing can be planned' }],
    [
      composed !== undefined && place === null && !composed.locationIsStop,
      { code: 'no-location', message: 'The sheet names no location: give the equipment house with --stop' },
    ],
    [
      composed !== undefined && home === undefined,
      { code: 'no-home', message: 'Give your home with --home to get a route and a wake-up time' },
    ],
  ]
  return [
    ...warningsOfSheet(sheet, { date: given !== undefined, me }, used),
    ...(composed?.locationIsStop ? [stopInstead(composed.place)] : []),
    ...missing.flatMap(([is, warning]) => (is ? [warning] : [])),
  ]
}

const stopInstead = ({ address }: NamedPlace): PlanWarning =>
  sentence({ code: 'location-missing', severity: 'high', params: { stop: address ?? '' } })

interface Spots {
  readonly home: Spot | undefined
  readonly stop: Spot | undefined
  readonly location: Spot | undefined
}

/** A day that starts at the stop, for want of a location, has no further stop on the way. */
async function findPlaces(world: World, { home, stop }: DayQuestion, composed: ComposedDay): Promise<Spots> {
  const { address, name } = composed.place
  const [ofHome, ofStop, ofLocation] = await Promise.all([
    world.find(home, 'home'),
    world.find(stop, 'stop'),
    composed.locationIsStop ? undefined : world.find(address ?? name ?? undefined, 'location'),
  ])
  return composed.locationIsStop
    ? { home: ofHome, stop: undefined, location: ofStop }
    : { home: ofHome, stop: ofStop, location: ofLocation }
}

async function planCalled(
  world: World,
  { buffers: wanted }: DayQuestion,
  day: ComposedDay & { shootingDate: Temporal.PlainDate },
  { home, stop, location }: Spots,
): Promise<CalledDay> {
  const { shootingDate, callIsPersonal, call, wrap } = day
  const weather = location && (await world.weather(location.coordinates, day))
  const extras = weather?.extras ?? noExtras
  const times =
    home && location
      ? await planDay({
          call,
          stops: { home, location, ...(stop ? { equipmentHouse: { place: stop } } : {}) },
          buffers: wanted,
          extras,
          drive: (from, to, departAt) => world.drive(from.coordinates, to.coordinates, departAt),
        })
      : null
  const buffers = withExtras(wanted, extras)
  const arrival = arrivalFor(call, buffers)
  return {
    shootingDate,
    callIsPersonal,
    wrap,
    arrival,
    buffers,
    extras,
    times,
    weather: weather?.report ?? null,
  }
}

/** What the server would warn of, too: a date that is over or far away, an early wake-up, a long way. */
function checksOf({ shootingDate, arrival: { call } }: CalledDay, times: DayTimes): PlanWarning[] {
  const checks = checkDay({
    date: shootingDate,
    today: Temporal.Now.plainDateISO(call.timeZoneId),
    call,
    wakeUp: times.atHome?.wakeUp ?? times.wakeUp,
    travelMinutes: times.travelMinutes,
  })
  return [...checks.map(sentence), ...times.warnings.map(routeWarning)]
}

const sentence = (check: Check): PlanWarning => ({ code: check.code, message: checkSentence(check, 'en') })
