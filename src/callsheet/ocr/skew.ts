import { type Ink, inkOf } from './binary.ts'
import { type GreyImage, reduced } from './image.ts'

/** A sheet fed askew leans by a degree or two; a photograph of one by some more. */
const MOST_DEGREES = 12
const COARSE_STEP = 0.5
const FINE_STEP = 0.05
/** Resolution for looking at lines as a whole. */
const DPI = 100
const MOST_POINTS = 60_000

/**
 * By how many degrees the lines of a page lean clockwise, -12 to 12: at the right angle the ink of a line and of a rule
 * falls together, so the projection of all ink on the edge of the page is steepest (Postl 1986).
 */
export function skewOf(image: GreyImage): number {
  const ink = inkOf(reduced(image, Math.max(1, Math.round(image.dpi / DPI))))
  const points = pointsOf(ink)
  if (points.length < 200) return 0
  const coarse = steepest(points, ink, 0, MOST_DEGREES, COARSE_STEP)
  const middle = steepest(points, ink, coarse, COARSE_STEP, FINE_STEP * 2)
  const fine = steepest(points, ink, middle, FINE_STEP * 2, FINE_STEP)
  // At the end of the range it is a slope of something else, and no lean.
  return Math.abs(fine) > MOST_DEGREES - COARSE_STEP ? 0 : fine
}

/** x and y of ink, one after the other; of a dark page every n-th. */
function pointsOf({ width, height, dots }: Ink): Int32Array {
  const count = dots.reduce((sum, dot) => sum + dot, 0)
  const step = Math.max(1, Math.ceil(count / MOST_POINTS))
  const points: number[] = []
  let seen = 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (dots[y * width + x] === 1 && seen++ % step === 0) points.push(x, y)
    }
  return Int32Array.from(points)
}

function steepest(points: Int32Array, ink: Ink, around: number, reach: number, step: number): number {
  let best = around
  let most = -1
  const steps = Math.round(reach / step)
  for (let index = -steps; index <= steps; index++) {
    const degrees = around + index * step
    const score = steepness(points, ink, degrees)
    if (score > most) {
      most = score
      best = degrees
    }
  }
  return Math.abs(best) < FINE_STEP / 2 ? 0 : best
}

/** The sum of squared differences between neighbouring rows of the projection. */
function steepness(points: Int32Array, { width, height }: Ink, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180)
  const offset = Math.ceil(width * Math.abs(slope))
  const rows = new Uint32Array(height + offset * 2 + 1)
  for (let at = 0; at < points.length; at += 2) {
    const row = Math.round((points[at + 1] ?? 0) - (points[at] ?? 0) * slope) + offset
    rows[row] = (rows[row] ?? 0) + 1
  }
  let score = 0
  for (let row = 1; row < rows.length; row++) score += ((rows[row] ?? 0) - (rows[row - 1] ?? 0)) ** 2
  return score
}
