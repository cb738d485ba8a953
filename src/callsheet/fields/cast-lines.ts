import { type Phrase, type Word, wholePhrase } from '../layout/model.ts'
import { above } from '../layout/neighbours.ts'
import { type ColumnKey, columns, departmentWords, roleWords } from '../lexicon/index.ts'
import { isBlank } from '../normalise/blank.ts'
import { foldedWords, trimmed } from '../normalise/text.ts'
import { findTimes } from '../normalise/times.ts'
import type { CastMember, ClockTime, Field } from '../types.ts'
import { fieldOf } from './field.ts'
import { isName } from './person.ts'
import type { Reading } from './reading.ts'

/** The stages of a cast member's way to the camera; crew have none but the last. */
export const STAGES: readonly ColumnKey[] = ['makeup', 'wardrobe', 'onSet', 'pickup', 'arrival', 'call']

export interface CastOfLines {
  members: Field<CastMember>[]
  /** The words of their lines: no time among them is of anything else. */
  claimed: ReadonlySet<Word>
}

interface Stage {
  keys: readonly ColumnKey[]
  time: ClockTime
}

/**
 * Cast members in lines of prose: `LENA - Dorota Wis - char. 16.00, plan 18.00`,
 * `1. MARTHE : Nele Wouters - PU 12h00 - HMC 12h45 - PAT 15h00`; the times may stand on the line under who it is.
 */
export function castOfLines(reading: Reading, advance: ReadonlySet<Phrase>): CastOfLines {
  const claimed = new Set<Word>()
  const members = membersOfLines(reading, advance, claimed)
  return { members, claimed }
}

function membersOfLines(
  reading: Reading,
  advance: ReadonlySet<Phrase>,
  claimed: Set<Word>,
): Field<CastMember>[] {
  return reading.layout.phrases.flatMap((phrase) => {
    if (advance.has(phrase) || reading.isTaken(phrase)) return []
    const { head, stages } = stagesIn(phrase.text, reading)
    const isCast = stages.some(({ keys }) => keys.some((key) => key !== 'call'))
    const over = trimmed(head) === '' && stages.length >= 2 ? above(phrase, 0.8) : undefined
    const who = isCast ? whoIn(over?.text ?? head) : null
    if (who === null) return []
    for (const word of phrase.words) claimed.add(word)
    const time = (key: ColumnKey): ClockTime | null =>
      stages.find(({ keys }) => keys.includes(key))?.time ?? null
    const member: CastMember = {
      ...who,
      pickup: time('pickup'),
      arrival: time('arrival'),
      makeup: time('makeup'),
      wardrobe: time('wardrobe'),
      onSet: time('onSet') ?? time('call'),
    }
    return [
      fieldOf(
        member,
        who.number === null && stages.length < 2 ? 0.75 : 0.85,
        [...(over === undefined ? [] : [over]), phrase].map(wholePhrase),
      ),
    ]
  })
}

/** The times of a line with the words before each, and what stands before the first of them. */
function stagesIn(text: string, { known }: Reading): { head: string; stages: Stage[] } {
  const stages: Stage[] = []
  let head = ''
  let end = 0
  for (const { index, length, time } of findTimes(text)) {
    const before = text.slice(end, index).replace(/[\s:=]+$/u, '')
    const words = before.split(/\s+/u)
    const label = [3, 2, 1]
      .map((count) => words.slice(-count).join(' '))
      .find((part) => columns.whole(part, known)?.keys.some((key) => STAGES.includes(key)))
    const keys = label === undefined ? [] : (columns.whole(label, known)?.keys ?? [])
    if (label !== undefined && stages.length === 0)
      head = withoutEmptyStages(before.slice(0, before.length - label.length), known)
    if (label !== undefined) stages.push({ keys: keys.filter((key) => STAGES.includes(key)), time })
    else if (stages.length === 0) return { head: '', stages: [] }
    end = index + length
  }
  return { head, stages }
}

/** `2. BEATA (Kalina Kępa) - Wyjazd brak /`: a stage that there is none of says nothing of who it is. */
function withoutEmptyStages(head: string, known: Reading['known']): string {
  const words = trimmed(head).replace(/\s\/$/u, '').split(/\s+/u)
  for (let from = 0; from < words.length; from++) {
    const isEmpty = [3, 2, 1].some((count) => {
      const rest = words.slice(from + count).join(' ')
      const keys = columns.whole(words.slice(from, from + count).join(' '), known)?.keys ?? []
      return rest !== '' && isBlank(trimmed(rest)) && keys.some((key) => STAGES.includes(key))
    })
    if (isEmpty) return words.slice(0, from).join(' ')
  }
  return head
}

type Who = Pick<CastMember, 'number' | 'character' | 'actor'>

/** `1. HANNA - Anna Nowak`, `Anna Nowak (HANNA)`: a character and who plays it; a department or a role is neither. */
export function whoIn(head: string): Who | null {
  const { number = null, rest = '' } =
    /^(?:#?(?<number>\d{1,3}\p{Lu}?)(?:[.):]|\s[-–—]|(?=\s))\s*)?(?<rest>.+)$/u.exec(trimmed(head))?.groups ??
    {}
  const parts = rest
    .replace(/\s*\((.+)\)\s*$/u, ' - $1')
    .split(/\s*[:/|]\s+|\s+[-–—/|]\s+|,\s+|\s+(?:jako|as|als)\s+/u)
    .map(trimmed)
    .filter((part) => part !== '')
  const [first, second] = parts
  if (first === undefined || second === undefined || parts.length > 2) return null
  const isWork = (part: string): boolean =>
    roleWords.whole(part) !== undefined ||
    departmentWords.whole(part) !== undefined ||
    columns.match(foldedWords(part)) !== undefined
  if (isWork(second) || (number === null && isWork(first)) || /\d{3}|@/u.test(rest)) return null
  const isCapital = (part: string): boolean => !/\p{Ll}/u.test(part)
  const isSwapped = isName(first) && !isCapital(first) && (isCapital(second) || !isName(second))
  const [character, actor] = isSwapped ? [second, first] : [first, second]
  return number !== null || isCapital(character) || isName(actor)
    ? { number: number ?? null, character, actor }
    : null
}
