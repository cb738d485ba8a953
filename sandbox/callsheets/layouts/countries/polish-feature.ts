import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  departmentsOf,
  exceptionsIn,
  exceptionsOf,
  inRows,
  inTurn,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  printing,
  scenesWith,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'serif', size: 8.4 }
const bold: TextStyle = { font: 'serif-bold', size: 8.4 }
const grid = { font: 'serif', headFont: 'serif-bold', size: 7.4, headFill: '#ffffff' } as const
const ready = ['GOTOWOŚĆ DO ZDJĘĆ', 'GOTOWOŚĆ PLANU', 'PIERWSZE UJĘCIE'] as const

/** A feature's plan as it is typed in Word: sentences and dashes first, then tables without a fill. */
export const polishFeature: SheetLayout = {
  settings: ['poland'],
  paper: 'A4',
  margin: 42,
  fileName: ({ production, day, date }) =>
    `plan pracy ${day.number} dz zdj ${fileStem(production).replaceAll('_', ' ')} ${date.split('-').toReversed().join('.')}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'sunrise',
      'sunset',
      'estimatedWrap',
      'hospital',
      'unitBase',
      'parking',
      'meals',
      'background',
      'equipment',
      'safetyNotes',
      'notes',
      'advance',
    ]),
    calls: [
      namedCall(oneOf(content, ready), content.scenes[0]?.startsAt ?? null),
      ...departmentsOf(truth),
      ...exceptionsIn(truth, content),
    ],
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['pickUp', 'makeUp', 'costume', 'onSet']),
    contacts: contactsByPhone(truth),
  }),
  draw: inTurn(drawHead, drawScenes, drawCast, drawCrew, drawLists, drawFoot),
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const { day, meals, weather, hospital, locations } = content
  canvas.line(`${content.company} / film fabularny pt. „${content.production}”`, {
    ...plain,
    align: 'center',
  })
  canvas.line(`PLAN PRACY NA DZIEŃ ${date(content.date)}`, { ...bold, size: 13, align: 'center' })
  canvas.line(`DZIEŃ ZDJĘCIOWY ${day.number}/${day.of}`, { ...bold, align: 'center' })
  canvas.y += 6
  locations.forEach(({ name, address }, index) => {
    canvas.line(`OBIEKT${locations.length > 1 ? ` ${'I'.repeat(index + 1)}` : ''}: ${name}`, bold)
    canvas.line(`Adres: ${address}`, plain)
  })
  canvas.line(`Zaplecze: ${content.unitBase}`, plain)
  canvas.line(`Parking: ${content.parking}`, plain)
  canvas.y += 5
  const entries: [string, string][] = [
    ...meals.slice(0, 1).map((meal): [string, string] => [meal.name, time(meal.time)]),
    [
      oneOf(content, ['ZBIÓRKA EKIPY', 'ZBIÓRKA EKIPY W OBIEKCIE', 'WYJAZD / ZBIÓRKA EKIPY']),
      timeText(content.crewCall),
    ],
    [oneOf(content, ready), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    ...meals.slice(1).map((meal): [string, string] => [meal.name, time(meal.time)]),
    [
      oneOf(content, ['ZAKOŃCZENIE ZDJĘĆ', 'PLANOWANY KONIEC ZDJĘĆ', 'KONIEC DNIA ok.']),
      timeText(content.estimatedWrap),
    ],
  ]
  for (const [label, value] of entries) canvas.line(`${label} – ${value}`, bold)
  canvas.y += 5
  canvas.line(
    `Pogoda: ${weather.summary}, temp. od ${weather.lowCelsius} do ${weather.highCelsius} st. C. Wschód słońca ${time(content.sunrise)}, zachód słońca ${time(content.sunset)}.`,
    plain,
  )
  canvas.line(
    `Najbliższy szpital (SOR): ${hospital.name}, ${hospital.address}, tel. ${hospital.phone}`,
    plain,
  )
  canvas.y += 8
}

function drawScenes({ canvas, content, interior, light }: Pen): void {
  canvas.table({
    ...grid,
    columns: ['Nr sceny', 'Wn/Pl', 'Pora', 'Dekoracja', 'Treść sceny', 'Postaci', 'Str.'].map(
      (title, index) => ({
        title,
        share: [1, 1.1, 1.2, 2.6, 3.8, 1.1, 0.8][index] ?? 1,
      }),
    ),
    rows: content.scenes.flatMap((scene, index) => {
      const moved = moveBefore(content, index)
      const cells = [
        scene.number,
        interior[scene.intExt],
        light[scene.dayNight],
        scene.set,
        scene.description,
        scene.cast.join(', '),
        formatEighths(scene.eighths),
      ]
      return moved === null ? [cells] : [[`PRZERZUT – ${content.locations[moved]?.name}`], cells]
    }),
  })
  canvas.y += 8
}

function drawCast({ canvas, content, time }: Pen): void {
  canvas.table({
    ...grid,
    columns: [
      oneOf(content, ['Wykonawca', 'Aktor']),
      'Rola',
      'Samochód',
      'Garderoba',
      'Charakt.',
      'Plan',
    ].map((title, index) => ({ title, share: [2.6, 2.2, 1.1, 1.1, 1.1, 1][index] ?? 1 })),
    rows: content.cast.map((member) => [
      member.actor,
      member.character,
      time(member.pickUp),
      time(member.costume),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const extra of content.background)
    canvas.line(`Statyści: ${extra.description} – ${extra.count} os., godz. ${time(extra.time)}`, plain)
  canvas.y += 8
}

/** Departments three to a line, then those who come at another hour. */
function drawCrew({ canvas, content, time }: Pen): void {
  canvas.room(90)
  canvas.line(oneOf(content, ['ROZPOCZĘCIE PRACY PIONÓW', 'GODZINY PRACY PIONÓW', 'Piony']), bold)
  for (const row of inRows(content.departmentCalls, 3)) {
    const width = canvas.width / 3
    canvas.room(12)
    row.forEach(({ department, time: call }, index) => {
      canvas.text(`${department} – ${time(call)}`, canvas.left + index * width, canvas.y, width - 6, plain)
    })
    canvas.y += 11.5
  }
  const others = exceptionsOf(content)
  if (others.length > 0) canvas.line(oneOf(content, ['Indywidualnie:', 'Inne godziny:']), bold)
  for (const person of others) canvas.line(`${person.name} (${person.role}) – ${time(person.time)}`, plain)
  canvas.y += 8
}

function drawLists({ canvas, content }: Pen): void {
  for (const [title, lines] of [
    [oneOf(content, ['SPRZĘT SPECJALNY', 'SPRZĘT DODATKOWY']), content.equipment],
    ['BHP', content.safetyNotes],
    ['UWAGI', content.notes],
  ] as const) {
    canvas.room(34)
    canvas.line(`${title}:`, bold)
    for (const line of lines) canvas.line(`– ${line}`, plain)
    canvas.y += 4
  }
}

function drawFoot({ canvas, content, date, time }: Pen): void {
  canvas.room(60)
  canvas.line('TELEFONY', bold)
  for (const { role, name, phone } of content.contacts)
    canvas.line(`${role} – ${name} – tel. ${phone}`, plain)
  canvas.y += 6
  canvas.line(oneOf(content, ['NASTĘPNE DNI', 'DALSZE DNI ZDJĘCIOWE']), bold)
  for (const next of content.advance)
    canvas.line(
      `${next.day} dz. zdj., ${date(next.date)}: ${next.set}, sc. ${next.scenes.join(', ')}, zbiórka ${time(next.crewCall)}`,
      plain,
    )
}
