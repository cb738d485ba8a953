import { isInCell } from '../layout/cells.ts'
import { type Phrase, type Span, textOf, wholePhrase } from '../layout/model.ts'
import { leftOf, rightOf, rowsBelow } from '../layout/neighbours.ts'
import { cellText } from '../layout/tables.ts'
import { departureWords, type LabelKey } from '../lexicon/index.ts'
import { addressLikeness, parsePlace } from '../normalise/addresses.ts'
import { isBlank } from '../normalise/blank.ts'
import { withoutContacts } from '../normalise/contacts.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { findTimes, parseTime } from '../normalise/times.ts'
import type { Field, Place, VendorStop } from '../types.ts'
import { blockOf, linesOf, unbrokenLinesOf } from './blocks.ts'
import { fieldOf, fieldOfWords } from './field.ts'
import type { LabelHit } from './labels.ts'
import { columnOf, type Reading, type SheetTable } from './reading.ts'

export interface PlacesRead {
  locations: Field<Place>[]
  unitBase: Field<Place> | null
  parking: Field<Place> | null
  hospital: Field<Place> | null
  vendorStops: Field<VendorStop>[]
}

interface Found {
  hit: LabelHit
  field: Field<Place>
}

const KINDS = ['hospital', 'unitBase', 'parking', 'vendor', 'location'] as const
type PlaceKind = (typeof KINDS)[number]

/** The label `call` under which a place may stand must be sure; words such as `set` and `plan` are everywhere. */
const SURE = 0.75

/**
 * Every labelled place. An address label belongs to the place printed last before it, so that a hospital's address
 * never becomes a location's.
 */
export function readPlaces(reading: Reading, advance: ReadonlySet<Phrase>): PlacesRead {
  const found = new Map<PlaceKind, Found[]>(KINDS.map((kind) => [kind, []]))
  let last: { kind: PlaceKind; found: Found | undefined } | undefined
  for (const hit of inColumnOrder(reading.labels)) {
    if (advance.has(hit.span.phrase) || hit.strength < SURE || isCalled(hit)) continue
    const kind = KINDS.find((key) => hit.keys.includes(key))
    // `Dirección del set`, `Adresse Motiv`: the address of the location just named, else a location of its own.
    const completes =
      hit.keys.includes('address') && last?.kind === kind && last?.found?.field.value.address === null
    if (kind !== undefined && !completes) {
      const places = placesAfter(hit, reading, kind)
      // `BAZA / PARKING` is both.
      for (const key of KINDS.filter((it) => it === kind || (it === 'parking' && hit.keys.includes(it))))
        found.get(key)?.push(...places)
      last = { kind, found: places.at(-1) }
    } else if (hit.keys.includes('address')) {
      addAddress(hit, reading, last, found)
    }
  }
  const first = (kind: LabelKey & PlaceKind): Field<Place> | null => found.get(kind)?.[0]?.field ?? null
  return {
    locations: ownOrOfScenes(locationsOf(found.get('location') ?? [], reading), reading),
    unitBase: first('unitBase'),
    parking: ownFirst(found.get('parking') ?? []),
    hospital: bestHospital(found.get('hospital') ?? []),
    vendorStops: (found.get('vendor') ?? []).map(({ field, hit }) => vendorOf(field, hit)),
  }
}

/** `Base: car park at ...` names a place so too: what stands under a label of its own counts first. */
function ownFirst(found: readonly Found[]): Field<Place> | null {
  const own = found.find(({ hit }) => hit.span.from === 0 && (hit.alone || hit.colon))
  if (own !== undefined) return own.field
  const [field] = found.map((it) => it.field)
  return field === undefined ? null : { ...field, confidence: Math.min(field.confidence, 0.78) }
}

/** `Locaciones | 7:30`: the department that looks for them, and when it begins. */
function isCalled({ department, colon, alone, span }: LabelHit): boolean {
  const right = rightOf(span.phrase)
  return department !== null && alone && !colon && right !== undefined && parseTime(right.text) !== null
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

function placesAfter(hit: LabelHit, reading: Reading, kind: PlaceKind): Found[] {
  const numbered = kind === 'location' ? numberedPlaces(hit, reading) : []
  if (numbered.length > 0) return numbered
  const block = blockOf(hit, reading, 6)
  if (block === null) return []
  const end = block.lines.findIndex((line, index) => {
    const text = textOf(line)
    return index > 0 && (CAPITAL_LABEL.test(text) || (kind !== 'vendor' && isDeparture(text)))
  })
  const lines = end < 0 ? block.lines : block.lines.slice(0, end)
  const groups = kind === 'hospital' ? [lines] : groupsOf(lines)
  return groups.flatMap((spans) => {
    const texts = unbrokenLinesOf(spans).map((line) =>
      kind === 'vendor' ? line : withoutContacts(line, reading.country),
    )
    const place = parsePlace(kind === 'vendor' ? texts : texts.filter((line) => !isBlank(line)))
    if (place === null || !isPlace(place, kind)) return []
    const likely = place.address === null ? 0.78 : 0.93 + addressLikeness(place.address) * 0.06
    return [{ hit, field: fieldOf(place, likely * (0.8 + hit.strength / 5), [hit.span, ...spans]) }]
  })
}

/** A line that begins with words in capitals and a colon announces something else, known or not. */
const CAPITAL_LABEL = /^\p{Lu}[\p{Lu}\s/&.'-]{2,30}:\s/u

/** `Wyjazd ekipy sprzed Studia (ul. Chocimska 33)`: from where people are driven is not where they go. */
function isDeparture(text: string): boolean {
  return departureWords.match(foldedWords(text)) !== undefined
}

/** `1. Old factory | 25 Minska Street`, `1 | Old factory | ...` in the rows under a heading, as far as its column reaches. */
function numberedPlaces(hit: LabelHit, reading: Reading): Found[] {
  const { phrase } = hit.span
  // A heading over several columns stands in their middle.
  const left = Math.min(phrase.left - 6, isInCell(phrase) ? phrase.bounds.left : Infinity)
  const right = (rightOf(phrase)?.left ?? Infinity) - 3
  const found: Found[] = []
  for (const row of rowsBelow(phrase)) {
    const cells = row.phrases.filter((it) => it.left >= left && it.left < right)
    const [first] = cells
    if (first === undefined) continue
    if (!new RegExp(`^${found.length + 1}(?:[.)]\\s|[.)]?$)`, 'u').test(first.text) || reading.isTaken(first)) break
    const own = /^\d+[.)]?$/u.test(first.text) ? cells.slice(1) : cells
    const texts = own.map((it) => withoutContacts(it.text.replace(/^\d{1,2}[.)]\s*/u, ''), reading.country))
    const [name = '', address = ''] = texts
    const place = address === '' ? parsePlace([name]) : { name, address }
    if (place !== null) found.push({ hit, field: fieldOf(place, 0.93, cells.map(wholePhrase)) })
  }
  return found
}

/** Lines numbered or each with an address of its own are places of their own. */
function groupsOf(lines: readonly Span[]): Span[][] {
  const texts = linesOf({ position: 'after', lines: [...lines] })
  const numbered = texts.length > 1 && texts.every((text) => /^(?:\d[.)]|[•-])\s/u.test(text))
  const complete =
    texts.length > 1 &&
    unbrokenLinesOf(lines).length === texts.length &&
    texts.every((text) => addressLikeness(text) >= 0.6 && parsePlace([text])?.name !== null)
  if (numbered || complete) return lines.map((line) => [line])
  const groups: Span[][] = []
  lines.forEach((line, index) => {
    const group = groups.at(-1)
    const begins = group === undefined || isNumberedBeside(line) || isNextPlace(lines, index, group.length)
    if (begins) groups.push([line])
    else group.push(line)
  })
  return groups
}

/** A column of ordinals left of the label's own numbers its places. */
function isNumberedBeside({ phrase, from }: Span): boolean {
  const left = leftOf(phrase)
  return from === 0 && left !== undefined && /^[1-9][.)]?$/u.test(left.text)
}

/** After a full address, a name with an address of its own under it. */
function isNextPlace(lines: readonly Span[], index: number, above: number): boolean {
  const likeness = (at: number): number => {
    const line = lines[at]
    return line === undefined ? 0 : addressLikeness(textOf(line))
  }
  return above >= 2 && likeness(index - 1) >= 0.6 && likeness(index) < 0.3 && likeness(index + 1) >= 0.6
}

/** A request to the crew under a word that is also a label is no place. */
const SENTENCE = /[!?]$|\b(?:please|prosimy|prosze|proszę|bitte|por favor|s'il vous)\b/iu

function isPlace(place: Place, kind: PlaceKind): boolean {
  const text = `${place.name ?? ''} ${place.address ?? ''}`.trim()
  if (!/\p{L}{3}/u.test(text) || text.length > 240) return false
  if (kind === 'location' && SENTENCE.test(text)) return false
  const [time] = findTimes(text)
  // `PARKING 07:00` is a call; `LOCATION MOVE 14:00` too.
  return kind === 'vendor' || time === undefined || text.length - time.length > 12
}

function addAddress(
  hit: LabelHit,
  reading: Reading,
  last: { kind: PlaceKind; found: Found | undefined } | undefined,
  found: Map<PlaceKind, Found[]>,
): void {
  const block = blockOf(hit, reading, 4)
  const address =
    block === null
      ? ''
      : unbrokenLinesOf(block.lines)
          .map((line) => withoutContacts(line, reading.country))
          .join(', ')
  if (block === null || address === '' || isBlank(address)) return
  const evidence = fieldOf(null, 1, [hit.span, ...block.lines]).evidence
  if (last?.found !== undefined && last.found.field.value.address === null) {
    const { field } = last.found
    field.value = { ...field.value, address }
    field.evidence = [...field.evidence, ...evidence]
    field.confidence = Math.min(0.99, field.confidence + 0.14)
  } else if (last === undefined && addressLikeness(address) >= 0.4) {
    const field = fieldOf<Place>({ name: null, address }, 0.7 + hit.strength / 10, [hit.span, ...block.lines])
    const entry = { hit, field }
    found.get('location')?.push(entry)
  }
}

/** Locations of a table and of labels, in order, each once. */
function locationsOf(found: readonly Found[], reading: Reading): Field<Place>[] {
  const all = [...tableLocations(reading), ...found.toSorted(byOrdinal).map(({ field }) => field)]
  const kept: Field<Place>[] = []
  for (const field of joined(all)) {
    const twin = kept.find((other) => isSame(other.value, field.value))
    if (twin === undefined) kept.push(field)
    else if (twin.value.address === null && field.value.address !== null)
      twin.value = { ...twin.value, address: field.value.address }
  }
  // Where some places have addresses, a bare word under a label that is also a column's (`set`, `plan`) is a set.
  const withAddress = kept.filter((field) => field.value.address !== null)
  return withAddress.length > 0
    ? kept.filter((field) => field.value.address !== null || field.confidence >= 0.75)
    : kept
}

/** `Location: Ancoats mill` and under it `Location address: Murray Street` are one place. */
function joined(places: readonly Field<Place>[]): Field<Place>[] {
  const result: Field<Place>[] = []
  for (const place of places) {
    const last = result.at(-1)
    if (last === undefined || last.value.address !== null || place.value.name !== null) {
      result.push(place)
    } else {
      const value = { name: last.value.name, address: place.value.address }
      const evidence = [...last.evidence, ...place.evidence]
      result[result.length - 1] = { value, confidence: place.confidence, evidence }
    }
  }
  return result
}

function byOrdinal(a: Found, b: Found): number {
  return a.hit.ordinal !== null && b.hit.ordinal !== null ? a.hit.ordinal - b.hit.ordinal : 0
}

function isSame(a: Place, b: Place): boolean {
  const plain = (text: string | null): string => (text ?? '').toLowerCase().replace(/[^\p{L}\d]/gu, '')
  if (a.address !== null && b.address !== null)
    return (
      plain(a.address) === plain(b.address) &&
      (a.name === null || b.name === null || plain(a.name) === plain(b.name))
    )
  return a.name !== null && plain(a.name) === plain(b.name)
}

/** Without a label or table of their own, places stand beside the scenes; one may run down the column, line by line. */
function ownOrOfScenes(own: Field<Place>[], reading: Reading): Field<Place>[] {
  if (own.length > 0) return own
  const ofScenes = reading.tables.flatMap(locationsOfScenes)
  return ofScenes.length > 0 ? ofScenes : locationOfCall(reading)
}

/** Between the time of a call and its place. */
const AT = /^\s*(?:[@,;–—-]|(?:at|in|w|na|przy|bei|in der|im|am|à|au|chez|en)\s)\s*/iu

/** `Crew call: 9.30am at 18 Hawthorn Terrace, Leeds LS6 1DB`: with the call stands where it is. */
function locationOfCall(reading: Reading): Field<Place>[] {
  for (const hit of reading.labels) {
    if (!hit.keys.includes('crewCall') || hit.strength < SURE) continue
    const [line] = blockOf(hit, reading, 1)?.lines ?? []
    const text = line === undefined ? '' : textOf(line)
    const time = findTimes(text).at(-1)
    const behind = time === undefined ? '' : text.slice(time.index + time.length)
    if (line === undefined || !AT.test(behind)) continue
    const printed = behind.replace(AT, '').replace(/\s*\([^)]*\)\s*$/u, '')
    const place = parsePlace([withoutContacts(printed, reading.country)])
    if (place === null || place.address === null || !isPlace(place, 'location')) continue
    return [fieldOf(place, 0.75, [hit.span, line])]
  }
  return []
}

function locationsOfScenes(table: SheetTable): Field<Place>[] {
  const column = columnOf(table, 'location')
  if (table.header.kind !== 'scenes' || column < 0) return []
  const cells = table.rows
    .map(({ page, cells: all }) => ({ page, words: all[column] ?? [] }))
    .map((cell) => ({ ...cell, text: trimmed(cellText(cell.words)) }))
    .filter(({ text }) => /\p{L}{3}/u.test(text) && !isBlank(text))
  const texts = [...new Set(cells.map(({ text }) => text))]
  const [last = ''] = texts.slice(-1)
  const isOne =
    texts.length > 1 && texts.findIndex((text) => addressLikeness(text) >= 0.6) === texts.length - 1
  const groups = isOne ? [texts] : texts.map((text) => [text])
  return groups.flatMap((lines) => {
    const place = parsePlace(isOne ? [lines.slice(0, -1).join(', '), last] : lines)
    const words = cells.filter(({ text }) => lines.includes(text)).flatMap(({ words: own }) => own)
    const { page } = cells[0] ?? {}
    return place === null || page === undefined
      ? []
      : [fieldOfWords(place, place.address === null ? 0.55 : 0.75, page, words)]
  })
}

function tableLocations(reading: Reading): Field<Place>[] {
  return reading.tables
    .filter((table) => table.header.kind === 'locations')
    .flatMap((table) =>
      table.rows.flatMap((row) => {
        const at = (index: number): string => (index < 0 ? '' : trimmed(cellText(row.cells[index] ?? [])))
        const nameColumn = Math.max(
          columnOf(table, 'location'),
          columnOf(table, 'name'),
          columnOf(table, 'set'),
        )
        const name = at(nameColumn).replace(/^\d{1,2}[.)]\s*/u, '')
        const address = withoutContacts(at(columnOf(table, 'address')), reading.country)
        if (name === '' && address === '') return []
        const place = address === '' ? parsePlace([name]) : { name: name === '' ? null : name, address }
        return place === null ? [] : [fieldOfWords(place, 0.93, row.page, row.cells.flat())]
      }),
    )
}

/** A hospital printed twice (in the header and among the contacts): the one with an address. */
function bestHospital(found: readonly Found[]): Field<Place> | null {
  const [best] = found.toSorted((a, b) => b.field.confidence - a.field.confidence)
  return best?.field ?? null
}

function vendorOf(field: Field<Place>, hit: LabelHit): Field<VendorStop> {
  const printed = [field.value.name, field.value.address].filter((text) => text !== null).join(', ')
  const [time] = findTimes(printed)
  const text =
    time === undefined
      ? printed
      : trimmed(printed.slice(0, time.index) + printed.slice(time.index + time.length))
  const what = text.replace(/\s*\([^)]*\)\s*$/u, '')
  const place = parsePlace([trimmed(what)]) ?? { name: null, address: null }
  const label = hit.span.phrase.words
    .slice(hit.span.from, hit.span.to)
    .map((word) => word.text)
    .join(' ')
  // `Panavision: 06:00, ul. ...`: the label is the vendor.
  const name = place.name ?? (/panavision/iu.test(label) ? trimmed(label) : null)
  return { ...field, value: { name, address: place.address, time: time?.time ?? null } }
}
