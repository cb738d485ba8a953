import { PNG } from 'pngjs'
import { type GreyImage, leaned, turned } from '../ocr/image.ts'
import { renderPage } from '../ocr/render.ts'
import { readPages } from '../pdf/document.ts'
import type { Turn } from '../pdf/geometry.ts'
import { draw } from './draw.ts'

export interface ScanOptions {
  /** Pixels per inch, at most 300. Default 300. */
  dpi?: number
  /** Degrees, clockwise, by which the sheet lay askew. */
  skew?: number
  /** Quarters, clockwise, by which the sheet lay turned. */
  turn?: Turn
  /** Standard deviation of the grain, in shades of 255. Default 6. */
  grain?: number
  /** What happened to the paper before it was scanned: the picture has 300 dpi, page 1 is the first. */
  harm?: (picture: GreyImage, page: number) => void
  seed?: number
}

/** The pages of a PDF as a scanner makes them: pictures without a character of text. The same options, the same bytes. */
export async function scanOf(pdf: Uint8Array, options: ScanOptions = {}): Promise<Uint8Array> {
  const { dpi = 300, skew = 0, turn = 0, grain = 6, seed = 1, harm } = options
  const random = seeded(seed)
  const pictures: GreyImage[] = []
  for (const { shown } of await readPages(pdf, { maxPages: 50 })) {
    const page = await renderPage(pdf, shown)
    harm?.(page, shown.number)
    const lying = resampled(turned(skew === 0 ? page : leaned(page, skew), turn), dpi)
    pictures.push(withGrain(lying, grain, random))
  }
  return draw(
    (out) => {
      for (const { width, height, pixels } of pictures) {
        const size: [number, number] = [(width * 72) / dpi, (height * 72) / dpi]
        out
          .addPage({ size, margin: 0 })
          .image(pngOf(width, height, pixels), 0, 0, { width: size[0], height: size[1] })
      }
    },
    { autoFirstPage: false },
  )
}

/** Paints a rectangle, in points of the page, in one shade. */
export function paint(
  picture: GreyImage,
  x: number,
  y: number,
  width: number,
  height: number,
  shade: number,
): void {
  const scale = picture.dpi / 72
  const left = Math.round(x * scale)
  const right = Math.round((x + width) * scale)
  for (let row = Math.round(y * scale); row < Math.round((y + height) * scale); row++)
    picture.pixels.fill(shade, row * picture.width + left, row * picture.width + right)
}

/** Small, fast and repeatable: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Fewer pixels, each the mean of those it covers, as a sensor sees them. */
function resampled(image: GreyImage, dpi: number): GreyImage {
  const step = image.dpi / dpi
  if (step <= 1) return image
  const width = Math.floor(image.width / step)
  const height = Math.floor(image.height / step)
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      pixels[y * width + x] = meanOf(image, Math.floor(x * step), Math.floor(y * step), Math.ceil(step))
  return { width, height, pixels, dpi }
}

function meanOf({ width, pixels }: GreyImage, left: number, top: number, size: number): number {
  let sum = 0
  for (let row = top; row < top + size; row++)
    for (let at = row * width + left; at < row * width + left + size; at++) sum += pixels[at] ?? 255
  return sum / (size * size)
}

/** Ink a little grey, paper a little uneven. */
function withGrain(image: GreyImage, grain: number, random: () => number): GreyImage {
  const pixels = image.pixels.map((shade) => {
    const noise = (random() + random() + random() - 1.5) * 2 * grain
    return Math.max(0, Math.min(255, 25 + shade * 0.88 + noise))
  })
  return { ...image, pixels }
}

function pngOf(width: number, height: number, pixels: Uint8Array): Buffer {
  const png = new PNG({ width, height })
  png.data.fill(255)
  for (let at = 0; at < pixels.length; at++) png.data.fill(pixels[at] ?? 255, at * 4, at * 4 + 3)
  return PNG.sync.write(png, { colorType: 0, inputHasAlpha: true })
}
