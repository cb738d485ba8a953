import type { Canvas } from './canvas.ts'
import { formatDate, formatTime, formatWeekday } from './formats.ts'
import type {
  CallTime,
  SettingName,
  SheetContent,
  SheetLanguage,
  SheetScene,
  SheetStyle,
  SheetTruth,
} from './model.ts'
import { settings } from './settings/index.ts'

/** One way to lay out a call sheet. Each prints its own choice of the content, in its own words. */
export interface SheetLayout {
  /** Where such sheets are written. */
  settings: readonly SettingName[]
  paper: 'A4' | 'LETTER'
  landscape?: boolean
  /** Points; 30 when absent. */
  margin?: number
  /** The name of the attachment; often carries the date of issue, not of the shoot. */
  fileName(content: SheetContent): string
  /** What of the full truth of `content` this layout prints. */
  printed(truth: SheetTruth, content: SheetContent): SheetTruth
  draw(canvas: Canvas, sheet: Sheet): void
}

/** The content with the formats of this sheet applied. */
export interface Sheet {
  content: SheetContent
  /** A time for a table cell. */
  time(value: CallTime): string
  /** A time in running text or a headline. */
  timeText(value: CallTime): string
  date(iso: string): string
  /** When the sheet was issued, with the year in full. */
  issued(): string
}

export function sheetOf(content: SheetContent): Sheet {
  const { style, language, revision } = content
  return {
    content,
    time: (value) => formatTime(value, style.time),
    timeText: (value) => formatTime(value, style.time, 'prose'),
    date: (iso) => dateOf(iso, style, language),
    issued: () => {
      const [date = '', time = ''] = revision.issuedAt.split('T')
      return `${formatDate(date, settings[content.setting].issuedStyle, language)} ${formatTime(time, style.time)}`
    },
  }
}

function dateOf(iso: string, { date, wrongWeekday }: SheetStyle, language: SheetLanguage): string {
  const printed = formatDate(iso, date, language)
  if (!wrongWeekday) return printed
  const day = Temporal.PlainDate.from(iso)
  const weekday = (of: Temporal.PlainDate) => formatWeekday(of.toString(), language)
  return printed.replace(weekday(day), weekday(day.subtract({ days: 1 })))
}

const polishDayNight: Record<SheetScene['dayNight'], string> = {
  DAY: 'DZIEŃ',
  NIGHT: 'NOC',
  DAWN: 'ŚWIT',
  DUSK: 'ZMIERZCH',
}
const polishIntExt: Record<SheetScene['intExt'], string> = { INT: 'WN', EXT: 'PL', 'INT/EXT': 'WN/PL' }

/** `WN` / `PL` in Polish, `INT` / `EXT` in English. */
export function intExtWord(scene: SheetScene, content: SheetContent): string {
  return content.language === 'pl' ? polishIntExt[scene.intExt] : scene.intExt
}

export function dayNightWord(scene: SheetScene, content: SheetContent): string {
  return content.language === 'pl' ? polishDayNight[scene.dayNight] : scene.dayNight
}

/** Fills for the banner of a revision, by the colour that names it. */
export const revisionFills: Record<string, string> = {
  biała: '#ffffff',
  white: '#ffffff',
  niebieska: '#b9d9f5',
  blue: '#b9d9f5',
  różowa: '#f8c8d8',
  pink: '#f8c8d8',
  żółta: '#fbf3a0',
  yellow: '#fbf3a0',
  zielona: '#c8ecc0',
  green: '#c8ecc0',
  goldenrod: '#eec75a',
}

/** Letters, digits and dashes only, Polish letters kept. */
export function fileStem(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '_')
}

/** The layouts of the sandbox's own city have their words in two languages. */
export const bilingual: readonly SettingName[] = ['warsaw-pl', 'warsaw-en']

/** @throws RangeError when the layout has no words in the sheet's language. */
export function labelsFor<T>(labels: Record<'pl' | 'en', T>, { language }: SheetContent): T {
  if (language === 'pl' || language === 'en') return labels[language]
  throw new RangeError(`This layout is not printed in ${language}`)
}

/** The mark that an office sets above a sheet which no longer holds. */
export function drawCancelled(canvas: Canvas, content: SheetContent): void {
  const [word, sentence] = settings[content.setting].cancelled
  canvas.line(word, { font: 'bold', size: 22, align: 'center', colour: '#b00000' })
  canvas.line(sentence, { size: 9, align: 'center', colour: '#b00000' })
  canvas.y += 6
}
