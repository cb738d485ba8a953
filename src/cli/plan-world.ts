import { type Coordinates, firstAnswer, type OutboundHttp } from '#kernel'
import type { Environment } from '../kernel/settings.ts'
import type { Place } from '../services/route/planning.ts'
import { estimateProvider } from '../services/route/providers/estimate.ts'
import { googleGeocoding } from '../services/route/providers/google-geocoding.ts'
import { GOOGLE_MAPS_POLICY, googleRoutes } from '../services/route/providers/google-routes.ts'
import { NOMINATIM_POLICY, nominatim } from '../services/route/providers/nominatim.ts'
import { osrm } from '../services/route/providers/osrm.ts'
import type { Drive, DriveProvider, Geocoder } from '../services/route/providers/types.ts'
import { timeZoneAt } from '../services/route/zone.ts'
import { checkSentence } from '../services/schedule/checks.ts'
import { hoursWithin } from '../services/weather/hourly.ts'
import { JOURNEY_HOURS, type Outlook, outlookOf, shootingHours } from '../services/weather/outlook.ts'
import { openMeteo } from '../services/weather/providers/open-meteo.ts'
import { OPENWEATHERMAP_POLICY, openWeatherMap } from '../services/weather/providers/openweathermap.ts'
import { reaches, type WeatherProvider } from '../services/weather/providers/types.ts'
import { version } from '../version.ts'
import type { PlanWarning } from './plan-warnings.ts'

/** A place on the map, with its zone. */
export type Spot = Place & { readonly timeZone: string }

/** The weather of the shooting hours; units as in the weather service's contract. */
export interface WeatherReport extends Omit<Outlook, 'hours' | 'extras' | 'rating'> {
  readonly provider: string
  readonly kind: 'forecast' | 'usual'
  /** For exteriors; null on a day of interiors. */
  readonly rating: Outlook['rating'] | null
}

export interface ShootingDay {
  readonly call: Temporal.ZonedDateTime
  readonly wrap: Temporal.ZonedDateTime | null
  readonly exterior: boolean
}

/** `LATITUDE,LONGITUDE` in degrees; undefined when the text is something else, an address. */
export function coordinatesIn(text: string): Coordinates | undefined {
  const degrees = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text)
  return degrees ? { latitude: Number(degrees[1]), longitude: Number(degrees[2]) } : undefined
}

/** The providers of the environment, asked in order of preference. What cannot be had becomes a warning. */
export class World {
  readonly #geocoders: readonly Geocoder[]
  readonly #drives: readonly DriveProvider[]
  readonly #stations: readonly WeatherProvider[]
  readonly #warn: (warning: PlanWarning) => void
  readonly #down = new Set<string>()

  constructor(env: Environment, http: OutboundHttp, warn: (warning: PlanWarning) => void) {
    this.#geocoders = geocodersOf(env, http)
    this.#drives = drivesOf(env, http)
    this.#stations = stationsOf(env, http)
    this.#warn = warn
  }

  /** Coordinates need no map. */
  async find(text: string | undefined, role: 'home' | 'stop' | 'location'): Promise<Spot | undefined> {
    if (!text) return undefined
    const given = coordinatesIn(text)
    if (given) return spotAt(text.trim(), given)
    const found = await this.#first('addresses', this.#geocoders, (geocoder) =>
      geocoder.find(text, { language: 'pl' }),
    )
    if (!found) {
      this.#warn({ code: `${role}-not-found`, message: `No map knows "${text}"` })
      return undefined
    }
    if (role === 'location' && (found.precision === 'area' || found.partial)) {
      const message = checkSentence({ code: 'location-approximate', severity: 'medium', params: {} }, 'en')
      this.#warn({ code: 'location-approximate', message })
    }
    return spotAt(text, found.coordinates)
  }

  async drive(from: Coordinates, to: Coordinates, departAt: Temporal.Instant): Promise<Drive> {
    const drives = await this.#first('routes', this.#drives, (provider) => provider.drive(from, to, departAt))
    if (!drives?.[0]) throw new Error('No road leads there')
    return drives[0]
  }

  /** Call to wrap, at the location; what it does to the journey is in `extras`. Undefined: there is none to be had. */
  async weather(
    at: Coordinates,
    { call, wrap, exterior }: ShootingDay,
  ): Promise<{ report: WeatherReport; extras: Outlook['extras'] } | undefined> {
    const now = Temporal.Now.instant()
    const shoot = shootingHours(call.toInstant(), wrap?.toInstant() ?? null)
    if (Temporal.Instant.compare(shoot.to, now) <= 0) {
      this.#warn({ code: 'no-weather', message: 'The day is over: there is no forecast for it' })
      return undefined
    }
    const window = { from: shoot.from.subtract({ hours: JOURNEY_HOURS }), to: shoot.to }
    const forecast = await this.#first('weather', this.#stations, async (station) => {
      const answer = await (reaches(station, window, now)
        ? station.forecast(at, window)
        : station.usual?.(at, window))
      // An answer without hours is none: another provider may know them.
      return answer && hoursWithin(answer.hours, shoot.from, shoot.to).length > 0 ? answer : undefined
    })
    const day = { call: shoot.from, wrap: shoot.to, zone: call.timeZoneId, exterior }
    const outlook = forecast && outlookOf(forecast, at, day)
    if (!forecast || !outlook) {
      this.#warn({ code: 'no-weather', message: 'No forecast could be had' })
      return undefined
    }
    const { hours: _, extras, rating, ...known } = outlook
    const { provider, kind } = forecast
    return { report: { provider, kind, ...known, rating: exterior ? rating : null }, extras }
  }

  /** The first that answers; one that cannot be had is told as a warning, the next is asked, and it is not asked again. */
  async #first<P extends { readonly name: string }, T>(
    what: 'addresses' | 'routes' | 'weather',
    providers: readonly P[],
    ask: (provider: P) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    // Google has a product for each: one may answer while another does not.
    const key = (name: string) => `${name} ${what}`
    const able = providers.filter(({ name }) => !this.#down.has(key(name)))
    const { answer, failures } = await firstAnswer(able, ask)
    for (const { provider, error } of failures) {
      if (this.#down.has(key(provider))) continue
      this.#down.add(key(provider))
      const message = `${provider} cannot be reached for ${what} (${error.kind})`
      this.#warn({ code: 'provider-down', message })
    }
    return answer
  }
}

function spotAt(label: string, coordinates: Coordinates): Spot {
  return { label, coordinates, timeZone: timeZoneAt(coordinates) }
}

const now = () => Temporal.Now.instant()

function geocodersOf(env: Environment, http: OutboundHttp): Geocoder[] {
  const { GOOGLE_MAPS_API_KEY: key, GOOGLE_GEOCODING_URL, NOMINATIM_URL } = env
  const google = (apiKey: string) =>
    googleGeocoding(http.provider('google-geocoding', GOOGLE_MAPS_POLICY), {
      apiKey,
      ...(GOOGLE_GEOCODING_URL ? { baseUrl: GOOGLE_GEOCODING_URL } : {}),
    })
  const open = nominatim(http.provider('nominatim', NOMINATIM_POLICY), {
    userAgent: `klaps/${version}`,
    ...(NOMINATIM_URL ? { baseUrl: NOMINATIM_URL } : {}),
  })
  return key ? [google(key), open] : [open]
}

function drivesOf(env: Environment, http: OutboundHttp): DriveProvider[] {
  const { GOOGLE_MAPS_API_KEY: key, GOOGLE_ROUTES_URL, OSRM_URL } = env
  const google = (apiKey: string) =>
    googleRoutes(http.provider('google-routes', GOOGLE_MAPS_POLICY), {
      apiKey,
      now,
      ...(GOOGLE_ROUTES_URL ? { baseUrl: GOOGLE_ROUTES_URL } : {}),
    })
  return [
    ...(key ? [google(key)] : []),
    ...(OSRM_URL ? [osrm(http.provider('osrm'), { baseUrl: OSRM_URL })] : []),
    estimateProvider(),
  ]
}

function stationsOf(env: Environment, http: OutboundHttp): WeatherProvider[] {
  const { OPENWEATHERMAP_API_KEY: key, OPENWEATHERMAP_URL, OPEN_METEO_URL, OPEN_METEO_ARCHIVE_URL } = env
  const keyed = (apiKey: string) =>
    openWeatherMap(http.provider('openweathermap', OPENWEATHERMAP_POLICY), {
      apiKey,
      now,
      ...(OPENWEATHERMAP_URL ? { baseUrl: OPENWEATHERMAP_URL } : {}),
    })
  const open = openMeteo(http.provider('open-meteo'), {
    now,
    ...(OPEN_METEO_URL ? { baseUrl: OPEN_METEO_URL } : {}),
    ...(OPEN_METEO_ARCHIVE_URL ? { archiveUrl: OPEN_METEO_ARCHIVE_URL } : {}),
  })
  return key ? [keyed(key), open] : [open]
}
