import type { TextStyle } from '../../canvas.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  printing,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.6 }
const bold: TextStyle = { font: 'sans-bold', size: 7.6 }
const grid = { font: 'sans', headFont: 'sans-bold', size: 6.8, padding: 2, headFill: '#ffd9d9' } as const
const start = ['Début de tournage', '1er clap', 'PAT'] as const

/** A publicity film on its side: the crew with telephones on the left, everything else on the right. */
export const frenchCommercial: SheetLayout = {
  settings: ['france'],
  paper: 'A4',
  landscape: true,
  margin: 26,
  fileName: ({ production, day, revision }) =>
    `${revision.issuedAt.slice(0, 10)}_CALLSHEET_${fileStem(production).toUpperCase()}_J${day.number}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'productionCall',
      'estimatedWrap',
      'hospital',
      'unitBase',
      'parking',
      'meals',
      'vendorStops',
      'safetyNotes',
      'notes',
    ]),
    revision: truth.revision && { ...truth.revision, colour: null, issuedAt: null },
    calls: [namedCall(oneOf(content, start), content.scenes[0]?.startsAt ?? null), ...peopleOf(truth)],
    scenes: scenesWith(truth, { description: true, cast: true }),
    cast: castWith(truth, ['number', 'makeUp', 'costume', 'onSet']),
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    sideBySide(canvas, [1, 1.5], [() => drawCrew(pen), () => drawRight(pen)], 12)
    drawFoot(pen)
  },
}

function drawHead({ canvas, content, date }: Pen): void {
  const { day, revision, company } = content
  canvas.table({
    ...grid,
    size: 8.5,
    font: 'sans-bold',
    columns: [2, 2, 1.6, 1].map((share) => ({ title: '', share })),
    rows: [
      [
        `FILM : ${content.production}`,
        date(content.date),
        `JOUR ${day.number} / ${day.of}`,
        `V${revision.number + 1}`,
      ],
    ],
  })
  canvas.y += 3
  canvas.line(`${oneOf(content, ['Feuille de service', 'CALL SHEET'])} - Production : ${company}`, plain)
  canvas.y += 4
}

function drawCrew({ canvas, content, time }: Pen): void {
  canvas.table({
    ...grid,
    size: 6.2,
    padding: 1.3,
    lines: 'rows',
    columns: [oneOf(content, ['ÉQUIPE', 'POSTE']), 'NOM', oneOf(content, ['HEURE', 'CONVOC.', 'H.'])].map(
      (title, index) => ({ title, share: [2.6, 2.4, 1][index] ?? 1 }),
    ),
    rows: content.crew.map((person) => [person.role, person.name, time(person.time)]),
  })
}

function drawRight(pen: Pen): void {
  const { canvas, content, interior, light, time, timeText } = pen
  const [breakfast, lunch] = content.meals
  const hours = [
    ['Régie / production', timeText(content.productionCall)],
    ...(breakfast ? [[breakfast.name, time(breakfast.time)]] : []),
    [oneOf(content, ['Convocation générale', 'CONVOCATION', 'Call équipe']), timeText(content.crewCall)],
    [oneOf(content, start), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    ...(lunch ? [[lunch.name, time(lunch.time)]] : []),
    [oneOf(content, ['Fin de journée estimée', 'Fin estimée', 'Wrap']), timeText(content.estimatedWrap)],
  ]
  canvas.table({ ...grid, columns: [2, 1].map((share) => ({ title: '', share })), rows: hours })
  canvas.y += 5
  drawPlaces(pen)
  canvas.table({
    ...grid,
    columns: ['H', 'SÉQ', 'I/E', 'EFFET', 'DÉCOR', 'ACTION', 'RÔLES'].map((title, index) => ({
      title,
      share: [0.9, 0.8, 0.8, 1.1, 2.2, 3.2, 0.9][index] ?? 1,
    })),
    rows: content.scenes.map((scene) => [
      time(scene.startsAt),
      scene.number,
      interior[scene.intExt],
      light[scene.dayNight],
      scene.set,
      scene.description,
      scene.cast.join(', '),
    ]),
  })
  canvas.y += 5
  canvas.table({
    ...grid,
    columns: ['N°', oneOf(content, ['TALENT', 'COMÉDIEN']), 'RÔLE', 'HMC', 'STYLISME', 'PLATEAU'].map(
      (title, index) => ({
        title,
        share: [0.5, 2.2, 2, 1, 1, 1][index] ?? 1,
      }),
    ),
    rows: content.cast.map((member) => [
      String(member.number),
      member.actor,
      member.character,
      time(member.makeUp),
      time(member.costume),
      time(member.onSet),
    ]),
  })
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { locations, hospital, pickUps } = content
  canvas.table({
    ...grid,
    columns: [1, 4].map((share) => ({ title: '', share })),
    rows: [
      ...locations.map(({ name, address }, index) => [
        `${oneOf(content, ['Lieu', 'Décor', 'Adresse'])}${locations.length > 1 ? ` ${index + 1}` : ''}`,
        `${name} - ${address}`,
      ]),
      [oneOf(content, ['Base', 'Loges / table régie']), content.unitBase],
      ['Parking', content.parking],
      [oneOf(content, ['Hôpital', 'Urgences']), `${hospital.name} - ${hospital.address}`],
      ...pickUps.map((stop) => [
        oneOf(content, ['Enlèvement', 'Prise caméra', 'Enlèvement loueur']),
        `${time(stop.time)} - ${stop.vendor}, ${stop.address}`,
      ]),
    ],
  })
  canvas.y += 5
}

function drawFoot({ canvas, content }: Pen): void {
  canvas.y += 4
  for (const [title, lines] of [
    [oneOf(content, ['Sécurité', 'Consignes sécurité']), content.safetyNotes],
    [oneOf(content, ['Remarques', 'Important']), content.notes],
  ] as const) {
    canvas.room(30)
    canvas.line(title, bold)
    for (const line of lines) canvas.line(line, plain)
    canvas.y += 3
  }
}
