import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { dayNightWord, fileStem, intExtWord, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  inRows,
  leastOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  scenesWith,
} from '../by-hand.ts'
import { besideMerged, type CellLine, cell, cellRow, gridOf, mergedRow, type RichCell } from '../cells.ts'

const plain: TextStyle = { font: 'regular', size: 6.8 }
const bold: TextStyle = { font: 'bold', size: 6.8 }
const middle: TextStyle = { ...plain, align: 'center' }
const strong: TextStyle = { ...bold, align: 'center' }
const white: TextStyle = { ...bold, colour: '#ffffff' }
const black = '#1a1a1a'
const orange = '#f4b183'
const line = { line: 0.5, padding: 2.6 } as const

/** What a word is in English, and in Polish for those of the crew who are at home here. */
interface Both {
  en: string
  pl: string
}
const words = {
  call: { en: 'CREW CALL', pl: 'ZBIÓRKA EKIPY' },
  hotel: { en: 'CLIENT PICK-UP AT HOTEL', pl: 'ODBIÓR KLIENTA Z HOTELU' },
  roll: { en: 'CAMERA ROLLING', pl: 'PIERWSZE UJĘCIE' },
  wrap: { en: 'ESTIMATED WRAP', pl: 'PLANOWANY KONIEC' },
  location: { en: 'LOCATION', pl: 'LOKACJA' },
  base: { en: 'UNIT BASE', pl: 'BAZA' },
  parking: { en: 'PARKING', pl: 'PARKING' },
  hospital: { en: 'HOSPITAL', pl: 'SZPITAL' },
  vendor: { en: 'EQUIPMENT PICK-UP', pl: 'ODBIÓR SPRZĘTU' },
} as const satisfies Record<string, Both>

const hotelTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 45)

/** The label of a call as both languages print it. */
const label = ({ en, pl }: Both): string => `${en} / ${pl}`

/** A foreign spot serviced in Warsaw: English first, Polish under it, the day's hours in one tall merged column. */
export const warsawService: SheetLayout = {
  settings: ['warsaw-en'],
  paper: 'A4',
  landscape: true,
  margin: 26,
  fileName: ({ production, day, revision }) =>
    `${fileStem(production)}_PL_UNIT_CALLSHEET_D${day.number}_v${revision.number + 1}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    sunset: truth.sunset,
    calls: [
      namedCall(label(words.hotel), hotelTime(content)),
      namedCall(label(words.roll), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals,
    vendorStops: truth.vendorStops,
    scenes: scenesWith(truth, { description: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'costume', 'onSet']),
    background: truth.background,
    equipment: truth.equipment,
    safetyNotes: truth.safetyNotes,
    notes: truth.notes,
    contacts: contactsByPhone(truth),
    advance: truth.advance.slice(0, 1),
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawKeyTimes(pen)
    drawScenes(pen)
    drawCast(pen)
    drawCrew(pen)
    drawEnd(pen)
  },
}

function drawHead({ canvas, content, date }: Pen): void {
  const { day, revision } = content
  const client = oneOf(content, [
    'for Studio Halyard, London',
    'for Blue Fig, Copenhagen',
    'for Ostinato, Milan',
  ])
  const made: CellLine[] = [
    [`Service production: ${content.company}`, plain],
    [client, { ...plain, size: 6 }],
  ]
  const title: CellLine[] = [
    [content.production.toLocaleUpperCase('en'), { ...white, size: 14, align: 'center' }],
    ['CALL SHEET / PLAN DNIA', { ...white, align: 'center' }],
  ]
  const today: CellLine[] = [
    [date(content.date), { ...bold, size: 9, align: 'right' }],
    [`Shoot day ${day.number} of ${day.of}, version ${revision.number + 1}`, { ...plain, align: 'right' }],
  ]
  cellRow(
    canvas,
    [
      { share: 1.3, lines: made },
      { share: 2.4, lines: title, fill: black },
      { share: 1.3, lines: today },
    ],
    { ...line, padding: 5 },
  )
  canvas.y += 5
}

const bilingual = ({ en, pl }: Both): CellLine[] => [
  [en, bold],
  [pl, { ...plain, size: 5.6, colour: '#555555' }],
]

/** The hours are one merged cell at the left, the places are rows beside it. */
function drawKeyTimes(pen: Pen): void {
  const { canvas, content, time, timeText } = pen
  const meals = content.meals.map((meal): CellLine => [`${meal.name}: ${time(meal.time)}`, plain])
  const first = time(content.scenes[0]?.startsAt ?? 'n/a')
  const hours: CellLine[] = [
    [label(words.call), { ...bold, size: 7.4 }],
    [timeText(content.crewCall), { ...bold, size: 17 }],
    [`${label(words.hotel)}: ${time(hotelTime(content))}`, plain],
    [`${label(words.roll)}: ${first}`, plain],
    ...meals,
    [`${label(words.wrap)}: ${time(content.estimatedWrap)}`, plain],
    [`Sunset / zachód: ${time(content.sunset)}`, plain],
  ]
  besideMerged(canvas, 0.32, hours, () => drawPlaces(pen), { ...line, padding: 6, fill: orange })
  canvas.y += 6
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { locations, hospital, weather } = content
  const row = (both: Both, mark: string, ...texts: CellLine[]): void => {
    const [english, ...rest] = bilingual(both)
    const lines: CellLine[] = [[`${english?.[0] ?? ''}${mark}`, bold], ...rest]
    cellRow(
      canvas,
      [
        { share: 1, lines },
        { share: 3.2, lines: texts },
      ],
      line,
    )
  }
  locations.forEach(({ name, address }, index) => {
    row(words.location, locations.length > 1 ? ` ${index + 1}` : '', [name, bold], [address, plain])
  })
  row(words.base, '', [content.unitBase, plain])
  row(words.parking, '', [content.parking, plain])
  row(words.hospital, '', [hospital.name, bold], [`${hospital.address} (ambulance 112)`, plain])
  for (const stop of content.pickUps)
    row(words.vendor, '', [`${stop.vendor}, ${stop.address}, ${time(stop.time)}`, plain])
  const sky = `${weather.summary}, ${weather.lowCelsius} to ${weather.highCelsius} C`
  row({ en: 'WEATHER', pl: 'POGODA' }, '', [sky, plain])
}

function drawScenes(pen: Pen): void {
  const { canvas, content, time } = pen
  const grid = gridOf(
    canvas,
    [
      ['FROM / OD', 0.9, middle],
      ['SHOT / SC.', 0.8, strong],
      ['INT/EXT', 0.8, middle],
      ['D/N', 0.8, middle],
      ['SET / DEKORACJA', 2.6, bold],
      ['ACTION / AKCJA', 4.4, plain],
      ['CAST / OBSADA', 1.2, middle],
    ],
    line,
  )
  canvas.room(50)
  grid.head(white, black)
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    const going = moved !== null && `COMPANY MOVE / PRZEJAZD: ${content.locations[moved]?.name}`
    if (going) mergedRow(canvas, going, strong, { ...line, fill: orange })
    const [where, light] = [intExtWord(scene, content), dayNightWord(scene, content)]
    const cast = scene.cast.join(', ')
    grid.row([time(scene.startsAt), scene.number, where, light, scene.set, scene.description, cast])
  })
  canvas.y += 6
}

function drawCast(pen: Pen): void {
  const { canvas, content, time } = pen
  const grid = gridOf(
    canvas,
    [
      ['#', 0.4, middle],
      ['TALENT / AKTOR', 2.6, bold],
      ['PART / ROLA', 2.4, plain],
      ['PICK-UP / ODBIÓR', 1.3, middle],
      ['HMU / CHAR.', 1.1, middle],
      ['WARDROBE / KOSTIUM', 1.5, middle],
      ['ON SET / PLAN', 1.2, strong],
    ],
    line,
  )
  canvas.room(50)
  grid.head({ ...white, size: 6 }, black)
  for (const { number, actor, character, pickUp, makeUp, costume, onSet } of content.cast)
    grid.row([String(number), actor, character, ...[pickUp, makeUp, costume, onSet].map(time)])
  for (const { count, description, time: call } of content.background)
    mergedRow(canvas, `EXTRAS / STATYŚCI: ${count} ${description}, call ${time(call)}`, plain, line)
  canvas.y += 6
}

/** Four departments to a row, each a merged head over its people. */
function drawCrew(pen: Pen): void {
  const { canvas, content, time } = pen
  canvas.room(70)
  mergedRow(canvas, oneOf(content, ['CREW / EKIPA', 'LOCAL CREW / EKIPA', 'CREW LIST / EKIPA']), white, {
    ...line,
    fill: black,
  })
  const slots = [0, 1, 2, 3]
  for (const four of inRows(content.departmentCalls, 4)) {
    const people = four.map(({ department }) => content.crew.filter((each) => each.department === department))
    const lines = (
      slot: number,
      text: (person: SheetContent['crew'][number]) => string,
      style: TextStyle,
    ): CellLine[] => (people[slot] ?? []).map((person) => [text(person), style])
    canvas.room(40)
    cellRow(
      canvas,
      slots.map((slot) => cell(1, four[slot]?.department ?? '', bold, '#eeeeee')),
      line,
    )
    const cells = slots.flatMap((slot): RichCell[] => [
      { share: 1.5, lines: lines(slot, ({ name }) => name, { ...plain, size: 6 }) },
      { share: 1.7, lines: lines(slot, ({ role }) => role, { ...plain, size: 6 }) },
      { share: 0.8, lines: lines(slot, (person) => time(person.time), { ...middle, size: 6 }) },
    ])
    cellRow(canvas, cells, { ...line, padding: 2 })
  }
  canvas.y += 6
}

function drawEnd(pen: Pen): void {
  const { canvas, content, date, time } = pen
  const lines = (values: readonly string[]): CellLine[] => values.map((value) => [`- ${value}`, plain])
  canvas.room(60)
  cellRow(
    canvas,
    [
      cell(1, 'EQUIPMENT / SPRZĘT', bold, '#eeeeee'),
      cell(1, 'SAFETY / BHP', bold, '#eeeeee'),
      cell(1, 'NOTES / UWAGI', bold, '#eeeeee'),
    ],
    line,
  )
  const lists = [content.equipment, content.safetyNotes, content.notes]
  cellRow(
    canvas,
    lists.map((values) => ({ share: 1, lines: lines(values) })),
    line,
  )
  canvas.y += 6
  mergedRow(canvas, 'CONTACTS / KONTAKTY', white, { ...line, fill: black })
  for (const pair of inRows(content.contacts, 2)) {
    const cells = [0, 1].flatMap((slot) => {
      const { role = '', name = '', phone = '' } = pair[slot] ?? {}
      return [cell(2, role, plain), cell(2, name, bold), cell(1.4, phone, plain)]
    })
    cellRow(canvas, cells, line)
  }
  canvas.y += 6
  for (const next of content.advance.slice(0, 1)) {
    const day = `TOMORROW / JUTRO: ${date(next.date)}, day ${next.day}, crew call ${time(next.crewCall)}`
    mergedRow(canvas, `${day}, ${next.set}, scenes ${next.scenes.join(', ')}`, bold, line)
  }
}
