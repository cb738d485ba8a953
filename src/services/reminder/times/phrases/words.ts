import type { Unit } from '../forms.ts'
import type { Lexicon, Meaning } from '../lexicon.ts'
import { meaning, type Word } from '../words.ts'

/** What a phrase says, and the index of the word after it. */
export interface Match<T> {
  readonly value: T
  readonly next: number
}
/** Undefined where the phrase does not begin. */
export type Maybe<T> = Match<T> | undefined

/** The words of a text as phrases are looked for in them. */
export class Words {
  readonly lexicon: Lexicon
  readonly #words: readonly Word[]

  constructor(words: readonly Word[], lexicon: Lexicon) {
    this.#words = words
    this.lexicon = lexicon
  }

  at(index: number): Word | undefined {
    return this.#words[index]
  }

  is(index: number, kind: Meaning['kind']): boolean {
    return meaning(this.#words[index], kind) !== undefined
  }

  isUnit(index: number, unit?: Unit): boolean {
    const found = meaning(this.#words[index], 'unit')
    return found !== undefined && (unit === undefined || found.value === unit)
  }

  /** The index after words of these kinds, if there are any. */
  skip(index: number, ...kinds: readonly Meaning['kind'][]): number {
    let at = index
    while (kinds.some((kind) => this.is(at, kind))) at++
    return at
  }

  value(index: number, kind: 'number' | 'ordinal' | 'hour' | 'month'): number | undefined {
    return meaning(this.#words[index], kind)?.value
  }
}

export const isPluralDay = (each: Meaning) => each.kind === 'weekday' && each.plural
