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
  sideBySide,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.8 }
const bold: TextStyle = { font: 'sans-bold', size: 7.8 }
const grid = { font: 'sans', headFont: 'sans-bold', size: 7, padding: 2, headFill: '#efefef' } as const
const ready = ['Drehbeginn', 'DREHBEGINN', 'Drehfertig'] as const

/** A television film: who writes it on the left, the hours in the middle, each Motiv with the way to it. */
export const germanFilm: SheetLayout = {
  settings: ['germany'],
  paper: 'A4',
  margin: 36,
  fileName: ({ production, day, date }) =>
    `${fileStem(production)}_Dispo_${String(day.number).padStart(2, '0')}_${date.split('-').toReversed().join('-')}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'sunrise',
      'sunset',
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
  draw: inTurn(drawHead, drawPlaces, drawScenes, drawCast, drawTeam, drawFoot),
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const { day, meals } = content
  sideBySide(
    canvas,
    [1.1, 1.4, 1],
    [
      () => {
        canvas.line(content.company, bold)
        for (const { role, name, phone } of content.contacts) {
          canvas.line(role, { ...bold, size: 6.6 })
          canvas.line(`${name}, ${phone}`, { ...plain, size: 6.6 })
        }
      },
      () => {
        canvas.line(content.production, { ...bold, size: 15, align: 'center' })
        canvas.line(oneOf(content, ['TAGESDISPOSITION', 'Dispo', 'TAGESDISPO']), {
          ...bold,
          size: 10,
          align: 'center',
        })
        canvas.line(
          `${oneOf(content, ['Arbeitsbeginn', 'AB Team', 'Beginn Team'])} ${timeText(content.crewCall)}`,
          { ...bold, size: 12, align: 'center' },
        )
        canvas.line(`${oneOf(content, ready)} ${timeText(content.scenes[0]?.startsAt ?? 'n/a')}`, {
          ...bold,
          align: 'center',
        })
        for (const meal of meals.slice(1))
          canvas.line(`${meal.name} ${time(meal.time)}`, { ...plain, align: 'center' })
        canvas.line(
          `${oneOf(content, ['Drehschluss ca.', 'Drehende ca.', 'Drehschluß'])} ${timeText(content.estimatedWrap)}`,
          { ...bold, align: 'center' },
        )
      },
      () => {
        canvas.line(`${day.number}. Drehtag (${day.number}/${day.of})`, { ...bold, align: 'right' })
        canvas.line(date(content.date), { ...bold, size: 10, align: 'right' })
        canvas.line(`SA ${time(content.sunrise)} / SU ${time(content.sunset)}`, { ...plain, align: 'right' })
        canvas.line(content.weather.summary, { ...plain, align: 'right' })
      },
    ],
  )
  canvas.rule(canvas.y + 1, 0.8)
  canvas.y += 5
}

function drawPlaces({ canvas, content }: Pen): void {
  const { locations, hospital } = content
  const entry = (label: string, ...lines: string[]): void => {
    canvas.room(30)
    canvas.text(label, canvas.left, canvas.y, 84, bold)
    canvas.within(canvas.left + 90, canvas.width - 90, canvas.y, () => {
      for (const line of lines) canvas.line(line, plain)
    })
    canvas.y += 2
  }
  locations.forEach(({ name, address }, index) => {
    entry(
      `Motiv${locations.length > 1 ? ` ${index + 1}` : ''}`,
      name,
      address,
      oneOf(content, [
        'Anfahrt: bitte Ausschilderung DREH folgen',
        'Anfahrt ÖPNV empfohlen, keine Wendemöglichkeit für Lkw',
      ]),
    )
  })
  entry(oneOf(content, ['Aufenthalt', 'Basis', 'Base']), content.unitBase)
  entry(oneOf(content, ['Parken', 'Parkplatz']), content.parking)
  entry(
    oneOf(content, ['Krankenhaus', 'Notfall / Klinik', 'Nächste Klinik']),
    `${hospital.name}, ${hospital.address}, Tel. ${hospital.phone}`,
  )
  canvas.y += 4
}

function drawScenes({ canvas, content, interior, light }: Pen): void {
  canvas.table({
    ...grid,
    columns: ['Bild', 'I/A', 'T/N', 'Motiv / Inhalt', 'Rollen', 'Länge'].map((title, index) => ({
      title,
      share: [0.8, 0.9, 1.2, 5.4, 1.2, 0.9][index] ?? 1,
    })),
    rows: content.scenes.flatMap((scene, index) => {
      const moved = moveBefore(content, index)
      const cells = [
        scene.number,
        interior[scene.intExt],
        light[scene.dayNight],
        `${scene.set}\n${scene.description}`,
        scene.cast.join(', '),
        formatEighths(scene.eighths),
      ]
      return moved === null ? [cells] : [[`UMZUG -> ${content.locations[moved]?.name}`], cells]
    }),
  })
  canvas.y += 6
}

function drawCast({ canvas, content, time }: Pen): void {
  canvas.table({
    ...grid,
    columns: [
      '#',
      'Rolle',
      'Darsteller/in',
      'Abh.',
      'Maske',
      'Kostüm',
      oneOf(content, ['Drehfertig', 'am Set', 'Set']),
    ].map((title, index) => ({ title, share: [0.5, 2.2, 2.6, 1, 1, 1, 1.2][index] ?? 1 })),
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
  for (const extra of content.background)
    canvas.line(`Komparserie: ${extra.count} ${extra.description}, ${time(extra.time)} im Aufenthalt`, plain)
  canvas.y += 6
}

/** Three departments to a row, each with its hour beside it, and below who comes at another one. */
function drawTeam({ canvas, content, time }: Pen): void {
  canvas.room(80)
  canvas.line(oneOf(content, ['Arbeitszeiten Team', 'ARBEITSBEGINN DEPARTMENTS']), bold)
  canvas.table({
    ...grid,
    columns: Array.from({ length: 6 }, (_, index) => ({ title: '', share: index % 2 ? 1 : 2 })),
    rows: inRows(content.departmentCalls, 3).map((row) =>
      Array.from({ length: 3 }, (_, index) => {
        const call = row[index]
        return call ? [call.department, time(call.time)] : ['', '']
      }).flat(),
    ),
  })
  canvas.y += 3
  const others = exceptionsOf(content)
  if (others.length > 0) canvas.line(oneOf(content, ['Abweichend:', 'abweichende Zeiten:']), bold)
  for (const person of others) canvas.line(`${person.role}: ${person.name} ${time(person.time)}`, plain)
  canvas.y += 6
}

function drawFoot({ canvas, content, date, time }: Pen): void {
  for (const [title, lines] of [
    [oneOf(content, ['Zusatzequipment', 'Technik zusätzlich', 'Sonderequipment']), content.equipment],
    [oneOf(content, ['Sicherheit', 'Arbeitsschutz']), content.safetyNotes],
    [oneOf(content, ['Bemerkungen', 'Hinweise', 'Bitte beachten']), content.notes],
  ] as const) {
    canvas.room(34)
    canvas.line(title, bold)
    for (const line of lines) canvas.line(`- ${line}`, plain)
    canvas.y += 4
  }
  canvas.line(oneOf(content, ['Vorschau', 'Vorschau folgende Drehtage']), bold)
  for (const next of content.advance)
    canvas.line(
      `DT ${next.day}, ${date(next.date)}: ${next.set} (Bild ${next.scenes.join(', ')}) AB ${time(next.crewCall)}`,
      plain,
    )
}
