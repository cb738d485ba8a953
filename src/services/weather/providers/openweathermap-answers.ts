import { z } from 'zod'

/** Answers of OpenWeatherMap in metric units: Celsius, metres a second, hPa, metres; times in Unix seconds. */

const UnixSeconds = z.int().nonnegative()
/** Millimetres that fell in the hours before. */
const Fallen = z.object({
  '1h': z.number().nonnegative().optional(),
  '3h': z.number().nonnegative().optional(),
})
const Weather = z.array(z.object({ id: z.int() })).max(10)
/** 0 to 1. */
const Share = z.number().min(0).max(1)

/** One moment, as `/data/2.5/weather` and each step of `/data/2.5/forecast` give it. */
const Point = z.object({
  dt: UnixSeconds,
  main: z.object({
    temp: z.number(),
    feels_like: z.number().optional(),
    pressure: z.number().optional(),
    humidity: z.number().optional(),
  }),
  weather: Weather,
  clouds: z.object({ all: z.number().optional() }).optional(),
  wind: z
    .object({ speed: z.number().optional(), deg: z.number().optional(), gust: z.number().optional() })
    .optional(),
  visibility: z.number().optional(),
  pop: Share.optional(),
  rain: Fallen.optional(),
  snow: Fallen.optional(),
})
export type Point = z.output<typeof Point>

export const Current = Point

export const Forecast = z.object({ list: z.array(Point).min(1).max(100) })

const OneCallHour = z.object({
  dt: UnixSeconds,
  temp: z.number(),
  feels_like: z.number().optional(),
  pressure: z.number().optional(),
  humidity: z.number().optional(),
  uvi: z.number().optional(),
  clouds: z.number().optional(),
  visibility: z.number().optional(),
  wind_speed: z.number().optional(),
  wind_deg: z.number().optional(),
  wind_gust: z.number().optional(),
  weather: Weather,
  pop: Share.optional(),
  rain: Fallen.optional(),
  snow: Fallen.optional(),
})
export type OneCallHour = z.output<typeof OneCallHour>

export const OneCall = z.object({
  hourly: z.array(OneCallHour).min(1).max(100),
  alerts: z
    .array(
      z.object({
        sender_name: z.string().max(500),
        event: z.string().max(500),
        start: UnixSeconds,
        end: UnixSeconds,
        description: z.string().max(20_000),
      }),
    )
    .max(100)
    .default([]),
})
