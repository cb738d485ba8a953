import type { TextStyle } from '../../canvas.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  inTurn,
  moveBefore,
  oneOf,
  type Pen,
  peopleOf,
  printing,
  scenesWith,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'serif', size: 9.4 }
const bold: TextStyle = { font: 'serif-bold', size: 9.4 }

/** A documentary goes out small: who of the crew comes along. */
const goesAlong = ['Produkcja', 'Reżyseria', 'Pion operatorski', 'Dźwięk', 'Transport']
const small = ({ crew }: SheetContent): SheetContent['crew'] =>
  goesAlong.flatMap((department) =>
    crew.filter((person) => person.department === department).slice(0, department === 'Reżyseria' ? 1 : 2),
  )

/** A documentary for television: a letter typed in a word processor, tabs for columns, no rules anywhere. */
export const polishDocumentaryTv: SheetLayout = {
  settings: ['poland'],
  paper: 'A4',
  margin: 62,
  fileName: ({ production, day }) => `${fileStem(production)} - dzień ${day.number} - plan.pdf`,
  printed: (truth, content) => {
    const along = new Set(small(content).map(({ name }) => name))
    return {
      ...printing(truth, [
        'day',
        'estimatedWrap',
        'sunset',
        'hospital',
        'parking',
        'vendorStops',
        'equipment',
        'notes',
      ]),
      calls: peopleOf(truth).filter(({ name }) => along.has(name ?? '')),
      meals: truth.meals.slice(1),
      scenes: scenesWith(truth, { description: true }),
      cast: castWith(truth, ['onSet']),
      contacts: contactsByPhone(truth),
    }
  },
  draw: inTurn(drawOpening, drawWhereAndWhen, drawProgramme, drawPeople, drawEnd),
}

/** Cells at tab stops, shares of the width; the line is as high as its highest cell. */
function tabbed(
  canvas: Pen['canvas'],
  cells: readonly string[],
  stops: readonly number[],
  style = plain,
): void {
  const place = (index: number) => {
    const from = canvas.width * (stops[index] ?? 0)
    const to = index + 1 < cells.length ? canvas.width * (stops[index + 1] ?? 1) - 6 : canvas.width
    return { x: canvas.left + from, width: to - from }
  }
  const height = Math.max(
    ...cells.map((cell, index) => canvas.height(cell || ' ', place(index).width, style)),
  )
  canvas.room(height)
  cells.forEach((cell, index) => {
    if (cell) canvas.text(cell, place(index).x, canvas.y, place(index).width, style)
  })
  canvas.y += height + 1.5
}

function heading({ canvas }: Pen, text: string): void {
  canvas.y += 8
  canvas.room(40)
  canvas.line(text, bold)
  canvas.y += 2
}

function drawOpening({ canvas, content, date, issued }: Pen): void {
  canvas.line(`${content.company}, ${issued()}`, { ...plain, align: 'right', size: 8.4 })
  canvas.y += 10
  canvas.line(`„${content.production}” - film dokumentalny`, { ...bold, size: 13 })
  canvas.line(
    `${oneOf(content, ['Rozpiska na dzień zdjęciowy', 'Plan pracy, dzień', 'Zdjęcia - dzień'])} ${content.day.number}/${content.day.of}`,
    plain,
  )
  canvas.line(date(content.date), bold)
  canvas.y += 8
  canvas.line(
    oneOf(content, [
      'Kochani, poniżej wszystko na jutro. Gdyby coś się zmieniło, dzwonię.',
      'Dzień dobry, przesyłam rozpiskę. Proszę o potwierdzenie SMS-em.',
      'Cześć wszystkim, plan w skrócie:',
    ]),
    plain,
  )
}

function drawWhereAndWhen(pen: Pen): void {
  const { canvas, content, time, timeText } = pen
  heading(pen, oneOf(content, ['GDZIE I KIEDY', 'Najważniejsze', 'W SKRÓCIE']))
  const stops = [0, 0.27]
  const { locations, hospital, weather } = content
  const row = (label: string, value: string, style = plain) => tabbed(canvas, [label, value], stops, style)
  row(
    oneOf(content, ['Spotykamy się:', 'Zbiórka wszystkich:', 'Start ekipy:']),
    timeText(content.crewCall),
    bold,
  )
  locations.forEach(({ name, address }, index) => {
    row(locations.length > 1 ? `Miejsce ${index + 1}:` : 'Miejsce:', `${name}\n${address}`)
  })
  row(oneOf(content, ['Kończymy:', 'Koniec około:', 'Do której:']), time(content.estimatedWrap))
  const [, lunch] = content.meals
  if (lunch) row(`${lunch.name}:`, `${time(lunch.time)} (na miejscu)`)
  for (const stop of content.pickUps)
    row('Po drodze sprzęt:', `${time(stop.time)}, ${stop.vendor}, ${stop.address}`)
  row('Auta:', content.parking)
  row(
    'Pogoda:',
    `${weather.summary}, do ${weather.highCelsius} stopni. Słońce zachodzi o ${time(content.sunset)}.`,
  )
  row('W razie czego:', `${hospital.name}, ${hospital.address}`)
}

function drawProgramme(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  heading(pen, oneOf(content, ['CO KRĘCIMY', 'Sceny', 'PROGRAM DNIA']))
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    if (moved !== null) {
      canvas.room(20)
      canvas.line(`- jedziemy na miejsce ${moved + 1} (${content.locations[moved]?.name}) -`, {
        ...plain,
        font: 'italic',
        size: 8.4,
      })
    }
    const where = `${interior[scene.intExt]} / ${light[scene.dayNight]} / ${scene.set}`
    tabbed(
      canvas,
      [time(scene.startsAt), `sc. ${scene.number}`, `${where}\n${scene.description}`],
      [0, 0.13, 0.26],
    )
  })
}

function drawPeople(pen: Pen): void {
  const { canvas, content, time } = pen
  heading(pen, oneOf(content, ['BOHATEROWIE', 'Przed kamerą', 'Występują']))
  for (const member of content.cast)
    tabbed(canvas, [member.actor, `jako ${member.character}`, `od ${time(member.onSet)}`], [0, 0.36, 0.78])
  heading(pen, oneOf(content, ['EKIPA', 'Jadą', 'KTO JEDZIE']))
  for (const person of small(content))
    tabbed(canvas, [person.name, person.role, time(person.time)], [0, 0.36, 0.78])
}

function drawEnd(pen: Pen): void {
  const { canvas, content } = pen
  heading(pen, oneOf(content, ['Bierzemy ze sobą', 'SPRZĘT', 'Do zabrania']))
  for (const item of content.equipment) canvas.line(`- ${item}`, plain)
  heading(pen, oneOf(content, ['PROŚBY', 'Uwagi', 'Jeszcze jedno']))
  for (const note of content.notes) canvas.line(`- ${note}`, plain)
  heading(pen, oneOf(content, ['TELEFONY', 'Numery', 'Kontakt']))
  for (const { role, name, phone } of content.contacts) tabbed(canvas, [name, role, phone], [0, 0.34, 0.72])
}
