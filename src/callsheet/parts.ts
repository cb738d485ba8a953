import { advancePhrases } from './fields/advance.ts'
import { readDates } from './fields/dates.ts'
import { readingOf } from './fields/reading.ts'
import { languagesOf } from './language.ts'
import { sublayout } from './layout/layout.ts'
import type { Layout, Page, Phrase } from './layout/model.ts'
import { alternatives, kindWords, labels, ofWords } from './lexicon/index.ts'
import { foldedWords } from './normalise/text.ts'
import { type IsoDate, type ReadOptions, type SheetRange, UNSURE } from './types.ts'

/** The part of a page where a document says what it is. */
const HEAD = 0.35
/** Figures of a page's number stand in these margins. */
const MARGIN = 0.1
/** A page in front of the sheet that announces fewer things than this is a letter. */
const FEW_LABELS = 3
/** A mail that announces as many things as this is the sheet. */
const MANY_LABELS = 8

/** `Page 1 of 2`, `1/2`, `Strona 2 z 3`: alone in the margin. */
const PAGE_OF = new RegExp(
  String.raw`^(?:\p{L}{1,7}\.?\s*)?(?<page>\d{1,2})\s*(?:\/|${ofWords})\s*(?<pages>\d{1,2})(?:\s*(?:pages?|stron))?$`,
  'iu',
)

const MAIL_LINE = new RegExp(String.raw`^(?:${alternatives('mail')})\s*:`, 'iu')
const MAIL_LINES = 3
/** A unit is named this near to the title, in rows. */
const UNIT_ROWS = 1
/** A title is no smaller than this part of the largest letters of its page. */
const TITLE_SIZE = 0.7

/** The same, of pages and nothing else: `Day 1/1` stands in the margin too. */
const PAGE_WORD = new RegExp(String.raw`^(?:${alternatives('page')})(?!\p{L})`, 'iu')

const SECOND_UNIT = new RegExp(String.raw`(?<!\p{L})(?:${alternatives('secondUnit')})(?!\p{L})`, 'u')

interface Start {
  index: number
  date: IsoDate | null
  isSecondUnit: boolean
}

/**
 * The sheets that one file holds, in order: a page begins a sheet when it is numbered 1 again, or when it is headed as
 * a call sheet for another day or unit than the sheet before it. Pages in front of the first (a printed mail) are no sheet's.
 */
export function sheetsIn(layout: Layout, options: ReadOptions): SheetRange[] {
  const starts: Start[] = []
  const first = coverLength(layout)
  layout.pages.forEach((page, index) => {
    if (index < first) return
    const last = starts.at(-1)
    if (last === undefined) {
      // Only where a second sheet may follow does the day of the first matter here.
      const date = layout.pages.slice(index + 1).some(isHeaded) ? dateOf(layout, index, options) : null
      starts.push({ index, date, isSecondUnit: isSecondUnit(page) })
      return
    }
    const date = isHeaded(page) ? dateOf(layout, index, options) : null
    const another = date !== null && last.date !== null && date !== last.date
    const number = pageNumber(page)?.number ?? null
    const again =
      number === 1 &&
      isHeaded(page) &&
      (date === null || date !== last.date || isWhole(layout.pages[index - 1]))
    const isAnotherUnit = isSecondUnit(page) && !last.isSecondUnit
    if (((another || isAnotherUnit) && (number === null || number === 1)) || again)
      starts.push({ index, date, isSecondUnit: isSecondUnit(page) })
  })
  const number = (index: number): number => layout.pages[index]?.number ?? 1
  return starts.map(({ index, date }, at) => ({
    from: number(index),
    to: number((starts[at + 1]?.index ?? layout.pages.length) - 1),
    shootingDate: date,
  }))
}

/** How many pages in front belong to a letter. */
function coverLength({ pages }: Layout): number {
  const at = pages.findIndex((page) => isHeaded(page) && !isMail(page))
  const before = pages.slice(0, Math.max(0, at))
  const isCover = (page: Page): boolean => isMail(page) || labelsOn(page) < FEW_LABELS
  return before.length > 0 && before.every(isCover) ? at : 0
}

/** A printed mail that does not hold the sheet itself. */
export function isMail(page: Page): boolean {
  const lines = page.rows.slice(0, 12).filter((row) => MAIL_LINE.test(row.phrases[0]?.text ?? ''))
  return lines.length >= MAIL_LINES && labelsOn(page) < MANY_LABELS
}

function labelsOn(page: Page): number {
  const keys = page.rows
    .flatMap((row) => row.phrases)
    .flatMap((phrase) => {
      const match = labels.match(foldedWords(phrase.text))
      return match !== undefined && phrase.words.length < 12 ? [...match.keys] : []
    })
  return new Set(keys).size
}

function headOf(page: Page): Phrase[] {
  return page.rows.filter((row) => row.top < page.raw.height * HEAD).flatMap((row) => row.phrases)
}

/** The page calls itself a call sheet in its upper part, in few words. */
function isHeaded(page: Page): boolean {
  return headOf(page).some(isTitle)
}

function isTitle(phrase: Phrase): boolean {
  const words = foldedWords(phrase.text)
  if (words.length > 12) return false
  return words.some((_, index) => kindWords.match(words, index)?.keys.includes('call-sheet') ?? false)
}

function dateOf(layout: Layout, index: number, options: ReadOptions): IsoDate | null {
  const page = sublayout(layout, index, index + 1)
  const reading = readingOf(page, languagesOf(page), options)
  const { shootingDate } = readDates(reading, advancePhrases(reading.allLabels))
  return shootingDate !== null && shootingDate.confidence >= UNSURE ? shootingDate.value : null
}

/** The last page of so many: a first one after it begins something new. */
function isWhole(page: Page | undefined): boolean {
  const found = page && pageNumber(page)
  return found !== undefined && found !== null && found.isOfPages && found.number === found.of
}

/** It says of which unit it is: in what it calls itself, or beside that where it is a title and no running head. */
function isSecondUnit(page: Page): boolean {
  const title = headOf(page).find(isTitle)
  if (title === undefined) return false
  const largest = Math.max(...page.rows.flatMap((row) => row.phrases).map(({ size }) => size))
  const reach = title.size > largest * TITLE_SIZE ? UNIT_ROWS : 0
  return page.rows
    .slice(Math.max(0, title.row.index - reach), title.row.index + reach + 1)
    .some((row) => row.phrases.some(({ text }) => SECOND_UNIT.test(foldedWords(text).join(' '))))
}

function pageNumber(page: Page): { number: number; of: number; isOfPages: boolean } | null {
  const { height } = page.raw
  for (const row of page.rows) {
    if (row.bottom > height * MARGIN && row.top < height * (1 - MARGIN)) continue
    for (const { text } of row.phrases) {
      const { page: number, pages } = PAGE_OF.exec(text)?.groups ?? {}
      if (number !== undefined && Number(number) <= Number(pages))
        return { number: Number(number), of: Number(pages), isOfPages: PAGE_WORD.test(text) }
    }
  }
  return null
}
