import type { CallSheet } from '#callsheet'
import { type PlannedDay, routeWarning } from './plan-day.ts'

/** A planned day for the terminal: times from the alarm clock to the call, then route, weather and warnings. */
export function renderPlan(
  sheet: CallSheet,
  day: PlannedDay,
  { name, sandbox }: { name: string; sandbox: boolean },
): string {
  const { times, call } = day
  const date = call
    ?.toPlainDate()
    .toLocaleString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const lines = [
    `${name}: ${[sheet.productionTitle?.value, date].filter(Boolean).join(', ')}`,
    ...(sandbox ? ['SANDBOX: maps and weather are simulated'] : []),
    '',
    ...row('Wake up', times?.wakeUp),
    ...row('Leave home', times?.leaveHome),
    ...row('At the stop', times?.arriveStop),
    ...row('Leave the stop', times?.leaveStop),
    ...row('At the location', times?.arriveLocation),
    ...row('Parked', times?.parked),
    ...row(sheet.personalCall ? 'Your call' : 'Call', call),
    ...(times?.legs ?? []).map(
      (leg) =>
        `  ${leg.from.label} to ${leg.to.label}: ${Math.round(leg.driveMinutes)} min, ${(leg.distanceMeters / 1000).toFixed(1)} km (${leg.provider}${leg.estimated ? ', an estimate' : ''})`,
    ),
    ...weatherLines(day.weather),
    ...day.warnings.map((warning) => `  ! ${warning.message} (${warning.code})`),
    ...(times?.warnings ?? []).map(routeWarning).map((warning) => `  ! ${warning.message} (${warning.code})`),
  ]
  return lines.join('\n')
}

function row(label: string, time: Temporal.ZonedDateTime | null | undefined): string[] {
  return time ? [`  ${label.padEnd(16)} ${time.toPlainTime().toString({ smallestUnit: 'minute' })}`] : []
}

function weatherLines(weather: Record<string, unknown> | null): string[] {
  if (!weather) return []
  const summary = weather.summary as {
    temperatureMin: number
    temperatureMax: number
    precipitationMm: number
    windMax: number
  } | null
  if (!summary) return []
  return [
    `  Weather: ${Math.round(summary.temperatureMin)} to ${Math.round(summary.temperatureMax)} degrees, ${summary.precipitationMm} mm, wind to ${Math.round(summary.windMax)} m/s (${String(weather.provider)}, ${String(weather.kind)})`,
    ...(weather.rating ? [`  Exteriors: ${String(weather.rating)}`] : []),
  ]
}
