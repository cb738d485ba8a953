import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import { sideBySide } from '../by-hand.ts'
import { drawRemarks, type OfficePen, officePen, printedAs, sceneRows } from './office.ts'

const plain: TextStyle = { font: 'typewriter', size: 6.8 }
const bold: TextStyle = { font: 'typewriter-bold', size: 6.8 }
const grid = { font: 'typewriter', headFont: 'typewriter-bold', size: 6.2, padding: 2 } as const

/** Typed: rows of dots to every hour, addresses on lines under what they are of, crew and cast side by side. */
export const officeTyped: SheetLayout = {
  settings: ['britain', 'america', 'germany', 'spain', 'france'],
  paper: 'A4',
  margin: 38,
  fileName: ({ production, day }) => `${fileStem(production)}_${day.number}.pdf`,
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
    meals: 'all',
    calls: ['people'],
    scenes: { eighths: true, cast: true },
    cast: ['pickUp', 'makeUp', 'onSet'],
    contacts: 'phone',
  }),
  draw: (canvas, sheet) => {
    const pen = officePen(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawScenes(pen)
    drawPeople(pen)
    drawContacts(pen)
    drawRemarks(pen, { heading: bold, line: plain, bullet: '* ' })
  },
}

function drawHead({ canvas, content, date, time, say }: OfficePen): void {
  canvas.line(`"${content.production}"`, { ...bold, size: 13, align: 'center' })
  canvas.line(`${say('sheet')} - ${say('day')} ${content.day.number} / ${content.day.of}`, {
    ...bold,
    align: 'center',
  })
  canvas.line(date(content.date), { ...bold, align: 'center' })
  canvas.y += 5
  const left = [
    [say('crewCall'), time(content.crewCall)],
    [say('ready'), time(content.scenes[0]?.startsAt ?? 'n/a')],
    [say('wrap'), time(content.estimatedWrap)],
  ]
  const right = [
    ...content.meals.map((meal) => [meal.name, time(meal.time)]),
    [say('sunrise'), time(content.sunrise)],
    [say('sunset'), time(content.sunset)],
  ]
  const dotted = (rows: string[][]) => () => {
    for (const [label = '', value = ''] of rows) dots(canvas, label, value, bold)
  }
  sideBySide(canvas, [1, 1], [dotted(left), dotted(right)], 24)
  canvas.y += 6
}

function drawPlaces({ canvas, content, time, say }: OfficePen): void {
  const { locations, hospital, pickUps } = content
  const entry = (label: string, ...lines: string[]): void => {
    canvas.line(label, bold)
    for (const line of lines) canvas.line(`   ${line}`, plain)
    canvas.y += 2
  }
  sideBySide(
    canvas,
    [1, 1],
    [
      () => {
        locations.forEach(({ name, address }, index) => {
          entry(`${say('place')}${locations.length > 1 ? ` ${index + 1}` : ''}:`, name, address)
        })
      },
      () => {
        entry(`${say('base')}:`, content.unitBase)
        entry(`${say('parking')}:`, content.parking)
        entry(`${say('hospital')}:`, hospital.name, hospital.address, hospital.phone)
        for (const stop of pickUps) entry(`${say('vendor')} ${time(stop.time)}:`, stop.vendor, stop.address)
      },
    ],
  )
  canvas.y += 6
}

function drawScenes(pen: OfficePen): void {
  const { canvas, interior, light, say } = pen
  canvas.table({
    ...grid,
    columns: [
      { title: say('scene'), share: 0.9 },
      { title: say('set').split(/ ?[/&] ?| i | und | et | y | and /u)[0] ?? '', share: 4 },
      { title: say('effect'), share: 2 },
      { title: say('pages'), share: 0.9 },
      { title: say('castNumbers'), share: 1.6 },
    ],
    rows: sceneRows(pen, (scene) => [
      scene.number,
      scene.set,
      `${interior[scene.intExt]}-${light[scene.dayNight]}`,
      formatEighths(scene.eighths),
      scene.cast.map((number) => `#${number}`).join(' '),
    ]),
  })
  canvas.y += 6
}

/** Left the cast, right the crew: each name, what it is behind it, the hour at the edge. */
function drawPeople({ canvas, content, time, say }: OfficePen): void {
  sideBySide(
    canvas,
    [1.25, 1],
    [
      () =>
        canvas.table({
          ...grid,
          size: 5.8,
          columns: [
            ...(['actor', 'character'] as const).map((key) => ({ title: say(key), share: 2.4 })),
            ...(['pickUp', 'makeUp', 'onSet'] as const).map((key) => ({ title: say(key), share: 1.3 })),
          ],
          rows: content.cast.map((member) => [
            member.actor,
            member.character,
            time(member.pickUp),
            time(member.makeUp),
            time(member.onSet),
          ]),
        }),
      () => {
        for (const { department } of content.departmentCalls) {
          canvas.line(department, bold)
          for (const person of content.crew.filter((it) => it.department === department))
            dots(canvas, `${person.name} - ${person.role}`, time(person.time), { ...plain, size: 5.2 })
        }
      },
    ],
    12,
  )
  canvas.y += 6
}

function drawContacts({ canvas, content, say }: OfficePen): void {
  canvas.line(say('contacts'), bold)
  for (const { role, name, phone } of content.contacts) canvas.line(`${name} (${role}) ${phone}`, plain)
  canvas.y += 4
}

/** A name, dots, and a value, in letters of one width. */
function dots(canvas: OfficePen['canvas'], label: string, value: string, style: TextStyle): void {
  const letters = Math.floor(canvas.width / ((style.size ?? 8) * 0.6)) - 1
  const run = '.'.repeat(Math.max(4, letters - label.length - value.length - 2))
  canvas.line(`${label} ${run} ${value}`, style)
}
