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
    call: 'GENERAL CREW CALL',
    check: 'Check your personal call time below',
    production: 'Production call',
    wrap: 'Est. wrap',
    day: 'Day',
    of: 'of',
    revision: 'Rev.',
    issued: 'Issued',
    weather: 'WEATHER',
    sunrise: 'Sunrise',
    sunset: 'Sunset',
    hospital: 'NEAREST HOSPITAL',
    base: 'BASECAMP',
    locations: ['LOC', 'ADDRESS', 'PARKING'],
    pickUp: 'PICK-UP',
    scenes: ['SCENE', 'SET & DESCRIPTION', 'D/N', 'CAST', 'PAGES', 'LOC'],
    cast: ['#', 'CAST', 'CHARACTER', 'PU', 'MU', 'SET'],
    background: 'BACKGROUND',
    equipment: 'SPECIAL EQUIPMENT',
    safety: 'SAFETY NOTES',
    notes: 'NOTES',
    contacts: ['KEY CONTACTS', 'NAME', 'PHONE', 'EMAIL'],
    total: 'TOTAL PAGES',
    rain: 'rain',
    wind: 'wind',
  },
  pl: {
    call: 'ZBIÓRKA EKIPY',
    check: 'Sprawdź swoją godzinę poniżej',
    production: 'Wejście produkcji',
    wrap: 'Planowany koniec',
    day: 'Dzień',
    of: 'z',
    revision: 'Wersja',
    issued: 'Wydano',
    weather: 'POGODA',
    sunrise: 'Wschód słońca',
    sunset: 'Zachód słońca',
    hospital: 'NAJBLIŻSZY SZPITAL',
    base: 'BAZA',
    locations: ['LOKACJA', 'ADRES', 'PARKING'],
    pickUp: 'ODBIÓR',
    scenes: ['SCENA', 'OBIEKT I OPIS', 'PORA', 'OBSADA', 'STR.', 'LOK.'],
    cast: ['#', 'AKTOR', 'POSTAĆ', 'ODBIÓR', 'CHAR.', 'PLAN'],
    background: 'STATYŚCI',
    equipment: 'SPRZĘT DODATKOWY',
    safety: 'BHP',
    notes: 'UWAGI',
    contacts: ['KONTAKTY', 'IMIĘ I NAZWISKO', 'TELEFON', 'E-MAIL'],
    total: 'RAZEM STRON',
    rain: 'deszcz',
    wind: 'wiatr',
  },
} satisfies Record<'pl' | 'en', object>

const dark = { headFill: '#2b3440', headColour: '#ffffff', lines: 'rows' } as const

/** The look of web call-sheet builders: one big centred call, boxes about it, the crew in columns by department. */
export const studiobinder: SheetLayout = {
  settings: bilingual,
  paper: 'A4',
  fileName: ({ production, day, revision }) => {
    const issued = revision.issuedAt.slice(0, 10)
    return `Call Sheet - ${fileStem(production).replaceAll('_', ' ')} - Day ${day.number} - ${issued}${revision.number > 0 ? ` REV${revision.number}` : ''}.pdf`
  },
  printed: (truth) => ({
    ...truth,
    cast: truth.cast.map((member) => ({ ...member, costume: null })),
    advance: [],
  }),
  draw: (canvas, sheet) => {
    drawTop(canvas, sheet)
    drawPlaces(canvas, sheet)
    drawScenes(canvas, sheet)
    drawCast(canvas, sheet)
    drawCrew(canvas, sheet)
    drawNotes(canvas, sheet)
  },
}

function drawTop(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const { day, revision, weather, hospital } = content
  const third = canvas.width / 3
  const top = canvas.y
  const middle = canvas.left + third
  const right = canvas.left + 2 * third + 8
  let y =
    top + canvas.text(content.company, canvas.left, top, third - 8, { font: 'condensed-bold', size: 9 }) + 6
  y +=
    canvas.text(`${words.production}: ${sheet.time(content.productionCall)}`, canvas.left, y, third - 8) + 2
  y += canvas.text(`${words.wrap}: ${sheet.time(content.estimatedWrap)}`, canvas.left, y, third - 8) + 2
  y +=
    canvas.text(
      content.meals.map((meal) => `${meal.name}: ${sheet.time(meal.time)}`).join('\n'),
      canvas.left,
      y,
      third - 8,
    ) + 6
  canvas.text(words.hospital, canvas.left, y, third - 8, { font: 'condensed-bold' })
  canvas.text(`${hospital.name}\n${hospital.address}\n${hospital.phone}`, canvas.left, y + 11, third - 8)

  canvas.text(content.production, middle, top, third, { font: 'bold', size: 15, align: 'center' })
  canvas.text(words.call, middle, top + 42, third, {
    font: 'condensed-bold',
    size: 9,
    align: 'center',
    spacing: 1.5,
  })
  canvas.text(sheet.timeText(content.crewCall), middle, top + 54, third, {
    font: 'bold',
    size: 30,
    align: 'center',
  })
  canvas.text(words.check, middle, top + 94, third, { font: 'italic', size: 6.5, align: 'center' })

  canvas.text(sheet.date(content.date), right, top, third - 8, { font: 'condensed-bold', size: 10 })
  canvas.text(`${words.day} ${day.number} ${words.of} ${day.of}`, right, top + 14, third - 8, {
    font: 'condensed-bold',
    size: 10,
  })
  canvas.box(right, top + 30, third - 8, 50, { stroke: '#2b3440' })
  const sun = `${words.sunrise} ${sheet.time(content.sunrise)}   ${words.sunset} ${sheet.time(content.sunset)}`
  const air = `${weather.summary}, ${weather.lowCelsius} / ${weather.highCelsius}°C\n${words.rain} ${weather.rainPercent}%, ${words.wind} ${weather.windMetresPerSecond} m/s`
  canvas.text(`${words.weather}\n${sun}\n${air}`, right + 4, top + 34, third - 16, { size: 7.5 })
  canvas.box(right, top + 86, third - 8, 14, {
    fill: revisionFills[revision.colour] ?? '#ffffff',
    stroke: '#2b3440',
  })
  const version = `${words.revision} ${revision.number + 1} (${revision.colour}), ${words.issued} ${sheet.issued()}`
  canvas.text(version, right + 4, top + 89, third - 16, { size: 7 })
  canvas.y = Math.max(top + 108, y + 50)
}

function drawPlaces(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.table({
    ...dark,
    columns: words.locations.map((title, index) => ({ title, share: [2, 3, 3][index] ?? 1 })),
    rows: content.locations.map((place, index) => [
      `${index + 1}. ${place.name}`,
      place.address,
      index === 0 ? content.parking : '',
    ]),
  })
  canvas.y += 4
  canvas.line(`${words.base}: ${content.unitBase}`)
  for (const pickUp of content.pickUps) {
    canvas.line(
      `${words.pickUp}: ${sheet.time(pickUp.time)}  ${pickUp.vendor}, ${pickUp.address} (${pickUp.what})`,
    )
  }
  canvas.y += 6
}

function drawScenes(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const total = content.scenes.reduce((sum, scene) => sum + scene.eighths, 0)
  canvas.table({
    ...dark,
    columns: words.scenes.map((title, index) => ({ title, share: [0.8, 6, 1, 1.2, 0.8, 0.5][index] ?? 1 })),
    rows: content.scenes.map((scene) => [
      scene.number,
      `${intExtWord(scene, content)}. ${scene.set}\n${scene.description}`,
      dayNightWord(scene, content),
      scene.cast.join(', '),
      formatEighths(scene.eighths),
      String(scene.location + 1),
    ]),
  })
  canvas.y += 2
  canvas.line(`${words.total}: ${formatEighths(total)}`, { font: 'condensed-bold', align: 'right' })
  canvas.y += 6
}

function drawCast(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.table({
    ...dark,
    zebra: '#f2f4f7',
    columns: words.cast.map((title, index) => ({ title, share: [0.4, 3, 2, 1, 1, 1][index] ?? 1 })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.actor,
      member.character,
      sheet.time(member.pickUp),
      sheet.time(member.makeUp),
      sheet.time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const extra of content.background) {
    canvas.line(`${words.background}: ${extra.count} x ${extra.description}, ${sheet.time(extra.time)}`)
  }
  canvas.y += 8
}

function drawCrew(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const tables = content.departmentCalls.map(
    ({ department, time }): TableSpec => ({
      ...dark,
      size: 6.8,
      columns: [
        { title: department.toLocaleUpperCase('pl'), share: 3.6 },
        { title: '', share: 3.4 },
        { title: sheet.time(time), share: 1.5, align: 'right' },
      ],
      rows: content.crew
        .filter((person) => person.department === department)
        .map((person) => [person.role, person.name, sheet.time(person.time)]),
    }),
  )
  flowTables(canvas, tables, 3)
  canvas.y += 6
}

function drawNotes(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  for (const [title, lines] of [
    [words.equipment, content.equipment],
    [words.safety, content.safetyNotes],
    [words.notes, content.notes],
  ] as const) {
    canvas.room(26)
    canvas.line(title, { font: 'condensed-bold' })
    for (const line of lines) canvas.line(line)
    canvas.y += 4
  }
  canvas.table({
    ...dark,
    columns: words.contacts.map((title, index) => ({ title, share: [2.4, 2.6, 2, 3.4][index] ?? 1 })),
    rows: content.contacts.map(({ role, name, phone, email }) => [role, name, phone, email]),
  })
}
