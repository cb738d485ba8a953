import type { Canvas, TextStyle } from '../canvas.ts'
import { formSheetOf } from '../form/sheet.ts'
import type { SheetContent, SheetTruth } from '../model.ts'
import type { Sheet, SheetLayout } from '../sheet.ts'

/*
 * What layouts that are drawn by hand share: those of `offices/`, and those for reporting. Their shapes are none of those
 * in `form/`.
 */

/** A sheet that is being drawn: the canvas, its content, and its formats. */
export interface Pen extends Sheet {
  canvas: Canvas
  /** How the sheet writes INT/EXT and day/night: the only words that these layouts take from the vocabularies. */
  interior: ReturnType<typeof formSheetOf>['words']['interior']
  light: ReturnType<typeof formSheetOf>['words']['light']
}

export function penOf(canvas: Canvas, { content }: Sheet): Pen {
  const { words, ...sheet } = formSheetOf(content)
  return { ...sheet, canvas, interior: words.interior, light: words.light }
}

/** In the heading of a scene INT and EXT are written out, whatever a column of the same office has room for. */
export const slug = ({ intExt }: SheetContent['scenes'][number]): string => intExt.replace('/', './')

/** Offices do not agree; a sheet keeps its office's word through all its issues. */
export function oneOf<T>({ style }: SheetContent, options: readonly [T, ...T[]]): T {
  return options[style.words % options.length] ?? options[0]
}

/** Draws side by side, each in its share of the width, on one page. The cursor moves below the longest. */
export function sideBySide(
  canvas: Canvas,
  shares: readonly number[],
  draws: readonly (() => void)[],
  gap = 10,
): void {
  const total = shares.reduce((sum, share) => sum + share, 0)
  const { left } = canvas
  const free = canvas.width - gap * (shares.length - 1)
  let x = left
  const columns = draws.map((draw, index) => {
    const width = (free * (shares[index] ?? 1)) / total
    const at = x
    x += width + gap
    return (y: number) => canvas.within(at, width, y, draw)
  })
  canvas.room(Math.max(...columns.map((column) => canvas.measure(() => column(canvas.y)))))
  const top = canvas.y
  canvas.y = Math.max(...columns.map((column) => column(top)))
}

/** A label, a run of dots, and what it leads to at the right edge. */
export function leader(canvas: Canvas, label: string, value: string, style: TextStyle): void {
  const size = style.size ?? 8
  canvas.room(size * 1.4)
  const { y, left, width } = canvas
  const dots = '.'.repeat(Math.max(3, Math.floor(width / (size * 0.3))))
  const labelWidth = Math.min(width * 0.72, label.length * size * 0.62 + 6)
  canvas.text(label, left, y, labelWidth, style)
  const room = width - labelWidth - value.length * size * 0.62 - 8
  const run = dots.slice(0, Math.max(0, Math.floor(room / (size * 0.34))))
  if (run) canvas.text(run, left + labelWidth, y, room + size, style)
  canvas.text(value, left, y, width, { ...style, align: 'right' })
  canvas.y = y + canvas.height(label, labelWidth, style) + 1
}

/** Cells of equal width, as many in a row as asked. */
export function inRows<T>(items: readonly T[], count: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / count) }, (_, row) =>
    items.slice(row * count, (row + 1) * count),
  )
}

/** Only what every sheet has to say: production, date, crew call and locations. A layout adds what it prints. */
function leastOf(truth: SheetTruth): SheetTruth {
  return {
    ...truth,
    day: null,
    revision: null,
    productionCall: null,
    estimatedWrap: null,
    sunrise: null,
    sunset: null,
    calls: [],
    hospital: null,
    scenes: [],
    cast: [],
    contacts: [],
    unitBase: null,
    parking: null,
    vendorStops: [],
    meals: [],
    background: [],
    advance: [],
    equipment: [],
    safetyNotes: [],
    notes: [],
  }
}

/** What a sheet prints as it stands in the truth: the least, and of the rest what is named. */
export const printing = (truth: SheetTruth, names: readonly (keyof SheetTruth)[]): SheetTruth => ({
  ...leastOf(truth),
  ...Object.fromEntries(names.map((name) => [name, truth[name]])),
})

/** Draws a sheet from its parts, one after the other. */
export const inTurn =
  (...parts: readonly ((pen: Pen) => void)[]): SheetLayout['draw'] =>
  (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    for (const part of parts) part(pen)
  }

/** Who is of a department, in the order of the list. */
export const crewOf = ({ crew }: SheetContent, department: string): SheetContent['crew'] =>
  crew.filter((person) => person.department === department)

/** A call that is nobody's in particular, under the words that the sheet has for it. */
export const namedCall = (role: string, time: string | null): SheetTruth['calls'][number] => ({
  name: null,
  role,
  department: null,
  time,
})

export const departmentsOf = ({ calls }: SheetTruth): SheetTruth['calls'] =>
  calls.filter(({ name }) => name === null)

export const peopleOf = ({ calls }: SheetTruth): SheetTruth['calls'] =>
  calls.filter(({ name }) => name !== null)

/** Those of the crew whose call is another than their department's. */
export function exceptionsOf({ departmentCalls, crew }: SheetContent): SheetContent['crew'] {
  const times = new Map(departmentCalls.map(({ department, time }) => [department, time]))
  return crew.filter(({ department, time }) => time !== times.get(department))
}

/** The same people as the truth has them. */
export const exceptionsIn = (truth: SheetTruth, content: SheetContent): SheetTruth['calls'] => {
  const names = new Set(exceptionsOf(content).map(({ name }) => name))
  return peopleOf(truth).filter(({ name }) => names.has(name ?? ''))
}

/** Scenes with what the sheet has no column for left out. */
export const scenesWith = (
  { scenes }: SheetTruth,
  has: { description?: boolean; eighths?: boolean; cast?: boolean },
): SheetTruth['scenes'] =>
  scenes.map((scene) => ({
    ...scene,
    description: has.description ? scene.description : null,
    eighths: has.eighths ? scene.eighths : null,
    cast: has.cast ? scene.cast : [],
  }))

type CastTime = 'pickUp' | 'makeUp' | 'costume' | 'onSet'

/** The cast with the columns that the sheet has. */
export const castWith = (
  { cast }: SheetTruth,
  columns: readonly ('number' | CastTime)[],
): SheetTruth['cast'] => {
  const kept = <T>(name: 'number' | CastTime, value: T) => (columns.includes(name) ? value : null)
  return cast.map((member) => ({
    ...member,
    number: kept('number', member.number),
    pickUp: kept('pickUp', member.pickUp),
    makeUp: kept('makeUp', member.makeUp),
    costume: kept('costume', member.costume),
    onSet: kept('onSet', member.onSet),
  }))
}

/** Contacts of a sheet that prints no mail addresses. */
export const contactsByPhone = ({ contacts }: SheetTruth): SheetTruth['contacts'] =>
  contacts.map((contact) => ({ ...contact, email: null }))

/** A company move before this scene: the index of the location that the unit moves to. */
export function moveBefore({ scenes }: SheetContent, index: number): number | null {
  const [before, scene] = [scenes[index - 1], scenes[index]]
  return before && scene && before.location !== scene.location ? scene.location : null
}
