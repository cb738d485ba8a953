import { labels as labelBook, ofWords } from '../lexicon/index.ts'
import { foldedWords } from '../normalise/text.ts'
import type { Field, ScheduleDay, SheetSubkind, ShootingDayNumber } from '../types.ts'
import { datesIn } from './dates.ts'
import { fieldOf } from './field.ts'
import type { Reading } from './reading.ts'

/** Kinds that give each shooting day a line of its own. A day-out-of-days prints dates over columns of people. */
const BY_DAY: ReadonlySet<SheetSubkind | null> = new Set(['one-line-schedule', 'shooting-schedule'])
const AS_PRINTED = 0.85
const CONTRADICTED = 0.5

/**
 * The shooting days of a schedule: rows that name a day by its number and date (`Day 3 - Mon 16 March 2026`,
 * `End of Day # 3 Monday, March 16, 2026`, `Dzień zdjęciowy 3, 16.03.2026`), by date. A date without the number of a
 * day beside it is something else (an issue, a note), and is left out.
 */
export function readScheduleDays(reading: Reading, subkind: SheetSubkind | null): Field<ScheduleDay>[] {
  if (!BY_DAY.has(subkind)) return []
  const byDate = new Map<string, Field<ScheduleDay>>()
  for (const { date, span, sure } of datesIn(reading)) {
    const phrases = span.phrase.row.phrases.filter((phrase) => phrase.page === span.phrase.page)
    const day = phrases.map(({ text }) => dayNumberIn(text)).find((each) => each !== null)
    if (!day || byDate.has(date.toString())) continue
    byDate.set(
      date.toString(),
      fieldOf({ date: date.toString(), day }, sure ? AS_PRINTED : CONTRADICTED, [span]),
    )
  }
  return [...byDate.values()].toSorted((a, b) => (a.value.date < b.value.date ? -1 : 1))
}

const NUMBER = new RegExp(
  String.raw`^(?:(?:nr|nro|no|n|number|#) ?)?(?<number>\d{1,3})(?: (?:${ofWords}) (?<of>\d{1,3}))?(?!\d)`,
  'u',
)

function dayNumberIn(text: string): ShootingDayNumber | null {
  const words = foldedWords(text)
  for (let index = 0; index < words.length; index++) {
    const label = labelBook.match(words, index)
    if (!label?.keys.includes('day')) continue
    const { number, of } = NUMBER.exec(words.slice(index + label.length).join(' '))?.groups ?? {}
    if (number !== undefined && Number(number) > 0)
      return { number: Number(number), of: of === undefined ? null : Number(of) }
  }
  return null
}
