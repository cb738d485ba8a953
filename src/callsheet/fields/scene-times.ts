import type { Phrase } from '../layout/model.ts'
import { cellText } from '../layout/tables.ts'
import { trimmed } from '../normalise/text.ts'
import { minutesFrom, parseTime } from '../normalise/times.ts'
import type { ClockTime } from '../types.ts'
import { columnOf, type Reading, type SheetTable } from './reading.ts'

/** From the first scene to the last, minutes. */
const LONGEST_DAY = 20 * 60

/**
 * When the scenes of the day begin, in the order of their table, by a column of times beside them; only some may have
 * one. None where the column does not run through a day: then it says how long each takes, or when it plays.
 */
export function sceneTimes(reading: Reading, advance: ReadonlySet<Phrase>): ClockTime[] {
  const times = reading.tables
    .filter(
      ({ header }) => header.kind === 'scenes' && !header.cells.some((cell) => advance.has(cell.phrase)),
    )
    .flatMap(timesOf)
  return runsThroughDay(times) ? times : []
}

function timesOf(table: SheetTable): ClockTime[] {
  const column = columnOf(table, 'time')
  if (column < 0) return []
  return table.rows.flatMap(({ cells }) => {
    const [begin = ''] = trimmed(cellText(cells[column] ?? [])).split(/\s*[-–—]\s*/u)
    const time = parseTime(begin)
    return time === null ? [] : [time.time]
  })
}

function runsThroughDay(times: readonly ClockTime[]): boolean {
  const [first] = times
  if (first === undefined) return false
  const minutes = times.map((time) => minutesFrom(first, time))
  return minutes.every((each, index) => each < LONGEST_DAY && each >= (minutes[index - 1] ?? 0))
}
