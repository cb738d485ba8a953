import type { Canvas, TextStyle } from '../../canvas.ts'
import type { SheetContent, SheetTruth } from '../../model.ts'
import type { Sheet } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  departmentsOf,
  exceptionsIn,
  moveBefore,
  namedCall,
  type Pen,
  penOf,
  peopleOf,
  printing,
  scenesWith,
} from '../by-hand.ts'
import { type OfficeWords, officeWords } from './words.ts'

/** A pen with the office's words. */
export interface OfficePen extends Pen {
  say(key: keyof OfficeWords): string
}

export const officePen = (canvas: Canvas, sheet: Sheet): OfficePen => ({
  ...penOf(canvas, sheet),
  say: officeWords(sheet.content),
})

/** What of the truth an office prints. */
export interface Prints {
  facts?: readonly (
    | 'day'
    | 'sunrise'
    | 'sunset'
    | 'estimatedWrap'
    | 'hospital'
    | 'unitBase'
    | 'parking'
    | 'vendorStops'
    | 'equipment'
    | 'safetyNotes'
    | 'notes'
    | 'background'
    | 'advance'
  )[]
  /** The lunch alone, or the breakfast before it as well. */
  meals?: 'lunch' | 'all'
  /** The first shot, under the office's words for it. */
  ready?: boolean
  calls?: readonly ('departments' | 'people' | 'exceptions')[]
  scenes?: { description?: boolean; eighths?: boolean; cast?: boolean }
  cast?: readonly ('number' | 'pickUp' | 'makeUp' | 'costume' | 'onSet')[]
  contacts?: 'phone' | 'all'
}

export function printedAs(prints: Prints): (truth: SheetTruth, content: SheetContent) => SheetTruth {
  return (truth, content) => ({
    ...printing(truth, prints.facts ?? []),
    meals: prints.meals === undefined ? [] : prints.meals === 'all' ? truth.meals : truth.meals.slice(1),
    calls: [
      ...(prints.ready
        ? [namedCall(officeWords(content)('ready'), content.scenes[0]?.startsAt ?? null)]
        : []),
      ...(prints.calls ?? []).flatMap((kind) => {
        if (kind === 'departments') return departmentsOf(truth)
        return kind === 'people' ? peopleOf(truth) : exceptionsIn(truth, content)
      }),
    ],
    scenes: prints.scenes ? scenesWith(truth, prints.scenes) : [],
    cast: prints.cast ? castWith(truth, prints.cast) : [],
    contacts:
      prints.contacts === undefined
        ? []
        : prints.contacts === 'all'
          ? truth.contacts
          : contactsByPhone(truth),
  })
}

/** Scenes row by row; between two places a row says where the unit moves. */
export function sceneRows(
  { content, say }: OfficePen,
  cells: (scene: SheetContent['scenes'][number]) => string[],
): string[][] {
  return content.scenes.flatMap((scene, index) => {
    const moved = moveBefore(content, index)
    const row = cells(scene)
    return moved === null ? [row] : [[`${say('move')} ${content.locations[moved]?.name}`], row]
  })
}

/** A heading and lines under it. */
export function listed(
  canvas: Canvas,
  heading: string,
  lines: readonly string[],
  styles: { heading: TextStyle; line: TextStyle; bullet?: string },
): void {
  canvas.room(34)
  canvas.line(heading, styles.heading)
  for (const line of lines) canvas.line(`${styles.bullet ?? ''}${line}`, styles.line)
  canvas.y += 4
}

/** Equipment, safety and notes, a heading each. */
export function drawRemarks(
  { canvas, content, say }: OfficePen,
  styles: { heading: TextStyle; line: TextStyle; bullet?: string },
): void {
  listed(canvas, say('equipment'), content.equipment, styles)
  listed(canvas, say('safety'), content.safetyNotes, styles)
  listed(canvas, say('notes'), content.notes, styles)
}
