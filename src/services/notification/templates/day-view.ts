import { z } from 'zod'
import { RouteFailure } from '#services/route'
import type { schedule } from '#services/schedule'
import { WeatherFailure } from '#services/weather'

export type Plan = z.output<(typeof schedule)['routes']['planOf']['output']>

export interface LegView {
  readonly from: 'home' | 'stop'
  readonly to: 'stop' | 'location'
  readonly depart: string
  readonly arrive: string
  /** Of driving. */
  readonly minutes: number
  /** Kept for the traffic beside them, between departure and arrival. */
  readonly keptMinutes: number
  readonly kilometres: number
  readonly trafficAware: boolean
}

export interface WeatherView {
  readonly usual: boolean
  readonly stale: boolean
  /** Degrees Celsius, whole. */
  readonly from: number
  readonly to: number
  readonly rainMm: number
  readonly rainPercent: number | null
  /** m/s. */
  readonly wind: number | null
  readonly gusts: number | null
  readonly warnings: readonly string[]
  readonly rating: 'good' | 'mind' | 'bad' | null
  readonly sunrise: string | null
  readonly sunset: string | null
}

/** Why a part is not there: `later` comes by itself, with anything else nothing comes unless somebody acts. */
const RouteGap = z.enum(['later', 'no-location', ...RouteFailure.exclude(['provider-down']).options])
export type RouteGap = z.output<typeof RouteGap>
const WeatherGap = z.enum(['later', 'no-location', ...WeatherFailure.exclude(['provider-down']).options])
export type WeatherGap = z.output<typeof WeatherGap>

/** A planned day as its texts need it: times are texts on the clock of the set, absent is null or an empty list. */
export interface DayView {
  readonly production: string
  /** `12/35`. */
  readonly dayNumber: string | null
  readonly date: string
  readonly wakeUp: string | null
  readonly leaveHome: string | null
  readonly arriveStop: string | null
  readonly leaveStop: string | null
  readonly arriveLocation: string | null
  readonly call: string
  readonly callIsPersonal: boolean
  readonly wrap: string | null
  readonly location: string | null
  readonly unitBase: string | null
  readonly parking: string | null
  readonly legs: readonly LegView[]
  readonly travelMinutes: number
  readonly estimated: boolean
  /** Minutes that the weather added to the buffers. */
  readonly weatherMinutes: number
  readonly routeGap: RouteGap | null
  readonly weatherGap: WeatherGap | null
  readonly weather: WeatherView | null
  readonly warnings: readonly string[]
  readonly scenes: readonly SceneView[]
  readonly advice: readonly string[]
  readonly equipment: readonly string[]
  readonly contacts: readonly string[]
  readonly hospital: string | null
  readonly safety: readonly string[]
  readonly notes: readonly string[]
  readonly changes: readonly { field: string; before: string | null; after: string | null }[]
}

export interface SceneView {
  readonly number: string
  readonly place: string | null
  readonly light: 'DAY' | 'NIGHT' | 'DAWN' | 'DUSK' | null
  readonly set: string | null
  readonly description: string | null
}

/** Items of one list that a message names; more are counted. */
const longestList = 60
const longestText = 400

/** @param locale BCP 47, for the names of days and months. */
export function dayView(plan: Plan, locale: string): DayView {
  const { sheet, route } = plan
  const clock = clockOf(plan, locale)
  const times = route?.times
  return {
    production: plan.productionTitle,
    dayNumber: dayNumber(sheet?.day?.value),
    date: longDate(plan.shootingDate, locale),
    wakeUp: clock(plan.wakeUp),
    leaveHome: clock(plan.leaveHome),
    arriveStop: clock(times?.arriveStop),
    leaveStop: clock(times?.leaveStop),
    arriveLocation: clock(times?.arriveLocation),
    call: clock(plan.call)!,
    callIsPersonal: plan.callIsPersonal,
    wrap: clock(plan.wrap),
    location: place(plan.location),
    unitBase: place(sheet?.unitBase?.value),
    parking: place(sheet?.parking?.value),
    legs: (route?.legs ?? []).map((leg) => ({
      from: leg.from,
      to: leg.to,
      depart: clock(leg.departAt)!,
      arrive: clock(leg.arriveAt)!,
      minutes: Math.round(leg.driveMinutes),
      keptMinutes: Math.round(
        leg.departAt.until(leg.arriveAt).total('minutes') - Math.round(leg.driveMinutes),
      ),
      kilometres: Math.round(leg.distanceMeters / 100) / 10,
      trafficAware: leg.trafficAware,
    })),
    travelMinutes: Math.round(route?.totalDriveMinutes ?? 0),
    estimated: route?.estimated ?? false,
    weatherMinutes: (route?.extras.trafficMinutes ?? 0) + (route?.extras.parkingMinutes ?? 0),
    ...gaps(plan),
    weather: weatherView(plan, clock),
    warnings: plan.warnings.map((warning) => warning.text).slice(0, longestList),
    changes: plan.changes.slice(0, longestList),
    ...sheetView(plan),
  }
}

function gaps({ missing, failures, location }: Plan): Pick<DayView, 'routeGap' | 'weatherGap'> {
  const reason = (what: 'route' | 'weather') => {
    const code = failures.find((failure) => failure.what === what && !failure.willRetry)?.code
    return code === 'location-not-found' && place(location) === null ? 'no-location' : code
  }
  return {
    routeGap: missing.includes('route') ? RouteGap.catch('later').parse(reason('route')) : null,
    weatherGap: missing.includes('weather') ? WeatherGap.catch('later').parse(reason('weather')) : null,
  }
}

function sheetView({ sheet, weather, notes }: Plan) {
  const texts = (list: readonly { value: string }[] | undefined) =>
    (list ?? []).slice(0, longestList).map((each) => cut(each.value))
  return {
    scenes: (sheet?.scenes ?? []).slice(0, longestList).map(({ value }) => ({
      number: value.number,
      place: value.intExt,
      light: value.dayNight,
      set: value.set,
      description: value.description && cut(value.description),
    })),
    advice: weather?.advice ?? [],
    equipment: texts(sheet?.equipment),
    contacts: (sheet?.contacts ?? []).slice(0, longestList).flatMap(({ value }) => {
      const who = [value.role, value.name].filter(Boolean).join(': ')
      const reach = [value.phone, value.email].filter(Boolean).join(', ')
      return who || reach ? [[who, reach].filter(Boolean).join(', ')] : []
    }),
    hospital: place(sheet?.hospital?.value),
    safety: texts(sheet?.safetyNotes),
    notes: [...(notes ? [cut(notes)] : []), ...texts(sheet?.notes)],
  }
}

function weatherView({ weather }: Plan, clock: Clock): WeatherView | null {
  if (!weather?.summary || weather.kind === 'none') return null
  const { summary, sun } = weather
  return {
    usual: weather.kind === 'usual',
    stale: weather.stale,
    from: Math.round(summary.temperatureMin),
    to: Math.round(summary.temperatureMax),
    rainMm: Math.round(summary.precipitationMm * 10) / 10,
    rainPercent:
      summary.precipitationProbability === null ? null : Math.round(summary.precipitationProbability),
    wind: summary.windMax === null ? null : Math.round(summary.windMax),
    gusts: summary.gustMax === null ? null : Math.round(summary.gustMax),
    warnings: weather.warnings.map((warning) => warning.code),
    rating: weather.rating,
    sunrise: clock(sun?.sunrise),
    sunset: clock(sun?.sunset),
  }
}

type Clock = (time: Temporal.Instant | Temporal.ZonedDateTime | null | undefined) => string | null

/** `06:30`, with the date when it is not the shooting day's: a night shoot begins the evening before. */
function clockOf(plan: Plan, locale: string): Clock {
  return (time) => {
    if (!time) return null
    const instant = time instanceof Temporal.Instant ? time : time.toInstant()
    const local = instant.toZonedDateTimeISO(plan.timeZone)
    const text = local.toPlainTime().toString({ smallestUnit: 'minute' })
    const date = local.toPlainDate()
    if (date.equals(plan.shootingDate)) return text
    return `${text} (${date.toLocaleString(locale, { weekday: 'short', day: 'numeric', month: 'numeric' })})`
  }
}

export function longDate(date: Temporal.PlainDate, locale: string): string {
  return date.toLocaleString(locale, { weekday: 'long', day: 'numeric', month: 'long' })
}

function place(value: { name: string | null; address: string | null } | null | undefined): string | null {
  const parts = [value?.name, value?.address].filter(Boolean)
  return parts.length > 0 ? cut([...new Set(parts)].join(', ')) : null
}

function dayNumber(day: { number: number; of: number | null } | undefined): string | null {
  if (!day) return null
  return day.of === null ? String(day.number) : `${day.number}/${day.of}`
}

const cut = (text: string) => (text.length > longestText ? `${text.slice(0, longestText - 3)}...` : text)
