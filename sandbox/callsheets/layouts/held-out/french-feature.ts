import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  departmentsOf,
  exceptionsIn,
  exceptionsOf,
  inTurn,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  printing,
  scenesWith,
  sideBySide,
  slug,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'times', size: 9 }
const bold: TextStyle = { font: 'times-bold', size: 9 }
const grid = { font: 'times', headFont: 'times-bold', size: 8, headFill: '#ffffff' } as const
const ready = ['PAT', 'P.A.T.', 'Prêt à tourner'] as const

/** A feature: hours across the page, every séquence as a paragraph of its own, calls in running lines. */
export const frenchFeature: SheetLayout = {
  settings: ['france'],
  paper: 'A4',
  margin: 40,
  fileName: ({ production, day, date }) =>
    `${fileStem(production)}_FDS_J${String(day.number).padStart(2, '0')}_${date.slice(2).replaceAll('-', '')}.pdf`,
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
  draw: inTurn(drawHead, drawPlaces, drawSequences, drawCast, drawCalls, drawFoot),
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const { day, meals, weather } = content
  canvas.line(`« ${content.production} »`, { ...bold, size: 16, align: 'center' })
  canvas.line(content.company, { ...plain, align: 'center' })
  canvas.line(`FEUILLE DE SERVICE N° ${day.number} - ${date(content.date)}`, {
    ...bold,
    size: 12,
    align: 'center',
  })
  canvas.line(`${day.number}e jour de tournage sur ${day.of} (J${day.number}/${day.of})`, {
    ...plain,
    align: 'center',
  })
  canvas.y += 5
  const hours: [string, string][] = [
    [oneOf(content, ['RDV équipe', 'Convocation équipe', 'Équipe sur place']), timeText(content.crewCall)],
    [oneOf(content, ready), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    ...meals.slice(1).map((meal): [string, string] => [meal.name, timeText(meal.time)]),
    [oneOf(content, ['Fin de tournage', 'Fin de journée', 'Fin prévue']), timeText(content.estimatedWrap)],
  ]
  canvas.table({
    ...grid,
    size: 10,
    columns: hours.map(([title]) => ({ title, share: 1, align: 'center' as const })),
    rows: [hours.map(([, value]) => value)],
  })
  canvas.y += 3
  canvas.line(
    `Météo : ${weather.summary}, ${weather.lowCelsius}° / ${weather.highCelsius}°   Lever du soleil : ${time(content.sunrise)}   Coucher du soleil : ${time(content.sunset)}`,
    { ...plain, align: 'center' },
  )
  canvas.y += 6
}

function drawPlaces({ canvas, content }: Pen): void {
  const { locations, hospital } = content
  sideBySide(
    canvas,
    [1, 1],
    [
      () => {
        locations.forEach(({ name, address }, index) => {
          canvas.line(
            `${oneOf(content, ['LIEU DE TOURNAGE', 'DÉCOR', 'LIEU'])}${locations.length > 1 ? ` ${index + 1}` : ''}`,
            bold,
          )
          canvas.line(name, plain)
          canvas.line(address, plain)
          canvas.y += 3
        })
      },
      () => {
        canvas.line(oneOf(content, ['LOGES / CANTINE', 'LOGES', 'BASE / HMC']), bold)
        canvas.line(content.unitBase, plain)
        canvas.line(oneOf(content, ['STATIONNEMENT', 'PARKING']), bold)
        canvas.line(content.parking, plain)
        canvas.line(oneOf(content, ['HÔPITAL', 'URGENCES']), bold)
        canvas.line(hospital.name, plain)
        canvas.line(hospital.address, plain)
        canvas.line(`Tél. ${hospital.phone} - SAMU 15 - Pompiers 18`, plain)
      },
    ],
    18,
  )
  canvas.y += 6
}

function drawSequences({ canvas, content, light }: Pen): void {
  canvas.line(oneOf(content, ['SÉQUENCES DU JOUR', 'SÉQUENCES PRÉVUES', 'À TOURNER']), { ...bold, size: 10 })
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    canvas.room(46)
    if (moved !== null) canvas.line(`>>> Déménagement : ${content.locations[moved]?.name}`, bold)
    canvas.line(
      `SÉQ. ${scene.number} - ${slug(scene)}. ${light[scene.dayNight]} - ${scene.set} (${formatEighths(scene.eighths)} p.)`,
      bold,
    )
    canvas.line(scene.description, plain)
    canvas.line(`Rôles : ${scene.cast.join(', ')}`, plain)
    canvas.y += 3
  })
  canvas.y += 4
}

function drawCast({ canvas, content, time }: Pen): void {
  canvas.table({
    ...grid,
    columns: [
      'N°',
      'RÔLE',
      oneOf(content, ['COMÉDIEN', 'COMÉDIEN-NE', 'INTERPRÈTE']),
      'DÉPART',
      'HAB.',
      'MAQ./COIF.',
      'PAT',
    ].map((title, index) => ({ title, share: [0.5, 2.2, 2.4, 1, 1, 1.2, 1][index] ?? 1 })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.character,
      member.actor,
      time(member.pickUp),
      time(member.costume),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const extra of content.background)
    canvas.line(`Figuration : ${extra.count} ${extra.description} à ${time(extra.time)}`, plain)
  canvas.y += 6
}

/** A running line for each department, with those who come at another hour behind. */
function drawCalls({ canvas, content, time }: Pen): void {
  canvas.line(oneOf(content, ['CONVOCATIONS', 'CONVOCATIONS ÉQUIPE TECHNIQUE']), { ...bold, size: 10 })
  const others = exceptionsOf(content)
  for (const { department, time: call } of content.departmentCalls) {
    const own = others.filter((person) => person.department === department)
    const rest = own.map((person) => `, ${person.name} (${person.role}) ${time(person.time)}`).join('')
    canvas.line(`${department} : ${time(call)}${rest}`, plain)
  }
  canvas.y += 6
}

function drawFoot({ canvas, content, date, time }: Pen): void {
  for (const [title, lines] of [
    [oneOf(content, ['MATÉRIEL SUPPLÉMENTAIRE', 'MATÉRIEL', 'BESOINS TECHNIQUES']), content.equipment],
    [oneOf(content, ['SÉCURITÉ', 'HYGIÈNE & SÉCURITÉ']), content.safetyNotes],
    [oneOf(content, ['À NOTER', 'NOTES', 'INFOS']), content.notes],
  ] as const) {
    canvas.room(36)
    canvas.line(title, bold)
    for (const line of lines) canvas.line(`- ${line}`, plain)
    canvas.y += 4
  }
  canvas.room(40)
  canvas.line('CONTACTS', bold)
  for (const { role, name, phone } of content.contacts) canvas.line(`${role} : ${name} - ${phone}`, plain)
  canvas.y += 4
  canvas.line(oneOf(content, ['PRÉVISIONS', 'JOURS SUIVANTS']), bold)
  for (const next of content.advance)
    canvas.line(
      `J${next.day}, ${date(next.date)} : ${next.set}, séq. ${next.scenes.join(', ')}, RDV ${time(next.crewCall)}`,
      plain,
    )
}
