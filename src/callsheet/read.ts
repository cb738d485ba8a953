import { advancePhrases } from './fields/advance.ts'
import { readCalls } from './fields/calls.ts'
import { readCast } from './fields/cast.ts'
import { readCrew } from './fields/crew.ts'
import { readDates } from './fields/dates.ts'
import { readDay, readRevision } from './fields/day.ts'
import { readAdvance, readItems, readWeather } from './fields/notes.ts'
import { pairTimes } from './fields/pairs.ts'
import { readPlaces } from './fields/places.ts'
import { readingOf } from './fields/reading.ts'
import { readCallRows } from './fields/rows.ts'
import { readScenes } from './fields/scenes.ts'
import { readScheduleDays } from './fields/schedule-days.ts'
import { readCancelled, readTitle } from './fields/title.ts'
import { kindOf } from './kind.ts'
import { languageOf } from './language.ts'
import { layOut } from './layout/layout.ts'
import { engines } from './ocr/engines.ts'
import { isPictureOfText, recognisePages } from './ocr/recognise.ts'
import { readPages } from './pdf/document.ts'
import type { RawPage } from './pdf/page.ts'
import { personalCall } from './personal.ts'
import { placeProblems, resolveTimes } from './resolve.ts'
import {
  type Call,
  type CallSheet,
  CallSheetError,
  type Field,
  type Problem,
  type ReadOptions,
} from './types.ts'

const DEFAULT_MAX_PAGES = 50

/** A call sheet and its annexes; a longer scan is a script or a contract. */
const DEFAULT_MAX_SCAN_PAGES = 20

/**
 * Reads a call sheet from the bytes of a PDF.
 *
 * Works synchronously inside PDFium, some ten milliseconds a page, and recognises pages that are pictures of text, some
 * seconds a page; a server calls `readCallSheetInWorker` instead.
 *
 * @throws CallSheetError `encrypted`, `damaged`, `too-many-pages`, `too-large`, `no-text` or `aborted`
 * @example const sheet = await readCallSheet(bytes, { me: { role: 'focus puller' } })
 */
export async function readCallSheet(bytes: Uint8Array, options: ReadOptions = {}): Promise<CallSheet> {
  const { signal, maxPages = DEFAULT_MAX_PAGES } = options
  const throwIfAborted = (): void => {
    if (signal?.aborted) throw new CallSheetError('aborted', 'Reading was stopped.')
  }
  throwIfAborted()
  const pages = await readPages(bytes, { maxPages, signal })
  throwIfAborted()
  const readable = await withPicturesRead(bytes, pages, options)
  throwIfAborted()
  if (readable.every((page) => page.glyphs.length === 0)) {
    throw new CallSheetError('no-text', 'The PDF holds no text that can be read.')
  }
  return understand(readable, options)
}

async function withPicturesRead(
  bytes: Uint8Array,
  pages: RawPage[],
  options: ReadOptions,
): Promise<RawPage[]> {
  const { scans = 'recognise', maxScanPages = DEFAULT_MAX_SCAN_PAGES, signal, onProgress } = options
  const pictures = pages.filter(isPictureOfText).length
  if (pictures === 0) return pages
  const nothingElse = pictures === pages.length
  if (nothingElse && scans === 'leave') throw new CallSheetError('no-text', 'The PDF is a scan or a picture.')
  if (scans === 'leave' || !(nothingElse || needsPictures(understand(pages, options)))) return pages
  if (pictures > maxScanPages) {
    if (!nothingElse) return pages
    throw new CallSheetError(
      'too-many-pages',
      `${pictures} pages are scanned; at most ${maxScanPages} are recognised.`,
    )
  }
  return recognisePages(bytes, pages, {
    engines: await engines(),
    signal: signal ?? new AbortController().signal,
    onProgress,
  })
}

/**
 * Whether what stands on the pages that are pictures is needed: not when a call sheet begins on the first page and has
 * all that a plan needs. What is left then are maps, photographs of the set, and advertisements.
 */
export function needsPictures({ kind, shootingDate, crewCall, locations, problems }: CallSheet): boolean {
  if (!problems.some(({ code }) => code === 'unreadable-pages')) return false
  const required = [shootingDate, crewCall, locations[0]]
  return (
    kind !== 'call-sheet' ||
    required.some((field) => field === null || field === undefined) ||
    !required.some((field) => field?.evidence.some(({ page }) => page === 1))
  )
}

/** From characters with their boxes to fields; where the characters come from does not matter. */
export function understand(pages: readonly RawPage[], options: ReadOptions): CallSheet {
  const layout = layOut(pages)
  const language = languageOf(layout)
  const reading = readingOf(layout, language, options)
  const advance = advancePhrases(reading.allLabels)
  const dates = readDates(reading, advance)
  const timed = readCalls(pairTimes(reading, advance))
  const crew = readCrew(reading, advance)
  const places = readPlaces(reading, advance)
  const times = resolveTimes(timed)
  const calls = callsOnce([...readCallRows(reading, advance), ...crew.calls], timed.calls)
  const problems = [
    ...dates.problems,
    ...times.problems,
    ...placeProblems(places.locations),
    ...pageProblems(pages),
  ]
  const { kind, subkind } = kindOf(reading, {
    crewCall: times.crewCall !== null,
    date: dates.shootingDate !== null,
  })
  return {
    kind,
    subkind,
    language,
    productionTitle: readTitle(reading),
    shootingDate: dates.shootingDate,
    day: readDay(reading, advance),
    revision: readRevision(reading, dates.issuedAt),
    crewCall: times.crewCall,
    productionCall: timed.productionCall,
    personalCall: personalCall(calls, options.me),
    estimatedWrap: times.estimatedWrap,
    sunrise: times.sunrise,
    sunset: times.sunset,
    calls,
    ...places,
    meals: timed.meals,
    scenes: readScenes(reading, advance),
    cast: readCast(reading, advance),
    background: readItems(reading, 'background', advance),
    contacts: crew.contacts,
    equipment: readItems(reading, 'equipment', advance),
    safetyNotes: readItems(reading, 'safety', advance),
    notes: readItems(reading, 'notes', advance),
    weather: readWeather(reading, advance),
    advanceSchedule: readAdvance(reading, advance),
    scheduleDays: readScheduleDays(reading, subkind),
    cancelled: readCancelled(reading, layout),
    problems,
    pages: pages.map(({ shown }) => shown),
  }
}

/** A call found by its row and by its label is one call, and a department has one: its row's. */
function callsOnce(rows: readonly Field<Call>[], labelled: readonly Field<Call>[]): Field<Call>[] {
  const name = ({ value }: Field<Call>): string => (value.role ?? value.department ?? '').toLowerCase()
  const known = new Set(rows.filter(({ value }) => value.name === null).map(name))
  const seen = new Set<string>()
  return [...rows, ...labelled.filter((call) => !known.has(name(call)))].filter(({ value }) => {
    const key = JSON.stringify(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function pageProblems(pages: readonly RawPage[]): Problem[] {
  const numbers = (of: (page: RawPage) => boolean): string =>
    pages
      .filter(of)
      .map((page) => page.number)
      .join(', ')
  const isRecognised = (page: RawPage): boolean => page.lean !== undefined
  const unread = numbers((page) => page.images > 0 && isPictureOfText(page) && !isRecognised(page))
  const recognised = numbers(isRecognised)
  const problems: Problem[] = []
  if (unread !== '')
    problems.push({
      code: 'unreadable-pages',
      message: `Pages without text were not read: ${unread}.`,
      field: null,
    })
  if (recognised !== '')
    problems.push({
      code: 'recognised-pages',
      message: `Pages that are pictures were recognised, so compare the figures: ${recognised}.`,
      field: null,
    })
  return problems
}
