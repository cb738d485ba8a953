import { Canvas } from './canvas.ts'
import { makeContent, sunTimes } from './content.ts'
import { commercialTwoColumn } from './layouts/commercial-two-column.ts'
import { countries } from './layouts/countries/index.ts'
import { americanForm, britishUnit } from './layouts/english.ts'
import { commercialDay, spreadsheet, webBuilder } from './layouts/everywhere.ts'
import { feuilleCourte, feuilleDeService } from './layouts/french.ts'
import { tagesdispoSerie, tagesdispoTabelle } from './layouts/german.ts'
import { heldOut } from './layouts/held-out/index.ts'
import { hojaDeLlamado } from './layouts/latin-american.ts'
import { movieMagic } from './layouts/movie-magic.ts'
import { officeBilingual } from './layouts/offices/bilingual.ts'
import { officeBoxes } from './layouts/offices/boxes.ts'
import { officeMatrix } from './layouts/offices/matrix.ts'
import { officeProse } from './layouts/offices/prose.ts'
import { officeSidebar } from './layouts/offices/sidebar.ts'
import { officeSpreadsheet } from './layouts/offices/spreadsheet.ts'
import { officeTimeline } from './layouts/offices/timeline.ts'
import { officeTyped } from './layouts/offices/typed.ts'
import {
  agenturDispo,
  citacionMecanografiada,
  feuillePaysage,
  polishLandscape,
  webRibbon,
} from './layouts/one-of-each.ts'
import { polishSerial } from './layouts/polish-film.ts'
import { polishMp2 } from './layouts/polish-mp2.ts'
import { polishPlanDnia } from './layouts/polish-plan-dnia.ts'
import { ordenCuadricula, ordenDeRodaje } from './layouts/spanish.ts'
import { studiobinder } from './layouts/studiobinder.ts'
import type { SettingName, SheetContent, SheetLanguage, SheetTruth } from './model.ts'
import { nextDay } from './revise.ts'
import { settings } from './settings/index.ts'
import { drawCancelled, fileStem, type SheetLayout, sheetOf } from './sheet.ts'
import { layTrap } from './traps/content.ts'
import { drawCoverMail } from './traps/cover-mail.ts'
import { alsoPrinted, drawAbove, drawOver } from './traps/drawing.ts'
import { contentTraps, type DrawingTrap, drawingTraps, type Trap } from './traps/traps.ts'
import { withoutUnicodeMaps } from './traps/unicode-maps.ts'
import { truthOf } from './truth.ts'

export { makeContent } from './content.ts'
export type * from './model.ts'
export { type GeneratedPaper, generatePaper, type PaperKind, paperKinds } from './papers/index.ts'
export { cancellation, revision } from './revise.ts'
export { type ScanOptions, scanned } from './scan/scan.ts'
export { instructions, type Trap, traps } from './traps/traps.ts'

const development = {
  'polish-plan-dnia': polishPlanDnia,
  'polish-mp2': polishMp2,
  studiobinder,
  'movie-magic': movieMagic,
  'commercial-two-column': commercialTwoColumn,
  'tagesdispo-tabelle': tagesdispoTabelle,
  'tagesdispo-serie': tagesdispoSerie,
  'feuille-de-service': feuilleDeService,
  'feuille-courte': feuilleCourte,
  'orden-de-rodaje': ordenDeRodaje,
  'orden-cuadricula': ordenCuadricula,
  'british-unit': britishUnit,
  'american-form': americanForm,
  'polish-serial': polishSerial,
  'hoja-de-llamado': hojaDeLlamado,
  'web-builder': webBuilder,
  spreadsheet,
  'commercial-day': commercialDay,
  'polish-landscape': polishLandscape,
  'web-ribbon': webRibbon,
  'agentur-dispo': agenturDispo,
  'feuille-paysage': feuillePaysage,
  'citacion-mecanografiada': citacionMecanografiada,
  'office-boxes': officeBoxes,
  'office-prose': officeProse,
  'office-matrix': officeMatrix,
  'office-sidebar': officeSidebar,
  'office-spreadsheet': officeSpreadsheet,
  'office-timeline': officeTimeline,
  'office-typed': officeTyped,
  'office-bilingual': officeBilingual,
  ...countries,
} satisfies Record<string, SheetLayout>

const byName = { ...development, ...heldOut }

export type Layout = keyof typeof byName

/** Printed in Polish and in English, at places that the sandbox's map knows. */
export const layouts = [
  'polish-plan-dnia',
  'polish-mp2',
  'studiobinder',
  'movie-magic',
  'commercial-two-column',
] as const satisfies readonly Layout[]

/** The reader is developed on these. */
export const developmentLayouts = Object.keys(development) as Layout[]

/** Only for reporting: of clearly different designs, and never looked at while the reader is developed. */
export const heldOutLayouts = Object.keys(heldOut) as Layout[]

/** The languages in which a layout is printed. */
export function languagesOf(layout: Layout): SheetLanguage[] {
  return [...new Set(byName[layout].settings.map((name) => settings[name].language))]
}

export interface GeneratedSheet {
  pdf: Uint8Array
  /** What this layout prints of the content; what it leaves out is null or missing. */
  truth: SheetTruth
  content: SheetContent
  fileName: string
  /** What the other sheets in the same file say, in their order. */
  others: SheetTruth[]
}

export interface SheetOptions {
  seed: number
  language: SheetLanguage
  layout: Layout
  /** Where; one of the layout's own in that language when absent. */
  setting?: SettingName
  /** What shall make it hard to read. */
  traps?: readonly Trap[]
  /** Fields to use instead of the invented ones; another date takes the sun and the time of issue along. */
  overrides?: Partial<SheetContent>
  /** Fields to use instead that come out of the invented ones. */
  change?: (invented: SheetContent) => Partial<SheetContent>
}

/**
 * Draws a call sheet of invented people as a production office would send it. The same options give the same bytes.
 *
 * @example const { pdf, truth } = await generateCallSheet({ seed: 1, language: 'pl', layout: 'polish-plan-dnia' })
 * @throws RangeError when the layout is not printed in that language or setting.
 */
export async function generateCallSheet(options: SheetOptions): Promise<GeneratedSheet> {
  const { seed, language, layout, overrides, change = () => ({}), traps = [] } = options
  const possible = byName[layout].settings.filter((name) => settings[name].language === language)
  const setting = options.setting ?? possible[Math.abs(seed) % possible.length]
  if (!setting || !possible.includes(setting)) {
    throw new RangeError(`${layout} is not printed in ${options.setting ?? language}`)
  }
  const content = contentTraps
    .filter((trap) => traps.includes(trap))
    .reduce((laid, trap) => layTrap[trap](laid), contentOf(seed, setting, overrides?.date))
  return drawCallSheet({ ...content, ...overrides, ...change(content) }, layout, traps)
}

/** The invented day, moved to another date when one is given. */
function contentOf(seed: number, setting: SettingName, date: string | undefined): SheetContent {
  const invented = makeContent(seed, setting)
  if (!date) return invented
  const later = Temporal.PlainDate.from(invented.date).until(date)
  const issuedAt = Temporal.PlainDateTime.from(invented.revision.issuedAt).add(later)
  return {
    ...invented,
    date,
    revision: { ...invented.revision, issuedAt: issuedAt.toString({ smallestUnit: 'minute' }) },
    ...sunTimes(Temporal.PlainDate.from(date), settings[setting], invented.locations),
  }
}

/** Draws given content, for a sheet that was changed by hand (a revision, a cancellation). */
export async function drawCallSheet(
  content: SheetContent,
  layout: Layout,
  traps: readonly Trap[] = [],
): Promise<GeneratedSheet> {
  const chosen: SheetLayout = byName[layout]
  const laid = new Set(drawingTraps.filter((trap) => traps.includes(trap)))
  const canvas = await Canvas.open({
    paper: chosen.paper,
    landscape: chosen.landscape,
    margin: chosen.margin ?? 30,
    title: `${content.production} ${content.day.number}`,
    author: content.company,
    createdAt: content.revision.issuedAt,
    runningHead: content.production,
    letterByLetter: laid.has('letter-by-letter'),
    turned: laid.has('rotated-pages'),
    embedded: laid.has('no-unicode-map'),
    freeBelow: laid.has('split-tables') ? 300 : undefined,
  })
  if (laid.has('cover-mail')) drawCoverMail(canvas, content)
  const truth = drawSheet(canvas, chosen, content, laid)
  const others: SheetTruth[] = []
  if (laid.has('several-sheets')) {
    canvas.newDocument(content.production)
    others.push(drawSheet(canvas, chosen, nextDay(content), laid))
  }
  drawOver(canvas, content, laid)
  const pdf = await canvas.finish()
  return {
    pdf: laid.has('no-unicode-map') ? withoutUnicodeMaps(pdf) : pdf,
    truth,
    content,
    fileName: fileNameOf(chosen, content, laid),
    others,
  }
}

function drawSheet(
  canvas: Canvas,
  layout: SheetLayout,
  content: SheetContent,
  traps: ReadonlySet<DrawingTrap>,
): SheetTruth {
  if (content.status === 'cancelled') drawCancelled(canvas, content)
  drawAbove(canvas, content, traps)
  layout.draw(canvas, sheetOf(content))
  const whole = truthOf(content)
  return alsoPrinted(layout.printed(whole, content), whole, traps)
}

function fileNameOf(layout: SheetLayout, content: SheetContent, traps: ReadonlySet<DrawingTrap>): string {
  const name = traps.has('issue-date-in-file-name')
    ? `${fileStem(content.production)}_${content.revision.issuedAt.slice(0, 10)}.pdf`
    : layout.fileName(content)
  return content.status === 'cancelled' ? `${settings[content.setting].cancelled[0]} ${name}` : name
}
