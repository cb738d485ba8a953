/** PDFium's page space (points, origin wherever the page box says, y upwards) to points from the top left. */

export interface PageBox {
  left: number
  bottom: number
  right: number
  top: number
}

/** Quarter turns clockwise. */
export type Turn = 0 | 1 | 2 | 3

export function turnOf(quarters: number): Turn {
  return (((Math.round(quarters) % 4) + 4) % 4) as Turn
}

/** A point of page space after turning the page clockwise by `turn` quarters. */
export function project(page: PageBox, turn: Turn, x: number, y: number): [x: number, y: number] {
  switch (turn) {
    case 0:
      return [x - page.left, page.top - y]
    case 1:
      return [y - page.bottom, x - page.left]
    case 2:
      return [page.right - x, y - page.bottom]
    case 3:
      return [page.top - y, page.right - x]
  }
}

export function sizeOf(page: PageBox, turn: Turn): { width: number; height: number } {
  const width = page.right - page.left
  const height = page.top - page.bottom
  return turn % 2 === 0 ? { width, height } : { width: height, height: width }
}

/** [a b c d e f] of the PDF reference: x' = ax + cy + e, y' = bx + dy + f. */
export type Matrix = readonly [number, number, number, number, number, number]

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

export function apply(m: Matrix, x: number, y: number): [x: number, y: number] {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]]
}

/** First `inner`, then `outer`. */
export function concat(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner
  const [x, y] = apply(outer, e, f)
  return [
    a * outer[0] + b * outer[2],
    a * outer[1] + b * outer[3],
    c * outer[0] + d * outer[2],
    c * outer[1] + d * outer[3],
    x,
    y,
  ]
}
