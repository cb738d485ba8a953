import { type Place, places } from '../places.ts'

/** Degrees, WGS 84. */
export interface Position {
  latitude: number
  longitude: number
}

/** Where an address was found. */
export interface Found extends Position {
  place: Place
  /** The address as the map writes it; for a house we do not know, with the number that was asked for. */
  address: string
  /** The street is known, the house is not: the position is a guess along the street. */
  isApproximate: boolean
}

interface IndexedPlace {
  place: Place
  /** Folded spellings of the whole address. */
  spellings: string[]
  street: string
  number: string
  city: string
}

const prefixes = /\b(?:ul|ulica|al|aleja|aleje|pl|plac|os|osiedle|street|st)\b/g
const country = /\b(?:polska|poland|pl)\b/g
const postcode = /\b\d{2}[ -]?\d{3}\b/g
/** One town, several spellings. */
const cities: Record<string, string> = { warsaw: 'warszawa', konstancin: 'konstancin jeziorna' }

/** Lower case without diacritics and punctuation: `ul. Chełmska 21` gives `ul chelmska 21`. */
export function fold(text: string): string {
  const plain = text.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replaceAll(/\p{M}/gu, '')
  return plain.replaceAll(/[^a-z0-9]+/g, ' ').trim()
}

/** A folded address without street prefixes, postcode and country, the town in its Polish spelling. */
function essence(text: string): string {
  const parts = text
    .split(',')
    .map((part) => fold(part.replaceAll(postcode, ' ')).replaceAll(prefixes, ' ').replaceAll(country, ' '))
  const words = parts.map((part) => part.replaceAll(/\s+/g, ' ').trim()).filter(Boolean)
  return words.map((part) => cities[part] ?? part.replace(/\bwarsaw\b/, 'warszawa')).join(' ')
}

const index: IndexedPlace[] = places.map((place) => {
  const [line = '', town = ''] = place.address.split(',').map((part) => part.trim())
  const street = essence(line)
  const number = /\b\d+[a-z]?\b(?!.*\d)/.exec(street)?.[0] ?? ''
  return {
    place,
    spellings: [place.address, ...place.aliases].map(essence),
    street: street.replace(new RegExp(`\\s*\\b${number}$`), ''),
    number,
    city: essence(town),
  }
})

/**
 * Finds an address on the sandbox's map, as people write it: with or without `ul.`, diacritics, postcode, town.
 * A house that is not on the map is guessed only in a street that is.
 */
export function findAddress(text: string): Found | undefined {
  const wanted = essence(text.slice(0, 500))
  if (wanted.length < 3) return undefined
  const exact =
    index.find(({ spellings }) => spellings.includes(wanted)) ??
    index.find((entry) => isSameHouse(entry, wanted))
  if (exact)
    return {
      ...positionOf(exact.place),
      place: exact.place,
      address: exact.place.address,
      isApproximate: false,
    }
  const near = index.find((entry) => isInStreet(entry, wanted))
  return near ? guessAlong(near, wanted) : undefined
}

function isSameHouse(entry: IndexedPlace, wanted: string): boolean {
  if (!entry.number || !hasWords(wanted, `${entry.street} ${entry.number}`)) return false
  return townFits(entry, wanted)
}

function isInStreet(entry: IndexedPlace, wanted: string): boolean {
  return entry.street.length >= 5 && hasWords(wanted, entry.street) && townFits(entry, wanted)
}

/** Another town of the map in the text rules the entry out: Kolejowa is a street of many towns. */
function townFits(entry: IndexedPlace, wanted: string): boolean {
  const others = index.filter(({ city }) => city !== entry.city && hasWords(wanted, city))
  return hasWords(wanted, entry.city) || others.length === 0
}

function hasWords(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `)
}

function guessAlong(entry: IndexedPlace, wanted: string): Found {
  const after = wanted.slice(wanted.indexOf(entry.street) + entry.street.length)
  const number = /^\s*(\d{1,4})/.exec(after)?.[1]
  // Houses stand about ten metres apart; a street of the sandbox runs to the north-east.
  const steps = Math.max(-80, Math.min(80, Number(number ?? entry.number) - Number(entry.number || 0)))
  const latitude = entry.place.latitude + steps * 0.00006
  const longitude = entry.place.longitude + steps * 0.00008
  const [line = '', ...rest] = entry.place.address.split(',')
  const renumbered = number ? line.replace(/\d+[a-zA-Z]?$/, number) : line.replace(/\s*\d+[a-zA-Z]?$/, '')
  return {
    latitude,
    longitude,
    place: entry.place,
    address: [renumbered, ...rest].join(','),
    isApproximate: true,
  }
}

function positionOf({ latitude, longitude }: Place): Position {
  return { latitude, longitude }
}

/** The place of the map nearest to a position, if any lies within `withinMetres`. */
export function nearestPlace(position: Position, withinMetres: number): Place | undefined {
  const sorted = places.toSorted(
    (one, other) => metresBetween(position, one) - metresBetween(position, other),
  )
  const [nearest] = sorted
  return nearest && metresBetween(position, nearest) <= withinMetres ? nearest : undefined
}

const earthRadiusMetres = 6_371_000

/** Great-circle distance (haversine). */
export function metresBetween(from: Position, to: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2
  const chord =
    half(from.latitude, to.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * half(from.longitude, to.longitude)
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(chord)))
}
