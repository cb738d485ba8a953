import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  crewOf,
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

const plain: TextStyle = { font: 'regular', size: 7 }
const bold: TextStyle = { font: 'bold', size: 7 }
const thin = {
  font: 'regular',
  headFont: 'bold',
  size: 6.4,
  padding: 1.8,
  lines: 'rows',
  headFill: '#ffffff',
} as const
const customer = ['Kunde / Agentur', 'Agentur & Kunde', 'KUNDE'] as const
const shooting = ['Drehstart', 'Drehbeginn', 'First Shot'] as const
const customerTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 90)

/** A commercial, half in English as the trade speaks: black bars, the people first, then the day. */
export const germanCommercial: SheetLayout = {
  settings: ['germany'],
  paper: 'A4',
  margin: 30,
  fileName: ({ production, day, revision }) =>
    `Callsheet_${fileStem(production)}_SD${day.number}_${revision.issuedAt.slice(2, 10).replaceAll('-', '')}_V${revision.number + 1}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'estimatedWrap',
      'sunrise',
      'sunset',
      'hospital',
      'parking',
      'vendorStops',
      'equipment',
      'safetyNotes',
      'notes',
    ]),
    calls: [
      namedCall(oneOf(content, customer), customerTime(content)),
      namedCall(oneOf(content, shooting), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    meals: truth.meals.slice(1),
    scenes: scenesWith(truth, { description: true }),
    cast: castWith(truth, ['pickUp', 'makeUp', 'onSet']),
  }),
  draw: inTurn(drawHead, drawPeople, drawPlaces, drawDay, drawFoot),
}

function bar({ canvas }: Pen, text: string): void {
  canvas.room(40)
  canvas.box(canvas.left, canvas.y, canvas.width, 12, { fill: '#000000' })
  canvas.text(text, canvas.left + 4, canvas.y + 2, canvas.width - 8, { ...bold, colour: '#ffffff' })
  canvas.y += 15
}

function drawHead(pen: Pen): void {
  const { canvas, content, date, timeText, time } = pen
  const { day, meals } = content
  canvas.line(`CALLSHEET  ${content.production}`, { ...bold, size: 14 })
  canvas.line(
    `${content.company}  //  Shooting Day ${day.number} von ${day.of}  //  ${date(content.date)}`,
    plain,
  )
  canvas.y += 3
  const rows = [
    [oneOf(content, ['Crew Call', 'CREWCALL', 'Team Call']), timeText(content.crewCall)],
    [oneOf(content, customer), time(customerTime(content))],
    [oneOf(content, shooting), time(content.scenes[0]?.startsAt ?? 'n/a')],
    ...meals.slice(1).map((meal) => [meal.name, time(meal.time)]),
    [oneOf(content, ['Wrap (ca.)', 'Drehschluss', 'Voraussichtlich Wrap']), time(content.estimatedWrap)],
  ]
  const sun = [
    ['Sonnenaufgang', time(content.sunrise)],
    ['Sonnenuntergang', time(content.sunset)],
    ['Wetter', content.weather.summary],
  ]
  const listed = (pairs: readonly (readonly string[])[]) => () => {
    for (const [label = '', value = ''] of pairs) {
      canvas.text(label, canvas.left, canvas.y, 100, plain)
      canvas.text(value, canvas.left + 104, canvas.y, canvas.width - 104, bold)
      canvas.y += 10.5
    }
  }
  sideBySide(canvas, [1, 1], [listed(rows), listed(sun)])
  canvas.y += 5
}

function drawPeople(pen: Pen): void {
  const { canvas, content, time } = pen
  bar(pen, oneOf(content, ['CREW', 'TEAM', 'STAB']))
  canvas.table({
    ...thin,
    columns: ['', '', ''].map((title, index) => ({ title, share: [2.6, 2.6, 1][index] ?? 1 })),
    rows: content.departmentCalls.flatMap(({ department }) => [
      [department.toLocaleUpperCase('de')],
      ...crewOf(content, department).map((person) => [person.role, person.name, time(person.time)]),
    ]),
  })
  canvas.y += 4
  bar(pen, oneOf(content, ['CAST', 'TALENTS', 'DARSTELLER']))
  canvas.table({
    ...thin,
    columns: ['Name', 'Rolle', 'Pick-up', oneOf(content, ['HMU', 'Maske']), 'on Set'].map((title, index) => ({
      title,
      share: [2.4, 2.4, 1, 1, 1][index] ?? 1,
    })),
    rows: content.cast.map((member) => [
      member.actor,
      member.character,
      time(member.pickUp),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 4
}

function drawPlaces(pen: Pen): void {
  const { canvas, content, time } = pen
  const { locations, hospital, pickUps } = content
  bar(pen, oneOf(content, ['LOCATIONS', 'MOTIVE', 'ADRESSEN']))
  const rows = [
    ...locations.map(({ name, address }, index) => [`Location ${index + 1}`, name, address]),
    ['Parken', content.parking, ''],
    [oneOf(content, ['Krankenhaus', 'Notaufnahme']), hospital.name, hospital.address],
    ...pickUps.map((stop) => [`Abholung ${time(stop.time)}`, stop.vendor, stop.address]),
  ]
  canvas.table({
    ...thin,
    columns: [1.2, 2.8, 3.2].map((share) => ({ title: '', share })),
    rows,
  })
  canvas.y += 4
}

function drawDay(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  bar(pen, oneOf(content, ['ZEITPLAN', 'TIMETABLE', 'SHOOTING SCHEDULE']))
  canvas.table({
    ...thin,
    columns: ['Uhrzeit', 'Szene', 'Set', 'I/A', 'T/N', 'Action'].map((title, index) => ({
      title,
      share: [1, 0.8, 2.6, 0.8, 1, 4][index] ?? 1,
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
      return moved === null
        ? [cells]
        : [['', '', `Location Move: ${content.locations[moved]?.name}`, '', '', ''], cells]
    }),
  })
  canvas.y += 4
}

function drawFoot(pen: Pen): void {
  const { canvas, content } = pen
  for (const [title, lines] of [
    ['EQUIPMENT', content.equipment],
    [oneOf(content, ['SICHERHEIT', 'SAFETY']), content.safetyNotes],
    [oneOf(content, ['INFOS', 'WICHTIG', 'HINWEISE']), content.notes],
  ] as const) {
    bar(pen, title)
    for (const line of lines) canvas.line(line, plain)
    canvas.y += 3
  }
}
