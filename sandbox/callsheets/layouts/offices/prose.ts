import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import { exceptionsOf, oneOf, slug } from '../by-hand.ts'
import { drawRemarks, type OfficePen, officePen, printedAs } from './office.ts'

const plain: TextStyle = { font: 'serif', size: 8.6 }
const bold: TextStyle = { font: 'serif-bold', size: 8.6 }

/** A word processor's page without a single table: each department, person, actor and scene on a line of its own. */
export const officeProse: SheetLayout = {
  settings: ['britain', 'poland', 'germany', 'france', 'spain'],
  paper: 'A4',
  margin: 48,
  fileName: ({ production, date }) => `${fileStem(production)} ${date}.pdf`,
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
    meals: 'lunch',
    scenes: { description: true, eighths: true, cast: true },
    calls: ['departments', 'exceptions'],
    cast: ['number', 'pickUp', 'makeUp', 'onSet'],
    contacts: 'phone',
  }),
  draw: (canvas, sheet) => {
    const pen = officePen(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawPeople(pen)
    drawScenes(pen)
    drawRemarks(pen, { heading: bold, line: plain, bullet: '- ' })
  },
}

function drawHead({ canvas, content, date, time, timeText, say }: OfficePen): void {
  canvas.line(`${say('sheet')}: ${content.production}`, { ...bold, size: 13 })
  canvas.line(`${date(content.date)}, ${say('day')} ${content.day.number}/${content.day.of}`, bold)
  canvas.line(content.company, plain)
  canvas.y += 6
  canvas.line(`${say('crewCall')}: ${timeText(content.crewCall)}`, bold)
  canvas.line(`${say('ready')}: ${timeText(content.scenes[0]?.startsAt ?? 'n/a')}`, plain)
  for (const meal of content.meals.slice(1)) canvas.line(`${meal.name}: ${timeText(meal.time)}`, plain)
  canvas.line(`${say('wrap')}: ${timeText(content.estimatedWrap)}`, plain)
  canvas.line(
    `${say('sunrise')} ${time(content.sunrise)}, ${say('sunset')} ${time(content.sunset)}. ${content.weather.summary}.`,
    plain,
  )
  canvas.y += 6
}

function drawPlaces({ canvas, content, time, say }: OfficePen): void {
  const { locations, hospital, pickUps } = content
  locations.forEach(({ name, address }, index) => {
    canvas.line(`${say('place')}${locations.length > 1 ? ` ${index + 1}` : ''}: ${name}, ${address}`, plain)
    canvas.line(say('directions'), plain)
  })
  canvas.line(`${say('base')}: ${content.unitBase}`, plain)
  canvas.line(`${say('parking')}: ${content.parking}`, plain)
  canvas.line(
    `${say('hospital')}: ${hospital.name}, ${hospital.address}, tel. ${hospital.phone}. ${say('emergency')}`,
    plain,
  )
  for (const stop of pickUps)
    canvas.line(`${say('vendor')} ${time(stop.time)}: ${stop.vendor}, ${stop.address} (${stop.what})`, plain)
  canvas.y += 6
}

function drawPeople({ canvas, content, time, say }: OfficePen): void {
  canvas.line(say('crew'), bold)
  for (const call of content.departmentCalls) canvas.line(`${call.department} - ${time(call.time)}`, plain)
  canvas.y += 4
  const others = exceptionsOf(content)
  if (others.length > 0) canvas.line(say('others'), bold)
  const styles = ['brackets', 'role-first', 'time-first'] as const
  for (const person of others) {
    const style = oneOf(content, styles)
    const hour = time(person.time)
    if (style === 'brackets') canvas.line(`${person.name} (${person.role}) ${hour}`, plain)
    else if (style === 'role-first') canvas.line(`${person.role}: ${person.name} ${hour}`, plain)
    else canvas.line(`${hour} ${person.name}, ${person.role}`, plain)
  }
  canvas.y += 4
  canvas.line(say('cast'), bold)
  for (const member of content.cast)
    canvas.line(
      `${member.number}. ${member.character} (${member.actor}) - ${say('pickUp')} ${time(member.pickUp)} / ${say('makeUp')} ${time(member.makeUp)} / ${say('onSet')} ${time(member.onSet)}`,
      plain,
    )
  canvas.y += 4
  canvas.line(say('contacts'), bold)
  for (const { role, name, phone } of content.contacts) canvas.line(`${role}: ${name}, ${phone}`, plain)
  canvas.y += 4
}

function drawScenes({ canvas, content, light }: OfficePen): void {
  for (const scene of content.scenes) {
    canvas.line(`${scene.number} ${slug(scene)}. ${scene.set} - ${light[scene.dayNight]}`, bold)
    canvas.line(`${scene.description} (${formatEighths(scene.eighths)}) ${scene.cast.join(', ')}`, plain)
  }
  canvas.y += 6
}
