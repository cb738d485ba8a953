import type { TextStyle } from '../../canvas.ts'
import { flowTables } from '../../flow.ts'
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
  scenesWith,
} from '../by-hand.ts'
import { type CellLine, cell, cellRow, gridOf, mergedRow, type RichCell } from '../cells.ts'

const plain: TextStyle = { font: 'condensed', size: 7 }
const bold: TextStyle = { font: 'condensed-bold', size: 7 }
const white: TextStyle = { ...bold, colour: '#ffffff' }
const tiny: TextStyle = { font: 'condensed', size: 5.6, colour: '#444444' }
const dark = '#1f2a44'
const pale = '#e9ecf4'
const middle: TextStyle = { ...plain, align: 'center' }
const strong: TextStyle = { ...bold, align: 'center' }
const right: TextStyle = { ...plain, align: 'right' }
const lines = { stroke: '#8a93a8', line: 0.4, padding: 2 } as const
const rehearsal = ['PRÓBA / BLOCKING', 'Blocking', 'PRÓBY NA PLANIE'] as const
const rolling = ['START ZDJĘĆ', 'RTS', 'GOTOWOŚĆ (RTS)'] as const

/** The episode that a scene is of: the second of two is filmed along with the first. */
const episodeOf = ({ style }: SheetContent, index: number): string =>
  String(101 + ((style.words + index) % 2))
const rehearsalTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 15)

/** A series for a platform: a code of dark bars, half in English, episodes beside scenes, the crew on the back. */
export const polishStreamingSeries: SheetLayout = {
  settings: ['poland'],
  paper: 'A4',
  margin: 26,
  fileName: ({ production, day, revision }) =>
    `${fileStem(production).toUpperCase()}_S01_MU_CS${day.number}_v${revision.number + 1}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    revision: truth.revision && { ...truth.revision, issuedAt: null },
    estimatedWrap: truth.estimatedWrap,
    productionCall: truth.productionCall,
    sunrise: truth.sunrise,
    sunset: truth.sunset,
    calls: [
      namedCall(oneOf(content, rehearsal), rehearsalTime(content)),
      namedCall(oneOf(content, rolling), content.scenes[0]?.startsAt ?? null),
      ...truth.calls,
    ],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals.slice(1),
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'costume', 'makeUp', 'onSet']),
    background: truth.background,
    equipment: truth.equipment,
    safetyNotes: truth.safetyNotes,
    notes: truth.notes,
    contacts: contactsByPhone(truth),
    advance: truth.advance,
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawScenes(pen)
    drawCast(pen)
    drawNeeds(pen)
    drawAdvance(pen)
    drawBack(pen)
  },
}

function drawHead(pen: Pen): void {
  const { canvas, content, date, time } = pen
  const { day, revision, weather } = content
  const office: CellLine[] = content.contacts
    .slice(0, 3)
    .map(({ role, name, phone }) => [`${role}: ${name} / ${phone}`, { ...plain, size: 6.2 }])
  const sheet = oneOf(content, ['CALL SHEET', 'Call sheet', 'PLAN DNIA'])
  const series: CellLine[] = [
    [content.production, { ...strong, size: 15 }],
    ['SEZON 1  /  MAIN UNIT', middle],
    [date(content.date), { ...strong, size: 9.5 }],
    [`${sheet} - DZIEŃ ${day.number}/${day.of}`, { ...strong, size: 8.5 }],
  ]
  const degrees = `${weather.lowCelsius}°C / ${weather.highCelsius}°C, wiatr ${weather.windMetresPerSecond} m/s`
  const sky: CellLine[] = [
    [`Wersja ${revision.number + 1} (${revision.colour})`, { ...bold, align: 'right' }],
    [weather.summary, right],
    [degrees, right],
    [`wschód ${time(content.sunrise)}   zachód ${time(content.sunset)}`, right],
  ]
  cellRow(
    canvas,
    [
      { share: 2.1, lines: [[content.company, bold], ['PRODUCTION OFFICE', tiny], ...office] },
      { share: 2.4, lines: series },
      { share: 1.5, lines: sky },
    ],
    { ...lines, padding: 4 },
  )
  drawHours(pen)
}

/** Words on a dark bar, their hours in the row below it. */
function drawHours({ canvas, content, time, timeText }: Pen): void {
  const lunch = content.meals.slice(1)
  const hours: [string, string][] = [
    [oneOf(content, ['PRODUKCJA', 'PRODUKCJA NA PLANIE', 'CALL PRODUKCJI']), time(content.productionCall)],
    [oneOf(content, ['CREW CALL', 'UNIT CALL', 'CALL EKIPY']), timeText(content.crewCall)],
    [oneOf(content, rehearsal), time(rehearsalTime(content))],
    [oneOf(content, rolling), time(content.scenes[0]?.startsAt ?? 'n/a')],
    ...lunch.map((meal): [string, string] => [meal.name, time(meal.time)]),
    [oneOf(content, ['WRAP', 'PLANOWANY WRAP', 'KONIEC (EST.)']), time(content.estimatedWrap)],
  ]
  const caption: TextStyle = { ...white, size: 6.4, align: 'center' }
  const captions = hours.map(([label]) => cell(1, label, caption, dark))
  const times = hours.map(([, value]) => cell(1, value, { ...strong, size: 10.5 }, pale))
  cellRow(canvas, captions, { ...lines, padding: 2.5 })
  cellRow(canvas, times, { ...lines, padding: 2.5 })
  canvas.y += 4
}

function drawPlaces({ canvas, content }: Pen): void {
  const { locations, hospital } = content
  const row = (label: string, name: string, text: string): void =>
    cellRow(canvas, [cell(1.1, label, white, dark), cell(2, name, bold, pale), cell(4.4, text, plain)], lines)
  locations.forEach(({ name, address }, index) => {
    row(locations.length > 1 ? `LOKACJA ${index + 1}` : 'LOKACJA', name, address)
  })
  row(oneOf(content, ['SZPITAL', 'NAJBLIŻSZY SOR', 'SZPITAL / SOR']), hospital.name, hospital.address)
  const pair = (label: string, text: string): RichCell[] => [
    cell(1.1, label, white, dark),
    cell(2.65, text, plain),
  ]
  const base = pair(oneOf(content, ['UNIT BASE', 'BAZA', 'BASECAMP']), content.unitBase)
  const cars = pair(oneOf(content, ['PARKING', 'CREW PARKING', 'PARKING EKIPA']), content.parking)
  cellRow(canvas, [...base, ...cars], lines)
  canvas.y += 5
}

/** When the next scene is begun, or the day is over. */
const until = ({ scenes, estimatedWrap }: SheetContent, index: number): string =>
  scenes[index + 1]?.startsAt ?? shiftTime(estimatedWrap, -30)

function drawScenes({ canvas, content, interior, light, time }: Pen): void {
  const grid = gridOf(
    canvas,
    [
      ['ODC.', 0.6, middle],
      ['SC.', 0.8, strong],
      ['WN/PL', 0.9, middle],
      ['PORA', 1, middle],
      ['DEKORACJA / AKCJA', 5, plain],
      ['STR.', 0.7, middle],
      ['OBSADA', 1, middle],
      ['EST.', 1.5, { ...middle, size: 6.4 }],
    ],
    lines,
  )
  grid.head(white, dark)
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    const going =
      moved !== null && `TRANSFER EKIPY >>> LOKACJA ${moved + 1} ${content.locations[moved]?.name}`
    if (going) mergedRow(canvas, going, strong, { ...lines, fill: '#ffd966' })
    const row = [
      episodeOf(content, index),
      scene.number,
      interior[scene.intExt],
      light[scene.dayNight],
      [
        [scene.set, bold],
        [scene.description, plain],
      ] as const,
      formatEighths(scene.eighths),
      scene.cast.join(', '),
      `${time(scene.startsAt)} - ${time(until(content, index))}`,
    ]
    grid.row(row, scene.intExt === 'EXT' ? { fill: '#eef6e6' } : {})
  })
  const total = content.scenes.reduce((sum, { eighths }) => sum + eighths, 0)
  canvas.y += 2
  canvas.line(`RAZEM: ${formatEighths(total)} str. / ${content.scenes.length} sc.`, {
    ...bold,
    align: 'right',
  })
  canvas.y += 4
}

function drawCast({ canvas, content, time }: Pen): void {
  const hour: TextStyle = { ...plain, size: 6.8 }
  const grid = gridOf(
    canvas,
    [
      ['ID', 0.5, hour],
      ['POSTAĆ', 2.2, hour],
      ['OBSADA', 2.4, hour],
      ['ST.', 0.6, hour],
      ['P-UP', 0.9, hour],
      ['KOST.', 0.9, hour],
      ['MAKE-UP', 1, hour],
      [oneOf(content, ['NA PLANIE', 'ON SET', 'GOTOWY']), 1.1, hour],
      ['UWAGI', 1.7, hour],
    ],
    lines,
  )
  grid.head(white, dark)
  content.cast.forEach(({ number, character, actor, pickUp, costume, makeUp, onSet }, index) => {
    const status = ['W', 'W', 'SW', 'F'][index % 4] ?? 'W'
    const hours = [pickUp, costume, makeUp, onSet].map(time)
    const row = [String(number), character, actor, status, ...hours, index === 0 ? 'mikroport' : '']
    grid.row(row, index % 2 === 1 ? { fill: pale } : {})
  })
  const extras = oneOf(content, ['STATYŚCI', 'EPIZODY / STATYŚCI', 'TŁO'])
  for (const { description, count, time: call } of content.background)
    cellRow(
      canvas,
      [
        cell(1.4, extras, white, dark),
        cell(3.4, description, plain),
        cell(1, `x ${count}`, bold),
        cell(1.6, `call ${time(call)}`, plain),
      ],
      lines,
    )
  canvas.y += 5
}

function drawNeeds({ canvas, content }: Pen): void {
  const row = (label: string, values: readonly string[]): void =>
    cellRow(
      canvas,
      [
        { share: 1.3, fill: pale, lines: [[label, bold]] },
        { share: 6, lines: values.map((value): CellLine => [`- ${value}`, plain]) },
      ],
      { ...lines, padding: 2.5 },
    )
  row(oneOf(content, ['SPRZĘT', 'ADD. EQUIPMENT', 'ZAMÓWIENIA']), content.equipment)
  row(oneOf(content, ['BHP', 'H&S / BHP', 'BEZPIECZEŃSTWO']), content.safetyNotes)
  row(oneOf(content, ['UWAGI', 'UWAGI PRODUKCJI', 'NOTES']), content.notes)
  canvas.y += 5
}

function drawAdvance({ canvas, content, date, time }: Pen): void {
  canvas.room(50)
  canvas.line(oneOf(content, ['ADVANCE', 'PLAN NA KOLEJNE DNI', 'ADVANCE SCHEDULE']), bold)
  const grid = gridOf(
    canvas,
    [
      ['DATA', 2.4, plain],
      ['DZ.', 0.6, plain],
      ['SCENY', 2, plain],
      ['DEKORACJA', 3, plain],
      ['CREW CALL', 1.2, plain],
    ],
    lines,
  )
  grid.head(bold, pale)
  for (const next of content.advance)
    grid.row([date(next.date), String(next.day), next.scenes.join(', '), next.set, time(next.crewCall)])
}

/** The back: each department's bar with its call, and everybody under it. */
function drawBack({ canvas, content, time }: Pen): void {
  canvas.newPage()
  canvas.line(oneOf(content, ['EKIPA', 'CREW', 'EKIPA / CREW LIST']), { ...bold, size: 11 })
  canvas.y += 3
  const tables = content.departmentCalls.map(({ department, time: call }) => ({
    size: 6.6,
    padding: 1.8,
    headFill: dark,
    headColour: '#ffffff',
    columns: [
      { title: department.toLocaleUpperCase('pl'), share: 2.4 },
      { title: '', share: 2.4 },
      { title: time(call), share: 0.9, align: 'right' as const },
    ],
    rows: content.crew
      .filter((person) => person.department === department)
      .map((person) => [person.role, person.name, time(person.time)]),
  }))
  flowTables(canvas, tables, 2)
  canvas.y += 6
  canvas.room(60)
  canvas.line(oneOf(content, ['WAŻNE TELEFONY', 'KEY CONTACTS', 'KONTAKTY']), bold)
  canvas.table({
    size: 6.6,
    padding: 2,
    lines: 'rows',
    columns: [3, 3, 2].map((share) => ({ title: '', share })),
    rows: content.contacts.map(({ role, name, phone }) => [role, name, phone]),
  })
}
