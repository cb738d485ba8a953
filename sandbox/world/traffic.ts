import { metresBetween, type Position } from './warsaw.ts'

/** One way to drive. */
export interface Drive {
  name: string
  distanceMetres: number
  /** With the traffic of the departure, in seconds. */
  durationSeconds: number
  /** On empty roads, in seconds. */
  freeSeconds: number
  path: Position[]
}

/** No road of the sandbox is longer than this. */
const longestMetres = 1_500_000
const zone = 'Europe/Warsaw'
/** Finding the way out of one yard and into the other. */
const endsSeconds = 90
const stepSeconds = 30

interface Way {
  name: string
  /** Road metres for each metre as the crow flies. */
  detour: number
  /** Speed against that of the shortest way. */
  pace: number
  /** How far the way bows out to the side, as a part of its length. */
  bow: number
}

const ways: Way[] = [
  { name: 'ul. Puławska', detour: 1.35, pace: 1, bow: 0.04 },
  { name: 'Trasa Siekierkowska', detour: 1.55, pace: 1.08, bow: -0.14 },
  { name: 'S2', detour: 1.8, pace: 1.15, bow: 0.22 },
]

/**
 * Speed in km/h of a drive through the town at this local hour: night fast, 7-10 and 15-19 slow on working days,
 * with quarter-hour slopes between, so that no minute of waiting saves more than it costs.
 */
export function speedAt(instant: Temporal.Instant): number {
  const local = instant.toZonedDateTimeISO(zone)
  const hour = local.hour + local.minute / 60 + local.second / 3600
  const isWeekend = local.dayOfWeek > 5
  const anchors: [hour: number, speed: number][] = isWeekend
    ? [
        [0, 52],
        [6, 50],
        [10, 40],
        [20, 40],
        [23, 50],
        [24, 52],
      ]
    : [
        [0, 52],
        [5.5, 50],
        [6.5, 40],
        [7, 26],
        [10, 26],
        [10.5, 34],
        [14.5, 34],
        [15, 23],
        [19, 23],
        [20, 38],
        [23, 50],
        [24, 52],
      ]
  const next = anchors.findIndex(([at]) => at > hour)
  const [fromHour, fromSpeed] = anchors[next - 1] ?? [0, 52]
  const [toHour, toSpeed] = anchors[next] ?? [24, 52]
  return fromSpeed + ((toSpeed - fromSpeed) * (hour - fromHour)) / (toHour - fromHour)
}

/** Speed on empty roads, km/h. */
const freeSpeed = 50

/**
 * The ways from one position to the other, quickest first; empty when no road leads there. The same question has
 * the same answer on every machine.
 * @param departure decides the traffic; the speed changes on the way as the hours do.
 */
export function drives(from: Position, to: Position, departure: Temporal.Instant, count: number): Drive[] {
  const straight = metresBetween(from, to)
  if (straight > longestMetres) return []
  // Nobody offers a detour over the ring road to the next corner.
  const offered = ways.slice(0, straight < 1500 ? 1 : count)
  return offered
    .map((way) => {
      const distanceMetres = Math.round(straight * way.detour)
      const longHaul = 1 + Math.min(1, Math.max(0, distanceMetres - 20_000) / 60_000)
      const pace = way.pace * longHaul
      return {
        name: way.name,
        distanceMetres,
        durationSeconds: endsSeconds + secondsUnderWay(distanceMetres, pace, departure),
        freeSeconds: Math.round(endsSeconds + distanceMetres / ((freeSpeed * pace) / 3.6)),
        path: bowed(from, to, way.bow),
      }
    })
    .toSorted((one, other) => one.durationSeconds - other.durationSeconds)
}

function secondsUnderWay(distanceMetres: number, pace: number, departure: Temporal.Instant): number {
  let left = distanceMetres
  let seconds = 0
  while (left > 0) {
    const metresPerSecond = (speedAt(departure.add({ seconds })) * pace) / 3.6
    if (left <= metresPerSecond * stepSeconds) return Math.round(seconds + left / metresPerSecond)
    left -= metresPerSecond * stepSeconds
    seconds += stepSeconds
  }
  return 0
}

function bowed(from: Position, to: Position, bow: number): Position[] {
  const points = [0, 0.2, 0.4, 0.6, 0.8, 1]
  return points.map((part) => {
    const aside = Math.sin(part * Math.PI) * bow
    const north = to.latitude - from.latitude
    const east = to.longitude - from.longitude
    return {
      latitude: from.latitude + north * part - east * aside,
      longitude: from.longitude + east * part + north * aside,
    }
  })
}

/** Google's encoded polyline of these points. @param precision decimal places: 5 for Google and OSRM, 6 for `polyline6`. */
export function encodePolyline(points: Position[], precision = 5): string {
  let text = ''
  let before = { latitude: 0, longitude: 0 }
  for (const point of points) {
    const scaled = {
      latitude: Math.round(point.latitude * 10 ** precision),
      longitude: Math.round(point.longitude * 10 ** precision),
    }
    text +=
      encodeNumber(scaled.latitude - before.latitude) + encodeNumber(scaled.longitude - before.longitude)
    before = scaled
  }
  return text
}

function encodeNumber(value: number): string {
  let left = value < 0 ? ~(value << 1) : value << 1
  let text = ''
  while (left >= 0x20) {
    text += String.fromCharCode((0x20 | (left & 0x1f)) + 63)
    left >>= 5
  }
  return text + String.fromCharCode(left + 63)
}
