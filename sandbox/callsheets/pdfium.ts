import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { init } from '@embedpdf/pdfium'

const resolve = createRequire(import.meta.url).resolve

/** PDFium's own reasons for not opening a document. */
const reasons: Record<number, string> = { 2: 'file', 3: 'format', 4: 'password', 5: 'security' }

export type Engine = Awaited<ReturnType<typeof init>>
let started: Promise<Engine> | undefined

async function start(): Promise<Engine> {
  const wasm = await readFile(resolve('@embedpdf/pdfium/pdfium.wasm'))
  const engine = await init({ wasmBinary: new Uint8Array(wasm).buffer })
  engine.PDFiumExt_Init()
  return engine
}

/**
 * Calls `use` for each page of a document, in order, and gives its results.
 *
 * @param use is given PDFium's handle of the page, open until it returns.
 * @throws Error when PDFium cannot open the document; the message ends in the reason (format, password, ...).
 */
export async function eachPage<T>(pdf: Uint8Array, use: (engine: Engine, page: number) => T): Promise<T[]> {
  started ??= start()
  const engine = await started
  const { malloc, free } = engine.pdfium.wasmExports
  const bytes = malloc(pdf.length)
  heap(engine).set(pdf, bytes)
  const document = engine.FPDF_LoadMemDocument(bytes, pdf.length, '')
  try {
    if (document === 0)
      throw new Error(`PDFium cannot open it: ${reasons[engine.FPDF_GetLastError()] ?? 'unknown'}`)
    return Array.from({ length: engine.FPDF_GetPageCount(document) }, (_, index) => {
      const page = engine.FPDF_LoadPage(document, index)
      const result = use(engine, page)
      engine.FPDF_ClosePage(page)
      return result
    })
  } finally {
    if (document !== 0) engine.FPDF_CloseDocument(document)
    free(bytes)
  }
}

/** The engine's memory; its type comes from Emscripten's own declarations, which the package does not bring along. */
export function heap({ pdfium }: Engine): Uint8Array {
  if ('HEAPU8' in pdfium && pdfium.HEAPU8 instanceof Uint8Array) return pdfium.HEAPU8
  throw new Error('This build of PDFium does not show its memory')
}
