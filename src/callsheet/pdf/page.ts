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
}

/** The box of a page read upright, on the page as it is shown. */
export function toShown(page: RawPage, box: Box): Box {
  const { width, height } = page
  const { x, y, width: w, height: h } = box
  switch (page.turn) {
    case 0:
      return box
    case 1:
      return { x: height - y - h, y: x, width: h, height: w }
    case 2:
      return { x: width - x - w, y: height - y - h, width: w, height: h }
    case 3:
      return { x: y, y: width - x - w, width: h, height: w }
  }
}
