import { type Engine, eachPage } from './pdfium.ts'

/**
 * The text of each page as PDFium extracts it, for tests of what was drawn.
 *
 * @throws Error when PDFium cannot open the document; the message ends in the reason (format, password, ...).
 */
export async function pdfText(pdf: Uint8Array): Promise<string[]> {
  return eachPage(pdf, pageText)
}

function pageText(engine: Engine, page: number): string {
  const { malloc, free } = engine.pdfium.wasmExports
  const text = engine.FPDFText_LoadPage(page)
  // PDFium writes nothing, not even the end of the string, for a page without text.
  const count = Math.max(0, engine.FPDFText_CountChars(text))
  const buffer = malloc((count + 1) * 2)
  engine.FPDFText_GetText(text, 0, count, buffer)
  const value = count === 0 ? '' : engine.pdfium.UTF16ToString(buffer)
  free(buffer)
  engine.FPDFText_ClosePage(text)
  return value
}
