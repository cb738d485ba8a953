import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  crewOf,
  inRows,
  inTurn,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  peopleOf,
  printing,
  scenesWith,
} from '../by-hand.ts'

const printed: TextStyle = { font: 'times', size: 7.6 }
const heavy: TextStyle = { font: 'times-bold', size: 8 }
/** What the office filled in. */
const typed: TextStyle = { font: 'typewriter', size: 7.8 }
const form = {
  font: 'typewriter',
  headFont: 'times-bold',
  size: 6.8,
  padding: 3,
  headFill: '#ffffff',
} as const
const start = ['Drehbeginn', '1. Einstellung', 'Drehbereitschaft'] as const

/** A feature's printed form, filled in with a typewriter face: words on ruled lines, two lines of a table a scene. */
export const austrianFeature: SheetLayout = {
  settings: ['austria'],
  paper: 'A4',
  margin: 40,
  fileName: ({ production, day }) => `Dispo ${day.number} ${fileStem(production).replaceAll('_', ' ')}.pdf`,
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
    ]),
    calls: [namedCall(oneOf(content, start), content.scenes[0]?.startsAt ?? null), ...peopleOf(truth)],
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'costume', 'onSet']),
    contacts: contactsByPhone(truth),
  }),
  draw: inTurn(drawHead, drawHours, drawPlaces, drawScenes, drawCast, drawStaff, drawFoot),
}

interface Field {
  share: number
  label: string
  value: string
}

/** Labels of a printed form, and on a ruled line behind each what was filled in. */
function fields(canvas: Pen['canvas'], row: readonly Field[]): void {
  const total = row.reduce((sum, { share }) => sum + share, 0)
  const widths = row.map(({ share }) => (canvas.width * share) / total - 8)
  const labelled = row.map(({ label }) => label.length * 3.9 + 6)
  const height = Math.max(
    ...row.map(({ value }, index) =>
      canvas.height(value || ' ', (widths[index] ?? 0) - (labelled[index] ?? 0), typed),
    ),
  )
  canvas.room(height + 6)
  let x = canvas.left
  row.forEach(({ label, value }, index) => {
    const width = widths[index] ?? 0
    const indent = labelled[index] ?? 0
    canvas.text(label, x, canvas.y, indent, printed)
    canvas.text(value, x + indent, canvas.y, width - indent, typed)
    canvas.rule(canvas.y + height + 0.5, 0.4, x + indent - 2, width - indent + 2)
    x += width + 8
  })
  canvas.y += height + 5
}

function drawHead({ canvas, content, date }: Pen): void {
  canvas.line(content.company, { ...printed, align: 'center' })
  canvas.line(`DISPOSITION NR. ${content.day.number}`, { ...heavy, size: 14, align: 'center' })
  canvas.y += 4
  const director = content.crew.find(({ role }) => role === 'Regie')?.name ?? ''
  fields(canvas, [
    {
      share: 1.3,
      label: oneOf(content, ['Filmtitel:', 'Arbeitstitel:', 'Projekt:']),
      value: content.production,
    },
    { share: 1, label: 'Regie:', value: director },
  ])
  fields(canvas, [
    { share: 1.3, label: oneOf(content, ['für den:', 'Datum:', 'Drehtermin:']), value: date(content.date) },
    { share: 1, label: 'Drehtag:', value: `${content.day.number} von ${content.day.of}` },
  ])
}

function drawHours({ canvas, content, time, timeText }: Pen): void {
  const { weather, meals } = content
  fields(canvas, [
    {
      share: 1,
      label: oneOf(content, ['Treffpunkt Team:', 'Arbeitsbeginn allg.:', 'Stab am Motiv:']),
      value: timeText(content.crewCall),
    },
    { share: 1, label: `${oneOf(content, start)}:`, value: timeText(content.scenes[0]?.startsAt ?? 'n/a') },
    {
      share: 1,
      label: oneOf(content, ['Drehende:', 'Drehschluss:', 'vorauss. Ende:']),
      value: timeText(content.estimatedWrap),
    },
  ])
  fields(
    canvas,
    meals.map((meal) => ({ share: 1, label: `${meal.name}:`, value: time(meal.time) })),
  )
  fields(canvas, [
    {
      share: 1.7,
      label: 'Wetter:',
      value: `${weather.summary}, ${weather.lowCelsius}/${weather.highCelsius} Grad`,
    },
    { share: 1, label: 'Sonnenaufgang:', value: time(content.sunrise) },
    { share: 1, label: 'Sonnenuntergang:', value: time(content.sunset) },
  ])
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { locations, hospital } = content
  locations.forEach(({ name, address }, index) => {
    const label = locations.length > 1 ? `Motiv ${'abc'[index]})` : 'Motiv:'
    fields(canvas, [
      { share: 1, label, value: name },
      { share: 1.4, label: 'Anschrift:', value: address },
    ])
  })
  fields(canvas, [
    {
      share: 1,
      label: oneOf(content, ['Aufenthalt / Base:', 'Basis:', 'Technikplatz:']),
      value: content.unitBase,
    },
  ])
  fields(canvas, [{ share: 1, label: 'Parken:', value: content.parking }])
  fields(canvas, [
    {
      share: 1,
      label: oneOf(content, ['Spital:', 'Nächstes Spital:', 'Unfallspital:']),
      value: hospital.name,
    },
    { share: 1.4, label: 'Anschrift:', value: `${hospital.address} (Rettung ${hospital.phone})` },
  ])
  for (const stop of content.pickUps)
    fields(canvas, [
      { share: 0.6, label: 'Abholung Gerät:', value: time(stop.time) },
      { share: 1, label: 'bei:', value: stop.vendor },
      { share: 1.6, label: '', value: stop.address },
    ])
  canvas.y += 4
}

/** Two lines of the table a scene: facts, and what happens under them across the whole width. */
function drawScenes({ canvas, content, interior, light, time }: Pen): void {
  const titles = ['Bild', 'I/A', 'Stimmung', 'Spielort', 'Seiten', 'Rollen', 'ab']
  const shares = [0.9, 1, 1.5, 3.6, 0.9, 1.2, 0.9]
  const rows = content.scenes.flatMap((scene, index) => {
    const moved = moveBefore(content, index)
    return [
      ...(moved === null
        ? []
        : [[`-- Umzug zum Motiv ${'abc'[moved]}) ${content.locations[moved]?.name} --`]]),
      [
        scene.number,
        interior[scene.intExt],
        light[scene.dayNight],
        scene.set,
        formatEighths(scene.eighths),
        scene.cast.join('/'),
        time(scene.startsAt),
      ],
      [`      ${scene.description}`],
    ]
  })
  canvas.table({
    ...form,
    columns: titles.map((title, index) => ({ title, share: shares[index] ?? 1 })),
    rows,
  })
  canvas.y += 6
}

function drawCast({ canvas, content, time }: Pen): void {
  const titles = ['Nr', 'Rolle', 'DarstellerIn', 'Abholung', 'Maske', 'Garderobe', 'drehfertig']
  const shares = [0.5, 2.8, 2.8, 1.2, 1.1, 1.2, 1.2]
  canvas.table({
    ...form,
    columns: titles.map((title, index) => ({ title, share: shares[index] ?? 1 })),
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
  canvas.y += 4
  for (const { count, description, time: call } of content.background)
    fields(canvas, [
      { share: 1, label: 'Komparsen:', value: `${count} ${description}, gestellt ${time(call)}` },
    ])
  canvas.y += 4
}

type Member = SheetContent['crew'][number]

/** The staff two to a row, department after department, as the form has its lines printed. */
function drawStaff({ canvas, content, time }: Pen): void {
  const cellsOf = (person: Member | undefined) =>
    person ? [person.role, person.name, time(person.time)] : ['', '', '']
  const rows = content.departmentCalls.flatMap(({ department }) => {
    const people = crewOf(content, department)
    return [[department], ...inRows(people, 2).map(([one, two]) => [...cellsOf(one), ...cellsOf(two)])]
  })
  canvas.table({
    ...form,
    size: 6.4,
    columns: ['Stab', 'Name', 'AB', 'Stab', 'Name', 'AB'].map((title, index) => ({
      title,
      share: [2.3, 2.5, 1][index % 3] ?? 1,
    })),
    rows,
  })
  canvas.y += 6
}

function drawFoot({ canvas, content }: Pen): void {
  const lines = (label: string, values: readonly string[]) => {
    values.forEach((value, index) => {
      fields(canvas, [{ share: 1, label: index === 0 ? label : '', value }])
    })
  }
  lines('Zusatzgerät:', content.equipment)
  lines('Sicherheit:', content.safetyNotes)
  lines('Anmerkungen:', content.notes)
  canvas.y += 4
  canvas.room(30)
  canvas.line('Erreichbarkeit', heavy)
  for (const { role, name, phone } of content.contacts)
    fields(canvas, [
      { share: 1, label: '', value: role },
      { share: 1, label: '', value: name },
      { share: 0.8, label: 'Tel.', value: phone },
    ])
}
