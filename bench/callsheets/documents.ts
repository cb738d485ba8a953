import {
  developmentLayouts,
  generateCallSheet,
  generatePaper,
  heldOutLayouts,
  type Layout,
  languagesOf,
  paperKinds,
  type SheetLanguage,
  type SheetTruth,
  scanned,
} from '../../sandbox/callsheets/index.ts'

/** The reader is developed on one set and judged by the other: other seeds, other layouts. */
export type DocumentSet = 'development' | 'held-out'

export interface BenchDocument {
  readonly layout: string
  readonly language: string
  readonly seed: number
  readonly pdf: Uint8Array
  readonly fileName: string
  readonly kind: string
  /** What is printed; null for what is no call sheet. */
  readonly truth: SheetTruth | null
  /** Of a scan; null for a PDF with text. */
  readonly dpi: number | null
}

const firstSeed: Record<DocumentSet, number> = { development: 1, 'held-out': 50_001 }
const scannedDpi = [300, 200, 150] as const

/** The development layouts with the seeds that were looked at; or all layouts, some never looked at, with others. */
export const layoutsOf = (set: DocumentSet): readonly Layout[] =>
  set === 'development' ? developmentLayouts : [...heldOutLayouts, ...developmentLayouts]

/** Every layout of the set in every language that it is printed in, `seeds` times each. */
export async function* callSheets(set: DocumentSet, seeds: number): AsyncGenerator<BenchDocument> {
  for (const layout of layoutsOf(set))
    for (const language of languagesOf(layout))
      for (let index = 0; index < seeds; index++)
        yield await sheetOf(layout, language, firstSeed[set] + index)
}

/** A scan of each layout at 300 dpi, and of every third at less. */
export async function* scans(set: DocumentSet): AsyncGenerator<BenchDocument> {
  for (const [index, layout] of layoutsOf(set).entries()) {
    const languages = languagesOf(layout)
    const seed = firstSeed[set] + 1_000 + index
    const sheet = await sheetOf(layout, languages[index % languages.length]!, seed)
    for (const dpi of index % 3 === 0 ? scannedDpi : scannedDpi.slice(0, 1))
      yield { ...sheet, pdf: await scanned(sheet.pdf, { seed, dpi }), dpi }
  }
}

async function sheetOf(layout: Layout, language: SheetLanguage, seed: number): Promise<BenchDocument> {
  const { pdf, truth, fileName } = await generateCallSheet({ seed, language, layout })
  return { layout, language, seed, pdf, fileName, kind: truth.kind, truth, dpi: null }
}

/** What productions and their partners also mail as PDF: full of dates, times and places, and no call sheets. */
export async function* otherDocuments(set: DocumentSet, seeds: number): AsyncGenerator<BenchDocument> {
  for (const kind of paperKinds)
    for (const language of ['pl', 'en', 'de', 'fr', 'es'] as const)
      for (let index = 0; index < seeds; index++) {
        const seed = firstSeed[set] + index
        const { pdf, fileName } = await generatePaper({ seed, kind, language })
        yield { layout: kind, language, seed, pdf, fileName, kind, truth: null, dpi: null }
      }
}
