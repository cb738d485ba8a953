import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
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
  peopleOf,
  scenesWith,
} from '../by-hand.ts'
import { type CellLine, cell, cellRow, mergedRow, type RichCell } from '../cells.ts'

const plain: TextStyle = { font: 'sans', size: 8.2 }
const bold: TextStyle = { font: 'sans-bold', size: 8.2 }
const soft: TextStyle = { font: 'sans', size: 7, colour: '#6b6b6b' }
const edge = { stroke: '#c9c9c9', line: 0.6, padding: 5 } as const
const sun = '#ffd84d'
const agency = ['Llegada agencia', 'Agencia + cliente en set', 'Convocatoria cliente'] as const
const motor = ['Motor', 'Primer plano', 'Rodamos'] as const
const agencyTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 60)

/** A spot's sheet from a shared document: wide rows of cards, and a row a department with all its people inside. */
export const spanishCommercial: SheetLayout = {
  settings: ['spain'],
  paper: 'A4',
  margin: 48,
  fileName: ({ production, date }) =>
    `Citación ${fileStem(production).replaceAll('_', ' ')} ${date.slice(8)}_${date.slice(5, 7)}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    sunset: truth.sunset,
    calls: [
      namedCall(oneOf(content, agency), agencyTime(content)),
      namedCall(oneOf(content, motor), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals,
    vendorStops: truth.vendorStops,
    scenes: scenesWith(truth, { description: true }),
    cast: castWith(truth, ['makeUp', 'costume', 'onSet']),
    background: truth.background,
    equipment: truth.equipment,
    notes: truth.notes,
    contacts: contactsByPhone(truth),
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawOrder(pen)
    drawTalent(pen)
    drawCrew(pen)
    drawEnd(pen)
  },
}

/** A soft word over its value. */
const card = (share: number, label: string, value: string, style = plain, fill?: string): RichCell => ({
  share,
  lines: [
    [label, soft],
    [value, style],
  ],
  ...(fill ? { fill } : {}),
})

function heading({ canvas }: Pen, text: string): void {
  canvas.y += 12
  canvas.room(70)
  mergedRow(canvas, text, { ...bold, size: 9.5 }, { stroke: sun, padding: 4, fill: sun })
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const client = oneOf(content, ['Cervezas Almenara', 'Seguros Faro', 'Galletas La Noria'])
  const sheet = oneOf(content, ['CITACIÓN', 'HOJA DE CITACIÓN', 'ORDEN DE RODAJE'])
  const { day, meals } = content
  canvas.line(`${content.company} presenta`, soft)
  canvas.line(content.production, { ...bold, size: 19 })
  canvas.line(`Spot para ${client} · ${sheet} · Día ${day.number} de ${day.of}`, plain)
  canvas.y += 6
  const big: TextStyle = { ...bold, size: 13 }
  const call = oneOf(content, ['Citación general', 'Hora de citación', 'Equipo en set'])
  const end = oneOf(content, ['Fin de rodaje', 'Corte', 'Fin estimado'])
  const today = card(2.4, 'Fecha', date(content.date), { ...bold, size: 11 })
  cellRow(canvas, [today, card(1.2, call, timeText(content.crewCall), big, sun)], edge)
  const first = time(content.scenes[0]?.startsAt ?? 'n/a')
  cellRow(
    canvas,
    [
      card(1.3, oneOf(content, agency), time(agencyTime(content)), bold),
      card(1, oneOf(content, motor), first, bold),
      ...meals.map((meal) => card(1, meal.name, time(meal.time), bold)),
      card(1, end, time(content.estimatedWrap), bold),
    ],
    edge,
  )
}

function drawPlaces(pen: Pen): void {
  const { canvas, content, time } = pen
  const { locations, hospital, weather } = content
  heading(pen, oneOf(content, ['Localización', 'Dónde rodamos', 'Localizaciones']))
  locations.forEach(({ name, address }, index) => {
    const label = locations.length > 1 ? `Set ${index + 1}` : 'Set'
    cellRow(canvas, [card(1, label, name, bold), card(2, 'Dirección', address)], edge)
  })
  const where = oneOf(content, ['Base', 'Campo base', 'Vestuario, maquillaje y catering'])
  const cars = oneOf(content, ['Aparcamiento', 'Parking', 'Dónde aparcar'])
  cellRow(canvas, [card(1, where, content.unitBase), card(1, cars, content.parking)], edge)
  const clinic = oneOf(content, ['Hospital', 'Urgencias', 'Hospital más cercano'])
  const sky = `${weather.summary}, ${weather.lowCelsius}º/${weather.highCelsius}º, anochece ${time(content.sunset)}`
  cellRow(canvas, [card(1.4, clinic, `${hospital.name}\n${hospital.address}`), card(1, 'Tiempo', sky)], edge)
  for (const stop of content.pickUps) {
    const load = oneOf(content, ['Recogida de material', 'Carga en rental', 'Furgón de cámara'])
    cellRow(
      canvas,
      [card(2.4, load, `${stop.vendor}\n${stop.address}`), card(0.6, 'Hora', time(stop.time), bold)],
      edge,
    )
  }
}

function drawOrder(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  heading(pen, oneOf(content, ['Orden de rodaje', 'Planos del día', 'Plan']))
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    const going = moved !== null && `Cambio de set: vamos a ${content.locations[moved]?.name}`
    if (going) mergedRow(canvas, going, { ...bold, align: 'center' }, edge)
    const what: CellLine[] = [
      [`${interior[scene.intExt]} · ${scene.set} · ${light[scene.dayNight]}`, bold],
      [scene.description, plain],
    ]
    const number = card(0.8, oneOf(content, ['Sec.', 'Plano', 'Esc.']), scene.number, { ...bold, size: 11 })
    cellRow(canvas, [cell(0.8, time(scene.startsAt), bold), number, { share: 5, lines: what }], edge)
  })
}

function drawTalent(pen: Pen): void {
  const { canvas, content, time } = pen
  heading(pen, oneOf(content, ['Actores', 'Talento', 'Casting']))
  const labels = [
    oneOf(content, ['Maquillaje', 'Maq. y pelu']),
    oneOf(content, ['Vestuario', 'Estilismo']),
    oneOf(content, ['En set', 'Listo']),
  ]
  for (const { actor, character, makeUp, costume, onSet } of content.cast) {
    const hours = [makeUp, costume, onSet].map((hour, index) =>
      card(0.8, labels[index] ?? '', time(hour), bold),
    )
    cellRow(canvas, [card(2.6, character, actor, bold), ...hours], { ...edge, padding: 3.5 })
  }
  for (const { count, description, time: call } of content.background)
    mergedRow(canvas, `Figuración: ${count} ${description}, citados a las ${time(call)}`, plain, edge)
}

/** A department's name beside all its people, one line each. */
function drawCrew(pen: Pen): void {
  const { canvas, content, time } = pen
  heading(pen, oneOf(content, ['Equipo', 'Equipo técnico', 'Citaciones del equipo']))
  for (const { department } of content.departmentCalls) {
    const people = content.crew.filter((each) => each.department === department)
    const names = people.map(({ name, role }): CellLine => [`${role}: ${name}`, { ...plain, size: 7.6 }])
    const hours = people.map(
      (person): CellLine => [time(person.time), { ...plain, size: 7.6, align: 'right' }],
    )
    cellRow(
      canvas,
      [cell(1.4, department, bold), { share: 3.6, lines: names }, { share: 0.9, lines: hours }],
      { ...edge, padding: 3 },
    )
  }
}

function drawEnd(pen: Pen): void {
  const { canvas, content } = pen
  const list = (title: string, values: readonly string[]): void => {
    heading(pen, title)
    cellRow(canvas, [{ share: 1, lines: values.map((value): CellLine => [`• ${value}`, plain]) }], edge)
  }
  list(oneOf(content, ['Material extra', 'Necesidades', 'Material adicional']), content.equipment)
  list(oneOf(content, ['Notas', 'A tener en cuenta', 'Importante']), content.notes)
  heading(pen, oneOf(content, ['Contactos', 'Teléfonos', 'Dudas']))
  for (const pair of inRows(content.contacts, 2)) {
    const cells = pair.map(({ role, name, phone }) => card(1, role, `${name}  ${phone}`))
    cellRow(canvas, cells.length === 2 ? cells : [...cells, cell(1, '', plain)], { ...edge, padding: 3.5 })
  }
}
