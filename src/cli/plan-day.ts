import type { CallSheet } from '#callsheet'
import { type Coordinates, OutboundError, type OutboundHttp } from '#kernel'
import type { Buffers } from '#services/config'
import type { Environment } from '../kernel/settings.ts'
import { type DayTimes, type Place, planDay } from '../services/route/planning.ts'
import { estimateProvider } from '../services/route/providers/estimate.ts'
import { googleGeocoding } from '../services/route/providers/google-geocoding.ts'
import { GOOGLE_MAPS_POLICY, googleRoutes } from '../services/route/providers/google-routes.ts'
import { NOMINATIM_POLICY, nominatim } from '../services/route/providers/nominatim.ts'
import { osrm } from '../services/route/providers/osrm.ts'
import { timeZoneAt } from '../services/route/zone.ts'
import { checkDay, checkSentence } from '../services/schedule/checks.ts'
import { equipmentAdvice, rateExterior, trafficExtras } from '../services/weather/advice.ts'
import { hoursWithin } from '../services/weather/hourly.ts'
import { openMeteo } from '../services/weather/providers/open-meteo.ts'
import { OPENWEATHERMAP_POLICY, openWeatherMap } from '../services/weather/providers/openweathermap.ts'
import { reaches, type WeatherProvider } from '../services/weather/providers/types.ts'
import { sunDay } from '../services/weather/sun.ts'
import { summarise, warningsOf } from '../services/weather/warnings.ts'
import { version } from '../version.ts'

export interface PlanWarning {
  readonly code: string
  readonly message: string
}

export interface DayQuestion {
  readonly sheet: CallSheet
  readonly date: Temporal.PlainDate | undefined
  readonly home: string | undefined
  readonly stop: string | undefined
  readonly buffers: Buffers
}

/** The day, as far as it could be planned: what is missing is null and a warning says why. */
export interface PlannedDay {
  readonly times: DayTimes | null
  readonly call: Temporal.ZonedDateTime | null
  readonly weather: Record<string, unknown> | null
  readonly warnings: readonly PlanWarning[]
  /** Every place that was asked for is in the journey. */
  readonly complete: boolean
}

/** Where call sheets are made until the location is known on the map. */
const usualZone = 'Europe/Warsaw'
const hoursOfShooting = 10
const hoursOfJourney = 3

/** Plans one day from a read sheet through the providers that the environment offers, keeping nothing. */
export async function planSheet(
  question: DayQuestion,
  env: Environment,
  http: OutboundHttp,
): Promise<PlannedDay> {
  const warnings: PlanWarning[] = question.sheet.problems.map(({ code, message }) => ({ code, message }))
  const world = new World(env, http, warnings)
  const { sheet, date } = question
  const time = (sheet.personalCall ?? sheet.crewCall ?? sheet.productionCall)?.value
  if (!date || !time) {
    warnings.push({
      code: 'no-call',
      message: date
        ? 'The sheet names no call: nothing can be planned'
        : 'The sheet names no date: give one with --date',
    })
    return { times: null, call: null, weather: null, warnings, complete: false }
  }
  const [location, home, stop] = await Promise.all([
    world.find(locationOf(sheet) ?? question.stop, 'location'),
    world.find(question.home, 'home'),
    world.find(question.stop, 'stop'),
  ])
  const call = date
    .toPlainDateTime(Temporal.PlainTime.from(time))
    .toZonedDateTime(location ? timeZoneAt(location.coordinates) : usualZone)
  const { hours, ...weather } = location
    ? await world.weather(location.coordinates, call, sheet)
    : { hours: [], report: null }
  const journey = hoursWithin(hours, call.subtract({ hours: hoursOfJourney }).toInstant(), call.toInstant())
  if (!question.home)
    warnings.push({
      code: 'no-home',
      message: 'Give your home with --home to get a route and a wake-up time',
    })
  if (!location || !home) return { times: null, call, weather: weather.report, warnings, complete: false }
  const times = await planDay({
    call,
    stops: { home, location, ...(stop ? { equipmentHouse: { place: stop } } : {}) },
    buffers: question.buffers,
    extras: trafficExtras(journey),
    drive: (from, to, departAt) => world.drive(from.coordinates, to.coordinates, departAt),
  })
  warnings.push(...checksOf(call, times))
  return { times, call, weather: weather.report, warnings, complete: !question.stop || stop !== undefined }
}

/** What the server would warn of, too: a date that is over or far away, an early wake-up, a long way. */
function checksOf(call: Temporal.ZonedDateTime, times: DayTimes): PlanWarning[] {
  const checks = checkDay({
    date: call.toPlainDate(),
    today: Temporal.Now.plainDateISO(call.timeZoneId),
    wakeUp: times.wakeUp,
    travelMinutes: times.leaveHome.until(times.call).total('minutes'),
  })
  return checks.map((check) => ({ code: check.code, message: checkSentence(check, 'en') }))
}

/** The first shooting location; the unit base when the sheet names nothing else. */
function locationOf(sheet: CallSheet): string | undefined {
  const place = sheet.locations[0]?.value ?? sheet.unitBase?.value
  return place?.address ?? place?.name ?? undefined
}

/** `LATITUDE,LONGITUDE` in degrees; undefined when the text is something else, an address. */
export function coordinatesIn(text: string): Coordinates | undefined {
  const degrees = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text)
  return degrees ? { latitude: Number(degrees[1]), longitude: Number(degrees[2]) } : undefined
}

/** What the planning noticed, as a warning of the whole plan. */
export function routeWarning(warning: DayTimes['warnings'][number]): PlanWarning {
  const message =
    warning.code === 'stop-closed-on-arrival'
      ? `The stop opens only ${warning.params.waitMinutes} min after you get there`
      : `The drive from ${warning.params.from} to ${warning.params.to} depends so much on its start that its length is uncertain`
  return { code: warning.code, message }
}

/** The providers of the environment, asked in order of preference. */
class World {
  readonly #env: Environment
  readonly #http: OutboundHttp
  readonly #warnings: PlanWarning[]
  readonly #now = () => Temporal.Now.instant()

  constructor(env: Environment, http: OutboundHttp, warnings: PlanWarning[]) {
    this.#env = env
    this.#http = http
    this.#warnings = warnings
  }

  async find(text: string | undefined, role: string): Promise<Place | undefined> {
    if (!text) return undefined
    const coordinates = coordinatesIn(text)
    if (coordinates) return { label: text.trim(), coordinates }
    const { GOOGLE_MAPS_API_KEY: apiKey, GOOGLE_GEOCODING_URL, NOMINATIM_URL } = this.#env
    const geocoders = [
      ...(apiKey
        ? [
            googleGeocoding(this.#http.provider('google-geocoding', GOOGLE_MAPS_POLICY), {
              apiKey,
              ...(GOOGLE_GEOCODING_URL ? { baseUrl: GOOGLE_GEOCODING_URL } : {}),
            }),
          ]
        : []),
      nominatim(this.#http.provider('nominatim', NOMINATIM_POLICY), {
        userAgent: `klaps/${version}`,
        ...(NOMINATIM_URL ? { baseUrl: NOMINATIM_URL } : {}),
      }),
    ]
    const found = await this.#first(geocoders, (geocoder) => geocoder.find(text, { language: 'pl' }))
    if (!found) this.#warnings.push({ code: `${role}-not-found`, message: `No map knows "${text}"` })
    return found
      ? { label: text, coordinates: found.coordinates, timeZone: timeZoneAt(found.coordinates) }
      : undefined
  }

  async drive(from: Coordinates, to: Coordinates, departAt: Temporal.Instant) {
    const { GOOGLE_MAPS_API_KEY: apiKey, GOOGLE_ROUTES_URL, OSRM_URL } = this.#env
    const providers = [
      ...(apiKey
        ? [
            googleRoutes(this.#http.provider('google-routes', GOOGLE_MAPS_POLICY), {
              apiKey,
              now: this.#now,
              ...(GOOGLE_ROUTES_URL ? { baseUrl: GOOGLE_ROUTES_URL } : {}),
            }),
          ]
        : []),
      ...(OSRM_URL ? [osrm(this.#http.provider('osrm'), { baseUrl: OSRM_URL })] : []),
      estimateProvider(),
    ]
    const drives = await this.#first(providers, (provider) => provider.drive(from, to, departAt))
    if (!drives?.[0]) throw new Error('No road leads there')
    return drives[0]
  }

  async weather(at: Coordinates, call: Temporal.ZonedDateTime, sheet: CallSheet) {
    const window = {
      from: call.subtract({ hours: hoursOfJourney }).toInstant(),
      to: call.add({ hours: hoursOfShooting }).toInstant(),
    }
    const forecast = await this.#first(this.#weatherProviders(), async (provider) => {
      const answer = await (reaches(provider, window, this.#now())
        ? provider.forecast(at, window)
        : provider.usual?.(at, window))
      // A day that is over has no hours in a forecast, and no hours are no good weather.
      return answer && hoursWithin(answer.hours, call.toInstant(), window.to).length > 0 ? answer : undefined
    })
    const sun = sunDay(at, call.toPlainDate(), call.timeZoneId)
    if (!forecast) {
      this.#warnings.push({ code: 'no-weather', message: 'No forecast could be had' })
      return { hours: [], report: null }
    }
    const shooting = hoursWithin(forecast.hours, call.toInstant(), window.to)
    const exterior = sheet.scenes.some((scene) => scene.value.intExt?.includes('EXT'))
    const report = {
      provider: forecast.provider,
      kind: forecast.kind,
      summary: summarise(shooting) ?? null,
      warnings: warningsOf(shooting),
      advice: equipmentAdvice(shooting, { exterior }),
      rating: exterior ? rateExterior(shooting) : null,
      sun,
    }
    return { hours: forecast.hours, report }
  }

  #weatherProviders(): WeatherProvider[] {
    const {
      OPENWEATHERMAP_API_KEY: apiKey,
      OPENWEATHERMAP_URL,
      OPEN_METEO_URL,
      OPEN_METEO_ARCHIVE_URL,
    } = this.#env
    return [
      ...(apiKey
        ? [
            openWeatherMap(this.#http.provider('openweathermap', OPENWEATHERMAP_POLICY), {
              apiKey,
              now: this.#now,
              ...(OPENWEATHERMAP_URL ? { baseUrl: OPENWEATHERMAP_URL } : {}),
            }),
          ]
        : []),
      openMeteo(this.#http.provider('open-meteo'), {
        now: this.#now,
        ...(OPEN_METEO_URL ? { baseUrl: OPEN_METEO_URL } : {}),
        ...(OPEN_METEO_ARCHIVE_URL ? { archiveUrl: OPEN_METEO_ARCHIVE_URL } : {}),
      }),
    ]
  }

  /** The first that answers; one that cannot be had is told as a warning and the next is asked. */
  async #first<P extends { readonly name: string }, T>(
    providers: readonly P[],
    ask: (provider: P) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    for (const provider of providers) {
      try {
        const answer = await ask(provider)
        if (answer !== undefined && !(Array.isArray(answer) && answer.length === 0)) return answer
      } catch (error) {
        if (!(error instanceof OutboundError)) throw error
        this.#warnings.push({
          code: 'provider-down',
          message: `${provider.name} cannot be reached (${error.kind})`,
        })
      }
    }
    return undefined
  }
}
