import { type Turn, turnOf } from '../pdf/geometry.ts'
import { type GreyImage, leaned, reduced, turned } from './image.ts'
import { skewOf } from './skew.ts'
import type { SeenWord } from './tsv.ts'

/** A page laid straight, and what was done to it. */
export interface Straight {
  image: GreyImage
  /** Quarter turns, clockwise, that put the text upright. */
  turn: Turn
  /** Degrees by which the lines leaned clockwise before. */
  skew: number
}

/** Below this the stairs in a rule are thinner than the rule. */
const LEAST_DEGREES = 0.1
const LEGIBLE_CONFIDENCE = 70
/** The share of letters in legible words on a page that is the right way up. */
const UPRIGHT_SHARE = 0.5
/** Too few letters to tell a way up by. */
const LEAST_LETTERS = 12
/** How much smaller the page is when it is only asked which way up it is. */
const GLANCE = 2

/** The page turned by `turn` quarters and laid straight. */
export function straighten(image: GreyImage, turn: Turn): Straight {
  const upright = turned(image, turn)
  const skew = skewOf(upright)
  return Math.abs(skew) < LEAST_DEGREES
    ? { image: upright, turn, skew: 0 }
    : { image: leaned(upright, -skew), turn, skew }
}

/** Letters of a page and the share of them that stand in words an engine is fairly sure of. */
export function legibility(words: readonly SeenWord[]): { letters: number; share: number } {
  let letters = 0
  let legible = 0
  for (const { text, confidence, left, right, top, bottom } of words) {
    const count = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
    letters += count
    // A page on its head is full of single letters; lines on their side are read, and their words are taller than wide.
    const lies = count < 3 || right - left > bottom - top
    if (confidence >= LEGIBLE_CONFIDENCE && count > 1 && lies) legible += count
  }
  return { letters, share: letters === 0 ? 0 : legible / letters }
}

export function isUpright(words: readonly SeenWord[]): boolean {
  const { letters, share } = legibility(words)
  return letters >= LEAST_LETTERS && share >= UPRIGHT_SHARE
}

/**
 * Which way up a page is, by trying the other three on a smaller picture: the most legible letters win. Null when none
 * is better than as it is shown.
 */
export async function wayUp(
  image: GreyImage,
  asShown: readonly SeenWord[],
  look: (image: GreyImage) => Promise<SeenWord[]>,
): Promise<Turn | null> {
  const score = (words: readonly SeenWord[]): number => {
    const { letters, share } = legibility(words)
    return letters < LEAST_LETTERS ? 0 : letters * share
  }
  const small = reduced(image, GLANCE)
  let best: { turn: Turn; score: number } | null = null
  for (const quarters of [1, 3, 2]) {
    const turn = turnOf(quarters)
    const words = await look(straighten(small, turn).image)
    const found = score(words)
    if (found > score(asShown) && found > (best?.score ?? 0)) best = { turn, score: found }
    if (isUpright(words)) break
  }
  return best?.turn ?? null
}
