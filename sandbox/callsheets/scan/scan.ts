import { type Random, randomFrom } from '../../random.ts'
import { type Engine, eachPage, heap } from '../pdfium.ts'
import { imagesPdf } from './images-pdf.ts'
import { encodeJpeg, type GrayImage } from './jpeg.ts'

export interface ScanOptions {
  seed: number
  /** Dots per inch of the image: 150, 200 and 300 are what copiers offer. */
  dpi: number
  /** Degrees clockwise; within 2 either way by seed when absent. */
  skew?: number
  /** Spread of the grain in steps of grey; 2 to 9 by seed when absent. */
  noise?: number
  /** Of the JPEG, 1 to 100; 35 to 75 by seed when absent. */
  quality?: number
  /** Quarter turns clockwise by which the paper lay wrong. */
  quarterTurns?: 0 | 1 | 2 | 3
}

const formatGray = 1
const renderAnnotations = 1

/** The same pages as somebody's copier sends them: crooked grey pictures, no text. The same options give the same bytes. */
export async function scanned(pdf: Uint8Array, options: ScanOptions): Promise<Uint8Array> {
  const random = randomFrom(Math.imul(options.seed + 3, 0x85ebca6b))
  const quality = options.quality ?? random.between(35, 75)
  const pictures = await eachPage(pdf, (engine, page) => {
    const sheet = turned(rendered(engine, page, options.dpi), options.quarterTurns ?? 0)
    const degrees = options.skew ?? (random.next() - 0.5) * 4
    const copy = copied(sheet, degrees, options.noise ?? random.between(2, 9), random)
    return { jpeg: encodeJpeg(copy, quality), width: copy.width, height: copy.height }
  })
  return imagesPdf(pictures, options.dpi)
}

function rendered(engine: Engine, page: number, dpi: number): GrayImage {
  const width = Math.round((engine.FPDF_GetPageWidthF(page) / 72) * dpi)
  const height = Math.round((engine.FPDF_GetPageHeightF(page) / 72) * dpi)
  const bitmap = engine.FPDFBitmap_CreateEx(width, height, formatGray, 0, 0)
  engine.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
  engine.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, renderAnnotations)
  const stride = engine.FPDFBitmap_GetStride(bitmap)
  const from = engine.FPDFBitmap_GetBuffer(bitmap)
  const memory = heap(engine)
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    pixels.set(memory.subarray(from + y * stride, from + y * stride + width), y * width)
  }
  engine.FPDFBitmap_Destroy(bitmap)
  return { width, height, pixels }
}

function turned(image: GrayImage, quarterTurns: number): GrayImage {
  if (quarterTurns === 0) return image
  const { width, height, pixels } = image
  const quarter = { width: height, height: width, pixels: new Uint8Array(pixels.length) }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      quarter.pixels[x * height + (height - 1 - y)] = pixels[y * width + x] ?? 255
    }
  }
  return turned(quarter, quarterTurns - 1)
}

/** A crooked copy with a shadow down one edge, paper that is not white, grain, and specks of dust. */
function copied(image: GrayImage, degrees: number, noise: number, random: Random): GrayImage {
  const { width, height } = image
  const pixels = new Uint8Array(width * height)
  const angle = (degrees * Math.PI) / 180
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const paper = 1 - random.next() * 0.06
  const shadow = random.next() * 0.12
  const grain = grainFrom(random, noise)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = x - width / 2
      const dy = y - height / 2
      const ink = sampled(image, dx * cos + dy * sin + width / 2, dy * cos - dx * sin + height / 2)
      const light = paper * (1 - shadow * Math.exp(-x / (width * 0.08)))
      pixels[y * width + x] = Math.max(0, Math.min(255, ink * light + 8 + grain()))
    }
  }
  for (let speck = 0; speck < 30; speck++) {
    pixels[random.between(0, width * height - 1)] = 40
  }
  return { width, height, pixels }
}

/** Brightness between pixels; beyond the paper is the copier's lid. */
function sampled({ width, height, pixels }: GrayImage, x: number, y: number): number {
  const left = Math.floor(x)
  const top = Math.floor(y)
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 235
  const right = x - left
  const below = y - top
  const at = top * width + left
  const upper = (pixels[at] ?? 0) * (1 - right) + (pixels[at + 1] ?? 0) * right
  const lower = (pixels[at + width] ?? 0) * (1 - right) + (pixels[at + width + 1] ?? 0) * right
  return upper * (1 - below) + lower * below
}

/** A long strip of roughly normal noise, walked through: one draw for each pixel would take most of the time. */
function grainFrom(random: Random, spread: number): () => number {
  const strip = Float32Array.from(
    { length: 65_521 },
    () => (random.next() + random.next() + random.next() - 1.5) * 2 * spread,
  )
  let at = 0
  return () => {
    at = at + 1 === strip.length ? 0 : at + 1
    return strip[at] ?? 0
  }
}
