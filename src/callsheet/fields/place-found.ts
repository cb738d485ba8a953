import { alternatives } from '../lexicon/index.ts'
import { findTimes } from '../normalise/times.ts'
import type { Field, Place } from '../types.ts'
import type { LabelHit } from './labels.ts'

/** A place with the label that it stands under. */
export interface PlaceFound {
  hit: LabelHit
  field: Field<Place>
}

export const PLACE_KINDS = ['hospital', 'unitBase', 'parking', 'vendor', 'location'] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

/** A label under which a place may stand must be this sure; words such as `set` and `plan` are everywhere. */
export const SURE_PLACE_LABEL = 0.75

/** A request to the crew under a word that is also a label is no place. */
const SENTENCE = new RegExp(String.raw`[!?]$|(?<!\p{L})(?:${alternatives('please')})(?!\p{L})`, 'iu')

/** Whether words may name a place of a kind: no request, no time with little beside it. */
export function isPlace(place: Place, kind: PlaceKind): boolean {
  const text = `${place.name ?? ''} ${place.address ?? ''}`.trim()
  if (!/\p{L}{3}/u.test(text) || text.length > 240) return false
  if (kind === 'location' && SENTENCE.test(text)) return false
  const [time] = findTimes(text)
  // `PARKING 07:00` is a call; `LOCATION MOVE 14:00` too.
  return kind === 'vendor' || time === undefined || text.length - time.length > 12
}
