import type { Condition } from '../contract.ts'
import { FOG_VISIBILITY_METERS } from '../hourly.ts'

/** WMO code table 4677 as Open-Meteo uses it. */
const WMO: Record<number, Condition> = {
  0: 'clear',
  1: 'clear',
  2: 'partly-cloudy',
  3: 'cloudy',
  45: 'fog',
  48: 'fog',
  51: 'drizzle',
  53: 'drizzle',
  55: 'drizzle',
  56: 'freezing-rain',
  57: 'freezing-rain',
  61: 'rain',
  63: 'rain',
  65: 'heavy-rain',
  66: 'freezing-rain',
  67: 'freezing-rain',
  71: 'snow',
  73: 'snow',
  75: 'heavy-snow',
  77: 'snow',
  80: 'rain',
  81: 'rain',
  82: 'heavy-rain',
  85: 'snow',
  86: 'heavy-snow',
  95: 'thunderstorm',
  96: 'thunderstorm',
  99: 'thunderstorm',
}

export function fromWmoCode(code: number | null | undefined): Condition {
  return code === null || code === undefined ? 'unknown' : (WMO[code] ?? 'unknown')
}

/** OpenWeatherMap's condition ids: the hundreds name the group, some ids stand out of it. */
export function fromOpenWeatherMapId(id: number): Condition {
  if (id >= 200 && id < 300) return 'thunderstorm'
  if (id >= 300 && id < 400) return 'drizzle'
  if (id === 511) return 'freezing-rain'
  if ((id >= 502 && id <= 504) || id === 522) return 'heavy-rain'
  if (id >= 500 && id < 600) return 'rain'
  if (id >= 611 && id <= 616) return 'sleet'
  if (id === 602 || id === 622) return 'heavy-snow'
  if (id >= 600 && id < 700) return 'snow'
  if (id === 741) return 'fog'
  if (id === 800) return 'clear'
  if (id === 801 || id === 802) return 'partly-cloudy'
  return id === 803 || id === 804 ? 'cloudy' : 'unknown'
}

const SNOWY: ReadonlySet<Condition> = new Set(['snow', 'heavy-snow', 'sleet'])

/** The flags of an hour: from its condition, and from what was measured beside it. */
export function flags(condition: Condition, visibility: number | null, snowfall: number) {
  return {
    snow: SNOWY.has(condition) || snowfall > 0,
    fog: condition === 'fog' || (visibility !== null && visibility < FOG_VISIBILITY_METERS),
    thunder: condition === 'thunderstorm',
    condition,
  }
}
