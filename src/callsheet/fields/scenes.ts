import { type Phrase, type Word, wholePhrase } from '../layout/model.ts'
import { below } from '../layout/neighbours.ts'
import { cellText } from '../layout/tables.ts'
import { type ColumnKey, dayNightWords, intExtWords } from '../lexicon/index.ts'
import { fold, trimmed } from '../normalise/text.ts'
import type { DayNight, Field, IntExt, Scene } from '../types.ts'
import { fieldOf, fieldOfWords } from './field.ts'
import { columnOf, type Reading, type SheetTable } from './reading.ts'

/** The scenes of the day from its tables, or from lines written as script headings. */
export function readScenes(reading: Reading, advance: ReadonlySet<Phrase>): Field<Scene>[] {
  const tables = reading.tables.filter(
    ({ header }) => header.kind === 'scenes' && !header.cells.some((cell) => advance.has(cell.phrase)),
  )
  const scenes = tables.flatMap(scenesOfTable)
  return scenes.length > 0 ? scenes : scenesOfLines(reading, advance)
}

function scenesOfTable(table: SheetTable): Field<Scene>[] {
  return table.rows.flatMap((row) => {
    const at = (key: ColumnKey): string => {
      const index = columnOf(table, key)
      return index < 0 ? '' : trimmed(cellText(row.cells[index] ?? []))
    }
    const number = at('scene') || at('number')
    if (!/^\d|^[A-Z]{1,2}\d/u.test(number)) return []
    const { first, rest } = linesOfCell(row.cells[columnOf(table, 'set')] ?? [])
    const hasDescription = columnOf(table, 'description') >= 0
    const slug = parseSlug(hasDescription ? at('set') : first)
    const scene: Scene = {
      number,
      intExt: parseIntExt(at('intExt')) ?? slug.intExt,
      dayNight: parseDayNight(at('dayNight')) ?? slug.dayNight,
      set: slug.set,
      description: at('description') || (hasDescription ? '' : rest) || at('remarks') || null,
      pageEighths: parseEighths(at('pages')),
      cast: parseCast(at('castNumbers')),
      location: at('location') || null,
    }
    const filled = [scene.intExt, scene.dayNight, scene.set, scene.pageEighths].filter(
      (value) => value !== null,
    ).length
    return [fieldOfWords(scene, 0.75 + filled * 0.055, row.page, row.cells.flat())]
  })
}

/** Set and description in one cell: the first line is the set, what follows in other lines or in brackets the rest. */
function linesOfCell(words: readonly Word[]): { first: string; rest: string } {
  const top = words[0]?.top ?? 0
  const size = words[0]?.size ?? 0
  const cut = words.findIndex((word) => word.top > top + size * 0.6)
  const text = (part: readonly Word[]): string => trimmed(cellText(part))
  if (cut < 0) return { first: text(words), rest: '' }
  return { first: text(words.slice(0, cut)), rest: text(words.slice(cut)).replace(/^\((.*)\)$/u, '$1') }
}

const HEADING =
  /^(?:\d{1,2}[:.]\d{2}\s+)?(?:sc(?:ene|ena|\.)?\s*)?(?<number>\d{1,4}(?:[./-]\d{1,3})?(?:pt\.|\p{Lu}{0,2}))[.)]?\s+(?<where>int\.?\s?\/\s?ext\.?|ext\.?\s?\/\s?int\.?|int\.?|ext\.?|wn\.?\s?\/\s?pl\.?|wn\.?|pl\.?|wnętrze|plener|i\/e)(?:\s*\/\s*(?<when>\p{L}+))?[\s.-]+(?<rest>.+)$/iu
const EIGHTHS = /(?<![\d/])(?:\d{1,2}\s+)?(?:[1-7]\/8|\d{1,2}(?=\s*(?:str|pgs?|pages?|pp)\b))/iu
const CAST = /(?:obsada|cast)\s*:?\s*(?<cast>[\d\s,]+)/iu

/** `12A INT. KITCHEN - DAY 1 2/8` on a line of its own, with the description under it. */
function scenesOfLines(reading: Reading, advance: ReadonlySet<Phrase>): Field<Scene>[] {
  return reading.layout.phrases.flatMap((phrase) => {
    if (advance.has(phrase) || reading.isTaken(phrase)) return []
    const match = HEADING.exec(phrase.text)
    const { number, where = '', when, rest } = match?.groups ?? {}
    if (number === undefined || rest === undefined) return []
    const under = below(phrase, 0.9) ?? indentedBelow(phrase)
    const isDescription = under !== undefined && !HEADING.test(under.text) && /\p{Ll}/u.test(under.text)
    const text = isDescription ? under.text : ''
    const { pages, cast } = { ...sizeAndCast(text), ...sizeAndCast(rest) }
    const slug = parseSlug(withoutBrackets(rest))
    const description = withoutBrackets(text)
    const scene: Scene = {
      number,
      intExt: parseIntExt(where),
      dayNight: parseDayNight(when ?? '') ?? slug.dayNight,
      set: slug.set,
      description: description === '' ? null : description,
      pageEighths: pages ?? null,
      cast: cast ?? [],
      location: null,
    }
    return [
      fieldOf(scene, 0.8, isDescription ? [wholePhrase(phrase), wholePhrase(under)] : [wholePhrase(phrase)]),
    ]
  })
}

function indentedBelow(phrase: Phrase): Phrase | undefined {
  const next = phrase.page.rows[phrase.row.index + 1]?.phrases.find(
    (it) => it.left > phrase.left && it.left < phrase.right,
  )
  return next !== undefined &&
    next.left - phrase.left < phrase.size * 4 &&
    next.top - phrase.bottom < phrase.size
    ? next
    : undefined
}

function sizeAndCast(text: string): { pages?: number; cast?: string[] } {
  const printed = EIGHTHS.exec(text)?.[0]
  const pages = printed === undefined ? null : parseEighths(printed)
  const cast = CAST.exec(text)?.groups?.['cast']
  return { ...(pages === null ? {} : { pages }), ...(cast === undefined ? {} : { cast: parseCast(cast) }) }
}

function withoutBrackets(text: string): string {
  return trimmed(text.replace(/\s*\([^()]*\d[^()]*\)\s*$/u, ''))
}

export function parseIntExt(text: string): IntExt | null {
  return intExtWords.whole(text)?.keys[0] ?? null
}

export function parseDayNight(text: string): DayNight | null {
  const whole = dayNightWords.whole(text)
  if (whole !== undefined) return whole.keys[0] ?? null
  // `D3`, `DAY 2`, `NOC/7`: story days.
  const word = /^\p{L}+/u.exec(fold(text))?.[0]
  return word === undefined ? null : (dayNightWords.whole(word)?.keys[0] ?? null)
}

/** A single letter (`I.`, `I/A`, `E.`) says where only with a point or a bar. */
const SLUG =
  /^(?<where>\p{L}{2,10}\.?(?:\s?\/\s?\p{L}{1,10}\.?)?|\p{L}\s?\/\s?\p{L}\.?|\p{L}\.)[\s.–-]+(?<set>.+)$/u

/** `INT. KITCHEN - DAY` to its parts; a plain set stays as it is. */
function parseSlug(text: string): { intExt: IntExt | null; dayNight: DayNight | null; set: string | null } {
  const match = SLUG.exec(text)
  const intExt = match === null ? null : parseIntExt(match.groups?.['where'] ?? '')
  const rest = intExt === null ? text : (match?.groups?.['set'] ?? text)
  const parts = /^(?<set>.+?)\s*[-–—,/]\s*(?<when>\p{L}+\s?\d{0,2})$/u.exec(rest)
  const dayNight = parts === null ? null : parseDayNight(parts.groups?.['when'] ?? '')
  const set = trimmed(dayNight === null ? rest : (parts?.groups?.['set'] ?? rest))
  return { intExt, dayNight, set: set === '' ? null : set }
}

/** Pages and eighths as printed (`1 4/8`, `3/8`, `2`), in eighths. */
export function parseEighths(text: string): number | null {
  const match =
    /^(?:(?<pages>\d{1,2})(?![\d/]))?\s*(?:(?<eighths>\d)\s*\/\s*(?<of>[248]))?(?:\s*(?:pgs?|str)\.?)?$/iu.exec(
      text.trim(),
    )
  const { pages, eighths, of } = match?.groups ?? {}
  if (pages === undefined && eighths === undefined) return null
  return Number(pages ?? 0) * 8 + (Number(eighths ?? 0) * 8) / Number(of ?? 8)
}

function parseCast(text: string): string[] {
  return text
    .split(/[,;/]\s*|\s+(?=\d)/u)
    .map(trimmed)
    .filter((part) => part !== '')
}
