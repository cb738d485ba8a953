import type { Glyph, RawPage } from './page.ts'

/** Fewer characters than this on a page with a picture are a stamp on a scan, not its text. */
const STAMP_CHARACTERS = 40
/** A page whose fonts hide more than this share of its characters is read from its picture. */
const HIDDEN_SHARE = 0.3
/** From here on the letters of a page say whether they are of a language. */
const TELLING_LETTERS = 120
/** The commonest letters are 50 to 70 of a hundred letters in every language read, and some 25 where letters are swapped. */
const COMMON = /[aeionrstl]/gi
const FEWEST_COMMON = 0.4
/** Shorter ones are codes and initials: `SW`, `H` and `WF` in the grid of a day-out-of-days, which no language spells. */
const WORD = /\p{L}{3,}/gu
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
  if (glyphs.length < TELLING_LETTERS) return false
  const text = textOf(glyphs)
  if (count(text, /[\p{L}\p{N}]/gu) < glyphs.length * FEWEST_LETTERS) return true
  const spelt = (text.match(WORD) ?? []).join('')
  const letters = count(spelt, /\p{L}/gu)
  return letters >= TELLING_LETTERS && count(spelt, COMMON) < letters * FEWEST_COMMON
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

/** The characters as they were drawn, parted where one does not go on from the one before. */
function textOf(glyphs: readonly Glyph[]): string {
  let text = ''
  let last: Glyph | undefined
  for (const glyph of glyphs) {
    text += last === undefined || goesOn(last, glyph) ? glyph.text : ` ${glyph.text}`
    last = glyph
  }
  return text
}

const goesOn = (before: Glyph, { left, baseline, spaced, size }: Glyph): boolean =>
  !spaced && Math.abs(baseline - before.baseline) < size / 2 && Math.abs(left - before.right) < size / 2
