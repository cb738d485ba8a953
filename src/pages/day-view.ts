import type { z } from 'zod'
import { schedule } from '#services/schedule'
import { say } from './words.ts'

export type DayDetail = z.output<typeof schedule.routes.getDay.output>

/** A moment on the clock of the set; `weekday` when it is not on the shooting date (a night shoot's evening). */
export interface Moment {
  readonly clock: string
  readonly weekday: string | undefined
  /** For the `datetime` attribute: with the offset. */
  readonly machine: string
}

/** A day as a page shows it: lines of text, times in the zone of the set. */
export interface DayView {
  readonly dayId: string
  readonly dateText: string
  readonly productionTitle: string
  readonly state: string
  /** Then its times mean nothing any more. */
  readonly calledOff: boolean
  readonly wakeUp: Moment | undefined
  /** Undefined while the day has no call sheet yet. */
  readonly call: Moment | undefined
  readonly callText: string
  readonly timeline: readonly { time: Moment; what: string }[]
  readonly legs: readonly string[]
  readonly buffers: readonly string[]
  readonly weather: readonly string[]
  readonly warnings: readonly { severity: string; text: string }[]
  readonly changes: readonly string[]
  readonly missing: readonly string[]
}

const callName = (day: DayDetail) =>
  day.call === null ? 'no call sheet yet' : day.callIsPersonal ? 'your call' : 'crew call'

export function describeDay(day: DayDetail): DayView {
  const momentOf = (time: Temporal.ZonedDateTime) => moment(time, day.shootingDate)
  const times = day.route?.times
  const entries: [Temporal.ZonedDateTime | null | undefined, string][] = [
    [times?.leaveHome, 'leave home'],
    [times?.arriveStop, 'arrive at the equipment house'],
    [times?.leaveStop, 'leave the equipment house'],
    [times?.arriveLocation, 'reach the location'],
    [times?.parked, 'parked'],
    [day.call?.toZonedDateTimeISO(day.timeZone), day.callIsPersonal ? 'your call' : 'crew call'],
    [day.wrap?.toZonedDateTimeISO(day.timeZone), 'estimated wrap'],
  ]
  return {
    dayId: day.dayId,
    dateText: day.shootingDate.toLocaleString('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }),
    productionTitle: day.productionTitle,
    state: say(day.state),
    calledOff: day.state === 'cancelled',
    wakeUp: times ? momentOf(times.wakeUp) : undefined,
    call: day.call ? momentOf(day.call.toZonedDateTimeISO(day.timeZone)) : undefined,
    callText: [callName(day), day.location.name, day.location.address].filter(Boolean).join(', '),
    timeline: entries.flatMap(([time, what]) => (time ? [{ time: momentOf(time), what }] : [])),
    legs: (day.route?.legs ?? []).map(
      (leg) =>
        `From ${say(leg.from)} to ${say(leg.to)}: ${Math.round(leg.driveMinutes)} min, ${(leg.distanceMeters / 1000).toFixed(1)} km (${say(leg.provider)}${leg.trafficAware ? ', with traffic' : ''})`,
    ),
    buffers: bufferLines(day),
    weather: weatherLines(day),
    warnings: warningLines(day),
    changes: day.changes.map(
      (change) => `${fieldName(change.field)}: ${change.before ?? 'nothing'} → ${change.after ?? 'nothing'}`,
    ),
    missing: day.missing.map(say),
  }
}

/** The time that is kept free, and what of it the weather asked for. */
function bufferLines({ route }: DayDetail): string[] {
  if (!route?.times || !route.buffers) return []
  const { buffers, extras } = route
  const parts = [
    `${buffers.morningRoutineMinutes} min for the morning`,
    ...(route.times.arriveStop ? [`${buffers.carChangeMinutes} at the equipment house`] : []),
    `${buffers.trafficMinutes} for traffic`,
    `${buffers.parkingMinutes} to park`,
    `${buffers.entryMinutes} to walk in`,
  ]
  const lines = [`Kept free: ${parts.join(', ')}`]
  const more = [
    ...(extras.trafficMinutes > 0 ? [`${extras.trafficMinutes} min of the traffic`] : []),
    ...(extras.parkingMinutes > 0 ? [`${extras.parkingMinutes} of the parking`] : []),
  ]
  if (more.length > 0) lines.push(`Of it for ${extras.reasons.map(lower).join(' and ')}: ${more.join(', ')}`)
  return lines
}

function weatherLines({ weather }: DayDetail): string[] {
  if (!weather?.summary) return []
  const { temperatureMin, temperatureMax, precipitationMm, windMax } = weather.summary
  const wind = windMax === null ? '' : `, wind up to ${Math.round(windMax)} m/s`
  const source = `${say(weather.kind)}${weather.provider ? ` by ${say(weather.provider)}` : ''}${weather.stale ? ', an older one' : ''}`
  const lines = [
    `${Math.round(temperatureMin)} to ${Math.round(temperatureMax)} °C, ${precipitationMm.toFixed(1)} mm${wind} (${source})`,
  ]
  if (weather.rating) lines.push(capital(say(weather.rating)))
  if (weather.sun?.sunrise && weather.sun.sunset)
    lines.push(`Sun from ${clock(weather.sun.sunrise)} to ${clock(weather.sun.sunset)}`)
  if (weather.advice.length > 0) lines.push(`Take along: ${weather.advice.map(say).join(', ')}`)
  return lines
}

function warningLines(day: DayDetail): { severity: string; text: string }[] {
  return [
    ...day.warnings.map(({ severity, text }) => ({ severity, text })),
    ...(day.weather?.warnings ?? []).map(({ code, severity }) => ({ severity, text: say(code) })),
    ...day.failures.map(({ message, willRetry }) => ({
      severity: 'warning',
      text: `${message}${willRetry ? '; it is tried again' : ''}`,
    })),
  ]
}

function moment(time: Temporal.ZonedDateTime, shootingDate: Temporal.PlainDate): Moment {
  return {
    clock: clock(time),
    weekday: time.toPlainDate().equals(shootingDate)
      ? undefined
      : time.toLocaleString('en-GB', { weekday: 'short' }),
    machine: time.toString({ timeZoneName: 'never', smallestUnit: 'minute' }),
  }
}

/** `scenes.12A` as "Scenes 12A". */
function fieldName(field: string): string {
  const [name, ...key] = field.split('.')
  return [capital(say(name ?? field)), ...key].join(' ')
}

const clock = (time: Temporal.ZonedDateTime) => time.toPlainTime().toString({ smallestUnit: 'minute' })
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const lower = (code: string) => say(code).toLowerCase()
