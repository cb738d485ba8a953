import type { Canvas } from '../canvas.ts'
import { formatEighths } from '../formats.ts'
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
  pl: {
    title: 'PLAN PRACY',
    production: 'Produkcja',
    date: 'Data zdjęć',
    day: 'Dzień zdjęciowy',
    of: 'z',
    productionCall: 'Produkcja na planie',
    call: 'Zbiórka ekipy',
    location: 'Lokacja',
    hospital: 'Najbliższy szpital',
    base: 'Baza',
    parking: 'Parking',
    pickUp: 'Odbiór sprzętu',
    meals: 'Posiłki',
    wrap: 'Koniec zdjęć',
    sun: 'Wschód / zachód słońca',
    weather: 'Prognoza',
    scenes: 'Sceny',
    scene: 'sc.',
    pages: 'str.',
    cast: 'Obsada',
    onSet: 'na planie',
    makeUp: 'charakteryzacja',
    crew: 'Godziny dla ekipy',
    equipment: 'Sprzęt',
    safety: 'Bezpieczeństwo (BHP)',
    notes: 'Uwagi',
    contacts: 'Kontakty',
    version: 'wersja',
    sent: 'wysłano',
  },
  en: {
    title: 'WORK PLAN',
    production: 'Production',
    date: 'Shoot date',
    day: 'Shoot day',
    of: 'of',
    productionCall: 'Production on set',
    call: 'Crew call',
    location: 'Location',
    hospital: 'Nearest hospital',
    base: 'Unit base',
    parking: 'Parking',
    pickUp: 'Equipment pick-up',
    meals: 'Meals',
    wrap: 'Estimated wrap',
    sun: 'Sunrise / sunset',
    weather: 'Forecast',
    scenes: 'Scenes',
    scene: 'sc.',
    pages: 'pp.',
    cast: 'Cast',
    onSet: 'on set',
    makeUp: 'make-up',
    crew: 'Crew calls',
    equipment: 'Equipment',
    safety: 'Safety',
    notes: 'Notes',
    contacts: 'Contacts',
    version: 'version',
    sent: 'sent',
  },
} satisfies Record<'pl' | 'en', object>

const body = { font: 'serif', size: 9 } as const
const strong = { font: 'serif-bold', size: 9 } as const

/** What a small production merges from a spreadsheet into a letter: keys and values, lists, hardly a rule. */
export const polishMp2: SheetLayout = {
  settings: bilingual,
  paper: 'A4',
  fileName: ({ language, production, revision }) => {
    const [, month = '', dayOfMonth = ''] = revision.issuedAt.slice(0, 10).split('-')
    const title = language === 'pl' ? 'plan pracy' : 'work plan'
    return `${fileStem(production)} ${title} ${dayOfMonth}.${month}${revision.number > 0 ? ` POPRAWIONY ${revision.number}` : ''}.pdf`
  },
  printed: (truth) => ({
    ...truth,
    cast: truth.cast.map((member) => ({ ...member, pickUp: null, costume: null })),
    contacts: truth.contacts.map((contact) => ({ ...contact, email: null })),
    background: [],
    advance: [],
  }),
  draw: (canvas, sheet) => {
    drawTop(canvas, sheet)
    drawFacts(canvas, sheet)
    drawScenes(canvas, sheet)
    drawPeople(canvas, sheet)
    drawLists(canvas, sheet)
  },
}

function drawTop(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  canvas.text(content.company, canvas.left, canvas.y, 300, body)
  const version = `${words.version} ${content.revision.number + 1} (${content.revision.colour}), ${words.sent} ${sheet.issued()}`
  canvas.text(version, canvas.left, canvas.y, canvas.width, { ...body, size: 7.5, align: 'right' })
  canvas.y += 22
  // Drawn letter by letter, as word processors export tracked headings.
  canvas.letters(words.title, canvas.left, canvas.y, 5, { font: 'serif-bold', size: 16 })
  canvas.y += 28
}

/** Two columns of keys and values, so that the hospital stands beside the location. */
function drawFacts(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const { day, hospital, weather } = content
  fact(canvas, words.production, content.production)
  fact(canvas, words.date, sheet.date(content.date))
  fact(canvas, words.day, `${day.number} ${words.of} ${day.of}`)
  fact(canvas, words.productionCall, sheet.timeText(content.productionCall))
  fact(canvas, words.call, sheet.timeText(content.crewCall))
  for (const pickUp of content.pickUps) {
    fact(canvas, words.pickUp, `${sheet.timeText(pickUp.time)} - ${pickUp.vendor}, ${pickUp.address}`)
  }
  canvas.y += 4
  const half = canvas.width / 2
  const left = content.locations.map(
    (place, index) =>
      `${words.location}${content.locations.length > 1 ? ` ${index + 1}` : ''}: ${place.name}\n${place.address}`,
  )
  const top = canvas.y
  for (const text of left) canvas.y += canvas.text(text, canvas.left, canvas.y, half - 20, body) + 3
  canvas.text(
    `${words.hospital}: ${hospital.name}\n${hospital.address}\ntel. ${hospital.phone}`,
    canvas.left + half,
    top,
    half - 20,
    body,
  )
  canvas.y = Math.max(canvas.y, top + 40) + 4
  fact(canvas, words.base, content.unitBase)
  fact(canvas, words.parking, content.parking)
  fact(
    canvas,
    words.meals,
    content.meals.map((meal) => `${meal.name} ${sheet.timeText(meal.time)}`).join(', '),
  )
  fact(canvas, words.wrap, sheet.timeText(content.estimatedWrap))
  fact(canvas, words.sun, `${sheet.time(content.sunrise)} / ${sheet.time(content.sunset)}`)
  fact(canvas, words.weather, `${weather.summary}, ${weather.lowCelsius} / ${weather.highCelsius}°C`)
  canvas.y += 6
}

function fact(canvas: Canvas, key: string, value: string): void {
  const height = Math.max(13, canvas.height(value, canvas.width - 150, body) + 2)
  canvas.room(height)
  canvas.text(`${key}:`, canvas.left, canvas.y, 145, strong)
  canvas.text(value, canvas.left + 150, canvas.y, canvas.width - 150, body)
  canvas.y += height
}

function heading(canvas: Canvas, title: string): void {
  canvas.room(40)
  canvas.y += 6
  canvas.line(`${title}:`, { ...strong, size: 10 })
}

function drawScenes(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  heading(canvas, words.scenes)
  for (const scene of content.scenes) {
    const where = `${intExtWord(scene, content)} / ${dayNightWord(scene, content)}`
    const length = `${formatEighths(scene.eighths)} ${words.pages}`
    canvas.line(
      `${words.scene} ${scene.number}  ${where}  ${scene.set}  (${length}; ${words.cast.toLowerCase()}: ${scene.cast.join(', ')})`,
      body,
    )
    canvas.line(`      ${scene.description}`, { ...body, size: 8.5 })
  }
}

function drawPeople(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  heading(canvas, words.cast)
  for (const member of content.cast) {
    const times = `${words.makeUp} ${sheet.timeText(member.makeUp)}, ${words.onSet} ${sheet.timeText(member.onSet)}`
    canvas.line(`${member.number}. ${member.character} - ${member.actor}: ${times}`, body)
  }
  heading(canvas, words.crew)
  for (const { department, time } of content.departmentCalls) {
    canvas.room(26)
    canvas.line(`${department}: ${sheet.timeText(time)}`, strong)
    for (const person of content.crew.filter((member) => member.department === department)) {
      canvas.room(12)
      canvas.text(`${person.role}, ${person.name}`, canvas.left + 16, canvas.y, 300, body)
      canvas.text(sheet.timeText(person.time), canvas.left + 320, canvas.y, 80, body)
      canvas.y += 12
    }
  }
}

function drawLists(canvas: Canvas, sheet: Sheet): void {
  const { content } = sheet
  const words = labelsFor(labels, content)
  const list = (title: string, lines: readonly string[]) => {
    heading(canvas, title)
    for (const line of lines) canvas.line(`- ${line}`, body)
  }
  list(words.equipment, content.equipment)
  list(words.safety, content.safetyNotes)
  list(words.notes, content.notes)
  list(
    words.contacts,
    content.contacts.map(({ role, name, phone }) => `${role}: ${name}, tel. ${phone}`),
  )
}
