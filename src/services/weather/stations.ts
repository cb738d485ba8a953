import type { OutboundPolicy } from '#kernel'
import type { Ctx } from './context.ts'
import { openMeteo } from './providers/open-meteo.ts'
import { OPENWEATHERMAP_POLICY, OPENWEATHERMAP_ZONE, openWeatherMap } from './providers/openweathermap.ts'
import type { WeatherProvider } from './providers/types.ts'

/** A plan waits for its weather, there is a second provider, and it is asked again later: less time than usual. */
const PATIENCE: OutboundPolicy = { timeoutMs: 4_000, attempts: 2, baseDelayMs: 250, maxDelayMs: 2_000 }

/** OpenWeatherMap remembers what its key may ask for: one for each key and service. */
const openWeatherMaps = new WeakMap<Ctx['http'], { apiKey: string; provider: WeatherProvider }>()

/** The providers that can be asked, the preferred one first: OpenWeatherMap where there is a key, then Open-Meteo. */
export async function stationsOf(ctx: Ctx): Promise<WeatherProvider[]> {
  const { settings } = ctx
  const apiKey =
    settings.OPENWEATHERMAP_API_KEY ?? (await ctx.call.config.credentialOf({ name: 'openweathermap' })).secret
  const free = openMeteo(ctx.http.provider('open-meteo', PATIENCE), {
    baseUrl: settings.OPEN_METEO_URL,
    archiveUrl: settings.OPEN_METEO_ARCHIVE_URL,
    ...(settings.OPEN_METEO_API_KEY ? { apiKey: settings.OPEN_METEO_API_KEY } : {}),
    now: () => ctx.clock.now(),
  })
  return apiKey ? [keyed(ctx, apiKey), free] : [free]
}

function keyed(ctx: Ctx, apiKey: string): WeatherProvider {
  const known = openWeatherMaps.get(ctx.http)
  if (known?.apiKey === apiKey) return known.provider
  const client = ctx.http.provider('openweathermap', {
    ...PATIENCE,
    ...OPENWEATHERMAP_POLICY,
    dailyQuota: { calls: ctx.settings.OPENWEATHERMAP_DAILY_CALLS, zone: OPENWEATHERMAP_ZONE },
  })
  const provider = openWeatherMap(client, {
    apiKey,
    baseUrl: ctx.settings.OPENWEATHERMAP_URL,
    now: () => ctx.clock.now(),
  })
  openWeatherMaps.set(ctx.http, { apiKey, provider })
  return provider
}
