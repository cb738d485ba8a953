import { loadFlat, withDocument } from '../pdf/document.ts'
import { type PageBox, sizeOf, turnOf } from '../pdf/geometry.ts'
import { checkLimits } from '../pdf/limits.ts'
import { type Pdfium, withPdfium } from '../pdf/pdfium.ts'
import type { Scratch } from '../pdf/scratch.ts'
import { CallSheetError } from '../types.ts'
import { drawMarks, type Mark } from './marks.ts'
import { encodePng, leadOf } from './png.ts'

export interface PictureOptions {
  /** 1 is the first page. */
  page: number
  /** Of the picture, in pixels; the height follows from the page. Drawn smaller where that would be too many pixels. */
  width: number
  marks: readonly Mark[]
}

/** A page of 2,000 by 3,000; a banner that is far longer than wide is drawn smaller. */
const MOST_PIXELS = 6_000_000
const MOST_PIXELS_A_SIDE = 6_000
const MOST_MARKS = 2_000

/** With alpha: whatever is painted over opaque white stays opaque. */
const FORMAT_BGRA = 4
const BYTES = 4
const OPAQUE_WHITE = 0xffffffff
const DRAW_ANNOTATIONS = 0x01
/** Red first, as PNG wants it. */
const REVERSE_BYTES = 0x10

/**
 * A page as it is shown, as a PNG, with boxes around the places that are asked for; null when there is no such page.
 *
 * @throws CallSheetError `damaged`, `encrypted` or `too-large`
 */
export async function drawPage(bytes: Uint8Array, options: PictureOptions): Promise<Uint8Array | null> {
  checkLimits(bytes)
  const { page, width, marks } = options
  return await withPdfium((pdfium) =>
    withDocument(pdfium, bytes, (document, scratch) => {
      const isThere = page >= 1 && page <= pdfium.FPDF_GetPageCount(document)
      const loaded = isThere ? loadFlat(pdfium, document, page - 1) : 0
      if (loaded === 0) return null
      try {
        const size = pictureSize(pdfium, scratch, loaded, width)
        return render(pdfium, loaded, size, (room) => {
          drawMarks({ ...size, pixels: room.subarray(leadOf(size.height)) }, marks.slice(0, MOST_MARKS))
          return encodePng(room, size.width, size.height)
        })
      } finally {
        pdfium.FPDF_ClosePage(loaded)
      }
    }),
  )
}

interface PictureSize {
  width: number
  height: number
  /** Pixels per point. */
  scale: number
}

function pictureSize(pdfium: Pdfium, scratch: Scratch, page: number, wanted: number): PictureSize {
  const box: PageBox =
    pdfium.FPDF_GetPageBoundingBox(page, scratch.pointer) === 0
      ? { left: 0, bottom: 0, right: 595, top: 842 }
      : scratch.rectangle()
  const size = sizeOf(box, turnOf(pdfium.FPDFPage_GetRotation(page)))
  const scale = Math.min(
    wanted / Math.max(1, size.width),
    Math.sqrt(MOST_PIXELS / Math.max(1, size.width * size.height)),
    MOST_PIXELS_A_SIDE / Math.max(1, size.width, size.height),
  )
  const width = Math.max(1, Math.round(size.width * scale))
  const height = Math.max(1, Math.round(size.height * scale))
  return { width, height, scale }
}

/**
 * @param use is given red, green, blue and alpha of each pixel behind the room that a PNG needs, in PDFium's own memory: a
 *   copy of some megabytes takes as long as the drawing. It may change them, and must not keep them or call PDFium.
 */
function render<T>(
  pdfium: Pdfium,
  page: number,
  { width, height }: PictureSize,
  use: (room: Uint8Array) => T,
): T {
  const tooLarge = () => new CallSheetError('too-large', 'The page needs more memory than it may have.')
  const lead = leadOf(height)
  const bytes = lead + width * height * BYTES
  const at = pdfium.malloc(bytes)
  if (at === 0) throw tooLarge()
  try {
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, FORMAT_BGRA, at + lead, width * BYTES)
    if (bitmap === 0) throw tooLarge()
    try {
      pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, OPAQUE_WHITE)
      pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, DRAW_ANNOTATIONS | REVERSE_BYTES)
      return use(new Uint8Array(pdfium.memory.buffer, at, bytes))
    } finally {
      pdfium.FPDFBitmap_Destroy(bitmap)
    }
  } finally {
    pdfium.free(at)
  }
}
