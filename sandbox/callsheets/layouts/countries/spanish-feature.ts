import type { TableSpec, TextStyle } from '../../canvas.ts'
import { flowTables } from '../../flow.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  crewOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  printing,
  scenesWith,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.2 }
const grid = { font: 'sans', headFont: 'sans-bold', size: 6.7, padding: 2.8 } as const
const rolling = ['MOTOR', 'Listos a rodar', '1er PLANO'] as const

/** A feature's spreadsheet: a column of labels, merged titles, and the crew in blocks on the other side. */
export const spanishFeature: SheetLayout = {
  settings: ['spain'],
  paper: 'A4',
  margin: 28,
  fileName: ({ production, day, date }) =>
    `ORDEN ${day.number} - ${fileStem(production).replaceAll('_', ' ').toLocaleUpperCase('es')} - ${date.split('-').toReversed().join('.')}.pdf`,
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
      'vendorStops',
      'background',
      'equipment',
      'safetyNotes',
      'notes',
      'contacts',
    ]),
    calls: [namedCall(oneOf(content, rolling), content.scenes[0]?.startsAt ?? null), ...peopleOf(truth)],
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'costume', 'makeUp', 'onSet']),
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawTitle(pen)
    drawFacts(pen)
    drawScenes(pen)
    drawCast(pen)
    drawNeeds(pen)
    canvas.newPage()
    drawCrew(pen)
    drawContacts(pen)
  },
}

/** A merged cell over the whole width, filled. */
function merged({ canvas }: Pen, text: string, style: TextStyle = {}): void {
  const size = style.size ?? 8
  const height = canvas.height(text, canvas.width - 8, { font: 'sans-bold', ...style, size }) + 5
  canvas.room(height + 40)
  canvas.box(canvas.left, canvas.y, canvas.width, height, { fill: '#bdd7ee', stroke: '#444444', line: 0.4 })
  canvas.text(text, canvas.left + 4, canvas.y + 3, canvas.width - 8, {
    font: 'sans-bold',
    align: 'center',
    ...style,
    size,
  })
  canvas.y += height
}

function drawTitle(pen: Pen): void {
  const { content } = pen
  const { day, production, company } = content
  merged(pen, `${production} (${company})`, { size: 12 })
  merged(
    pen,
    `${oneOf(content, ['ORDEN DEL DÍA', 'ORDEN DE TRABAJO', 'ORDEN DE RODAJE'])} — JORNADA ${day.number} DE ${day.of}`,
    { size: 9 },
  )
}

/** Labels in the first and the third column, their values beside them. */
function drawFacts(pen: Pen): void {
  const { canvas, content, date, time, timeText } = pen
  const { meals, hospital, weather, locations } = content
  const pairs = [
    ['FECHA', date(content.date)],
    [oneOf(content, ['EQUIPO EN SET', 'CITACIÓN EQUIPO', 'HORA CITACIÓN']), timeText(content.crewCall)],
    [oneOf(content, rolling), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    [oneOf(content, ['FIN DE JORNADA', 'CORTE PREVISTO', 'HORA FIN']), time(content.estimatedWrap)],
    ...meals.map((meal) => [meal.name, time(meal.time)]),
    ['SALE EL SOL', time(content.sunrise)],
    ['SE PONE', time(content.sunset)],
  ]
  const half = Math.ceil(pairs.length / 2)
  canvas.table({
    ...grid,
    size: 7.4,
    columns: [1.3, 2, 1.3, 2].map((share) => ({ title: '', share })),
    rows: pairs.slice(0, half).map((pair, index) => [...pair, ...(pairs[index + half] ?? ['', ''])]),
  })
  canvas.table({
    ...grid,
    columns: [1, 4.2].map((share) => ({ title: '', share })),
    rows: [
      ...locations.map(({ name, address }, index) => [
        `${oneOf(content, ['LOC.', 'LOCALIZACIÓN', 'SET'])}${locations.length > 1 ? ` ${index + 1}` : ''}`,
        `${name}\n${address}`,
      ]),
      [oneOf(content, ['CAMPAMENTO BASE', 'BASE', 'CAMERINOS Y CATERING']), content.unitBase],
      [oneOf(content, ['APARCAMIENTO', 'PARKING', 'COCHES']), content.parking],
      [
        oneOf(content, ['HOSPITAL', 'URGENCIAS', 'H. MÁS CERCANO']),
        `${hospital.name}\n${hospital.address}  Tel. ${hospital.phone}`,
      ],
      ...content.pickUps.map((stop) => [
        'RECOGIDA MATERIAL',
        `${time(stop.time)}  ${stop.vendor}, ${stop.address}`,
      ]),
      [
        'TIEMPO',
        `${weather.summary}, mín ${weather.lowCelsius}º máx ${weather.highCelsius}º, lluvia ${weather.rainPercent}%`,
      ],
    ],
  })
  canvas.y += 5
}

function drawScenes(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  merged(pen, oneOf(content, ['PLAN DE TRABAJO', 'SECUENCIAS A RODAR', 'RODAJE']))
  const titles = ['HORA', 'SEC', 'EFECTO', 'DECORADO', 'ACCIÓN', 'PÁG', 'PERS.']
  const shares = [0.8, 0.8, 1.6, 2.3, 3.9, 0.7, 0.9]
  canvas.table({
    ...grid,
    headFill: '#ececec',
    columns: titles.map((title, index) => ({ title, share: shares[index] ?? 1 })),
    rows: content.scenes.flatMap((scene, index) => {
      const moved = moveBefore(content, index)
      const row = [
        time(scene.startsAt),
        scene.number,
        `${interior[scene.intExt]} ${light[scene.dayNight]}`,
        scene.set,
        scene.description,
        formatEighths(scene.eighths),
        scene.cast.join(', '),
      ]
      return moved === null ? [row] : [[`TRASLADO A ${content.locations[moved]?.name}`], row]
    }),
  })
  canvas.y += 5
}

function drawCast(pen: Pen): void {
  const { canvas, content, time } = pen
  merged(pen, oneOf(content, ['CITACIONES ACTORES', 'REPARTO', 'ARTÍSTICO']))
  const titles = ['Nº', 'PERSONAJE', 'INTÉRPRETE', 'RECOGIDA', 'VEST.', 'MAQ./PELU.', 'EN SET']
  const shares = [0.5, 2.3, 2.6, 1.1, 1, 1.2, 1]
  canvas.table({
    ...grid,
    headFill: '#ececec',
    columns: titles.map((title, index) => ({ title, share: shares[index] ?? 1 })),
    rows: [
      ...content.cast.map((member) => [
        String(member.number),
        member.character,
        member.actor,
        time(member.pickUp),
        time(member.costume),
        time(member.makeUp),
        time(member.onSet),
      ]),
      ...content.background.map(({ count, description, time: call }) => [
        `FIGURACIÓN: ${count} ${description}, citados a las ${time(call)}`,
      ]),
    ],
  })
  canvas.y += 5
}

function drawNeeds(pen: Pen): void {
  const { canvas, content } = pen
  for (const [title, lines] of [
    [oneOf(content, ['MATERIAL ESPECIAL', 'NECESIDADES']), content.equipment],
    [oneOf(content, ['PREVENCIÓN DE RIESGOS', 'PRL']), content.safetyNotes],
    [oneOf(content, ['OBSERVACIONES', 'NOTAS DE PRODUCCIÓN']), content.notes],
  ] as const) {
    merged(pen, title, { size: 7 })
    canvas.table({ ...grid, columns: [{ title: '', share: 1 }], rows: lines.map((line) => [line]) })
  }
}

/** Blocks of a department each, its name merged on top. */
function drawCrew(pen: Pen): void {
  const { canvas, content, time } = pen
  merged(pen, oneOf(content, ['EQUIPO TÉCNICO', 'CITACIONES EQUIPO TÉCNICO', 'TÉCNICOS']))
  canvas.y += 5
  const blocks = content.departmentCalls.map(
    ({ department }): TableSpec => ({
      ...grid,
      size: 6.2,
      columns: [{ share: 2.2 }, { share: 2.4 }, { share: 0.9 }].map(({ share }) => ({ title: '', share })),
      rows: [
        [department.toLocaleUpperCase('es')],
        ...crewOf(content, department).map((person) => [person.role, person.name, time(person.time)]),
      ],
    }),
  )
  flowTables(canvas, blocks, 2)
  canvas.y += 4
}

function drawContacts(pen: Pen): void {
  const { canvas, content } = pen
  merged(pen, oneOf(content, ['TELÉFONOS', 'TELÉFONOS DE INTERÉS', 'CONTACTO']))
  canvas.table({
    ...grid,
    columns: [2, 2.2, 1.3, 2.6].map((share) => ({ title: '', share })),
    rows: content.contacts.map(({ role, name, phone, email }) => [role, name, phone, email]),
  })
  canvas.y += 4
  canvas.line('Cualquier cambio se comunicará por WhatsApp. Imprimid solo si es necesario.', {
    ...plain,
    size: 6,
  })
}
