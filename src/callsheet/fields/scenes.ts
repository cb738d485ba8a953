import { type Phrase, type Span, type Word, wholePhrase } from '../layout/model.ts'
import { below } from '../layout/neighbours.ts'
import { cellText } from '../layout/tables.ts'
import { alternatives, type ColumnKey } from '../lexicon/index.ts'
import { trimmed } from '../normalise/text.ts'
import type { Field, Scene } from '../types.ts'
import { fieldOf, fieldOfWords } from './field.ts'
import { columnOf, type Reading, type SheetTable } from './reading.ts'
import { type Known, parseDayNight, parseSlug, parseWhereWhen } from './slug.ts'

/** The scenes of the day from its tables, or from lines written as script headings. */
export function readScenes(reading: Reading, advance: ReadonlySet<Phrase>): Field<Scene>[] {
  const tables = reading.tables.filter(
    ({ header }) => header.kind === 'scenes' && !header.cells.some((cell) => advance.has(cell.phrase)),
  )
  const scenes = tables.flatMap((table) => scenesOfTable(table, reading.known))
  return scenes.length > 0 ? scenes : scenesOfLines(reading, advance)
}

function scenesOfTable(table: SheetTable, known: Known): Field<Scene>[] {
  return table.rows.flatMap((row) => {
    const at = (key: ColumnKey): string => {
      const index = columnOf(table, key)
      return index < 0 ? '' : trimmed(cellText(row.cells[index] ?? []))
    }
    const number = at('scene') || at('number')
    if (!/^\d|^[A-Z]{1,2}\d/u.test(number)) return []
    const { first, rest } = linesOfCell(row.cells[columnOf(table, 'set')] ?? [])
    const hasDescription = columnOf(table, 'description') >= 0
    const slug = parseSlug(hasDescription ? at('set') : first, known)
    const both = whereWhenOf(
      row.cells.map((cell) => trimmed(cellText(cell))),
      at('intExt'),
      known,
    )
    const last = textAndCast(at('castNumbers'))
    const scene: Scene = {
      number,
      intExt: both.intExt ?? slug.intExt,
      dayNight: parseDayNight(at('dayNight'), known) ?? both.dayNight ?? slug.dayNight,
      set: slug.set,
      description: at('description') || (hasDescription ? '' : rest) || at('remarks') || last.text || null,
      pageEighths: parseEighths(at('pages')),
      cast: parseCast(last.cast),
      location: at('location') || null,
    }
    const filled = [scene.intExt, scene.dayNight, scene.set, scene.pageEighths].filter(
      (value) => value !== null,
    ).length
    return [fieldOfWords(scene, 0.75 + filled * 0.055, row.page, row.cells.flat())]
  })
}

/** What the cell for it says; else the first that says nothing but where and when: `INT / DÍA` under `Efecto`. */
function whereWhenOf(cells: readonly string[], own: string, known: Known): ReturnType<typeof parseWhereWhen> {
  const said = parseWhereWhen(own, known)
  if (said.intExt !== null) return said
  const others = cells.filter((text) => text.length < 24).map((text) => parseWhereWhen(text, known))
  return others.find(({ intExt, dayNight }) => intExt !== null && dayNight !== null) ?? said
}

/** Words before the numbers of the cast are of a column without a heading. */
function textAndCast(printed: string): { text: string; cast: string } {
  const { text, cast } =
    /^(?<text>\p{L}.*?\p{Ll}.*?\s.*?)\s+(?<cast>#?\d[\d\s,#/-]*)$/u.exec(printed)?.groups ?? {}
  return text === undefined || cast === undefined ? { text: '', cast: printed } : { text, cast }
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

/** A number, and behind it what must be a script heading. */
const HEADING = new RegExp(
  String.raw`^(?:\d{1,2}[:.]\d{2}\s+)?(?:(?:${alternatives('scene')})\.?(?:[\s-]*(?:nr|nro|no|n[º°])\.?)?\s*)?(?<number>\d{1,4}(?:[./-]\d{1,3})?(?:pt\.|\p{Lu}{0,2}))[.):]?\s+(?:[-–—]\s+)?(?<rest>\p{L}.+)$`,
  'iu',
)
const LENGTH = alternatives('pages')
/** `1 2/8`, `1 page 3/8`, `2 str.`, `(4/8)`: a whole number alone may be part of the set's name. */
const EIGHTHS = new RegExp(
  String.raw`(?<![\d/])(?:\d{1,2}\s+(?:(?:${LENGTH})\.?\s+)?[1-7]/8|[1-7]/8|\d{1,2}(?=\s*(?:${LENGTH})\b))(?:\s*(?:${LENGTH})(?![\p{L}])\.?)?`,
  'iu',
)
const PAGE_LENGTH = new RegExp(String.raw`^\W*(?:\d{1,2}\s+)?[1-7]/8\s*(?:${LENGTH})(?!\p{L})`, 'iu')
/** Numbers, or after a colon names: `Rôles : 1, 4`, `Cast: Nora, Eli`. */
const CAST = new RegExp(
  String.raw`(?<!\p{L})(?:${alternatives('cast')})\.?\s*(?::\s*(?<cast>[\p{L}\d][\p{L}\d\s,.'’&+-]*)|(?<cast>\d[\d\s,]*))`,
  'iu',
)
/** `4/8 S. · Rollen 1, 3`, `Cast: 1, 4` */
const SIZE_LINE = new RegExp(String.raw`^\W*(?:${EIGHTHS.source}|${CAST.source})`, 'iu')
/** What stands behind the length: `str. LENA, MAREK`, `3/8 - 1, 4`. */
const CAST_BEHIND =
  /^[\s)–—-]*(?<cast>(?:\p{Lu}[\p{Lu}\s.'-]+|\d{1,3}\w?)(?:,\s*(?:\p{Lu}[\p{Lu}\s.'-]+|\d{1,3}\w?))*)$/u

/** `12A INT. KITCHEN - DAY 1 2/8` on a line of its own, with the description under it. */
function scenesOfLines(reading: Reading, advance: ReadonlySet<Phrase>): Field<Scene>[] {
  return reading.layout.phrases.flatMap((phrase) => {
    if (advance.has(phrase) || reading.isTaken(phrase)) return []
    const { number, rest } = HEADING.exec(phrase.text)?.groups ?? {}
    if (number === undefined || rest === undefined || !isSceneLine(phrase.text, reading.known)) return []
    const { set, text, size, spans } = linesUnder(phrase, rest, reading.known)
    const { pages, cast } = { ...sizeAndCast(size), ...sizeAndCast(text), ...sizeAndCast(rest) }
    const slug = parseSlug(headingOnly(rest), reading.known)
    const whereWhen = set === null ? null : parseWhereWhen(headingOnly(rest), reading.known)
    const description = withoutBrackets(text)
    const scene: Scene = {
      number,
      intExt: whereWhen?.intExt ?? slug.intExt,
      dayNight: whereWhen?.dayNight ?? slug.dayNight,
      set: set ?? slug.set,
      description: description === '' ? null : description,
      pageEighths: pages ?? null,
      cast: cast ?? [],
      location: null,
    }
    return [fieldOf(scene, 0.8, [wholePhrase(phrase), ...spans])]
  })
}

/** What stands under the heading of a scene. */
interface UnderHeading {
  /** Where the heading itself says nothing but where and when: `36 I / Nacht`. */
  set: string | null
  text: string
  /** A line of nothing but the length and the cast. */
  size: string
  spans: Span[]
}

/** The set where the heading lacks it, what happens, and the length with the cast: a line each at most. */
function linesUnder(heading: Phrase, rest: string, known: Known): UnderHeading {
  const found: UnderHeading = { set: null, text: '', size: '', spans: [] }
  const { intExt, dayNight } = parseWhereWhen(headingOnly(rest), known)
  let next = below(heading, 0.9) ?? indentedBelow(heading)
  let wantsSet = intExt !== null && dayNight !== null
  while (next !== undefined && !isSceneLine(next.text, known)) {
    if (wantsSet) {
      found.set = trimmed(next.text)
      wantsSet = false
    } else if (SIZE_LINE.test(next.text)) found.size ||= next.text
    else if (found.text === '' && /\p{Ll}/u.test(next.text)) found.text = next.text
    else break
    found.spans.push(wholePhrase(next))
    if (found.size !== '') break
    next = below(next, 0.6)
  }
  return found
}

/** `12A INT. KITCHEN - DAY`: a number, and behind it a script heading. */
export function isSceneLine(text: string, known: Known): boolean {
  const rest = HEADING.exec(text)?.groups?.['rest']
  return rest !== undefined && parseSlug(rest, known).intExt !== null
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

/** `– 1 4/8 str.`, `6/8 pages`: a length in eighths that says that it is one. */
export function isPageLength(text: string): boolean {
  return PAGE_LENGTH.test(text)
}

function sizeAndCast(text: string): { pages?: number; cast?: string[] } {
  const size = EIGHTHS.exec(text)
  const pages = size === null ? null : parseEighths(size[0].replace(/\s*\p{L}+\.?(?=\s|$)/gu, ''))
  const behind = size === null ? '' : text.slice(size.index + size[0].length)
  const cast = (CAST.exec(text) ?? CAST_BEHIND.exec(behind))?.groups?.['cast']
  return { ...(pages === null ? {} : { pages }), ...(cast === undefined ? {} : { cast: parseCast(cast) }) }
}

/** A script heading without its length and cast. */
function headingOnly(text: string): string {
  const ends = [EIGHTHS, CAST].map((pattern) => pattern.exec(text)?.index ?? text.length)
  return trimmed(withoutBrackets(text.slice(0, Math.min(...ends))).replace(/[\s(–—-]+$/u, ''))
}

function withoutBrackets(text: string): string {
  // `They argue. (4/8) 1, 3`: the length, and behind it the cast.
  return trimmed(text.replace(/\s*\([^()]*\d[^()]*\)[\d\s,]*$/u, ''))
}

/** Pages and eighths as printed (`1 4/8`, `3/8`, `2`), in eighths. */
export function parseEighths(text: string): number | null {
  const match =
    /^(?:(?<pages>\d{1,2})(?![\d/]))?\s*(?:(?<eighths>\d)\s*\/\s*(?<of>[248]))?(?:\s*(?:pgs?|págs?|pages?|str|seiten?|s|p|pp|oct)\.?)?$/iu.exec(
      text.trim(),
    )
  const { pages, eighths, of } = match?.groups ?? {}
  if (pages === undefined && eighths === undefined) return null
  return Number(pages ?? 0) * 8 + (Number(eighths ?? 0) * 8) / Number(of ?? 8)
}

function parseCast(text: string): string[] {
  return text
    .split(/[,;/]\s*|\s+(?=#?\d)|\s*[-–+]\s*(?=#?\d)/u)
    .map((part) => trimmed(part).replace(/^#(?=\d)/u, ''))
    .filter((part) => part !== '')
}
