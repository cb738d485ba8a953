import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  inRows,
  leastOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  scenesWith,
  sideBySide,
  slug,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.6 }
const bold: TextStyle = { font: 'sans-bold', size: 7.6 }
const small: TextStyle = { font: 'sans', size: 6.4 }
const margin = 104
const agency = ['AGENCY & CLIENT CALL', 'AGENCY CALL', 'CLIENTS ON SET'] as const
const rolling = ['TURNOVER', 'FIRST SHOT UP', 'SHOOTING FROM'] as const
const agencyTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 90)

/** A production company's sheet for a spot: labels hang in a wide margin, a thin rule above each, and no boxes. */
export const britishCommercial: SheetLayout = {
  settings: ['britain'],
  paper: 'A4',
  margin: 46,
  fileName: ({ production, day, date }) =>
    `${fileStem(production)}_CALLSHEET_SHOOT DAY ${day.number}_${date.slice(8)}${date.slice(5, 7)}${date.slice(2, 4)}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    sunrise: truth.sunrise,
    sunset: truth.sunset,
    calls: [
      namedCall(oneOf(content, agency), agencyTime(content)),
      namedCall(oneOf(content, rolling), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals,
    vendorStops: truth.vendorStops,
    scenes: scenesWith(truth, { description: true }),
    cast: castWith(truth, ['pickUp', 'costume', 'makeUp', 'onSet']),
    background: truth.background,
    equipment: truth.equipment,
    safetyNotes: truth.safetyNotes,
    notes: truth.notes,
    contacts: truth.contacts,
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawRunningOrder(pen)
    drawCast(pen)
    drawNotes(pen)
    drawContacts(pen)
    drawCrew(pen)
  },
}

/** A rule, a label in the margin below it, and what belongs to it in the wide column. */
function hang({ canvas }: Pen, label: string, draw: () => void): void {
  const { left, width } = canvas
  const column = (y: number) => canvas.within(left + margin, width - margin, y, draw)
  canvas.room(Math.min(canvas.measure(() => column(canvas.y)) + 12, 160))
  const top = canvas.y + 4
  canvas.rule(canvas.y, 0.5)
  canvas.text(label, left, top, margin - 12, bold)
  canvas.y = column(top) + 5
}

const written =
  ({ canvas }: Pen, ...lines: readonly string[]) =>
  (): void => {
    for (const line of lines) canvas.line(line, plain)
  }

/** Cells at shares of the column's width, as high as the highest of them. */
function tabs(
  { canvas }: Pen,
  shares: readonly number[],
  cells: readonly string[],
  styles: readonly TextStyle[],
): void {
  const total = shares.reduce((sum, share) => sum + share, 0)
  const widths = shares.map((share) => (canvas.width * share) / total)
  const heights = cells.map((text, index) =>
    canvas.height(text || ' ', (widths[index] ?? 0) - 6, styles[index] ?? plain),
  )
  const height = Math.max(...heights)
  canvas.room(height + 2)
  let x = canvas.left
  cells.forEach((text, index) => {
    const width = widths[index] ?? 0
    if (text) canvas.text(text, x, canvas.y, width - 6, styles[index] ?? plain)
    x += width
  })
  canvas.y += height + 2
}

function drawHead(pen: Pen): void {
  const { canvas, content, date, time, timeText } = pen
  const client = oneOf(content, ['FENWICK OATS', 'HARBOUR BANK', 'MERIDIAN BROADBAND'])
  canvas.line(content.company, { ...bold, size: 9 })
  canvas.y += 14
  canvas.line(content.production, { font: 'sans', size: 26 })
  canvas.line(`${client} / CALL SHEET / SHOOT DAY ${content.day.number} of ${content.day.of}`, plain)
  canvas.line(date(content.date), { ...bold, size: 11 })
  canvas.y += 10
  const [breakfast, lunch] = content.meals
  const call = oneOf(content, ['UNIT CALL', 'CREW CALL', 'CALL TIME ALL CREW'])
  const wrap = oneOf(content, ['EST. WRAP', 'WRAP BY', 'UNIT WRAP'])
  const hours: [string, string][] = [
    [
      call,
      `${timeText(content.crewCall)}${breakfast ? ` (${breakfast.name} from ${time(breakfast.time)} at base)` : ''}`,
    ],
    [oneOf(content, agency), time(agencyTime(content))],
    [oneOf(content, rolling), time(content.scenes[0]?.startsAt ?? 'n/a')],
    ...(lunch
      ? [[lunch.name.toLocaleUpperCase('en'), `${time(lunch.time)}, one hour`] as [string, string]]
      : []),
    [wrap, time(content.estimatedWrap)],
  ]
  for (const [label, value] of hours) {
    const style = label === call ? { ...bold, size: 11 } : plain
    hang(pen, label, () => canvas.line(value, style))
  }
}

function drawPlaces(pen: Pen): void {
  const { content, time } = pen
  const { locations, hospital, weather } = content
  locations.forEach(({ name, address }, index) => {
    const label = locations.length > 1 ? `LOCATION ${index + 1}` : 'LOCATION'
    hang(pen, label, written(pen, name, address))
  })
  hang(pen, oneOf(content, ['UNIT BASE', 'BASE', 'BASE & CATERING']), written(pen, content.unitBase))
  hang(pen, oneOf(content, ['PARKING', 'CARS', 'TRAVEL & PARKING']), written(pen, content.parking))
  for (const stop of content.pickUps) {
    const label = oneOf(content, ['KIT COLLECTION', 'COLLECT EN ROUTE', 'CAMERA COLLECTION'])
    hang(pen, label, written(pen, `${stop.vendor}, ${stop.address}, ${time(stop.time)}`))
  }
  const clinic = oneOf(content, ['NEAREST A&E', 'A&E', 'HOSPITAL (A&E)'])
  hang(
    pen,
    clinic,
    written(pen, `${hospital.name}, ${hospital.address}, ${hospital.phone}. In an emergency dial 999.`),
  )
  const degrees = `${weather.lowCelsius} to ${weather.highCelsius}°C, ${weather.rainPercent}% chance of rain`
  const sun = `Sunrise ${time(content.sunrise)}. Sunset ${time(content.sunset)}.`
  hang(pen, 'WEATHER', written(pen, `${weather.summary}, ${degrees}.`, sun))
}

function drawRunningOrder(pen: Pen): void {
  const { canvas, content, light, time } = pen
  const shares = [0.8, 0.7, 3.2, 3.6]
  hang(pen, oneOf(content, ['RUNNING ORDER', 'SCHEDULE', 'ORDER OF SHOOT']), () => {
    content.scenes.forEach((scene, index) => {
      const moved = moveBefore(content, index)
      if (moved !== null)
        canvas.line(`Unit move to Location ${moved + 1}, ${content.locations[moved]?.name}`, bold)
      const where = `${slug(scene)}. ${scene.set} / ${light[scene.dayNight]}`
      tabs(
        pen,
        shares,
        [time(scene.startsAt), scene.number, where, scene.description],
        [bold, plain, plain, plain],
      )
    })
  })
}

function drawCast(pen: Pen): void {
  const { canvas, content, time } = pen
  const ready = oneOf(content, ['O/S', 'On set', 'Set'])
  hang(pen, oneOf(content, ['CAST', 'TALENT', 'ARTISTES']), () => {
    for (const { actor, character, pickUp, costume, makeUp, onSet } of content.cast) {
      const hours = `P/U ${time(pickUp)}   W/R ${time(costume)}   M/U ${time(makeUp)}   ${ready} ${time(onSet)}`
      tabs(pen, [2, 2, 4], [actor, character, hours], [bold, plain, plain])
    }
    for (const { count, description, time: call } of content.background)
      canvas.line(`Background: ${count} ${description}, call ${time(call)}`, plain)
  })
}

function drawNotes(pen: Pen): void {
  const { content } = pen
  hang(
    pen,
    oneOf(content, ['ADDITIONAL KIT', 'EQUIPMENT', 'CAMERA & GRIP EXTRAS']),
    written(pen, ...content.equipment),
  )
  hang(pen, oneOf(content, ['HEALTH & SAFETY', 'SAFETY']), written(pen, ...content.safetyNotes))
  hang(pen, oneOf(content, ['PLEASE NOTE', 'NOTES', 'AND FINALLY']), written(pen, ...content.notes))
}

function drawContacts(pen: Pen): void {
  const { content } = pen
  hang(pen, oneOf(content, ['CONTACTS', 'KEY CONTACTS', 'ANY PROBLEMS']), () => {
    for (const { role, name, phone, email } of content.contacts)
      tabs(pen, [2.2, 2, 1.8, 2.8], [role, name, phone, email], [plain, bold, plain, small])
  })
}

/** Departments in two columns, the hours at the right edge of each. */
function drawCrew(pen: Pen): void {
  const { canvas, content, time } = pen
  const department = (name: string) => (): void => {
    canvas.line(name, bold)
    for (const person of content.crew.filter((each) => each.department === name))
      tabs(
        pen,
        [2.3, 2.1, 0.9],
        [person.role, person.name, time(person.time)],
        [small, small, { ...small, align: 'right' }],
      )
    canvas.y += 5
  }
  canvas.room(80)
  canvas.rule(canvas.y, 0.5)
  canvas.y += 4
  canvas.line(oneOf(content, ['CREW', 'CREW LIST', 'CREW & CALL TIMES']), bold)
  canvas.y += 4
  for (const pair of inRows(content.departmentCalls, 2)) {
    const columns = pair.map((each) => department(each.department))
    sideBySide(canvas, [1, 1], columns.length === 2 ? columns : [...columns, () => {}], 22)
  }
}
