import { type Phrase, type Word, wholePhrase } from '../layout/model.ts'
import { above, below } from '../layout/neighbours.ts'
import { type ColumnKey, columns } from '../lexicon/index.ts'
import { parseTime } from '../normalise/times.ts'
import type { CastMember, ClockTime, Field } from '../types.ts'
import { type CastOfLines, STAGES, whoIn } from './cast-lines.ts'
import { fieldOf } from './field.ts'
import type { Reading } from './reading.ts'

/** A stage of somebody's way to the camera, over its time. */
interface TimedStage {
  key: ColumnKey
  label: Phrase
  value: Phrase
}

/** Line heights from one line of a card to the next. */
const LINE_REACH = 1.2

/**
 * The cast on cards of their own: `1 HANNA BERGER`, `Lena Gräf` under it, and under both `Pickup | Maske | Set` over the times
 * of each.
 */
export function castOfCards(reading: Reading, advance: ReadonlySet<Phrase>): CastOfLines {
  const members: Field<CastMember>[] = []
  const claimed = new Set<Word>()
  for (const page of reading.layout.pages)
    for (const row of page.rows)
      for (const stages of cardsIn(
        row.phrases.filter((it) => !advance.has(it) && !reading.isTaken(it)),
        reading,
      )) {
        const card = memberOf(stages)
        if (card === null) continue
        members.push(card.field)
        for (const phrase of card.phrases) for (const word of phrase.words) claimed.add(word)
      }
  return { members, claimed }
}

/** The stages that stand side by side, those of each card by themselves: a card's stages are each another. */
function cardsIn(phrases: readonly Phrase[], { known }: Reading): TimedStage[][] {
  const cards: TimedStage[][] = []
  for (const label of phrases) {
    const key = columns.whole(label.text, known)?.keys.find((it) => STAGES.includes(it))
    const value = key === undefined ? undefined : below(label, LINE_REACH)
    if (key === undefined || value === undefined || value.words.length > LONGEST_VALUE) continue
    const card = cards.at(-1)
    if (card === undefined || card.some((it) => it.key === key)) cards.push([{ key, label, value }])
    else card.push({ key, label, value })
  }
  const isTimed = ({ value }: TimedStage): boolean => parseTime(value.text) !== null
  return cards.filter((card) => card.length >= 2 && card.some(isTimed))
}

/** Words of a time, or of what says that there is none. */
const LONGEST_VALUE = 2

function memberOf(stages: readonly TimedStage[]): { field: Field<CastMember>; phrases: Phrase[] } | null {
  const [first] = stages
  const under = first && above(first.label, LINE_REACH)
  if (first === undefined || under === undefined || !isAtEdge(under, first.label)) return null
  const over = above(under, LINE_REACH)
  const two = over !== undefined && isAtEdge(over, under) ? whoIn(`${over.text} - ${under.text}`) : null
  const who = two ?? whoIn(under.text)
  if (who === null) return null
  const time = (key: ColumnKey): ClockTime | null =>
    parseTime(stages.find((it) => it.key === key)?.value.text ?? '')?.time ?? null
  const member: CastMember = {
    ...who,
    pickup: time('pickup'),
    arrival: time('arrival'),
    makeup: time('makeup'),
    wardrobe: time('wardrobe'),
    onSet: time('onSet') ?? time('call'),
  }
  const phrases = [
    ...(two === null || over === undefined ? [] : [over]),
    under,
    ...stages.flatMap(({ label, value }) => [label, value]),
  ]
  return { field: fieldOf(member, 0.88, phrases.map(wholePhrase)), phrases }
}

function isAtEdge(upper: Phrase, lower: Phrase): boolean {
  return Math.abs(upper.left - lower.left) < lower.size
}
