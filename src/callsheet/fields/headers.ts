import { isInCell } from '../layout/cells.ts'
import type { Layout, Phrase, Row } from '../layout/model.ts'
import { isInColumn } from '../layout/neighbours.ts'
import type { Header, HeaderCell } from '../layout/tables.ts'
import { type ColumnKey, columns, departmentWords, labels, type Match, smallWords } from '../lexicon/index.ts'
import { isBlank } from '../normalise/blank.ts'
import { parseTime } from '../normalise/times.ts'
import type { Language } from '../types.ts'
import { withContents } from './column-contents.ts'
import { isApart, partsOfRow, SHARED_RULE, withoutNeighbours } from './header-neighbours.ts'
import { tokensOf } from './label-start.ts'
import { COLUMNS, type TableKind } from './table-columns.ts'

export interface TypedHeader extends Header<ColumnKey> {
  kind: TableKind
  /** What each cell holds in a table of this kind; null where the heading is unknown. */
  columns: (ColumnKey | null)[]
}

const KINDS = Object.keys(COLUMNS) as TableKind[]
/** A place and an address are enough; two of the crew's columns are too, three of the scenes'. */
const MIN_SCORE = 3.2

/** Every row of the document that is the heading of a table; tables side by side give one each. */
export function findHeaders(layout: Layout, known: ReadonlySet<Language>): TypedHeader[] {
  return layout.pages.flatMap((page) =>
    page.rows.flatMap((row) => {
      const parts = partsOfRow(row)
      return parts.flatMap((part, index) => {
        const beside = { before: parts[index - 1]?.at(-1), after: parts[index + 1]?.[0] }
        return headersOf(row, part, beside, known)
      })
    }),
  )
}

/** What stands left and right of a part of a row, of something else. */
interface Beside {
  before: { right: number } | undefined
  after: { left: number } | undefined
}

function headersOf(
  row: Row,
  part: readonly Phrase[],
  beside: Beside,
  known: ReadonlySet<Language>,
): TypedHeader[] {
  const named = withoutNeighbours(part.flatMap((phrase) => cellsOf(phrase, known)))
  const cells = withContents(row, named, known)
  if (cells.filter((cell) => cell.keys.length > 0).length < 2) return []
  // `Dirección | 8:15 | Locaciones | 7:30` is a row of calls.
  if (cells.some(({ text }) => /^\d{1,2}[:.h]\d{2}\b/u.test(text))) return []
  if (isOverTimes(row, part)) return []
  const groups = splitGroups(cells)
  return groups.flatMap((group, index) => {
    const typed = typeOf(group)
    const [first] = group
    if (typed === null || first === undefined) return []
    const bounds = reach(
      group,
      groups[index - 1]?.at(-1) ?? beside.before,
      groups[index + 1]?.[0] ?? beside.after,
    )
    return [{ ...typed, page: first.phrase.page, row, cells: group, ...bounds }]
  })
}

/** `Arte | Vestuario | Maquillaje` with nothing but times under it are departments and their calls. */
function isOverTimes(row: Row, part: readonly Phrase[]): boolean {
  const [first] = part
  const right = part.at(-1)?.right ?? 0
  const next = first?.page.rows[row.index + 1]?.phrases ?? []
  const under = next.filter((it) => first !== undefined && it.right > first.left && it.left < right)
  const isTime = ({ words, text }: Phrase): boolean => words.length <= 2 && parseTime(text) !== null
  return under.length >= 2 && under.some(isTime) && under.every((it) => isTime(it) || isBlank(it.text))
}

const AND = smallWords('and')

/** A phrase is one heading, or several that stand close; words that are none make it one unknown heading. */
function cellsOf(phrase: Phrase, known: ReadonlySet<Language>): HeaderCell<ColumnKey>[] {
  const whole = columns.whole(phrase.text, known) ?? wrapped(phrase, known)
  const cell = (keys: readonly ColumnKey[], from: number, to: number): HeaderCell<ColumnKey> => {
    const words = phrase.words.slice(from, to)
    return {
      keys,
      text: words.map((word) => word.text).join(' '),
      left: words[0]?.left ?? phrase.left,
      right: words.at(-1)?.right ?? phrase.right,
      phrase,
    }
  }
  if (whole !== undefined) return [cell(whole.keys, 0, phrase.words.length)]
  const parts = partsOf(phrase, known)
  if (parts === null) return [cell([], 0, phrase.words.length)]
  // `LOCATION NAME` alone between its rules heads one column.
  if (isInCell(phrase) && isAloneInCell(phrase))
    return [cell([...new Set(parts.flatMap(({ keys }) => keys))], 0, phrase.words.length)]
  return parts.map(({ keys, from, to }) => cell(keys, from, to))
}

function isAloneInCell({ row, bounds }: Phrase): boolean {
  return row.phrases.filter((it) => Math.abs(it.bounds.left - bounds.left) < SHARED_RULE).length === 1
}

/** A narrow column's heading on two lines (`Page` over `count`, `drehbe-` over `reit`). */
function wrapped(phrase: Phrase, known: ReadonlySet<Language>): Match<ColumnKey> | undefined {
  const own = columns.whole(unbroken(phrase), known)
  if (own !== undefined) return own
  const second = phrase.page.rows[phrase.row.index + 1]?.phrases.find(
    (it) => isInColumn(phrase, it) && it.size === phrase.size && it.bold === phrase.bold,
  )
  if (second === undefined || second.top - phrase.bottom > phrase.size * 0.4) return undefined
  return (
    columns.whole(`${phrase.text} ${second.text}`, known) ??
    columns.whole(phrase.text.replace(/-$/u, '') + second.text, known)
  )
}

/** A heading that its cell breaks in the middle of a word (`MAQUIL` over `LAGE`, `drehbe-` over `reit`), made whole. */
function unbroken({ words, text }: Phrase): string {
  const [first, second] = words
  const isBroken = words.length === 2 && (second?.top ?? 0) > (first?.bottom ?? 0) - 2
  return isBroken ? text.replace(' ', '') : text.replace(/(?<=\p{L})-(?=\p{Ll})/gu, '')
}

function partsOf(
  phrase: Phrase,
  known: ReadonlySet<Language>,
): { keys: readonly ColumnKey[]; from: number; to: number }[] | null {
  const tokens = tokensOf(phrase)
  const folded = tokens.map((token) => token.folded)
  const parts: { keys: readonly ColumnKey[]; from: number; to: number }[] = []
  let index = 0
  let isJoining = false
  while (index < tokens.length) {
    const match = columns.match(folded, index, known)
    const first = tokens[index]
    const last = match && tokens[index + match.length - 1]
    // `Décor et action` is one heading of two names.
    if (match === undefined && parts.length > 0 && AND.has(folded[index] ?? '')) {
      isJoining = true
      index++
      continue
    }
    if (match === undefined || first === undefined || last === undefined) return null
    const previous = parts.at(-1)
    if (previous !== undefined && (isJoining || isJoined(phrase, previous.to, first.word))) {
      previous.keys = [...previous.keys, ...match.keys]
      previous.to = last.word + 1
    } else {
      parts.push({ keys: match.keys, from: first.word, to: last.word + 1 })
    }
    isJoining = false
    index += match.length
  }
  return parts.length > 1 || tokens.length > 1 ? parts : null
}

/** `SET / SYNOPSIS`, `MAKE-UP/HAIR`: one heading of two names. */
function isJoined(phrase: Phrase, end: number, start: number): boolean {
  const between = phrase.words.slice(end, start).map((word) => word.text)
  const mark = /^[/&+]$/u
  return (
    start < end ||
    (between.length > 0 && between.every((text) => mark.test(text))) ||
    /[/&+]$/u.test(phrase.words[end - 1]?.text ?? '')
  )
}

/** `ARRIVE` and `M/UP`, `HAIR` and `M/UP`: two stages of one person's way to the set, not two tables. */
const STAGES: ReadonlySet<ColumnKey> = new Set<ColumnKey>([
  'pickup',
  'arrival',
  'makeup',
  'wardrobe',
  'onSet',
  'call',
])

/** Headings that another table begins with, by its rules; none where each heading has a box of its own. */
function apart(cells: readonly HeaderCell<ColumnKey>[]): ReadonlySet<HeaderCell<ColumnKey>> {
  const firsts = cells.filter((cell, index) => {
    const before = cells[index - 1]
    return before !== undefined && isApart(before, cell)
  })
  return new Set(firsts.length * 3 > cells.length ? [] : firsts)
}

/** A new table begins where a heading comes a second time, where the crew follows the cast, or where the rules part. */
function splitGroups(cells: readonly HeaderCell<ColumnKey>[]): HeaderCell<ColumnKey>[][] {
  const firsts = apart(cells)
  const groups: HeaderCell<ColumnKey>[][] = []
  let seen = new Set<string>()
  for (const cell of cells) {
    const id = cell.keys.join()
    const afterCast = seen.has('pickup') || seen.has('makeup')
    const startsCrew = cell.keys.some(
      (key) => key === 'department' || (key === 'role' && !cell.keys.includes('character')),
    )
    const isStage = seen.has('character') && cell.keys.some((key) => STAGES.has(key))
    const last = groups.at(-1)
    const isOther = firsts.has(cell)
    if (
      last === undefined ||
      isOther ||
      (id !== '' && seen.has(id) && !isStage) ||
      (afterCast && startsCrew)
    ) {
      // The crew's names may stand before their work.
      const isTheirs =
        !isOther && startsCrew && seen.has('actor') && last?.at(-1)?.keys.includes('name') === true
      const name = isTheirs ? last?.pop() : undefined
      groups.push(name === undefined ? [] : [name])
      seen = new Set(name?.keys)
    }
    groups.at(-1)?.push(cell)
    seen.add(id)
    for (const key of cell.keys) seen.add(key)
  }
  // One heading more is no table: the place of a scene behind its set.
  const last = groups.at(-1)
  return groups.length > 1 && last?.length === 1
    ? [...groups.slice(0, -2), [...(groups.at(-2) ?? []), ...last]]
    : groups
}

function typeOf(group: readonly HeaderCell<ColumnKey>[]): Pick<TypedHeader, 'kind' | 'columns'> | null {
  const known = group.filter((cell) => cell.keys.length > 0).length
  // `PARKING` among the columns of places is a label over a value of its own.
  const isLabel = (cell: HeaderCell<ColumnKey> | undefined): boolean =>
    cell !== undefined && cell.keys.length === 0 && labels.whole(cell.text) !== undefined
  const labelled = group.filter(isLabel).length
  // A role of two words (`Make-up Artist`) in a row of people is no pair of headings.
  const phrases = new Set(group.filter((cell) => cell.keys.length > 0).map((cell) => cell.phrase)).size
  if (isOfDepartments(group)) return null
  if (known < 2 || known + labelled < group.length * 0.6 || (phrases < 2 && known < 4)) return null
  const scored = KINDS.map((kind) => {
    const assigned = assign(group, kind)
    const score = assigned.reduce(
      (sum, key, index) =>
        sum + (key === null ? (isLabel(group[index]) ? -0.2 : -0.7) : weightOf(group[index], kind, key)),
      0,
    )
    return { kind, columns: assigned, score }
  }).toSorted((a, b) => b.score - a.score)
  const [best] = scored
  if (best === undefined || best.score < MIN_SCORE) return null
  return { kind: best.kind, columns: best.columns }
}

/** `Maske | Fahrer | Catering` over their people: departments that are called as columns of the cast are. */
function isOfDepartments(group: readonly HeaderCell<ColumnKey>[]): boolean {
  return group.every(({ text }) => departmentWords.whole(text) !== undefined)
}

/** What only the contents of a column say tells less than its heading does. */
const GUESSED = 0.6

function weightOf(cell: HeaderCell<ColumnKey> | undefined, kind: TableKind, key: ColumnKey): number {
  return (COLUMNS[kind][key] ?? 0) * (cell?.guessed === true ? GUESSED : 1)
}

/** Each heading once: `SET` is the place among the scenes' columns, the call among the cast's. */
function assign(group: readonly HeaderCell<ColumnKey>[], kind: TableKind): (ColumnKey | null)[] {
  const taken = new Set<ColumnKey>()
  return group.map((cell) => {
    const [best] = cell.keys
      .filter((key) => COLUMNS[kind][key] !== undefined && !taken.has(key))
      .toSorted((a, b) => (COLUMNS[kind][b] ?? 0) - (COLUMNS[kind][a] ?? 0))
    if (best === undefined) return null
    taken.add(best)
    return best
  })
}

/** How far the table reaches: to its own outer rules, else half way to its neighbour, else a little past it. */
function reach(
  group: readonly HeaderCell<ColumnKey>[],
  before: { right: number } | undefined,
  after: { left: number } | undefined,
): { left: number; right: number } {
  const first = group[0]
  const last = group.at(-1)
  if (first === undefined || last === undefined) return { left: 0, right: 0 }
  const ruledLeft = first.phrase.bounds.left
  const ruledRight = last.phrase.bounds.right
  const left = before === undefined ? 0 : Math.max(before.right, first.left - 30)
  const right = after === undefined ? Infinity : after.left - 3
  return {
    left: Number.isFinite(ruledLeft) && ruledLeft >= left - 2 ? ruledLeft : left,
    right: Number.isFinite(ruledRight) && ruledRight <= right + 4 ? ruledRight : right,
  }
}
