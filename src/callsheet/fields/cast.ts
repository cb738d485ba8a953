import type { Phrase } from '../layout/model.ts'
import { cellText, type TableRow } from '../layout/tables.ts'
import { type ColumnKey, columns, departmentWords, labels, roleWords } from '../lexicon/index.ts'
import { isBlank } from '../normalise/blank.ts'
import { trimmed } from '../normalise/text.ts'
import { parseTime } from '../normalise/times.ts'
import type { CastMember, ClockTime } from '../types.ts'
import { castOfCards } from './cast-cards.ts'
import { type CastOfLines, castOfLines } from './cast-lines.ts'
import { fieldOfWords } from './field.ts'
import { columnOf, type Reading } from './reading.ts'

/** `7`, `12A`, `X`, `SA1`, `100.`: whatever else stands in the column of numbers is no member of the cast. */
const CAST_NUMBER = /^(?:\p{L}{0,2}\d{1,4}\p{L}?|\p{Lu}{1,2})[.)]?$/u

/** Cast rows; a time of `O/C` or `n/a` is no time. */
export function readCast(reading: Reading, advance: ReadonlySet<Phrase>): CastOfLines {
  const rows = reading.tables
    .filter(({ header }) => header.kind === 'cast' && !header.cells.some((cell) => advance.has(cell.phrase)))
    .flatMap((table) =>
      table.rows.flatMap((row) => {
        const at = (key: ColumnKey): string | null => {
          const index = columnOf(table, key)
          const text = index < 0 ? '' : trimmed(cellText(row.cells[index] ?? []))
          return text === '' || isBlank(text) ? null : text
        }
        const time = (key: ColumnKey): ClockTime | null => parseTime(at(key) ?? '')?.time ?? null
        const member: CastMember = {
          number: at('number'),
          character: at('character'),
          actor: at('actor') ?? at('name'),
          pickup: time('pickup'),
          arrival: time('arrival'),
          makeup: time('makeup'),
          wardrobe: time('wardrobe'),
          onSet: time('onSet') ?? time('call'),
        }
        const first = trimmed(cellText(row.cells[0] ?? []))
        if (member.number !== null && !CAST_NUMBER.test(member.number)) return []
        // The numbers stand under a heading of the whole table (`CAST`, `TALENT`).
        if (member.number === null && /^\d{1,3}$/u.test(first)) {
          member.number = first
          if (member.actor === first) member.actor = at('name')
        }
        splitNumber(member)
        member.number ??= numberBeside(row)
        if (member.actor === null && member.character === null) return []
        if (isOfOtherTable(member) || isHeading(row)) return []
        const filled = [member.character, member.actor, member.onSet].filter((value) => value !== null).length
        return [fieldOfWords(member, 0.7 + filled * 0.08, row.page, row.cells.flat())]
      }),
    )
  if (rows.length > 0) return { members: rows, claimed: new Set() }
  const cards = castOfCards(reading, advance)
  return cards.members.length > 0 ? cards : castOfLines(reading, advance)
}

/** `Godziny` alone on a line under the cast heads what follows. */
function isHeading({ cells }: TableRow): boolean {
  const filled = cells.filter((cell) => cell.length > 0)
  return filled.length === 1 && columns.whole(cellText(filled[0] ?? [])) !== undefined
}

/** A number in a column without a heading, left of the first that has one. */
function numberBeside({ page, cells, top, bottom }: TableRow): string | null {
  const left = Math.min(...cells.flat().map((word) => word.left))
  const beside = page.rows
    .filter((row) => row.bottom > top && row.top < bottom)
    .flatMap((row) => row.phrases)
    .findLast((it) => it.right < left)
  const { number } = /^#?(?<number>\d{1,3})[.)]?$/u.exec(beside?.text ?? '')?.groups ?? {}
  return beside === undefined || left - beside.right > beside.size * FARTHEST_NUMBER ? null : (number ?? null)
}

/** Heights of the letters between a number and the name that it is of. */
const FARTHEST_NUMBER = 8

/** `1. Holt Barringer`, `2 - EDITH`: the number in the column of the name. */
function splitNumber(member: CastMember): void {
  for (const key of ['actor', 'character'] as const) {
    const { number, name } =
      /^#?(?<number>\d{1,3})(?:[.):]|\s[-–—])\s*(?<name>\p{L}.*)$/u.exec(member[key] ?? '')?.groups ?? {}
    if (number === undefined || name === undefined) continue
    member[key] = name
    member.number ??= number
  }
}

/**
 * Below or beside the cast stand departments and extras: `CAMERA`, `ATMOSPHERE AND STANDINS`. Characters may be called
 * so too (`DRIVER`, `MEDIC`), where somebody plays them.
 */
function isOfOtherTable({ actor, character }: CastMember): boolean {
  const name = actor ?? character ?? ''
  const label = labels.whole(name)
  return (
    departmentWords.whole(name) !== undefined ||
    roleWords.whole(name) !== undefined ||
    parseTime(name) !== null ||
    label?.keys.includes('background') === true
  )
}
