import { type CallSheet, CallSheetError, type Reader, readCallSheet } from '#callsheet'
import type { SheetTruth } from '../../sandbox/callsheets/index.ts'
import type { BenchDocument } from './documents.ts'
import { type Judged, judge, judgePersonal } from './values.ts'
import { isPlanned, isReviewed } from './verdict.ts'

export interface ReadResult {
  readonly document: Omit<BenchDocument, 'pdf' | 'truth'>
  readonly pages: number
  readonly kindRight: boolean
  /** A shooting day would be planned from it. */
  readonly planned: boolean
  /** A person is asked to look at the document before anybody acts on it. */
  readonly reviewed: boolean
  readonly values: readonly Judged[]
  /** Why it was not read at all. */
  readonly refused: string | null
}

/** Reads one document as somebody whom it names, the day before the shoot. */
export async function readAndJudge({ pdf, truth, ...document }: BenchDocument): Promise<ReadResult> {
  const me = truth && readerOf(truth, document.seed)
  try {
    const sheet = await readCallSheet(pdf, {
      fileName: document.fileName,
      ...(me ? { me: me.reader } : {}),
      ...(truth?.shootingDate
        ? { referenceDate: Temporal.PlainDate.from(truth.shootingDate).subtract({ days: 1 }) }
        : {}),
    })
    return {
      document,
      pages: sheet.pages.length,
      kindRight: kindOf(sheet) === document.kind || sheet.kind === document.kind,
      planned: isPlanned(sheet),
      reviewed: isReviewed(sheet),
      values: valuesOf(sheet, truth, me?.time),
      refused: null,
    }
  } catch (error) {
    if (!(error instanceof CallSheetError)) throw error
    const values = valuesOf(nothing, truth, me?.time)
    return {
      document,
      pages: 1,
      kindRight: false,
      planned: false,
      reviewed: true,
      values,
      refused: error.code,
    }
  }
}

/** @param ownTime of whoever reads it, where the sheet prints that */
function valuesOf(sheet: CallSheet, truth: SheetTruth | null, ownTime: string | undefined): Judged[] {
  if (truth === null) return []
  return [...judge(sheet, truth), ...(ownTime === undefined ? [] : [judgePersonal(sheet, ownTime)])]
}

/** What a reader says that could not read: all that is printed counts as missed. */
export const nothing: CallSheet = {
  kind: 'other',
  subkind: null,
  language: null,
  productionTitle: null,
  shootingDate: null,
  day: null,
  revision: null,
  crewCall: null,
  productionCall: null,
  personalCall: null,
  estimatedWrap: null,
  sunrise: null,
  sunset: null,
  calls: [],
  locations: [],
  unitBase: null,
  parking: null,
  vendorStops: [],
  hospital: null,
  meals: [],
  scenes: [],
  cast: [],
  background: [],
  contacts: [],
  equipment: [],
  safetyNotes: [],
  notes: [],
  weather: null,
  advanceSchedule: [],
  scheduleDays: [],
  cancelled: null,
  problems: [],
  sheets: [],
  pages: [],
}

const kindOf = (sheet: CallSheet) => sheet.subkind ?? sheet.kind

/** Somebody whose own time is printed, by a name or a department that stands on the sheet once. */
function readerOf(truth: SheetTruth, seed: number): { reader: Reader; time: string } | undefined {
  const people = truth.calls.filter((call) => (call.name ?? call.department) !== null)
  const times = (name: string | null) => people.filter((call) => (call.name ?? call.department) === name)
  const known = people.filter(
    (call) => call.time !== null && times(call.name ?? call.department).length === 1,
  )
  const chosen = known[seed % Math.max(1, known.length)]
  if (!chosen?.time) return undefined
  const { name, role, department, time } = chosen
  return {
    reader: { ...(name ? { name } : {}), ...(role ? { role } : {}), ...(department ? { department } : {}) },
    time,
  }
}
