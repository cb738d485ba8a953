import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  crewOf,
  inTurn,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  peopleOf,
  printing,
  scenesWith,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 10 }
const bold: TextStyle = { font: 'sans-bold', size: 10 }
const faint: TextStyle = { font: 'sans', size: 8, colour: '#666666' }

const clients = ['Agencia y cliente', 'Cliente + agencia', 'Llega agencia/cliente'] as const
const rolling = ['Cámara rueda', 'Primer plano', 'Rodando'] as const
const clientTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 90)

/** A spot's sheet to be read on a telephone: one narrow column in large letters, an hour before everything. */
export const argentinianCommercial: SheetLayout = {
  settings: ['argentina'],
  paper: 'A4',
  margin: 96,
  fileName: ({ production, date }) =>
    `llamado-${fileStem(production).toLowerCase().replaceAll('_', '-')}-${date.slice(8)}-${date.slice(5, 7)}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'estimatedWrap',
      'sunset',
      'hospital',
      'parking',
      'meals',
      'vendorStops',
      'background',
      'safetyNotes',
      'notes',
    ]),
    calls: [
      namedCall(oneOf(content, clients), clientTime(content)),
      namedCall(oneOf(content, rolling), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    scenes: scenesWith(truth, { description: true }),
    cast: castWith(truth, ['pickUp', 'makeUp', 'onSet']),
    contacts: contactsByPhone(truth),
  }),
  draw: inTurn(drawHead, drawPlace, drawPlan, drawTalent, drawCrew, drawEnd),
}

function title({ canvas }: Pen, text: string): void {
  canvas.y += 9
  canvas.room(60)
  canvas.line(text, { ...bold, size: 12 })
  canvas.rule(canvas.y, 1)
  canvas.y += 5
}

/** An hour, and what happens then to its right. */
function at({ canvas }: Pen, hour: string, ...lines: readonly (readonly [string, TextStyle])[]): void {
  const indent = 68
  const width = canvas.width - indent
  const height = lines.reduce((sum, [text, style]) => sum + canvas.height(text, width, style) + 1, 0)
  canvas.room(height)
  canvas.text(hour, canvas.left, canvas.y, indent - 4, bold)
  let y = canvas.y
  for (const [text, style] of lines) y += canvas.text(text, canvas.left + indent, y, width, style) + 1
  canvas.y = y + 3
}

function drawHead(pen: Pen): void {
  const { canvas, content, date, timeText } = pen
  canvas.line(content.company, faint)
  canvas.y += 4
  canvas.line(content.production, { ...bold, size: 20 })
  canvas.line(
    oneOf(content, ['Comercial Aceite del Valle', 'Campaña Yerba Dos Ríos', 'Aviso Banco Austral']),
    faint,
  )
  canvas.y += 4
  canvas.line(`${oneOf(content, ['PLAN DE LLAMADOS', 'LLAMADO', 'Llamados'])} · ${date(content.date)}`, bold)
  canvas.line(`Jornada ${content.day.number} de ${content.day.of}`, plain)
  canvas.y += 6
  canvas.box(canvas.left, canvas.y, canvas.width, 34, { fill: '#fff3bf' })
  canvas.text(
    oneOf(content, ['LLAMADO GENERAL', 'Llamado general', 'TODOS EN SET']),
    canvas.left + 8,
    canvas.y + 12,
    canvas.width * 0.55,
    bold,
  )
  canvas.text(timeText(content.crewCall), canvas.left, canvas.y + 8, canvas.width - 8, {
    ...bold,
    size: 17,
    align: 'right',
  })
  canvas.y += 38
}

function drawPlace(pen: Pen): void {
  const { canvas, content, time } = pen
  const { locations, hospital, weather } = content
  title(pen, oneOf(content, ['Dónde', 'Locación', 'Cómo llegar']))
  locations.forEach(({ name, address }, index) => {
    canvas.line(`${locations.length > 1 ? `${index + 1}. ` : ''}${name}`, bold)
    canvas.line(address, plain)
    canvas.y += 3
  })
  const pair = (label: string, value: string) => {
    canvas.line(label, faint)
    canvas.line(value, plain)
    canvas.y += 2
  }
  pair('Estacionamiento', content.parking)
  pair(oneOf(content, ['Hospital', 'Guardia más cercana']), `${hospital.name}\n${hospital.address}`)
  pair(
    'Clima',
    `${weather.summary}, ${weather.lowCelsius}° a ${weather.highCelsius}°. El sol se va ${time(content.sunset)}.`,
  )
  for (const stop of content.pickUps)
    pair('Retirar equipos', `${time(stop.time)} ${stop.vendor}, ${stop.address}`)
}

/** Minutes from four hours before the call on: the day may end after midnight. */
function order({ crewCall }: SheetContent, hour: string): number {
  const from = Temporal.PlainTime.from(shiftTime(crewCall, -240))
  return (from.until(Temporal.PlainTime.from(hour)).total('minutes') + 1440) % 1440
}

function drawPlan(pen: Pen): void {
  const { content, interior, light, time } = pen
  title(pen, oneOf(content, ['Plan del día', 'Cronograma', 'Cómo viene el día']))
  const [firstScene] = content.scenes
  const single = (hour: string, text: string) => ({ hour, lines: [[text, plain]] as [string, TextStyle][] })
  const scenes = content.scenes.map((scene, index) => {
    const moved = moveBefore(content, index)
    const lines: [string, TextStyle][] = [
      ...(moved === null
        ? []
        : [[`Nos movemos a ${content.locations[moved]?.name}`, faint] as [string, TextStyle]]),
      [`Esc. ${scene.number} · ${interior[scene.intExt]} ${light[scene.dayNight]} · ${scene.set}`, bold],
      [scene.description, plain],
    ]
    return { hour: scene.startsAt, lines }
  })
  const rows = [
    ...content.meals.map((meal) => single(meal.time, meal.name)),
    single(clientTime(content), oneOf(content, clients)),
    ...(firstScene ? [single(firstScene.startsAt, oneOf(content, rolling))] : []),
    ...scenes,
    single(content.estimatedWrap, oneOf(content, ['Fin de jornada', 'Corte general', 'Wrap'])),
  ].toSorted((a, b) => order(content, a.hour) - order(content, b.hour))
  for (const { hour, lines } of rows) at(pen, time(hour), ...lines)
}

function drawTalent(pen: Pen): void {
  const { canvas, content, time } = pen
  title(pen, oneOf(content, ['Talentos', 'Elenco', 'Actores']))
  for (const member of content.cast) {
    canvas.room(44)
    canvas.line(`${member.actor} (${member.character})`, bold)
    canvas.line(
      `Pasamos a buscar: ${time(member.pickUp)} / Maquillaje: ${time(member.makeUp)} / Set: ${time(member.onSet)}`,
      { ...plain, size: 9 },
    )
    canvas.y += 3
  }
  for (const { count, description, time: call } of content.background)
    canvas.line(`Extras: ${count} ${description}, ${time(call)}`, plain)
}

function drawCrew(pen: Pen): void {
  const { canvas, content, time } = pen
  title(pen, oneOf(content, ['Equipo técnico', 'Equipo', 'Llamados por área']))
  for (const { department } of content.departmentCalls) {
    canvas.room(34)
    canvas.line(department.toLocaleUpperCase('es'), faint)
    canvas.y += 2
    for (const person of crewOf(content, department))
      at(pen, time(person.time), [`${person.role}: ${person.name}`, { ...plain, size: 9 }])
  }
}

function drawEnd(pen: Pen): void {
  const { canvas, content } = pen
  title(pen, oneOf(content, ['Ojo con esto', 'Seguridad']))
  for (const line of content.safetyNotes) canvas.line(`• ${line}`, plain)
  title(pen, oneOf(content, ['Avisos', 'Para tener en cuenta']))
  for (const line of content.notes) canvas.line(`• ${line}`, plain)
  title(pen, oneOf(content, ['Contactos', 'Cualquier cosa llamar a']))
  for (const { role, name, phone } of content.contacts)
    canvas.line(`${name} · ${role} · ${phone}`, { ...plain, size: 9 })
}
