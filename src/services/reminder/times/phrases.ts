import type { Said } from './forms.ts'
import { clockAt, partAt } from './phrases/clocks.ts'
import { dayAt } from './phrases/days.ts'
import { countAt, exceptAt, repeatAt } from './phrases/repetition.ts'
import { spansAt } from './phrases/spans.ts'
import type { Maybe, Words } from './phrases/words.ts'

/**
 * The phrase of time that begins here; of several the one with the most words. The grammar (`phrases/`) is one for all
 * languages: which words there are, and what each can mean, is the lexicon's matter (`polish.ts`, `english.ts`), and a
 * form that only one language has (`wpół do`, `December 24th`) begins with words that only its lexicon gives that meaning.
 */
export function phraseAt(words: Words, index: number): Maybe<Said> {
  const dayAfter = (kind: 'from' | 'until') =>
    words.is(index, kind) ? told(kind, 'day', dayAt(words, index + 1, false)) : undefined
  const found = [
    told('repeat', 'repeat', repeatAt(words, index)),
    told('except', 'except', exceptAt(words, index)),
    dayAfter('from'),
    dayAfter('until'),
    told('count', 'count', countAt(words, index)),
    told('after', 'spans', spansAt(words, index)),
    told('clock', 'clock', clockAt(words, index)),
    told('day', 'day', dayAt(words, index, true)),
    told('part', 'part', partAt(words, index)),
  ].filter((each) => each !== undefined)
  return found.toSorted((one, other) => other.next - one.next)[0]
}

const told = (kind: Said['kind'], field: string, match: Maybe<unknown>): Maybe<Said> =>
  match && { value: { kind, [field]: match.value } as Said, next: match.next }
