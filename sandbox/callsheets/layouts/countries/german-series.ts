import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  crewOf,
  inRows,
  inTurn,
  namedCall,
  oneOf,
  type Pen,
  peopleOf,
  printing,
  scenesWith,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'sans', size: 7.8 }
const bold: TextStyle = { font: 'sans-bold', size: 7.8 }
const faint: TextStyle = { font: 'sans', size: 6.2, colour: '#6b7280' }
const blue = '#1d4ed8'
const first = ['Drehstart', 'Erste Klappe', 'Drehfertig alle'] as const

/** A series planned in a browser: tiles of hours, then a card for each place, scene, player and department. */
export const germanSeries: SheetLayout = {
  settings: ['germany'],
  paper: 'A4',
  margin: 34,
  fileName: ({ production, day, date }) =>
    `${date}_${fileStem(production)}_DT${String(day.number).padStart(2, '0')}_Dispo.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'estimatedWrap',
      'sunrise',
      'sunset',
      'hospital',
      'unitBase',
      'parking',
      'background',
      'safetyNotes',
      'notes',
    ]),
    revision: truth.revision && { ...truth.revision, issuedAt: null },
    calls: [namedCall(oneOf(content, first), content.scenes[0]?.startsAt ?? null), ...peopleOf(truth)],
    meals: truth.meals.slice(1),
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'costume', 'makeUp', 'onSet']),
  }),
  draw: inTurn(drawHead, drawTiles, drawPlaces, drawScenes, drawPlayers, drawTeam, drawHints),
}

interface Card {
  /** Draws within the card; the cursor ends below the last line. */
  draw(): void
  /** Colour of the stripe at its left edge. */
  stripe?: string
}

/** Cards side by side, as high as the highest of the row. */
function cards(canvas: Pen['canvas'], row: readonly Card[], columns: number): void {
  const gap = 7
  const width = (canvas.width - gap * (columns - 1)) / columns
  const { left } = canvas
  const inside = (card: Card, at: number) => (y: number) =>
    canvas.within(left + at * (width + gap) + 8, width - 14, y + 5, card.draw)
  const height =
    10 + Math.max(...row.map((card, index) => canvas.measure(() => inside(card, index)(canvas.y)) - 5))
  canvas.room(height + gap)
  const top = canvas.y
  row.forEach((card, index) => {
    canvas.box(left + index * (width + gap), top, width, height, { stroke: '#d1d5db', line: 0.7 })
    canvas.box(left + index * (width + gap), top, 3, height, { fill: card.stripe ?? '#d1d5db' })
    inside(card, index)(top)
  })
  canvas.y = top + height + gap
}

function section({ canvas }: Pen, title: string): void {
  canvas.room(70)
  canvas.y += 3
  canvas.line(title, { ...bold, size: 10.5, colour: blue })
  canvas.y += 3
}

function drawHead({ canvas, content, date }: Pen): void {
  const { production, day, revision, company } = content
  canvas.line(company, faint)
  canvas.y += 4
  canvas.line(production, { ...bold, size: 17 })
  canvas.line(
    `${oneOf(content, ['Dispo', 'Tagesdispo', 'Disposition'])} · DT ${day.number} von ${day.of} · Fassung ${revision.number + 1} (${revision.colour})`,
    plain,
  )
  canvas.line(date(content.date), { ...bold, size: 12 })
  canvas.y += 6
}

function drawTiles({ canvas, content, time, timeText }: Pen): void {
  const [, lunch] = content.meals
  const tiles = [
    [oneOf(content, ['Teamcall', 'Teamstart', 'Treffen Team']), timeText(content.crewCall)],
    [oneOf(content, first), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    ...(lunch ? [[lunch.name, timeText(lunch.time)]] : []),
    [oneOf(content, ['Abgedreht ca.', 'Drehschluss (gepl.)', 'Wrap ca.']), timeText(content.estimatedWrap)],
  ]
  const gap = 6
  const width = (canvas.width - gap * (tiles.length - 1)) / tiles.length
  tiles.forEach(([label = '', value = ''], index) => {
    const x = canvas.left + index * (width + gap)
    canvas.box(x, canvas.y, width, 36, { fill: index === 0 ? '#dbeafe' : '#f3f4f6' })
    canvas.text(value, x + 7, canvas.y + 6, width - 12, { ...bold, size: 13 })
    canvas.text(label, x + 7, canvas.y + 23, width - 12, faint)
  })
  canvas.y += 42
  const { weather } = content
  canvas.line(
    `${weather.summary}, ${weather.lowCelsius} bis ${weather.highCelsius} °C, Regen ${weather.rainPercent} %  ·  Sonne ${time(content.sunrise)} – ${time(content.sunset)}`,
    plain,
  )
  canvas.y += 4
}

function drawPlaces(pen: Pen): void {
  const { canvas, content } = pen
  const { locations, hospital } = content
  const card = (label: string, title: string, text: string, stripe?: string): Card => ({
    stripe,
    draw: () => {
      canvas.line(label, faint)
      if (title) canvas.line(title, bold)
      canvas.line(text, plain)
    },
  })
  section(pen, oneOf(content, ['Orte', 'Wo wir sind', 'Locations']))
  const all = [
    ...locations.map(({ name, address }, index) =>
      card(locations.length > 1 ? `Motiv ${index + 1}` : 'Motiv', name, address, blue),
    ),
    card(oneOf(content, ['Basis', 'Basislager']), '', content.unitBase),
    card(oneOf(content, ['Parken', 'PKW']), '', content.parking),
    card(
      oneOf(content, ['Klinik', 'Nächste Notaufnahme']),
      hospital.name,
      `${hospital.address}\n${hospital.phone}`,
      '#dc2626',
    ),
  ]
  for (const row of inRows(all, 3)) cards(canvas, row, 3)
}

/** A card for each scene: number and light in its first line, who plays in its last. */
function drawScenes(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  section(pen, `${oneOf(content, ['Bilder', 'Szenen', 'Heute drehen wir'])} (${content.scenes.length})`)
  const all = content.scenes.map(
    (scene): Card => ({
      stripe: scene.dayNight === 'NIGHT' ? '#1f2937' : '#f59e0b',
      draw: () => {
        const top = canvas.y
        canvas.text(time(scene.startsAt), canvas.left, top, canvas.width, { ...plain, align: 'right' })
        canvas.line(`${scene.number}  ${interior[scene.intExt]} / ${light[scene.dayNight]}`, bold)
        canvas.line(scene.set, plain)
        canvas.line(scene.description, { ...plain, font: 'sans-italic' })
        const place = content.locations.length > 1 ? ` · Motiv ${scene.location + 1}` : ''
        canvas.line(`${formatEighths(scene.eighths)} S. · Rollen ${scene.cast.join(', ')}${place}`, faint)
      },
    }),
  )
  for (const row of inRows(all, 2)) cards(canvas, row, 2)
}

function drawPlayers(pen: Pen): void {
  const { canvas, content, time } = pen
  section(pen, oneOf(content, ['Cast', 'Ensemble', 'Schauspiel']))
  const labels: readonly [
    keyof Pick<SheetContent['cast'][number], 'pickUp' | 'costume' | 'makeUp' | 'onSet'>,
    string,
  ][] = [
    ['pickUp', oneOf(content, ['Fahrt', 'Pickup'])],
    ['costume', 'Kostüm'],
    ['makeUp', 'Maske'],
    ['onSet', 'Set'],
  ]
  const all = content.cast.map(
    (member): Card => ({
      draw: () => {
        canvas.line(`${member.number}  ${member.character}`, bold)
        canvas.line(member.actor, plain)
        const width = canvas.width / labels.length
        labels.forEach(([field, label], index) => {
          canvas.text(label, canvas.left + index * width, canvas.y + 1, width, faint)
          canvas.text(time(member[field]), canvas.left + index * width, canvas.y + 9, width, plain)
        })
        canvas.y += 19
      },
    }),
  )
  for (const row of inRows(all, 2)) cards(canvas, row, 2)
  for (const { count, description, time: call } of content.background)
    canvas.line(`Komparserie: ${count} ${description}, ${time(call)}`, plain)
}

/** A card for each department, its people with their hours at the right. */
function drawTeam(pen: Pen): void {
  const { canvas, content, time } = pen
  section(pen, oneOf(content, ['Crew', 'Team heute', 'Stab']))
  const all = content.departmentCalls.map(
    ({ department }): Card => ({
      draw: () => {
        canvas.line(department, bold)
        for (const person of crewOf(content, department)) {
          const { left, width, y } = canvas
          canvas.text(time(person.time), left + width - 42, y, 42, { ...plain, align: 'right' })
          canvas.line(person.name, { ...plain, size: 7.4 })
          canvas.line(person.role, faint)
          canvas.y = Math.max(canvas.y, y + 17)
        }
      },
    }),
  )
  for (const row of inRows(all, 3)) cards(canvas, row, 3)
}

function drawHints(pen: Pen): void {
  const { canvas, content } = pen
  const card = (label: string, lines: readonly string[], stripe: string): Card => ({
    stripe,
    draw: () => {
      canvas.line(label, faint)
      for (const line of lines) canvas.line(line, plain)
    },
  })
  section(pen, oneOf(content, ['Bitte beachten', 'Gut zu wissen']))
  cards(
    canvas,
    [
      card(oneOf(content, ['Sicherheit', 'Arbeitsschutz']), content.safetyNotes, '#dc2626'),
      card(oneOf(content, ['Infos', 'Hinweise']), content.notes, blue),
    ],
    2,
  )
}
