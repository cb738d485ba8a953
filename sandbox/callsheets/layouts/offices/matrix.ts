import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import { exceptionsOf, inRows, sideBySide } from '../by-hand.ts'
import { drawRemarks, type OfficePen, officePen, printedAs, sceneRows } from './office.ts'

const plain: TextStyle = { font: 'condensed', size: 7.4 }
const bold: TextStyle = { font: 'condensed-bold', size: 7.4 }
const grid = {
  font: 'condensed',
  headFont: 'condensed-bold',
  size: 7,
  padding: 2.2,
  headFill: '#e8eef7',
} as const

/** Hours under the departments' names, places in rows of three cells, contacts as cards of three lines. */
export const officeMatrix: SheetLayout = {
  settings: ['poland', 'france', 'mexico', 'germany', 'britain'],
  paper: 'A4',
  landscape: true,
  margin: 30,
  fileName: ({ production, day, date }) =>
    `${fileStem(production)}_${day.number}_${date.replaceAll('-', '')}.pdf`,
  printed: printedAs({
    facts: [
      'day',
      'sunrise',
      'sunset',
      'estimatedWrap',
      'hospital',
      'unitBase',
      'parking',
      'vendorStops',
      'equipment',
      'safetyNotes',
      'notes',
    ],
    ready: true,
    calls: ['departments', 'exceptions'],
    scenes: { description: true, eighths: true, cast: true },
    cast: ['number', 'pickUp', 'makeUp', 'onSet'],
    contacts: 'phone',
  }),
  draw: (canvas, sheet) => {
    const pen = officePen(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawCalls(pen)
    drawScenes(pen)
    drawCast(pen)
    drawContacts(pen)
    drawRemarks(pen, { heading: bold, line: plain })
  },
}

/** A strip of cells: small labels over their values. */
function drawHead({ canvas, content, date, time, timeText, say }: OfficePen): void {
  canvas.line(`${content.production} / ${say('sheet')}`, { ...bold, size: 14 })
  const cells = [
    [say('date'), date(content.date)],
    [say('day'), `${content.day.number} / ${content.day.of}`],
    [say('crewCall'), timeText(content.crewCall)],
    [say('ready'), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    [say('wrap'), timeText(content.estimatedWrap)],
    [say('sunrise'), time(content.sunrise)],
    [say('sunset'), time(content.sunset)],
  ]
  canvas.table({
    ...grid,
    columns: cells.map(([title = '']) => ({ title, share: 1, align: 'center' as const })),
    rows: [cells.map(([, value = '']) => value)],
  })
  canvas.y += 6
}

function drawPlaces({ canvas, content, time, say }: OfficePen): void {
  const { locations, hospital, pickUps } = content
  canvas.line(say('places'), bold)
  canvas.table({
    ...grid,
    lines: 'rows',
    columns: [1.4, 2.6, 4].map((share) => ({ title: '', share })),
    rows: [
      ...locations.map(({ name, address }, index) => [`${say('place')} ${index + 1}`, name, address]),
      [say('base'), content.unitBase, ''],
      [say('parking'), content.parking, ''],
      [say('hospital'), hospital.name, hospital.address],
      ...pickUps.map((stop) => [`${say('vendor')} ${time(stop.time)}`, stop.vendor, stop.address]),
    ],
  })
  canvas.y += 6
}

/** Names in one row, hours in the next, as many beside each other as fit. */
function drawCalls({ canvas, content, time, say }: OfficePen): void {
  canvas.line(say('crew'), bold)
  for (const row of inRows(content.departmentCalls, 6))
    canvas.table({
      ...grid,
      columns: Array.from({ length: 6 }, () => ({ title: '', share: 1 })),
      rows: [0, 1].map((line) =>
        Array.from({ length: 6 }, (_, index) => {
          const call = row[index]
          if (!call) return ''
          return line === 0 ? call.department : time(call.time)
        }),
      ),
    })
  canvas.y += 3
  const others = exceptionsOf(content)
  if (others.length > 0) canvas.line(say('others'), bold)
  for (const pair of inRows(others, 2))
    sideBySide(
      canvas,
      [1, 1],
      pair.map((person) => () => canvas.line(`${person.name} (${person.role}): ${time(person.time)}`, plain)),
    )
  canvas.y += 5
}

function drawScenes(pen: OfficePen): void {
  const { canvas, interior, light, say } = pen
  canvas.table({
    ...grid,
    columns: [
      { title: say('scene'), share: 0.8 },
      { title: say('effect'), share: 1.4 },
      { title: say('set'), share: 5 },
      { title: say('castNumbers'), share: 1.4 },
      { title: say('pages'), share: 0.8 },
    ],
    rows: sceneRows(pen, (scene) => [
      scene.number,
      `${interior[scene.intExt]} ${light[scene.dayNight]}`,
      `${scene.set}\n${scene.description}`,
      scene.cast.join('/'),
      formatEighths(scene.eighths),
    ]),
  })
  canvas.y += 6
}

function drawCast({ canvas, content, time, say }: OfficePen): void {
  canvas.line(say('cast'), bold)
  canvas.table({
    ...grid,
    columns: [
      { title: '', share: 0.4 },
      ...(['character', 'actor'] as const).map((key) => ({ title: say(key), share: 2.4 })),
      ...(['pickUp', 'makeUp', 'onSet'] as const).map((key) => ({ title: say(key), share: 1 })),
    ],
    rows: content.cast.map((member) => [
      `${member.number}.`,
      member.character,
      member.actor,
      time(member.pickUp),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 6
}

function drawContacts({ canvas, content, say }: OfficePen): void {
  canvas.line(say('contacts'), bold)
  for (const row of inRows(content.contacts, 4)) {
    sideBySide(
      canvas,
      [1, 1, 1, 1],
      [0, 1, 2, 3].map((index) => () => {
        const contact = row[index]
        if (!contact) return
        canvas.line(contact.role, { ...bold, size: 6.4 })
        canvas.line(contact.name, plain)
        canvas.line(contact.phone, plain)
      }),
    )
    canvas.y += 3
  }
}
