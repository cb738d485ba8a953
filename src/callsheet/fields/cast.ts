import type { Phrase } from '../layout/model.ts'
import { cellText } from '../layout/tables.ts'
import type { ColumnKey } from '../lexicon/index.ts'
import { isBlank, trimmed } from '../normalise/text.ts'
import { parseTime } from '../normalise/times.ts'
import type { CastMember, ClockTime, Field } from '../types.ts'
import { fieldOfWords } from './field.ts'
import { columnOf, type Reading } from './reading.ts'

/** Cast rows; a time of `O/C` or `n/a` is no time. */
export function readCast(reading: Reading, advance: ReadonlySet<Phrase>): Field<CastMember>[] {
  return reading.tables
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
        if (member.actor === null && member.character === null) return []
        const filled = [member.character, member.actor, member.onSet].filter((value) => value !== null).length
        return [fieldOfWords(member, 0.7 + filled * 0.08, row.page, row.cells.flat())]
      }),
    )
}
