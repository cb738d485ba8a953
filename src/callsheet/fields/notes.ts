import { isInCell } from '../layout/cells.ts'
import { type Phrase, type Span, wholePhrase } from '../layout/model.ts'
import type { LabelKey } from '../lexicon/index.ts'
import { BULLET, trimmed } from '../normalise/text.ts'
import type { Field } from '../types.ts'
import { blockOf } from './blocks.ts'
import { fieldOf } from './field.ts'
import type { LabelHit } from './labels.ts'
import type { Reading } from './reading.ts'

/** What stands under or after every label of a kind, an item each; lines that a bullet began are joined. */
export function readItems(reading: Reading, key: LabelKey, advance: ReadonlySet<Phrase>): Field<string>[] {
  return reading.labels
    .filter((hit) => isHeading(hit, key) && !advance.has(hit.span.phrase))
    .flatMap((hit) => itemsOf(hit, reading))
}

/** Everything printed about the next days, a line each. */
export function readAdvance(reading: Reading, advance: ReadonlySet<Phrase>): Field<string>[] {
  const headings = new Set(
    reading.labels.filter((hit) => hit.keys.includes('advance') && hit.alone).map((hit) => hit.span.phrase),
  )
  const rows = Map.groupBy(
    [...advance].filter((phrase) => !headings.has(phrase)),
    (phrase) => phrase.row,
  )
  return [...rows.values()].map((phrases) => {
    const text = phrases.map((phrase) => phrase.text).join('  ')
    return fieldOf(
      trimmed(text.replace(BULLET, '')),
      0.8,
      phrases.map((phrase) => ({ phrase, from: 0, to: phrase.words.length })),
    )
  })
}

/** The weather as printed, at most three lines. */
export function readWeather(reading: Reading, advance: ReadonlySet<Phrase>): Field<string> | null {
  for (const hit of reading.labels) {
    if (!isHeading(hit, 'weather') || advance.has(hit.span.phrase)) continue
    const block = blockOf(hit, reading, 3)
    const text = block === null ? '' : block.lines.map(textOf).join(' ')
    if (block !== null && trimmed(text) !== '')
      return fieldOf(trimmed(text), 0.85, [hit.span, ...block.lines])
  }
  return null
}

function isHeading(hit: LabelHit, key: LabelKey): boolean {
  // `• Prop weapons: safety meeting first` is an item of a list, and heads none.
  const isItem = hit.span.from > 0 && /^[^\p{L}\p{N}]/u.test(hit.span.phrase.text)
  return hit.keys.includes(key) && (hit.alone || hit.colon || hit.strength >= 0.85) && !isItem
}

function itemsOf(hit: LabelHit, reading: Reading): Field<string>[] {
  const block = blockOf(hit, reading, MOST_LINES)
  if (block === null) return []
  const lines = withCellsUnder(beforeHeading(block.lines), reading)
  const bulleted = lines.some((line) => BULLET.test(textOf(line)))
  const items: { text: string; spans: Span[] }[] = []
  for (const line of lines) {
    const text = trimmed(textOf(line).replace(BULLET, ''))
    const last = items.at(-1)
    const goesOn = last !== undefined && (bulleted ? !BULLET.test(textOf(line)) : /^\p{Ll}/u.test(text))
    if (text === '') continue
    if (goesOn) {
      last.text += ` ${text}`
      last.spans.push(line)
    } else {
      items.push({ text, spans: [line] })
    }
  }
  return items.flatMap(({ text, spans }) =>
    text
      .split(/\s*•\s+/u)
      .filter((part) => /\p{L}/u.test(part))
      .map((part) => fieldOf(part, 0.85, spans)),
  )
}

/** What is set as a heading among lines that are not begins something else, whatever it says. */
function beforeHeading(lines: readonly Span[]): readonly Span[] {
  const [first] = lines
  const end = lines.findIndex(
    ({ phrase }) => first !== undefined && phrase.bold && !first.phrase.bold && !BULLET.test(phrase.text),
  )
  return end < 0 ? lines : lines.slice(0, end)
}

/** Points between two strokes that draw one edge. */
const EDGE_SLACK = 4

/** An item in each of the ruled cells down a column, each alone on its height. */
function withCellsUnder(lines: readonly Span[], reading: Reading): readonly Span[] {
  const cells = [...lines]
  for (;;) {
    const last = cells.at(-1)?.phrase
    const next = last && last.page.rows[last.row.index + 1]?.phrases
    const [under] = next ?? []
    if (last === undefined || under === undefined || next?.length !== 1 || cells.length >= MOST_LINES) break
    const isNext =
      isInCell(last) &&
      isInCell(under) &&
      Math.abs(under.bounds.left - last.bounds.left) < EDGE_SLACK &&
      Math.abs(under.bounds.right - last.bounds.right) < EDGE_SLACK &&
      Math.abs(under.bounds.top - last.bounds.bottom) < EDGE_SLACK &&
      under.bold === last.bold
    if (!isNext || reading.isTaken(under) || reading.labelAt(under) !== undefined) break
    cells.push(wholePhrase(under))
  }
  return cells
}

const MOST_LINES = 24

function textOf(span: Span): string {
  return span.phrase.words
    .slice(span.from, span.to)
    .map((word) => word.text)
    .join(' ')
}
