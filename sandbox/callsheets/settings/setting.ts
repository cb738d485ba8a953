import type { Random } from '../../random.ts'
import type { DateStyle, SheetLanguage, TimeStyle } from '../model.ts'

export interface Department {
  name: string
  /** Minutes from the general crew call to the department's own. */
  offset: number
  roles: readonly string[]
}

/** An address where something is filmed. Degrees are WGS 84. */
export interface Spot {
  name: string
  address: string
  latitude: number
  longitude: number
  sets: readonly { name: string; outdoors: boolean }[]
}

/** What is filmed in one day lies in one town; its hospitals are near. */
export interface Town {
  spots: readonly Spot[]
  hospitals: readonly { name: string; address: string; phone: string }[]
}

/** How a line of the local telephone exchange is written, and its number with the country. */
export interface PhoneStyle {
  /** @param line from 100 to 999, of an exchange that rings nobody where the country keeps one. */
  print(line: number): string
  e164(line: number): string
}

/** Everything a country's production office draws on. */
export interface Setting {
  language: SheetLanguage
  /** For month and weekday names, BCP 47. */
  locale: string
  timeZone: string
  /** Where the sun is reckoned for, when not at the first location. */
  sunAt?: { latitude: number; longitude: number }
  dateStyles: readonly DateStyle[]
  timeStyles: readonly TimeStyle[]
  /** The style of the date of issue, always with its year. */
  issuedStyle: DateStyle
  productions: readonly string[]
  companies: readonly string[]
  name(random: Random): string
  phones: readonly PhoneStyle[]
  towns: readonly Town[]
  departments: readonly Department[]
  /** The role that a sheet's head names. */
  director: string
  contactRoles: readonly string[]
  characters: readonly string[]
  actions: readonly string[]
  equipment: readonly string[]
  safety: readonly string[]
  notes: readonly string[]
  weather: readonly string[]
  /** Colours of successive issues, as the trade prints them. */
  revisionColours: readonly string[]
  vendors: readonly { name: string; address: string; what: string }[]
  background: readonly string[]
  meals: readonly [string, string]
  unitBase(street: string): string
  parking(street: string): string
  /** The word that calls a day off, and the sentence under it. */
  cancelled: readonly [string, string]
}

/** A name source of given and family names in the usual order. */
export function named(given: readonly string[], family: readonly string[]): Setting['name'] {
  return (random) => `${random.pick(given)} ${random.pick(family)}`
}

/** @param sets the name of each and whether it is outdoors. */
export function spot(
  name: string,
  address: string,
  latitude: number,
  longitude: number,
  sets: readonly (readonly [string, boolean])[],
): Spot {
  return {
    name,
    address,
    latitude,
    longitude,
    sets: sets.map(([set, outdoors]) => ({ name: set, outdoors })),
  }
}
