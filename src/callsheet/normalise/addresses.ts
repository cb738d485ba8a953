import type { Place } from '../types.ts'
import { trimmed } from './text.ts'

const POSTCODE =
  /\b\d{2}-\d{3}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2},? \d{5}(?:-\d{4})?\b|\b\d{5} \p{Lu}/u
const POLISH_STREET =
  /(?:^|[\s,(])(?:ul|al|pl|os|aleja|aleje|ulica|plac|osiedle|rondo|wybrzeże|bulwar|skwer|trakt|szosa)\.?\s+\p{L}/iu
const ENGLISH_STREET =
  /\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|boulevard|blvd|court|ct|square|sq|highway|hwy|parkway|pkwy|place|terrace|row|mews|wharf|close|crescent|quay)\b\.?(?:[\s,]|$)/iu
/** `Puławska 61`, `Krucza 12/4`, `Słoneczna 10a`: a name in capitals and a house number at the end of a part. */
const STREET_NUMBER = /\p{Lu}[\p{L}.'-]+ \d{1,4}\s?[a-z]?(?:\s?[/-]\s?\d{1,3}[a-z]?)?(?=\s*(?:$|[,;()]))/u
/** `1200 Sunset Blvd`. */
const NUMBER_STREET = /(?:^|,\s*)\d{1,5}[a-z]?\s+\p{Lu}[\p{L}.'-]+/u
/** `Quay Street`, `Upper Maudlin St` as a part of its own. */
const STREET_NAME =
  /(?:^|,\s*)(?:\p{Lu}[\p{L}.'-]+ ){1,3}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Dr|Boulevard|Blvd|Highway|Hwy|Terrace|Crescent)\.?(?=\s*(?:$|,))/u
const COORDINATES = /-?\d{1,2}\.\d{4,},\s*-?\d{1,3}\.\d{4,}/u

/** Parts of a studio or a building are numbered too, but are no street: `Stage 3`, `hala 3`. */
const NUMBERED_ROOM =
  /\b(?:stage|studio|hall|hala|hale|building|budynek|floor|room|unit|hangar|block|blok|level|poziom|gate|brama|scene|lot|location|set|obiekt|day|dzień)\s+\d+\w?/giu

/** How much a text looks like an address, 0 to 1. */
export function addressLikeness(printed: string): number {
  const text = printed.replace(NUMBERED_ROOM, '')
  let score = 0
  if (POSTCODE.test(text)) score += 0.6
  if (POLISH_STREET.test(text)) score += 0.6
  if (ENGLISH_STREET.test(text) && /\d/u.test(text)) score += 0.5
  if (STREET_NAME.test(text)) score += 0.35
  if (STREET_NUMBER.test(text)) score += 0.4
  if (NUMBER_STREET.test(text)) score += 0.3
  if (COORDINATES.test(text)) score += 0.4
  return Math.min(1, score)
}

/** Separators between a place's name and its address: a dash with spaces, a comma, a bar, brackets. */
const SEPARATORS = [/\s+[–—|•]\s+/u, /\s+-\s+/u, /;\s*/u, /,\s+/u, /\s*\(/u, /:\s+/u]

/**
 * A place as printed on one or several lines, to its name and its address: the first part that looks like an address
 * begins it.
 */
export function parsePlace(lines: readonly string[]): Place | null {
  const texts = lines.map(trimmed).filter((line) => line !== '')
  if (texts.length === 0) return null
  const [first = '', ...rest] = texts
  if (addressLikeness(first) >= 0.4) return splitLine(first, rest)
  const at = rest.findIndex((line) => addressLikeness(line) >= 0.3)
  if (at < 0) return { name: first, address: rest.length === 0 ? null : rest.join(', ') }
  const name = [first, ...rest.slice(0, at)].join(' ')
  const split = splitLine(rest[at] ?? '', rest.slice(at + 1))
  return { name: split.name === null ? name : `${name} ${split.name}`, address: split.address }
}

function splitLine(line: string, rest: readonly string[]): Place {
  const address = (text: string): string => tidyAddress([text, ...rest].join(', '))
  for (const separator of SEPARATORS) {
    for (const match of line.matchAll(new RegExp(separator, 'gu'))) {
      const name = line.slice(0, match.index)
      const tail = line.slice(match.index + match[0].length)
      if (isName(name, tail) && addressLikeness(tail) >= 0.3 && startsAddress(tail)) {
        return { name: trimmed(name), address: address(tail) }
      }
    }
  }
  const street = /\s(?=(?:ul|al|pl|os)\.\s)/u.exec(line)
  const leads = /\s(?:przy|na|w|obok|przed|koło|naprzeciw|róg|at|on|near|beside|behind|opposite|off|of|in)$/iu
  if (
    street !== null &&
    street.index > 0 &&
    !leads.test(` ${line.slice(0, street.index)}`) &&
    addressLikeness(line.slice(0, street.index)) < 0.3
  ) {
    return { name: trimmed(line.slice(0, street.index)), address: address(line.slice(street.index)) }
  }
  return { name: null, address: address(line) }
}

/** `Plac Zamkowy, Plac Zamkowy 4`: a square may be the place's name when the numbered address follows. */
function isName(head: string, tail: string): boolean {
  const [part = ''] = tail.split(/,\s+/u)
  return (
    addressLikeness(head) < 0.3 ||
    (!/\d/u.test(head) && /\p{L}{3} \d/u.test(part) && addressLikeness(part) >= 0.4)
  )
}

/** The tail is the address only if its own first part is: "Hala 3, Studio, ul. Wał 5" keeps "Studio" in the name. */
function startsAddress(tail: string): boolean {
  const [part = ''] = tail.split(/,\s+|\s+[–—|]\s+/u)
  return addressLikeness(part) >= 0.3 || /^\d{1,5}\s/u.test(part)
}

function tidyAddress(text: string): string {
  const tidy = trimmed(text)
  return tidy.includes('(') || !tidy.endsWith(')') ? tidy : tidy.slice(0, -1)
}
