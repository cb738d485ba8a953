import type { TextStyle } from '../../canvas.ts'
import { shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  inRows,
  inTurn,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  peopleOf,
  printing,
  scenesWith,
  sideBySide,
  slug,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 8.2 }
const bold: TextStyle = { font: 'sans-bold', size: 8.2 }
const grey: TextStyle = { font: 'sans', size: 6.6, colour: '#777777' }

const agency = ['Agency / Client', 'AGENCY + CLIENT', 'Client & Agency'] as const
const firstShot = ['First Shot', '1st Shot', 'Cameras Up'] as const
const clientTime = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 75)

/** A spot for an agency: no rules at all, a strip of times, the day as a list, crew two to a line. */
export const americanCommercial: SheetLayout = {
  settings: ['america', 'britain'],
  paper: 'LETTER',
  margin: 44,
  fileName: ({ production, day, revision }) =>
    `${revision.issuedAt.slice(2, 10).replaceAll('-', '')}_${fileStem(production)}_Callsheet_Day${day.number}_FINAL.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'estimatedWrap',
      'sunrise',
      'sunset',
      'hospital',
      'parking',
      'vendorStops',
      'safetyNotes',
      'notes',
    ]),
    calls: [
      namedCall(oneOf(content, agency), clientTime(content)),
      namedCall(oneOf(content, firstShot), content.scenes[0]?.startsAt ?? null),
      ...peopleOf(truth),
    ],
    meals: truth.meals.slice(1),
    scenes: scenesWith(truth, { description: true }),
    cast: castWith(truth, ['makeUp', 'onSet']),
  }),
  draw: inTurn(drawHead, drawTimes, drawPlaces, drawDay, drawPeople),
}

function drawHead({ canvas, content, date }: Pen): void {
  canvas.line(content.production, { ...bold, size: 20 })
  canvas.line(`${content.company}   Job #${20_000 + content.style.words}`, grey)
  canvas.y += 2
  canvas.line(`Call Sheet   ${date(content.date)}   Day ${content.day.number} of ${content.day.of}`, {
    ...bold,
    size: 10,
  })
  canvas.y += 6
}

/** Labels in one row, their times in the next. */
function drawTimes({ canvas, content, timeText, time }: Pen): void {
  const [, lunch] = content.meals
  const strip = [
    [oneOf(content, ['Crew Call', 'CREW CALL', 'General Call']), timeText(content.crewCall)],
    [oneOf(content, agency), time(clientTime(content))],
    [oneOf(content, firstShot), time(content.scenes[0]?.startsAt ?? 'n/a')],
    ...(lunch ? [[lunch.name, time(lunch.time)]] : []),
    [oneOf(content, ['Wrap (est.)', 'Est. Wrap', 'Camera Wrap']), time(content.estimatedWrap)],
  ]
  const width = canvas.width / strip.length
  canvas.room(40)
  strip.forEach(([label = '', value = ''], index) => {
    canvas.text(label, canvas.left + index * width, canvas.y, width - 6, grey)
    canvas.text(value, canvas.left + index * width, canvas.y + 10, width - 6, { ...bold, size: 11 })
  })
  canvas.y += 30
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { hospital, weather, locations } = content
  sideBySide(
    canvas,
    [1, 1],
    [
      () => {
        locations.forEach(({ name, address }, index) => {
          canvas.line(locations.length > 1 ? `Location ${index + 1}` : 'Location', grey)
          canvas.line(name, bold)
          canvas.line(address, plain)
          canvas.y += 3
        })
        canvas.line('Parking', grey)
        canvas.line(content.parking, plain)
      },
      () => {
        canvas.line('Hospital', grey)
        canvas.line(`${hospital.name}, ${hospital.address}`, plain)
        canvas.y += 3
        canvas.line('Weather', grey)
        canvas.line(`${weather.summary}, ${weather.highCelsius}/${weather.lowCelsius} C`, plain)
        canvas.line(`Sunrise ${time(content.sunrise)}  Sunset ${time(content.sunset)}`, plain)
        for (const stop of content.pickUps) {
          canvas.y += 3
          canvas.line(oneOf(content, ['Gear pick up', 'Rental pickup', 'Equipment pickup']), grey)
          canvas.line(`${stop.vendor}, ${stop.address} at ${time(stop.time)}`, plain)
        }
      },
    ],
    24,
  )
  canvas.y += 8
}

function drawDay({ canvas, content, light, time }: Pen): void {
  canvas.table({
    font: 'sans',
    headFont: 'sans-bold',
    size: 7.6,
    lines: 'none',
    headFill: '#ffffff',
    columns: ['Time', 'Scene', 'Set', 'Action'].map((title, index) => ({
      title,
      share: [1, 0.8, 3, 4][index] ?? 1,
    })),
    rows: content.scenes.flatMap((scene, index) => {
      const moved = moveBefore(content, index)
      const cells = [
        time(scene.startsAt),
        scene.number,
        `${slug(scene)}. ${scene.set} - ${light[scene.dayNight]}`,
        scene.description,
      ]
      return moved === null
        ? [cells]
        : [['', '', `COMPANY MOVE: ${content.locations[moved]?.name}`, ''], cells]
    }),
  })
  canvas.y += 8
}

function drawPeople({ canvas, content, time }: Pen): void {
  canvas.table({
    font: 'sans',
    headFont: 'sans-bold',
    size: 7.6,
    lines: 'none',
    headFill: '#ffffff',
    columns: ['Talent', 'Role', 'HMU', 'On set'].map((title, index) => ({
      title,
      share: [2.4, 2.4, 1, 1][index] ?? 1,
    })),
    rows: content.cast.map((member) => [
      member.actor,
      member.character,
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 8
  const crew = [...content.crew]
  canvas.table({
    font: 'sans',
    headFont: 'sans-bold',
    size: 6.8,
    padding: 1.6,
    lines: 'none',
    headFill: '#ffffff',
    columns: ['Position', 'Name', 'Call', 'Position', 'Name', 'Call'].map((title, index) => ({
      title,
      share: [2.6, 2.4, 1, 2.6, 2.4, 1][index] ?? 1,
    })),
    rows: inRows(crew, 2).map((pair) =>
      [0, 1].flatMap((index) => {
        const person = pair[index]
        return person ? [person.role, person.name, time(person.time)] : ['', '', '']
      }),
    ),
  })
  canvas.y += 8
  for (const [title, lines] of [
    ['Safety', content.safetyNotes],
    [oneOf(content, ['Notes', 'Please note']), content.notes],
  ] as const) {
    canvas.room(30)
    canvas.line(title, bold)
    for (const line of lines) canvas.line(`• ${line}`, plain)
    canvas.y += 4
  }
}
