import type { Said, Spoken } from './forms.ts'
import type { Lexicon } from './lexicon.ts'
import { Words } from './phrases/words.ts'
import { phraseAt } from './phrases.ts'
import { meaning, type Word, wordsOf } from './words.ts'

interface Found {
  readonly said: Said
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
    if (match) found.push({ said: match.value, from: index, to: match.next })
    index = match?.next ?? index + 1
  }
  return found
}

/** The first phrase of each kind. A part of the day counts only where no time of day is said; a span stands alone. */
function chosen(found: readonly Found[]): readonly Found[] {
  const firsts = found.filter(
    ({ said }, index) =>
      said.kind === 'except' || found.findIndex((other) => other.said.kind === said.kind) === index,
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

/** A text without the words that only announce what it says: `przypomnij mi`. */
export function withoutFillers(text: string, words: readonly Word[]): string {
  const fillers = words
    .filter((word) => meaning(word, 'filler'))
    .map((word) => word.text)
    .toSorted((one, other) => other.length - one.length)
  let rest = trimmed(text)
  for (let before = ''; before !== rest; ) {
    before = rest
    const filler = fillers.find(
      (each) => rest === each || rest.startsWith(`${each} `) || rest.startsWith(`${each},`),
    )
    if (filler) rest = trimmed(rest.slice(filler.length))
  }
  return rest
}

const trimmed = (text: string) =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\s+([,.;!?])/g, '$1')
    .replace(/^[\s,.;:–-]+/, '')
    .replace(/[\s,;:–-]+$/, '')
