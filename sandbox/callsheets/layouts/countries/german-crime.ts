import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  inRows,
  leastOf,
  moveBefore,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  scenesWith,
} from '../by-hand.ts'
import { type CellLine, cell, cellRow, type GridColumn, gridOf, mergedRow, type RichCell } from '../cells.ts'

const plain: TextStyle = { font: 'sans', size: 6.8 }
const bold: TextStyle = { font: 'sans-bold', size: 6.8 }
const middle: TextStyle = { ...plain, align: 'center' }
const strong: TextStyle = { ...bold, align: 'center' }
const tiny: TextStyle = { font: 'sans', size: 5.4, colour: '#333333' }
const grey = '#e3e3e3'
const line = { line: 0.5, padding: 2.2 } as const
const rolling = ['1. Klappe', 'Drehbereit', 'Drehstart'] as const

/** A television crime film out of a scheduling program: small captions in cells, and a matrix of who is in which Bild. */
export const germanCrime: SheetLayout = {
  settings: ['germany', 'austria'],
  paper: 'A4',
  margin: 24,
  fileName: ({ production, day, date }) =>
    `TD_${String(day.number).padStart(2, '0')}_${date.slice(5).replace('-', '')}_${fileStem(production)}.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    revision: truth.revision && { ...truth.revision, issuedAt: null },
    estimatedWrap: truth.estimatedWrap,
    sunrise: truth.sunrise,
    sunset: truth.sunset,
    calls: [namedCall(oneOf(content, rolling), content.scenes[0]?.startsAt ?? null), ...truth.calls],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals,
    vendorStops: truth.vendorStops,
    scenes: scenesWith(truth, { description: true, eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'costume', 'onSet']),
    background: truth.background,
    equipment: truth.equipment,
    safetyNotes: truth.safetyNotes,
    notes: truth.notes,
    contacts: contactsByPhone(truth),
    advance: truth.advance,
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawWork(pen)
    drawCast(pen)
    drawTeam(pen)
    drawNeeds(pen)
    drawFoot(pen)
  },
}

/** A small caption over its value. */
const captioned = (share: number, caption: string, value: string, style = bold, fill?: string): RichCell => ({
  share,
  lines: [
    [caption, tiny],
    [value, style],
  ],
  ...(fill ? { fill } : {}),
})

function drawHead({ canvas, content, date, time, timeText }: Pen): void {
  const { day, revision, weather, meals } = content
  const big: TextStyle = { ...bold, size: 12 }
  const sheet = oneOf(content, ['Tagesdisposition', 'Dispo', 'Drehplan des Tages'])
  const sky = `${weather.summary}, ${weather.lowCelsius} / ${weather.highCelsius} °C`
  cellRow(
    canvas,
    [
      captioned(3, content.company, content.production, { ...bold, size: 13 }),
      captioned(1.6, sheet, `Drehtag ${day.number}/${day.of}`, big),
      captioned(2.2, 'Datum', date(content.date), { ...bold, size: 10 }),
      captioned(1.2, 'Version', `${revision.number + 1} (${revision.colour})`),
    ],
    line,
  )
  const start = oneOf(content, ['Arbeitsbeginn Team', 'Teambeginn am Motiv', 'AB allgemein'])
  const end = oneOf(content, ['Ende ca.', 'vorauss. Drehschluss', 'Drehschluss'])
  cellRow(
    canvas,
    [
      captioned(1.5, start, timeText(content.crewCall), big, '#fff2a8'),
      captioned(1, oneOf(content, rolling), time(content.scenes[0]?.startsAt ?? 'n/a')),
      ...meals.map((meal) => captioned(1, meal.name, time(meal.time))),
      captioned(1, end, time(content.estimatedWrap)),
      captioned(0.8, 'Sonnenaufgang', time(content.sunrise)),
      captioned(0.8, 'Sonnenuntergang', time(content.sunset)),
      captioned(2, 'Wetter', sky, plain),
    ],
    line,
  )
  canvas.y += 4
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { locations, hospital } = content
  locations.forEach(({ name, address }, index) => {
    const caption = locations.length > 1 ? `Drehort ${index + 1}` : 'Drehort'
    cellRow(canvas, [captioned(1, caption, name), captioned(2, 'Anschrift', address, plain)], line)
  })
  const base = oneOf(content, ['Basis / Aufenthalt', 'Technikbasis', 'Base Camp'])
  const clinic = oneOf(content, ['Nächstes Krankenhaus', 'Notaufnahme', 'Klinik'])
  cellRow(
    canvas,
    [
      captioned(1, base, content.unitBase, plain),
      captioned(1, oneOf(content, ['Parken', 'Teamparkplatz']), content.parking, plain),
      captioned(1, clinic, `${hospital.name}\n${hospital.address}\n${hospital.phone}`, plain),
    ],
    line,
  )
  for (const stop of content.pickUps) {
    const lender = oneOf(content, ['Abholung Verleiher', 'Technik laden bei', 'Vorab: Verleih'])
    cellRow(
      canvas,
      [
        captioned(1, lender, stop.vendor),
        captioned(1.6, 'Adresse', stop.address, plain),
        captioned(0.4, 'um', time(stop.time)),
      ],
      line,
    )
  }
  canvas.y += 4
}

function drawWork({ canvas, content, interior, light, time }: Pen): void {
  const grid = gridOf(
    canvas,
    [
      [oneOf(content, ['Bild', 'Bild-Nr.']), 0.7, { ...strong, size: 9 }],
      ['I/A', 0.7, middle],
      ['Stimmung', 1, middle],
      ['Spielmotiv / Inhalt', 4.6, plain],
      [oneOf(content, ['Rollen', 'Darst.']), 1, middle],
      [oneOf(content, ['Länge', 'Seiten']), 0.7, middle],
      [oneOf(content, ['ab', 'Vorstopp ab']), 0.8, middle],
    ],
    line,
  )
  grid.head(bold, grey)
  content.scenes.forEach((scene, index) => {
    const moved = moveBefore(content, index)
    const going =
      moved !== null && `MOTIVWECHSEL ---> Drehort ${moved + 1}: ${content.locations[moved]?.name}`
    if (going) mergedRow(canvas, going, strong, { ...line, fill: '#fbd9a5' })
    const what: CellLine[] = [
      [scene.set, bold],
      [scene.description, plain],
    ]
    const [inside, mood, pages] = [
      interior[scene.intExt],
      light[scene.dayNight],
      formatEighths(scene.eighths),
    ]
    grid.row([scene.number, inside, mood, what, scene.cast.join(', '), pages, time(scene.startsAt)])
  })
  canvas.y += 5
}

/** Players in rows, today's Bilder in narrow columns behind them: a cross where they meet. */
function drawCast({ canvas, content, time }: Pen): void {
  const small: TextStyle = { ...middle, size: 5.6 }
  const crosses = content.scenes.map(({ number }): GridColumn => [number, 0.48, small])
  const grid = gridOf(
    canvas,
    [
      ['Nr.', 0.5, middle],
      [oneOf(content, ['Rolle', 'Figur']), 2, plain],
      [oneOf(content, ['Darsteller:in', 'Schauspiel', 'Besetzung']), 2.2, plain],
      ...crosses,
      [oneOf(content, ['Abholung', 'Fahrer']), 0.95, middle],
      ['Maske', 0.9, middle],
      ['Kostüm', 0.9, middle],
      [oneOf(content, ['drehfertig', 'am Set']), 1.1, strong],
    ],
    line,
  )
  canvas.room(50)
  grid.head({ ...bold, size: 5.8 }, grey)
  for (const { number, character, actor, pickUp, makeUp, costume, onSet } of content.cast) {
    const marks = content.scenes.map(({ cast }) => (cast.includes(number) ? 'x' : ''))
    grid.row([String(number), character, actor, ...marks, ...[pickUp, makeUp, costume, onSet].map(time)])
  }
  const extras = oneOf(content, ['Komparserie', 'Komparsen', 'Kleindarsteller/Komparsen'])
  for (const { count, description, time: call } of content.background)
    mergedRow(canvas, `${extras}: ${count} ${description}, ab ${time(call)} Basis`, plain, line)
  canvas.y += 5
}

/** Two departments to a row: a cell of its name and hour, and all its people in lines beside it. */
function drawTeam({ canvas, content, time }: Pen): void {
  canvas.room(60)
  canvas.line(oneOf(content, ['Team', 'Stab und Arbeitszeiten', 'Teamliste']), { ...bold, size: 8.5 })
  canvas.y += 2
  for (const pair of inRows(content.departmentCalls, 2)) {
    const cells = pair.flatMap(({ department, time: call }): RichCell[] => {
      const people = content.crew.filter((each) => each.department === department)
      return [
        {
          share: 1.4,
          fill: grey,
          lines: [
            [department, bold],
            [time(call), { ...bold, size: 8.5 }],
          ],
        },
        { share: 1.7, lines: people.map(({ role }): CellLine => [role, plain]) },
        { share: 1.7, lines: people.map(({ name }): CellLine => [name, plain]) },
        { share: 0.7, lines: people.map((person): CellLine => [time(person.time), middle]) },
      ]
    })
    cellRow(canvas, pair.length === 2 ? cells : [...cells, cell(5.2, '', plain)], line)
  }
  canvas.y += 5
}

function drawNeeds({ canvas, content }: Pen): void {
  const list = (caption: string, values: readonly string[]): void => {
    const lines = values.map((value): CellLine => [value, plain])
    cellRow(canvas, [cell(1, caption, bold, grey), { share: 4.6, lines }], line)
  }
  list(oneOf(content, ['Kamera/Licht/Bühne', 'Sondertechnik', 'Zusatztechnik']), content.equipment)
  list(oneOf(content, ['Arbeitssicherheit', 'Gefährdung', 'Sicherheit']), content.safetyNotes)
  list(oneOf(content, ['Allgemeines', 'Wichtig', 'Infos']), content.notes)
  canvas.y += 5
}

function drawFoot({ canvas, content, date, time }: Pen): void {
  canvas.room(40)
  canvas.line(oneOf(content, ['Telefonnummern', 'Ansprechpartner', 'Erreichbarkeiten']), {
    ...bold,
    size: 8.5,
  })
  canvas.y += 2
  for (const three of inRows(content.contacts, 3)) {
    const cells = three.map(
      ({ role, name, phone }): RichCell => ({
        share: 1,
        lines: [
          [role, tiny],
          [name, bold],
          [phone, plain],
        ],
      }),
    )
    const rest = Array.from({ length: 3 - three.length }, () => cell(1, '', plain))
    cellRow(canvas, [...cells, ...rest], line)
  }
  canvas.y += 5
  canvas.room(40)
  const grid = gridOf(
    canvas,
    [
      [oneOf(content, ['Vorschau', 'Nächste Drehtage', 'Ausblick']), 2, plain],
      ['DT', 0.5, middle],
      ['Motiv', 2.4, plain],
      ['Bilder', 1.6, plain],
      ['Beginn', 0.9, middle],
    ],
    line,
  )
  grid.head(bold, grey)
  for (const next of content.advance)
    grid.row([date(next.date), String(next.day), next.set, next.scenes.join(', '), time(next.crewCall)])
}
