import { sunTimes } from './sun.ts'
import type { Position } from './warsaw.ts'
import { round, type WeatherSample } from './weather-model.ts'

/** The units a request chose; Open-Meteo's own are Celsius, km/h and millimetres. */
export interface UnitChoice {
  isFahrenheit: boolean
  wind: string
  isInch: boolean
}

type Unit = '°C' | '%' | 'hPa' | 'm' | 'wind' | '°' | 'mm' | 'cm' | 'wmo code' | '' | 'iso8601' | 's'

interface Variable<T> {
  unit: Unit
  read(from: T, units: UnitChoice): number | string | null
}

/** A local day with its hours. */
export interface Day {
  date: Temporal.PlainDate
  zone: string
  position: Position
  samples: WeatherSample[]
  timeText(instant: Temporal.Instant): string | number
}

const windUnits: Record<string, [label: string, perMetrePerSecond: number]> = {
  kmh: ['km/h', 3.6],
  ms: ['m/s', 1],
  mph: ['mp/h', 2.236_94],
  kn: ['kn', 1.943_84],
}

/** How a unit is written in the `_units` block. */
export function unitOf(unit: Unit, choice: UnitChoice): string {
  if (unit === 'wind') return windUnits[choice.wind]?.[0] ?? 'km/h'
  if (unit === '°C' && choice.isFahrenheit) return '°F'
  return unit === 'mm' && choice.isInch ? 'inch' : unit
}

const degrees = (celsius: number, units: UnitChoice) =>
  units.isFahrenheit ? round(celsius * 1.8 + 32, 1) : celsius
const wind = (speed: number, units: UnitChoice) => round(speed * (windUnits[units.wind]?.[1] ?? 3.6), 1)
const fallen = (millimetres: number, units: UnitChoice) =>
  units.isInch ? round(millimetres / 25.4, 3) : round(millimetres, 2)
const rainOf = (sample: WeatherSample) =>
  sample.snowfallCentimetres > 0 ? 0 : sample.precipitationMillimetres

/** Also good for `current`. */
export const hourlyVariables: Record<string, Variable<WeatherSample>> = {
  temperature_2m: { unit: '°C', read: (sample, units) => degrees(sample.temperatureCelsius, units) },
  apparent_temperature: { unit: '°C', read: (sample, units) => degrees(sample.feelsLikeCelsius, units) },
  dew_point_2m: { unit: '°C', read: (sample, units) => degrees(sample.dewPointCelsius, units) },
  relative_humidity_2m: { unit: '%', read: (sample) => sample.humidity },
  pressure_msl: { unit: 'hPa', read: (sample) => sample.pressureHectopascals },
  surface_pressure: { unit: 'hPa', read: (sample) => round(sample.pressureHectopascals - 13, 1) },
  visibility: { unit: 'm', read: (sample) => sample.visibilityMetres },
  uv_index: { unit: '', read: (sample) => sample.uvIndex },
  cloud_cover: { unit: '%', read: (sample) => sample.cloudCover },
  wind_speed_10m: { unit: 'wind', read: (sample, units) => wind(sample.windMetresPerSecond, units) },
  wind_gusts_10m: { unit: 'wind', read: (sample, units) => wind(sample.gustMetresPerSecond, units) },
  wind_direction_10m: { unit: '°', read: (sample) => sample.windDirection },
  precipitation_probability: { unit: '%', read: (sample) => sample.precipitationProbability },
  precipitation: { unit: 'mm', read: (sample, units) => fallen(sample.precipitationMillimetres, units) },
  rain: { unit: 'mm', read: (sample, units) => fallen(rainOf(sample), units) },
  showers: { unit: 'mm', read: () => 0 },
  snowfall: { unit: 'cm', read: (sample) => sample.snowfallCentimetres },
  weather_code: { unit: 'wmo code', read: (sample) => sample.wmoCode },
  is_day: { unit: '', read: (sample) => (sample.isDay ? 1 : 0) },
}

type Reader = (sample: WeatherSample) => number

const highest = (read: Reader) => (day: Day) => Math.max(...day.samples.map(read))
const lowest = (read: Reader) => (day: Day) => Math.min(...day.samples.map(read))
const total = (read: Reader) => (day: Day) => day.samples.reduce((sum, sample) => sum + read(sample), 0)
const mean = (read: Reader) => (day: Day) => round(total(read)(day) / day.samples.length, 1)

const temperature: Reader = (sample) => sample.temperatureCelsius
const felt: Reader = (sample) => sample.feelsLikeCelsius
const speed: Reader = (sample) => sample.windMetresPerSecond
const gust: Reader = (sample) => sample.gustMetresPerSecond
const probability: Reader = (sample) => sample.precipitationProbability
const amount: Reader = (sample) => sample.precipitationMillimetres

export const dailyVariables: Record<string, Variable<Day>> = {
  temperature_2m_max: { unit: '°C', read: (day, units) => degrees(highest(temperature)(day), units) },
  temperature_2m_min: { unit: '°C', read: (day, units) => degrees(lowest(temperature)(day), units) },
  temperature_2m_mean: { unit: '°C', read: (day, units) => degrees(mean(temperature)(day), units) },
  apparent_temperature_max: { unit: '°C', read: (day, units) => degrees(highest(felt)(day), units) },
  apparent_temperature_min: { unit: '°C', read: (day, units) => degrees(lowest(felt)(day), units) },
  apparent_temperature_mean: { unit: '°C', read: (day, units) => degrees(mean(felt)(day), units) },
  precipitation_sum: { unit: 'mm', read: (day, units) => fallen(total(amount)(day), units) },
  rain_sum: { unit: 'mm', read: (day, units) => fallen(total(rainOf)(day), units) },
  snowfall_sum: { unit: 'cm', read: (day) => round(total((sample) => sample.snowfallCentimetres)(day), 2) },
  precipitation_probability_max: { unit: '%', read: highest(probability) },
  precipitation_probability_mean: { unit: '%', read: mean(probability) },
  wind_speed_10m_max: { unit: 'wind', read: (day, units) => wind(highest(speed)(day), units) },
  wind_gusts_10m_max: { unit: 'wind', read: (day, units) => wind(highest(gust)(day), units) },
  wind_direction_10m_dominant: { unit: '°', read: (day) => day.samples[12]?.windDirection ?? null },
  relative_humidity_2m_mean: { unit: '%', read: mean((sample) => sample.humidity) },
  cloud_cover_mean: { unit: '%', read: mean((sample) => sample.cloudCover) },
  pressure_msl_mean: { unit: 'hPa', read: mean((sample) => sample.pressureHectopascals) },
  visibility_min: { unit: 'm', read: lowest((sample) => sample.visibilityMetres) },
  visibility_mean: { unit: 'm', read: mean((sample) => sample.visibilityMetres) },
  uv_index_max: { unit: '', read: highest((sample) => sample.uvIndex) },
  weather_code: { unit: 'wmo code', read: highest((sample) => sample.wmoCode) },
  sunrise: { unit: 'iso8601', read: (day) => sunText(day, 'rise') },
  sunset: { unit: 'iso8601', read: (day) => sunText(day, 'set') },
  daylight_duration: { unit: 's', read: daylight },
}

function sunText(day: Day, which: 'rise' | 'set'): string | number | null {
  const instant = sunTimes(day.date, day.zone, day.position)[which]
  return instant ? day.timeText(instant) : null
}

function daylight(day: Day): number | null {
  const { rise, set } = sunTimes(day.date, day.zone, day.position)
  return rise && set ? round((set.epochMilliseconds - rise.epochMilliseconds) / 1000, 2) : null
}
