import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { init } from '@embedpdf/pdfium'
import { CallSheetError } from '../types.ts'

/** The wasm heap never grows past this; a document that wants more ends in an error. */
export const MAX_HEAP_BYTES = 256 * 1024 * 1024

const KEPT_HEAP_BYTES = 96 * 1024 * 1024

type Native = (...args: number[]) => number

/** The functions of PDFium that the reader calls, straight from the wasm exports (no checking wrapper between). */
const NAMES = [
  'FPDF_LoadMemDocument',
  'FPDF_CloseDocument',
  'FPDF_GetLastError',
  'FPDF_GetPageCount',
  'FPDF_LoadPage',
  'FPDF_ClosePage',
  'FPDF_GetPageBoundingBox',
  'FPDFPage_GetRotation',
  'FPDFPage_GetAnnotCount',
  'FPDFPage_Flatten',
  'FPDFText_LoadPage',
  'FPDFText_ClosePage',
  'FPDFText_CountChars',
  'FPDFText_GetUnicode',
  'FPDFText_IsGenerated',
  'FPDFText_GetLooseCharBox',
  'FPDFText_GetCharOrigin',
  'FPDFText_GetFontSize',
  'FPDFText_GetFontWeight',
  'FPDFText_GetMatrix',
  'FPDFText_GetTextObject',
  'FPDFTextObj_GetFont',
  'FPDFFont_GetBaseFontName',
  'FPDFPage_CountObjects',
  'FPDFPage_GetObject',
  'FPDFPageObj_GetType',
  'FPDFPageObj_GetMatrix',
  'FPDFPath_CountSegments',
  'FPDFPath_GetPathSegment',
  'FPDFPath_GetDrawMode',
  'FPDFPathSegment_GetPoint',
  'FPDFPathSegment_GetType',
  'FPDFPathSegment_GetClose',
  'FPDFFormObj_CountObjects',
  'FPDFFormObj_GetObject',
  'FPDFBitmap_CreateEx',
  'FPDFBitmap_FillRect',
  'FPDFBitmap_Destroy',
  'FPDF_RenderPageBitmap',
  'malloc',
  'free',
] as const

export type NativeName = (typeof NAMES)[number]

/** PDFium with its memory. The views are read anew on each use: they move whenever the heap grows. */
export interface Pdfium extends Readonly<Record<NativeName, Native>> {
  readonly memory: WebAssembly.Memory
}

const wasmPath = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')

let compiled: Promise<WebAssembly.Module> | undefined
let current: Promise<Pdfium> | undefined

/** The process's PDFium. Compiled once; a new heap only after {@link discardPdfium}. */
export function loadPdfium(): Promise<Pdfium> {
  current ??= instantiate().catch((error: unknown) => {
    current = undefined
    throw error
  })
  return current
}

/** Drops the heap. After a trap PDFium's own state cannot be trusted, so the next document gets a new one. */
export function discardPdfium(): void {
  current = undefined
}

/** Bytes of wasm heap held at the moment; the heap never shrinks. */
export async function heapBytes(): Promise<number> {
  return current === undefined ? 0 : (await current).memory.buffer.byteLength
}

async function instantiate(): Promise<Pdfium> {
  compiled ??= readFile(wasmPath).then((bytes) => WebAssembly.compile(bytes))
  const module = await compiled
  let exports: WebAssembly.Exports | undefined
  const wrapped = await init({
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      // Compiled already, so this takes well under a millisecond.
      const instance = new WebAssembly.Instance(
        module,
        boundHeap(imports, () => exports),
      )
      exports = instance.exports
      done(instance)
      return exports
    },
    // Else the script's path, which PDFium's environment refuses to hold when a letter of it is not Latin 1.
    thisProgram: 'pdfium',
    print: () => undefined,
    printErr: () => undefined,
  })
  wrapped.PDFiumExt_Init()
  if (exports === undefined) throw new Error('PDFium did not start')
  return bind(exports)
}

/** Puts our limit in front of Emscripten's own (2 GB): past it malloc fails and PDFium gives up. */
function boundHeap(
  imports: WebAssembly.Imports,
  exports: () => WebAssembly.Exports | undefined,
): WebAssembly.Imports {
  const env = { ...imports['env'] }
  const grow = env['emscripten_resize_heap']
  if (typeof grow !== 'function') throw new Error('PDFium was built with another memory layout')
  env['emscripten_resize_heap'] = (requested: number): number => {
    const bytes = requested >>> 0
    if (bytes > MAX_HEAP_BYTES) return 0
    const memory = exports()?.['memory']
    // Emscripten adds a fifth on top of what is asked; close to the limit that would go past it.
    if (memory instanceof WebAssembly.Memory && memory.buffer.byteLength * 1.2 > MAX_HEAP_BYTES) return 0
    return Number(grow(bytes))
  }
  return { ...imports, env }
}

function bind(exports: WebAssembly.Exports): Pdfium {
  const memory = exports['memory']
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('PDFium exports no memory')
  const natives = Object.fromEntries(
    NAMES.map((name) => {
      const native = exports[name]
      if (typeof native !== 'function') throw new Error(`PDFium does not export ${name}`)
      return [name, native]
    }),
  ) as Record<NativeName, Native>
  return { ...natives, memory }
}

/** Runs `read`, turning a trap of PDFium (out of memory, assertion) into `damaged` and starting afresh. */
export async function withPdfium<T>(read: (pdfium: Pdfium) => T): Promise<T> {
  const pdfium = await loadPdfium()
  try {
    const result = read(pdfium)
    // The heap never shrinks: after a large document a new one costs less than keeping it.
    if (pdfium.memory.buffer.byteLength > KEPT_HEAP_BYTES) discardPdfium()
    return result
  } catch (error) {
    if (error instanceof CallSheetError) throw error
    discardPdfium()
    if (error instanceof WebAssembly.RuntimeError || !(error instanceof TypeError)) {
      throw new CallSheetError('damaged', 'The PDF is damaged and cannot be read.', { cause: error })
    }
    throw error
  }
}
