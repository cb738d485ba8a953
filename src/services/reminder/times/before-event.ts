import { english } from './english.ts'
import { fold, type Lexicon } from './lexicon.ts'
import { polish } from './polish.ts'
import { withoutFillers } from './spoken.ts'
import { meaning, type Word, wordsOf } from './words.ts'

/** `weź leki kwadrans przed wizytą u dentysty`: so long before something that has a name. */
export interface BeforeEvent {
  readonly minutes: number
  /** What stands before it, without the words that only announce it: `weź leki`. */
  readonly text: string
  /** Words after `przed`: the name of the event, and perhaps more. */
  readonly said: string
}

const minutesOf = { minute: 1, hour: 60, day: 1_440, week: 10_080 } as const
/** As long as calendars let one be reminded. */
const mostMinutes = 40_320

/** Undefined where the text says nothing of the kind, in neither language. */
export function beforeEventIn(text: string): BeforeEvent | undefined {
  return find(text, polish, 'przed') ?? find(text, english, 'before')
}

function find(text: string, lexicon: Lexicon, before: string): BeforeEvent | undefined {
  const words = wordsOf(text, lexicon)
  for (const [index, word] of words.entries()) {
    if (fold(word.text) !== before) continue
    const span = spanUpTo(words, index)
    const said = text.slice(word.end).trim()
    if (!span || said === '' || span.minutes > mostMinutes) continue
    return { minutes: span.minutes, said, text: withoutFillers(text.slice(0, span.start), words) }
  }
  return undefined
}

/** The span of time that ends there: `15 minut`, `an hour`, `pół godziny`, `kwadrans`. */
function spanUpTo(words: readonly Word[], end: number): { minutes: number; start: number } | undefined {
  const particle = (at: number, kind: 'half' | 'quarter' | 'one-and-a-half') =>
    meaning(words[at], kind) !== undefined
  const from = (at: number, minutes: number) => ({ minutes, start: words[skipArticle(words, at)]!.start })
  if (particle(end - 1, 'quarter')) return from(end - 1, 15)
  const unit = meaning(words[end - 1], 'unit')?.value
  if (!unit || !(unit in minutesOf)) return undefined
  const each = minutesOf[unit as keyof typeof minutesOf]
  let at = end - 2
  while (isJoining(words[at])) at--
  if (particle(at, 'half')) return from(at, each / 2)
  if (particle(at, 'quarter')) return from(at, each / 4)
  if (particle(at, 'one-and-a-half')) return from(at, each * 1.5)
  const count = meaning(words[at], 'number')?.value
  if (count !== undefined && count > 0) return { minutes: count * each, start: words[at]!.start }
  return from(end - 1, each)
}

const isJoining = (word: Word | undefined) =>
  word !== undefined && (meaning(word, 'of') !== undefined || isArticle(word))
const isArticle = (word: Word) => meaning(word, 'article') !== undefined || /^an?$/iu.test(word.text)
const skipArticle = (words: readonly Word[], at: number) =>
  words[at - 1] && isArticle(words[at - 1]!) ? at - 1 : at
