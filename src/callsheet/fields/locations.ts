import { textOf } from '../layout/model.ts'
import { cellText } from '../layout/tables.ts'
import { alternatives } from '../lexicon/index.ts'
import { addressLikeness, parsePlace } from '../normalise/addresses.ts'
import { isBlank } from '../normalise/blank.ts'
import { withoutContacts } from '../normalise/contacts.ts'
import { trimmed } from '../normalise/text.ts'
import { findTimes } from '../normalise/times.ts'
import type { Field, Place } from '../types.ts'
import { blockOf } from './blocks.ts'
import { fieldOf, fieldOfWords } from './field.ts'
import { isPlace, type PlaceFound, SURE_PLACE_LABEL } from './place-found.ts'
import { columnOf, type Reading, type SheetTable } from './reading.ts'

/** Locations of a table and of labels, in order, each once. */
export function locationsOf(found: readonly PlaceFound[], reading: Reading): Field<Place>[] {
  return ownOrOfScenes(ofTablesAndLabels(found, reading), reading)
}

function ofTablesAndLabels(found: readonly PlaceFound[], reading: Reading): Field<Place>[] {
  const all = [...tableLocations(reading), ...found.toSorted(byOrdinal).map(({ field }) => field)]
  const kept: Field<Place>[] = []
  for (const field of joined(all)) {
    const twin = kept.find((other) => isSame(other.value, field.value))
    if (twin === undefined) kept.push(field)
    else if (twin.value.address === null && field.value.address !== null)
      Object.assign(twin, completed(twin, field))
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
      result[result.length - 1] = completed(last, place)
    }
  }
  return result
}

/** A place with the address that another label or table says: no surer than that. */
function completed(place: Field<Place>, { value, confidence, evidence }: Field<Place>): Field<Place> {
  return {
    value: { name: place.value.name, address: value.address },
    confidence,
    evidence: [...place.evidence, ...evidence],
  }
}

function byOrdinal(a: PlaceFound, b: PlaceFound): number {
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
const AT = new RegExp(String.raw`^\s*(?:[@,;–—-]|(?:${alternatives('at')})\s)\s*`, 'iu')

/** `Crew call: 9.30am at 18 Hawthorn Terrace, Leeds LS6 1DB`: with the call stands where it is. */
function locationOfCall(reading: Reading): Field<Place>[] {
  for (const hit of reading.labels) {
    if (!hit.keys.includes('crewCall') || hit.strength < SURE_PLACE_LABEL) continue
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
  const groups = isOne ? [texts] : (numberedGroups(texts) ?? texts.map((text) => [text]))
  return groups.flatMap((lines) => {
    const place = parsePlace(
      isOne ? [lines.slice(0, -1).join(', '), last] : lines.map((line) => line.replace(NUMBER, '')),
    )
    const words = cells.filter(({ text }) => lines.includes(text)).flatMap(({ words: own }) => own)
    const { page } = cells[0] ?? {}
    return place === null || page === undefined
      ? []
      : [fieldOfWords(place, place.address === null ? 0.55 : 0.75, page, words)]
  })
}

/** `LOC #1`, `Location 2:`, `L3 -` */
const NUMBER =
  /^(?:l|loc|location|set|obiekt|lokacja|motiv|drehort|décor|lieu|localización|locación)\.?\s?#?\s?\d{1,2}\b[\s.:)–—-]*/iu

/** Cells of several rows hold a place line by line, where each place begins with its number. */
function numberedGroups(texts: readonly string[]): string[][] | undefined {
  if (!texts[0] || !NUMBER.test(texts[0])) return undefined
  const groups: string[][] = []
  for (const text of texts) {
    if (NUMBER.test(text)) groups.push([text])
    else groups.at(-1)?.push(text)
  }
  return groups
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
        const name = at(nameColumn).replace(/^(?:\p{Lu}{1,3}\s?)?\d{1,2}[.):]\s*/u, '')
        const address = withoutContacts(at(columnOf(table, 'address')), reading.country)
        if (name === '' && address === '') return []
        const place = address === '' ? parsePlace([name]) : { name: name === '' ? null : name, address }
        return place === null ? [] : [fieldOfWords(place, 0.93, row.page, row.cells.flat())]
      }),
    )
}
