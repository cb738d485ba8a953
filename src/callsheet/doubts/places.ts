import type { PlacesRead } from '../fields/places.ts'
import { addressLikeness, parsePlace } from '../normalise/addresses.ts'
import { findEmails, findPhones } from '../normalise/phones.ts'
import { findTimes } from '../normalise/times.ts'
import type { Field, Place, Problem } from '../types.ts'

/** What is known of the sheet when its locations are looked at again. */
export interface PlacesKnown {
  places: Pick<PlacesRead, 'locations' | 'hospital'>
  /** The highest number that a label gives a location: `LOC 3` is 3; 0 where none is numbered. */
  numberedTo: number
  /** ISO 3166: whose telephone numbers are meant. */
  country: string
}

export interface PlacesDoubted {
  locations: Field<Place>[]
  problems: Problem[]
}

/** Below {@link UNSURE}: a doubted location is asked for. */
const DOUBTED = 0.55
/** Streets, postal codes, towns and a country fit in less; what is longer holds something else. */
const LONGEST_ADDRESS = 130
/** A text that is one only by its figures. */
const LEAST_LIKENESS = 0.3
/** What is left of a name under pen strokes has no word (`V 4`); `K2` and `J4` are places. */
const NAME = /\p{L}{3}|^\p{L}\d+$/u
/** `Police station (former`. */
const BROKEN_OFF = /\([^)]*$/u
/** Where codes are of figures alone a town follows them, or stands before: `31 rue Lepic, 75018`. */
const TOWNLESS = /,\s*(?:\d{5}|\d{2}-\d{3})$/u
/** A postal code, whatever the country. */
const CODE = /\d{2}/u
/** `7:30`, `7h30`; `7a` is a house and `M4 6HS` a postal code. */
const CLOCK = /\d[:h]\d{2}/iu
const COMPANY =
  /(?:^|[\s,])(?:GmbH|UG|KG|Ltd|Limited|LLC|LLP|Inc|S\.\s?L|S\.\s?A|SARL|SAS|EURL|[Ss]p\.? ?z ?o\.? ?o|[Ss]p\.? ?[jk]\.|PLC)\.?(?=$|[\s,;)|–-])/u

/**
 * Looks at the locations once more, as somebody does who is about to drive there: whether each says where it is, whether
 * what it says is an address and nothing else, whether one is the hospital, and whether all that are numbered were found.
 * What is in doubt stays as it was read, with a confidence below {@link UNSURE} and a problem that says why.
 */
export function doubtPlaces({ places, numberedTo, country }: PlacesKnown): PlacesDoubted {
  const { locations, hospital } = places
  const problems: Problem[] = []
  const say = (code: Problem['code'], message: string): void =>
    void problems.push({ code, message, field: 'locations' })
  const isCoded = locations.some(({ value }) => CODE.test(value.address ?? ''))
  const doubted = locations.map((field) => {
    const called = field.value.name ?? field.value.address ?? ''
    const why = field.value.address === null ? null : faultOf(field.value, { hospital, country, isCoded })
    if (field.value.address === null)
      say('location-without-address', `No address was found for the location "${called}".`)
    else if (why !== null) say('location-looks-wrong', `The address of "${called}" ${why}.`)
    else return field
    return { ...field, confidence: Math.min(field.confidence, DOUBTED) }
  })
  if (locations.length > 0 && numberedTo > locations.length)
    say(
      'location-looks-wrong',
      `Locations are numbered up to ${numberedTo}, and ${locations.length} could be read.`,
    )
  return { locations: doubted, problems }
}

/** What speaks against an address, as the end of a sentence; null where nothing does. */
function faultOf(
  { name, address }: Place,
  { hospital, country, isCoded }: { hospital: Field<Place> | null; country: string; isCoded: boolean },
): string | null {
  const text = address ?? ''
  if (text.length > LONGEST_ADDRESS) return 'is too long to be one'
  if (addressLikeness(text) < LEAST_LIKENESS) return 'does not look like one'
  if (name !== null && !NAME.test(name)) return 'stands under a name that is none'
  if (name !== null && BROKEN_OFF.test(name)) return 'stands under a name that breaks off'
  if (TOWNLESS.test(text)) return 'has a postal code and no town'
  if (isCoded && !/\d/u.test(text)) return 'has neither a number nor a postal code'
  if (COMPANY.test(text)) return 'holds the name of a company'
  if (findEmails(text).length > 0 || findPhones(text, country).length > 0) return 'holds a contact'
  if (findTimes(text).some(({ index, length }) => CLOCK.test(text.slice(index, index + length))))
    return 'holds a time of day'
  if (name === null && holdsName(text)) return 'holds the name of a place'
  const theirs = hospital?.value.address ?? null
  return theirs !== null && plain(theirs) === plain(text) ? 'is that of the hospital' : null
}

/** `Old factory, 25 Minska Street`; a square is named twice, as a place and with its number. */
function holdsName(address: string): boolean {
  const head = parsePlace([address])?.name ?? null
  return head !== null && !plain(address.slice(head.length)).includes(plain(head))
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\d]/gu, '')
