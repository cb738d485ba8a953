import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import type { CallTime, SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  departmentsOf,
  exceptionsIn,
  exceptionsOf,
  leastOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'
import { type CellLine, gridOf, mergedRow } from '../cells.ts'

const plain: TextStyle = { font: 'serif', size: 8 }
const bold: TextStyle = { font: 'serif-bold', size: 8 }
const middle: TextStyle = { ...plain, align: 'center' }
const heavy = { line: 1, padding: 3 } as const
const thin = { line: 0.4, padding: 2.4 } as const
const clapper = ['Klaps', 'Początek zdjęć', 'Zdjęcia od'] as const

/** A feature's typed plan: departments stand behind the hour they come at, two hours of an actor in one cell. */
export const polishFeature3: SheetLayout = {
  settings: ['poland'],
  paper: 'A4',
  margin: 44,
  fileName: ({ production, day }) =>
    `${fileStem(production).replaceAll('_', ' ')}, plan dnia nr ${day.number}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    sunrise: truth.sunrise,
    sunset: truth.sunset,
    calls: [
      namedCall(oneOf(content, clapper), content.scenes[0]?.startsAt ?? null),
      ...departmentsOf(truth),
      ...exceptionsIn(truth, content),
    ],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals,
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
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
    drawPlaces(pen)
    drawHours(pen)
    drawScenes(pen)
    drawCast(pen)
    drawNeeds(pen)
    drawFoot(pen)
  },
}

function title({ canvas }: Pen, text: string): void {
  canvas.y += 7
  canvas.room(44)
  canvas.line(text, { ...bold, size: 8.6 })
  canvas.rule(canvas.y, 0.5, canvas.left, 150)
  canvas.y += 4
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const { day, weather, crew } = content
  const director = crew.find(({ role }) => role === 'Reżyser')?.name ?? ''
  canvas.line(content.company, { ...middle, size: 7.4 })
  canvas.line(`„${content.production.toLocaleUpperCase('pl')}”`, { ...bold, size: 17, align: 'center' })
  canvas.line(`reż. ${director}`, middle)
  canvas.y += 3
  const plan = oneOf(content, ['PLAN DNIA NR', 'PLAN PRACY NR', 'DZIENNY PLAN ZDJĘĆ NR'])
  mergedRow(
    canvas,
    `${plan} ${day.number} (${day.number}/${day.of})`,
    { ...bold, size: 11, align: 'center' },
    heavy,
  )
  mergedRow(canvas, date(content.date), { ...bold, size: 10, align: 'center' }, heavy)
  const all = oneOf(content, ['ZBIÓRKA CAŁEJ EKIPY', 'EKIPA NA MIEJSCU', 'ROZPOCZĘCIE PRACY EKIPY'])
  mergedRow(canvas, `${all}: ${timeText(content.crewCall)}`, { ...bold, size: 12, align: 'center' }, heavy)
  canvas.y += 3
  const first = `${oneOf(content, clapper)}: ${time(content.scenes[0]?.startsAt ?? 'n/a')}`
  const meals = content.meals.map((meal) => `${meal.name}: ${time(meal.time)}`)
  const end = `${oneOf(content, ['Zakończenie', 'Koniec zdjęć ok.', 'Przewidywane zakończenie'])}: ${time(content.estimatedWrap)}`
  canvas.line([first, ...meals, end].join('      '), { ...bold, align: 'center' })
  const sun = `wschód słońca ${time(content.sunrise)}, zachód słońca ${time(content.sunset)}`
  canvas.line(
    `Pogoda: ${weather.summary}, od ${weather.lowCelsius} do ${weather.highCelsius} st. C, ${sun}`,
    middle,
  )
}

function drawPlaces(pen: Pen): void {
  const { canvas, content } = pen
  const { locations, hospital } = content
  const labelled = (label: string, text: string): void => {
    canvas.room(24)
    canvas.text(label, canvas.left, canvas.y, 96, bold)
    canvas.y += canvas.text(text, canvas.left + 100, canvas.y, canvas.width - 100, plain) + 1.5
  }
  title(pen, oneOf(content, ['MIEJSCE ZDJĘĆ', 'OBIEKTY', 'GDZIE']))
  locations.forEach(({ name, address }, index) => {
    labelled(locations.length > 1 ? `Obiekt nr ${index + 1}:` : 'Obiekt:', `${name}\n${address}`)
  })
  labelled(oneOf(content, ['Zaplecze:', 'Baza:', 'Garderoby i bus:']), content.unitBase)
  labelled(oneOf(content, ['Parking:', 'Samochody ekipy:']), content.parking)
  const clinic = `${hospital.name}, ${hospital.address}, tel. ${hospital.phone}`
  labelled(oneOf(content, ['Szpital dyżurny:', 'Szpital:', 'Pomoc medyczna:']), clinic)
}

/** The departments of each hour, the earliest first as the day goes. */
function byHour({ departmentCalls, crewCall }: SheetContent): [CallTime, string[]][] {
  const minutes = (time: CallTime): number => {
    const from = Temporal.PlainTime.from(crewCall).subtract({ hours: 4 })
    return (from.until(Temporal.PlainTime.from(time)).total('minutes') + 1440) % 1440
  }
  const hours = Map.groupBy(departmentCalls, ({ time }) => time)
  return [...hours]
    .map(([time, calls]): [CallTime, string[]] => [time, calls.map(({ department }) => department)])
    .toSorted(([one], [other]) => minutes(one) - minutes(other))
}

function drawHours(pen: Pen): void {
  const { canvas, content, time } = pen
  title(pen, oneOf(content, ['GODZINY PRACY', 'WEZWANIA PIONÓW', 'KTO NA KTÓRĄ']))
  for (const [hour, departments] of byHour(content)) {
    canvas.room(20)
    canvas.text(time(hour), canvas.left, canvas.y, 46, bold)
    canvas.y +=
      canvas.text(departments.join(', '), canvas.left + 50, canvas.y, canvas.width - 50, plain) + 1.5
  }
  const others = exceptionsOf(content)
  if (others.length === 0) return
  const each = others.map(({ name, role, time: call }) => `${name} (${role}) ${time(call)}`)
  canvas.y += 2
  canvas.line(`${oneOf(content, ['Poza tym', 'Indywidualnie', 'Wyjątki'])}: ${each.join('; ')}`, plain)
}

function drawScenes(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  title(pen, oneOf(content, ['KOLEJNOŚĆ SCEN', 'DO NAKRĘCENIA', 'SCENY']))
  const grid = gridOf(
    canvas,
    [
      ['od godz.', 0.9, middle],
      ['Scena', 0.9, { ...bold, align: 'center' }],
      ['Wn/Pl, pora', 1.5, middle],
      ['Dekoracja i treść', 5, plain],
      [oneOf(content, ['Obsada', 'Gra', 'Kto gra']), 1.1, middle],
      [oneOf(content, ['Obj.', 'Stron']), 0.7, middle],
    ],
    thin,
  )
  grid.head(bold)
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    const going = moved !== null && `Przejazd: obiekt nr ${moved + 1}, ${content.locations[moved]?.name}`
    if (going) mergedRow(canvas, going, { ...bold, align: 'center' }, thin)
    const action: CellLine[] = [
      [scene.set, bold],
      [scene.description, plain],
    ]
    const where = `${interior[scene.intExt]}, ${light[scene.dayNight]}`
    grid.row([
      time(scene.startsAt),
      scene.number,
      where,
      action,
      scene.cast.join(', '),
      formatEighths(scene.eighths),
    ])
  })
}

function drawCast(pen: Pen): void {
  const { canvas, content, time } = pen
  title(pen, oneOf(content, ['AKTORZY', 'WYKONAWCY', 'ROLE']))
  const grid = gridOf(
    canvas,
    [
      ['Nr', 0.5, middle],
      ['Rola', 2.2, plain],
      ['Wykonawca', 2.6, plain],
      [oneOf(content, ['Wyjazd', 'Auto']), 1, middle],
      [oneOf(content, ['Char. / kost.', 'Charakt. / kostium']), 1.7, middle],
      [oneOf(content, ['Plan', 'Na planie']), 1, { ...bold, align: 'center' }],
    ],
    thin,
  )
  grid.head(bold)
  for (const { number, character, actor, pickUp, makeUp, costume, onSet } of content.cast) {
    const two = `${time(makeUp)} / ${time(costume)}`
    grid.row([String(number), character, actor, time(pickUp), two, time(onSet)])
  }
  canvas.y += 2
  for (const { description, count, time: call } of content.background)
    canvas.line(`Statyści: ${description}, ${count} osób, zbiórka statystów ${time(call)}`, plain)
}

function drawNeeds(pen: Pen): void {
  const { canvas, content } = pen
  const list = (name: string, values: readonly string[]): void => {
    title(pen, name)
    for (const value of values) canvas.line(`•  ${value}`, plain)
  }
  list(oneOf(content, ['ZAMÓWIENIA', 'SPRZĘT DODATKOWY', 'SPRZĘT']), content.equipment)
  list(oneOf(content, ['BHP', 'BHP I P.POŻ.', 'BEZPIECZEŃSTWO PRACY']), content.safetyNotes)
  list(oneOf(content, ['UWAGI KIEROWNICTWA', 'UWAGI', 'PRZYPOMINAMY']), content.notes)
}

function drawFoot(pen: Pen): void {
  const { canvas, content, date, time } = pen
  title(pen, oneOf(content, ['TELEFONY', 'KONTAKT Z PRODUKCJĄ', 'NUMERY TELEFONÓW']))
  const half = Math.ceil(content.contacts.length / 2)
  const column = (contacts: SheetContent['contacts']) => () => {
    for (const { role, name, phone } of contacts)
      canvas.line(`${role} ${name} ${phone}`, { ...plain, size: 7.4 })
  }
  sideBySide(canvas, [1, 1], [column(content.contacts.slice(0, half)), column(content.contacts.slice(half))])
  for (const next of content.advance.slice(0, 1)) {
    title(pen, oneOf(content, ['JUTRO', 'NASTĘPNY DZIEŃ ZDJĘCIOWY', 'ZAPOWIEDŹ']))
    const day = `${date(next.date)}, dzień ${next.day}, zbiórka ${time(next.crewCall)}`
    canvas.line(`${day}, ${next.set}, sceny ${next.scenes.join(', ')}`, plain)
  }
}
