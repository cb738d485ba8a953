import { isInCell, isWrapped } from './cells.ts'
import type { Phrase, Row, Word } from './model.ts'

/** Points by which what is measured of one cell from two of its lines may differ. */
const SLACK = 2
/** Lines of cells set to the middle of their height lie between those of their neighbours: so many rows further at most. */
const FURTHEST = 3
/** Lines of one text are no further apart than this, in line heights. */
const LINE_GAP = 0.6

/**
 * Makes one phrase of each text that only the width of its ruled cell breaks over lines (`Fin` over `estimado`), and puts
 * it on the height of what stands beside it. Gives the phrases that are left, in reading order; rows without any are
 * taken out.
 */
export function joinWrapped(rows: Row[]): Phrase[] {
  const joined = new Set<Phrase>()
  for (const row of rows) {
    for (const phrase of row.phrases) {
      if (joined.has(phrase) || !isInCell(phrase) || !isOnlyOfCell(phrase, row)) continue
      const lines = linesOf(phrase, rows)
      if (lines.length === 1) continue
      for (const line of lines) joined.add(line)
      place(whole(lines), lines, rows)
    }
  }
  if (joined.size > 0) renumber(rows)
  return rows.flatMap((row) => row.phrases)
}

/** A text with the lines under it that go on with it. */
function linesOf(first: Phrase, rows: readonly Row[]): Phrase[] {
  const lines = [first]
  let last = first
  for (let at = first.row.index + 1, to = at + FURTHEST; at < Math.min(to, rows.length); at++) {
    const row = rows[at]
    const next = row?.phrases.find((it) => goesOn(last, it))
    if (row === undefined || next === undefined) continue
    if (!isOnlyOfCell(next, row)) break
    lines.push(next)
    last = next
    to = at + 1 + FURTHEST
  }
  return lines
}

/** A sentence at its end, or so many words that what begins under them in capitals may be the next item of a list. */
function isFinished({ words, text }: Phrase): boolean {
  return words.length > 4 || (words.length > 2 && /\p{L}{4}\.$|[!?;]$/u.test(text))
}

/** Cells without rules between them have columns of their own: where one ends is not known. */
function isOnlyOfCell(phrase: Phrase, row: Row): boolean {
  return row.phrases.every((it) => it === phrase || Math.abs(it.bounds.left - phrase.bounds.left) >= SLACK)
}

/** `1er assistant 8h15` over `2e assistant 8h15` are two of a list. */
const ENDS_IN_TIME = /\p{L}.*\s\d{1,2}\s?[:.h]\s?\d{2}$/u

function goesOn(upper: Phrase, lower: Phrase): boolean {
  return (
    lower.size === upper.size &&
    lower.words[0]?.bold === upper.words.at(-1)?.bold &&
    Math.abs(upper.bounds.left - lower.bounds.left) < SLACK &&
    Math.abs(upper.bounds.right - lower.bounds.right) < SLACK &&
    Math.abs(upper.bounds.top - lower.bounds.top) < SLACK &&
    Math.abs(upper.bounds.bottom - lower.bounds.bottom) < SLACK &&
    lower.top - upper.bottom < LINE_GAP * upper.size &&
    !/[:•]$/u.test(upper.text) &&
    !/^[•*]|^-\s|^\p{L}[^:\d]{1,30}:/u.test(lower.text) &&
    !(isFinished(upper) && /^\p{Lu}/u.test(lower.text)) &&
    !(ENDS_IN_TIME.test(upper.text) && ENDS_IN_TIME.test(lower.text)) &&
    isWrapped(upper, lower) &&
    !isOfList(upper, lower)
  )
}

const TIME = /^\d{1,2}[:.h]\d{2}\s?(?:[ap]\.?m?\.?|h|Uhr)?$/iu

/** Lines with a time for each in a cell of the same ruled row are of several people, and no text of one. */
function isOfList(upper: Phrase, lower: Phrase): boolean {
  const timeIn = ({ phrases }: Row): Phrase | undefined =>
    phrases.find((it) => it !== upper && it !== lower && isBeside(upper, it) && TIME.test(it.text))
  const [own, next] = [timeIn(upper.row), timeIn(lower.row)]
  return own !== undefined && next !== undefined && isSameCell(own, next)
}

function whole(lines: readonly Phrase[]): Phrase {
  const [first] = lines as [Phrase]
  const words: Word[] = []
  lines.forEach((line, index) => {
    const above = lines[index - 1]
    if (above !== undefined && endsInHyphen(above.text)) words.push(glued(words.pop(), line.words[0]))
    else if (line.words[0] !== undefined) words.push(line.words[0])
    words.push(...line.words.slice(1))
  })
  return {
    ...first,
    words,
    text: words.map((word) => word.text).join(' '),
    left: Math.min(...lines.map((line) => line.left)),
    right: Math.max(...lines.map((line) => line.right)),
    bottom: Math.max(...lines.map((line) => line.bottom)),
  }
}

/** Nobody parts syllables on a call sheet, the hyphen is the word's own (`Chorlton-` over `cum-Hardy`). */
const endsInHyphen = (text: string): boolean => /\p{L}-$/u.test(text)

function glued(upper: Word | undefined, lower: Word | undefined): Word {
  const [first, second] = [upper, lower] as [Word, Word]
  return {
    ...first,
    text: first.text + second.text,
    left: Math.min(first.left, second.left),
    right: Math.max(first.right, second.right),
    bottom: second.bottom,
    certainty: Math.min(first.certainty, second.certainty),
  }
}

/** On the height of a neighbour of one line, where it has one and is all of its cell; else where the text began. */
function place(phrase: Phrase, lines: readonly Phrase[], rows: readonly Row[]): void {
  const [first, last] = [lines[0]?.row, lines.at(-1)?.row]
  if (first === undefined || last === undefined) return
  for (const { row } of lines) row.phrases = row.phrases.filter((it) => !lines.includes(it))
  const near = rows.slice(Math.max(0, first.index - FURTHEST), last.index + FURTHEST + 1)
  const others = near.flatMap((row) => row.phrases.filter((it) => isBeside(phrase, it)))
  const isOneLine = (it: Phrase): boolean =>
    others.every((other) => other === it || Math.abs(other.bounds.left - it.bounds.left) >= SLACK)
  const isShared = near.some((row) =>
    row.phrases.some((it) => isBeside(phrase, it) && isSameCell(phrase, it)),
  )
  const beside = isShared ? undefined : others.find((it) => it.row.index >= first.index && isOneLine(it))
  const row = beside?.row ?? first
  phrase.row = row
  const at = row.phrases.findIndex((it) => it.left > phrase.left)
  row.phrases.splice(at < 0 ? row.phrases.length : at, 0, phrase)
}

function isSameCell({ bounds }: Phrase, other: Phrase): boolean {
  return (
    Math.abs(bounds.left - other.bounds.left) < SLACK && Math.abs(bounds.right - other.bounds.right) < SLACK
  )
}

/** In the ruled row of the other. */
function isBeside({ bounds }: Phrase, other: Phrase): boolean {
  return (
    Math.abs(bounds.top - other.bounds.top) < SLACK && Math.abs(bounds.bottom - other.bounds.bottom) < SLACK
  )
}

function renumber(rows: Row[]): void {
  rows.splice(0, rows.length, ...rows.filter((row) => row.phrases.length > 0))
  rows.forEach((row, index) => {
    row.index = index
    row.phrases.forEach((phrase, at) => {
      phrase.index = at
    })
  })
}
