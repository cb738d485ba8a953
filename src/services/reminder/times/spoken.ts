import type { Said, Spoken } from './forms.ts'
import type { Lexicon } from './lexicon.ts'
import { Words } from './phrases/words.ts'
import { phraseAt } from './phrases.ts'
import { meaning, type Word, wordsOf } from './words.ts'

interface Found {
  readonly said: Said
  /** It speaks of the matter: `dane z wczoraj`. */
  readonly belongs: boolean
  /** Words from and up to. */
  readonly from: number
  readonly to: number
}

/** Reads a text in one language. What is said twice counts where it is said first; the rest stays in the text. */
export function readSpoken(text: string, lexicon: Lexicon): Spoken {
  const words = wordsOf(text, lexicon)
  const found = phrasesIn(words, lexicon)
  const taken = chosen(found)
  const pick = <K extends Said['kind']>(kind: K) =>
    taken.map(({ said }) => said).find((said): said is Extract<Said, { kind: K }> => said.kind === kind)
  const day = pick('day')?.day ?? null
  return {
    day,
    clock: pick('clock')?.clock ?? null,
    part: pick('part')?.part ?? (day?.kind === 'offset' ? day.part : null),
    after: pick('after')?.spans ?? null,
    repeat: pick('repeat')?.repeat ?? null,
    except: taken.flatMap(({ said }) => (said.kind === 'except' ? said.except : [])),
    from: pick('from')?.day ?? null,
    until: pick('until')?.day ?? null,
    count: pick('count')?.count ?? null,
    more: found.some((each) => !taken.includes(each) && each.said.kind !== 'part'),
    rest: restOf(text, words, taken),
    words: taken.reduce((sum, { from, to }) => sum + to - from, 0),
  }
}

function phrasesIn(words: readonly Word[], lexicon: Lexicon): Found[] {
  const text = new Words(words, lexicon)
  const found: Found[] = []
  for (let index = 0; index < words.length; ) {
    const match = phraseAt(text, index)
    if (match) {
      const belongs = isOver(match.value) && (match.value.kind === 'from' || text.is(index - 1, 'belonging'))
      found.push({ said: match.value, belongs, from: index, to: match.next })
    }
    index = match?.next ?? index + 1
  }
  return found
}

/** `wczoraj`: nothing can be reminded of then. */
const isOver = (said: Said) =>
  (said.kind === 'day' || said.kind === 'from') && said.day.kind === 'offset' && said.day.days < 0

/** Kinds that say on which day, whatever else is said. */
const saysDay = ({ kind }: Said) => kind === 'day' || kind === 'repeat' || kind === 'after'

/**
 * The first phrase of each kind. A part of the day counts only where no time of day is said; a span stands alone. A day that
 * is over is meant only where nothing else says when: `jutro o 9 wyślij dane z wczoraj`.
 */
function chosen(found: readonly Found[]): readonly Found[] {
  const times = found.filter(({ belongs }) => !belongs)
  const isAhead = times.some(({ said }) => saysDay(said) && !isOver(said))
  const asked = isAhead ? times.filter(({ said }) => !isOver(said)) : times
  const firsts = asked.filter(
    ({ said }, index) =>
      said.kind === 'except' || asked.findIndex((other) => other.said.kind === said.kind) === index,
  )
  const kinds = new Set(firsts.map(({ said }) => said.kind))
  const isMeant = ({ said }: Found) => {
    if (said.kind === 'count' || said.kind === 'except' || said.kind === 'from' || said.kind === 'until')
      return kinds.has('repeat')
    if (kinds.has('after')) return said.kind === 'after' || said.kind === 'clock' || said.kind === 'part'
    return true
  }
  return firsts.filter(isMeant)
}

/** What is left of the text, without the words that only announce it. */
function restOf(text: string, words: readonly Word[], taken: readonly Found[]): string {
  let rest = ''
  let at = 0
  for (const { from, to } of taken.toSorted((one, other) => one.from - other.from)) {
    rest += `${text.slice(at, words[from]!.start)} `
    at = words[to - 1]!.end
  }
  return trimmed(withoutFillers(`${rest}${text.slice(at)}`, words))
}

/** A text without the words that only announce it: `przypomnij mi`, `przypomnij mi o`. */
export function withoutFillers(text: string, words: readonly Word[]): string {
  const [fillers, abouts] = [textsOf(words, 'filler'), textsOf(words, 'about')]
  let rest = trimmed(text)
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = without(rest, fillers)
    if (rest !== before) rest = without(rest, abouts)
  }
  return rest
}

/** What a text holds in words of a kind, the longest first. */
const textsOf = (words: readonly Word[], kind: 'filler' | 'about'): string[] =>
  words
    .filter((word) => meaning(word, kind))
    .map((word) => word.text)
    .toSorted((one, other) => other.length - one.length)

function without(text: string, beginnings: readonly string[]): string {
  const first = beginnings.find(
    (each) => text === each || text.startsWith(`${each} `) || text.startsWith(`${each},`),
  )
  return first ? trimmed(text.slice(first.length)) : text
}

const trimmed = (text: string) =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s+([,.;!?])/g, '$1')
    .replace(/^[\s,.;:–-]+/, '')
    .replace(/[\s,;:–-]+$/, '')
