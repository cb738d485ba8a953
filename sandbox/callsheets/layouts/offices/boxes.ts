import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import { inRows, sideBySide } from '../by-hand.ts'
import { drawRemarks, type OfficePen, officePen, printedAs, sceneRows } from './office.ts'

const plain: TextStyle = { font: 'regular', size: 7 }
const bold: TextStyle = { font: 'bold', size: 7 }
const grid = { font: 'regular', headFont: 'bold', size: 6.6, padding: 2, headFill: '#d9d9d9' } as const

/** Three boxes on top with the time over its label, places in four columns, the crew in three groups without headings. */
export const officeBoxes: SheetLayout = {
  settings: ['america', 'britain', 'germany', 'spain', 'poland'],
  paper: 'LETTER',
  margin: 26,
  fileName: ({ production, day }) => `${fileStem(production)}_CS_Day_${day.number}.pdf`,
  printed: printedAs({
    facts: [
      'day',
      'sunrise',
      'sunset',
      'hospital',
      'unitBase',
      'parking',
      'equipment',
      'safetyNotes',
      'notes',
    ],
    calls: ['people'],
    scenes: { description: true, eighths: true, cast: true },
    cast: ['number', 'pickUp', 'makeUp', 'costume', 'onSet'],
    contacts: 'phone',
  }),
  draw: (canvas, sheet) => {
    const pen = officePen(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawScenes(pen)
    drawCast(pen)
    drawCrew(pen)
    drawRemarks(pen, { heading: bold, line: plain, bullet: '• ' })
  },
}

function drawHead({ canvas, content, date, time, say }: OfficePen): void {
  sideBySide(
    canvas,
    [1.2, 1.3, 1],
    [
      () => {
        canvas.line(content.company, bold)
        for (const { role, name, phone } of content.contacts) {
          canvas.line(role, { ...bold, size: 6 })
          canvas.line(`${name} / ${phone}`, { ...plain, size: 6.4 })
        }
      },
      () => {
        canvas.line(content.production, { ...bold, size: 16, align: 'center' })
        canvas.line(time(content.crewCall), { ...bold, size: 22, align: 'center' })
        canvas.line(say('crewCall'), { ...bold, size: 8, align: 'center' })
      },
      () => {
        canvas.line(date(content.date), { ...bold, align: 'right' })
        canvas.line(`${say('day')} ${content.day.number} / ${content.day.of}`, { ...bold, align: 'right' })
        canvas.line(`${say('weather')} ${content.weather.summary}`, { ...plain, align: 'right' })
        canvas.line(`${say('sunrise')} ${time(content.sunrise)}   ${say('sunset')} ${time(content.sunset)}`, {
          ...plain,
          align: 'right',
        })
      },
    ],
  )
  canvas.rule(canvas.y + 1, 0.8)
  canvas.y += 6
}

/** What stands where, a column each: the heading over two or three lines. */
function drawPlaces({ canvas, content, say }: OfficePen): void {
  const { locations, unitBase, parking, hospital } = content
  const columns = [
    ...locations.map((_, index) => (locations.length > 1 ? `${say('place')} ${index + 1}` : say('place'))),
    say('base'),
    say('parking'),
    say('hospital'),
  ]
  canvas.table({
    ...grid,
    columns: columns.map((title) => ({ title, share: 1 })),
    rows: [
      [
        ...locations.map(({ name, address }) => `${name}\n${address}`),
        unitBase,
        parking,
        `${hospital.name}\n${hospital.address}\n${hospital.phone}`,
      ],
    ],
  })
  canvas.y += 6
}

function drawScenes(pen: OfficePen): void {
  const { canvas, interior, light, say } = pen
  canvas.table({
    ...grid,
    columns: [
      { title: say('scene'), share: 0.8 },
      { title: say('set'), share: 5 },
      { title: say('effect'), share: 1.6 },
      { title: say('castNumbers'), share: 1.3 },
      { title: say('pages'), share: 0.8 },
    ],
    rows: sceneRows(pen, (scene) => [
      scene.number,
      `${scene.set}\n${scene.description}`,
      `${interior[scene.intExt]} / ${light[scene.dayNight]}`,
      scene.cast.join(' - '),
      formatEighths(scene.eighths),
    ]),
  })
  canvas.y += 6
}

function drawCast({ canvas, content, time, say }: OfficePen): void {
  canvas.table({
    ...grid,
    columns: [
      { title: '#', share: 0.5 },
      ...(['actor', 'character'] as const).map((key) => ({ title: say(key), share: 2.4 })),
      ...(['pickUp', 'makeUp', 'costume', 'onSet'] as const).map((key) => ({ title: say(key), share: 1.2 })),
    ],
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
  canvas.y += 6
}

/** Three departments to a row, each a small table of its own under a filled band. */
function drawCrew({ canvas, content, time }: OfficePen): void {
  for (const row of inRows(content.departmentCalls, 3)) {
    sideBySide(
      canvas,
      [1, 1, 1],
      [0, 1, 2].map((index) => () => {
        const department = row[index]?.department
        if (department === undefined) return
        canvas.box(canvas.left, canvas.y, canvas.width, 11, { fill: '#222222' })
        canvas.text(department.toLocaleUpperCase('pl'), canvas.left + 3, canvas.y + 1.5, canvas.width - 6, {
          ...bold,
          colour: '#ffffff',
        })
        canvas.y += 11
        canvas.table({
          ...grid,
          lines: 'rows',
          columns: [1.6, 1.6, 0.8].map((share) => ({ title: '', share })),
          rows: content.crew
            .filter((person) => person.department === department)
            .map((person) => [person.role, person.name, time(person.time)]),
        })
      }),
      6,
    )
    canvas.y += 3
  }
  canvas.y += 4
}
