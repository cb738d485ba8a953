import { type Random, randomFrom } from '../../random.ts'
import { Canvas, type FontName } from '../canvas.ts'
import { makeContent } from '../content.ts'
import { type FormSheet, formSheetOf } from '../form/sheet.ts'
import type { SettingName, SheetContent, SheetLanguage } from '../model.ts'
import { nextDay } from '../revise.ts'
import { fileStem } from '../sheet.ts'
import { drawings } from './drawings.ts'
import { type PaperKind, type PaperWords, paperTitles, paperWords } from './words.ts'

export { type PaperKind, paperKinds } from './words.ts'

/** What a paper is drawn from. */
export interface Paper {
  canvas: Canvas
  random: Random
  /** The day it was written on; its formats and words hold for all of it. */
  sheet: FormSheet
  words: PaperWords
  /** Consecutive shooting days, the sheet's own first. */
  days: readonly SheetContent[]
  font: FontName
  bold: FontName
}

export interface GeneratedPaper {
  pdf: Uint8Array
  kind: PaperKind
  language: SheetLanguage
  fileName: string
  /** The shooting days that a schedule announces; empty for every other kind. */
  days: { date: string; day: { number: number } }[]
}

const homes: Record<SheetLanguage, readonly SettingName[]> = {
  pl: ['poland', 'warsaw-pl'],
  en: ['britain', 'america'],
  de: ['germany'],
  fr: ['france'],
  es: ['spain', 'mexico', 'argentina'],
}

/**
 * A paper that is no call sheet, with the dates, times, places and people that make it look like one. The same options
 * give the same bytes.
 */
export async function generatePaper(options: {
  seed: number
  kind: PaperKind
  language: SheetLanguage
}): Promise<GeneratedPaper> {
  const { seed, kind, language } = options
  const random = randomFrom(Math.imul(seed + 11, 0xc2b2ae35))
  const content = makeContent(seed, random.pick(homes[language]))
  const sheet = formSheetOf(content)
  const title = random.pick(paperTitles[kind][language])
  const [font, bold] =
    language === 'pl' ? (['condensed', 'condensed-bold'] as const) : (['sans', 'sans-bold'] as const)
  const canvas = await Canvas.open({
    paper: content.setting === 'america' ? 'LETTER' : 'A4',
    landscape: kind === 'day-out-of-days',
    margin: 36,
    title,
    author: content.company,
    createdAt: content.revision.issuedAt,
    runningHead: content.production,
  })
  const days = consecutive(content, random.between(5, 12))
  canvas.line(content.company, { font, size: 9 })
  canvas.line(`${content.production} - ${title}`, { font: bold, size: 15 })
  canvas.line(
    `${sheet.words.version} ${content.revision.number + 1}, ${sheet.words.issued} ${sheet.issued()}`,
    {
      font,
      size: 8,
    },
  )
  canvas.y += 8
  drawings[kind]({ canvas, random, sheet, words: paperWords[language], days, font, bold })
  const announces = kind === 'one-line-schedule' || kind === 'shooting-schedule'
  return {
    pdf: await canvas.finish(),
    kind,
    language,
    fileName: `${fileStem(title)}_${fileStem(content.production)}.pdf`,
    days: announces ? days.map(({ date, day }) => ({ date, day: { number: day.number } })) : [],
  }
}

/** Days in a row, with work of their own. */
function consecutive(first: SheetContent, count: number): SheetContent[] {
  const days = [first]
  for (let day = first; days.length < count; ) {
    day = nextDay(day)
    const scenes = day.scenes.map((scene, index) => ({
      ...scene,
      number: String(20 * days.length + index * 3 + 2),
    }))
    days.push({ ...day, scenes })
  }
  return days
}
