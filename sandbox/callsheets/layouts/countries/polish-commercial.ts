import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  crewOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  printing,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'condensed', size: 6.9 }
const bold: TextStyle = { font: 'condensed-bold', size: 6.9 }
const small: TextStyle = { font: 'condensed', size: 6.1 }
const grid = { font: 'condensed', headFont: 'condensed-bold', size: 6.7, padding: 1.8 } as const

const clients = ['KLIENT + AGENCJA', 'Klient / Agencja', 'Przyjazd klienta'] as const
const cameras = ['START KAMERY', 'KAMERA START', 'Pierwsze ujęcie'] as const
const clientTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 60)

/** A spot, all on one page: black bar, who pays, the day hour by hour on the left, everybody on the right. */
export const polishCommercial: SheetLayout = {
  settings: ['poland'],
  paper: 'A4',
  margin: 24,
  fileName: ({ production, date, revision }) =>
    `${fileStem(production)}_callsheet_${date.slice(8)}${date.slice(5, 7)}_v${revision.number + 1}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'estimatedWrap',
      'sunrise',
      'sunset',
      'hospital',
      'parking',
      'unitBase',
      'meals',
      'vendorStops',
      'equipment',
      'safetyNotes',
      'notes',
    ]),
    calls: [
      namedCall(oneOf(content, clients), clientTime(content)),
      namedCall(oneOf(content, cameras), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    scenes: scenesWith(truth, { description: true, cast: true }),
    cast: castWith(truth, ['number', 'makeUp', 'onSet']),
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawBar(pen)
    drawWho(pen)
    drawPlaces(pen)
    sideBySide(canvas, [1.55, 1], [() => drawLeft(pen), () => drawCrew(pen)], 8)
  },
}

function drawBar({ canvas, content, date }: Pen): void {
  const { left, width, y } = canvas
  canvas.box(left, y, width, 27, { fill: '#111111' })
  canvas.text(content.production, left + 6, y + 6, width * 0.55, {
    ...bold,
    size: 12.5,
    colour: '#ffffff',
  })
  canvas.text(`CALLSHEET  ${date(content.date)}`, left + width * 0.55, y + 4, width * 0.45 - 6, {
    ...bold,
    size: 8.6,
    colour: '#ffffff',
    align: 'right',
  })
  canvas.text(
    `dzień ${content.day.number} z ${content.day.of}`,
    left + width * 0.55,
    y + 15,
    width * 0.45 - 6,
    {
      ...plain,
      colour: '#ffffff',
      align: 'right',
    },
  )
  canvas.y = y + 31
}

function drawWho({ canvas, content, time, timeText }: Pen): void {
  const director = content.crew.find(({ role }) => role === 'Reżyser')?.name ?? ''
  const [client = '', agency = ''] = oneOf<readonly [string, string]>(content, [
    ['Serki Mazur', 'Ósma Strona'],
    ['Bank Rzeczny', 'Pluton i Spółka'],
    ['TeleGwiazda 5G', 'Zgrzyt'],
  ])
  const pairs = (rows: readonly (readonly [string, string])[], share: number) => () => {
    for (const [label, value] of rows) {
      const at = canvas.left + canvas.width * share
      canvas.text(label, canvas.left, canvas.y, canvas.width * share - 4, small)
      canvas.y += canvas.text(value, at, canvas.y, canvas.width * (1 - share), bold) + 1
    }
  }
  const { weather } = content
  sideBySide(
    canvas,
    [1.1, 1.2, 1],
    [
      pairs(
        [
          ['klient', client],
          ['agencja', agency],
          ['dom produkcyjny', content.company],
          ['reżyseria', director],
        ],
        0.38,
      ),
      pairs(
        [
          [oneOf(content, ['CALL GŁÓWNY', 'GENERAL CALL', 'CALL EKIPA']), timeText(content.crewCall)],
          [oneOf(content, clients), time(clientTime(content))],
          [oneOf(content, cameras), time(content.scenes[0]?.startsAt ?? 'n/a')],
          [oneOf(content, ['KONIEC (plan)', 'WRAP', 'koniec dnia ok.']), time(content.estimatedWrap)],
        ],
        0.55,
      ),
      pairs(
        [
          ['słońce', `${time(content.sunrise)} wschód / ${time(content.sunset)} zachód`],
          ['pogoda', `${weather.summary}, ${weather.lowCelsius}/${weather.highCelsius}°C`],
        ],
        0.24,
      ),
    ],
  )
  canvas.y += 3
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { hospital, locations } = content
  canvas.table({
    ...grid,
    columns: [
      { title: '', share: 1 },
      { title: '', share: 6 },
    ],
    rows: [
      ...locations.map(({ name, address }, index) => [
        locations.length > 1 ? `LOKACJA ${'ABC'[index]}` : 'LOKACJA',
        `${name}, ${address}`,
      ]),
      ['BAZA', content.unitBase],
      ['PARKING', content.parking],
      ['SZPITAL', `${hospital.name}, ${hospital.address}, tel. ${hospital.phone}`],
      ...content.pickUps.map((stop) => ['ODBIÓR', `${time(stop.time)} ${stop.vendor}, ${stop.address}`]),
    ],
  })
  canvas.y += 5
}

/** Minutes after the earliest that anybody comes: a day of shooting may end on the next. */
function sinceStart({ crewCall }: SheetContent, time: string): number {
  const since = Temporal.PlainTime.from(shiftTime(crewCall, -240)).until(Temporal.PlainTime.from(time))
  return (since.total('minutes') + 1440) % 1440
}

function hours(pen: Pen): { time: string; cells: string[] }[] {
  const { content, interior, light } = pen
  const only = (time: string, what: string) => ({ time, cells: ['', what, ''] })
  const scenes = content.scenes.map((scene, index) => {
    const moved = moveBefore(content, index)
    const move = moved === null ? '' : `(przejazd na lokację ${'ABC'[moved]})\n`
    return {
      time: scene.startsAt,
      cells: [
        scene.number,
        `${move}${interior[scene.intExt]} ${scene.set}, ${light[scene.dayNight]}\n${scene.description}`,
        scene.cast.join(', '),
      ],
    }
  })
  return [
    only(content.crewCall, 'ekipa na planie, rozstawianie'),
    ...content.meals.map((meal) => only(meal.time, meal.name)),
    ...scenes,
    only(content.estimatedWrap, 'koniec zdjęć, pakowanie'),
  ].toSorted((a, b) => sinceStart(content, a.time) - sinceStart(content, b.time))
}

function drawLeft(pen: Pen): void {
  const { canvas, content, time } = pen
  canvas.line(oneOf(content, ['DZIEŃ GODZINA PO GODZINIE', 'HARMONOGRAM', 'ROZPISKA']), bold)
  canvas.table({
    ...grid,
    headFill: '#dcdcdc',
    columns: [
      { title: 'OD', share: 1 },
      { title: oneOf(content, ['SC.', 'UJ./SC.', 'SC. NR']), share: 0.8 },
      { title: 'CO', share: 5.4 },
      { title: 'KTO', share: 0.9 },
    ],
    rows: hours(pen).map((row) => [time(row.time), ...row.cells]),
  })
  canvas.y += 5
  canvas.line(oneOf(content, ['TALENTY', 'OBSADA']), bold)
  canvas.table({
    ...grid,
    headFill: '#dcdcdc',
    columns: ['#', 'kto gra', 'jako', 'char./kost.', 'plan'].map((title, index) => ({
      title,
      share: [0.5, 2.6, 2.2, 1.1, 1][index] ?? 1,
    })),
    rows: content.cast.map((member) => [
      String(member.number),
      member.actor,
      member.character,
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 5
  for (const [title, lines] of [
    ['SPRZĘT EXTRA', content.equipment],
    ['BHP!', content.safetyNotes],
    ['PAMIĘTAJCIE', content.notes],
  ] as const) {
    canvas.line(title, bold)
    for (const line of lines) canvas.line(`› ${line}`, plain)
    canvas.y += 3
  }
}

/** Everybody on one line, the department on a grey strip above. */
function drawCrew({ canvas, content, time }: Pen): void {
  for (const { department } of content.departmentCalls) {
    canvas.box(canvas.left, canvas.y, canvas.width, 9, { fill: '#dcdcdc' })
    canvas.text(department.toLocaleUpperCase('pl'), canvas.left + 2, canvas.y + 1, canvas.width, {
      ...bold,
      size: 6,
    })
    canvas.y += 10.5
    for (const person of crewOf(content, department)) {
      const { left, width, y } = canvas
      canvas.text(person.role, left + 2, y, width * 0.41, small)
      canvas.text(person.name, left + width * 0.43, y, width * 0.4, small)
      canvas.text(time(person.time), left + width * 0.78, y, width * 0.22 - 2, { ...small, align: 'right' })
      canvas.y += Math.max(canvas.height(person.role, width * 0.41, small), 7.4) + 0.6
    }
    canvas.y += 2
  }
}
