import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import { exceptionsOf, leader, sideBySide } from '../by-hand.ts'
import { listed, type OfficePen, officePen, printedAs, sceneRows } from './office.ts'

const plain: TextStyle = { font: 'sans', size: 7.4 }
const bold: TextStyle = { font: 'sans-bold', size: 7.4 }
const thin = {
  font: 'sans',
  headFont: 'sans-bold',
  size: 7,
  padding: 2,
  lines: 'rows',
  headFill: '#ffffff',
} as const

/** All that is not work stands in a narrow column on the left, a caption over each; the hours end rows of dots. */
export const officeSidebar: SheetLayout = {
  settings: ['germany', 'spain', 'britain', 'france'],
  paper: 'A4',
  margin: 32,
  fileName: ({ production, day }) => `${fileStem(production)}-${day.number}.pdf`,
  printed: printedAs({
    facts: [
      'day',
      'sunrise',
      'sunset',
      'estimatedWrap',
      'hospital',
      'unitBase',
      'parking',
      'safetyNotes',
      'notes',
    ],
    ready: true,
    meals: 'lunch',
    calls: ['departments', 'exceptions'],
    scenes: { description: true, eighths: true, cast: true },
    cast: ['number', 'makeUp', 'costume', 'onSet'],
    contacts: 'phone',
  }),
  draw: (canvas, sheet) => {
    const pen = officePen(canvas, sheet)
    const { content, date, say } = pen
    canvas.line(content.production, { ...bold, size: 17 })
    canvas.line(
      `${say('sheet')}  |  ${date(content.date)}  |  ${say('day')} ${content.day.number}/${content.day.of}`,
      bold,
    )
    canvas.rule(canvas.y + 1, 1.2)
    canvas.y += 8
    sideBySide(canvas, [1, 2.4], [() => drawAside(pen), () => drawWork(pen)], 14)
  },
}

function drawAside({ canvas, content, time, timeText, say }: OfficePen): void {
  const { locations, hospital } = content
  const entry = (caption: string, ...lines: string[]): void => {
    canvas.line(caption, { ...bold, size: 6.4, colour: '#aa3311' })
    for (const line of lines) canvas.line(line, plain)
    canvas.y += 4
  }
  entry(say('crewCall'), timeText(content.crewCall))
  entry(say('ready'), timeText(content.scenes[0]?.startsAt ?? 'n/a'))
  for (const meal of content.meals.slice(1)) entry(meal.name, timeText(meal.time))
  entry(say('wrap'), timeText(content.estimatedWrap))
  entry(say('sunrise'), time(content.sunrise))
  entry(say('sunset'), time(content.sunset))
  entry(say('weather'), content.weather.summary)
  locations.forEach(({ name, address }, index) => {
    entry(`${say('place')}${locations.length > 1 ? ` ${index + 1}` : ''}`, name, address, say('directions'))
  })
  entry(say('base'), content.unitBase)
  entry(say('parking'), content.parking)
  entry(say('hospital'), hospital.name, hospital.address, hospital.phone)
  for (const { role, name, phone } of content.contacts) entry(role, name, phone)
}

function drawWork(pen: OfficePen): void {
  const { canvas, content, interior, light, time, say } = pen
  canvas.table({
    ...thin,
    columns: [
      { title: say('scene'), share: 0.9 },
      { title: say('effect'), share: 1.6 },
      { title: say('set'), share: 4 },
      { title: say('castNumbers'), share: 1.4 },
      { title: say('pages'), share: 0.9 },
    ],
    rows: sceneRows(pen, (scene) => [
      scene.number,
      `${interior[scene.intExt]}/${light[scene.dayNight]}`,
      `${scene.set}\n${scene.description}`,
      scene.cast.join(', '),
      formatEighths(scene.eighths),
    ]),
  })
  canvas.y += 8
  canvas.table({
    ...thin,
    columns: [
      { title: 'ID', share: 0.5 },
      ...(['actor', 'character'] as const).map((key) => ({ title: say(key), share: 2.2 })),
      ...(['makeUp', 'costume', 'onSet'] as const).map((key) => ({ title: say(key), share: 1.3 })),
    ],
    rows: content.cast.map((member) => [
      String(member.number),
      member.actor,
      member.character,
      time(member.makeUp),
      time(member.costume),
      time(member.onSet),
    ]),
  })
  canvas.y += 8
  canvas.line(say('crew'), bold)
  for (const call of content.departmentCalls) leader(canvas, call.department, time(call.time), plain)
  canvas.y += 4
  for (const person of exceptionsOf(content))
    leader(canvas, `${person.role}, ${person.name}`, time(person.time), plain)
  canvas.y += 8
  const styles = { heading: bold, line: plain, bullet: '– ' }
  listed(canvas, say('safety'), content.safetyNotes, styles)
  listed(canvas, say('notes'), content.notes, styles)
}
