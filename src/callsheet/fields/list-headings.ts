import type { Phrase } from '../layout/model.ts'
import { below, leftOf } from '../layout/neighbours.ts'
import { type ColumnKey, columns, type LabelKey, labels, type Match, roleWords } from '../lexicon/index.ts'
import { BULLET } from '../normalise/text.ts'
import type { Language } from '../types.ts'
import type { Token } from './label-start.ts'
import { isPerson } from './person.ts'

/** What is listed under headings that every office words its own way. */
const LISTS: ReadonlySet<LabelKey> = new Set<LabelKey>(['equipment', 'safety', 'notes'])

const LONGEST_HEADING = 5
/** A heading in larger print than what it heads, by so much. */
const LARGER = 1.15

/**
 * `SPRZĘT EXTRA`, `Notes de la régie`, `Ważne!`: a line that is set as the heading of what stands under it is the label that
 * stands in it, with the other words around.
 *
 * @returns undefined where no word of it says what is listed
 */
export function listHeading(
  phrase: Phrase,
  tokens: readonly Token[],
  known: ReadonlySet<Language>,
): Match<LabelKey> | undefined {
  if (phrase.words.length > LONGEST_HEADING || !/^\p{Lu}[^\d:;,]*[!:…]?$/u.test(phrase.text)) return undefined
  const folded = tokens.map((token) => token.folded)
  let found: Match<LabelKey> | undefined
  for (let index = 0; index < folded.length; index += 1) {
    const match = labels.match(folded, index, known)
    const isList = match?.keys.every((key) => LISTS.has(key))
    // `Otros horarios`, `Référent sécurité`: what is said first is of times or people; behind it, whose notes they are.
    if (!isList && (found === undefined ? saysOther(folded, index, known) : saysWhen(folded, index, known)))
      return undefined
    if (match === undefined || !isList) continue
    found ??= match
    index += match.length - 1
  }
  return found !== undefined && headsOthers(phrase) ? found : undefined
}

function saysWhen(words: readonly string[], at: number, known: ReadonlySet<Language>): boolean {
  return columns.match(words, at, known)?.keys.some((key) => key === 'call' || key === 'time') === true
}

function saysOther(words: readonly string[], at: number, known: ReadonlySet<Language>): boolean {
  const label = labels.match(words, at, known)
  return (
    (label?.keys.some((key) => !LISTS.has(key)) ?? false) ||
    columns.match(words, at, known)?.keys.some((key) => OF_PEOPLE.has(key)) === true ||
    roleWords.match(words, at) !== undefined
  )
}

const OF_PEOPLE: ReadonlySet<ColumnKey> = new Set<ColumnKey>(['call', 'time', 'role', 'name', 'department'])

/** What stands under it is a list by its marks, or in other print: the heading bold, in capitals or larger. */
function headsOthers(phrase: Phrase): boolean {
  const under = below(phrase, 1.6)
  if (under === undefined || isPerson(under.text) || /\d{3}/u.test(under.text)) return false
  if (Math.abs(under.left - phrase.left) > phrase.size * 3) return false
  if (leftOf(phrase) !== undefined && !Number.isFinite(phrase.bounds.left)) return false
  const isCapital = (text: string): boolean => !/\p{Ll}/u.test(text)
  return (
    BULLET.test(under.text) ||
    (phrase.bold && !under.bold) ||
    phrase.size > under.size * LARGER ||
    (isCapital(phrase.text) && !isCapital(under.text))
  )
}
