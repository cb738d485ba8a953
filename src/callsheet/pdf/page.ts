import type { Box, PageSize } from '../types.ts'

/** A drawn character, upright, in points from the top left of the page as it is shown. */
export interface Glyph {
  text: string
  /** Advance box: the left edge is where the pen stood, the right edge where it went. */
  left: number
  right: number
  /** The line that the letters stand on. */
  baseline: number
  /** Font size in points, as drawn. */
  size: number
  bold: boolean
  /** A space was drawn (or PDFium saw one) before it. */
  spaced: boolean
  /** When it was drawn: its position among the page's characters. */
  order: number
  /** How surely it was recognised in a picture, 0 to 1; absent where the PDF itself says the character. */
  certainty?: number
}

/** A straight horizontal or vertical line, or an edge of a box. */
export interface Rule {
  vertical: boolean
  /** x of a vertical rule, y of a horizontal one. */
  at: number
  from: number
  to: number
}

/** Text that runs in another direction than the page's: stamps, watermarks, labels on their side. */
export interface SlantedText {
  text: string
  box: Box
}

/** A page as PDFium gives it; `width` and `height` are of the page as it is read, `shown` as it is displayed. */
export interface RawPage extends PageSize {
  shown: PageSize
  glyphs: Glyph[]
  rules: Rule[]
  slanted: SlantedText[]
  /** Characters drawn in fonts that do not say which letter they are. */
  unmapped: number
  /** Pictures on the page: with no text beside them it is a scan. */
  images: number
  /**
   * Quarter turns, clockwise, from reading position back to how the page is shown; 0 for nearly every page. A page
   * whose text all runs sideways is read upright, and its evidence turned back.
   */
  turn: 0 | 1 | 2 | 3
  /** Degrees, clockwise, by which the page leans as it is shown, beside the quarter turns; only of a recognised page. */
  lean?: number
}

/** The box of a page read upright, on the page as it is shown. */
export function toShown(page: RawPage, box: Box): Box {
  const { width, height } = page.lean === undefined ? page : leaning(page)
  const { x, y, width: w, height: h } = page.lean === undefined ? box : lean(page, box, page.lean)
  switch (page.turn) {
    case 0:
      return { x, y, width: w, height: h }
    case 1:
      return { x: height - y - h, y: x, width: h, height: w }
    case 2:
      return { x: width - x - w, y: height - y - h, width: w, height: h }
    case 3:
      return { x: y, y: width - x - w, width: h, height: w }
  }
}

/** The size of a page that leans, before it was laid straight on a larger one. */
function leaning({ shown, turn }: RawPage): { width: number; height: number } {
  return turn % 2 === 0 ? shown : { width: shown.height, height: shown.width }
}

/** The same box on the page that leans: turned about the middle of the page, large enough for what it held. */
function lean(page: RawPage, box: Box, degrees: number): Box {
  const radians = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const { width, height } = leaning(page)
  const dx = box.x + (box.width - page.width) / 2
  const dy = box.y + (box.height - page.height) / 2
  const wide = box.width * cos + box.height * Math.abs(sin)
  const high = box.width * Math.abs(sin) + box.height * cos
  return {
    x: width / 2 + dx * cos - dy * sin - wide / 2,
    y: height / 2 + dx * sin + dy * cos - high / 2,
    width: wide,
    height: high,
  }
}
