import { CallSheetError } from '../types.ts'
import { readCharacters } from './characters.ts'
import { type PageBox, sizeOf, turnOf } from './geometry.ts'
import { checkLimits } from './limits.ts'
import type { RawPage } from './page.ts'
import { type Pdfium, withPdfium } from './pdfium.ts'
import { readDrawing } from './rules.ts'
import { Scratch } from './scratch.ts'

const ERROR_PASSWORD = 4
const ERROR_SECURITY = 5
const FLATTEN_FOR_DISPLAY = 0

export interface OpenOptions {
  maxPages: number
  signal?: AbortSignal
}

/**
 * Every page with its characters and rules. PDFium works synchronously: the event loop stands still meanwhile, which
 * is why a server reads in a worker.
 *
 * @throws CallSheetError `damaged`, `encrypted`, `too-large`, `too-many-pages` or `aborted`
 */
export async function readPages(bytes: Uint8Array, options: OpenOptions): Promise<RawPage[]> {
  checkLimits(bytes)
  return withPdfium((pdfium) => readDocument(pdfium, bytes, options))
}

function readDocument(pdfium: Pdfium, bytes: Uint8Array, options: OpenOptions): RawPage[] {
  return withDocument(pdfium, bytes, (document, scratch) => readAll(pdfium, scratch, document, options))
}

/**
 * Opens the document for as long as `use` runs; nothing of it may be kept.
 *
 * @throws CallSheetError `damaged`, `encrypted` or `too-large`
 */
export function withDocument<T>(
  pdfium: Pdfium,
  bytes: Uint8Array,
  use: (document: number, scratch: Scratch) => T,
): T {
  // Two zero bytes more: the first ends the empty password, which opens documents locked only against editing.
  const file = pdfium.malloc(bytes.byteLength + 2)
  if (file === 0) throw new CallSheetError('too-large', 'The PDF needs more memory than it may have.')
  const scratch = new Scratch(pdfium)
  try {
    const memory = new Uint8Array(pdfium.memory.buffer)
    memory.set(bytes, file)
    memory.fill(0, file + bytes.byteLength, file + bytes.byteLength + 2)
    const document = pdfium.FPDF_LoadMemDocument(file, bytes.byteLength, file + bytes.byteLength)
    if (document === 0) throw loadError(pdfium.FPDF_GetLastError())
    try {
      return use(document, scratch)
    } finally {
      pdfium.FPDF_CloseDocument(document)
    }
  } finally {
    scratch.free()
    pdfium.free(file)
  }
}

function loadError(code: number): CallSheetError {
  return code === ERROR_PASSWORD || code === ERROR_SECURITY
    ? new CallSheetError('encrypted', 'The PDF is protected by a password.')
    : new CallSheetError('damaged', 'The PDF is damaged and cannot be read.')
}

function readAll(pdfium: Pdfium, scratch: Scratch, document: number, options: OpenOptions): RawPage[] {
  const count = pdfium.FPDF_GetPageCount(document)
  if (count < 1) throw new CallSheetError('damaged', 'The PDF has no pages.')
  if (count > options.maxPages) {
    throw new CallSheetError(
      'too-many-pages',
      `The PDF has ${count} pages; at most ${options.maxPages} are read.`,
    )
  }
  const pages: RawPage[] = []
  for (let index = 0; index < count; index++) {
    if (options.signal?.aborted) throw new CallSheetError('aborted', 'Reading was stopped.')
    const page = loadFlat(pdfium, document, index)
    if (page === 0) continue
    try {
      pages.push(readPage(pdfium, scratch, page, index + 1))
    } finally {
      pdfium.FPDF_ClosePage(page)
    }
  }
  if (pages.length === 0) throw new CallSheetError('damaged', 'No page of the PDF can be read.')
  return pages
}

/** Filled-in form fields and typed comments become text of the page; PDFium shows them only after a reload. */
export function loadFlat(pdfium: Pdfium, document: number, index: number): number {
  const page = pdfium.FPDF_LoadPage(document, index)
  if (page === 0 || pdfium.FPDFPage_GetAnnotCount(page) === 0) return page
  pdfium.FPDFPage_Flatten(page, FLATTEN_FOR_DISPLAY)
  pdfium.FPDF_ClosePage(page)
  return pdfium.FPDF_LoadPage(document, index)
}

function readPage(pdfium: Pdfium, scratch: Scratch, page: number, number: number): RawPage {
  const box: PageBox =
    pdfium.FPDF_GetPageBoundingBox(page, scratch.pointer) === 0
      ? { left: 0, bottom: 0, right: 595, top: 842 }
      : scratch.rectangle()
  const rotation = turnOf(pdfium.FPDFPage_GetRotation(page))
  const { glyphs, slanted, unmapped, upright } = readCharacters(pdfium, scratch, page, box, rotation)
  const { rules, images } = readDrawing(pdfium, scratch, page, box, upright)
  return {
    number,
    ...sizeOf(box, upright),
    shown: { number, ...sizeOf(box, rotation) },
    turn: turnOf(rotation - upright),
    glyphs,
    slanted,
    unmapped,
    rules,
    images,
  }
}
