import type { OutboundPolicy } from '#kernel'
import type { Ctx } from './context.ts'
import { estimateProvider } from './providers/estimate.ts'
import { googleGeocoding } from './providers/google-geocoding.ts'
import { GOOGLE_MAPS_POLICY, GOOGLE_MAPS_ZONE, googleRoutes } from './providers/google-routes.ts'
import { NOMINATIM_POLICY, nominatim } from './providers/nominatim.ts'
import { osrm } from './providers/osrm.ts'
import type { DriveProvider, Geocoder } from './providers/types.ts'

/**
 * A plan waits for its maps and has the estimate to fall back on, and it asks again by itself: so a provider gets
 * less time than usual before the plan goes on without it.
 */
const PATIENCE: OutboundPolicy = { timeoutMs: 4_000, attempts: 2, baseDelayMs: 250, maxDelayMs: 2_000 }

/** The maps that can be asked, the preferred one first. */
export interface Maps {
  readonly geocoders: readonly Geocoder[]
  /** The built-in estimate is always the last. */
  readonly drives: readonly DriveProvider[]
}

/** Google where there is a key, OSRM where there is a server, Nominatim for addresses, the estimate for drives. */
export async function mapsOf(ctx: Ctx): Promise<Maps> {
  const { settings } = ctx
  const apiKey =
    settings.GOOGLE_MAPS_API_KEY ?? (await ctx.call.config.credentialOf({ name: 'google-maps' })).secret
  // Two products with quotas of their own, and each may be switched off for a key.
  const google = (product: 'google-geocoding' | 'google-routes', calls: number) =>
    ctx.http.provider(product, {
      ...PATIENCE,
      ...GOOGLE_MAPS_POLICY,
      dailyQuota: { calls, zone: GOOGLE_MAPS_ZONE },
    })
  const geocoding = () => google('google-geocoding', settings.GOOGLE_GEOCODING_DAILY_CALLS)
  const routes = () => google('google-routes', settings.GOOGLE_ROUTES_DAILY_CALLS)
  const now = () => ctx.clock.now()
  return {
    geocoders: [
      ...(apiKey ? [googleGeocoding(geocoding(), { apiKey, baseUrl: settings.GOOGLE_GEOCODING_URL })] : []),
      nominatim(ctx.http.provider('nominatim', { ...PATIENCE, ...NOMINATIM_POLICY }), {
        baseUrl: settings.NOMINATIM_URL,
        userAgent: settings.NOMINATIM_USER_AGENT ?? `Klaps (${ctx.publicUrl})`,
      }),
    ],
    drives: [
      ...(apiKey ? [googleRoutes(routes(), { apiKey, baseUrl: settings.GOOGLE_ROUTES_URL, now })] : []),
      ...(settings.OSRM_URL
        ? [osrm(ctx.http.provider('osrm', PATIENCE), { baseUrl: settings.OSRM_URL })]
        : []),
      estimateProvider(),
    ],
  }
}
