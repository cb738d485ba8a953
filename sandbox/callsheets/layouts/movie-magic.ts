import type { Canvas, TableSpec } from '../canvas.ts'
import { flowTables } from '../flow.ts'
import { formatEighths } from '../formats.ts'
import {
  bilingual,
  dayNightWord,
  fileStem,
  intExtWord,
  labelsFor,
  revisionFills,
  type Sheet,
  type SheetLayout,
} from '../sheet.ts'

const labels = {
  en: {
    title: 'CALL SHEET',
    date: 'DATE',
    day: 'DAY',
    of: 'OF',
    call: 'CREW CALL',
    production: 'PROD. CALL',
    wrap: 'EST. WRAP',
    sunrise: 'SUNRISE',
    sunset: 'SUNSET',
    weather: 'WEATHER',
    revision: 'REVISION',
    issued: 'ISSUED',
    scenes: ['SET', 'SCENES', 'CAST', 'D/N', 'PAGES', 'LOCATION'],
    total: 'TOTAL PAGES',
    cast: ['#', 'CAST', 'PART OF', 'PICKUP', 'MAKEUP', 'WARDROBE', 'SET CALL', 'REMARKS'],
    locations: 'LOCATION ADDRESSES',
    base: 'UNIT BASE',
    parking: 'CREW PARKING',
    hospital: 'NEAREST ER',
    pickUp: 'VENDOR PICK-UP',
    background: 'ATMOSPHERE',
    departmentCall: 'CALL',
    meals: 'MEALS',
    equipment: 'SPECIAL REQUIREMENTS',
    safety: 'SAFETY',
    notes: 'NOTES',
    contacts: ['PRODUCTION CONTACTS', '', ''],
    advance: ['ADVANCE SCHEDULE', 'DAY', 'SCENES', 'SET', 'CALL'],
  },
  pl: {
    title: 'PLAN DNIA',
    date: 'DATA',
    day: 'DZIEŃ',
    of: 'Z',
    call: 'CALL EKIPY',
    production: 'PRODUKCJA',
    wrap: 'KONIEC ZDJĘĆ',
    sunrise: 'WSCHÓD',
    sunset: 'ZACHÓD',
    weather: 'POGODA',
    revision: 'WERSJA',
    issued: 'WYDANO',
    scenes: ['OBIEKT', 'SCENY', 'OBSADA', 'PORA', 'STRONY', 'LOKACJA'],
    total: 'RAZEM STRON',
    cast: ['#', 'AKTOR', 'ROLA', 'ODBIÓR', 'CHARAKT.', 'KOSTIUM', 'NA PLANIE', 'UWAGI'],
    locations: 'ADRESY LOKACJI',
    base: 'BAZA',
    parking: 'PARKING EKIPY',
    hospital: 'SZPITAL',
    pickUp: 'ODBIÓR SPRZĘTU',
    background: 'STATYŚCI',
    departmentCall: 'CALL',
    meals: 'POSIŁKI',
    equipment: 'WYMAGANIA SPECJALNE',
    safety: 'BHP',
    notes: 'UWAGI',
    contacts: ['KONTAKTY PRODUKCJI', '', ''],
    advance: ['PLAN NA KOLEJNE DNI', 'DZIEŃ', 'SCENY', 'OBIEKT', 'CALL'],
  },
} satisfies Record<'pl' | 'en', object>

/** The classic studio form on letter paper: a boxed head, strips of scenes, a dense crew grid, the advance. */
export const movieMagic: SheetLayout = {
  settings: bilingual,
  paper: 'LETTER',
  fileName: ({ production, day, revision }) => {
    const [year = '', month = '', dayOfMonth = ''] = revision.issuedAt.slice(0, 10).split('-')
    return `${fileStem(production)}_CS${String(day.number).padStart(2, '0')}_${month}${dayOfMonth}${year.slice(2)}_${revision.colour.toUpperCase()}.pdf`
  },
  printed: (truth) => ({
    ...truth,
    contacts: truth.contacts.map((contact) => ({ ...contact, email: null })),
  }),
  draw: (canvas, sheet) => {
    drawHead(canvas, sheet)
    drawScenes(canvas, sheet)
    drawCast(canvas, sheet)
    drawPlaces(canvas, sheet)
    drawRequirements(canvas, sheet)
    drawCrew(canvas, sheet)
    drawAdvance(canvas, sheet)
  },
}

function drawHead(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const { day, revision, weather } = content
  const top = canvas.y
  const third = canvas.width / 3
  canvas.box(canvas.left, top, canvas.width, 66, {
    fill: revisionFills[revision.colour] ?? '#ffffff',
    stroke: '#000000',
    line: 1.2,
  })
  const left = [
    content.company,
    `${words.sunrise}: ${sheet.time(content.sunrise)}  ${words.sunset}: ${sheet.time(content.sunset)}`,
    `${words.weather}: ${weather.summary} ${weather.lowCelsius}/${weather.highCelsius}°C`,
    `${words.meals}: ${content.meals.map((meal) => `${meal.name} ${sheet.time(meal.time)}`).join(', ')}`,
  ]
  canvas.text(left.join('\n'), canvas.left + 5, top + 6, third - 8, { size: 7.5 })
  canvas.text(content.production.toLocaleUpperCase('pl'), canvas.left + third, top + 5, third, {
    font: 'serif-bold',
    size: 14,
    align: 'center',
  })
  canvas.text(words.title, canvas.left + third, top + 40, third, {
    font: 'serif-bold',
    size: 11,
    align: 'center',
    spacing: 3,
  })
  const right = canvas.left + 2 * third + 5
  canvas.text(`${words.date}: ${sheet.date(content.date)}`, right, top + 5, third - 10, {
    font: 'condensed-bold',
  })
  canvas.text(`${words.day} ${day.number} ${words.of} ${day.of}`, right, top + 16, third - 10, {
    font: 'condensed-bold',
  })
  canvas.text(`${words.production}: ${sheet.time(content.productionCall)}`, right, top + 27, third - 10, {
    size: 7.5,
  })
  canvas.text(`${words.call}: ${sheet.timeText(content.crewCall)}`, right, top + 37, third - 10, {
    font: 'bold',
    size: 10.5,
  })
  canvas.text(`${words.wrap}: ${sheet.time(content.estimatedWrap)}`, right, top + 52, third - 10, {
    size: 7.5,
  })
  canvas.y = top + 68
  canvas.line(
    `${words.revision} ${revision.number + 1} (${revision.colour.toUpperCase()})  ${words.issued} ${sheet.issued()}`,
    { size: 7, align: 'right' },
  )
  canvas.y += 3
}

function drawScenes(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const total = content.scenes.reduce((sum, scene) => sum + scene.eighths, 0)
  canvas.table({
    size: 7,
    columns: words.scenes.map((title, index) => ({ title, share: [5, 1, 1.1, 1.1, 0.9, 2.2][index] ?? 1 })),
    rows: [
      ...content.scenes.map((scene) => [
        `${intExtWord(scene, content)} ${scene.set}\n(${scene.description})`,
        scene.number,
        scene.cast.join(','),
        dayNightWord(scene, content),
        formatEighths(scene.eighths),
        content.locations[scene.location]?.name ?? '',
      ]),
      [words.total, '', '', '', formatEighths(total), ''],
    ],
  })
  canvas.y += 5
}

function drawCast(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.table({
    size: 7,
    columns: words.cast.map((title, index) => ({
      title,
      share: [0.4, 2.4, 1.6, 1, 1, 1.1, 1.1, 2][index] ?? 1,
    })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.actor,
      member.character,
      sheet.time(member.pickUp),
      sheet.time(member.makeUp),
      sheet.time(member.costume),
      sheet.time(member.onSet),
      '',
    ]),
  })
  canvas.y += 2
  for (const extra of content.background) {
    canvas.line(`${words.background}: ${extra.count} ${extra.description} @ ${sheet.time(extra.time)}`, {
      size: 7,
    })
  }
  canvas.y += 5
}

/** Locations beside the hospital, address next to address. */
function drawPlaces(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const half = canvas.width / 2
  const { hospital } = content
  const left: TableSpec = {
    size: 7,
    columns: [
      { title: words.locations, share: 2 },
      { title: '', share: 3.4 },
    ],
    rows: content.locations.map((place, index) => [`${index + 1}. ${place.name}`, place.address]),
  }
  const right: TableSpec = {
    size: 7,
    columns: [{ title: words.hospital, share: 1 }],
    rows: [[`${hospital.name}\n${hospital.address}  ${hospital.phone}`]],
  }
  canvas.room(Math.max(canvas.tableHeight(left, half), canvas.tableHeight(right, half)))
  const below = canvas.tableAt(left, canvas.left, canvas.y, half)
  canvas.y = Math.max(below, canvas.tableAt(right, canvas.left + half, canvas.y, half)) + 3
  canvas.line(`${words.base}: ${content.unitBase}`, { size: 7 })
  canvas.line(`${words.parking}: ${content.parking}`, { size: 7 })
  for (const pickUp of content.pickUps) {
    canvas.line(`${words.pickUp}: ${sheet.time(pickUp.time)} ${pickUp.vendor}, ${pickUp.address}`, {
      size: 7,
    })
  }
  canvas.y += 4
}

function drawRequirements(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const column = (title: string) => ({ title, share: 1 })
  canvas.table({
    size: 7,
    columns: [column(words.equipment), column(words.safety), column(words.notes)],
    rows: [[content.equipment.join('\n'), content.safetyNotes.join('\n'), content.notes.join('\n')]],
  })
  canvas.y += 5
}

function drawCrew(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const tables = content.departmentCalls.map(
    ({ department, time }): TableSpec => ({
      size: 6.3,
      columns: [
        { title: department.toLocaleUpperCase('pl'), share: 3.6 },
        { title: '', share: 3.2 },
        { title: `${words.departmentCall} ${sheet.time(time)}`, share: 2.1 },
      ],
      rows: content.crew
        .filter((person) => person.department === department)
        .map((person) => [person.role, person.name, sheet.time(person.time)]),
    }),
  )
  flowTables(canvas, tables, 3)
  canvas.y += 2
}

function drawAdvance(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.table({
    size: 7,
    columns: words.advance.map((title, index) => ({ title, share: [2.4, 0.7, 1.8, 3, 1][index] ?? 1 })),
    rows: content.advance.map((next) => [
      sheet.date(next.date),
      String(next.day),
      next.scenes.join(', '),
      next.set,
      sheet.time(next.crewCall),
    ]),
  })
  canvas.y += 5
  canvas.table({
    size: 7,
    columns: words.contacts.map((title, index) => ({ title, share: [2.4, 3, 2][index] ?? 1 })),
    rows: content.contacts.map(({ role, name, phone }) => [role, name, phone]),
  })
}
