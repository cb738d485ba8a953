import { foldedWords } from '../normalise/text.ts'
import type { Language } from '../types.ts'

/** A phrase found at the start of a run of words. */
export interface Match<Key> {
  /** What it may mean; sheets of all languages are matched at once, and words are shared (`plan`, `set`). */
  keys: readonly Key[]
  /** How many folded words it takes. */
  length: number
  languages: readonly Language[]
}

interface Node<Key> {
  next: Map<string, Node<Key>>
  /** What the words up to here mean in each language; empty where no phrase ends. */
  meanings: Map<Language, Key[]>
  /** All meanings together. */
  match: Match<Key> | undefined
  /** What it means to a sheet in certain languages: those that were asked for last. */
  meant: { known: ReadonlySet<Language>; match: Match<Key> | undefined } | undefined
}

const leaf = <Key>(): Node<Key> => ({
  next: new Map(),
  meanings: new Map(),
  match: undefined,
  meant: undefined,
})

/**
 * Phrases of many languages, matched as whole folded words, the longest first. A tree of words: what a look-up costs
 * depends on the length of the phrase found, not on how many phrases or languages there are.
 */
export class Phrasebook<Key> {
  readonly #root = leaf<Key>()

  add(phrase: string, key: Key, language: Language): void {
    for (const words of spellings(phrase, language)) this.#add(words, key, language)
  }

  #add(words: readonly string[], key: Key, language: Language): void {
    if (words.length === 0) return
    let node = this.#root
    for (const word of words) {
      let next = node.next.get(word)
      if (next === undefined) {
        next = leaf()
        node.next.set(word, next)
      }
      node = next
    }
    const keys = node.meanings.get(language) ?? []
    if (!keys.includes(key)) keys.push(key)
    node.meanings.set(language, keys)
    node.match = matchOf(node.meanings, words.length)
  }

  /** The longest phrase that begins at `from`; with `known`, only as one of those languages means it. */
  match(words: readonly string[], from = 0, known?: ReadonlySet<Language>): Match<Key> | undefined {
    let node = this.#root
    let found: Match<Key> | undefined
    for (let index = from; index < words.length; index++) {
      const next = node.next.get(words[index] as string)
      if (next === undefined) break
      node = next
      if (node.match !== undefined)
        found = known === undefined ? node.match : (meantIn(node, node.match, known) ?? found)
    }
    return found
  }

  /** The phrase that is the whole text. */
  whole(text: string, known?: ReadonlySet<Language>): Match<Key> | undefined {
    const words = foldedWords(text)
    const match = this.match(words, 0, known)
    return match?.length === words.length ? match : undefined
  }
}

/** What a phrase means in the languages that count, the first of them first. */
function meantIn<Key>(
  node: Node<Key>,
  match: Match<Key>,
  known: ReadonlySet<Language>,
): Match<Key> | undefined {
  if (node.meant?.known !== known) node.meant = { known, match: meaningIn(node, match, known) }
  return node.meant.match
}

function meaningIn<Key>(
  node: Node<Key>,
  match: Match<Key>,
  known: ReadonlySet<Language>,
): Match<Key> | undefined {
  const meanings = [...known].flatMap((language): [Language, Key[]][] => {
    const keys = node.meanings.get(language)
    return keys === undefined ? [] : [[language, keys]]
  })
  return meanings.length === 0 ? undefined : matchOf(new Map(meanings), match.length)
}

function matchOf<Key>(meanings: ReadonlyMap<Language, readonly Key[]>, length: number): Match<Key> {
  return { keys: [...new Set([...meanings.values()].flat())], length, languages: [...meanings.keys()] }
}

/** As printed, and for German as typed on a keyboard without its letters: `ae` for `ä`. */
function spellings(phrase: string, language: Language): (readonly string[])[] {
  const printed = foldedWords(phrase)
  if (language !== 'de' || !/[äöü]/iu.test(phrase)) return [printed]
  const typed = phrase.replace(/ä/giu, 'ae').replace(/ö/giu, 'oe').replace(/ü/giu, 'ue')
  return [printed, foldedWords(typed)]
}

/** Of two matches at one place the longer; of equal ones the first. */
export function longest<A, B>(
  a: Match<A> | undefined,
  b: Match<B> | undefined,
): Match<A> | Match<B> | undefined {
  return b !== undefined && b.length > (a?.length ?? 0) ? b : a
}
