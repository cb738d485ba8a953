import type { Phrase } from '../layout/model.ts'
import { addressLikeness } from '../normalise/addresses.ts'

/**
 * Whether the figures at the end of a line are a street's number that the width of its column broke off:
 * `Production Office: 1400` over `Stage Dr. Ste 200`.
 */
export function beginsAddress(figures: string, { page, row, left }: Phrase): boolean {
  const under = page.rows[row.index + 1]?.phrases.find((it) => Math.abs(it.left - left) < 1)
  return /^\d+$/u.test(figures) && under !== undefined && addressLikeness(`${figures} ${under.text}`) >= 0.4
}
