import type { z } from 'zod'
import { schedule } from '#services/schedule'

export type DayDetail = z.output<typeof schedule.routes.getDay.output>

/** A day as lines of text, times in the zone of the set. */
export interface DayView {
  readonly dateText: string
  readonly productionTitle: string
  readonly state: string
  readonly wakeUp: string | undefined
  readonly timeline: readonly { time: string; what: string }[]
  readonly legs: readonly string[]
  readonly weather: readonly string[]
  readonly warnings: readonly { severity: string; text: string }[]
  readonly changes: readonly string[]
  readonly missing: readonly string[]
}

export function describeDay(day: DayDetail): DayView {
  const times = day.route?.times
  const entries: [Temporal.ZonedDateTime | null | undefined, string][] = [
    [times?.leaveHome, 'leave home'],
    [times?.arriveStop, 'arrive at the equipment house'],
    [times?.leaveStop, 'leave the equipment house'],
    [times?.arriveLocation, 'reach the location'],
    [times?.parked, 'parked'],
    [
      day.call.toZonedDateTimeISO(day.timeZone),
      `${day.callIsPersonal ? 'your call' : 'crew call'}: ${[day.location.name, day.location.address].filter(Boolean).join(', ')}`,
    ],
    [day.wrap?.toZonedDateTimeISO(day.timeZone), 'estimated wrap'],
  ]
  return {
    dateText: day.shootingDate.toLocaleString('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }),
    productionTitle: day.productionTitle,
    state: day.state,
    wakeUp: times ? clock(times.wakeUp) : undefined,
    timeline: entries.flatMap(([time, what]) => (time ? [{ time: clock(time), what }] : [])),
    legs: (day.route?.legs ?? []).map(
      (leg) =>
        `${leg.from} to ${leg.to}: ${Math.round(leg.driveMinutes)} min, ${(leg.distanceMeters / 1000).toFixed(1)} km (${leg.provider}${leg.trafficAware ? ', with traffic' : ''})`,
    ),
    weather: weatherLines(day),
    warnings: day.warnings.map(({ severity, text }) => ({ severity, text })),
    changes: day.changes.map(
      (change) => `${change.field}: ${change.before ?? 'nothing'} to ${change.after ?? 'nothing'}`,
    ),
    missing: day.missing,
  }
}

function weatherLines(day: DayDetail): string[] {
  const weather = day.weather
  if (!weather?.summary) return []
  const { temperatureMin, temperatureMax, precipitationMm, windMax } = weather.summary
  const wind = windMax === null ? '' : `, wind up to ${Math.round(windMax)} m/s`
  const lines = [
    `${Math.round(temperatureMin)} to ${Math.round(temperatureMax)} degrees, ${precipitationMm.toFixed(1)} mm${wind} (${weather.kind}, ${weather.provider})`,
  ]
  if (weather.sun?.sunrise && weather.sun.sunset)
    lines.push(`sun ${clock(weather.sun.sunrise)} to ${clock(weather.sun.sunset)}`)
  if (weather.rating) lines.push(`exteriors: ${weather.rating}`)
  return lines
}

const clock = (time: Temporal.ZonedDateTime) => time.toPlainTime().toString({ smallestUnit: 'minute' })
