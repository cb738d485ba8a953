import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import { oneOf, sideBySide } from '../by-hand.ts'
import { drawRemarks, type OfficePen, officePen, printedAs, sceneRows } from './office.ts'

const plain: TextStyle = { font: 'regular', size: 7.2 }
const bold: TextStyle = { font: 'bold', size: 7.2 }
const airy = {
  font: 'regular',
  headFont: 'bold',
  size: 6.8,
  padding: 2.4,
  lines: 'none',
  headFill: '#f0f0f0',
} as const

/** A web page without rules: grey cards of places, hours before names, names before what they do. */
export const officeTimeline: SheetLayout = {
  settings: ['germany', 'america', 'poland', 'spain', 'france'],
  paper: 'A4',
  margin: 34,
  fileName: ({ production, date }) => `${fileStem(production)}-${date}.pdf`,
  printed: printedAs({
    facts: [
      'day',
      'sunrise',
      'sunset',
      'estimatedWrap',
      'hospital',
      'unitBase',
      'parking',
      'equipment',
      'safetyNotes',
      'notes',
    ],
    ready: true,
    meals: 'lunch',
    calls: ['people'],
    scenes: { description: true, eighths: true, cast: true },
    cast: ['number', 'pickUp', 'makeUp', 'costume', 'onSet'],
  }),
  draw: (canvas, sheet) => {
    const pen = officePen(canvas, sheet)
    drawHead(pen)
    drawCards(pen)
    drawScenes(pen)
    drawCast(pen)
    drawCrew(pen)
    drawRemarks(pen, { heading: { ...bold, size: 9 }, line: plain })
  },
}

function drawHead({ canvas, content, date, time, timeText, say }: OfficePen): void {
  canvas.line(content.production, { ...bold, size: 15 })
  canvas.line(
    oneOf(content, [
      `${date(content.date)} · ${say('day')} ${content.day.number}/${content.day.of}`,
      `${say('day')} ${content.day.number} / ${content.day.of} | ${date(content.date)}`,
    ]),
    plain,
  )
  canvas.y += 4
  const rows = [
    [timeText(content.crewCall), say('crewCall')],
    [timeText(content.scenes[0]?.startsAt ?? 'n/a'), say('ready')],
    ...content.meals.slice(1).map((meal) => [timeText(meal.time), meal.name]),
    [timeText(content.estimatedWrap), say('wrap')],
    [time(content.sunrise), say('sunrise')],
    [time(content.sunset), say('sunset')],
  ]
  for (const [hour = '', what = ''] of rows) {
    canvas.text(hour, canvas.left, canvas.y, 70, bold)
    canvas.text(what, canvas.left + 76, canvas.y, canvas.width - 80, plain)
    canvas.y += 11
  }
  canvas.y += 6
}

/** Cards beside each other, as many as there are: a small caption, a bold name, the address. */
function drawCards({ canvas, content, say }: OfficePen): void {
  const { locations, hospital } = content
  const cards: string[][] = [
    ...locations.map(({ name, address }, index) => [
      locations.length > 1 ? `${say('place')} ${index + 1}` : say('place'),
      name,
      address,
    ]),
    [say('base'), content.unitBase],
    [say('parking'), content.parking],
    [say('hospital'), hospital.name, hospital.address, hospital.phone],
  ]
  sideBySide(
    canvas,
    cards.map(() => 1),
    cards.map(([caption = '', name = '', ...rest]) => () => {
      canvas.line(caption, { ...plain, size: 6, colour: '#777777' })
      canvas.line(name, { ...bold, size: 7 })
      for (const line of rest) canvas.line(line, { ...plain, size: 6.6 })
    }),
    8,
  )
  canvas.y += 8
}

function drawScenes(pen: OfficePen): void {
  const { canvas, interior, light, say } = pen
  canvas.table({
    ...airy,
    columns: [
      { title: say('scene'), share: 0.8 },
      { title: say('effect'), share: 1.6 },
      { title: say('set'), share: 4.6 },
      { title: say('pages'), share: 0.8 },
      { title: say('castNumbers'), share: 1.4 },
    ],
    rows: sceneRows(pen, (scene) => [
      scene.number,
      `${interior[scene.intExt]} ${light[scene.dayNight]}`,
      `${scene.set}\n${scene.description}`,
      formatEighths(scene.eighths),
      scene.cast.join(', '),
    ]),
  })
  canvas.y += 6
}

function drawCast({ canvas, content, time, say }: OfficePen): void {
  canvas.line(say('cast'), { ...bold, size: 9 })
  for (const member of content.cast) {
    canvas.line(`${member.number}  ${member.actor}  (${member.character})`, bold)
    canvas.line(
      `${say('pickUp')} ${time(member.pickUp)}   ${say('makeUp')} ${time(member.makeUp)}   ${say('costume')} ${time(member.costume)}   ${say('onSet')} ${time(member.onSet)}`,
      plain,
    )
    canvas.y += 2
  }
  canvas.y += 6
}

/** Two columns of rows: the hour, who, and what they do. */
function drawCrew({ canvas, content, time, say }: OfficePen): void {
  canvas.line(say('crew'), { ...bold, size: 9 })
  const half = Math.ceil(content.departmentCalls.length / 2)
  const list = (departments: typeof content.departmentCalls) => () => {
    for (const { department } of departments) {
      canvas.line(department, { ...bold, colour: '#2255aa' })
      for (const person of content.crew.filter((it) => it.department === department)) {
        const { y, left } = canvas
        canvas.text(time(person.time), left, y, 48, bold)
        canvas.text(person.name, left + 52, y, 96, plain)
        canvas.text(person.role, left + 150, y, canvas.width - 150, plain)
        canvas.y += 10
      }
      canvas.y += 3
    }
  }
  sideBySide(
    canvas,
    [1, 1],
    [list(content.departmentCalls.slice(0, half)), list(content.departmentCalls.slice(half))],
  )
  canvas.y += 6
}
