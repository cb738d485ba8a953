import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
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
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.4 }
const bold: TextStyle = { font: 'sans-bold', size: 7.4 }
const grid = { font: 'sans', headFont: 'sans-bold', size: 6.8, padding: 2, headFill: '#cfe2f3' } as const
const ready = ['LISTOS PARA RODAR', 'INICIO RODAJE', 'MOTOR'] as const

/** A series' orden: a ruled head of six cells a row, the cast before the work, calls in a band of boxes. */
export const spanishSeries: SheetLayout = {
  settings: ['spain'],
  paper: 'A4',
  margin: 28,
  fileName: ({ production, day, date }) =>
    `OR${String(day.number).padStart(2, '0')}_${fileStem(production)}_${date.slice(8)}${date.slice(5, 7)}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'sunrise',
      'sunset',
      'productionCall',
      'estimatedWrap',
      'hospital',
      'unitBase',
      'parking',
      'background',
      'equipment',
      'safetyNotes',
      'notes',
      'advance',
    ]),
    calls: [
      namedCall(oneOf(content, ready), content.scenes[0]?.startsAt ?? null),
      ...departmentsOf(truth),
      ...exceptionsIn(truth, content),
    ],
    meals: truth.meals.slice(1),
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'costume', 'onSet']),
    contacts: contactsByPhone(truth),
  }),
  draw: inTurn(drawHead, drawPlaces, drawCast, drawSequences, drawCalls, drawFoot),
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const { day, meals } = content
  canvas.line(content.production.toLocaleUpperCase('es'), { ...bold, size: 14, align: 'center' })
  canvas.line(`${content.company} - ORDEN DE RODAJE Nº ${day.number}`, { ...bold, size: 9, align: 'center' })
  canvas.y += 4
  const cells = [
    ['FECHA', date(content.date)],
    [oneOf(content, ['JORNADA', 'DÍA DE RODAJE']), `${day.number} de ${day.of}`],
    [oneOf(content, ['CITACIÓN EQUIPO', 'CONVOCATORIA', 'CITACIÓN GENERAL']), timeText(content.crewCall)],
    [oneOf(content, ['PRODUCCIÓN', 'CITACIÓN PRODUCCIÓN']), timeText(content.productionCall)],
    [oneOf(content, ready), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    ...meals.slice(1).map((meal) => [meal.name.toLocaleUpperCase('es'), timeText(meal.time)]),
    [oneOf(content, ['FIN DE JORNADA', 'FIN DE RODAJE', 'FIN PREVISTO']), timeText(content.estimatedWrap)],
    [oneOf(content, ['AMANECE', 'ORTO', 'SALIDA SOL']), time(content.sunrise)],
    [oneOf(content, ['ANOCHECE', 'OCASO', 'PUESTA SOL']), time(content.sunset)],
  ]
  canvas.table({
    ...grid,
    columns: [1.3, 1.5, 1.3, 1.1, 1.3, 1.1].map((share) => ({ title: '', share })),
    rows: inRows(cells, 3).map((row) => row.flat()),
  })
  canvas.y += 3
  canvas.line(
    `Tiempo: ${content.weather.summary}. Máx ${content.weather.highCelsius} / mín ${content.weather.lowCelsius}`,
    plain,
  )
  canvas.y += 4
}

function drawPlaces({ canvas, content }: Pen): void {
  const { locations, hospital } = content
  canvas.table({
    ...grid,
    columns: [
      { title: oneOf(content, ['LOCALIZACIÓN', 'LOCALIZACIONES']), share: 2.2 },
      { title: 'DIRECCIÓN', share: 3 },
    ],
    rows: locations.map(({ name, address }, index) => [
      locations.length > 1 ? `L${index + 1}. ${name}` : name,
      address,
    ]),
  })
  canvas.y += 2
  canvas.line(`${oneOf(content, ['BASE', 'CAMPAMENTO BASE'])}: ${content.unitBase}`, plain)
  canvas.line(`${oneOf(content, ['PARKING', 'APARCAMIENTO'])}: ${content.parking}`, plain)
  canvas.line(
    `${oneOf(content, ['HOSPITAL', 'HOSPITAL MÁS PRÓXIMO'])}: ${hospital.name}. ${hospital.address}. Tel. ${hospital.phone}. EMERGENCIAS 112`,
    plain,
  )
  canvas.y += 5
}

function drawCast({ canvas, content, time }: Pen): void {
  canvas.table({
    ...grid,
    columns: [
      'Nº',
      'ACTOR / ACTRIZ',
      'PERSONAJE',
      oneOf(content, ['RECOG.', 'RECOGIDA']),
      'VEST.',
      'MAQ./PELUQ.',
      oneOf(content, ['SET', 'EN SET']),
    ].map((title, index) => ({ title, share: [0.5, 2.4, 2.2, 1.1, 0.9, 1.3, 0.9][index] ?? 1 })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.actor,
      member.character,
      time(member.pickUp),
      time(member.costume),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const extra of content.background)
    canvas.line(`FIGURACIÓN: ${extra.count} ${extra.description} - ${time(extra.time)}`, plain)
  canvas.y += 5
}

/** Two rows for each secuencia: what it is, and what happens in it. */
function drawSequences({ canvas, content, interior, light }: Pen): void {
  canvas.table({
    ...grid,
    columns: ['SEC.', 'DECORADO', 'EFECTO', 'PERSONAJES', 'PÁGS.'].map((title, index) => ({
      title,
      share: [0.8, 4, 1.8, 1.6, 0.8][index] ?? 1,
    })),
    rows: content.scenes.flatMap((scene, index) => {
      const moved = moveBefore(content, index)
      return [
        ...(moved === null ? [] : [[`TRASLADO A ${content.locations[moved]?.name}`]]),
        [
          scene.number,
          `${scene.set}\n${scene.description}`,
          `${interior[scene.intExt]} / ${light[scene.dayNight]}`,
          scene.cast.join(' - '),
          formatEighths(scene.eighths),
        ],
      ]
    }),
  })
  canvas.y += 5
}

/** A band of boxes: departments above, their hours below. */
function drawCalls({ canvas, content, time }: Pen): void {
  canvas.line(oneOf(content, ['CITACIONES', 'CONVOCATORIAS POR EQUIPOS']), bold)
  for (const row of inRows(content.departmentCalls, 6))
    canvas.table({
      ...grid,
      columns: row.map(({ department }) => ({ title: department, share: 1, align: 'center' as const })),
      rows: row.length === 1 ? [] : [row.map((call) => time(call.time))],
    })
  canvas.y += 3
  const last = inRows(content.departmentCalls, 6).at(-1)
  if (last?.length === 1 && last[0]) canvas.line(time(last[0].time), { ...plain, align: 'center' })
  for (const person of exceptionsOf(content))
    canvas.line(`${person.name} (${person.role}): ${time(person.time)}`, plain)
  canvas.y += 5
}

function drawFoot({ canvas, content, date, time }: Pen): void {
  for (const [title, lines] of [
    [oneOf(content, ['NECESIDADES ESPECIALES', 'MATERIAL EXTRA', 'MATERIAL ESPECIAL']), content.equipment],
    [oneOf(content, ['PRL', 'SEGURIDAD']), content.safetyNotes],
    [oneOf(content, ['OBSERVACIONES', 'NOTAS']), content.notes],
  ] as const) {
    canvas.room(34)
    canvas.line(title, bold)
    for (const line of lines) canvas.line(`· ${line}`, plain)
    canvas.y += 4
  }
  canvas.line(oneOf(content, ['TELÉFONOS', 'CONTACTOS']), bold)
  for (const row of inRows(content.contacts, 2))
    canvas.line(row.map(({ role, name, phone }) => `${role}: ${name}, ${phone}`).join('     '), plain)
  canvas.y += 4
  canvas.line(oneOf(content, ['AVANCE', 'PREVISIÓN']), bold)
  for (const next of content.advance)
    canvas.line(
      `${date(next.date)} (jornada ${next.day}): ${next.set}. Sec. ${next.scenes.join(', ')}. Citación ${time(next.crewCall)}`,
      plain,
    )
}
