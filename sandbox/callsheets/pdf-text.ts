import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { init } from '@embedpdf/pdfium'

const resolve = createRequire(import.meta.url).resolve

/** PDFium's own reasons for not opening a document. */
const reasons: Record<number, string> = { 2: 'file', 3: 'format', 4: 'password', 5: 'security' }

type Engine = Awaited<ReturnType<typeof init>>
let started: Promise<Engine> | undefined

async function start(): Promise<Engine> {
  const wasm = await readFile(resolve('@embedpdf/pdfium/pdfium.wasm'))
  const engine = await init({ wasmBinary: new Uint8Array(wasm).buffer })
  engine.PDFiumExt_Init()
  return engine
}

/**
 * The text of each page as PDFium extracts it, for tests of what was drawn.
 *
 * @throws Error when PDFium cannot open the document; the message ends in the reason (format, password, ...).
 */
export async function pdfText(pdf: Uint8Array): Promise<string[]> {
  started ??= start()
  const engine = await started
  const { pdfium } = engine
  const { malloc, free } = pdfium.wasmExports
  const bytes = malloc(pdf.length)
  heap(pdfium).set(pdf, bytes)
  const document = engine.FPDF_LoadMemDocument(bytes, pdf.length, '')
  try {
    if (document === 0)
      throw new Error(`PDFium cannot open it: ${reasons[engine.FPDF_GetLastError()] ?? 'unknown'}`)
    const count = engine.FPDF_GetPageCount(document)
    return Array.from({ length: count }, (_, index) => pageText(engine, document, index))
  } finally {
    if (document !== 0) engine.FPDF_CloseDocument(document)
    free(bytes)
  }
}

function pageText(engine: Engine, document: number, index: number): string {
  const { malloc, free } = engine.pdfium.wasmExports
  const page = engine.FPDF_LoadPage(document, index)
  const text = engine.FPDFText_LoadPage(page)
  const count = engine.FPDFText_CountChars(text)
  const buffer = malloc((count + 1) * 2)
  engine.FPDFText_GetText(text, 0, count, buffer)
  const value = engine.pdfium.UTF16ToString(buffer)
  free(buffer)
  engine.FPDFText_ClosePage(text)
  engine.FPDF_ClosePage(page)
  return value
}

/** The engine's memory; its type comes from Emscripten's own declarations, which the package does not bring along. */
function heap(pdfium: Engine['pdfium']): Uint8Array {
  if ('HEAPU8' in pdfium && pdfium.HEAPU8 instanceof Uint8Array) return pdfium.HEAPU8
  throw new Error('This build of PDFium does not show its memory')
}
