import { findDates } from './fields/dates.ts'
import { resolveDate } from './normalise/dates.ts'
import { findTimes } from './normalise/times.ts'
import type { Evidence, FieldName, Place } from './types.ts'

const shortest = 3
const longest = 300
/** A quotation may run over the ends of this many lines of a column. */
const mostLines = 6

/**
 * Where a quotation stands in a document, spaces aside; null when it does not, or is no quotation of a value (a word of
 * two letters, half a page).
 *
 * @param lines in reading order, as `linesInWorker` gives them
 */
export function findQuotation(lines: readonly Evidence[], quotation: string): Evidence[] | null {
  const wanted = plain(quotation)
  if (wanted.length < shortest || wanted.length > longest) return null
  for (const [index, first] of lines.entries()) {
    const run: Evidence[] = []
    for (const line of lines.slice(index, index + mostLines)) {
      if (line.page !== first.page) break
      run.push(line)
      const text = plain(run.map((each) => each.text).join(' '))
      const at = text.indexOf(wanted)
      // What begins on a later line is found from that line on.
      if (at >= 0 && at < plain(first.text).length) return run
    }
  }
  return null
}

/** Does this text, and nothing else, say that value? Two different times in it could be anybody's. */
export function quotationSays(
  field: FieldName,
  value: string | Place,
  quotation: string,
  reference: Temporal.PlainDate,
): boolean {
  if (typeof value !== 'string') {
    const parts = [value.name, value.address].filter((part) => part !== null)
    return parts.length > 0 && parts.every((part) => holds(quotation, part))
  }
  if (field === 'productionTitle') return holds(quotation, value)
  const said =
    field === 'shootingDate'
      ? findDates(quotation).map((found) => resolveDate(found, reference)?.toString())
      : findTimes(quotation).map(({ time }) => time)
  return said.length > 0 && said.every((each) => each === value)
}

const plain = (text: string) => text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
const holds = (text: string, part: string) => bare(part).length >= 2 && bare(text).includes(bare(part))
