import type { Rule } from '../pdf/page.ts'
import type { Ink } from './binary.ts'
import type { GreyImage } from './image.ts'

/** A straight stroke of ink, in pixels: rows (of a vertical one: columns) `from` to `to`, both included. */
interface Stroke {
  vertical: boolean
  from: number
  to: number
  start: number
  end: number
}

/** Lengths in inches: longer than any stroke of a letter, shorter than a cell. */
const SHORTEST_ACROSS = 0.5
const SHORTEST_DOWN = 0.3
const THICKEST = 0.04
/** Specks of dust part a rule: so much of a gap is none. */
const GAP_INCHES = 0.012
const MOST_STROKES = 4_000
const WHITE = 255

/** The ruled lines of a recognised page, in points, and the picture without them: engines take them for letters. */
export function takeRules(image: GreyImage, ink: Ink): { rules: Rule[]; rest: GreyImage } {
  const strokes = [
    ...strokesOf(ink, image.dpi, false, SHORTEST_ACROSS),
    ...strokesOf(ink, image.dpi, true, SHORTEST_DOWN),
  ].slice(0, MOST_STROKES)
  const pixels = image.pixels.slice()
  for (const stroke of strokes) erase(pixels, ink, stroke)
  const points = 72 / image.dpi
  const rules = strokes.map((stroke) => ({
    vertical: stroke.vertical,
    at: ((stroke.from + stroke.to + 1) / 2) * points,
    from: stroke.start * points,
    to: (stroke.end + 1) * points,
  }))
  return { rules, rest: { ...image, pixels } }
}

/** Long runs of ink in one direction, those of neighbouring rows joined; what is thicker than a rule is none. */
function strokesOf(ink: Ink, dpi: number, vertical: boolean, shortestInches: number): Stroke[] {
  const shortest = Math.round(dpi * shortestInches)
  const gap = Math.max(1, Math.round(dpi * GAP_INCHES))
  const lanes = vertical ? ink.width : ink.height
  const strokes: Stroke[] = []
  let open: Stroke[] = []
  for (let lane = 0; lane < lanes; lane++) {
    const next: Stroke[] = []
    for (const [start, end] of runsIn(ink, lane, vertical, shortest, gap)) {
      const above = open.find((it) => it.start <= end && start <= it.end)
      if (above === undefined) next.push({ vertical, from: lane, to: lane, start, end })
      else {
        above.to = lane
        above.start = Math.min(above.start, start)
        above.end = Math.max(above.end, end)
        if (!next.includes(above)) next.push(above)
      }
    }
    strokes.push(...open.filter((it) => !next.includes(it)))
    open = next
  }
  strokes.push(...open)
  return strokes.filter((it) => it.to - it.from < dpi * THICKEST)
}

function runsIn(
  { width, height, dots }: Ink,
  lane: number,
  vertical: boolean,
  shortest: number,
  gap: number,
): [start: number, end: number][] {
  const length = vertical ? height : width
  const step = vertical ? width : 1
  const first = vertical ? lane : lane * width
  const runs: [number, number][] = []
  let start = -1
  let last = -1
  for (let index = 0; index < length; index++) {
    if (dots[first + index * step] !== 1) continue
    if (start >= 0 && index - last - 1 > gap) {
      if (last - start + 1 >= shortest) runs.push([start, last])
      start = index
    } else if (start < 0) start = index
    last = index
  }
  if (start >= 0 && last - start + 1 >= shortest) runs.push([start, last])
  return runs
}

/** Whitens a rule with its blurred edge, but not where a letter stands on it or crosses it. */
function erase(pixels: Uint8Array, ink: Ink, stroke: Stroke): void {
  const { width, height, dots } = ink
  const [along, across] = stroke.vertical ? [width, 1] : [1, width]
  const limit = stroke.vertical ? width : height
  const low = Math.max(0, stroke.from - 2)
  const high = Math.min(limit - 1, stroke.to + 2)
  for (let index = stroke.start; index <= stroke.end; index++) {
    const base = index * along
    const before = low > 0 ? dots[base + (low - 1) * across] : 0
    const after = high < limit - 1 ? dots[base + (high + 1) * across] : 0
    if (before === 1 || after === 1) continue
    for (let lane = low; lane <= high; lane++) pixels[base + lane * across] = WHITE
  }
}
