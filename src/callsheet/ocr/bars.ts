import type { GreyImage } from './image.ts'

/** Darker than this part of the paper's brightness is no shading but a bar to print white letters on. */
const DARK = 0.6
/** Lengths in inches: a bar is longer than any stroke of a letter, and higher than a rule. */
const SHORTEST = 0.4
const LOWEST = 0.07
const HIGHEST = 1.5
/** White letters part the rows of a bar, but leave so much of each dark. */
const LEAST_DARK = 0.4
/** Grain parts a run of dark pixels: so many light ones in a row do not end it. */
const GAP = 3
/** Ends of a bar's rows differ by the lean that is left, in inches. */
const RAGGED = 0.05
const WHITE = 255

/** Pixels; `right` and `bottom` are exclusive. */
interface Bar {
  left: number
  right: number
  top: number
  bottom: number
}

/**
 * The page with white letters on dark bars turned into dark ones on white: heads of tables are printed so, engines see
 * half of them, and without its head a table is a heap of figures.
 */
export function withoutBars(image: GreyImage): GreyImage {
  const paper = brightnessOf(image.pixels, 0.8)
  const bars = barsOf(image, paper * DARK)
  if (bars.length === 0) return image
  const pixels = image.pixels.slice()
  for (const bar of bars) turnOver(image, pixels, bar, paper)
  return { ...image, pixels }
}

function barsOf(image: GreyImage, limit: number): Bar[] {
  const { height, dpi } = image
  const bars: Bar[] = []
  for (let y = 0; y < height; y++)
    for (const [left, right] of runsIn(image, y, limit, dpi * SHORTEST)) {
      if (bars.some((bar) => y < bar.bottom && left < bar.right && bar.left < right)) continue
      const bottom = endOf(image, { left, right, top: y }, limit)
      if (bottom - y >= dpi * LOWEST) bars.push({ left, right, top: y, bottom })
    }
  return bars
}

/** Long dark runs in a row of pixels. */
function runsIn(
  { width, pixels }: GreyImage,
  y: number,
  limit: number,
  shortest: number,
): [left: number, right: number][] {
  const runs: [number, number][] = []
  let start = -1
  let last = -1
  for (let x = 0; x <= width; x++) {
    const isDark = x < width && (pixels[y * width + x] ?? WHITE) < limit
    if (isDark) {
      if (start < 0) start = x
      last = x
    } else if (start >= 0 && (x - last > GAP || x === width)) {
      if (last + 1 - start >= shortest) runs.push([start, last + 1])
      start = -1
    }
  }
  return runs
}

/** The row after the last one that is dark from end to end, with nothing but parted rows before it. */
function endOf(image: GreyImage, { left, right, top }: Omit<Bar, 'bottom'>, limit: number): number {
  const { width, height, pixels, dpi } = image
  const lowest = Math.min(height, top + Math.round(dpi * HIGHEST))
  const ragged = dpi * RAGGED
  let bottom = top + 1
  for (let y = top + 1; y < lowest; y++) {
    let dark = 0
    for (let at = y * width + left; at < y * width + right; at++) if ((pixels[at] ?? WHITE) < limit) dark++
    if (dark < (right - left) * LEAST_DARK) break
    const isWhole = runsIn(image, y, limit, (right - left) / 2).some(
      ([from, to]) => Math.abs(from - left) < ragged && Math.abs(to - right) < ragged,
    )
    if (isWhole) bottom = y + 1
  }
  return bottom
}

/** The bar's own shade becomes white, and the paper's black. */
function turnOver(
  { width, pixels }: GreyImage,
  out: Uint8Array,
  { left, right, top, bottom }: Bar,
  paper: number,
): void {
  const rows: Uint8Array[] = []
  for (let y = top; y < bottom; y++) rows.push(pixels.subarray(y * width + left, y * width + right))
  const shade = brightnessOf(Buffer.concat(rows), 0.5)
  const scale = WHITE / Math.max(1, paper - shade)
  for (let y = top; y < bottom; y++)
    for (let at = y * width + left; at < y * width + right; at++)
      out[at] = Math.max(0, Math.min(WHITE, WHITE - ((pixels[at] ?? WHITE) - shade) * scale))
}

/** The shade that this part of the pixels is darker than. */
function brightnessOf(pixels: Uint8Array, part: number): number {
  const counts = new Uint32Array(WHITE + 1)
  for (const pixel of pixels) counts[pixel]! += 1
  let below = 0
  for (let shade = 0; shade <= WHITE; shade++) {
    below += counts[shade] ?? 0
    if (below >= pixels.length * part) return shade
  }
  return WHITE
}
