import type { Canvas, TableColumn, TableSpec } from '../canvas.ts'
import { flowTables } from '../flow.ts'
import { formatEighths } from '../formats.ts'
import { castColumns, contactColumns, sceneColumns } from './columns.ts'
import { drawFacts } from './draw-facts.ts'
import { drawHead } from './heads.ts'
import { dayRows } from './schedule.ts'
import type { FormSheet } from './sheet.ts'
import type { Look, Part } from './spec.ts'

const columnGap = 8

/** Draws one part at the cursor, which moves below it. */
export function drawPart(canvas: Canvas, sheet: FormSheet, look: Look, part: Part): void {
  switch (part.part) {
    case 'head':
      return drawHead(canvas, sheet, look, part)
    case 'facts':
      if (part.title) title(canvas, look, sheet.words[part.title])
      return drawFacts(canvas, sheet, look, part.facts, part.as)
    case 'scenes':
      return drawScenes(canvas, sheet, look, part)
    case 'cast':
      return drawTable(canvas, look, part.titled ? sheet.words.cast : '', {
        columns: part.columns.map((name) => columnOf(castColumns[name], sheet)),
        rows: sheet.content.cast.map((row) => part.columns.map((name) => castColumns[name].cell(row, sheet))),
      })
    case 'background':
      return drawBackground(canvas, sheet, look)
    case 'crew':
      return drawCrew(canvas, sheet, look, part)
    case 'lines':
      return drawLines(canvas, sheet, look, part)
    case 'contacts':
      return drawTable(canvas, look, part.titled ? sheet.words.contacts : '', {
        columns: part.columns.map((name) => columnOf(contactColumns[name], sheet)),
        rows: sheet.content.contacts.map((row) =>
          part.columns.map((name) => contactColumns[name].cell(row, sheet)),
        ),
      })
    case 'schedule':
      return drawTable(canvas, look, '', {
        columns: [
          { title: sheet.words.time, share: 1.2 },
          { title: sheet.words.schedule, share: 7 },
        ],
        rows: dayRows(sheet),
      })
    case 'advance':
      return drawAdvance(canvas, sheet, look, part.as)
    case 'beside':
      return drawBeside(canvas, sheet, look, part)
  }
}

function columnOf(column: { title(sheet: FormSheet): string; share: number }, sheet: FormSheet): TableColumn {
  return { title: column.title(sheet), share: column.share }
}

/** The look's own fonts and fills for a table. */
export function styled(look: Look, spec: Pick<TableSpec, 'columns' | 'rows'>): TableSpec {
  const { font, bold, size, padding, headFill, headColour, lines, zebra } = look
  return { size, font, headFont: bold, padding, headFill, headColour, lines, zebra, ...spec }
}

export function title(canvas: Canvas, look: Look, text: string): void {
  canvas.room(look.size * 5)
  const value = look.upperTitles ? text.toLocaleUpperCase('pl') : text
  canvas.line(value, { font: look.bold, size: look.size + 1, colour: look.accent })
}

function drawTable(
  canvas: Canvas,
  look: Look,
  heading: string,
  spec: Pick<TableSpec, 'columns' | 'rows'>,
): void {
  if (heading) title(canvas, look, heading)
  canvas.table(styled(look, spec))
}

/** Scenes in shooting order; a company move stands in a merged row between two locations. */
function drawScenes(
  canvas: Canvas,
  sheet: FormSheet,
  look: Look,
  part: Extract<Part, { part: 'scenes' }>,
): void {
  const { content, words } = sheet
  const rows = content.scenes.flatMap((scene, index): string[][] => {
    const cells = part.columns.map((name) => sceneColumns[name].cell(scene, sheet))
    const before = content.scenes[index - 1]
    const moved = part.moves && before !== undefined && before.location !== scene.location
    return moved ? [[`${words.move} ${content.locations[scene.location]?.name ?? ''}`], cells] : [cells]
  })
  if (part.total) {
    const eighths = content.scenes.reduce((sum, scene) => sum + scene.eighths, 0)
    rows.push([`${words.total}: ${formatEighths(eighths)}`])
  }
  drawTable(canvas, look, part.titled ? words.scenes : '', {
    columns: part.columns.map((name) => columnOf(sceneColumns[name], sheet)),
    rows,
  })
}

function drawBackground(canvas: Canvas, { content, words, time }: FormSheet, look: Look): void {
  for (const extra of content.background) {
    canvas.line(`${words.background}: ${extra.count} ${extra.description}, ${time(extra.time)}`, {
      font: look.font,
      size: look.size,
    })
  }
}

function drawCrew(canvas: Canvas, sheet: FormSheet, look: Look, part: Extract<Part, { part: 'crew' }>): void {
  const { content, words, time } = sheet
  const heading = part.titled ? words.crew : ''
  switch (part.as) {
    case 'departments':
      return drawTable(canvas, look, heading, {
        columns: [
          { title: words.department, share: 3 },
          { title: words.call, share: 1.4 },
        ],
        rows: content.departmentCalls.map((call) => [call.department, time(call.time)]),
      })
    case 'exceptions':
      return drawTable(canvas, look, heading, {
        columns: [
          { title: words.department, share: 3 },
          { title: words.call, share: 1 },
          { title: words.remarks, share: 3 },
        ],
        rows: content.departmentCalls.flatMap((call) => [
          [call.department, time(call.time), ''],
          ...content.crew
            .filter(({ department, time }) => department === call.department && time !== call.time)
            .map((person) => [`${person.role} - ${person.name}`, time(person.time), '']),
        ]),
      })
    case 'rows':
      return drawTable(canvas, look, heading, {
        columns: [
          { title: words.department, share: 2 },
          { title: words.role, share: 2.6 },
          { title: words.name, share: 2.6 },
          { title: words.call, share: 1 },
        ],
        rows: content.crew.map((person) => [person.department, person.role, person.name, time(person.time)]),
      })
    case 'columns':
      if (heading) title(canvas, look, heading)
      return flowTables(canvas, crewTables(sheet, look), part.columns ?? 3)
  }
}

/** A small table for each department: its call in the head, its people below. */
function crewTables({ content, time }: FormSheet, look: Look): TableSpec[] {
  return content.departmentCalls.map((call) =>
    styled(look, {
      columns: [
        { title: call.department, share: 3.4 },
        { title: '', share: 3.2 },
        { title: time(call.time), share: 1.7, align: 'right' },
      ],
      rows: content.crew
        .filter(({ department }) => department === call.department)
        .map((person) => [person.role, person.name, time(person.time)]),
    }),
  )
}

function drawLines(
  canvas: Canvas,
  { content, words }: FormSheet,
  look: Look,
  part: Extract<Part, { part: 'lines' }>,
): void {
  const heading =
    part.of === 'equipment' ? words.equipment : part.of === 'safety' ? words.safety : words.notes
  const lines = { equipment: content.equipment, safety: content.safetyNotes, notes: content.notes }[part.of]
  title(canvas, look, heading)
  for (const line of lines) {
    canvas.line(`${part.bullet ? `${part.bullet} ` : ''}${line}`, { font: look.font, size: look.size })
  }
}

function drawAdvance(canvas: Canvas, sheet: FormSheet, look: Look, as: 'lines' | 'table'): void {
  const { content, words, date, time } = sheet
  if (as === 'lines') {
    title(canvas, look, words.advance)
    for (const next of content.advance) {
      canvas.line(
        `${date(next.date)}, ${words.day} ${next.day}: ${next.set}, ${words.scene} ${next.scenes.join(', ')}, ${words.call} ${time(next.crewCall)}`,
        { font: look.font, size: look.size },
      )
    }
    return
  }
  drawTable(canvas, look, words.advance, {
    columns: [
      { title: words.date, share: 2.4 },
      { title: words.day, share: 0.8 },
      { title: words.scene, share: 1.6 },
      { title: words.set, share: 3 },
      { title: words.call, share: 1 },
    ],
    rows: content.advance.map((next) => [
      date(next.date),
      String(next.day),
      next.scenes.join(', '),
      next.set,
      time(next.crewCall),
    ]),
  })
}

function drawBeside(
  canvas: Canvas,
  sheet: FormSheet,
  look: Look,
  part: Extract<Part, { part: 'beside' }>,
): void {
  const leftWidth = (canvas.width - columnGap) * part.share
  const rightWidth = canvas.width - columnGap - leftWidth
  const { left } = canvas
  const column = (parts: readonly Part[], x: number, width: number) => (y: number) =>
    canvas.within(x, width, y, () => {
      for (const inner of parts) {
        drawPart(canvas, sheet, look, inner)
        canvas.y += look.gap / 2
      }
    })
  const columns = [
    column(part.left, left, leftWidth),
    column(part.right, left + leftWidth + columnGap, rightWidth),
  ]
  canvas.room(Math.max(...columns.map((draw) => canvas.measure(() => draw(canvas.y)))))
  const top = canvas.y
  canvas.y = Math.max(...columns.map((draw) => draw(top)))
}
