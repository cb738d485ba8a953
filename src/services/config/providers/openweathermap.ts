import { accepted, clientOf, judge, urlUnder } from './ask.ts'
import type { KeyCheck } from './types.ts'

/** OpenWeatherMap: the current weather in Warsaw. A new key is refused for the first hour or two. */
export const openWeatherMap: KeyCheck = {
  malformed: () => undefined,
  ask: (ctx, key) =>
    judge('OpenWeatherMap', async () => {
      const url = urlUnder(ctx.settings.OPENWEATHERMAP_URL, 'data/2.5/weather')
      url.searchParams.set('lat', '52.23')
      url.searchParams.set('lon', '21.01')
      url.searchParams.set('appid', key)
      await clientOf(ctx.http, 'openweathermap').fetch(url)
      return accepted
    }),
}
