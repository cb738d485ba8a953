import { notACallSheet } from '../../sandbox/callsheets/damage.ts'
import { generateCallSheet, layouts, type SheetTruth } from '../../sandbox/callsheets/index.ts'

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
const languages = ['pl', 'en'] as const

/** Every layout of the set in every language, `seeds` times each. */
export async function* callSheets(set: DocumentSet, seeds: number): AsyncGenerator<BenchDocument> {
  for (const layout of layouts)
    for (const language of languages)
      for (let index = 0; index < seeds; index++) {
        const seed = firstSeed[set] + index
        const { pdf, truth, fileName } = await generateCallSheet({ seed, language, layout })
        yield { layout, language, seed, pdf, fileName, kind: truth.kind, truth, dpi: null }
      }
}

/** What productions and their partners also mail as PDF. */
export async function* otherDocuments(): AsyncGenerator<BenchDocument> {
  for (const layout of ['price-list', 'invoice'] as const) {
    const pdf = await notACallSheet(layout)
    yield {
      layout,
      language: 'pl',
      seed: 0,
      pdf,
      fileName: `${layout}.pdf`,
      kind: 'other',
      truth: null,
      dpi: null,
    }
  }
}
