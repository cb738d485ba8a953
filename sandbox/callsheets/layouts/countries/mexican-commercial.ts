import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  inTurn,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  peopleOf,
  printing,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.8 }
const bold: TextStyle = { font: 'sans-bold', size: 7.8 }
const grid = {
  font: 'sans',
  headFont: 'sans-bold',
  size: 6.8,
  padding: 2,
  headFill: '#434343',
  headColour: '#ffffff',
} as const
const customer = ['Cliente y agencia', 'AGENCIA / CLIENTE', 'Agencia'] as const
const shot = ['Primer tiro', '1er. tiro', 'Inicio de rodaje'] as const
const customerTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 60)

/** A commercial's hoja: a framed box of hours beside one of places, and people by department in one long table. */
export const mexicanCommercial: SheetLayout = {
  settings: ['mexico'],
  paper: 'LETTER',
  margin: 34,
  fileName: ({ production, day, revision }) =>
    `LLAMADO ${fileStem(production).replaceAll('_', ' ')} D${day.number} (${revision.issuedAt.slice(0, 10).split('-').toReversed().join('-')}).pdf`,
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
    ]),
    calls: [
      namedCall(oneOf(content, customer), customerTime(content)),
      namedCall(oneOf(content, shot), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    scenes: scenesWith(truth, { description: true }),
    cast: castWith(truth, ['pickUp', 'makeUp', 'onSet']),
  }),
  draw: inTurn(drawHead, drawBoxes, drawPlan, drawPeople, drawFoot),
}

function drawHead({ canvas, content, date }: Pen): void {
  const { day } = content
  canvas.line(oneOf(content, ['HOJA DE LLAMADO', 'LLAMADO', 'HOJA DE LLAMADO / CALL SHEET']), {
    ...bold,
    size: 13,
  })
  canvas.line(`Proyecto: ${content.production}`, { ...bold, size: 10 })
  canvas.line(`Casa productora: ${content.company}`, plain)
  canvas.line(`${date(content.date)} - Día ${day.number} de ${day.of}`, { ...bold, size: 10 })
  canvas.y += 4
}

function drawBoxes({ canvas, content, time, timeText }: Pen): void {
  const [breakfast, lunch] = content.meals
  const { hospital, locations } = content
  const hours = [
    ...(breakfast ? [[breakfast.name, time(breakfast.time)]] : []),
    [
      oneOf(content, ['Llamado general', 'LLAMADO CREW', 'Llamado crew en locación']),
      timeText(content.crewCall),
    ],
    [oneOf(content, customer), time(customerTime(content))],
    [oneOf(content, shot), time(content.scenes[0]?.startsAt ?? 'n/a')],
    ...(lunch ? [[lunch.name, time(lunch.time)]] : []),
    [oneOf(content, ['Wrap estimado', 'Corte final', 'Fin de llamado']), timeText(content.estimatedWrap)],
  ]
  const top = canvas.y
  sideBySide(
    canvas,
    [1, 1.5],
    [
      () => {
        canvas.y += 4
        for (const [label = '', value = ''] of hours) {
          canvas.text(label, canvas.left + 4, canvas.y, canvas.width * 0.6, plain)
          canvas.text(value, canvas.left, canvas.y, canvas.width - 4, { ...bold, align: 'right' })
          canvas.y += 12
        }
        canvas.line(` Sol: salida ${time(content.sunrise)} / puesta ${time(content.sunset)}`, plain)
        canvas.y += 3
      },
      () => {
        canvas.y += 4
        locations.forEach(({ name, address }, index) => {
          canvas.line(`LOCACIÓN${locations.length > 1 ? ` ${index + 1}` : ''}: ${name}`, bold)
          canvas.line(address, plain)
        })
        canvas.line(`${oneOf(content, ['BASE', 'BASE DE CAMPERS'])}: ${content.unitBase}`, plain)
        canvas.line(`ESTACIONAMIENTO: ${content.parking}`, plain)
        canvas.line(`HOSPITAL: ${hospital.name}, ${hospital.address}, ${hospital.phone}`, plain)
        canvas.y += 3
      },
    ],
    18,
  )
  canvas.box(canvas.left, top, canvas.width, canvas.y - top, { stroke: '#434343', line: 1 })
  canvas.y += 6
}

function drawPlan({ canvas, content, interior, light, time }: Pen): void {
  canvas.table({
    ...grid,
    columns: ['HORA', 'ESC.', 'SET', 'INT/EXT', 'D/N', 'ACCIÓN'].map((title, index) => ({
      title,
      share: [1, 0.8, 2.8, 1.1, 1.1, 4][index] ?? 1,
    })),
    rows: content.scenes.flatMap((scene, index) => {
      const moved = moveBefore(content, index)
      const cells = [
        time(scene.startsAt),
        scene.number,
        scene.set,
        interior[scene.intExt],
        light[scene.dayNight],
        scene.description,
      ]
      return moved === null ? [cells] : [[`CAMBIO DE LOCACIÓN: ${content.locations[moved]?.name}`], cells]
    }),
  })
  canvas.y += 6
}

function drawPeople({ canvas, content, time }: Pen): void {
  canvas.table({
    ...grid,
    columns: ['TALENTO', 'PERSONAJE', 'PICK UP', oneOf(content, ['MAQ.', 'MAQ Y PEINADO']), 'EN SET'].map(
      (title, index) => ({ title, share: [2.4, 2.4, 1, 1.1, 1][index] ?? 1 }),
    ),
    rows: content.cast.map((member) => [
      member.actor,
      member.character,
      time(member.pickUp),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const extra of content.background)
    canvas.line(`EXTRAS: ${extra.count} ${extra.description}, llamado ${time(extra.time)}`, plain)
  canvas.y += 6
  canvas.table({
    ...grid,
    size: 6.4,
    padding: 1.4,
    columns: [
      oneOf(content, ['DEPTO.', 'ÁREA']),
      'PUESTO',
      'NOMBRE',
      oneOf(content, ['LLAMADO', 'HORA']),
    ].map((title, index) => ({ title, share: [1.8, 2.6, 2.4, 1][index] ?? 1 })),
    // The department stands beside the first of its people only.
    rows: content.crew.map((person, index) => [
      content.crew[index - 1]?.department === person.department
        ? ''
        : person.department.toLocaleUpperCase('es'),
      person.role,
      person.name,
      time(person.time),
    ]),
  })
  canvas.y += 6
}

function drawFoot({ canvas, content }: Pen): void {
  for (const [title, lines] of [
    ['EQUIPO ADICIONAL', content.equipment],
    ['SEGURIDAD', content.safetyNotes],
    [oneOf(content, ['NOTAS', 'IMPORTANTE']), content.notes],
  ] as const) {
    canvas.room(34)
    canvas.line(title, bold)
    for (const line of lines) canvas.line(`• ${line}`, plain)
    canvas.y += 4
  }
}
