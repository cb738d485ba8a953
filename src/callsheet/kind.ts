import type { Reading } from './fields/reading.ts'
import { kindWords, type LabelKey } from './lexicon/index.ts'
import { foldedWords } from './normalise/text.ts'
import type { SheetKind, SheetSubkind } from './types.ts'

export interface KindRead {
  kind: SheetKind
  subkind: SheetSubkind | null
}

/** What a call sheet has and a schedule or a list of contacts has not. */
const TELLING: readonly LabelKey[] = [
  'crewCall',
  'wrap',
  'sunrise',
  'sunset',
  'hospital',
  'unitBase',
  'safety',
  'meal',
  'advance',
  'location',
  'parking',
]

/** What kind of document this is, by its heading and by what stands in it. */
export function kindOf(reading: Reading, has: { crewCall: boolean; date: boolean }): KindRead {
  const headings = headingsOf(reading)
  const telling = new Set(
    reading.labels
      .filter((hit) => hit.strength >= 0.7)
      .flatMap((hit) => hit.keys.filter((key) => TELLING.includes(key))),
  ).size
  const score = new Map<SheetSubkind, number>(headings)
  const callSheet =
    (score.get('call-sheet') ?? 0) + telling * 0.25 + (has.crewCall ? 0.8 : 0) + (has.date ? 0.2 : 0)
  score.set('call-sheet', callSheet)
  const [best] = [...score].toSorted((a, b) => b[1] - a[1])
  if (best === undefined || best[1] < 1) return { kind: 'other', subkind: null }
  const [subkind] = best
  if (subkind === 'call-sheet')
    return callSheet >= 1.2 ? { kind: 'call-sheet', subkind } : { kind: 'other', subkind: null }
  const isSchedule =
    subkind === 'one-line-schedule' || subkind === 'shooting-schedule' || subkind === 'day-out-of-days'
  return { kind: isSchedule ? 'schedule' : 'other', subkind }
}

/** Kinds named near the top of the first page, weighed by how large they are printed. */
function headingsOf({ layout }: Reading): Map<SheetSubkind, number> {
  const found = new Map<SheetSubkind, number>()
  const [page] = layout.pages
  for (const row of page?.rows ?? []) {
    if (page === undefined || row.top > page.raw.height * 0.3) break
    for (const phrase of row.phrases) {
      const words = foldedWords(phrase.text)
      words.forEach((_, index) => {
        const match = kindWords.match(words, index)
        // A heading stands nearly alone; `please bring the call sheet` is none.
        if (match === undefined || words.length - match.length > 8) return
        const large = phrase.size > layout.bodySize * 1.2 || phrase.bold ? 1.9 : 1.2
        const weight = index === 0 ? large : large * 0.7
        for (const kind of match.keys) found.set(kind, Math.max(found.get(kind) ?? 0, weight))
      })
    }
  }
  return found
}
