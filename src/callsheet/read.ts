import { doubtOwnCall } from './doubts/own-call.ts'
import { doubtPlaces } from './doubts/places.ts'
import { advancePhrases } from './fields/advance.ts'
import { readCalls } from './fields/calls.ts'
import { readCast } from './fields/cast.ts'
import { readCrew } from './fields/crew.ts'
import { readDates } from './fields/dates.ts'
import { readDay, readRevision } from './fields/day.ts'
import { readDepartmentLists } from './fields/department-lists.ts'
import { readAdvance, readItems, readWeather } from './fields/notes.ts'
import { pairTimes } from './fields/pairs.ts'
import { readPlaces } from './fields/places.ts'
import { type Reading, readingOf } from './fields/reading.ts'
import { readCallRows } from './fields/rows.ts'
import { sceneTimes } from './fields/scene-times.ts'
import { readScenes } from './fields/scenes.ts'
import { readScheduleDays } from './fields/schedule-days.ts'
import { readCancelled, readTitle } from './fields/title.ts'
import { readToldCalls } from './fields/told-calls.ts'
import { vendorRows } from './fields/vendors.ts'
import { kindOf } from './kind.ts'
import { languagesOf } from './language.ts'
import { layOut, sublayout } from './layout/layout.ts'
import type { Layout, Phrase } from './layout/model.ts'
import { dropRunning } from './layout/running.ts'
import { withLearned } from './learned/apply.ts'
import { columns } from './lexicon/index.ts'
import { needsPictures } from './needs-pictures.ts'
import { forgetTexts } from './normalise/once.ts'
import { engines } from './ocr/engines.ts'
import { kept, withKept } from './ocr/keep.ts'
import { isPictureOfText, recognisePages } from './ocr/recognise.ts'
import { sheetsIn } from './parts.ts'
import { readPages } from './pdf/document.ts'
import { illegible } from './pdf/legible.ts'
import type { RawPage } from './pdf/page.ts'
import { personalCall } from './personal.ts'
import { placeProblems, resolveTimes } from './resolve.ts'
import { sunPlace } from './sun.ts'
import {
  type Call,
  type CallSheet,
  CallSheetError,
  type Field,
  type Problem,
  type ReadOptions,
  type SheetRange,
} from './types.ts'

export const DEFAULT_MAX_PAGES = 50

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
  return understand(await readablePages(bytes, options), options)
}

/** The pages with all their characters: those of the PDF's text, and those recognised in pictures of text. */
export async function readablePages(bytes: Uint8Array, options: ReadOptions = {}): Promise<RawPage[]> {
  const pages = await printedPages(bytes, options)
  const readable = options.recognised
    ? withKept(pages, options.recognised)
    : await withPicturesRead(bytes, pages, options)
  throwIfAborted(options)
  if (readable.every((page) => page.glyphs.length === 0)) {
    throw new CallSheetError('no-text', 'The PDF holds no text that can be read.')
  }
  return readable
}

/**
 * What can be recognised on the pages that are pictures of text, to be given to {@link readCallSheet} as `recognised`.
 *
 * @throws CallSheetError as `readCallSheet` does
 */
export async function recognisedPages(bytes: Uint8Array, options: ReadOptions = {}): Promise<Uint8Array> {
  const pages = await printedPages(bytes, options)
  return kept(await recognise(bytes, pages, options))
}

/** The pages with the characters that the PDF itself says, where they can be taken for the text of the page. */
async function printedPages(bytes: Uint8Array, options: ReadOptions): Promise<RawPage[]> {
  throwIfAborted(options)
  const pages = await readPages(bytes, {
    maxPages: options.maxPages ?? DEFAULT_MAX_PAGES,
    signal: options.signal,
  })
  throwIfAborted(options)
  return pages.map((page) =>
    illegible(page) === null ? page : { ...page, glyphs: [], unmapped: page.unmapped + page.glyphs.length },
  )
}

function throwIfAborted({ signal }: ReadOptions): void {
  if (signal?.aborted) throw new CallSheetError('aborted', 'Reading was stopped.')
}

async function withPicturesRead(
  bytes: Uint8Array,
  pages: RawPage[],
  options: ReadOptions,
): Promise<RawPage[]> {
  const { scans = 'recognise' } = options
  if (!pages.some(isPictureOfText)) return pages
  const nothingElse = pages.every(isPictureOfText)
  if (nothingElse && scans === 'leave') throw new CallSheetError('no-text', 'The PDF is a scan or a picture.')
  if (scans === 'leave' || !(nothingElse || needsPictures(understand(pages, options)))) return pages
  return await recognise(bytes, pages, options)
}

async function recognise(bytes: Uint8Array, pages: RawPage[], options: ReadOptions): Promise<RawPage[]> {
  const { maxScanPages = DEFAULT_MAX_SCAN_PAGES, signal, onProgress } = options
  const pictures = pages.filter(isPictureOfText).length
  if (pictures > maxScanPages) {
    if (pictures < pages.length) return pages
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

/** From characters with their boxes to fields; where the characters come from does not matter. */
export function understand(pages: readonly RawPage[], options: ReadOptions): CallSheet {
  forgetTexts()
  const file = layOut(pages)
  const sheets = sheetsIn(file, options)
  const layout = chosenSheet(file, sheets, options.sheet ?? 1)
  const languages = languagesOf(layout)
  const reading = readingOf(layout, languages, options)
  const advance = advancePhrases(reading.allLabels)
  const dates = readDates(reading, advance)
  const rows = readCallRows(reading, advance)
  const lists = readDepartmentLists(reading, advance)
  const { members: cast, claimed: inCast } = readCast(reading, advance)
  const claimed = rows.claimed.union(lists.claimed).union(inCast)
  const timed = readCalls(pairTimes(reading, advance, claimed))
  const crew = readCrew(reading, advance)
  const places = readPlaces(reading, advance, claimed)
  const doubted = doubtPlaces({
    places,
    numberedTo: highestLocation(reading, advance),
    country: reading.country,
  })
  const told = readToldCalls(reading, advance)
  const calls = callsOnce([...rows.calls, ...crew.calls], [...told, ...lists.calls, ...timed.calls])
  const uncalled = [...rows.uncalled, ...crew.uncalled]
  const stops = vendorRows(reading, advance)
  const scenes = readScenes(reading, advance)
  const times = resolveTimes(timed, {
    date: dates.shootingDate?.value ?? null,
    place: sunPlace({ ...options, country: countryOf(reading) }),
    calls,
    scenes: sceneTimes(reading, advance),
  })
  const personal = personalCall({ calls, cast, uncalled, known: languages.known }, options.me)
  const ownCall = doubtOwnCall(layout, options.me, {
    personal,
    crew: times.crewCall,
    wrap: times.estimatedWrap,
    listed: calls.length,
    advance,
    languages: languages.known,
  })
  const problems = [
    ...dates.problems,
    ...times.problems,
    ...(ownCall === null ? [] : [ownCall]),
    ...placeProblems(places.locations),
    ...doubted.problems,
    ...pageProblems(pages),
    ...sheetProblems(sheets, layout),
  ]
  const { kind, subkind } = kindOf(reading, {
    crewCall: times.crewCall !== null,
    date: dates.shootingDate !== null,
    scenes: scenes.length > 0,
    cast: cast.some(({ value }) => value.onSet !== null || value.makeup !== null || value.wardrobe !== null),
  })
  const sheet: CallSheet = {
    kind,
    subkind,
    language: languages.main,
    productionTitle: readTitle(reading),
    shootingDate: dates.shootingDate,
    day: readDay(reading, advance),
    revision: readRevision(reading, dates.issuedAt),
    crewCall: times.crewCall,
    productionCall: timed.productionCall,
    personalCall: personal,
    estimatedWrap: times.estimatedWrap,
    sunrise: times.sunrise,
    sunset: times.sunset,
    calls,
    ...places,
    locations: doubted.locations,
    vendorStops: stops.length > 0 ? stops : places.vendorStops,
    meals: timed.meals,
    scenes,
    cast,
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
    sheets,
    pages: pages.map(({ shown }) => shown),
  }
  return withLearned(sheet, layout, options.learned ?? [], reading.reference)
}

/** A call found by its row and by its label is one call, and a department has one: its row's. */
function callsOnce(rows: readonly Field<Call>[], labelled: readonly Field<Call>[]): Field<Call>[] {
  const name = ({ value }: Field<Call>): string =>
    (value.name ?? value.role ?? value.department ?? '').toLowerCase()
  const known = new Set(rows.map(name))
  const seen = new Set<string>()
  return [...rows, ...labelled.filter((call) => !known.has(name(call)))].filter(({ value }) => {
    const key = JSON.stringify(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** The pages of one sheet, freed of the lines that repeat on each of them. */
function chosenSheet(file: Layout, sheets: readonly SheetRange[], wanted: number): Layout {
  const range = sheets[Math.min(Math.max(wanted, 1), sheets.length) - 1]
  if (range === undefined) return file
  const at = (number: number): number => file.pages.findIndex((page) => page.number === number)
  const layout = sublayout(file, at(range.from), at(range.to) + 1)
  const dropped = dropRunning(layout.pages, (phrase) => columns.whole(phrase.text) !== undefined)
  return { ...layout, phrases: layout.phrases.filter((phrase) => !dropped.has(phrase)) }
}

/** `LOCATION 3`: the highest number that a label of the day gives a location. */
function highestLocation({ labels }: Reading, advance: ReadonlySet<Phrase>): number {
  const own = labels.filter(({ keys, span }) => keys.includes('location') && !advance.has(span.phrase))
  return Math.max(0, ...own.map(({ ordinal }) => ordinal ?? 0))
}

/**
 * The country that the day is shot in, where the sheet leaves no doubt, for most languages are spoken in several, or where
 * it says nothing and the reader lives there.
 */
function countryOf({ country, countryIsEvident, countryIsHome, language }: Reading): string | null {
  return countryIsEvident || countryIsHome || language === 'pl' ? country : null
}

function sheetProblems(sheets: readonly SheetRange[], { pages }: Layout): Problem[] {
  if (sheets.length < 2) return []
  const numbers = pages.map(({ number }) => number)
  const message = `The file holds ${sheets.length} sheets; pages ${numbers[0]} to ${numbers.at(-1)} were read.`
  return [{ code: 'several-sheets', message, field: null }]
}

function pageProblems(pages: readonly RawPage[]): Problem[] {
  const numbers = (of: (page: RawPage) => boolean): string =>
    pages
      .filter(of)
      .map((page) => page.number)
      .join(', ')
  const isRecognised = (page: RawPage): boolean => page.lean !== undefined
  const isDrawn = (page: RawPage): boolean => page.images > 0 || page.unmapped > 0
  const unread = numbers((page) => isDrawn(page) && isPictureOfText(page) && !isRecognised(page))
  const recognised = numbers(isRecognised)
  const problems: Problem[] = []
  if (unread !== '')
    problems.push({
      code: 'unreadable-pages',
      message: `Pages without legible text were not read: ${unread}.`,
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
