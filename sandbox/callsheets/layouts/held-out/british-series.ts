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
  leader,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  printing,
  scenesWith,
  sideBySide,
  slug,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.6 }
const bold: TextStyle = { font: 'sans-bold', size: 7.6 }
const lead = { font: 'sans', headFont: 'sans-bold', size: 7, headFill: '#e8e8e8' } as const
const turnover = ['TURN OVER', 'CAMERA TURN OVER', 'Turnover'] as const
const onSet = ['O/SET', 'ON SET', 'READY O/S'] as const

/** A television drama: a title block, places in a row of boxes, artistes, then calls on dotted lines. */
export const britishSeries: SheetLayout = {
  settings: ['britain'],
  paper: 'A4',
  margin: 32,
  fileName: ({ production, day, revision }) =>
    `${fileStem(production).toUpperCase()}_CS${String(day.number).padStart(3, '0')}${revision.number > 0 ? `_AMENDED_${revision.number}` : ''}.pdf`,
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
    ]),
    calls: [
      namedCall(oneOf(content, turnover), content.scenes[0]?.startsAt ?? null),
      ...departmentsOf(truth),
      ...exceptionsIn(truth, content),
    ],
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'costume', 'makeUp', 'onSet']),
    contacts: contactsByPhone(truth),
  }),
  draw: inTurn(drawHead, drawPlaces, drawScenes, drawArtistes, drawCalls, drawBelow),
}

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  canvas.line(`"${content.production.toLocaleUpperCase('en')}"`, { ...bold, size: 15, align: 'center' })
  canvas.line(`${content.company}  -  CALL SHEET NO. ${content.day.number} of ${content.day.of}`, {
    ...plain,
    align: 'center',
  })
  canvas.y += 4
  const times = [
    [oneOf(content, ['UNIT CALL', 'UNIT CALL ON LOCATION', 'CREW CALL']), timeText(content.crewCall)],
    [oneOf(content, turnover), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    [oneOf(content, ['EST. WRAP', 'EST UNIT WRAP', 'CAMERA WRAP (EST)']), timeText(content.estimatedWrap)],
  ]
  sideBySide(
    canvas,
    [1.2, 1, 1],
    [
      () => {
        canvas.line(date(content.date), { ...bold, size: 10 })
        canvas.line(`Sunrise ${time(content.sunrise)} / Sunset ${time(content.sunset)}`, plain)
        canvas.line(
          `${content.weather.summary}. High ${content.weather.highCelsius}C, low ${content.weather.lowCelsius}C`,
          plain,
        )
      },
      () => {
        for (const [label, value] of times) canvas.line(`${label} - ${value}`, { ...bold, size: 9 })
      },
      () => {
        const [breakfast, lunch] = content.meals
        if (breakfast) canvas.line(`${breakfast.name} at base from ${time(breakfast.time)}`, plain)
        if (lunch) canvas.line(`${lunch.name} ${time(lunch.time)} (1 hour, running buffet for SAs)`, plain)
      },
    ],
  )
  canvas.y += 5
}

function drawPlaces({ canvas, content }: Pen): void {
  const places = content.locations.map(({ name, address }, index) => {
    const number = content.locations.length > 1 ? ` ${index + 1}` : ''
    return { title: `LOCATION${number}`, text: `${name}\n${address}` }
  })
  const { name, address, phone } = content.hospital
  const boxes = [
    ...places,
    { title: 'UNIT BASE & CATERING', text: content.unitBase },
    { title: oneOf(content, ['CREW CARS', 'PARKING', 'CREW PARKING']), text: content.parking },
    {
      title: oneOf(content, ['A&E', 'NEAREST A&E', 'A & E HOSPITAL']),
      text: `${name}\n${address}\n${phone}`,
    },
  ]
  for (const row of inRows(boxes, 3)) {
    canvas.table({
      ...lead,
      columns: row.map(({ title }) => ({ title, share: 1 })),
      // A cell more, for a row of one cell would be a merged one.
      rows: row.length === 1 ? [] : [row.map(({ text }) => text)],
    })
    if (row.length === 1) canvas.line(row[0]?.text ?? '', plain)
  }
  canvas.y += 6
}

function drawScenes({ canvas, content, light, time }: Pen): void {
  const rows = content.scenes.flatMap((scene, index) => {
    const moved = moveBefore(content, index)
    const cells = [
      scene.number,
      `${slug(scene)}. ${scene.set}\n${scene.description}`,
      light[scene.dayNight],
      formatEighths(scene.eighths),
      scene.cast.join(', '),
      time(scene.startsAt),
    ]
    return moved === null ? [cells] : [[`*** UNIT MOVE - ${content.locations[moved]?.name} ***`], cells]
  })
  canvas.table({
    ...lead,
    columns: [
      'SC.',
      oneOf(content, ['SET / SYNOPSIS', 'SET & SYNOPSIS', 'SLUG / SYNOPSIS']),
      'D/N',
      'PGS',
      'CAST',
      'EST.',
    ].map((title, index) => ({
      title,
      share: [0.8, 6, 1, 0.8, 1.3, 0.9][index] ?? 1,
    })),
    rows,
  })
  canvas.y += 3
  const total = content.scenes.reduce((sum, scene) => sum + scene.eighths, 0)
  canvas.line(`Total pages: ${formatEighths(total)}`, { ...bold, align: 'right' })
  canvas.y += 5
}

function drawArtistes({ canvas, content, time }: Pen): void {
  canvas.table({
    ...lead,
    columns: ['NO', 'ARTISTE', 'CHARACTER', 'D/R', 'P/UP', 'COS', 'M/UP', oneOf(content, onSet)].map(
      (title, index) => ({ title, share: [0.5, 2.6, 2.2, 0.7, 0.9, 0.9, 0.9, 1.1][index] ?? 1 }),
    ),
    rows: content.cast.map((member, index) => [
      String(member.number),
      member.actor,
      member.character,
      `3W/${index + 1}`,
      time(member.pickUp),
      time(member.costume),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 3
  for (const extra of content.background)
    canvas.line(`SAs: ${extra.count} x ${extra.description} - call ${time(extra.time)} at unit base`, plain)
  canvas.y += 6
}

function drawCalls({ canvas, content, time }: Pen): void {
  canvas.line(oneOf(content, ['CREW CALLS (on location unless stated)', 'PRE-CALLS & DEPARTMENTS']), bold)
  const columns = inRows(content.departmentCalls, Math.ceil(content.departmentCalls.length / 3))
  sideBySide(
    canvas,
    columns.map(() => 1),
    columns.map((departments) => () => {
      for (const { department, time: call } of departments) {
        leader(canvas, department, time(call), bold)
        for (const person of exceptionsOf(content).filter((each) => each.department === department))
          leader(canvas, `${person.role} (${person.name})`, time(person.time), plain)
      }
    }),
    16,
  )
  canvas.y += 6
}

function drawBelow({ canvas, content }: Pen): void {
  const list = (title: string, lines: readonly string[], mark: (index: number) => string) => {
    canvas.room(30)
    canvas.line(title, bold)
    lines.forEach((line, index) => {
      canvas.line(`${mark(index)} ${line}`, plain)
    })
    canvas.y += 4
  }
  list('ADDITIONAL KIT', content.equipment, () => '-')
  list(oneOf(content, ['H&S', 'HEALTH & SAFETY']), content.safetyNotes, () => '*')
  list(oneOf(content, ['UNIT NOTES', 'NOTES']), content.notes, () => '*')
  canvas.line('CONTACTS', bold)
  for (const row of inRows(content.contacts, 2))
    canvas.line(row.map(({ role, name, phone }) => `${role}: ${name} ${phone}`).join('   |   '), plain)
}
