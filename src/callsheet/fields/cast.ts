import { type Phrase, wholePhrase } from '../layout/model.ts'
import { cellText } from '../layout/tables.ts'
import { type ColumnKey, columns } from '../lexicon/index.ts'
import { isBlank } from '../normalise/blank.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { findTimes, parseTime } from '../normalise/times.ts'
import type { CastMember, ClockTime, Field } from '../types.ts'
import { fieldOf, fieldOfWords } from './field.ts'
import { columnOf, type Reading } from './reading.ts'

/** `1. HANNA - Anna Nowak: make-up 06:45, on set 08:15` on a line of its own. */
const LINE =
  /^(?<number>\d{1,3})[.)]\s+(?<character>.+?)\s+[-–—]\s+(?<actor>[^:,]+?)\s*[:,]\s*(?<times>.*\d.*)$/u

function castOfLines(reading: Reading, advance: ReadonlySet<Phrase>): Field<CastMember>[] {
  return reading.layout.phrases.flatMap((phrase) => {
    const match = advance.has(phrase) || reading.isTaken(phrase) ? null : LINE.exec(phrase.text)
    const { number, character, actor, times } = match?.groups ?? {}
    if (number === undefined || character === undefined || actor === undefined || times === undefined)
      return []
    const parts = times.split(/[,;]\s*/u).map((part) => ({
      keys: columns.match(foldedWords(part))?.keys ?? [],
      time: findTimes(part)[0]?.time ?? null,
    }))
    const time = (key: ColumnKey): ClockTime | null =>
      parts.find(({ keys }) => keys.includes(key))?.time ?? null
    if (parts.every((part) => part.time === null || part.keys.length === 0)) return []
    const member: CastMember = {
      number,
      character,
      actor,
      pickup: time('pickup'),
      makeup: time('makeup'),
      onSet: time('onSet'),
    }
    return [fieldOf(member, 0.85, [wholePhrase(phrase)])]
  })
}

/** `7`, `12A`, `X`, `SA1`, `100.`: whatever else stands in the column of numbers is no member of the cast. */
const CAST_NUMBER = /^(?:\p{L}{0,2}\d{1,4}\p{L}?|\p{Lu}{1,2})[.)]?$/u

/** Cast rows; a time of `O/C` or `n/a` is no time. */
export function readCast(reading: Reading, advance: ReadonlySet<Phrase>): Field<CastMember>[] {
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
          makeup: time('makeup'),
          onSet: time('onSet') ?? time('call'),
        }
        const first = trimmed(cellText(row.cells[0] ?? []))
        if (member.number !== null && !CAST_NUMBER.test(member.number)) return []
        // The numbers stand under a heading of the whole table (`CAST`, `TALENT`).
        if (member.number === null && /^\d{1,3}$/u.test(first)) {
          member.number = first
          if (member.actor === first) member.actor = at('name')
        }
        if (member.actor === null && member.character === null) return []
        const filled = [member.character, member.actor, member.onSet].filter((value) => value !== null).length
        return [fieldOfWords(member, 0.7 + filled * 0.08, row.page, row.cells.flat())]
      }),
    )
  return rows.length > 0 ? rows : castOfLines(reading, advance)
}
