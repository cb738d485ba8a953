import { Canvas } from './canvas.ts'
import { makeContent } from './content.ts'
import { commercialTwoColumn } from './layouts/commercial-two-column.ts'
import { movieMagic } from './layouts/movie-magic.ts'
import { polishMp2 } from './layouts/polish-mp2.ts'
import { polishPlanDnia } from './layouts/polish-plan-dnia.ts'
import { studiobinder } from './layouts/studiobinder.ts'
import type { SheetContent, SheetLanguage, SheetTruth } from './model.ts'
import { cancelledWord, drawCancelled, type SheetLayout, sheetOf } from './sheet.ts'
import { truthOf } from './truth.ts'

export { makeContent } from './content.ts'
export type * from './model.ts'
export { cancellation, revision } from './revise.ts'

const byName = {
  'polish-plan-dnia': polishPlanDnia,
  'polish-mp2': polishMp2,
  studiobinder,
  'movie-magic': movieMagic,
  'commercial-two-column': commercialTwoColumn,
} satisfies Record<string, SheetLayout>

export type Layout = keyof typeof byName

export const layouts = Object.keys(byName) as Layout[]

export interface GeneratedSheet {
  pdf: Uint8Array
  /** What this layout prints of the content; what it leaves out is null or missing. */
  truth: SheetTruth
  content: SheetContent
  fileName: string
}

export interface SheetOptions {
  seed: number
  language: SheetLanguage
  layout: Layout
  /** Fields to use instead of the invented ones. */
  overrides?: Partial<SheetContent>
}

/**
 * Draws a call sheet of invented people as a production office would send it. The same options give the same bytes.
 *
 * @example const { pdf, truth } = await generateCallSheet({ seed: 1, language: 'pl', layout: 'polish-plan-dnia' })
 */
export async function generateCallSheet({
  seed,
  language,
  layout,
  overrides,
}: SheetOptions): Promise<GeneratedSheet> {
  return drawCallSheet({ ...makeContent(seed, language), ...overrides }, layout)
}

/** Draws given content, for a sheet that was changed by hand (a revision, a cancellation). */
export async function drawCallSheet(content: SheetContent, layout: Layout): Promise<GeneratedSheet> {
  const chosen = byName[layout]
  const canvas = await Canvas.open({
    paper: chosen.paper,
    margin: 30,
    title: `${content.production} ${content.day.number}`,
    author: content.company,
    createdAt: content.revision.issuedAt,
    runningHead: content.production,
  })
  if (content.status === 'cancelled') drawCancelled(canvas, content)
  chosen.draw(canvas, sheetOf(content))
  const name = chosen.fileName(content)
  return {
    pdf: await canvas.finish(),
    truth: chosen.printed(truthOf(content)),
    content,
    fileName: content.status === 'cancelled' ? `${cancelledWord[content.language]} ${name}` : name,
  }
}
