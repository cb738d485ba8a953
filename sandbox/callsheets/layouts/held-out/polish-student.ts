import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
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
} from '../by-hand.ts'
import { besideMerged, type CellLine, cell, cellRow, gridOf, mergedRow } from '../cells.ts'

const plain: TextStyle = { font: 'regular', size: 8.6 }
const bold: TextStyle = { font: 'bold', size: 8.6 }
const italic: TextStyle = { font: 'italic', size: 8.2 }
const table = { padding: 4, line: 0.5 } as const
const motor = ['pierwsze ujęcie', 'kamera rusza', 'pierwszy klaps'] as const

/** A school's film has the first of each department, and two of the camera. */
const few = ({ crew, departmentCalls }: SheetContent): SheetContent['crew'] =>
  departmentCalls.flatMap(({ department }) =>
    crew
      .filter((person) => person.department === department)
      .slice(0, department === 'Pion operatorski' ? 3 : department === 'Reżyseria' ? 2 : 1),
  )

const characterOf = ({ cast }: SheetContent, number: number): string =>
  cast.find((member) => member.number === number)?.character ?? ''

/** A film school's étude: tables as the word processor draws them, spans of hours, characters by name. */
export const polishStudent: SheetLayout = {
  settings: ['poland'],
  paper: 'A4',
  margin: 50,
  fileName: ({ production, date }) =>
    `plan dnia ${date.slice(8)}.${date.slice(5, 7)} ${fileStem(production).replaceAll('_', ' ').toLocaleLowerCase('pl')} OSTATECZNY.pdf`,
  printed: (truth, content) => {
    const coming = new Set(few(content).map(({ name }) => name))
    return {
      ...leastOf(truth),
      day: truth.day,
      estimatedWrap: truth.estimatedWrap,
      sunrise: truth.sunrise,
      sunset: truth.sunset,
      calls: [
        namedCall(oneOf(content, motor), content.scenes[0]?.startsAt ?? null),
        ...peopleOf(truth).flatMap((call) =>
          coming.has(call.name ?? '') ? [{ ...call, department: null }] : [],
        ),
      ],
      hospital: truth.hospital,
      parking: truth.parking,
      meals: truth.meals.slice(1),
      vendorStops: truth.vendorStops,
      scenes: scenesWith(truth, { description: true }).map((scene, index) => ({
        ...scene,
        cast: (content.scenes[index]?.cast ?? []).map((number) => characterOf(content, number)),
      })),
      cast: castWith(truth, ['costume', 'onSet']),
      background: truth.background,
      equipment: truth.equipment,
      safetyNotes: truth.safetyNotes,
      notes: truth.notes,
      contacts: contactsByPhone(truth),
    }
  },
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawBasics(pen)
    drawDay(pen)
    drawPeople(pen)
    drawEnd(pen)
  },
}

function drawHead({ canvas, content, date }: Pen): void {
  canvas.line(
    oneOf(content, [
      'Wydział Reżyserii, etiuda fabularna III rok',
      'Szkoła Filmowa - film dyplomowy',
      'Etiuda operatorska, rok II, produkcja studencka',
    ]),
    italic,
  )
  canvas.y += 4
  canvas.line(content.production, { ...bold, size: 18 })
  canvas.line(
    `${oneOf(content, ['PLAN DNIA', 'Plan zdjęć', 'Plan pracy'])}: ${oneOf(content, ['dzień', 'dz. zdj.', 'dzień zdjęciowy'])} ${content.day.number} z ${content.day.of}`,
    { ...bold, size: 11 },
  )
  canvas.line(date(content.date), { ...plain, size: 11 })
  canvas.y += 8
}

function drawBasics({ canvas, content, time, timeText }: Pen): void {
  const { locations, hospital, weather } = content
  const row = (label: string, ...lines: readonly CellLine[]): void =>
    cellRow(canvas, [cell(1, label, bold), { share: 3.2, lines }], table)
  row(oneOf(content, ['ZBIÓRKA', 'Widzimy się', 'Zbiórka ekipy']), [
    `${timeText(content.crewCall)} (${oneOf(content, ['prosimy o punktualność!', 'BEZ SPÓŹNIEŃ', 'kawa od razu'])})`,
    { ...bold, size: 10.5 },
  ])
  locations.forEach(({ name, address }, index) => {
    row(locations.length > 1 ? `Lokacja ${'ABC'[index]}` : 'Lokacja', [name, bold], [address, plain])
  })
  row(oneOf(content, ['Parkowanie', 'Auta', 'Gdzie parkować']), [content.parking, plain])
  const [, lunch] = content.meals
  if (lunch) row(`${lunch.name}`, [`${time(lunch.time)} (pierogi, opcja wege)`, plain])
  row(oneOf(content, ['Koniec', 'Planowany koniec', 'Koniec zdjęć']), [
    `${time(content.estimatedWrap)} - potem wspólne sprzątanie lokacji`,
    plain,
  ])
  row('Pogoda', [
    `${weather.summary}, ${weather.lowCelsius}-${weather.highCelsius}°C; wschód ${time(content.sunrise)}, zachód ${time(content.sunset)}`,
    plain,
  ])
  row(oneOf(content, ['Szpital', 'Pogotowie / SOR', 'Najbliższy szpital']), [
    `${hospital.name}, ${hospital.address}`,
    plain,
  ])
  for (const stop of content.pickUps)
    row(oneOf(content, ['Odbiór sprzętu', 'Wypożyczalnia', 'Sprzęt']), [
      `${time(stop.time)} ${stop.vendor}, ${stop.address}`,
      plain,
    ])
  canvas.y += 12
}

/** Spans of hours, each with what is done in it; what is at one place stands beside a merged cell. */
function drawDay(pen: Pen): void {
  const { canvas, content, time } = pen
  canvas.room(60)
  canvas.line(oneOf(content, ['HARMONOGRAM', 'Rozkład dnia', 'Przebieg dnia']), { ...bold, size: 11 })
  canvas.y += 3
  const grid = gridOf(
    canvas,
    [
      ['', 1, bold],
      ['', 1.5, plain],
      ['', 4.4, italic],
      ['', 1.9, plain],
    ],
    table,
  )
  const merged = (text: string): void => mergedRow(canvas, text, { ...bold, align: 'center' }, table)
  const starts = content.scenes[0]?.startsAt ?? content.crewCall
  const work = oneOf(content, ['rozładunek, światło, próba', 'ustawianie światła, charakteryzacja'])
  grid.row(['', `${time(content.crewCall)}-${time(starts)}`, work])
  merged(`${time(starts)} - ${oneOf(content, motor)}`)
  content.locations.forEach(({ name }, place) => {
    const here = content.scenes.flatMap((each, index) => (each.location === place ? [index] : []))
    const [first] = here
    if (first === undefined) return
    if (moveBefore(content, first) !== null) merged(`PRZENOSINY: ${name}`)
    const all = (): void => here.forEach((index) => grid.row(sceneCells(pen, index)))
    const letter: CellLine = ['ABC'.charAt(place), { ...bold, size: 13, align: 'center' }]
    if (content.locations.length === 1) all()
    else besideMerged(canvas, 0.07, [letter], all, table)
  })
  canvas.y += 12
}

function sceneCells({ content, interior, light, time }: Pen, index: number): (string | CellLine[])[] {
  const scene = content.scenes[index]
  if (!scene) return []
  const until = content.scenes[index + 1]?.startsAt ?? shiftTime(content.estimatedWrap, -45)
  return [
    `sc. ${scene.number}`,
    `${time(scene.startsAt)}-${time(until)}`,
    [
      [`${interior[scene.intExt]}. ${scene.set} - ${light[scene.dayNight]}`, bold],
      [scene.description, plain],
    ],
    scene.cast.map((number) => characterOf(content, number)).join(', '),
  ]
}

function drawPeople({ canvas, content, time }: Pen): void {
  canvas.room(70)
  canvas.line(oneOf(content, ['AKTORZY', 'Obsada', 'Obsada i garderoba']), { ...bold, size: 11 })
  canvas.y += 3
  const word = { font: 'regular', headFont: 'bold', size: 8.2, padding: 3.5, headFill: '#ffffff' } as const
  const titles = [
    'Kto',
    'Kogo gra',
    oneOf(content, ['Kostium i char.', 'Kostium']),
    oneOf(content, ['Na planie', 'Gotowy/a']),
  ]
  canvas.table({
    ...word,
    columns: titles.map((title, index) => ({ title, share: [2.4, 2.4, 1.4, 1.2][index] ?? 1 })),
    rows: content.cast.map((member) => [
      member.actor,
      member.character,
      time(member.costume),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const { description, count, time: call } of content.background)
    canvas.line(`+ statyści (${description}): ${count} osób, na ${time(call)}`, plain)
  canvas.y += 9
  canvas.room(70)
  canvas.line(oneOf(content, ['EKIPA', 'Kto i na którą', 'Ekipa na ten dzień']), { ...bold, size: 11 })
  canvas.y += 3
  canvas.table({
    ...word,
    columns: ['Imię i nazwisko', 'Funkcja', oneOf(content, ['Na którą', 'Godz.'])].map((title, index) => ({
      title,
      share: [3, 3, 1.2][index] ?? 1,
    })),
    rows: few(content).map((person) => [person.name, person.role, time(person.time)]),
  })
  canvas.y += 12
}

function drawEnd({ canvas, content }: Pen): void {
  const list = (title: string, values: readonly string[]): void => {
    canvas.room(46)
    canvas.line(title, { ...bold, size: 11 })
    values.forEach((value, index) => {
      canvas.line(`${index + 1}.  ${value}`, plain)
    })
    canvas.y += 8
  }
  list(oneOf(content, ['SPRZĘT Z MAGAZYNU', 'Sprzęt', 'Dodatkowo ze sprzętu']), content.equipment)
  list(oneOf(content, ['BEZPIECZEŃSTWO', 'BHP', 'Zasady BHP']), content.safetyNotes)
  list(oneOf(content, ['PAMIĘTAJCIE', 'Uwagi', 'Uwagi organizacyjne']), content.notes)
  canvas.room(50)
  canvas.line(oneOf(content, ['NUMERY', 'Telefony', 'Do kogo dzwonić']), { ...bold, size: 11 })
  for (const { role, name, phone } of content.contacts) canvas.line(`${name} (${role}): ${phone}`, plain)
}
