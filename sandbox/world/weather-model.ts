import { getPosition } from 'suncalc'
import { metresBetween, type Position } from './warsaw.ts'

export const weatherKinds = ['fair', 'overcast', 'rain', 'snow', 'fog', 'storm', 'frost', 'heat'] as const
export type WeatherKind = (typeof weatherKinds)[number]

/** The weather at a place and hour, in the units of the SI as meteorologists use them. */
export interface WeatherSample {
  kind: WeatherKind
  isDay: boolean
  temperatureCelsius: number
  feelsLikeCelsius: number
  dewPointCelsius: number
  /** Percent. */
  humidity: number
  pressureHectopascals: number
  visibilityMetres: number
  uvIndex: number
  windMetresPerSecond: number
  gustMetresPerSecond: number
  /** Where it blows from, degrees. */
  windDirection: number
  /** Percent. */
  cloudCover: number
  /** Percent. */
  precipitationProbability: number
  /** Rain and melted snow of the hour. */
  precipitationMillimetres: number
  snowfallCentimetres: number
  /** WMO code 4677, as Open-Meteo has it. */
  wmoCode: number
}

/** Weather that a test wants on a date, everywhere or near a place. */
export interface WeatherScenario {
  /** ISO date, local to the place. */
  date: string
  kind: WeatherKind
  near?: Position
}

interface Character {
  /** Pulls the day's mean temperature towards this value when given. */
  mean?: number
  atLeast?: number
  atMost?: number
  /** Half the difference between the warmest and the coldest hour. */
  swing: number
  humidity: number
  visibilityMetres: number
  wind: number
  gustFactor: number
  cloudCover: number
  probability: number
  precipitation: number
  wmoCode: number
}

const characters: Record<WeatherKind, Character> = {
  fair: {
    swing: 5,
    humidity: 55,
    visibilityMetres: 24_000,
    wind: 3,
    gustFactor: 1.6,
    cloudCover: 15,
    probability: 3,
    precipitation: 0,
    wmoCode: 1,
  },
  overcast: {
    swing: 2.5,
    humidity: 72,
    visibilityMetres: 16_000,
    wind: 4,
    gustFactor: 1.6,
    cloudCover: 90,
    probability: 15,
    precipitation: 0,
    wmoCode: 3,
  },
  rain: {
    atLeast: 3,
    swing: 1.5,
    humidity: 92,
    visibilityMetres: 7000,
    wind: 6,
    gustFactor: 1.7,
    cloudCover: 98,
    probability: 88,
    precipitation: 1.2,
    wmoCode: 63,
  },
  snow: {
    atMost: -1.5,
    swing: 1,
    humidity: 90,
    visibilityMetres: 1800,
    wind: 4,
    gustFactor: 1.6,
    cloudCover: 100,
    probability: 85,
    precipitation: 0.8,
    wmoCode: 73,
  },
  fog: {
    swing: 1.5,
    humidity: 99,
    visibilityMetres: 180,
    wind: 1,
    gustFactor: 1.4,
    cloudCover: 100,
    probability: 8,
    precipitation: 0,
    wmoCode: 45,
  },
  storm: {
    atLeast: 14,
    swing: 3,
    humidity: 84,
    visibilityMetres: 5000,
    wind: 12,
    gustFactor: 1.9,
    cloudCover: 95,
    probability: 92,
    precipitation: 4.5,
    wmoCode: 95,
  },
  frost: {
    mean: -10,
    swing: 4,
    humidity: 70,
    visibilityMetres: 20_000,
    wind: 2,
    gustFactor: 1.4,
    cloudCover: 10,
    probability: 2,
    precipitation: 0,
    wmoCode: 0,
  },
  heat: {
    mean: 28,
    swing: 6,
    humidity: 38,
    visibilityMetres: 22_000,
    wind: 2.5,
    gustFactor: 1.6,
    cloudCover: 8,
    probability: 2,
    precipitation: 0,
    wmoCode: 0,
  },
}

const nearMetres = 50_000
const maximumScenarios = 500

/** One weather for all weather stand-ins: seasonal and repeatable, unless a scenario says otherwise. */
export class WeatherModel {
  #scenarios: WeatherScenario[] = []

  /** The newest scenario for a date and place wins. */
  set(scenario: WeatherScenario): void {
    this.#scenarios = [scenario, ...this.#scenarios].slice(0, maximumScenarios)
  }

  clear(): void {
    this.#scenarios = []
  }

  scenarios(): readonly WeatherScenario[] {
    return this.#scenarios
  }

  /** @param zone decides which local date, and so which scenario, an instant belongs to. */
  at(position: Position, instant: Temporal.Instant, zone: string): WeatherSample {
    const local = instant.toZonedDateTimeISO(zone)
    const kind = this.#kindOn(local.toPlainDate(), position)
    const character = characters[kind]
    const chance = chanceOf(`${local.toPlainDate().toString()} ${cell(position)}`)
    const hourChance = chanceOf(`${local.toPlainDate().toString()} ${local.hour} ${cell(position)}`)
    const altitude = getPosition(
      new Date(instant.epochMilliseconds),
      position.latitude,
      position.longitude,
    ).altitude
    const temperature = round(temperatureOf(character, local, position, chance), 1)
    const wind = round(character.wind * (0.8 + 0.4 * hourChance), 1)
    const precipitation = round(character.precipitation * (0.7 + 0.6 * hourChance), 1)
    const isSnow = kind === 'snow'
    return {
      kind,
      isDay: altitude > 0,
      temperatureCelsius: temperature,
      feelsLikeCelsius: feelsLike(temperature, wind, character.humidity),
      dewPointCelsius: round(temperature - (100 - character.humidity) / 5, 1),
      humidity: character.humidity,
      pressureHectopascals: round((precipitation > 0 ? 1002 : 1018) + (chance - 0.5) * 8, 1),
      visibilityMetres: character.visibilityMetres,
      uvIndex: round(
        Math.max(0, Math.sin((altitude * Math.PI) / 180)) * 9 * (1 - (character.cloudCover / 100) * 0.75),
        1,
      ),
      windMetresPerSecond: wind,
      gustMetresPerSecond: round(wind * character.gustFactor, 1),
      windDirection: Math.round(200 + chance * 120),
      cloudCover: character.cloudCover,
      precipitationProbability: character.probability,
      precipitationMillimetres: precipitation,
      snowfallCentimetres: isSnow ? round(precipitation * 0.7, 2) : 0,
      wmoCode: character.wmoCode,
    }
  }

  #kindOn(date: Temporal.PlainDate, position: Position): WeatherKind {
    const day = date.toString()
    const set = this.#scenarios.find(
      (one) => one.date === day && (!one.near || metresBetween(one.near, position) <= nearMetres),
    )
    return set?.kind ?? usualKind(date, position)
  }
}

/** What the season brings, drawn by the date and a grid of about 50 km. */
function usualKind(date: Temporal.PlainDate, position: Position): WeatherKind {
  const drawn = chanceOf(`kind ${date.toString()} ${cell(position)}`)
  const isCold = seasonalMean(date, position) < 2
  if (drawn < 0.5) return 'fair'
  if (drawn < 0.78) return 'overcast'
  if (drawn < 0.94) return isCold ? 'snow' : 'rain'
  return isCold ? 'fog' : 'overcast'
}

/** Mean temperature of the day in Celsius: Warsaw's year, colder by 0.6 degrees for each degree of latitude. */
function seasonalMean(date: Temporal.PlainDate, position: Position): number {
  const season = Math.cos(((date.dayOfYear - 200) / 365) * 2 * Math.PI)
  const warsaw = 8.8 + 10.5 * (position.latitude >= 0 ? season : -season)
  return warsaw - (Math.abs(position.latitude) - 52.2) * 0.6
}

function temperatureOf(
  character: Character,
  local: Temporal.ZonedDateTime,
  position: Position,
  chance: number,
): number {
  const mean = character.mean ?? seasonalMean(local.toPlainDate(), position) + (chance - 0.5) * 6
  const held = Math.min(character.atMost ?? Infinity, Math.max(character.atLeast ?? -Infinity, mean))
  const hour = local.hour + local.minute / 60
  return held + character.swing * Math.cos(((hour - 15) / 24) * 2 * Math.PI)
}

/** Wind chill below 10 degrees (Environment Canada's formula), a humidity surcharge above 25. */
function feelsLike(temperature: number, windMetresPerSecond: number, humidity: number): number {
  const wind = (windMetresPerSecond * 3.6) ** 0.16
  if (temperature <= 10 && windMetresPerSecond > 1.3) {
    return round(13.12 + 0.6215 * temperature - 11.37 * wind + 0.3965 * temperature * wind, 1)
  }
  return temperature > 25 ? round(temperature + (humidity - 40) * 0.08, 1) : temperature
}

function cell({ latitude, longitude }: Position): string {
  return `${Math.round(latitude * 2)} ${Math.round(longitude * 2)}`
}

/** A number in [0, 1) that depends on the text alone (FNV-1a with a final mix). */
function chanceOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}

export function round(value: number, places: number): number {
  return Math.round(value * 10 ** places) / 10 ** places
}
