import type { DayView, LegView, RouteGap, SceneView, WeatherGap, WeatherView } from './day-view.ts'
import type { Section } from './draft.ts'

/** The words of the day summary in one language. */
export interface DayWords {
  readonly headings: Readonly<
    Record<
      | 'times'
      | 'place'
      | 'changes'
      | 'route'
      | 'weather'
      | 'warnings'
      | 'scenes'
      | 'equipment'
      | 'contacts'
      | 'safety'
      | 'notes',
      string
    >
  >
  readonly times: Readonly<
    Record<'wakeUp' | 'leaveHome' | 'stop' | 'arriveLocation' | 'call' | 'personalCall' | 'wrap', string>
  >
  readonly places: Readonly<Record<'home' | 'stop' | 'location', string>>
  readonly location: string
  readonly unitBase: string
  readonly parking: string
  readonly hospital: string
  readonly light: Readonly<Record<NonNullable<SceneView['light']>, string>>
  readonly weatherWarnings: Readonly<Record<string, string>>
  readonly advice: Readonly<Record<string, string>>
  readonly rating: Readonly<Record<NonNullable<WeatherView['rating']>, string>>
  readonly noRoute: Readonly<Record<RouteGap, string>>
  readonly noWeather: Readonly<Record<WeatherGap, string>>
  leg(from: string, to: string, leg: LegView): string
  drive(minutes: number): string
  readonly estimated: string
  weatherBuffer(minutes: number): string
  forecast(weather: WeatherView): string
  rain(mm: number, percent: number | null): string
  wind(speed: number, gusts: number | null): string
  sun(rise: string, set: string): string
  readonly usual: string
  readonly stale: string
  /** Fields as changes name them (`wakeUp`, `scenes`). */
  readonly fields: Readonly<Record<string, string>>
  readonly restored: string
  change(field: string, before: string | null, after: string | null): string
}

/** Everything about a day in a fixed order: times first, since they are read at the bus stop (PRODUCT 1.7). */
export function daySections(day: DayView, words: DayWords, options: { changes?: boolean } = {}): Section[] {
  const { headings } = words
  return [
    ...(options.changes ? [{ heading: headings.changes, lines: changeLines(day, words) }] : []),
    { heading: headings.times, lines: timeLines(day, words) },
    { heading: headings.place, lines: placeLines(day, words) },
    { heading: headings.route, lines: routeLines(day, words) },
    { heading: headings.weather, lines: weatherLines(day, words) },
    { heading: headings.warnings, lines: day.warnings },
    { heading: headings.scenes, lines: day.scenes.map((scene) => sceneLine(scene, words)) },
    {
      heading: headings.equipment,
      lines: [...day.equipment, ...day.advice.flatMap((code) => words.advice[code] ?? [])],
    },
    { heading: headings.contacts, lines: day.contacts },
    {
      heading: headings.safety,
      lines: [...day.safety, ...(day.hospital ? [`${words.hospital}: ${day.hospital}`] : [])],
    },
    { heading: headings.notes, lines: day.notes },
  ]
}

export function changeLines(day: DayView, words: DayWords): string[] {
  return day.changes.map(({ field, before, after }) => {
    if (field === 'cancelled') return words.restored
    const [name = field, ...key] = field.split('.')
    return words.change([words.fields[name] ?? name, ...itemOf(name, key)].join(' '), before, after)
  })
}

/** Which one of a list: a scene by its number. The key of a location is only its place, that of a note the note. */
function itemOf(field: string, key: readonly string[]): string[] {
  return KEYED.has(field) && key.length > 0 ? [key.join('.')] : []
}

const KEYED: ReadonlySet<string> = new Set(['scenes', 'cast', 'calls', 'contacts', 'meals'])

export function timeLines(day: DayView, { times }: DayWords): string[] {
  const stop = [day.arriveStop, day.leaveStop].filter(Boolean).join(' - ')
  const rows: (readonly [string, string | null])[] = [
    [times.wakeUp, day.wakeUp],
    [times.leaveHome, day.leaveHome],
    [times.stop, stop || null],
    [times.arriveLocation, day.arriveLocation],
    [day.callIsPersonal ? times.personalCall : times.call, day.call],
    [times.wrap, day.wrap],
  ]
  return rows.flatMap(([label, time]) => (time ? [`${label}: ${time}`] : []))
}

function placeLines(day: DayView, words: DayWords): string[] {
  const rows: (readonly [string, string | null])[] = [
    [words.location, day.location],
    [words.unitBase, day.unitBase],
    [words.parking, day.parking],
  ]
  return rows.flatMap(([label, place]) => (place ? [`${label}: ${place}`] : []))
}

function routeLines(day: DayView, words: DayWords): string[] {
  if (day.legs.length === 0) return day.routeGap ? [words.noRoute[day.routeGap]] : []
  return [
    ...day.legs.map((leg) => words.leg(words.places[leg.from], words.places[leg.to], leg)),
    words.drive(day.travelMinutes),
    ...(day.weatherMinutes > 0 ? [words.weatherBuffer(day.weatherMinutes)] : []),
    ...(day.estimated ? [words.estimated] : []),
  ]
}

export function weatherLines(day: DayView, words: DayWords): string[] {
  const { weather } = day
  if (!weather) return day.weatherGap ? [words.noWeather[day.weatherGap]] : []
  return [
    words.forecast(weather),
    ...(weather.rainMm > 0 ? [words.rain(weather.rainMm, weather.rainPercent)] : []),
    ...(weather.wind === null ? [] : [words.wind(weather.wind, weather.gusts)]),
    ...weather.warnings.flatMap((code) => words.weatherWarnings[code] ?? []),
    ...(weather.rating ? [words.rating[weather.rating]] : []),
    ...(weather.sunrise && weather.sunset ? [words.sun(weather.sunrise, weather.sunset)] : []),
    ...(weather.usual ? [words.usual] : []),
    ...(weather.stale ? [words.stale] : []),
  ]
}

/** The weather that makes the drive longer, in a line or two: it is said with the times that it moves. */
export function weatherThatCosts({ weather, weatherMinutes }: DayView, words: DayWords): string[] {
  if (!weather || weatherMinutes === 0) return []
  const warnings = weather.warnings.flatMap((code) => words.weatherWarnings[code] ?? [])
  const rain = weather.rainMm > 0 ? [words.rain(weather.rainMm, weather.rainPercent)] : []
  return [...rain, ...warnings].slice(0, 2)
}

function sceneLine(scene: SceneView, words: DayWords): string {
  const light = scene.light ? words.light[scene.light] : null
  const head = [scene.number, [scene.place, light].filter(Boolean).join('/'), scene.set].filter(Boolean)
  return [head.join(' '), scene.description].filter(Boolean).join(': ')
}
