import type { TextStyle } from '../../canvas.ts'
import { formatEighths, shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  inRows,
  leastOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  scenesWith,
} from '../by-hand.ts'
import { type CellLine, cell, cellRow, gridOf, mergedRow, type RichCell } from '../cells.ts'

const plain: TextStyle = { font: 'sans', size: 6.8 }
const bold: TextStyle = { font: 'sans-bold', size: 6.8 }
const middle: TextStyle = { ...plain, align: 'center' }
const strong: TextStyle = { ...bold, align: 'center' }
const label: TextStyle = { ...bold, align: 'right' }
const title: TextStyle = { ...strong, size: 6.2 }
const yellow = '#ffe699'
const blue = '#bdd7ee'
const green = '#c6e0b4'
const line = { line: 0.5, padding: 2 } as const
const roll = ['PRIMERA GRABACIÓN', 'GRABANDO', 'INICIO GRABACIÓN'] as const
const early = ['PRE LLAMADO', 'AVANZADA', 'PRELLAMADO ARTE Y LUCES'] as const

const earlyTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, -75)

/** A series for a channel, recorded and not filmed: a coloured spreadsheet on its side, chapters beside scenes. */
export const colombianSeries: SheetLayout = {
  settings: ['colombia'],
  paper: 'LETTER',
  landscape: true,
  margin: 20,
  fileName: ({ production, day, date }) =>
    `PLAN ${String(day.number).padStart(3, '0')} ${fileStem(production).replaceAll('_', ' ').toLocaleUpperCase('es')} ${date.slice(8)}-${date.slice(5, 7)}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    calls: [
      namedCall(oneOf(content, early), earlyTime(content)),
      namedCall(oneOf(content, roll), content.scenes[0]?.startsAt ?? null),
      ...truth.calls,
    ],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals,
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'costume', 'onSet']),
    background: truth.background,
    equipment: truth.equipment,
    safetyNotes: truth.safetyNotes,
    notes: truth.notes,
    contacts: contactsByPhone(truth),
    advance: truth.advance,
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawScenes(pen)
    drawCast(pen)
    drawCrew(pen)
    drawEnd(pen)
  },
}

const row = ({ canvas }: Pen, ...cells: readonly RichCell[]): void => cellRow(canvas, cells, line)

function band({ canvas }: Pen, text: string, fill: string): void {
  canvas.room(40)
  mergedRow(canvas, text, strong, { ...line, fill })
}

function drawHead(pen: Pen): void {
  const { canvas, content, date } = pen
  const { day, weather } = content
  const sheet = oneOf(content, ['PLAN DE GRABACIÓN', 'LLAMADO DE GRABACIÓN', 'PLAN DIARIO'])
  cellRow(
    canvas,
    [
      cell(2, content.company, strong),
      cell(4, content.production.toLocaleUpperCase('es'), { ...strong, size: 14 }, yellow),
      cell(2, sheet, { ...strong, size: 9 }),
    ],
    { ...line, padding: 4 },
  )
  row(
    pen,
    cell(1, 'FECHA', label, blue),
    cell(3, date(content.date), { ...strong, size: 8 }),
    cell(1, oneOf(content, ['DÍA', 'DÍA No.', 'GRABACIÓN No.']), label, blue),
    cell(1, `${day.number} de ${day.of}`, strong),
    cell(1, 'UNIDAD', label, blue),
    cell(1, oneOf(content, ['A', '1', 'PRINCIPAL']), strong),
    cell(1, 'CLIMA', label, blue),
    cell(3, `${weather.summary} ${weather.lowCelsius}°-${weather.highCelsius}°`, plain),
  )
  drawHours(pen)
  canvas.y += 4
}

function drawHours(pen: Pen): void {
  const { content, time, timeText } = pen
  const [breakfast, lunch] = content.meals
  const call = oneOf(content, ['LLAMADO GENERAL', 'HORA DE LLAMADO', 'LLAMADO EQUIPO'])
  row(
    pen,
    cell(1.5, oneOf(content, early), label, blue),
    cell(1, time(earlyTime(content)), strong),
    cell(1.7, call, { ...label, size: 8 }, yellow),
    cell(1.5, timeText(content.crewCall), { ...strong, size: 11 }, yellow),
    cell(1.5, oneOf(content, roll), label, blue),
    cell(1, time(content.scenes[0]?.startsAt ?? 'n/a'), strong),
    cell(1.2, oneOf(content, ['CORTE', 'HORA DE CORTE', 'FIN']), label, blue),
    cell(1, time(content.estimatedWrap), strong),
  )
  if (!breakfast || !lunch) return
  const snacks = oneOf(content, ['REFRIGERIOS EN SET', 'Refrigerio a media mañana y media tarde en set'])
  row(
    pen,
    cell(1.5, breakfast.name, label, green),
    cell(1, time(breakfast.time), strong),
    cell(1.5, lunch.name, label, green),
    cell(1, time(lunch.time), strong),
    cell(5.4, snacks, plain),
  )
}

function drawPlaces(pen: Pen): void {
  const { canvas, content } = pen
  const { locations, hospital } = content
  const place = oneOf(content, ['LOCACIÓN', 'LUGAR', 'SITIO'])
  row(pen, cell(1, 'No.', strong, blue), cell(3, place, strong, blue), cell(6, 'DIRECCIÓN', strong, blue))
  locations.forEach(({ name, address }, index) => {
    row(pen, cell(1, String(index + 1), middle), cell(3, name, bold), cell(6, address, plain))
  })
  row(
    pen,
    cell(1.2, oneOf(content, ['BASE', 'CAMPAMENTO', 'BASE / CAMERINOS']), bold, blue),
    cell(3, content.unitBase, plain),
    cell(1.2, oneOf(content, ['PARQUEADERO', 'PARQUEO']), bold, blue),
    cell(3, content.parking, plain),
  )
  row(
    pen,
    cell(1.2, oneOf(content, ['CLÍNICA', 'CLÍNICA MÁS CERCANA', 'URGENCIAS']), bold, '#f8cbad'),
    cell(3, hospital.name, bold),
    cell(4.2, hospital.address, plain),
  )
  canvas.y += 4
}

const chapterOf = ({ style }: SheetContent, index: number): string =>
  String(12 + ((style.words + index * 2) % 5))

function drawScenes(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  const grid = gridOf(
    canvas,
    [
      ['HORA', 0.9, middle],
      ['CAP.', 0.6, middle],
      ['ESC.', 0.7, strong],
      ['I/E', 0.6, middle],
      ['D/N', 0.9, middle],
      ['SET', 2.6, bold],
      ['SINOPSIS', 5, plain],
      [oneOf(content, ['PERS.', 'PERSONAJES', 'TALENTO']), 1, middle],
      [oneOf(content, ['PÁG.', '8vos', 'OCT.']), 0.8, middle],
    ],
    line,
  )
  grid.head(title, yellow)
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    const going =
      moved !== null && `** DESPLAZAMIENTO A LOCACIÓN ${moved + 1}: ${content.locations[moved]?.name} **`
    if (going) mergedRow(canvas, going, strong, { ...line, fill: '#ffc000' })
    grid.row([
      time(scene.startsAt),
      chapterOf(content, index),
      scene.number,
      interior[scene.intExt],
      light[scene.dayNight],
      scene.set,
      scene.description,
      scene.cast.join(', '),
      formatEighths(scene.eighths),
    ])
  })
  const total = content.scenes.reduce((sum, { eighths }) => sum + eighths, 0)
  row(
    pen,
    cell(12.3, `TOTAL ESCENAS: ${content.scenes.length}`, label, yellow),
    cell(0.8, formatEighths(total), strong, yellow),
  )
  canvas.y += 4
}

function drawCast(pen: Pen): void {
  const { canvas, content, time } = pen
  const grid = gridOf(
    canvas,
    [
      ['No.', 0.5, plain],
      ['PERSONAJE', 2.2, plain],
      [oneOf(content, ['ACTOR / ACTRIZ', 'TALENTO', 'ELENCO']), 2.8, plain],
      [oneOf(content, ['RECOGIDA', 'RUTA', 'TRANSPORTE']), 1.2, middle],
      ['MAQUILLAJE', 1.2, middle],
      ['VESTUARIO', 1.2, middle],
      [oneOf(content, ['SET', 'LISTO EN SET', 'EN SET']), 1.2, middle],
      ['OBSERVACIONES', 2, middle],
    ],
    line,
  )
  band(pen, oneOf(content, ['LLAMADO ACTORES', 'ELENCO', 'TALENTO']), green)
  grid.head(title, green)
  content.cast.forEach(({ number, character, actor, pickUp, makeUp, costume, onSet }, index) => {
    const hours = [pickUp, makeUp, costume, onSet].map(time)
    grid.row([String(number), character, actor, ...hours, index === 1 ? 'trae vestuario de continuidad' : ''])
  })
  for (const { count, description, time: call } of content.background)
    row(
      pen,
      cell(2.7, oneOf(content, ['EXTRAS', 'FIGURACIÓN', 'EXTRAS Y FIGURANTES']), bold, green),
      cell(0.8, String(count), strong),
      cell(4.4, description, plain),
      cell(1.2, time(call), middle),
    )
  canvas.y += 4
}

/** Three departments side by side: the name and its call merged over two columns of people and hours. */
function drawCrew(pen: Pen): void {
  const { canvas, content, time } = pen
  band(pen, oneOf(content, ['LLAMADO EQUIPO TÉCNICO', 'EQUIPO TÉCNICO', 'CREW']), blue)
  const slots = [0, 1, 2]
  for (const trio of inRows(content.departmentCalls, 3)) {
    const people = trio.map(({ department }) => content.crew.filter((each) => each.department === department))
    canvas.room(32)
    row(
      pen,
      ...slots.flatMap((slot) => [
        cell(4, trio[slot]?.department.toLocaleUpperCase('es') ?? '', bold, '#ededed'),
        cell(1, trio[slot] ? time(trio[slot].time) : '', strong, '#ededed'),
      ]),
    )
    const rows = Math.max(...people.map(({ length }) => length))
    for (let index = 0; index < rows; index++) {
      const cells = slots.flatMap((slot) => {
        const { role = '', name = '', time: call } = people[slot]?.[index] ?? {}
        return [cell(2, role, plain), cell(2, name, plain), cell(1, call ? time(call) : '', middle)]
      })
      cellRow(canvas, cells, { ...line, padding: 1.6 })
    }
  }
  canvas.y += 4
}

function drawEnd(pen: Pen): void {
  const { canvas, content, time } = pen
  const lists = [content.equipment, content.safetyNotes, content.notes]
  const listed = (values: readonly string[]): CellLine[] => values.map((value) => [`- ${value}`, plain])
  canvas.room(60)
  row(
    pen,
    cell(
      1,
      oneOf(content, ['REQUERIMIENTOS ESPECIALES', 'REQUERIMIENTOS', 'EQUIPOS ADICIONALES']),
      strong,
      yellow,
    ),
    cell(1, oneOf(content, ['SST', 'SEGURIDAD', 'SEGURIDAD Y SALUD']), strong, yellow),
    cell(1, oneOf(content, ['NOTAS', 'OBSERVACIONES GENERALES', 'IMPORTANTE']), strong, yellow),
  )
  cellRow(
    canvas,
    lists.map((values) => ({ share: 1, lines: listed(values) })),
    { ...line, padding: 3 },
  )
  canvas.y += 4
  band(pen, oneOf(content, ['CONTACTOS', 'DIRECTORIO', 'TELÉFONOS']), blue)
  for (const pair of inRows(content.contacts, 2)) {
    const cells = [0, 1].flatMap((slot) => {
      const { role = '', name = '', phone = '' } = pair[slot] ?? {}
      return [cell(2, role, bold), cell(2, name, plain), cell(1.3, phone, middle)]
    })
    row(pen, ...cells)
  }
  canvas.y += 4
  band(pen, oneOf(content, ['AVANCE', 'PRÓXIMOS LLAMADOS', 'MAÑANA Y PASADO MAÑANA']), green)
  for (const next of content.advance)
    row(
      pen,
      cell(2.4, pen.date(next.date), plain),
      cell(0.8, `Día ${next.day}`, middle),
      cell(3, next.set, bold),
      cell(2, `Esc. ${next.scenes.join(', ')}`, plain),
      cell(1.4, `Llamado ${time(next.crewCall)}`, middle),
    )
}
