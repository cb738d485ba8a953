import { z } from 'zod'
import type { Coordinates } from '#kernel'
import { BufferExtras, noExtras } from '#services/route'
import { equipmentAdvice, rateExterior, trafficExtras, worthTelling } from './advice.ts'
import {
  EquipmentAdvice,
  HourlyWeather,
  Rating,
  Sun,
  WeatherAlert,
  WeatherSummary,
  WeatherWarning,
} from './contract.ts'
import { type HourlyForecast, hoursWithin } from './hourly.ts'
import { sunDay } from './sun.ts'
import { summarise, type WarningCode, warningsOf } from './warnings.ts'

/** The weather of a shooting day and what it means for the work. */
export const Outlook = z.object({
  hours: z.array(HourlyWeather),
  alerts: z.array(WeatherAlert),
  summary: WeatherSummary,
  warnings: z.array(WeatherWarning),
  advice: z.array(EquipmentAdvice),
  rating: Rating,
  extras: BufferExtras,
  sun: Sun,
})
export type Outlook = z.output<typeof Outlook>

/** What a later forecast is compared with. */
export const Told = z.object({ hours: z.array(HourlyWeather), alerts: z.array(WeatherAlert) })
export type Told = z.output<typeof Told>

export interface ShootingDay {
  call: Temporal.Instant
  wrap: Temporal.Instant
  zone: string
  exterior: boolean
}

/** Before the call somebody is on the road: the hours that count for the buffers. */
export const JOURNEY_HOURS = 3
/** Without a printed wrap, as the calendar has it. */
const USUAL_DAY_HOURS = 10
/** No forecast is asked for more than that, whatever a sheet says. */
const LONGEST_DAY_HOURS = 24

/** Call to wrap; to call + 10 h without one, and never longer than a day. */
export function shootingHours(call: Temporal.Instant, wrap: Temporal.Instant | null) {
  const latest = call.add({ hours: LONGEST_DAY_HOURS })
  const planned =
    wrap && Temporal.Instant.compare(wrap, call) > 0 ? wrap : call.add({ hours: USUAL_DAY_HOURS })
  return { from: call, to: Temporal.Instant.compare(planned, latest) < 0 ? planned : latest }
}

/** Undefined when the forecast knows no shooting hour. What is usual does not slow down a drive: it is no forecast. */
export function outlookOf(
  forecast: HourlyForecast,
  place: Coordinates,
  day: ShootingDay,
): Outlook | undefined {
  const hours = hoursWithin(forecast.hours, day.call, day.wrap)
  const summary = summarise(hours)
  if (!summary) return undefined
  const journey = hoursWithin(forecast.hours, day.call.subtract({ hours: JOURNEY_HOURS }), day.call)
  return {
    hours,
    alerts: forecast.alerts,
    summary,
    warnings: publicWarnings(hours, forecast.alerts),
    advice: equipmentAdvice(hours, { exterior: day.exterior }),
    rating: rateExterior(hours),
    extras: forecast.kind === 'forecast' ? trafficExtras(journey) : noExtras,
    sun: publicSun(place, day.call.toZonedDateTimeISO(day.zone).toPlainDate(), day.zone),
  }
}

/** Is there something to tell since the last time: a step of the weather, or an alert that was not there? */
export function hasChanged(before: Told, after: Told): boolean {
  const known = new Set(before.alerts.map(({ event }) => event))
  return (
    worthTelling(before.hours, after.hours).length > 0 || after.alerts.some(({ event }) => !known.has(event))
  )
}

const SEVERE: ReadonlySet<WarningCode> = new Set(['heavy-rain', 'gusts', 'thunderstorm'])

export function publicWarnings(
  hours: readonly HourlyWeather[],
  alerts: readonly WeatherAlert[],
): WeatherWarning[] {
  return [
    ...alerts.map(
      ({ event, source, from, to }): WeatherWarning => ({
        code: 'official-alert',
        severity: 'severe',
        params: { event, source, from: from.toString(), to: to.toString() },
      }),
    ),
    ...warningsOf(hours).map(
      ({ code, value, at }): WeatherWarning => ({
        code,
        severity: SEVERE.has(code) ? 'severe' : 'warning',
        params: { at: at.toString(), ...(value === undefined ? {} : { value }) },
      }),
    ),
  ]
}

export function publicSun(place: Coordinates, date: Temporal.PlainDate, zone: string): Sun {
  const sun = sunDay(place, date, zone)
  return {
    sunrise: sun.sunrise ?? null,
    sunset: sun.sunset ?? null,
    solarNoon: sun.solarNoon,
    blueMorningStart: sun.blueHourMorning?.from ?? null,
    goldenMorningStart: sun.goldenHourMorning?.from ?? null,
    goldenMorningEnd: sun.goldenHourMorning?.to ?? null,
    goldenEveningStart: sun.goldenHourEvening?.from ?? null,
    goldenEveningEnd: sun.goldenHourEvening?.to ?? null,
    blueEveningEnd: sun.blueHourEvening?.to ?? null,
    polar: sun.polar ?? null,
  }
}
