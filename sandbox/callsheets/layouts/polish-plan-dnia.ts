import type { Canvas } from '../canvas.ts'
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
import { departmentsAndExceptions } from '../truth.ts'

const labels = {
  pl: {
    title: 'PLAN DNIA',
    day: 'DZIEŃ ZDJĘCIOWY',
    date: 'DATA',
    sunrise: 'wschód słońca',
    sunset: 'zachód słońca',
    call: 'ZBIÓRKA EKIPY',
    production: 'produkcja na planie',
    base: 'BAZA',
    parking: 'PARKING',
    location: 'OBIEKT',
    wrap: 'PLANOWANY KONIEC ZDJĘĆ',
    version: 'WERSJA',
    issued: 'wydano',
    scenes: ['SC.', 'WN/PL', 'PORA', 'OBIEKT', 'OPIS', 'STR.', 'OBSADA'],
    cast: ['NR', 'POSTAĆ', 'AKTOR', 'ODBIÓR', 'CHARAKT.', 'KOSTIUM', 'PLAN'],
    calls: ['PION', 'CALL', 'UWAGI'],
    pages: 'RAZEM STRON',
    pickUp: 'ODBIÓR SPRZĘTU',
    background: 'STATYŚCI',
    equipment: 'SPRZĘT DODATKOWY',
    safety: 'BHP',
    hospital: 'NAJBLIŻSZY SZPITAL',
    notes: 'UWAGI',
    contacts: ['FUNKCJA', 'IMIĘ I NAZWISKO', 'TELEFON', 'E-MAIL'],
    contactsTitle: 'KONTAKTY',
    meals: 'POSIŁKI',
    weather: 'POGODA',
    advance: 'PLAN NA KOLEJNE DNI',
  },
  en: {
    title: 'DAILY PLAN',
    day: 'SHOOTING DAY',
    date: 'DATE',
    sunrise: 'sunrise',
    sunset: 'sunset',
    call: 'UNIT CALL',
    production: 'production on set',
    base: 'UNIT BASE',
    parking: 'PARKING',
    location: 'LOCATION',
    wrap: 'ESTIMATED WRAP',
    version: 'VERSION',
    issued: 'issued',
    scenes: ['SC.', 'I/E', 'D/N', 'SET', 'DESCRIPTION', 'PAGES', 'CAST'],
    cast: ['NO.', 'CHARACTER', 'ACTOR', 'PU', 'MU', 'WD', 'SET'],
    calls: ['DEPARTMENT', 'CALL', 'REMARKS'],
    pages: 'TOTAL PAGES',
    pickUp: 'VENDOR PICK-UP',
    background: 'BACKGROUND',
    equipment: 'SPECIAL EQUIPMENT',
    safety: 'SAFETY',
    hospital: 'NEAREST HOSPITAL',
    notes: 'NOTES',
    contacts: ['ROLE', 'NAME', 'PHONE', 'E-MAIL'],
    contactsTitle: 'CONTACTS',
    meals: 'MEALS',
    weather: 'WEATHER',
    advance: 'ADVANCE SCHEDULE',
  },
} satisfies Record<'pl' | 'en', object>

/** The usual plan dnia of a Polish feature: header block, scenes, cast, calls by department with named exceptions. */
export const polishPlanDnia: SheetLayout = {
  settings: bilingual,
  paper: 'A4',
  fileName: ({ language, day, revision, production }) => {
    const issued = revision.issuedAt.slice(0, 10).replaceAll('-', '')
    const title = language === 'pl' ? 'Plan_dnia' : 'Daily_plan'
    return `${title}_${day.number}_${fileStem(production)}_${issued}${revision.number > 0 ? `_v${revision.number + 1}` : ''}.pdf`
  },
  printed: (truth) => ({ ...truth, calls: departmentsAndExceptions(truth.calls) }),
  draw: (canvas, sheet) => {
    drawHeader(canvas, sheet)
    drawScenes(canvas, sheet)
    drawCast(canvas, sheet)
    drawCalls(canvas, sheet)
    drawSafety(canvas, sheet)
    drawContacts(canvas, sheet)
  },
}

function drawHeader(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const { revision, weather } = content
  // The sun's times stand first on the page, above any call.
  const sun = `${words.weather}: ${weather.summary}, ${weather.lowCelsius}/${weather.highCelsius}°C, ${words.sunrise} ${sheet.time(content.sunrise)}, ${words.sunset} ${sheet.time(content.sunset)}`
  canvas.line(sun, { size: 7, colour: '#333333', align: 'right' })
  const top = canvas.y
  canvas.box(canvas.left, top, canvas.width, 46, {
    fill: revisionFills[revision.colour] ?? '#ffffff',
    stroke: '#000000',
  })
  canvas.text(content.production.toLocaleUpperCase('pl'), canvas.left + 6, top + 6, 250, {
    font: 'bold',
    size: 14,
  })
  canvas.text(content.company, canvas.left + 6, top + 28, 250, { size: 8 })
  canvas.text(words.title, canvas.left + 250, top + 6, canvas.width - 256, {
    font: 'bold',
    size: 12,
    spacing: 4,
    align: 'right',
  })
  const version = `${words.version} ${revision.number + 1} (${revision.colour}), ${words.issued} ${sheet.issued()}`
  canvas.text(version, canvas.left + 250, top + 28, canvas.width - 256, { size: 7.5, align: 'right' })
  canvas.y = top + 46
  drawDayBlock(canvas, sheet)
}

function drawDayBlock(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const column = (title: string) => ({ title, share: 1, align: 'center' as const })
  canvas.table({
    size: 9,
    columns: [column(words.date), column(words.day), column(words.call), column(words.wrap)],
    rows: [
      [
        sheet.date(content.date),
        `${content.day.number}/${content.day.of}`,
        sheet.timeText(content.crewCall),
        sheet.timeText(content.estimatedWrap),
      ],
    ],
  })
  const rows: [string, string][] = content.locations.map((location, index) => [
    content.locations.length > 1 ? `${words.location} ${index + 1}` : words.location,
    `${location.name}, ${location.address}`,
  ])
  rows.push([words.base, content.unitBase], [words.parking, content.parking])
  rows.push([words.production, sheet.timeText(content.productionCall)])
  rows.push([
    words.meals,
    content.meals.map((meal) => `${meal.name} ${sheet.timeText(meal.time)}`).join(', '),
  ])
  for (const pickUp of content.pickUps) {
    rows.push([
      words.pickUp,
      `${sheet.timeText(pickUp.time)} ${pickUp.vendor}, ${pickUp.address} (${pickUp.what})`,
    ])
  }
  canvas.table({
    columns: [
      { title: '', share: 1.2 },
      { title: '', share: 5 },
    ],
    rows,
    size: 8,
  })
  canvas.y += 8
}

function drawScenes(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const shares = [0.9, 1, 1.3, 3.2, 4.6, 0.9, 1.4]
  const total = content.scenes.reduce((sum, scene) => sum + scene.eighths, 0)
  canvas.table({
    columns: words.scenes.map((title, index) => ({ title, share: shares[index] ?? 1 })),
    rows: content.scenes.map((scene) => [
      scene.number,
      intExtWord(scene, content),
      dayNightWord(scene, content),
      scene.set,
      scene.description,
      formatEighths(scene.eighths),
      scene.cast.join(', '),
    ]),
  })
  canvas.y += 2
  canvas.line(`${words.pages}: ${formatEighths(total)}`, { font: 'condensed-bold', align: 'right' })
  canvas.y += 6
}

function drawCast(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const shares = [0.5, 2, 3, 1, 1.1, 1, 1]
  canvas.table({
    columns: words.cast.map((title, index) => ({ title, share: shares[index] ?? 1 })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.character,
      member.actor,
      sheet.time(member.pickUp),
      sheet.time(member.makeUp),
      sheet.time(member.costume),
      sheet.time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const extra of content.background) {
    canvas.line(`${words.background}: ${extra.description}, ${extra.count}, ${sheet.timeText(extra.time)}`)
  }
  canvas.y += 8
}

function drawCalls(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const rows = content.departmentCalls.flatMap(({ department, time }) => {
    const others = content.crew.filter((person) => person.department === department && person.time !== time)
    return [
      [department.toLocaleUpperCase('pl'), sheet.time(time), ''],
      ...others.map((person) => [`${person.role} - ${person.name}`, sheet.time(person.time), '']),
    ]
  })
  canvas.table({
    columns: [
      { title: words.calls[0] ?? '', share: 4 },
      { title: words.calls[1] ?? '', share: 1 },
      { title: words.calls[2] ?? '', share: 3 },
    ],
    rows,
  })
  canvas.y += 8
}

function drawSafety(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const { hospital } = content
  const section = (title: string, lines: readonly string[]) => {
    canvas.room(28)
    canvas.line(title, { font: 'condensed-bold', size: 9 })
    for (const line of lines) canvas.line(`- ${line}`)
    canvas.y += 4
  }
  section(words.equipment, content.equipment)
  section(words.safety, content.safetyNotes)
  canvas.room(24)
  canvas.line(`${words.hospital}: ${hospital.name}, ${hospital.address}, tel. ${hospital.phone}`, {
    font: 'condensed-bold',
  })
  canvas.y += 4
  section(words.notes, content.notes)
}

function drawContacts(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.room(60)
  canvas.line(words.contactsTitle, { font: 'condensed-bold', size: 9 })
  const shares = [2.4, 2.6, 2, 3.4]
  canvas.table({
    columns: words.contacts.map((title, index) => ({ title, share: shares[index] ?? 1 })),
    rows: content.contacts.map(({ role, name, phone, email }) => [role, name, phone, email]),
  })
  canvas.y += 8
  canvas.room(40)
  canvas.line(words.advance, { font: 'condensed-bold', size: 9 })
  for (const next of content.advance) {
    canvas.line(
      `${sheet.date(next.date)}, ${words.day} ${next.day}: ${next.set}, SC. ${next.scenes.join(', ')}, ${words.call} ${sheet.time(next.crewCall)}`,
    )
  }
}
