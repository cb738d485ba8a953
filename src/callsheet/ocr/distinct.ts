import type { SeenWord } from './tsv.ts'

/** Words that cover more than this part of each other are the same ink, seen twice. */
const SHARED = 0.5
/** Height of the bands in which neighbours are looked for, in pixels. */
const BAND = 64

/**
 * Each piece of ink in one word: where layouts are crowded engines give the same letters in two lines, and what was
 * looked at again stands there twice. The surer word stays.
 */
export function distinct<T extends SeenWord>(words: readonly T[]): T[] {
  const bands = new Map<number, T[]>()
  const kept = new Set<T>()
  for (const word of words.toSorted((a, b) => b.confidence - a.confidence)) {
    const own = bandsOf(word)
    const isKnown = own.some((band) => bands.get(band)?.some((other) => sharedPart(word, other) > SHARED))
    if (isKnown) continue
    kept.add(word)
    for (const band of own) bands.set(band, [...(bands.get(band) ?? []), word])
  }
  return words.filter((word) => kept.has(word))
}

function bandsOf({ top, bottom }: SeenWord): number[] {
  const [first, last] = [Math.floor(top / BAND), Math.floor(bottom / BAND)]
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** How much of the smaller word the other one covers. */
function sharedPart(a: SeenWord, b: SeenWord): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  const area = ({ left, right, top, bottom }: SeenWord): number => (right - left) * (bottom - top)
  return wide <= 0 || high <= 0 ? 0 : (wide * high) / Math.max(1, Math.min(area(a), area(b)))
}
