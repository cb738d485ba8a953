import type { Glyph } from '../pdf/page.ts'

interface Line {
  baseline: number
  size: number
  glyphs: Glyph[]
}

/** Baselines of one line differ by less than this, in ems: fonts are mixed, columns are set by eye. */
const SAME_LINE = 0.3

/** A raised figure stands less than this above its line, in ems. */
const RAISED = 0.6

/** Characters to lines by baseline, top to bottom, raised figures joined to the line they stand on. */
export function linesFrom(glyphs: readonly Glyph[]): Glyph[][] {
  const lines: Line[] = []
  for (const glyph of glyphs.toSorted((a, b) => a.baseline - b.baseline)) {
    const line = lines.at(-1)
    if (line !== undefined && glyph.baseline - line.baseline <= SAME_LINE * Math.min(line.size, glyph.size)) {
      line.glyphs.push(glyph)
    } else {
      lines.push({ baseline: glyph.baseline, size: glyph.size, glyphs: [glyph] })
    }
  }
  return joinRaised(lines).map((line) => line.glyphs)
}

function joinRaised(lines: readonly Line[]): Line[] {
  const kept: Line[] = []
  lines.forEach((line, index) => {
    const next = lines[index + 1]
    if (next === undefined || isFar(line, next)) {
      kept.push(line)
      return
    }
    const others: Glyph[] = []
    // Left to right: the second raised figure stands beside the first.
    for (const glyph of line.glyphs.toSorted((a, b) => a.left - b.left))
      (stands(glyph, next) ? next.glyphs : others).push(glyph)
    if (others.length > 0) kept.push({ ...line, glyphs: others })
  })
  return kept
}

/** Higher above the next line than any figure is raised. */
function isFar(line: Line, next: Line): boolean {
  const largest = next.glyphs.reduce((size, glyph) => Math.max(size, glyph.size), 0)
  return next.baseline - line.baseline - SAME_LINE * line.size > RAISED * largest
}

/** A smaller figure just right of a figure of the line below it, or of another raised one. */
function stands(glyph: Glyph, line: Line): boolean {
  if (!/[\d:.]/.test(glyph.text)) return false
  return line.glyphs.some((base) => {
    const rise = base.baseline - glyph.baseline
    const near = glyph.left - base.right
    const smaller = glyph.size < base.size * 0.85 && rise < base.size * RAISED
    const beside = glyph.size === base.size && Math.abs(rise) < 0.01
    return /\d/.test(base.text) && (smaller || beside) && near > -0.1 * base.size && near < 0.2 * base.size
  })
}
