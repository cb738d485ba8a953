import {
  developmentLayouts,
  generateCallSheet,
  generatePaper,
  heldOutLayouts,
  type Layout,
  languagesOf,
  type PaperKind,
  paperKinds,
  type SheetLanguage,
  type SheetTruth,
  scanned,
  type Trap,
  traps,
} from '../../sandbox/callsheets/index.ts'

/** The reader is developed on one set and judged by the other: other seeds, other layouts. */
export type DocumentSet = 'development' | 'held-out'

/**
 * What a document tells of: what the reader was made with, the same layouts with days that nobody looked at, layouts
 * that nobody looked at, sheets that are made hard to read, or papers that are no call sheets.
 */
export type Group = 'development' | 'unseen-seeds' | 'held-out' | 'traps' | 'papers'

interface Drawn {
  readonly group: Group
  readonly language: SheetLanguage
  readonly seed: number
  /** Of a scan; null for a PDF as it was drawn. */
  readonly dpi: number | null
  readonly trap: Trap | null
}

export interface SheetOrder extends Drawn {
  readonly layout: Layout
}

export interface PaperOrder extends Drawn {
  readonly paper: PaperKind
}

/** Which document: it is drawn where it is read, since drawing a scan takes seconds. */
export type Order = SheetOrder | PaperOrder

export interface BenchDocument extends Drawn {
  /** Of a paper, its kind. */
  readonly layout: string
  readonly pdf: Uint8Array
  readonly fileName: string
  readonly kind: string
  /** What is printed; null for what is no call sheet. */
  readonly truth: SheetTruth | null
}

const firstSeed: Record<DocumentSet, number> = { development: 1, 'held-out': 90_001 }
const languages: readonly SheetLanguage[] = ['pl', 'en', 'de', 'fr', 'es']
const plain = { dpi: null, trap: null } as const

/** How often each layout is drawn in each language: about as many documents of unseen layouts as of known ones. */
const seedsOf = { development: 8, 'unseen-seeds': 4, 'held-out': 32 } as const
const papersPerKind = 2
/** Everything else that a trap does is done to the text. */
const scanTraps: readonly Trap[] = ['clipped-digits', 'stamp', 'handwriting', 'rotated-pages']
/** Of a clipped figure the text is whole, and what has no map of its letters is recognised: neither is a text. */
const textTraps = traps.filter((trap) => trap !== 'clipped-digits' && trap !== 'no-unicode-map')

/** The groups of call sheets that a set consists of, with the layouts of each. */
const groupsOf = (set: DocumentSet): readonly (readonly [keyof typeof seedsOf, readonly Layout[]])[] =>
  set === 'development'
    ? [['development', developmentLayouts]]
    : [
        ['unseen-seeds', developmentLayouts],
        ['held-out', heldOutLayouts],
      ]

/** Every layout in every language that it is printed in, then papers of every kind, then every trap. */
export function textsOf(set: DocumentSet): Order[] {
  const sheets = groupsOf(set).flatMap(([group, layouts]) =>
    layouts.flatMap((layout) =>
      languagesOf(layout).flatMap((language) =>
        seeds(firstSeed[set], seedsOf[group]).map((seed) => ({ group, layout, language, seed, ...plain })),
      ),
    ),
  )
  const papers = paperKinds.flatMap((paper) =>
    languages.flatMap((language) =>
      seeds(firstSeed[set], papersPerKind).map(
        (seed): PaperOrder => ({ group: 'papers', paper, language, seed, ...plain }),
      ),
    ),
  )
  return [...sheets, ...papers, ...textTraps.flatMap((trap, index) => trapped(set, trap, index))]
}

const seeds = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)

/** A trap in every language, each time in another layout. */
function trapped(set: DocumentSet, trap: Trap, turn: number): SheetOrder[] {
  return languages.map((language, index) => {
    const layouts = developmentLayouts.filter((layout) => languagesOf(layout).includes(language))
    const layout = layouts[(turn * 3 + index) % layouts.length]!
    return { group: 'traps', layout, language, seed: firstSeed[set] + 500 + turn, dpi: null, trap }
  })
}

/**
 * Pictures of text: every layout and every trap that a copier knows at 300 dpi, and the layouts once more at less. They
 * come by turns, so that a reading that is cut short has seen something of each.
 */
export function scansOf(set: DocumentSet): Order[] {
  const layouts = groupsOf(set).map(([group, own]) =>
    own.map((layout, index): SheetOrder => {
      const spoken = languagesOf(layout)
      const language = spoken[index % spoken.length]!
      return { group, layout, language, seed: firstSeed[set] + 1_000 + index, dpi: 300, trap: null }
    }),
  )
  const lower = byTurns(layouts).map((order, index) => ({ ...order, dpi: index % 2 === 0 ? 200 : 150 }))
  const laid = scanTraps.map((trap, index) =>
    trapped(set, trap, index + 40).map((order) => ({ ...order, dpi: 300 })),
  )
  return byTurns([...layouts, byTurns(laid), byTurns([lower, trapped(set, 'no-unicode-map', 50)])])
}

/** The first of each list, the second of each, and so on. */
function byTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map((list) => list.length))
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat()
}

/** The document, drawn as its order says. */
export async function documentOf(order: Order): Promise<BenchDocument> {
  if ('paper' in order) return await paperOf(order)
  const { layout, language, seed, dpi, trap } = order
  const drawn = await generateCallSheet({ seed, language, layout, traps: trap === null ? [] : [trap] })
  const pdf = dpi === null ? drawn.pdf : await scanned(drawn.pdf, { seed, dpi })
  const { truth, fileName } = drawn
  return { ...order, pdf, fileName, kind: truth.kind, truth }
}

/** What productions and their partners also mail as PDF: full of dates, times and places, and no call sheets. */
async function paperOf({ paper, ...order }: PaperOrder): Promise<BenchDocument> {
  const { pdf, fileName } = await generatePaper({ seed: order.seed, kind: paper, language: order.language })
  return { ...order, layout: paper, pdf, fileName, kind: paper, truth: null }
}
