import { isInCell } from '../layout/cells.ts'
import { type Span, textOf, wholePhrase } from '../layout/model.ts'
import { leftOf, rightOf, rowsBelow } from '../layout/neighbours.ts'
import { addressLikeness, parsePlace } from '../normalise/addresses.ts'
import { withoutContacts } from '../normalise/contacts.ts'
import { linesOf, unbrokenLinesOf } from './blocks.ts'
import { fieldOf } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { PlaceFound } from './place-found.ts'
import type { Reading } from './reading.ts'

/** `1. Old factory | 25 Minska Street`, `1 | Old factory | ...` in the rows under a heading, as far as its column reaches. */
export function numberedPlaces(hit: LabelHit, reading: Reading): PlaceFound[] {
  const { phrase } = hit.span
  // A heading over several columns stands in their middle.
  const left = Math.min(phrase.left - 6, isInCell(phrase) ? phrase.bounds.left : Infinity)
  const right = (rightOf(phrase)?.left ?? Infinity) - 3
  const found: PlaceFound[] = []
  for (const row of rowsBelow(phrase)) {
    const cells = row.phrases.filter((it) => it.left >= left && it.left < right)
    const [first] = cells
    if (first === undefined) continue
    if (!new RegExp(`^${found.length + 1}(?:[.)]\\s|[.)]?$)`, 'u').test(first.text) || reading.isTaken(first))
      break
    const own = /^\d+[.)]?$/u.test(first.text) ? cells.slice(1) : cells
    const texts = own.map((it) => withoutContacts(it.text.replace(/^\d{1,2}[.)]\s*/u, ''), reading.country))
    const [name = '', address = ''] = texts
    const place = address === '' ? parsePlace([name]) : { name, address }
    if (place !== null) found.push({ hit, field: fieldOf(place, 0.93, cells.map(wholePhrase)) })
  }
  return found
}

/** Lines numbered or each with an address of its own are places of their own. */
export function groupsOf(lines: readonly Span[]): Span[][] {
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
