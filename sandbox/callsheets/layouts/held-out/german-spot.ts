import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  inRows,
  leader,
  leastOf,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.4 }
const bold: TextStyle = { font: 'sans-bold', size: 7.4 }
const red: TextStyle = { font: 'sans-bold', size: 6.4, colour: '#d0342c', spacing: 0.6 }
const client = ['Kunde & Agentur', 'Agentur / Kunde Eintreffen', 'Client Call'] as const
const first = ['Erster Shot', 'Shot 1', 'Erste Klappe'] as const
const clientTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 60)

/** A spot's day from an agency's template: pale captions, a storyboard of frames, names on rows of dots. */
export const germanSpot: SheetLayout = {
  settings: ['germany', 'austria'],
  paper: 'A4',
  landscape: true,
  margin: 34,
  fileName: ({ production, date }) =>
    `${date.replaceAll('-', '').slice(2)}_DISPO_${fileStem(production).toLocaleLowerCase('de')}_FINAL2.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    sunset: truth.sunset,
    calls: [
      namedCall(oneOf(content, client), clientTime(content)),
      namedCall(oneOf(content, first), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals,
    vendorStops: truth.vendorStops,
    scenes: scenesWith(truth, { description: true }),
    cast: castWith(truth, ['pickUp', 'makeUp', 'onSet']),
    background: truth.background,
    safetyNotes: truth.safetyNotes,
    notes: truth.notes,
    contacts: contactsByPhone(truth),
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawTop(pen)
    drawBoard(pen)
    drawTalent(pen)
    drawTeam(pen)
    drawFoot(pen)
  },
}

function caption({ canvas }: Pen, text: string): void {
  canvas.room(26)
  canvas.line(text.toLocaleUpperCase('de'), red)
  canvas.y += 1
}

function drawHead({ canvas, content, date }: Pen): void {
  const { y } = canvas
  canvas.text(content.production, canvas.left, y, canvas.width * 0.62, { font: 'sans-bold', size: 22 })
  canvas.text(
    `${oneOf(content, ['Drehtag', 'Shooting Day', 'Drehtag'])} ${content.day.number}/${content.day.of}`,
    canvas.left,
    y + 2,
    canvas.width,
    { font: 'sans', size: 10, align: 'right' },
  )
  canvas.text(date(content.date), canvas.left, y + 15, canvas.width, {
    font: 'sans-bold',
    size: 10,
    align: 'right',
  })
  canvas.y = y + 28
  canvas.line(
    `${content.company} für ${oneOf(content, ['Werbeagentur Kranich & Partner', 'Agentur Blaupause', 'Studio Nord Werbung'])} / ${oneOf(content, ['Kunde: Möbelhaus Ahorn', 'Kunde: Tannhof Molkerei', 'Kunde: Rheinbahn Energie'])}`,
    { ...plain, colour: '#777777' },
  )
  canvas.rule(canvas.y + 2, 1.4)
  canvas.y += 10
}

function drawTop(pen: Pen): void {
  const columns = [drawHours, drawWhere, drawAround].map((draw) => () => draw(pen))
  sideBySide(pen.canvas, [1, 1.3, 1.3], columns, 22)
  pen.canvas.y += 8
}

/** Hours in the order of the day, each before what it is. */
function drawHours(pen: Pen): void {
  const { canvas, content, time, timeText } = pen
  const [breakfast = [], lunch = []] = content.meals.map(({ name, time: at }) => [[name, time(at)]])
  const hours = [
    ...breakfast,
    [oneOf(content, ['Crew Call', 'Team Call', 'Teambeginn']), timeText(content.crewCall), 'big'],
    [oneOf(content, client), time(clientTime(content))],
    [oneOf(content, first), time(content.scenes[0]?.startsAt ?? 'n/a')],
    ...lunch,
    [oneOf(content, ['Wrap', 'Drehschluss', 'Est. Wrap']), time(content.estimatedWrap)],
  ]
  caption(pen, 'Zeiten')
  for (const [label = '', value = '', big] of hours) {
    const style = big ? { ...bold, size: 12 } : { ...plain, size: 9 }
    canvas.text(value, canvas.left, canvas.y, 64, style)
    canvas.y += canvas.text(label, canvas.left + 68, canvas.y, canvas.width - 68, style) + 2
  }
}

function drawWhere(pen: Pen): void {
  const { canvas, content } = pen
  const { locations } = content
  locations.forEach(({ name, address }, index) => {
    caption(pen, locations.length > 1 ? `Location ${index + 1}` : 'Location')
    canvas.line(name, bold)
    canvas.line(address, plain)
    canvas.y += 4
  })
  caption(pen, oneOf(content, ['Base & Catering', 'Basis', 'Base']))
  canvas.line(content.unitBase, plain)
}

function drawAround(pen: Pen): void {
  const { canvas, content, time } = pen
  const { hospital, weather } = content
  caption(pen, oneOf(content, ['Parken', 'Parking', 'Anreise mit dem Pkw']))
  canvas.line(content.parking, plain)
  canvas.y += 4
  caption(pen, oneOf(content, ['Krankenhaus', 'Notfall', 'Klinik']))
  canvas.line(hospital.name, bold)
  canvas.line(`${hospital.address}   Tel. ${hospital.phone}`, plain)
  canvas.y += 4
  caption(pen, 'Wetter')
  const degrees = `${weather.lowCelsius} bis ${weather.highCelsius} °C`
  canvas.line(`${weather.summary}, ${degrees}, Sonnenuntergang ${time(content.sunset)}`, plain)
  for (const stop of content.pickUps) {
    canvas.y += 4
    caption(pen, oneOf(content, ['Equipment-Abholung', 'Rental Pick-up', 'Abholung Technik']))
    canvas.line(`${stop.vendor}, ${stop.address}, ${time(stop.time)}`, plain)
  }
}

/** Frames of the storyboard, four to a row: an empty picture, its number, and what it is. */
function drawBoard(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  caption(pen, oneOf(content, ['Shooting Board', 'Drehfolge', 'Storyboard']))
  const frames = content.scenes.map((scene, index) => ({ scene, index }))
  for (const row of inRows(frames, 4)) {
    canvas.room(112)
    sideBySide(
      canvas,
      [1, 1, 1, 1],
      [0, 1, 2, 3].map((column) => () => {
        const frame = row[column]
        if (!frame) return
        const { scene } = frame
        canvas.box(canvas.left, canvas.y, canvas.width, 46, { fill: '#e4e4e4' })
        canvas.text(scene.number, canvas.left + 5, canvas.y + 4, 60, { ...bold, size: 11 })
        canvas.text(time(scene.startsAt), canvas.left, canvas.y + 4, canvas.width - 5, {
          ...bold,
          align: 'right',
        })
        canvas.y += 49
        canvas.line(`${interior[scene.intExt]} / ${light[scene.dayNight]} / ${scene.set}`, bold)
        canvas.line(scene.description, plain)
        const place = content.locations[scene.location]
        if (content.locations.length > 1 && place)
          canvas.line(`Location ${scene.location + 1}: ${place.name}`, { ...plain, colour: '#777777' })
        canvas.y += 5
      }),
      12,
    )
  }
  canvas.y += 4
}

function drawTalent(pen: Pen): void {
  const { canvas, content, time } = pen
  canvas.room(60)
  caption(pen, oneOf(content, ['Talent', 'Cast', 'Darsteller']))
  const titles = [
    '',
    'Rolle',
    'Pick-up',
    oneOf(content, ['HMU', 'Hair & Make-up']),
    oneOf(content, ['on Set', 'Set ready']),
  ]
  canvas.table({
    font: 'sans',
    headFont: 'sans-bold',
    headFill: '#ffffff',
    size: 7.4,
    padding: 2.6,
    lines: 'rows',
    columns: titles.map((title, index) => ({ title, share: [2.6, 2.6, 1, 1, 1][index] ?? 1 })),
    rows: content.cast.map((member) => [
      member.actor,
      member.character,
      time(member.pickUp),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const { description, count, time: call } of content.background)
    canvas.line(`Komparsen: ${count} ${description}, ${time(call)} Base`, plain)
  canvas.y += 8
}

/** Everybody in four columns, department after department, the hour behind a row of dots. */
function drawTeam(pen: Pen): void {
  const { canvas, content, time } = pen
  canvas.room(60)
  caption(pen, oneOf(content, ['Team', 'Crew', 'Stab']))
  for (const row of inRows(content.departmentCalls, 4)) {
    sideBySide(
      canvas,
      [1, 1, 1, 1],
      [0, 1, 2, 3].map((column) => () => {
        const department = row[column]?.department
        if (!department) return
        canvas.line(department, bold)
        for (const person of content.crew.filter((each) => each.department === department)) {
          leader(canvas, person.name, time(person.time), { ...plain, size: 6.8 })
          canvas.line(person.role, { ...plain, size: 6, colour: '#777777' })
        }
        canvas.y += 6
      }),
      16,
    )
  }
  canvas.y += 4
}

function drawFoot(pen: Pen): void {
  const { canvas, content } = pen
  const list = (title: string, values: readonly string[]) => () => {
    caption(pen, title)
    for (const value of values) canvas.line(value, plain)
  }
  sideBySide(
    canvas,
    [1, 1, 1],
    [
      list(oneOf(content, ['Sicherheit', 'Safety']), content.safetyNotes),
      list(oneOf(content, ['Bitte beachten', 'Hinweise', 'Notes']), content.notes),
      list(
        oneOf(content, ['Kontakt', 'Ansprechpartner', 'Kontakte']),
        content.contacts.map(({ role, name, phone }) => `${name} (${role}) ${phone}`),
      ),
    ],
    22,
  )
}
