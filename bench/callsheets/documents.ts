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
const lowerDpi = [200, 150] as const

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

/** Which scan: drawing one takes seconds, so it is done where it is read. */
export interface ScanOrder {
  readonly layout: Layout
  readonly language: SheetLanguage
  readonly seed: number
  readonly dpi: number
}

/**
 * Every layout at 300 dpi `rounds` times, each time with another seed and in another of its languages, and at less
 * every third. Those of a round come before those of the next, the resolutions mixed: a reading that is cut short has
 * seen something of each.
 */
export function scansOf(set: DocumentSet, rounds: number): ScanOrder[] {
  const layouts = layoutsOf(set)
  return Array.from({ length: rounds * layouts.length }, (_, index) => {
    const layout = layouts[index % layouts.length]!
    const languages = languagesOf(layout)
    const order = {
      layout,
      language: languages[(index + Math.floor(index / layouts.length)) % languages.length]!,
      seed: firstSeed[set] + 1_000 + index,
    }
    const lower = index % 3 === 2 ? [] : [lowerDpi[index % 3]!]
    return [300, ...lower].map((dpi) => ({ ...order, dpi }))
  }).flat()
}

/** The scan, drawn as its seed says. */
export async function scanOf({ layout, language, seed, dpi }: ScanOrder): Promise<BenchDocument> {
  const sheet = await sheetOf(layout, language, seed)
  return { ...sheet, pdf: await scanned(sheet.pdf, { seed, dpi }), dpi }
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
