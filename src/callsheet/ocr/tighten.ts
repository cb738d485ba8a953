import type { Ink } from './binary.ts'
import type { SeenWord } from './tsv.ts'

/** Parts of a word above one another, such as a letter and its accent, stand no further apart, in its heights. */
const ACCENT_GAP = 0.35

/** A stretch of rows or columns with ink in them; `to` is exclusive. */
interface Band {
  from: number
  to: number
  dots: number
}

/**
 * The word with its box drawn in to its ink: engines often give the box of the whole line or cell, which says nothing
 * about how large the letters are and what they stand on.
 */
export function tightened(word: SeenWord, ink: Ink): SeenWord {
  const bands = bandsOf(ink, word)
  const main = bands.toSorted((a, b) => b.dots - a.dots)[0]
  if (main === undefined) return word
  let { from, to } = main
  const near = (main.to - main.from) * ACCENT_GAP
  for (const band of bands.toReversed()) if (band.to <= from && from - band.to <= near) from = band.from
  for (const band of bands) if (band.from >= to && band.from - to <= near) to = band.to
  return { ...word, top: from, bottom: to }
}

function bandsOf({ width, dots }: Ink, { left, top, right, bottom }: SeenWord): Band[] {
  const bands: Band[] = []
  let open: Band | undefined
  for (let y = top; y < bottom; y++) {
    let count = 0
    for (let at = y * width + left; at < y * width + right; at++) count += dots[at] ?? 0
    if (count === 0) open = undefined
    else if (open === undefined) bands.push((open = { from: y, to: y + 1, dots: count }))
    else {
      open.to = y + 1
      open.dots += count
    }
  }
  return bands
}
