import type { EquipmentAdvice, HourlyWeather, Rating } from './contract.ts'
import { isRainy, isSnowy, summarise, THRESHOLDS, tenth, type WarningCode, warningsOf } from './warnings.ts'

/** What the weather adds to the buffers of the drive (PRODUCT 1.4), whole minutes. */
export interface TrafficExtras {
  trafficMinutes: number
  parkingMinutes: number
  reasons: ('rain' | 'snow' | 'fog' | 'severe-cold')[]
}

/** What to pack (PRODUCT 1.5). Parasols and water are for exteriors only. */
export function equipmentAdvice(
  hours: readonly HourlyWeather[],
  { exterior }: { exterior: boolean },
): EquipmentAdvice[] {
  const any = (test: (hour: HourlyWeather) => boolean) => hours.some(test)
  const windy = any(
    ({ windSpeed, windGust }) =>
      windSpeed > THRESHOLDS.windProtectionOver || (windGust ?? 0) > THRESHOLDS.gustsOver,
  )
  const advice: [boolean, EquipmentAdvice[]][] = [
    [true, ['camera', 'batteries', 'cards']],
    [any((hour) => isRainy(hour) || isSnowy(hour)), ['rain-covers', 'towels']],
    [
      any(({ temperature }) => temperature < THRESHOLDS.warmersBelow),
      ['warmers', 'spare-batteries', 'thermos'],
    ],
    [windy, ['sandbags', 'wind-protection']],
    [exterior && any(({ temperature }) => temperature > THRESHOLDS.parasolsAbove), ['parasols', 'water']],
  ]
  return advice.flatMap(([applies, items]) => (applies ? items : []))
}

/** What stops an exterior, against what only makes it harder. */
const STOPPERS: ReadonlySet<WarningCode> = new Set(['heavy-rain', 'gusts', 'thunderstorm'])

/**
 * Traffic light for exteriors. Bad: heavy rain, gusts over 15 m/s or a thunderstorm, which endanger people on
 * cranes, under lights and beside generators. Mind: any other warning, or an even chance of rain without an amount.
 */
export function rateExterior(hours: readonly HourlyWeather[]): Rating {
  const warnings = warningsOf(hours)
  if (warnings.some(({ code }) => STOPPERS.has(code))) return 'bad'
  const chance = hours.some((hour) => (hour.precipitationProbability ?? 0) >= THRESHOLDS.wetHourPercent)
  return warnings.length > 0 || chance ? 'mind' : 'good'
}

/**
 * Minutes that the weather adds to the drive; give the hours of the journey. Rain or snow +15 and +5 for parking,
 * fog +20, below -5 degrees +15. Reasons of different kinds add up, since each slows another part of the way (wet
 * road, sight, ice and a cold car); rain and snow are one kind and count once.
 */
export function trafficExtras(hours: readonly HourlyWeather[]): TrafficExtras {
  const snow = hours.some(isSnowy)
  const wet = snow || hours.some(isRainy)
  const fog = hours.some((hour) => hour.fog)
  const ice = hours.some(({ temperature }) => temperature < THRESHOLDS.severeColdBelow)
  return {
    trafficMinutes: (wet ? 15 : 0) + (fog ? 20 : 0) + (ice ? 15 : 0),
    parkingMinutes: wet ? 5 : 0,
    reasons: [
      ...(snow ? (['snow'] as const) : wet ? (['rain'] as const) : []),
      ...(fog ? (['fog'] as const) : []),
      ...(ice ? (['severe-cold'] as const) : []),
    ],
  }
}

export interface Change {
  field: 'temperature' | 'precipitation' | 'wind' | 'warning'
  before?: number
  after?: number
  warning?: WarningCode
}

/** A change is worth telling from these steps on (PRODUCT 1.5): degrees, millimetres, metres a second. */
export const TELLING_STEPS = { temperature: 5, precipitationMm: 1, wind: 3 } as const

/**
 * What changed between two forecasts of the same hours and is worth telling: 5 degrees at either end of the day,
 * 1 mm in all, 3 m/s, or a warning that was not there before. Empty: nothing to say.
 */
export function worthTelling(before: readonly HourlyWeather[], after: readonly HourlyWeather[]): Change[] {
  const [old, now] = [summarise(before), summarise(after)]
  if (!old || !now) return []
  const moved = (field: Change['field'], from: number, to: number, step: number): Change[] =>
    tenth(Math.abs(to - from)) >= step ? [{ field, before: from, after: to }] : []
  const coldest = moved('temperature', old.temperatureMin, now.temperatureMin, TELLING_STEPS.temperature)
  const warmest = moved('temperature', old.temperatureMax, now.temperatureMax, TELLING_STEPS.temperature)
  const known = new Set(warningsOf(before).map(({ code }) => code))
  // Heavy rain that eases is no new warning.
  if (known.has('heavy-rain')) known.add('rain')
  return [
    ...(warmest.length > 0 ? warmest : coldest),
    ...moved('precipitation', old.precipitationMm, now.precipitationMm, TELLING_STEPS.precipitationMm),
    ...moved('wind', old.windMax, now.windMax, TELLING_STEPS.wind),
    ...warningsOf(after).flatMap(({ code }): Change[] =>
      known.has(code) ? [] : [{ field: 'warning', warning: code }],
    ),
  ]
}
