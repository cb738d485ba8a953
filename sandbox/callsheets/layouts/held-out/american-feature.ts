import type { TableSpec, TextStyle } from '../../canvas.ts'
import { flowTables } from '../../flow.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  crewOf,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  printing,
  scenesWith,
  sideBySide,
  slug,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'times', size: 8 }
const bold: TextStyle = { font: 'times-bold', size: 8 }
const grid = { font: 'times', headFont: 'times-bold', size: 7.4, headFill: '#c9c9c9' } as const
const shooting = ['SHOOTING CALL', 'SHOOT', '1ST SHOT'] as const

/** A feature's two-sided sheet: sets beside a column of places in front, the crew by department on the back. */
export const americanFeature: SheetLayout = {
  settings: ['america'],
  paper: 'LETTER',
  margin: 26,
  fileName: ({ production, day, date }) =>
    `CS ${fileStem(production).replaceAll('_', '')} D${day.number} ${date.slice(5).replace('-', '.')}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'sunrise',
      'sunset',
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
    revision: truth.revision && { ...truth.revision, issuedAt: null },
    calls: [namedCall(oneOf(content, shooting), content.scenes[0]?.startsAt ?? null), ...peopleOf(truth)],
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'onSet']),
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawSets(pen)
    drawCast(pen)
    drawInstructions(pen)
    drawAdvance(pen)
    canvas.newPage()
    drawBack(pen)
  },
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const director = content.crew.find(({ role }) => role === 'Director')?.name ?? ''
  sideBySide(
    canvas,
    [1, 1.2, 1],
    [
      () => {
        canvas.line(`${content.company} - CALL SHEET`, bold)
        canvas.line(`Director: ${director}`, plain)
        canvas.line(`REV ${content.revision.number + 1} - ${content.revision.colour.toUpperCase()}`, bold)
        for (const meal of content.meals)
          canvas.line(`${meal.name.toUpperCase()} @ ${time(meal.time)}`, plain)
      },
      () => {
        const centred = { ...bold, align: 'center' } as const
        canvas.line(content.production, { ...centred, size: 16 })
        canvas.line(oneOf(content, ['CREW CALL', 'GENERAL CREW CALL', 'CALL']), { ...centred, size: 10 })
        canvas.line(timeText(content.crewCall), { ...centred, size: 22 })
        canvas.line(`${oneOf(content, shooting)} ${timeText(content.scenes[0]?.startsAt ?? 'n/a')}`, centred)
      },
      () => {
        const right = { ...bold, align: 'right' } as const
        canvas.line(date(content.date), right)
        canvas.line(`DAY ${content.day.number} OF ${content.day.of}`, right)
        canvas.line(`SUNRISE ${time(content.sunrise)}   SUNSET ${time(content.sunset)}`, {
          ...plain,
          align: 'right',
        })
        const { weather } = content
        const fahrenheit = (celsius: number) => Math.round(celsius * 1.8 + 32)
        canvas.line(
          `${weather.summary}  H ${fahrenheit(weather.highCelsius)}  L ${fahrenheit(weather.lowCelsius)}`,
          { ...plain, align: 'right' },
        )
      },
    ],
  )
  canvas.rule(canvas.y, 1.4)
  canvas.y += 2
  canvas.line('NO FORCED CALLS WITHOUT PRIOR APPROVAL OF THE UPM - CLOSED SET - NO VISITORS', {
    ...bold,
    align: 'center',
  })
}

/** Sets on the left, and on the right where everything is: the two columns go on their own ways. */
function drawSets({ canvas, content, light }: Pen): void {
  const total = content.scenes.reduce((sum, scene) => sum + scene.eighths, 0)
  const sets = (): void => {
    canvas.table({
      ...grid,
      columns: ['SET & DESCRIPTION', 'SCENE', 'CAST', 'D/N', 'PGS'].map((title, index) => ({
        title,
        share: [5, 1, 1.3, 1, 0.8][index] ?? 1,
      })),
      rows: content.scenes.map((scene) => [
        `${slug(scene)}. ${scene.set}\n${scene.description}`,
        scene.number,
        scene.cast.join(', '),
        light[scene.dayNight],
        formatEighths(scene.eighths),
      ]),
    })
    canvas.y += 3
    canvas.line(`TOTAL ${formatEighths(total)}`, { ...bold, align: 'right' })
  }
  const place = (title: string, ...lines: string[]): void => {
    canvas.box(canvas.left, canvas.y, canvas.width, 11, { fill: '#c9c9c9' })
    canvas.text(title, canvas.left + 3, canvas.y + 2, canvas.width - 6, bold)
    canvas.y += 13
    for (const line of lines) canvas.line(line, plain)
    canvas.y += 4
  }
  const { hospital, locations } = content
  const places = (): void => {
    locations.forEach(({ name, address }, index) => {
      place(locations.length > 1 ? `LOCATION #${index + 1}` : 'LOCATION', name, address)
    })
    place(oneOf(content, ['CREW PARKING', 'CREW PARK']), content.parking)
    place(oneOf(content, ['BASECAMP', 'TRUCKS & TRAILERS / BASECAMP']), content.unitBase)
    place(oneOf(content, ['HOSPITAL', 'NEAREST E.R.']), hospital.name, hospital.address, hospital.phone)
  }
  sideBySide(canvas, [2.5, 1], [sets, places], 8)
  canvas.y += 4
}

function drawCast({ canvas, content, time }: Pen): void {
  canvas.table({
    ...grid,
    columns: [
      '#',
      'CAST',
      'PART OF',
      'SWF',
      oneOf(content, ['LEAVE', 'P/U', 'PICKUP']),
      'H/MU',
      'SET',
      'REMARKS',
    ].map((title, index) => ({ title, share: [0.5, 2.4, 2, 0.6, 1, 1, 1, 1.7][index] ?? 1 })),
    rows: content.cast.map((member, index) => [
      String(member.number),
      member.actor,
      member.character,
      ['W', 'SW', 'WF'][index % 3] ?? 'W',
      time(member.pickUp),
      time(member.makeUp),
      time(member.onSet),
      index === 0 ? 'Ward. fitting at wrap' : '',
    ]),
  })
  canvas.y += 4
}

function drawInstructions({ canvas, content, time }: Pen): void {
  const section = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) canvas.line(title, bold)
    for (const line of lines) canvas.line(line, plain)
    canvas.y += 3
  }
  sideBySide(
    canvas,
    [1, 1.6],
    [
      () => {
        const atmosphere = content.background.map(
          ({ count, description, time: call }) => `${count} ${description} ${time(call)}`,
        )
        section(oneOf(content, ['ATMOSPHERE', 'STAND-INS & BG']), atmosphere)
        section('WALKIE CHANNELS', [
          '1 Production  2 Open  3 Transpo  5 Camera',
          '6 Electric  7 Grip  8 Locations',
        ])
      },
      () => {
        section(oneOf(content, ['SPECIAL EQUIPMENT', 'ADDITIONAL EQUIPMENT']), content.equipment)
        section('SAFETY', content.safetyNotes)
        section(oneOf(content, ['NOTES', 'SPECIAL NOTES']), content.notes)
      },
    ],
  )
}

function drawAdvance({ canvas, content, date, time }: Pen): void {
  canvas.line(oneOf(content, ['ADVANCE SCHEDULE', 'ADVANCE SHOOTING NOTES']), bold)
  canvas.table({
    ...grid,
    lines: 'rows',
    columns: ['DATE', 'SETS', 'SCENES', 'CALL'].map((title, index) => ({
      title,
      share: [1.8, 3, 2, 1][index] ?? 1,
    })),
    rows: content.advance.map((next) => [
      `${date(next.date)} (Day ${next.day})`,
      next.set,
      next.scenes.join(', '),
      time(next.crewCall),
    ]),
  })
}

function drawBack({ canvas, content, time, timeText }: Pen): void {
  canvas.line(`CREW CALL ${timeText(content.crewCall)}`, { ...bold, size: 11, align: 'center' })
  const tables = content.departmentCalls.map(
    ({ department }): TableSpec => ({
      font: 'times',
      headFont: 'times-bold',
      size: 6.8,
      padding: 1.6,
      lines: 'rows',
      headFill: '#c9c9c9',
      columns: [
        { title: '#', share: 0.4 },
        { title: department.toUpperCase(), share: 3 },
        { title: 'NAME', share: 2.8 },
        { title: 'IN', share: 1.4, align: 'right' },
      ],
      rows: crewOf(content, department).map((person) => ['1', person.role, person.name, time(person.time)]),
    }),
  )
  flowTables(canvas, tables, 3)
}
