import type { Glyph, RawPage } from './page.ts'

/** Fewer characters than this on a page with a picture are a stamp on a scan, not its text. */
const STAMP_CHARACTERS = 40
/** A page whose fonts hide more than this share of its characters is read from its picture. */
const HIDDEN_SHARE = 0.3
/** From here on the letters of a page say whether they are of a language. */
const TELLING_LETTERS = 120
/** The commonest letters are 50 to 70 of a hundred letters in every language read, and some 25 where letters are swapped. */
const COMMON = /[aeionrstl]/i
const FEWEST_COMMON = 0.4
/** Shorter ones are codes and initials. */
const SHORTEST_WORD = 3
/** Letters and figures among the characters of a sheet; rows of dots and rules drawn as text go lower. */
const FEWEST_LETTERS = 0.4

/**
 * Why the characters of a page cannot be taken for its text: `scan` has none (or a stamp's), `unmapped` has fonts that do
 * not say which letter a glyph is, or say something that no language spells. Null where the page can be read, or is empty.
 */
export function illegible(page: RawPage): 'scan' | 'unmapped' | null {
  const { length } = page.glyphs
  if (page.unmapped >= STAMP_CHARACTERS / 2 && page.unmapped > length * HIDDEN_SHARE) return 'unmapped'
  if (page.images > 0 && length < STAMP_CHARACTERS) return 'scan'
  return isGibberish(page) ? 'unmapped' : null
}

/** Fonts stripped of their encoding spell `&DOO VKHHW` for `Call sheet`. */
function isGibberish({ glyphs }: RawPage): boolean {
  const letters = glyphs.filter(({ text }) => /\p{L}/u.test(text))
  const figures = glyphs.filter(({ text }) => /\p{N}/u.test(text)).length
  if (glyphs.length < TELLING_LETTERS) return false
  if (letters.length + figures < glyphs.length * FEWEST_LETTERS) return true
  const spelt = lettersOfWords(glyphs)
  if (spelt.length < TELLING_LETTERS) return false
  return spelt.filter(({ text }) => COMMON.test(text)).length < spelt.length * FEWEST_COMMON
}

/** The letters of words: `SW`, `H` and `WF` in the grid of a day-out-of-days are codes, which no language spells. */
function lettersOfWords(glyphs: readonly Glyph[]): Glyph[] {
  const words: Glyph[][] = []
  let last: Glyph | undefined
  for (const glyph of glyphs) {
    const isLetter = /\p{L}/u.test(glyph.text)
    if (isLetter && last !== undefined && goesOn(last, glyph)) words.at(-1)?.push(glyph)
    else if (isLetter) words.push([glyph])
    last = isLetter ? glyph : undefined
  }
  return words.filter((word) => word.length >= SHORTEST_WORD).flat()
}

const goesOn = (before: Glyph, { left, baseline, spaced, size }: Glyph): boolean =>
  !spaced && Math.abs(baseline - before.baseline) < size / 2 && Math.abs(left - before.right) < size / 2
