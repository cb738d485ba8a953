import type { Canvas, TableSpec } from '../canvas.ts'
import { formatEighths } from '../formats.ts'
import type { SheetScene } from '../model.ts'
import {
  bilingual,
  dayNightWord,
  fileStem,
  intExtWord,
  labelsFor,
  type Sheet,
  type SheetLayout,
} from '../sheet.ts'

const labels = {
  en: {
    title: 'CALLSHEET',
    day: 'SHOOT DAY',
    call: 'CREW CALL',
    wrap: 'EST. WRAP',
    time: 'TIME',
    schedule: 'SCHEDULE OF THE DAY',
    production: 'Production on set',
    crewOnSet: 'CREW CALL',
    wrapRow: 'Wrap',
    scene: 'Sc.',
    cast: 'cast',
    pages: 'pgs',
    contacts: 'CONTACTS',
    location: 'LOCATION',
    base: 'UNIT BASE',
    parking: 'PARKING',
    hospital: 'A&E / HOSPITAL',
    talent: ['TALENT', 'NAME', 'ROLE', 'MU', 'ON SET'],
    crew: ['NAME', 'ROLE', 'DEPARTMENT', 'CALL'],
    departments: ['DEPARTMENT', 'CALL'],
    equipment: 'EQUIPMENT',
    safety: 'HEALTH & SAFETY',
    notes: 'PLEASE NOTE',
    sunrise: 'Sunrise',
    sunset: 'Sunset',
    version: 'Version',
    sent: 'sent',
    move: 'Company move to',
  },
  pl: {
    title: 'CALLSHEET',
    day: 'DZIEŃ ZDJĘCIOWY',
    call: 'ZBIÓRKA EKIPY',
    wrap: 'PLANOWANY KONIEC',
    time: 'GODZ.',
    schedule: 'HARMONOGRAM DNIA',
    production: 'Produkcja na planie',
    crewOnSet: 'ZBIÓRKA EKIPY',
    wrapRow: 'Koniec zdjęć',
    scene: 'Sc.',
    cast: 'obsada',
    pages: 'str.',
    contacts: 'KONTAKTY',
    location: 'LOKACJA',
    base: 'BAZA',
    parking: 'PARKING',
    hospital: 'SZPITAL',
    talent: ['OBSADA', 'AKTOR', 'ROLA', 'CHARAKT.', 'NA PLANIE'],
    crew: ['IMIĘ I NAZWISKO', 'FUNKCJA', 'PION', 'CALL'],
    departments: ['PION', 'CALL'],
    equipment: 'SPRZĘT',
    safety: 'BHP',
    notes: 'UWAGI',
    sunrise: 'Wschód słońca',
    sunset: 'Zachód słońca',
    version: 'Wersja',
    sent: 'wysłano',
    move: 'Przejazd ekipy:',
  },
} satisfies Record<'pl' | 'en', object>

const accent = { headFill: '#f4d35e', lines: 'rows' } as const

/** A commercial's sheet: the day hour by hour on the left, people to ring on the right, the crew list behind. */
export const commercialTwoColumn: SheetLayout = {
  settings: bilingual,
  paper: 'A4',
  fileName: ({ production, day, revision }) =>
    `${revision.issuedAt.slice(0, 10).replaceAll('-', '').slice(2)}_${fileStem(production)}_callsheet_D${day.number}_v${revision.number + 1}.pdf`,
  printed: (truth) => ({
    ...truth,
    cast: truth.cast.map((member) => ({ ...member, pickUp: null, costume: null })),
    background: [],
    advance: [],
  }),
  draw: (canvas, sheet) => {
    drawTop(canvas, sheet)
    drawColumns(canvas, sheet)
    drawTalent(canvas, sheet)
    drawNotes(canvas, sheet)
    drawCrew(canvas, sheet)
  },
}

function drawTop(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.letters(words.title, canvas.left, canvas.y, 7, { font: 'bold', size: 18 })
  canvas.text(content.company, canvas.left, canvas.y, canvas.width, { align: 'right', size: 9 })
  const version = `${words.version} ${content.revision.number + 1} (${content.revision.colour}), ${words.sent} ${sheet.issued()}`
  canvas.text(version, canvas.left, canvas.y + 13, canvas.width, { align: 'right', size: 7 })
  canvas.y += 28
  canvas.rule(canvas.y, 2)
  canvas.y += 5
  canvas.line(content.production, { font: 'bold', size: 13 })
  canvas.line(
    `${sheet.date(content.date)}   |   ${words.day} ${content.day.number}/${content.day.of}   |   ${words.sunrise} ${sheet.time(content.sunrise)}   ${words.sunset} ${sheet.time(content.sunset)}`,
    { size: 8.5 },
  )
  canvas.line(
    `${words.call}: ${sheet.timeText(content.crewCall)}      ${words.wrap}: ${sheet.timeText(content.estimatedWrap)}`,
    { font: 'bold', size: 11 },
  )
  canvas.y += 6
}

/** Times in the order of the working day: what reads as earlier than the first entry is the next morning. */
function dayRows(sheet: Sheet): string[][] {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const entries: { time: string; what: string }[] = [
    ...content.pickUps.map(({ time, vendor, address, what }) => ({
      time,
      what: `${vendor}, ${address} - ${what}`,
    })),
    { time: content.productionCall, what: words.production },
    { time: content.crewCall, what: words.crewOnSet },
    ...content.meals.map(({ time, name }) => ({ time, what: name })),
    ...content.scenes.map((scene, index) => ({ time: scene.startsAt, what: sceneText(sheet, scene, index) })),
    { time: content.estimatedWrap, what: words.wrapRow },
  ]
  const noon = Temporal.PlainTime.from(content.crewCall).subtract({ hours: 4 })
  const sinceStart = (time: string) => {
    const minutes = noon.until(Temporal.PlainTime.from(time)).total('minutes')
    return minutes < 0 ? minutes + 1440 : minutes
  }
  return entries
    .toSorted((a, b) => sinceStart(a.time) - sinceStart(b.time))
    .map(({ time, what }) => [sheet.time(time), what])
}

function sceneText(sheet: Sheet, scene: SheetScene, index: number): string {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const before = content.scenes[index - 1]
  const moves = before !== undefined && before.location !== scene.location
  const move = moves ? `${words.move} ${content.locations[scene.location]?.name ?? ''}\n` : ''
  const where = `${words.scene} ${scene.number} ${intExtWord(scene, content)} ${scene.set} / ${dayNightWord(scene, content)}`
  return `${move}${where}\n${scene.description} (${formatEighths(scene.eighths)} ${words.pages}, ${words.cast} ${scene.cast.join(', ')})`
}

function drawColumns(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const leftWidth = canvas.width * 0.58
  const right = canvas.left + leftWidth + 10
  const rightWidth = canvas.width - leftWidth - 10
  const schedule: TableSpec = {
    ...accent,
    columns: [
      { title: words.time, share: 1.2 },
      { title: words.schedule, share: 6 },
    ],
    rows: dayRows(sheet),
  }
  const contacts: TableSpec = {
    ...accent,
    size: 7,
    columns: [{ title: words.contacts, share: 1 }],
    rows: content.contacts.map(({ role, name, phone, email }) => [`${role}: ${name}\n${phone}  ${email}`]),
  }
  const { hospital } = content
  const places: TableSpec = {
    ...accent,
    size: 7,
    columns: [
      { title: '', share: 1 },
      { title: '', share: 2.6 },
    ],
    rows: [
      ...content.locations.map((place, index) => [
        `${words.location}${content.locations.length > 1 ? ` ${index + 1}` : ''}`,
        `${place.name}\n${place.address}`,
      ]),
      [words.base, content.unitBase],
      [words.parking, content.parking],
      [words.hospital, `${hospital.name}\n${hospital.address}\n${hospital.phone}`],
    ],
  }
  const leftBottom = canvas.tableAt(schedule, canvas.left, canvas.y, leftWidth)
  const middle = canvas.tableAt(contacts, right, canvas.y, rightWidth) + 8
  canvas.y = Math.max(leftBottom, canvas.tableAt(places, right, middle, rightWidth)) + 8
}

function drawTalent(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.table({
    ...accent,
    columns: words.talent.map((title, index) => ({ title, share: [0.9, 3, 2, 1.2, 1.2][index] ?? 1 })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.actor,
      member.character,
      sheet.time(member.makeUp),
      sheet.time(member.onSet),
    ]),
  })
  canvas.y += 8
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
    canvas.line(title, { font: 'bold', size: 8 })
    for (const line of lines) canvas.line(`• ${line}`)
    canvas.y += 4
  }
}

/** Departments and people in one alphabet of rows, long enough to run over the page. */
function drawCrew(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.table({
    ...accent,
    columns: words.departments.map((title, index) => ({ title, share: [5, 1][index] ?? 1 })),
    rows: content.departmentCalls.map(({ department, time }) => [department, sheet.time(time)]),
  })
  canvas.y += 8
  canvas.table({
    ...accent,
    columns: words.crew.map((title, index) => ({ title, share: [3, 3, 2, 1][index] ?? 1 })),
    rows: content.crew.map((person) => [
      person.name,
      person.role,
      person.department,
      sheet.time(person.time),
    ]),
  })
}
