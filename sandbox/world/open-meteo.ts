import { Hono } from 'hono'
import { dailyVariables, hourlyVariables, type UnitChoice, unitOf } from './open-meteo-variables.ts'
import { zoneOf } from './sun.ts'
import type { Position } from './warsaw.ts'
import type { WeatherModel } from './weather-model.ts'
import type { StandIn, StandInApp, World } from './world.ts'

/** A parameter that Open-Meteo answers with 400 and a reason. */
class BadParameter extends Error {}

interface Question {
  position: Position
  zone: string
  /** First and last local date, both included. */
  start: Temporal.PlainDate
  end: Temporal.PlainDate
  units: UnitChoice
  isUnixTime: boolean
}

/** Days of forecast, today included. */
const horizonDays = 16
const pastDaysLimit = 92

/** Open-Meteo: forecast (`/v1/forecast`) and history (`/v1/archive`). */
export function openMeteo(world: World, weather: WeatherModel): StandIn {
  const app: StandInApp = new Hono()
  const answer = (kind: 'forecast' | 'archive', url: string) => {
    const query = new URL(url).searchParams
    const today = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate()
    const question = readQuestion(query, kind, today)
    return {
      latitude: question.position.latitude,
      longitude: question.position.longitude,
      generationtime_ms: 0.1,
      utc_offset_seconds: world.clock.now().toZonedDateTimeISO(question.zone).offsetNanoseconds / 1e9,
      timezone: question.zone,
      timezone_abbreviation: question.zone === 'GMT' ? 'GMT' : question.zone,
      elevation: 110,
      ...(kind === 'forecast' ? currentBlock(world, weather, question, namesIn(query, 'current')) : {}),
      ...hourlyBlock(weather, question, namesIn(query, 'hourly')),
      ...dailyBlock(weather, question, namesIn(query, 'daily')),
    }
  }
  app.get('/v1/forecast', (context) => context.json(answer('forecast', context.req.url)))
  app.get('/v1/archive', (context) => context.json(answer('archive', context.req.url)))
  app.onError((error, context) => {
    if (error instanceof BadParameter) return context.json({ error: true, reason: error.message }, 400)
    return context.json({ error: true, reason: 'Internal server error' }, 500)
  })
  app.notFound((context) => context.json({ error: true, reason: 'Not Found' }, 404))
  const refusal = (status: number) => ({
    error: true,
    reason:
      status === 429
        ? 'Minutely API request limit exceeded. Please try again in one minute.'
        : 'The sandbox was told to fail.',
  })
  return { name: 'open-meteo', app, refusal, reset: () => weather.clear() }
}

/** Both `hourly=a,b` and `hourly=a&hourly=b`. */
function namesIn(query: URLSearchParams, block: string): string[] {
  return query.getAll(block).flatMap((list) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  )
}

function readQuestion(
  query: URLSearchParams,
  kind: 'forecast' | 'archive',
  today: Temporal.PlainDate,
): Question {
  const position = { latitude: numberIn(query, 'latitude', 90), longitude: numberIn(query, 'longitude', 180) }
  const { start, end } = kind === 'archive' ? archiveDates(query, today) : forecastDates(query, today)
  return {
    position,
    zone: readZone(query.get('timezone') ?? 'GMT', position),
    start,
    end,
    units: {
      isFahrenheit: query.get('temperature_unit') === 'fahrenheit',
      wind: query.get('wind_speed_unit') ?? query.get('windspeed_unit') ?? 'kmh',
      isInch: query.get('precipitation_unit') === 'inch',
    },
    isUnixTime: query.get('timeformat') === 'unixtime',
  }
}

function readZone(name: string, position: Position): string {
  if (name === 'auto') return zoneOf(position)
  if (name === 'GMT') return 'GMT'
  try {
    return Temporal.Now.zonedDateTimeISO(name).timeZoneId
  } catch {
    throw new BadParameter('Invalid timezone')
  }
}

function numberIn(query: URLSearchParams, name: string, limit: number): number {
  const text = query.get(name)
  if (text === null) throw new BadParameter(`Parameter '${name}' must be specified`)
  const value = Number(text)
  if (!(Math.abs(value) <= limit)) {
    throw new BadParameter(
      `${name[0]?.toUpperCase()}${name.slice(1)} must be in range of -${limit} to ${limit}°. Given: ${text}.`,
    )
  }
  return value
}

function forecastDates(
  query: URLSearchParams,
  today: Temporal.PlainDate,
): { start: Temporal.PlainDate; end: Temporal.PlainDate } {
  if (query.has('start_date') || query.has('end_date')) {
    if (query.has('forecast_days') || query.has('past_days')) {
      throw new BadParameter(
        "Parameter 'forecast_days' is mutually exclusive with 'start_date' and 'end_date'",
      )
    }
    return datesWithin(query, today.subtract({ days: pastDaysLimit }), today.add({ days: horizonDays - 1 }))
  }
  const days = dayCount(query, 'forecast_days', 7, horizonDays)
  const past = dayCount(query, 'past_days', 0, pastDaysLimit)
  return { start: today.subtract({ days: past }), end: today.add({ days: Math.max(0, days - 1) }) }
}

function archiveDates(
  query: URLSearchParams,
  today: Temporal.PlainDate,
): { start: Temporal.PlainDate; end: Temporal.PlainDate } {
  const range = datesWithin(query, Temporal.PlainDate.from('1940-01-01'), today)
  if (range.start.until(range.end).days > 366)
    throw new BadParameter('The sandbox gives at most 366 days at once.')
  return range
}

function dayCount(query: URLSearchParams, name: string, usual: number, limit: number): number {
  const text = query.get(name)
  if (text === null) return usual
  const days = Number(text)
  if (Number.isInteger(days) && days >= 0 && days <= limit) return days
  const label = name === 'forecast_days' ? 'Forecast days' : 'Past days'
  throw new BadParameter(`${label} is invalid. Allowed range 0 to ${limit}. Given ${text}.`)
}

function datesWithin(
  query: URLSearchParams,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): { start: Temporal.PlainDate; end: Temporal.PlainDate } {
  const read = (name: string) => {
    const text = query.get(name)
    if (!text) throw new BadParameter("Both 'start_date' and 'end_date' must be set.")
    let date: Temporal.PlainDate
    try {
      date = Temporal.PlainDate.from(text)
    } catch {
      throw new BadParameter(`Invalid date format. Make sure to use 'YYYY-MM-DD'`)
    }
    if (Temporal.PlainDate.compare(date, first) < 0 || Temporal.PlainDate.compare(date, last) > 0) {
      throw new BadParameter(
        `Parameter '${name}' is out of allowed range from ${first.toString()} to ${last.toString()}`,
      )
    }
    return date
  }
  const range = { start: read('start_date'), end: read('end_date') }
  if (Temporal.PlainDate.compare(range.end, range.start) < 0)
    throw new BadParameter('End-date must be larger or equals than start-date')
  return range
}

function currentBlock(world: World, weather: WeatherModel, question: Question, names: string[]): object {
  if (names.length === 0) return {}
  const now = world.clock
    .now()
    .round({ smallestUnit: 'minute', roundingMode: 'floor', roundingIncrement: 15 })
  const sample = weather.at(question.position, now, question.zone)
  const current = names.map((name) => [name, variable(hourlyVariables, name).read(sample, question.units)])
  const units = names.map((name) => [name, unitOf(variable(hourlyVariables, name).unit, question.units)])
  return {
    current_units: { time: timeUnit(question), interval: 'seconds', ...Object.fromEntries(units) },
    current: { time: timeText(now, question, 'minute'), interval: 900, ...Object.fromEntries(current) },
  }
}

function hourlyBlock(weather: WeatherModel, question: Question, names: string[]): object {
  if (names.length === 0) return {}
  const hours = hoursOf(question.start, question.zone, question.end)
  const samples = hours.map((hour) => weather.at(question.position, hour, question.zone))
  const columns = names.map((name) => {
    const { read } = variable(hourlyVariables, name)
    return [name, samples.map((sample) => read(sample, question.units))]
  })
  const units = names.map((name) => [name, unitOf(variable(hourlyVariables, name).unit, question.units)])
  return {
    hourly_units: { time: timeUnit(question), ...Object.fromEntries(units) },
    hourly: { time: hours.map((hour) => timeText(hour, question, 'minute')), ...Object.fromEntries(columns) },
  }
}

function dailyBlock(weather: WeatherModel, question: Question, names: string[]): object {
  if (names.length === 0) return {}
  const count = question.start.until(question.end).days + 1
  const dates = Array.from({ length: count }, (_, index) => question.start.add({ days: index }))
  const days = dates.map((date) => ({
    date,
    zone: question.zone,
    position: question.position,
    samples: hoursOf(date, question.zone).map((hour) => weather.at(question.position, hour, question.zone)),
    timeText: (instant: Temporal.Instant) => timeText(instant, question, 'minute'),
  }))
  const columns = names.map((name) => {
    const { read } = variable(dailyVariables, name)
    return [name, days.map((day) => read(day, question.units))]
  })
  const units = names.map((name) => [name, unitOf(variable(dailyVariables, name).unit, question.units)])
  const starts = dates.map((date) => date.toZonedDateTime(question.zone).toInstant())
  return {
    daily_units: { time: timeUnit(question), ...Object.fromEntries(units) },
    daily: { time: starts.map((start) => timeText(start, question, 'day')), ...Object.fromEntries(columns) },
  }
}

function variable<T>(known: Record<string, T>, name: string): T {
  const found = Object.hasOwn(known, name) ? known[name] : undefined
  if (!found)
    throw new BadParameter(
      `Data corrupted at path ''. Cannot initialize VariableOrSpacer from invalid String value ${name}.`,
    )
  return found
}

/** The hours of local days, 23 or 25 on the days the clocks change. */
function hoursOf(first: Temporal.PlainDate, zone: string, last = first): Temporal.Instant[] {
  const start = first.toZonedDateTime(zone).epochMilliseconds
  const end = last.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
  const count = Math.round((end - start) / 3_600_000)
  return Array.from({ length: count }, (_, index) =>
    Temporal.Instant.fromEpochMilliseconds(start + index * 3_600_000),
  )
}

function timeUnit(question: Question): string {
  return question.isUnixTime ? 'unixtime' : 'iso8601'
}

/** Local wall time without an offset, as Open-Meteo writes it, or seconds since the epoch. */
function timeText(instant: Temporal.Instant, question: Question, unit: 'minute' | 'day'): string | number {
  if (question.isUnixTime) return Math.floor(instant.epochMilliseconds / 1000)
  const local = instant.toZonedDateTimeISO(question.zone).toPlainDateTime()
  return unit === 'day' ? local.toPlainDate().toString() : local.toString({ smallestUnit: 'minute' })
}
