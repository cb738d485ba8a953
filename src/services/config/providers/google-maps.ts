import { z } from 'zod'
import { OutboundError } from '#kernel'
import { accepted, clientOf, judge, refused, urlUnder } from './ask.ts'
import type { KeyCheck } from './types.ts'

const Answer = z.object({ status: z.string().max(100) })

/** Google Maps Platform: a geocoding of one word. Google says no with HTTP 200 and a status in the body. */
export const googleMaps: KeyCheck = {
  malformed: () => undefined,
  ask: (ctx, key) =>
    judge('Google Maps', async () => {
      const client = clientOf(ctx.http, 'google-maps')
      const url = urlUnder(ctx.settings.GOOGLE_GEOCODING_URL, 'maps/api/geocode/json')
      url.searchParams.set('address', 'Warszawa')
      url.searchParams.set('key', key)
      const { status } = await client.json(Answer, url)
      if (status === 'OK' || status === 'ZERO_RESULTS') return accepted
      if (status === 'OVER_QUERY_LIMIT' || status === 'OVER_DAILY_LIMIT')
        return { valid: true, detail: 'Google knows the key but its quota is used up' }
      if (status === 'REQUEST_DENIED')
        return refused('Google refuses this key for the Geocoding API; is the API enabled for it?')
      throw new OutboundError(client.provider, 'malformed', `Geocoding answered ${status}`)
    }),
}
