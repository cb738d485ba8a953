import { z } from 'zod'
import { defineContract, event, Instant, PlainDate, route, TimeZone, ZonedDateTime } from '#kernel'
import { BufferExtras } from '#services/route'

export const HourlyWeather = z
  .object({
    at: ZonedDateTime,
    temperature: z.number().describe('Degrees Celsius'),
    feelsLike: z.number().nullable(),
    humidity: z.number().nullable().describe('Percent'),
    pressure: z.number().nullable().describe('hPa'),
    visibility: z.number().nullable().describe('Metres'),
    uvIndex: z.number().nullable(),
    windSpeed: z.number().nullable().describe('m/s'),
    windGust: z.number().nullable().describe('m/s'),
    windDirection: z.number().nullable().describe('Degrees'),
    cloudCover: z.number().nullable().describe('Percent'),
    precipitationProbability: z.number().nullable().describe('Percent'),
    precipitation: z.number().nullable().describe('mm in the hour'),
    snow: z.boolean(),
    fog: z.boolean(),
    thunder: z.boolean(),
  })
  .meta({ id: 'HourlyWeather' })

export const WeatherSummary = z
  .object({
    temperatureMin: z.number(),
    temperatureMax: z.number(),
    feelsLikeMin: z.number().nullable(),
    precipitationMm: z.number(),
    precipitationProbability: z.number().nullable(),
    windMax: z.number().nullable(),
    gustMax: z.number().nullable(),
    description: z.string(),
  })
  .meta({ id: 'WeatherSummary', description: 'Over the shooting hours; Celsius, mm, m/s' })
export const WeatherWarning = z
  .object({
    code: z.string(),
    severity: z.enum(['info', 'warning', 'severe']),
    params: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'WeatherWarning' })
export const Sun = z
  .object({
    sunrise: ZonedDateTime.nullable(),
    sunset: ZonedDateTime.nullable(),
    goldenMorningEnd: ZonedDateTime.nullable(),
    goldenEveningStart: ZonedDateTime.nullable(),
    blueMorningStart: ZonedDateTime.nullable(),
    blueEveningEnd: ZonedDateTime.nullable(),
  })
  .meta({
    id: 'Sun',
    description: 'In the zone of the set; null where it does not happen (polar day and night)',
  })

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
    stale: z.boolean(),
    summary: WeatherSummary.nullable(),
    hours: z.array(HourlyWeather),
    warnings: z.array(WeatherWarning),
    advice: z.array(z.string()).describe('Equipment, as stable codes'),
    rating: z.enum(['good', 'mind', 'bad']).nullable().describe('For exteriors'),
    extras: BufferExtras,
    sun: Sun.nullable(),
    failure: z.string().nullable(),
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
    advice: z.array(z.string()),
    rating: z.enum(['good', 'mind', 'bad']),
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
    code: z.enum(['location-not-found', 'provider-down', 'beyond-horizon']),
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
        warnings: z.array(WeatherWarning),
        sun: Sun,
      }),
      problems: { 'weather.unavailable': 503 },
    }),
    history: route({
      method: 'GET',
      path: '/weather/history',
      summary: 'The weather of a past date',
      allow: 'weather:read',
      input: where.extend({ date: PlainDate }),
      output: z.object({ provider: z.string(), hours: z.array(HourlyWeather) }),
      problems: { 'weather.unavailable': 503, 'weather.not-past': 422 },
    }),
    dayWeather: route({
      method: 'GET',
      path: '/weather/days/{planId}',
      summary: 'The forecast of one of my day plans',
      allow: ['weather:read', 'service'],
      input: z.object({ planId: z.uuid() }),
      output: DayWeather,
    }),
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
