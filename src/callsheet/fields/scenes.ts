import type { Phrase } from '../layout/model.ts'
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
    const slug = parseSlug(at('set'))
    const scene: Scene = {
      number,
      intExt: parseIntExt(at('intExt')) ?? slug.intExt,
      dayNight: parseDayNight(at('dayNight')) ?? slug.dayNight,
      set: slug.set,
      description: at('description') || at('remarks') || null,
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

const HEADING =
  /^(?:(?:sc(?:ene|ena|\.)?\s*)?(?<number>\d{1,4}(?:[./-]\d{1,3})?\p{Lu}{0,2})[.)]?\s+)(?<where>int\.?\s?\/\s?ext\.?|ext\.?\s?\/\s?int\.?|int\.?|ext\.?|wn\.?\s?\/\s?pl\.?|wn\.?|pl\.?|wnętrze|plener)\s+(?<rest>.+)$/iu

/** `12A INT. KITCHEN - DAY 1 2/8` on a line of its own. */
function scenesOfLines(reading: Reading, advance: ReadonlySet<Phrase>): Field<Scene>[] {
  return reading.layout.pages.flatMap((page) =>
    page.rows.flatMap((row) => {
      const phrases = row.phrases.filter((phrase) => !advance.has(phrase) && !reading.isTaken(phrase))
      const match = HEADING.exec(phrases.map((phrase) => phrase.text).join('  '))
      const { number, where, rest } = match?.groups ?? {}
      if (number === undefined || where === undefined || rest === undefined) return []
      const slug = parseSlug(rest.split(/\s{2,}/u)[0] ?? rest)
      const pages = /(?<!\d)(?:\d{1,2}\s+)?[1-7]\/8/u.exec(rest)?.[0]
      const scene: Scene = {
        number,
        intExt: parseIntExt(where),
        dayNight: slug.dayNight,
        set: slug.set,
        description: null,
        pageEighths: pages === undefined ? null : parseEighths(pages),
        cast: [],
        location: null,
      }
      return [
        fieldOf(
          scene,
          0.8,
          phrases.map((phrase) => ({ phrase, from: 0, to: phrase.words.length })),
        ),
      ]
    }),
  )
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

/** `INT. KITCHEN - DAY` to its parts; a plain set stays as it is. */
function parseSlug(text: string): { intExt: IntExt | null; dayNight: DayNight | null; set: string | null } {
  const match =
    /^(?<where>(?:int|ext|i|e|wn|pl|wnętrze|plener)\.?(?:\s?\/\s?(?:int|ext|i|e|wn|pl)\.?)?)[\s.-]+(?<set>.+)$/iu.exec(
      text,
    )
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
