import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  departmentsOf,
  exceptionsIn,
  exceptionsOf,
  inRows,
  inTurn,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  printing,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'regular', size: 6.8 }
const bold: TextStyle = { font: 'bold', size: 6.8 }
const grid = { font: 'regular', headFont: 'bold', size: 6.5, headFill: '#cfe2c8', padding: 2 } as const
const ready = ['GOT. KAMERY', 'Gotowość kamery', 'PIERWSZE UJĘCIE'] as const

/** A feature's landscape grid, as one exports it from a spreadsheet: cells, captions in small print over values. */
export const polishFeature2: SheetLayout = {
  settings: ['poland'],
  paper: 'A4',
  landscape: true,
  margin: 22,
  fileName: ({ production, day, revision }) =>
    `PD${String(day.number).padStart(2, '0')}_${fileStem(production)}_wer${revision.number + 1}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'estimatedWrap',
      'sunrise',
      'sunset',
      'hospital',
      'unitBase',
      'parking',
      'meals',
      'background',
      'equipment',
      'safetyNotes',
      'notes',
      'advance',
    ]),
    revision: truth.revision && { ...truth.revision, issuedAt: null },
    calls: [
      namedCall(oneOf(content, ready), content.scenes[0]?.startsAt ?? null),
      ...departmentsOf(truth),
      ...exceptionsIn(truth, content),
    ],
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'costume', 'onSet']),
  }),
  draw: inTurn(drawHead, drawScenes, drawCast, drawDepartments, drawRest, drawNextDays),
}

interface Cell {
  share: number
  caption: string
  value: string
  fill?: string
  big?: boolean
}

/** One row of cells, merged as wide as their shares: a caption in small print, the value under it. */
function cells(canvas: Pen['canvas'], row: readonly Cell[]): void {
  const total = row.reduce((sum, { share }) => sum + share, 0)
  const widths = row.map(({ share }) => (canvas.width * share) / total)
  const styleOf = ({ big }: Cell): TextStyle => (big ? { ...bold, size: 12 } : plain)
  const height =
    10.5 +
    Math.max(
      ...row.map((cell, index) => canvas.height(cell.value || ' ', (widths[index] ?? 0) - 6, styleOf(cell))),
    )
  canvas.room(height)
  let x = canvas.left
  row.forEach((cell, index) => {
    const width = widths[index] ?? 0
    canvas.box(x, canvas.y, width, height, { fill: cell.fill ?? '#ffffff', stroke: '#3c6e47', line: 0.5 })
    canvas.text(cell.caption, x + 3, canvas.y + 2, width - 6, { ...plain, size: 5.2, colour: '#3c6e47' })
    canvas.text(cell.value, x + 3, canvas.y + 8.5, width - 6, styleOf(cell))
    x += width
  })
  canvas.y += height
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const { revision, day, weather, hospital, locations } = content
  const cell = (share: number, caption: string, value: string, more: Partial<Cell> = {}): Cell => ({
    share,
    caption,
    value,
    ...more,
  })
  cells(canvas, [
    cell(3, 'tytuł roboczy', content.production, { big: true, fill: '#eef6ea' }),
    cell(1.4, 'dzień zdj.', `${day.number} / ${day.of}`, { big: true }),
    cell(2.6, 'data', date(content.date), { fill: '#eef6ea' }),
    cell(
      1.5,
      oneOf(content, ['ZBIÓRKA EKIPY', 'EKIPA NA MIEJSCU', 'START EKIPY']),
      timeText(content.crewCall),
      {
        big: true,
        fill: '#ffe9a8',
      },
    ),
    cell(1.1, oneOf(content, ready), time(content.scenes[0]?.startsAt ?? 'n/a')),
    cell(
      1.1,
      oneOf(content, ['KONIEC PLANOWANY', 'planowany koniec', 'SCHODZIMY']),
      time(content.estimatedWrap),
    ),
  ])
  cells(canvas, [
    cell(1.6, 'producent', content.company),
    cell(1.3, 'wersja', `${revision.number + 1} (${revision.colour})`),
    cell(1, 'wschód', time(content.sunrise)),
    cell(1, 'zachód', time(content.sunset)),
    ...content.meals.map((meal) => cell(1, meal.name, time(meal.time))),
    cell(3, 'prognoza', `${weather.summary}, ${weather.lowCelsius} do ${weather.highCelsius} °C`),
  ])
  cells(
    canvas,
    locations.map(({ name, address }, index) =>
      cell(1, `obiekt ${index + 1}`, `${name}\n${address}`, { fill: '#eef6ea' }),
    ),
  )
  cells(canvas, [
    cell(1, 'baza', content.unitBase),
    cell(1, 'parkowanie', content.parking),
    cell(1, 'najbliższy SOR', `${hospital.name}\n${hospital.address}, tel. ${hospital.phone}`),
  ])
  canvas.y += 5
}

function drawScenes({ canvas, content, interior, light, time }: Pen): void {
  const titles = ['kol.', 'SCENA', 'pora', 'w/p', 'DEKORACJA', 'akcja', 'objętość', 'postacie', 'od']
  const shares = [0.4, 0.8, 1, 1.1, 2.6, 5, 0.9, 1, 0.8]
  canvas.table({
    ...grid,
    columns: titles.map((title, index) => ({ title, share: shares[index] ?? 1 })),
    rows: content.scenes.flatMap((scene, index) => {
      const moved = moveBefore(content, index)
      const row = [
        String(index + 1),
        scene.number,
        light[scene.dayNight],
        interior[scene.intExt],
        scene.set,
        scene.description,
        formatEighths(scene.eighths),
        scene.cast.join(','),
        time(scene.startsAt),
      ]
      return moved === null ? [row] : [[`zmiana obiektu: ${content.locations[moved]?.name}`], row]
    }),
  })
  const total = content.scenes.reduce((sum, { eighths }) => sum + eighths, 0)
  canvas.y += 2
  canvas.line(`suma stron: ${formatEighths(total)}`, { ...bold, align: 'right' })
  canvas.y += 3
}

function drawCast({ canvas, content, time }: Pen): void {
  const titles = ['nr', 'postać', 'aktor', 'wyjazd', 'charakt.', 'kostium', 'plan']
  const shares = [0.5, 2.6, 3, 1, 1, 1, 1]
  canvas.table({
    ...grid,
    columns: titles.map((title, index) => ({ title, share: shares[index] ?? 1 })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.character,
      member.actor,
      time(member.pickUp),
      time(member.makeUp),
      time(member.costume),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const { description, count, time: call } of content.background)
    canvas.line(`Epizodyści i statyści: ${description} - ${count} os., na ${time(call)}`, plain)
  canvas.y += 4
}

/** Four departments to a row: name over hour; those who come at another time are named below. */
function drawDepartments({ canvas, content, time }: Pen): void {
  canvas.room(60)
  canvas.line(oneOf(content, ['PIONY - GODZINY', 'Godziny pracy pionów', 'CALLE DZIAŁÓW']), bold)
  for (const row of inRows(content.departmentCalls, 6))
    cells(
      canvas,
      row.map(({ department, time: call }) => ({ share: 1, caption: department, value: time(call) })),
    )
  const others = exceptionsOf(content)
  if (others.length > 0) {
    canvas.y += 3
    canvas.line(oneOf(content, ['Inaczej niż pion:', 'Wyjątki:', 'Indywidualnie:']), bold)
    for (const row of inRows(others, 3))
      canvas.table({
        ...grid,
        lines: 'none',
        padding: 1,
        columns: [0, 1, 2].map(() => ({ title: '', share: 1 })),
        rows: [
          [0, 1, 2].map((index) => {
            const person = row[index]
            return person ? `${person.name}, ${person.role}: ${time(person.time)}` : ''
          }),
        ],
      })
  }
  canvas.y += 6
}

function drawRest({ canvas, content }: Pen): void {
  const list = (title: string, lines: readonly string[]) => () => {
    canvas.line(title, bold)
    lines.forEach((line, index) => {
      canvas.line(`${index + 1}) ${line}`, plain)
    })
  }
  sideBySide(
    canvas,
    [1, 1.3, 1.3],
    [
      list(oneOf(content, ['Sprzęt specjalny', 'ZAMÓWIENIA']), content.equipment),
      list('BHP i ppoż.', content.safetyNotes),
      list(oneOf(content, ['Uwagi produkcji', 'INFO']), content.notes),
    ],
    14,
  )
  canvas.y += 6
}

function drawNextDays({ canvas, content, date, time }: Pen): void {
  canvas.table({
    ...grid,
    columns: ['najbliższe dni', 'dz. zdj.', 'sceny', 'obiekt', 'ekipa'].map((title, index) => ({
      title,
      share: [2, 0.8, 2, 3, 1][index] ?? 1,
    })),
    rows: content.advance.map((next) => [
      date(next.date),
      String(next.day),
      next.scenes.join(', '),
      next.set,
      time(next.crewCall),
    ]),
  })
}
