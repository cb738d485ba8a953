import { cellOf, cellRightOf, isInCell, isWrapped } from '../layout/cells.ts'
import { type Phrase, type Span, wholePhrase } from '../layout/model.ts'
import { below, isInColumn, rightOf, rowsBelow } from '../layout/neighbours.ts'
import type { LabelKey } from '../lexicon/index.ts'
import { trimmed } from '../normalise/text.ts'
import type { LabelHit } from './labels.ts'

/** Lines further apart than this, in line heights, are different blocks. */
const LINE_REACH = 1.15
const MAX_LINES = 14

/** Who else claims a place: labels end a block, tables own their words. */
export interface Claims {
  /** The label that a phrase is or surely begins with. */
  labelAt(phrase: Phrase): LabelHit | undefined
  labelsIn(phrase: Phrase): readonly LabelHit[]
  isTaken(phrase: Phrase): boolean
  /** Whether a phrase stands in a table and another, on its height, beside that table. */
  isAcrossTable(outer: Phrase, inner: Phrase): boolean
}

/** Where a label's value stands: after it, right of it or under it. */
export type Position = 'after' | 'right' | 'below'

export interface Block {
  position: Position
  /** One per line, top to bottom. */
  lines: Span[]
}

/**
 * The text that a label announces: the rest of its phrase, else what stands right of it, else what stands under it;
 * with the lines that go on below, up to the next label, rule or gap.
 */
export function blockOf(hit: LabelHit, claims: Claims, maxLines = MAX_LINES): Block | null {
  const { phrase, to } = hit.span
  const stop = nextLabelIn(hit, claims)
  if (stop > to && trimmed(textFrom(phrase, to, stop)) !== '') {
    const start = firstWord(phrase, to)
    const first = { phrase, from: start, to: stop }
    const more = stop === phrase.words.length ? continued(first, hit, claims, maxLines) : []
    return { position: 'after', lines: [first, ...more] }
  }
  const beside = isHeading(phrase, claims) ? [] : cellBeside(hit, claims)
  if (beside.length > 0) return { position: 'right', lines: beside.slice(0, maxLines).map(wholePhrase) }
  const right = isHeading(phrase, claims) || isCaption(hit, claims) ? undefined : rightOf(phrase)
  if (
    right !== undefined &&
    isValue(right, hit, claims) &&
    isNear(phrase, right) &&
    !claims.isAcrossTable(phrase, right)
  ) {
    const first = { phrase: right, from: 0, to: right.words.length }
    return { position: 'right', lines: [first, ...continued(first, hit, claims, maxLines)] }
  }
  const under = below(hit.more.at(-1) ?? phrase, 1.6) ?? indented(hit)
  if (under === undefined || !isValue(under, hit, claims)) return null
  const first = { phrase: under, from: 0, to: under.words.length }
  return { position: 'below', lines: [first, ...continued(first, hit, claims, maxLines)] }
}

/** `LOC:` and under it, set in a little, where that is: the next line begins before the label ends, or just behind it. */
function indented({ alone, colon, span: { phrase } }: LabelHit): Phrase | undefined {
  const next = phrase.page.rows[phrase.row.index + 1]
  if (!alone || !colon || next === undefined || next.top - phrase.bottom > phrase.size) return undefined
  return next.phrases.find((it) => it.left >= phrase.left && it.left < phrase.right + phrase.size)
}

/** What stands right of a caption is no further from it than this, in heights of its letters. */
const BESIDE_CAPTION = 4

/** A label in other print than what stands close under it, at its own edge: what is far to the right is another column's. */
function isCaption(hit: LabelHit, claims: Claims): boolean {
  const { alone, colon, more, span } = hit
  const { phrase } = span
  const under = below(phrase, 0.8)
  const right = rightOf(phrase)
  if (!alone || colon || more.length > 0 || under === undefined || right === undefined) return false
  return (
    isValue(under, hit, claims) &&
    Math.abs(under.left - phrase.left) < 2 &&
    (under.bold !== phrase.bold || Math.abs(under.size - phrase.size) > 0.4) &&
    right.left - phrase.right > phrase.size * BESIDE_CAPTION &&
    !isInCell(phrase)
  )
}

/** A label alone in its ruled cell has its value in the next: all lines of it, on whatever height they stand. */
function cellBeside(hit: LabelHit, claims: Claims): Phrase[] {
  const { phrase } = hit.span
  if (!hit.alone || cellOf(phrase).length > hit.more.length + 1) return []
  const lines = cellRightOf(phrase)
  const end = lines.findIndex((line) => !isValue(line, hit, claims))
  return end < 0 ? [...lines] : lines.slice(0, end)
}

/** In a row of headings, two labels stand side by side; their values stand under them, and so does this one's. */
function isHeading(phrase: Phrase, claims: Claims): boolean {
  const isLabel = (it: Phrase | undefined): boolean =>
    it !== undefined && (claims.labelAt(it)?.alone ?? false) && !/[:=]$/u.test(it.text)
  const { phrases } = phrase.row
  const under = below(phrase, 1.6)
  return (
    isLabel(phrase) &&
    under !== undefined &&
    isValue(under, null, claims) &&
    phrases.some((it, index) => isLabel(it) && isLabel(phrases[index + 1]))
  )
}

function isValue(phrase: Phrase, hit: LabelHit | null, claims: Claims): boolean {
  if (claims.isTaken(phrase)) return false
  const label = claims.labelAt(phrase)
  return (
    label === undefined ||
    (hit !== null && (saysWhose(label, hit) || beginsSo(label, hit) || isNamedSo(label, hit)))
  )
}

/** `Lieu 3` over `Commissariat`: a place may be called as what is rung in need. */
function isNamedSo({ keys, alone, colon }: LabelHit, hit: LabelHit): boolean {
  const isOther = keys.length === 1 && keys[0] === 'other'
  return isOther && alone && !colon && hit.keys.includes('location') && hit.ordinal !== null
}

const PLACES: readonly LabelKey[] = ['location', 'unitBase', 'parking', 'hospital', 'address']

/** `Hospital: CHU Saint-Pierre`, `Base: parking at the mill`: the name of a place may begin as its label does. */
function beginsSo(label: LabelHit, hit: LabelHit): boolean {
  const isPlace = ({ keys }: LabelHit): boolean => keys.some((key) => PLACES.includes(key))
  return !label.alone && !label.colon && (hit.alone || hit.colon) && isPlace(label) && isPlace(hit)
}

/** `Parking: crew: side roads; trucks: at base` says whose cars stand where; it is one value. */
function saysWhose({ keys, colon, alone, span }: LabelHit, hit: LabelHit): boolean {
  if (!hit.keys.includes('parking') || !colon || alone) return false
  const { words } = span.phrase
  return keys.includes('parking') || (keys.includes('crewCall') && !/^\d/u.test(words[span.to]?.text ?? ''))
}

/** Right of a label without a rule between, a value is not a whole column away; in a ruled row it may be. */
function isNear(label: Phrase, value: Phrase): boolean {
  const shared = label.bounds.right
  if (Number.isFinite(shared) && Math.abs(shared - value.bounds.left) < 4) return true
  if (Number.isFinite(shared) && shared < value.left) return false
  return value.left - label.right < label.size * 26
}

function nextLabelIn(hit: LabelHit, claims: Claims): number {
  const { phrase, to } = hit.span
  const next = claims
    .labelsIn(phrase)
    .find((other) => other.span.from >= to && other.colon && other.keys.length > 0 && !saysWhose(other, hit))
  return next?.span.from ?? phrase.words.length
}

/** Lines that go on under a first one: same column, no gap, no rule, no new label at their side. */
function continued(first: Span, hit: LabelHit, claims: Claims, maxLines: number): Span[] {
  const lines: Span[] = []
  let last = first.phrase
  for (const row of rowsBelow(first.phrase)) {
    if (lines.length + 1 >= maxLines || row.top - last.bottom > LINE_REACH * last.size) break
    const next = row.phrases.find((candidate) => isInColumn(last, candidate) || startsAt(candidate, first))
    if (next === undefined) continue
    const isOwn = isValue(next, hit, claims) || (goesOnSmall(last, next) && !claims.isTaken(next))
    if (isOver(last, next) || !isOwn || isLabelledRow(next, hit, claims)) break
    if (isNextOfForm(next, first, hit)) break
    lines.push({ phrase: next, from: 0, to: next.words.length })
    last = next
  }
  return [...lines, ...overPage(last, { first, hit }, claims, maxLines - lines.length - 1)]
}

/** A list that reaches the foot of its page goes on at the top of the next, in the same place and size. */
function overPage(
  last: Phrase,
  { first, hit }: { first: Span; hit: LabelHit },
  claims: Claims,
  maxLines: number,
): Span[] {
  const page = first.phrase.page.following
  const isFoot = rowsBelow(last).length <= 1 && last.bottom > last.page.raw.height * 0.8
  if (page === undefined || !isFoot || maxLines <= 0) return []
  const lines: Span[] = []
  for (const row of page.rows.slice(0, maxLines + 2)) {
    const next = row.phrases.find(
      (it) => Math.abs(it.left - last.left) < 3 && Math.abs(it.size - last.size) < 0.1,
    )
    // A heading in this place, in whatever size, begins something else.
    if (row.phrases.some((it) => Math.abs(it.left - last.left) < 3 && claims.labelAt(it) !== undefined)) break
    // A row of the form with a label of its own is the next thing that it says.
    if (next !== undefined && isLabelledRow(next, hit, claims)) break
    if (next === undefined && lines.length === 0) continue
    if (next === undefined || !isValue(next, null, claims) || lines.length >= maxLines) break
    const above = lines.at(-1)?.phrase
    if (above !== undefined && next.top - above.bottom > LINE_REACH * next.size) break
    lines.push({ phrase: next, from: 0, to: next.words.length })
  }
  return lines
}

/** `base` under `trucks at`: a small word that the line above calls for is no label. */
function goesOnSmall(upper: Phrase, lower: Phrase): boolean {
  return (
    /^\p{Ll}[^:]*$/u.test(lower.text) &&
    (isWrapped(upper, lower) ||
      /\s(?:at|in|on|to|the|of|de|la|del|en|à|au|an|am|im|auf|w|na|przy|i|u|y)$/iu.test(upper.text))
  )
}

/** `Baza aktorska: sala 4` under `Parking: ul. Nawrot 12`: of a form whose values follow their labels, the next line. */
function isNextOfForm(next: Phrase, first: Span, { span, colon }: LabelHit): boolean {
  const isSameEdge = Math.abs(next.left - span.phrase.left) < next.size * 0.3
  return (
    colon &&
    first.phrase === span.phrase &&
    isSameEdge &&
    /^\p{Lu}[\p{L}\s/&.'-]{2,30}:(?:\s|$)/u.test(next.text)
  )
}

function startsAt(phrase: Phrase, span: Span): boolean {
  const word = span.phrase.words[span.from]
  return word !== undefined && Math.abs(phrase.left - word.left) < phrase.size * 0.8
}

/** A rule between two lines parts them. */
function isOver(upper: Phrase, lower: Phrase): boolean {
  return upper.bounds.bottom < lower.bottom - 1 && upper.bounds.bottom < Infinity
}

/** A label left of a line, in the label's own column, owns that line. */
function isLabelledRow(phrase: Phrase, hit: LabelHit, claims: Claims): boolean {
  return phrase.row.phrases.some(
    (other) =>
      other.right <= phrase.left + 1 &&
      other !== phrase &&
      !hit.more.includes(other) &&
      Math.abs(other.left - hit.span.phrase.left) < 12 &&
      (claims.labelAt(other) !== undefined ||
        other.text.endsWith(':') ||
        isNextLabel(other, hit.span.phrase)),
  )
}

/** In a form of two columns even an unknown word in the first is a label; the second line of one is not capital. */
function isNextLabel(other: Phrase, label: Phrase): boolean {
  return Math.abs(other.left - label.left) < 2 && /^\p{Lu}/u.test(other.text) && other.bold === label.bold
}

function textFrom(phrase: Phrase, from: number, to: number): string {
  return phrase.words
    .slice(from, to)
    .map((word) => word.text)
    .join(' ')
}

/** The first word after a label that is more than a mark. */
function firstWord(phrase: Phrase, from: number): number {
  let index = from
  while (index < phrase.words.length - 1 && /^[:=–—|>•-]+$/u.test(phrase.words[index]?.text ?? '')) index++
  return index
}

/** `Chorlton-` over `cum-Hardy`: nobody parts syllables on a call sheet, the hyphen is the word's own. */
const isParted = (line: string): boolean => /\p{L}-$/u.test(line)

export function linesOf(block: Block): string[] {
  const lines: string[] = []
  for (const span of block.lines) {
    const text = textFrom(span.phrase, span.from, span.to)
    const above = lines.at(-1)
    if (above !== undefined && isParted(above)) lines[lines.length - 1] = above + text
    else lines.push(text)
  }
  return lines.map(trimmed).filter((line) => line !== '')
}

/** The lines of a block with those that only the width of their cell broke made whole again. */
export function unbrokenLinesOf(lines: readonly Span[]): string[] {
  const whole: string[] = []
  lines.forEach((span, index) => {
    const before = lines[index - 1]
    const text = textFrom(span.phrase, span.from, span.to)
    const goesOn =
      before !== undefined && (isParted(whole.at(-1) ?? '') || isWrapped(before.phrase, span.phrase))
    const above = goesOn ? whole.pop() : undefined
    whole.push(above === undefined ? text : isParted(above) ? above + text : `${above} ${text}`)
  })
  return whole.map(trimmed).filter((line) => line !== '')
}
