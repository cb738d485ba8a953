import { cellOf } from '../layout/cells.ts'
import { type Phrase, type Span, textOf, type Word, wholePhrase } from '../layout/model.ts'
import { leftOf, rightOf } from '../layout/neighbours.ts'
import { departureWords } from '../lexicon/index.ts'
import { addressLikeness, parsePlace } from '../normalise/addresses.ts'
import { isBlank } from '../normalise/blank.ts'
import { withoutContacts } from '../normalise/contacts.ts'
import { foldedWords } from '../normalise/text.ts'
import { parseTime } from '../normalise/times.ts'
import type { Field, Place, VendorStop } from '../types.ts'
import { blockOf, unbrokenLinesOf } from './blocks.ts'
import { fieldOf, rounded } from './field.ts'
import type { LabelHit } from './labels.ts'
import { locationsOf } from './locations.ts'
import { formOf } from './place-forms.ts'
import { isPlace, PLACE_KINDS, type PlaceFound, type PlaceKind, SURE_PLACE_LABEL } from './place-found.ts'
import { groupsOf, numberedPlaces, placeLines } from './place-groups.ts'
import type { Reading } from './reading.ts'
import { vendorOf } from './vendors.ts'

export interface PlacesRead {
  locations: Field<Place>[]
  unitBase: Field<Place> | null
  parking: Field<Place> | null
  hospital: Field<Place> | null
  vendorStops: Field<VendorStop>[]
}

/**
 * Every labelled place. An address label belongs to the place printed last before it, so that a hospital's address
 * never becomes a location's. What is `claimed` is of people and departments.
 */
export function readPlaces(
  whole: Reading,
  advance: ReadonlySet<Phrase>,
  claimed: ReadonlySet<Word>,
): PlacesRead {
  const reading = {
    ...whole,
    isTaken: (it: Phrase) => whole.isTaken(it) || it.words.some((word) => claimed.has(word)),
  }
  const found = new Map<PlaceKind, PlaceFound[]>(PLACE_KINDS.map((kind) => [kind, []]))
  let last: { kind: PlaceKind; found: PlaceFound | undefined } | undefined
  for (const hit of inColumnOrder(reading.labels)) {
    if (advance.has(hit.span.phrase) || hit.strength < SURE_PLACE_LABEL || isCalled(hit)) continue
    if (reading.isTaken(hit.span.phrase) || isOwnedVendor(hit, reading)) continue
    const kind = PLACE_KINDS.find((key) => hit.keys.includes(key))
    // `Dirección del set`, `Adresse Motiv`: the address of the location just named, else a location of its own.
    const completes =
      hit.keys.includes('address') && last?.kind === kind && last?.found?.field.value.address === null
    if (kind !== undefined && !completes) {
      const places = placesAfter(hit, reading, kind)
      // `BAZA / PARKING` is both.
      for (const key of PLACE_KINDS.filter(
        (it) => it === kind || (it === 'parking' && hit.keys.includes(it)),
      ))
        found.get(key)?.push(...places)
      last = { kind, found: places.at(-1) }
    } else if (hit.keys.includes('address')) {
      addAddress(hit, reading, last, found)
    }
  }
  return {
    locations: locationsOf(found.get('location') ?? [], reading),
    unitBase: likeliest(found.get('unitBase') ?? []),
    parking: ownFirst(found.get('parking') ?? []),
    hospital: likeliest(found.get('hospital') ?? []),
    vendorStops: (found.get('vendor') ?? []).map(({ field, hit }) => vendorOf(field, hit)),
  }
}

/** `Base: car park at ...` names a place so too: what stands under a label of its own counts first. */
function ownFirst(found: readonly PlaceFound[]): Field<Place> | null {
  const own = found.find(({ hit }) => hit.span.from === 0 && (hit.alone || hit.colon))
  if (own !== undefined) return own.field
  const [field] = found.map((it) => it.field)
  return field === undefined ? null : { ...field, confidence: Math.min(field.confidence, 0.78) }
}

/** `Pick-up 06:00 | Panavision | Metro Centre 5`: the vendor's name is the value of the label left of it. */
function isOwnedVendor({ keys, span: { phrase } }: LabelHit, reading: Reading): boolean {
  const before = leftOf(phrase)
  const owner = before === undefined ? undefined : reading.labelAt(before)
  return keys.includes('vendor') && (owner?.keys.includes('vendor') ?? false)
}

/** `Locaciones | 7:30`: the department that looks for them, and when it begins. */
function isCalled({ department, colon, alone, span }: LabelHit): boolean {
  const right = rightOf(span.phrase)
  const time = right === undefined ? null : parseTime(right.text)
  // A figure alone is the number of a row of another table.
  return department !== null && alone && !colon && time !== null && time.form !== 'hour'
}

/** Reading order within a page goes down each column of a form, as labels and their addresses do. */
function inColumnOrder(labels: readonly LabelHit[]): LabelHit[] {
  const order = (hit: LabelHit): number =>
    hit.span.phrase.page.number * 1e6 + columnOfPage(hit) * 1e4 + hit.span.phrase.top
  return labels.toSorted((a, b) => order(a) - order(b))
}

function columnOfPage(hit: LabelHit): number {
  const { phrase } = hit.span
  return phrase.left > phrase.page.raw.width * 0.45 ? 1 : 0
}

function placesAfter(hit: LabelHit, reading: Reading, kind: PlaceKind): PlaceFound[] {
  const numbered = kind === 'location' ? numberedPlaces(hit, reading) : []
  if (numbered.length > 0) return numbered
  const block = blockOf(hit, reading, 6)
  if (block === null) return []
  const end = block.lines.findIndex((line, index) => {
    const text = textOf(line)
    return index > 0 && (CAPITAL_LABEL.test(text) || (kind !== 'vendor' && isDeparture(text)))
  })
  const own = withNextCells(hit, end < 0 ? block.lines : block.lines.slice(0, end), reading, kind)
  const lines = block.position === 'after' ? withAddressUnder(hit, own, reading) : own
  // Where to park, and what stands at the base, is said in sentences.
  const placed = kind === 'location' || kind === 'hospital' ? placeLines(lines, reading.country) : lines
  const groups = kind === 'hospital' || kind === 'vendor' ? [placed] : groupsOf(placed)
  return groups.flatMap((spans) => {
    const texts = unbrokenLinesOf(spans).map((line) =>
      kind === 'vendor' ? line : withoutOrdinal(withoutContacts(line, reading.country)),
    )
    const place = parsePlace(kind === 'vendor' ? texts : texts.filter((line) => !isBlank(line)))
    if (place === null || !isPlace(place, kind)) return []
    const likely = place.address === null ? 0.78 : 0.93 + addressLikeness(place.address) * 0.06
    return [{ hit, field: fieldOf(place, likely * (0.8 + hit.strength / 5), [hit.span, ...spans]) }]
  })
}

/** `L1. Muelle de las Delicias`, `2) Old mill`: which of the day's places it is. */
const withoutOrdinal = (text: string): string =>
  text.replace(/^(?:\p{Lu}{1,3}\s?)?[1-9][.):]\s+(?=\p{L})/u, '')

/** How much a cell must look like an address to be that of the name left of it. */
const NEXT_CELL = 0.3

/** `LOC 1 | Ancoats mill | Murray Street, Manchester`, `Pick-up 06:00 | Panavision | Metro Centre 5`: a cell each. */
function withNextCells(hit: LabelHit, lines: readonly Span[], reading: Reading, kind: PlaceKind): Span[] {
  const [first] = lines
  if (first === undefined || first.phrase.row !== hit.span.phrase.row) return [...lines]
  const isFree = (cell: Phrase): boolean =>
    (reading.labelAt(cell)?.keys.every((key) => key === 'vendor') ?? true) && !reading.isTaken(cell)
  const next = rightOf(first.phrase)
  const name = kind === 'vendor' && parseTime(textOf(first)) !== null ? next : undefined
  const address = name === undefined ? next : rightOf(name)
  const isAddressed = lines.some((line) => addressLikeness(textOf(line)) >= 0.6)
  const isNext =
    address !== undefined &&
    !isAddressed &&
    isFree(address) &&
    address.bold === (name ?? first.phrase).bold &&
    addressLikeness(address.text) >= NEXT_CELL
  const cells = [name, isNext ? address : undefined].filter((cell) => cell !== undefined && isFree(cell))
  return [...lines, ...cells.flatMap((cell) => (cell === undefined ? [] : cellOf(cell).map(wholePhrase)))]
}

/** `LIEU : Villa Croix-Rousse` in a bar of its own, and close under it, in other print, where that is. */
function withAddressUnder(hit: LabelHit, lines: readonly Span[], reading: Reading): Span[] {
  const [first] = lines
  const { phrase } = hit.span
  if (first === undefined || lines.length > 1 || addressLikeness(textOf(first)) > 0) return [...lines]
  const under = phrase.page.rows[phrase.row.index + 1]?.phrases.find(
    (it) => Math.abs(it.left - phrase.left) < phrase.size,
  )
  const isIts =
    under !== undefined &&
    under.top - phrase.bottom < phrase.size * 1.2 &&
    addressLikeness(under.text) >= 0.6 &&
    reading.labelAt(under) === undefined &&
    !reading.isTaken(under)
  return isIts ? [...lines, wholePhrase(under)] : [...lines]
}

/** A line that begins with words in capitals and a colon announces something else, known or not. */
const CAPITAL_LABEL = /^\p{Lu}[\p{Lu}\s/&.'-]{2,30}:\s/u

/** `Wyjazd ekipy sprzed Studia (ul. Chocimska 33)`: from where people are driven is not where they go. */
function isDeparture(text: string): boolean {
  return departureWords.match(foldedWords(text)) !== undefined
}

function addAddress(
  hit: LabelHit,
  reading: Reading,
  last: { kind: PlaceKind; found: PlaceFound | undefined } | undefined,
  found: Map<PlaceKind, PlaceFound[]>,
): void {
  const block = blockOf(hit, reading, 4)
  const address =
    block === null
      ? ''
      : unbrokenLinesOf(block.lines)
          .map((line) => withoutContacts(line, reading.country))
          .join(', ')
  if (block === null || address === '' || isBlank(address)) return
  // What was recognised badly stays doubtful, however sure its label is.
  const { evidence, confidence: certainty } = fieldOf(null, 1, [hit.span, ...block.lines])
  if (last?.found !== undefined && last.found.field.value.address === null) {
    const { field } = last.found
    field.value = { ...field.value, address }
    field.evidence = [...field.evidence, ...evidence]
    field.confidence = Math.min(certainty, rounded(field.confidence + 0.14))
  } else if (last === undefined && addressLikeness(address) >= 0.4) {
    const { ordinal, name } = formOf(hit, reading)
    const spans = [...(name?.spans ?? []), hit.span, ...block.lines]
    // `Adresse : Ancienne soierie - 8 rue Richan`: what it is called may stand before the street.
    const whole = { name: name?.text ?? null, address }
    const place = name === null ? (parsePlace([address]) ?? whole) : whole
    const field = fieldOf<Place>(place.address === null ? whole : place, 0.7 + hit.strength / 10, spans)
    found.get('location')?.push({ hit: { ...hit, ordinal: hit.ordinal ?? ordinal }, field })
  }
}

/** A place printed twice (in the header and in a list of who reports where): the one with an address. */
function likeliest(found: readonly PlaceFound[]): Field<Place> | null {
  const [best] = found.toSorted((a, b) => b.field.confidence - a.field.confidence)
  return best?.field ?? null
}
