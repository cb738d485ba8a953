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
/** Letters are softer than their ink by so many pixels. */
const EDGE = 2

/** A page without its rules: its letters on white paper, as a picture and as ink; and the rules, in points. */
export interface Cleared {
  picture: GreyImage
  letters: Ink
  rules: Rule[]
}

/** Takes the ruled lines off a page: engines take them for letters, and the layout wants to know them. */
export function takeRules(image: GreyImage, ink: Ink): Cleared {
  const strokes = [
    ...strokesOf(ink, image.dpi, false, SHORTEST_ACROSS),
    ...strokesOf(ink, image.dpi, true, SHORTEST_DOWN),
  ].slice(0, MOST_STROKES)
  const points = 72 / image.dpi
  const rules = strokes.map((stroke) => ({
    vertical: stroke.vertical,
    at: ((stroke.from + stroke.to + 1) / 2) * points,
    from: stroke.start * points,
    to: (stroke.end + 1) * points,
  }))
  const letters = withoutStrokes(ink, strokes)
  return { picture: { ...image, pixels: withWhitePaper(image, letters.dots) }, letters, rules }
}

function withoutStrokes(ink: Ink, strokes: readonly Stroke[]): Ink {
  const ruled = new Uint8Array(ink.dots.length)
  for (const stroke of strokes) eachDot(ink, stroke, (at) => (ruled[at] = 1))
  const letters = ink.dots.slice()
  for (const stroke of strokes) takeStroke(letters, ink, ruled, stroke)
  return { ...ink, dots: letters }
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

function eachDot({ width }: Ink, stroke: Stroke, use: (at: number) => void): void {
  const [along, across] = stroke.vertical ? [width, 1] : [1, width]
  for (let index = stroke.start; index <= stroke.end; index++)
    for (let lane = stroke.from; lane <= stroke.to; lane++) use(index * along + lane * across)
}

/** Takes the ink of a rule away, but not where a letter stands on it or crosses it. */
function takeStroke(
  letters: Uint8Array,
  { width, height, dots }: Ink,
  ruled: Uint8Array,
  stroke: Stroke,
): void {
  const [along, across] = stroke.vertical ? [width, 1] : [1, width]
  const limit = stroke.vertical ? width : height
  const low = Math.max(0, stroke.from - 1)
  const high = Math.min(limit - 1, stroke.to + 1)
  const isLetter = (at: number): boolean => dots[at] === 1 && ruled[at] === 0
  for (let index = stroke.start; index <= stroke.end; index++) {
    const base = index * along
    if (low > 0 && isLetter(base + (low - 1) * across)) continue
    if (high < limit - 1 && isLetter(base + (high + 1) * across)) continue
    for (let lane = low; lane <= high; lane++) letters[base + lane * across] = 0
  }
}

/** Letters with their soft edges on plain paper: no shading, no grain, no shadow. */
function withWhitePaper({ width, height, pixels }: GreyImage, letters: Uint8Array): Uint8Array {
  const out = new Uint8Array(pixels.length).fill(WHITE)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (letters[y * width + x] !== 1) continue
      for (let row = Math.max(0, y - EDGE); row <= Math.min(height - 1, y + EDGE); row++)
        for (
          let at = row * width + Math.max(0, x - EDGE);
          at <= row * width + Math.min(width - 1, x + EDGE);
          at++
        )
          out[at] = pixels[at] ?? WHITE
    }
  }
  return out
}
