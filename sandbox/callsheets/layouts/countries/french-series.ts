import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  departmentsOf,
  exceptionsIn,
  exceptionsOf,
  inTurn,
  namedCall,
  oneOf,
  type Pen,
  printing,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'regular', size: 7.4 }
const bold: TextStyle = { font: 'bold', size: 7.4 }
const italic: TextStyle = { font: 'italic', size: 7.2 }
const grid = { font: 'regular', headFont: 'bold', size: 6.8, headFill: '#f2d7b6', padding: 2.2 } as const
const rolling = ['P.A.T.', 'PAT équipe', '1er PAT'] as const

/** A series' sheet: hours on the left, sets with their scenes under each, convocations as running text. */
export const frenchSeries: SheetLayout = {
  settings: ['france'],
  paper: 'A4',
  margin: 36,
  fileName: ({ production, day, date }) =>
    `FDS_${fileStem(production)}_J${day.number}_${date.slice(8)}-${date.slice(5, 7)}.pdf`,
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
      'advance',
    ]),
    revision: truth.revision && { ...truth.revision, issuedAt: null },
    calls: [
      namedCall(oneOf(content, rolling), content.scenes[0]?.startsAt ?? null),
      ...departmentsOf(truth),
      ...exceptionsIn(truth, content),
    ],
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'costume', 'onSet']),
  }),
  draw: inTurn(drawHead, drawSets, drawCast, drawConvocations, drawMentions, drawTomorrow),
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const { day, revision, company, production, meals, weather, hospital } = content
  const director = content.crew.find(({ role }) => role === 'Réalisatrice')?.name ?? ''
  const [breakfast, lunch] = meals
  canvas.box(canvas.left, canvas.y, canvas.width, 44, { stroke: '#8a5a1c', line: 1.2 })
  canvas.within(canvas.left + 6, canvas.width - 12, canvas.y + 5, () => {
    canvas.line(production.toLocaleUpperCase('fr'), { ...bold, size: 14, align: 'center' })
    canvas.line(
      `Feuille de service n° ${day.number} — ${date(content.date)} — Jour ${day.number} sur ${day.of}`,
      { ...bold, size: 8.4, align: 'center' },
    )
    canvas.line(`${company} / réal. ${director} / version ${revision.number + 1} ${revision.colour}`, {
      ...plain,
      size: 6.6,
      align: 'center',
    })
  })
  canvas.y += 7
  const hour = (label: string, value: string, style = plain) => {
    canvas.text(value, canvas.left, canvas.y, 66, { ...style, font: 'bold' })
    canvas.y += canvas.text(label, canvas.left + 68, canvas.y, canvas.width - 68, style) + 2
  }
  sideBySide(
    canvas,
    [1, 1.25],
    [
      () => {
        canvas.line(oneOf(content, ['HORAIRES', 'JOURNÉE', 'Horaires du jour']), bold)
        canvas.y += 2
        if (breakfast) hour(breakfast.name, time(breakfast.time))
        hour(
          oneOf(content, ['RDV équipe sur place', 'Convocation équipe', 'Équipe sur le décor']),
          timeText(content.crewCall),
          {
            ...plain,
            size: 8.6,
          },
        )
        hour(oneOf(content, rolling), time(content.scenes[0]?.startsAt ?? 'n/a'))
        if (lunch) hour(lunch.name, time(lunch.time))
        hour(oneOf(content, ['Fin de tournage', 'Dernier plan', 'Coupez !']), time(content.estimatedWrap))
      },
      () => {
        const info = (label: string, value: string) => {
          canvas.line(label, { ...bold, size: 6.6 })
          canvas.line(value, plain)
          canvas.y += 1
        }
        info(oneOf(content, ['Loges / base / cantine', 'Camp de base', 'Base vie']), content.unitBase)
        info(oneOf(content, ['Stationnement', 'Parking']), content.parking)
        info(
          oneOf(content, ['Urgences', 'Hôpital le plus proche']),
          `${hospital.name}, ${hospital.address} (${hospital.phone})`,
        )
        info(
          'Météo',
          `${weather.summary}, ${weather.lowCelsius}° / ${weather.highCelsius}°. Soleil ${time(content.sunrise)} → ${time(content.sunset)}`,
        )
      },
    ],
    16,
  )
  canvas.y += 6
}

/** A band with each set's place and address, its scenes in a table below. */
function drawSets({ canvas, content, interior, light, time }: Pen): void {
  const several = content.locations.length > 1
  content.locations.forEach((location, at) => {
    const scenes = content.scenes.filter(({ location: where }) => where === at)
    canvas.room(60)
    canvas.box(canvas.left, canvas.y, canvas.width, 13, { fill: '#8a5a1c' })
    canvas.text(
      `${several ? `LIEU ${at + 1}` : 'LIEU'} : ${location.name}`,
      canvas.left + 4,
      canvas.y + 2.5,
      canvas.width - 8,
      { ...bold, colour: '#ffffff' },
    )
    canvas.y += 15
    canvas.line(location.address, plain)
    canvas.y += 2
    if (scenes.length > 0)
      canvas.table({
        ...grid,
        columns: ['Séq.', 'Effet', 'Décor', 'Résumé', 'Rôles', 'Pages', 'Vers'].map((title, index) => ({
          title,
          share: [0.8, 1.5, 2, 3.6, 0.9, 0.8, 0.9][index] ?? 1,
        })),
        rows: scenes.map((scene) => [
          scene.number,
          `${interior[scene.intExt]} / ${light[scene.dayNight]}`,
          scene.set,
          scene.description,
          scene.cast.join(', '),
          formatEighths(scene.eighths),
          time(scene.startsAt),
        ]),
      })
    canvas.y += 5
  })
}

function drawCast({ canvas, content, time }: Pen): void {
  const titles = ['', 'Comédien·ne', 'Rôle', 'Départ', 'Maq. / Coif.', 'Habillage', 'Plateau']
  canvas.table({
    ...grid,
    columns: titles.map((title, index) => ({ title, share: [0.4, 2.3, 2, 1, 1.2, 1.1, 1][index] ?? 1 })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.actor,
      member.character,
      time(member.pickUp),
      time(member.makeUp),
      time(member.costume),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const { count, description, time: call } of content.background)
    canvas.line(`Figuration : ${count} ${description} à ${time(call)} aux loges`, plain)
  canvas.y += 5
}

/** Who of a department comes at another time, within the sentence of their department. */
function othersOf({ content, time }: Pen, department: string): string {
  const others = exceptionsOf(content).filter((person) => person.department === department)
  return others.map(({ name, role, time: call }) => `${name} (${role}) : ${time(call)}`).join(' ; ')
}

function drawConvocations(pen: Pen): void {
  const { canvas, content, time } = pen
  canvas.room(50)
  canvas.line(oneOf(content, ['CONVOCATIONS', 'Convocations équipe', 'HEURES DE CONVOCATION']), bold)
  canvas.y += 2
  const half = Math.ceil(content.departmentCalls.length / 2)
  const column = (departments: SheetContent['departmentCalls']) => () => {
    for (const { department, time: call } of departments) {
      canvas.line(`${department} : ${time(call)}`, bold)
      const others = othersOf(pen, department)
      if (others) canvas.line(others, { ...italic, size: 6.8 })
      canvas.y += 1
    }
  }
  sideBySide(
    canvas,
    [1, 1],
    [column(content.departmentCalls.slice(0, half)), column(content.departmentCalls.slice(half))],
    16,
  )
  canvas.y += 5
}

function drawMentions({ canvas, content }: Pen): void {
  const part = (title: string, lines: readonly string[]) => {
    canvas.room(26)
    canvas.line(title, bold)
    for (const line of lines) canvas.line(`— ${line}`, plain)
    canvas.y += 3
  }
  part(oneOf(content, ['Matériel supplémentaire', 'Besoins particuliers', 'MATÉRIEL']), content.equipment)
  part(oneOf(content, ['Sécurité', 'CONSIGNES DE SÉCURITÉ']), content.safetyNotes)
  part(oneOf(content, ['À noter', 'Notes de la régie', 'NB']), content.notes)
}

function drawTomorrow({ canvas, content, date, time }: Pen): void {
  canvas.room(40)
  canvas.line(oneOf(content, ['PRÉVISIONS', 'Et ensuite…', 'Jours suivants']), bold)
  for (const next of content.advance)
    canvas.line(
      `${date(next.date)} (J${next.day}) : séq. ${next.scenes.join(', ')} — ${next.set} — équipe ${time(next.crewCall)}`,
      plain,
    )
}
