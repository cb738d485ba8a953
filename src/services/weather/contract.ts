import { z } from 'zod'
import { defineContract, event, Instant, PlainDate, route, snapshot, TimeZone, ZonedDateTime } from '#kernel'
import { BufferExtras } from '#services/route'

/** What an hour is like in one word, whatever code the provider uses. */
export const Condition = z
  .enum([
    'clear',
    'partly-cloudy',
    'cloudy',
    'fog',
    'drizzle',
    'rain',
    'heavy-rain',
    'freezing-rain',
    'sleet',
    'snow',
    'heavy-snow',
    'thunderstorm',
    'unknown',
  ])
  .meta({ id: 'WeatherCondition' })
export type Condition = z.output<typeof Condition>

const measured = (meaning: string) => z.number().nullable().describe(meaning)

/** One hour at a place. Null where the provider does not say. */
export const HourlyWeather = z
  .object({
    at: Instant.describe('Start of the hour; sums, chances and gusts are of the hour that follows'),
    temperature: z.number().describe('Degrees Celsius, two metres above ground'),
    feelsLike: measured('Degrees Celsius'),
    humidity: measured('Relative, percent'),
    pressure: measured('At sea level, hPa'),
    visibility: measured('Metres'),
    uvIndex: measured('UV index'),
    windSpeed: z.number().describe('Metres a second, ten metres above ground'),
    windGust: measured('Metres a second'),
    windDirection: measured('Where the wind comes from, degrees clockwise from north'),
    cloudCover: measured('Percent of the sky'),
    precipitationProbability: measured('Percent'),
    precipitationMm: z.number().describe('Rain, and snow as water, millimetres'),
    snow: z.boolean(),
    fog: z.boolean(),
    thunder: z.boolean(),
    condition: Condition,
  })
  .meta({ id: 'HourlyWeather' })
export type HourlyWeather = z.output<typeof HourlyWeather>

/** An official alert, as the provider passes it on. */
export const WeatherAlert = z
  .object({
    source: z.string().describe('The office that issued it'),
    event: z.string(),
    from: Instant,
    to: Instant,
    description: z.string(),
  })
  .meta({ id: 'WeatherAlert' })
export type WeatherAlert = z.output<typeof WeatherAlert>

/** Hours in a few numbers; units as in `HourlyWeather`. */
export const WeatherSummary = z
  .object({
    temperatureMin: z.number(),
    temperatureMax: z.number(),
    feelsLikeMin: z.number().nullable(),
    windMax: z.number(),
    gustMax: z.number().nullable(),
    precipitationMm: z.number().describe('Over all the hours'),
    precipitationProbability: z.number().nullable().describe('The highest, percent'),
    humidityMean: z.number().nullable(),
    visibilityMin: z.number().nullable(),
    uvIndexMax: z.number().nullable(),
    cloudCoverMean: z.number().nullable(),
    condition: Condition.describe('The one that weighs most for the work'),
  })
  .meta({ id: 'WeatherSummary', description: 'Over the shooting hours; Celsius, mm, m/s, percent' })
export type WeatherSummary = z.output<typeof WeatherSummary>

/**
 * `cold`, `heat`, `rain`, `heavy-rain`, `snow`, `wind`, `gusts`, `thunderstorm`, `fog`: `params` holds `at` (the hour
 * it is first seen) and `value` (the extreme, where there is one). `official-alert`: `event`, `source`, `from`, `to`.
 */
export const WeatherWarning = z
  .object({
    code: z.string(),
    severity: z.enum(['info', 'warning', 'severe']),
    params: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'WeatherWarning' })
export type WeatherWarning = z.output<typeof WeatherWarning>

/** The golden hour lies between the blue hour and six degrees of height, around sunrise and sunset. */
export const Sun = z
  .object({
    sunrise: ZonedDateTime.nullable(),
    sunset: ZonedDateTime.nullable(),
    solarNoon: ZonedDateTime,
    blueMorningStart: ZonedDateTime.nullable(),
    goldenMorningStart: ZonedDateTime.nullable(),
    goldenMorningEnd: ZonedDateTime.nullable(),
    goldenEveningStart: ZonedDateTime.nullable(),
    goldenEveningEnd: ZonedDateTime.nullable(),
    blueEveningEnd: ZonedDateTime.nullable(),
    polar: z.enum(['day', 'night']).nullable().describe('Midnight sun or polar night'),
  })
  .meta({
    id: 'Sun',
    description: 'In the zone of the set; null where it does not happen (polar day and night)',
  })
export type Sun = z.output<typeof Sun>

/** What to pack. */
export const EquipmentAdvice = z.enum([
  'camera',
  'batteries',
  'cards',
  'rain-covers',
  'towels',
  'warmers',
  'spare-batteries',
  'thermos',
  'sandbags',
  'wind-protection',
  'parasols',
  'water',
])
export type EquipmentAdvice = z.output<typeof EquipmentAdvice>

/** For exteriors: shoot, shoot with care, think again. */
export const Rating = z.enum(['good', 'mind', 'bad']).meta({ id: 'WeatherRating' })
export type Rating = z.output<typeof Rating>

export const WeatherFailure = z.enum(['location-not-found', 'provider-down', 'day-over'])
export type WeatherFailure = z.output<typeof WeatherFailure>

export const DayWeather = z
  .object({
    planId: z.uuid(),
    dayId: z.uuid(),
    version: z.int(),
    planVersion: z.int(),
    kind: z
      .enum(['forecast', 'usual', 'none'])
      .describe('`usual`: beyond the horizon, what that date is like'),
    provider: z.string().nullable(),
    fetchedAt: Instant.nullable(),
    stale: z.boolean().describe('The last attempt to refresh it failed; `fetchedAt` tells its age'),
    summary: WeatherSummary.nullable(),
    hours: z.array(HourlyWeather).describe('From call to wrap'),
    alerts: z.array(WeatherAlert),
    warnings: z.array(WeatherWarning),
    advice: z.array(EquipmentAdvice).describe('Equipment, as stable codes'),
    rating: Rating.nullable().describe('For exteriors'),
    extras: BufferExtras,
    sun: Sun.nullable(),
    failure: WeatherFailure.nullable(),
  })
  .meta({ id: 'DayWeather' })

export const weatherFetched = event(
  'weather',
  'weather.fetched',
  z.object({
    planId: z.uuid(),
    dayId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    planVersion: z.int(),
    kind: z.enum(['forecast', 'usual']),
    provider: z.string(),
    fetchedAt: z.iso.datetime({ offset: true }),
    summary: WeatherSummary,
    warnings: z.array(WeatherWarning),
    advice: z.array(EquipmentAdvice),
    rating: Rating,
    extras: BufferExtras,
    sun: Sun,
    changed: z
      .boolean()
      .describe('Worth telling: 5 degrees, 1 mm, 3 m/s or a new warning since the one before'),
  }),
)
export const weatherFailed = event(
  'weather',
  'weather.failed',
  z.object({
    planId: z.uuid(),
    dayId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    planVersion: z.int(),
    code: WeatherFailure,
    message: z.string(),
    willRetry: z.boolean(),
  }),
)

const where = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  zone: TimeZone.default('Europe/Warsaw'),
})

export const weather = defineContract('weather', {
  about: 'Forecasts over the shooting hours, warnings, advice for equipment, sun times.',
  permissions: { 'weather:read': 'See forecasts' },
  routes: {
    current: route({
      method: 'GET',
      path: '/weather/current',
      summary: 'The weather now',
      allow: 'weather:read',
      input: where,
      output: z.object({ provider: z.string(), at: Instant, hour: HourlyWeather }),
      problems: { 'weather.unavailable': 503 },
    }),
    forecast: route({
      method: 'GET',
      path: '/weather/forecast',
      summary: 'Hourly forecast of one date',
      allow: 'weather:read',
      input: where.extend({ date: PlainDate }),
      output: z.object({
        kind: z.enum(['forecast', 'usual']),
        provider: z.string(),
        fetchedAt: Instant,
        stale: z.boolean(),
        summary: WeatherSummary,
        hours: z.array(HourlyWeather),
        alerts: z.array(WeatherAlert),
        warnings: z.array(WeatherWarning),
        sun: Sun,
      }),
      problems: { 'weather.unavailable': 503, 'weather.date-out-of-range': 422 },
    }),
    history: route({
      method: 'GET',
      path: '/weather/history',
      summary: 'The weather of a past date',
      allow: 'weather:read',
      input: where.extend({ date: PlainDate }),
      output: z.object({ provider: z.string(), hours: z.array(HourlyWeather) }),
      problems: {
        'weather.unavailable': 503,
        'weather.not-past': 422,
        'weather.date-out-of-range': 422,
      },
    }),
    dayWeather: route({
      method: 'GET',
      path: '/weather/days/{planId}',
      summary: 'The forecast of one of my day plans',
      allow: ['weather:read', 'service'],
      input: z.object({ planId: z.uuid() }),
      output: DayWeather,
    }),
    answerStates: snapshot({ path: '/weather/snapshots/answers', events: [weatherFetched, weatherFailed] }),
    sun: route({
      method: 'GET',
      path: '/weather/sun',
      summary: 'Sunrise, sunset, golden and blue hour',
      allow: 'weather:read',
      input: where.extend({ date: PlainDate }),
      output: Sun,
    }),
  },
  events: { weatherFetched, weatherFailed },
})
