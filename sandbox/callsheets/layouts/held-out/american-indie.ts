import type { TextStyle } from '../../canvas.ts'
import { formatEighths, shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  leastOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  scenesWith,
  slug,
} from '../by-hand.ts'
import { cell, cellRow, gridOf, mergedRow, type RichCell } from '../cells.ts'

const plain: TextStyle = { font: 'sans', size: 7.2 }
const bold: TextStyle = { font: 'sans-bold', size: 7.2 }
const middle: TextStyle = { ...plain, align: 'center' }
const strong: TextStyle = { ...bold, align: 'center' }
const white: TextStyle = { ...strong, colour: '#ffffff' }
const right: TextStyle = { ...plain, align: 'right' }
const teal = '#2a7f86'
const mint = '#d5ebe9'
/** What a spreadsheet's own gridlines print as. */
const faint = { stroke: '#bdbdbd', line: 0.4, padding: 2.2 } as const
const firstUp = ['FIRST SHOT', 'SHOOTING CALL', 'CAMERA ROLLS'] as const

const quotes = [
  '"The best camera is the one that is charged." - our 1st AC',
  '"We will fix it at lunch." - everyone, every day',
  '"Be kind, rewind." - a sticker on the van',
] as const

/** A small film's sheet out of a spreadsheet in the browser: grey gridlines, teal bars, a quote, empty rows. */
export const americanIndie: SheetLayout = {
  settings: ['america'],
  paper: 'LETTER',
  margin: 30,
  fileName: ({ production, day }) =>
    `Copy of ${fileStem(production).replaceAll('_', ' ')} Call Sheet - Day ${day.number}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    sunrise: truth.sunrise,
    sunset: truth.sunset,
    calls: [namedCall(oneOf(content, firstUp), content.scenes[0]?.startsAt ?? null), ...peopleOf(truth)],
    hospital: truth.hospital,
    parking: truth.parking,
    meals: truth.meals,
    vendorStops: truth.vendorStops,
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'makeUp', 'costume', 'onSet']),
    background: truth.background,
    safetyNotes: truth.safetyNotes,
    notes: truth.notes,
    contacts: contactsByPhone(truth),
    advance: truth.advance.slice(0, 1),
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawDay(pen)
    drawCast(pen)
    drawCrew(pen)
    drawEnd(pen)
  },
}

const row = ({ canvas }: Pen, ...cells: readonly RichCell[]): void => cellRow(canvas, cells, faint)

/** A bar over the whole width, and what a spreadsheet leaves empty before it. */
function bar(pen: Pen, text: string): void {
  pen.canvas.room(70)
  row(pen, ...[1, 1, 1, 1, 1, 1].map((share) => cell(share, '', plain)))
  row(pen, cell(1, text, white, teal))
}

const fahrenheit = (celsius: number): number => Math.round(celsius * 1.8 + 32)

function drawHead(pen: Pen): void {
  const { content, time } = pen
  const { meals, weather } = content
  drawTitle(pen)
  row(
    pen,
    cell(1, `Sunrise ${time(content.sunrise)}`, middle),
    cell(1, `Sunset ${time(content.sunset)}`, middle),
    cell(1, `Hi ${fahrenheit(weather.highCelsius)}F / Lo ${fahrenheit(weather.lowCelsius)}F`, middle),
    cell(1.4, weather.summary, middle),
    cell(1, `Rain ${weather.rainPercent}%`, middle),
  )
  row(
    pen,
    ...meals.flatMap((meal) => [cell(1, meal.name, strong, mint), cell(1, time(meal.time), middle)]),
    cell(1.2, 'Crafty', strong, mint),
    cell(1.6, 'all day by the van', middle),
  )
  row(pen, cell(1, oneOf(content, quotes), { ...middle, font: 'sans-italic', size: 7, colour: '#555555' }))
}

function drawTitle({ canvas, content, date, time, timeText }: Pen): void {
  const { day, crew } = content
  const who = (role: string): string => crew.find((person) => person.role === role)?.name ?? 'TBD'
  const left: RichCell = {
    share: 1.6,
    lines: [
      [content.company, bold],
      [`Director: ${who('Director')}`, plain],
      [`1st AD: ${who('1st AD')}`, plain],
      [`DP: ${who('Director of Photography')}`, plain],
    ],
  }
  const centre: RichCell = {
    share: 2.2,
    fill: mint,
    lines: [
      [content.production, { ...strong, size: 14 }],
      [oneOf(content, ['CREW CALL', 'GENERAL CALL', 'CALL TIME']), { ...strong, size: 8 }],
      [timeText(content.crewCall), { ...strong, size: 16 }],
      ['check the crew grid for your own time', { ...middle, size: 6.4 }],
    ],
  }
  const wrap = oneOf(content, ['EST. WRAP', 'WRAP', 'HARD OUT'])
  const end: RichCell = {
    share: 1.6,
    lines: [
      [date(content.date), { ...right, font: 'sans-bold' }],
      [`Day ${day.number} of ${day.of}`, { ...right, font: 'sans-bold', size: 10 }],
      [`${oneOf(content, firstUp)} ${time(content.scenes[0]?.startsAt ?? 'n/a')}`, right],
      [`${wrap} ${time(content.estimatedWrap)}`, right],
    ],
  }
  cellRow(canvas, [left, centre, end], { ...faint, padding: 4 })
}

function drawPlaces(pen: Pen): void {
  const { content, time } = pen
  const { locations, hospital } = content
  const line = (label: string, ...cells: readonly RichCell[]) =>
    row(pen, cell(1.1, label, bold, mint), ...cells)
  bar(pen, oneOf(content, ['WHERE', 'LOCATIONS', 'LOCATION INFO']))
  locations.forEach(({ name, address }, index) => {
    const label = locations.length > 1 ? `Location ${index + 1}` : 'Location'
    line(label, cell(2, name, bold), cell(3.4, address, plain))
  })
  line(oneOf(content, ['Parking', 'Crew parking', 'Park here']), cell(5.4, content.parking, plain))
  line(
    oneOf(content, ['Hospital', 'Nearest ER', 'Closest hospital']),
    cell(2, hospital.name, plain),
    cell(3.4, `${hospital.address}   ${hospital.phone}`, plain),
  )
  for (const stop of content.pickUps)
    line(
      oneOf(content, ['Gear pickup', 'Camera pickup', 'Rental house']),
      cell(2, stop.vendor, plain),
      cell(2.4, stop.address, plain),
      cell(1, time(stop.time), middle),
    )
}

/** Until when a scene is filmed. */
const until = ({ scenes, estimatedWrap }: SheetContent, index: number): string =>
  scenes[index + 1]?.startsAt ?? shiftTime(estimatedWrap, -30)

/** Spans of hours: what goes before, the scenes, the moves between them, and the meal where it falls. */
function drawDay(pen: Pen): void {
  const { canvas, content, light, time } = pen
  const span = (from: string, to: string): string => `${time(from)} - ${time(to)}`
  const grid = gridOf(
    canvas,
    [
      ['TIME', 2, middle],
      ['SC', 0.8, strong],
      ['SET', 3.2, bold],
      ['D/N', 0.9, middle],
      ['PGS', 0.7, middle],
      ['CAST', 0.9, middle],
      ['WHAT HAPPENS', 3.4, plain],
    ],
    faint,
  )
  bar(pen, oneOf(content, ["TODAY'S SCHEDULE", 'SCHEDULE', 'SHOT PLAN']))
  grid.head(strong, mint)
  const [start] = content.scenes
  const loading = start ? span(content.crewCall, start.startsAt) : ''
  row(pen, cell(2, loading, middle), cell(9.9, 'Load in, light, block, rehearse', plain))
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    const going =
      moved !== null && `COMPANY MOVE to Location ${moved + 1} - ${content.locations[moved]?.name}`
    if (going) mergedRow(canvas, going, strong, { ...faint, fill: '#fff2cc' })
    grid.row([
      span(scene.startsAt, until(content, index)),
      scene.number,
      `${slug(scene)}. ${scene.set}`,
      light[scene.dayNight],
      formatEighths(scene.eighths),
      scene.cast.join(', '),
      scene.description,
    ])
  })
}

function drawCast(pen: Pen): void {
  const { canvas, content, time } = pen
  const grid = gridOf(
    canvas,
    [
      ['#', 0.5, middle],
      ['ACTOR', 2.4, plain],
      ['ROLE', 2.4, plain],
      ['SWF', 0.7, middle],
      [oneOf(content, ['HMU', 'H/MU']), 1.1, middle],
      [oneOf(content, ['WARD.', 'COSTUME']), 1.1, middle],
      [oneOf(content, ['ON SET', 'SET']), 1.1, middle],
      ['NOTES', 1.6, middle],
    ],
    faint,
  )
  bar(pen, oneOf(content, ['CAST', 'TALENT', 'CAST + BG']))
  grid.head(strong, mint)
  content.cast.forEach(({ number, actor, character, makeUp, costume, onSet }, index) => {
    const status = ['W', 'SW', 'WF', 'W'][index % 4] ?? 'W'
    const hours = [makeUp, costume, onSet].map(time)
    grid.row([String(number), actor, character, status, ...hours, index === 0 ? 'self report' : ''])
  })
  for (const { count, description, time: call } of content.background)
    row(
      pen,
      cell(2.9, 'Background', bold, mint),
      cell(3.6, `${count} ${description}`, plain),
      cell(3.3, `report ${time(call)}`, middle),
    )
}

/** The grid of the crew: departments run down two columns of it, as long as each other. */
function drawCrew(pen: Pen): void {
  const { canvas, content, time } = pen
  bar(pen, oneOf(content, ['CREW', 'CREW GRID', 'WHO IS CALLED WHEN']))
  const entries = content.departmentCalls.flatMap(({ department }): RichCell[][] => [
    [cell(5.9, department.toLocaleUpperCase('en'), bold, mint)],
    ...content.crew
      .filter((each) => each.department === department)
      .map(({ role, name, time: call }) => [
        cell(2.4, role, plain),
        cell(2.4, name, plain),
        cell(1.1, time(call), middle),
      ]),
  ])
  const half = Math.ceil(entries.length / 2)
  for (let index = 0; index < half; index++) {
    const right = entries[half + index] ?? [cell(5.9, '', plain)]
    canvas.room(12)
    row(pen, ...(entries[index] ?? []), cell(0.2, '', plain), ...right)
  }
}

function drawEnd(pen: Pen): void {
  const { canvas, content, date, time } = pen
  bar(pen, oneOf(content, ['NOTES', 'READ THIS', 'GENERAL NOTES']))
  content.notes.forEach((note, index) => {
    row(pen, cell(0.4, String(index + 1), middle), cell(10, note, plain))
  })
  bar(pen, oneOf(content, ['SAFETY', 'SAFETY FIRST', 'SAFETY NOTES']))
  row(pen, { share: 1, lines: content.safetyNotes.map((note) => [note, plain]) })
  bar(pen, oneOf(content, ['KEY CONTACTS', 'PHONE NUMBERS', 'CONTACTS']))
  for (const { role, name, phone } of content.contacts)
    row(pen, cell(2, role, bold), cell(2, name, plain), cell(2, phone, middle))
  const grid = gridOf(
    canvas,
    [
      ['DATE', 2.4, plain],
      ['DAY', 0.7, middle],
      ['SET', 2.6, plain],
      ['SCENES', 1.8, middle],
      ['CREW CALL', 1.2, middle],
    ],
    faint,
  )
  bar(pen, oneOf(content, ['TOMORROW', 'UP NEXT', 'ADVANCE']))
  grid.head(strong, mint)
  for (const next of content.advance.slice(0, 1))
    grid.row([date(next.date), String(next.day), next.set, next.scenes.join(', '), time(next.crewCall)])
}
