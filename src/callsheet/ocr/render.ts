import { loadFlat, withDocument } from '../pdf/document.ts'
import { type Pdfium, withPdfium } from '../pdf/pdfium.ts'
import { CallSheetError, type PageSize } from '../types.ts'
import type { GreyImage } from './image.ts'

/** What recognition is made for: small print has letters of 25 pixels. */
const DPI = 300
/** A3 at 230 dpi, A4 at 345: larger pages are drawn smaller. */
const MOST_PIXELS = 12_000_000
const MOST_PIXELS_A_SIDE = 8_000

const FORMAT_GREY = 1
const WHITE = 0xffffffff
const DRAW_ANNOTATIONS = 0x01
const DRAW_GREY = 0x08

/**
 * A page as it is shown, drawn at 300 dpi, or at less where it is too large for that. Opens the document for this page
 * alone, so nothing is held between pages.
 *
 * @throws CallSheetError `damaged` or `too-large`
 */
export async function renderPage(bytes: Uint8Array, size: PageSize): Promise<GreyImage> {
  const scale = scaleFor(size)
  const width = Math.max(1, Math.round(size.width * scale))
  const height = Math.max(1, Math.round(size.height * scale))
  return withPdfium((pdfium) =>
    withDocument(pdfium, bytes, (document) => {
      const page = loadFlat(pdfium, document, size.number - 1)
      if (page === 0) throw new CallSheetError('damaged', `Page ${size.number} cannot be drawn.`)
      try {
        return { width, height, pixels: draw(pdfium, page, width, height), dpi: scale * 72 }
      } finally {
        pdfium.FPDF_ClosePage(page)
      }
    }),
  )
}

/** Pixels per point. */
function scaleFor({ width, height }: PageSize): number {
  return Math.min(
    DPI / 72,
    Math.sqrt(MOST_PIXELS / Math.max(1, width * height)),
    MOST_PIXELS_A_SIDE / Math.max(width, height, 1),
  )
}

function draw(pdfium: Pdfium, page: number, width: number, height: number): Uint8Array {
  const pixels = pdfium.malloc(width * height)
  if (pixels === 0) throw new CallSheetError('too-large', 'The page needs more memory than it may have.')
  try {
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, FORMAT_GREY, pixels, width)
    if (bitmap === 0) throw new CallSheetError('too-large', 'The page needs more memory than it may have.')
    try {
      pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
      pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, DRAW_ANNOTATIONS | DRAW_GREY)
      return new Uint8Array(pdfium.memory.buffer, pixels, width * height).slice()
    } finally {
      pdfium.FPDFBitmap_Destroy(bitmap)
    }
  } finally {
    pdfium.free(pixels)
  }
}
