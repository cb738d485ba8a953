import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  leastOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'
import { type CellLine, cell, cellRow, gridOf, mergedRow } from '../cells.ts'

const plain: TextStyle = { font: 'sans', size: 7.8 }
const bold: TextStyle = { font: 'sans-bold', size: 7.8 }
const italic: TextStyle = { font: 'sans-italic', size: 7.4 }
const middle: TextStyle = { ...plain, align: 'center' }
const rose = '#f6d5dc'
const cream = '#fbf4dc'
const box = { line: 0.6, padding: 3.2 } as const
const narrow = { line: 0.4, padding: 1.9 } as const
const ready = ['PRÊT À TOURNER', 'P.A.T. PLATEAU', 'PAT'] as const

/** A television film: the crew in one long column at the left, and each player's hours as a line of arrows. */
export const frenchTelefilm: SheetLayout = {
  settings: ['france', 'belgium'],
  paper: 'A4',
  margin: 30,
  fileName: ({ production, day, revision }) =>
    `FDS${day.number}_${fileStem(production)}${revision.number > 0 ? `_MODIF${revision.number}` : ''}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    sunrise: truth.sunrise,
    sunset: truth.sunset,
    calls: [namedCall(oneOf(content, ready), content.scenes[0]?.startsAt ?? null), ...truth.calls],
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
    sideBySide(canvas, [1, 1.75], [() => drawCrew(pen), () => drawDay(pen)], 10)
    canvas.y += 6
    drawCast(pen)
    drawEnd(pen)
  },
}

function drawHead({ canvas, content, date, timeText }: Pen): void {
  const { day } = content
  const sheet = oneOf(content, ['FEUILLE DE SERVICE', 'FEUILLE DE SERVICE DU JOUR', 'Feuille de service'])
  const centre: TextStyle = { ...bold, align: 'center' }
  cellRow(
    canvas,
    [
      cell(1.2, content.company, bold),
      cell(3, content.production.toLocaleUpperCase('fr'), { ...centre, size: 15 }, rose),
      cell(1.2, `${day.number}${day.number === 1 ? 'er' : 'e'} jour sur ${day.of}`, {
        ...bold,
        align: 'right',
      }),
    ],
    { ...box, padding: 5 },
  )
  const first = timeText(content.scenes[0]?.startsAt ?? 'n/a')
  const call = oneOf(content, ['RENDEZ-VOUS ÉQUIPE', 'CONVOCATION ÉQUIPE SUR PLACE', 'DÉBUT DE JOURNÉE'])
  const end = oneOf(content, ['FIN DE JOURNÉE', 'FIN DE TOURNAGE', 'FIN ESTIMÉE'])
  mergedRow(canvas, `${sheet} - ${date(content.date)}`, { ...centre, size: 11 }, box)
  cellRow(
    canvas,
    [
      cell(1, `${call}\n${timeText(content.crewCall)}`, { ...centre, size: 10 }, cream),
      cell(1, `${oneOf(content, ready)}\n${first}`, { ...centre, size: 10 }),
      cell(1, `${end}\n${timeText(content.estimatedWrap)}`, { ...centre, size: 10 }),
    ],
    box,
  )
  canvas.y += 6
}

/** Who comes when: the department with its hour, and under it whoever is of it, the hour first. */
function drawCrew({ canvas, content, time }: Pen): void {
  const small = { ...plain, size: 5.9 }
  const name = { ...bold, size: 6.6 }
  const titled = oneOf(content, ['CONVOCATIONS', 'HEURES DE CONVOCATION', 'ÉQUIPE TECHNIQUE'])
  mergedRow(canvas, titled, { ...bold, align: 'center' }, { ...box, fill: rose })
  for (const { department, time: call } of content.departmentCalls) {
    cellRow(canvas, [cell(0.8, time(call), name, cream), cell(4.8, department, name, cream)], narrow)
    for (const person of content.crew.filter((each) => each.department === department))
      cellRow(
        canvas,
        [cell(0.8, time(person.time), small), cell(2.1, person.name, small), cell(2.7, person.role, small)],
        narrow,
      )
  }
}

function drawDay(pen: Pen): void {
  drawPlaces(pen)
  drawSequences(pen)
  drawNeeds(pen)
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { locations, hospital, weather, meals } = content
  const line = (label: string, text: string): void =>
    cellRow(canvas, [cell(1, label, bold, cream), cell(3.2, text, plain)], box)
  locations.forEach(({ name, address }, index) => {
    line(locations.length > 1 ? `DÉCOR ${index + 1}` : 'DÉCOR', `${name}\n${address}`)
  })
  line(oneOf(content, ['BASE', 'LOGES / HMC', 'CAMP']), content.unitBase)
  line(oneOf(content, ['STATIONNEMENT', 'PARKING', 'VÉHICULES']), content.parking)
  const clinic = oneOf(content, ['HÔPITAL', 'URGENCES', 'HÔPITAL DE SECTEUR'])
  line(clinic, `${hospital.name}\n${hospital.address}\n${hospital.phone} - SAMU : 15`)
  line(
    oneOf(content, ['REPAS', 'CANTINE']),
    meals.map((meal) => `${meal.name} à ${time(meal.time)}`).join('  /  '),
  )
  const sun = `lever ${time(content.sunrise)}, coucher ${time(content.sunset)}`
  line('MÉTÉO', `${weather.summary}, ${weather.lowCelsius}° à ${weather.highCelsius}° (${sun})`)
  canvas.y += 6
}

function drawSequences({ canvas, content, interior, light }: Pen): void {
  const grid = gridOf(
    canvas,
    [
      [oneOf(content, ['SÉQ', 'Séq.']), 0.8, { ...bold, align: 'center' }],
      ['I/E', 0.7, middle],
      ['EFFET', 1.35, middle],
      [oneOf(content, ['DÉCOR - ACTION', 'DÉCOR / RÉSUMÉ']), 4.2, plain],
      ['RÔLES', 0.9, middle],
      ['PAGES', 0.9, middle],
    ],
    { ...box, padding: 2.4 },
  )
  grid.head({ ...bold, size: 7 }, rose)
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    const going = moved !== null && `CHANGEMENT DE DÉCOR : ${content.locations[moved]?.name}`
    if (going) mergedRow(canvas, going, { ...bold, align: 'center' }, { ...box, fill: cream })
    const what: CellLine[] = [
      [scene.set, bold],
      [scene.description, italic],
    ]
    const [where, effect] = [interior[scene.intExt], light[scene.dayNight]]
    grid.row([scene.number, where, effect, what, scene.cast.join(', '), formatEighths(scene.eighths)])
  })
  canvas.y += 6
}

function drawNeeds({ canvas, content }: Pen): void {
  const list = (label: string, values: readonly string[]): void => {
    mergedRow(canvas, label, bold, { ...box, fill: cream, padding: 2.4 })
    canvas.y += 2.5
    for (const value of values) canvas.line(`-  ${value}`, plain)
    canvas.y += 4
  }
  list(oneOf(content, ['BESOINS PARTICULIERS', 'MATÉRIEL', 'CAMÉRA / MACHINERIE']), content.equipment)
  list(oneOf(content, ['SÉCURITÉ', 'CONSIGNES SÉCURITÉ', 'PRÉVENTION']), content.safetyNotes)
  list(oneOf(content, ['MERCI DE NOTER', 'REMARQUES', 'INFORMATIONS RÉGIE']), content.notes)
}

/** The hours of each player follow each other in one cell, every one behind what it is for. */
function drawCast({ canvas, content, time }: Pen): void {
  canvas.room(60)
  const grid = gridOf(
    canvas,
    [
      ['N°', 0.4, middle],
      [oneOf(content, ['RÔLE', 'PERSONNAGE']), 1.8, bold],
      [oneOf(content, ['INTERPRÈTE', 'COMÉDIEN(NE)', 'ARTISTE']), 2, plain],
      [oneOf(content, ['CONVOCATION', 'HORAIRES', 'FEUILLE DE ROUTE']), 5, plain],
    ],
    box,
  )
  grid.head(bold, rose)
  for (const { number, character, actor, pickUp, makeUp, costume, onSet } of content.cast) {
    const hours = [
      `départ ${time(pickUp)}`,
      `maquillage ${time(makeUp)}`,
      `habillage ${time(costume)}`,
      `PAT ${time(onSet)}`,
    ]
    grid.row([String(number), character, actor, hours.join('  >  ')])
  }
  const extras = oneOf(content, ['FIGURATION', 'FIGURANTS', 'SILHOUETTES ET FIGURANTS'])
  for (const { count, description, time: call } of content.background)
    mergedRow(canvas, `${extras} : ${count} ${description}, convocation ${time(call)}`, plain, box)
  canvas.y += 6
}

function drawEnd({ canvas, content, date, time }: Pen): void {
  canvas.room(50)
  mergedRow(canvas, oneOf(content, ['CONTACTS', 'À JOINDRE', 'TÉLÉPHONES']), bold, { ...box, fill: rose })
  for (const { role, name, phone } of content.contacts)
    cellRow(canvas, [cell(2, role, plain), cell(2, name, bold), cell(1.4, phone, plain)], {
      ...box,
      padding: 2,
    })
  canvas.y += 6
  canvas.room(40)
  mergedRow(canvas, oneOf(content, ['LES JOURS SUIVANTS', 'PRÉVISIONNEL', 'DEMAIN ET APRÈS']), bold, {
    ...box,
    fill: rose,
  })
  for (const next of content.advance)
    cellRow(
      canvas,
      [
        cell(2, `${date(next.date)} (J${next.day})`, plain),
        cell(2.4, next.set, bold),
        cell(1.6, `séq. ${next.scenes.join(', ')}`, plain),
        cell(1.4, `convocation ${time(next.crewCall)}`, plain),
      ],
      { ...box, padding: 2 },
    )
}
