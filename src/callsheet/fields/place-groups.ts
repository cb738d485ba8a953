import { isInCell, isWrapped } from '../layout/cells.ts'
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

/**
 * The lines of a block that say where a place is. What stands under its address is how one gets there, whom to ring, or the
 * next heading: a line goes on with the address only if it looks like one, or begins the next place with an address of its
 * own under it.
 */
export function placeLines(lines: readonly Span[], country: string): Span[] {
  const texts = lines.map((line) => withoutContacts(textOf(line), country))
  const kept: Span[] = []
  let isComplete = false
  let isOver = false
  lines.forEach((line, index) => {
    const text = texts[index] ?? ''
    const likeness = isDirections(text) ? 0 : addressLikeness(text)
    const opensNext =
      isComplete && likeness < 0.3 && !isDirections(text) && addressLikeness(texts[index + 1] ?? '') >= 0.6
    if (opensNext || isNumbered(text)) isOver = false
    else if (isComplete && likeness < 0.3 && !isRestOfAddress(line, lines[index - 1], text)) isOver = true
    if (!isOver) kept.push(line)
    if (likeness >= 0.6) isComplete = true
  })
  return kept
}

const isNumbered = (text: string): boolean => /^(?:\p{Lu}{1,3}\s?)?\d{1,2}[.):]\s/u.test(text)

/** A town, a country or a floor on a line of its own, or what only the width of the cell broke. */
function isRestOfAddress({ phrase }: Span, above: Span | undefined, text: string): boolean {
  if (text === '') return false
  if (above !== undefined && isWrapped(above.phrase, phrase)) return true
  if (/(?:^|\s)\p{Ll}{2,}/u.test(text.replace(PARTICLE_IN, ''))) return false
  return (
    text.split(' ').length <= 4 &&
    /^[\p{Lu}\d(]/u.test(text) &&
    phrase.size === above?.phrase.size &&
    phrase.bold === above.phrase.bold
  )
}

const PARTICLE_IN =
  /\s(?:de|del|la|las|los|el|du|des|le|les|et|y|e|i|of|the|and|und|am|an|der|dem|im|in|nad|pod|sur|sous|en)(?=\s)/gu

/** As many words without a capital, the particles of names aside, make a sentence. */
const LEAST_SMALL = 3
const PARTICLES =
  /^(?:de|del|la|las|los|el|d|l|du|des|le|les|et|y|e|i|of|the|and|und|am|an|der|dem|den|im|in|zu|zum|zur|von|vom|sur|sous|en|à|aux|na|przy|nad|pod|w|ul|al|pl|os|bis|rue|calle|avenue|avenida|boulevard|s|n)$/iu

/** `Follow the yellow unit signs from the ring road`: what a street in it is called makes it no address. */
function isDirections(text: string): boolean {
  const words = text.match(/\p{L}+/gu) ?? []
  const small = words.filter((word) => /^\p{Ll}/u.test(word) && !PARTICLES.test(word)).length
  return words.length >= 5 && small >= LEAST_SMALL && small * 2 >= words.length - 1
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
