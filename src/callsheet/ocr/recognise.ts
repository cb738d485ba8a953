import { letteringOf } from '../language.ts'
import { layOut } from '../layout/layout.ts'
import type { RawPage } from '../pdf/page.ts'
import { CallSheetError, type ReadProgress } from '../types.ts'
import { type Engine, EngineError } from './engine.ts'
import { recognisePage } from './page.ts'
import { renderPage } from './render.ts'

/** Fewer characters than this beside a picture are a stamp on a scan, not the page's text. */
const STAMP_CHARACTERS = 40

export interface Recognising {
  /** The preferred one first; the next is asked when one fails or has not learned the language. */
  engines: readonly Engine[]
  signal: AbortSignal
  onProgress?: ((progress: ReadProgress) => void) | undefined
}

/** Whether a page must be recognised to be read: it has pictures or drawings where its text should be. */
export function isPictureOfText(page: RawPage): boolean {
  return page.glyphs.length === 0 || (page.glyphs.length < STAMP_CHARACTERS && page.images > 0)
}

/**
 * The same pages, with recognised characters on those that are pictures of text. A page on which nothing is found, or at
 * which every engine failed, stays as it is.
 *
 * @throws CallSheetError `aborted`; EngineError when the engines failed at every page of the document
 */
export async function recognisePages(
  bytes: Uint8Array,
  pages: readonly RawPage[],
  { engines, signal, onProgress }: Recognising,
): Promise<RawPage[]> {
  const wanted = pages.filter(isPictureOfText)
  const failures: unknown[] = []
  let language = letteringOf(layOut(pages))
  const recognised = new Map<RawPage, RawPage>()
  for (const [index, page] of wanted.entries()) {
    if (signal.aborted) throw aborted()
    onProgress?.({ page: index + 1, of: wanted.length })
    try {
      const image = await renderPage(bytes, page.shown)
      const found = await recognisePage({ engines, signal, page, image, language })
      if (found === null) continue
      recognised.set(page, found)
      language ??= letteringOf(layOut([found]))
    } catch (error) {
      if (signal.aborted) throw aborted(error)
      // One page that cannot be drawn or recognised leaves the others; it is named among the problems.
      if (!(error instanceof EngineError || error instanceof CallSheetError)) throw error
      failures.push(error)
    }
  }
  if (failures.length === pages.length) throw failures[0]
  return pages.map((page) => recognised.get(page) ?? page)
}

function aborted(cause?: unknown): CallSheetError {
  return new CallSheetError('aborted', 'Reading was stopped.', { cause })
}
