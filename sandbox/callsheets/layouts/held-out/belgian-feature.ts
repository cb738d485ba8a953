import type { TextStyle } from '../../canvas.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  inRows,
  leastOf,
  namedCall,
  oneOf,
  type Pen,
  penOf,
  peopleOf,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'
import { besideMerged, type CellLine, cell, cellRow, gridOf, mergedRow, type RichCell } from '../cells.ts'

const plain: TextStyle = { font: 'times', size: 8.6 }
const bold: TextStyle = { font: 'times-bold', size: 8.6 }
const small: TextStyle = { font: 'times', size: 7.4 }
const centre: TextStyle = { ...plain, align: 'center' }
const right: TextStyle = { ...bold, align: 'right' }
const title: TextStyle = { ...bold, size: 7.6 }
const grey = '#d9d9d9'
const rule = { line: 0.7, padding: 3.4 } as const
const ready = ['PAT', 'Prêts à tourner', '1er plan'] as const

/** A Belgian feature: the day as one span of hours, sets merged beside their scenes, minutes instead of pages. */
export const belgianFeature: SheetLayout = {
  settings: ['belgium'],
  paper: 'A4',
  margin: 34,
  fileName: ({ production, day }) =>
    `FDS n°${day.number} - ${fileStem(production).replaceAll('_', ' ')} - diffusion.pdf`,
  printed: (truth, content) => ({
    ...leastOf(truth),
    day: truth.day,
    estimatedWrap: truth.estimatedWrap,
    sunrise: truth.sunrise,
    sunset: truth.sunset,
    calls: [namedCall(oneOf(content, ready), content.scenes[0]?.startsAt ?? null), ...peopleOf(truth)],
    hospital: truth.hospital,
    unitBase: truth.unitBase,
    parking: truth.parking,
    meals: truth.meals.slice(1),
    vendorStops: truth.vendorStops,
    scenes: scenesWith(truth, { description: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'costume', 'onSet']),
    background: truth.background,
    equipment: truth.equipment,
    safetyNotes: truth.safetyNotes,
    notes: truth.notes,
    contacts: truth.contacts,
    advance: truth.advance,
  }),
  draw: (canvas, sheet) => {
    const pen = penOf(canvas, sheet)
    drawHead(pen)
    drawPlaces(pen)
    drawSequences(pen)
    drawCast(pen)
    drawNeeds(pen)
    drawCrew(pen)
    drawEnd(pen)
  },
}

function drawHead(pen: Pen): void {
  const { canvas, content, date, time } = pen
  const { day, weather, crew } = content
  const director = crew.find(({ role }) => role === 'Réalisatrice')?.name ?? ''
  const company: RichCell = {
    share: 1.2,
    lines: [
      [content.company, bold],
      ['en coproduction, avec le Tax Shelter', small],
    ],
  }
  const film: RichCell = {
    share: 2.2,
    lines: [
      [content.production, { ...centre, font: 'times-bold', size: 17 }],
      [`un film de ${director}`, { ...centre, size: 8 }],
    ],
  }
  const sheet: RichCell = {
    share: 1.2,
    lines: [
      [oneOf(content, ['FEUILLE DE SERVICE', 'CALL SHEET / FDS', 'F.D.S.']), right],
      [`Jour ${day.number} / ${day.of}`, { ...right, size: 11 }],
    ],
  }
  cellRow(canvas, [company, film, sheet], { ...rule, padding: 5 })
  mergedRow(canvas, date(content.date), { ...centre, font: 'times-bold', size: 12 }, { ...rule, fill: grey })
  const sun = `${oneOf(content, ['soleil', 'Soleil :'])} ${time(content.sunrise)} / ${time(content.sunset)}`
  const degrees = `min. ${weather.lowCelsius}° max. ${weather.highCelsius}°`
  drawHours(pen)
  mergedRow(canvas, `${weather.summary} - ${degrees} - ${sun}`, { ...centre, size: 7.6 }, rule)
  canvas.y += 6
}

/** The day as one span, then what happens in it. */
function drawHours({ canvas, content, time, timeText }: Pen): void {
  const hours = oneOf(content, ['HORAIRE ÉQUIPE', 'Horaire collectif', 'JOURNÉE CONTINUE'])
  const span = `${timeText(content.crewCall)} > ${timeText(content.estimatedWrap)}`
  const first = timeText(content.scenes[0]?.startsAt ?? 'n/a')
  const [, dinner] = content.meals
  cellRow(
    canvas,
    [
      cell(2, `${hours} : ${span}`, { ...bold, size: 11 }),
      cell(1.1, `${oneOf(content, ready)} : ${first}`, { ...bold, size: 10 }),
      cell(1, dinner ? `${dinner.name} : ${time(dinner.time)}` : '', { ...bold, size: 10 }),
    ],
    { ...rule, padding: 4 },
  )
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { locations, hospital } = content
  const entry = (label: string, ...lines: readonly CellLine[]): RichCell => ({
    share: 1,
    lines: [[label, { ...bold, size: 7.4 }], ...lines],
  })
  const cells: RichCell[] = [
    ...locations.map(({ name, address }, index) =>
      entry(`LIEU ${index + 1}`, [name, bold], [address, plain]),
    ),
    entry(oneOf(content, ['LOGES - HMC - CANTINE', 'BASE', 'CAMPEMENT']), [content.unitBase, plain]),
    entry(oneOf(content, ['PARKING', 'STATIONNEMENT', 'PARKING TECHNIQUE']), [content.parking, plain]),
    entry(
      oneOf(content, ['HÔPITAL', 'URGENCES', 'HÔPITAL LE PLUS PROCHE']),
      [hospital.name, bold],
      [`${hospital.address} (tél. ${hospital.phone})`, plain],
    ),
    ...content.pickUps.map((stop) =>
      entry(
        oneOf(content, ['ENLÈVEMENT', 'ENLÈVEMENT MATÉRIEL', 'CHARGEMENT']),
        [`${stop.vendor}, ${stop.address}`, plain],
        [time(stop.time), bold],
      ),
    ),
  ]
  for (const row of inRows(cells, 3)) cellRow(canvas, row, rule)
  canvas.y += 6
}

/** How long a scene lasts on the screen: some fifty seconds a page, rounded to five. */
function lasts(eighths: number): string {
  const seconds = Math.max(10, Math.round((eighths * 6.5) / 5) * 5)
  return `${Math.floor(seconds / 60)}'${String(seconds % 60).padStart(2, '0')}"`
}

interface SetOfDay {
  set: string
  location: number
  scenes: SheetContent['scenes']
}

/** Scenes that follow each other in the same set. */
function setsOf({ scenes }: SheetContent): SetOfDay[] {
  const sets: SetOfDay[] = []
  for (const scene of scenes) {
    const last = sets.at(-1)
    if (last?.set === scene.set && last.location === scene.location) last.scenes.push(scene)
    else sets.push({ set: scene.set, location: scene.location, scenes: [scene] })
  }
  return sets
}

/** Every set is a merged cell, its scenes in rows beside it. */
function drawSequences({ canvas, content, interior, light, time }: Pen): void {
  const grid = gridOf(
    canvas,
    [
      ['SÉQ.', 0.9, bold],
      ['EFFET', 1.5, plain],
      [oneOf(content, ['RÉSUMÉ', 'ACTION', 'Résumé']), 5.2, plain],
      ['RÔLES', 1.2, plain],
      ['MIN.', 0.8, plain],
      ['DÈS', 1, plain],
    ],
    rule,
  )
  besideMerged(canvas, 0.2, [['DÉCOR', title]], () => grid.head(title, grey), { ...rule, fill: grey })
  for (const { set, location, scenes } of setsOf(content)) {
    const where: CellLine[] = content.locations.length > 1 ? [[`(lieu ${location + 1})`, small]] : []
    const rows = (least: number): void => {
      for (const scene of scenes)
        grid.row(
          [
            scene.number,
            `${interior[scene.intExt]} ${light[scene.dayNight]}`,
            scene.description,
            scene.cast.join('-'),
            lasts(scene.eighths),
            time(scene.startsAt),
          ],
          { height: least / scenes.length },
        )
    }
    besideMerged(canvas, 0.2, [[set, bold], ...where], rows, rule)
  }
  canvas.y += 7
}

function drawCast({ canvas, content, time }: Pen): void {
  const grid = gridOf(
    canvas,
    [
      ['N°', 0.5, plain],
      [oneOf(content, ['RÔLES', 'PERSONNAGE', 'RÔLE']), 2.3, plain],
      [oneOf(content, ['COMÉDIEN·NES', 'ARTISTES', 'COMÉDIENS']), 2.4, plain],
      [oneOf(content, ['P-UP', 'DÉP. DOMICILE', 'Chauffeur']), 1.3, plain],
      [oneOf(content, ['MAQ/COIF', 'HMC', 'MAQ.']), 1.1, plain],
      ['COST.', 0.9, plain],
      [oneOf(content, ['PAT', 'PLATEAU']), 1, plain],
    ],
    rule,
  )
  grid.head(title, grey)
  for (const { number, character, actor, pickUp, makeUp, costume, onSet } of content.cast)
    grid.row([String(number), character, actor, ...[pickUp, makeUp, costume, onSet].map(time)])
  for (const { count, description, time: call } of content.background)
    mergedRow(canvas, `FIGURATION : ${count} ${description}, convoqués à ${time(call)}`, plain, rule)
  canvas.y += 7
}

function drawNeeds({ canvas, content }: Pen): void {
  const row = (label: string, values: readonly string[]): void =>
    cellRow(
      canvas,
      [
        { share: 1, fill: grey, lines: [[label, bold]] },
        { share: 4, lines: values.map((value): CellLine => [`• ${value}`, plain]) },
      ],
      rule,
    )
  row(oneOf(content, ['MATÉRIEL', 'MATÉRIEL SUPPL.', 'BESOINS']), content.equipment)
  row(oneOf(content, ['SÉCURITÉ', 'BIEN-ÊTRE & SÉCURITÉ']), content.safetyNotes)
  row(oneOf(content, ['REMARQUES', 'NB', 'INFOS RÉGIE']), content.notes)
  canvas.y += 7
}

/** Two columns of departments, each person with the hour in front of the name. */
function drawCrew({ canvas, content, time }: Pen): void {
  canvas.room(70)
  canvas.line(oneOf(content, ['ÉQUIPE', 'CONVOCATIONS ÉQUIPE', 'HEURES DE CONVOCATION']), {
    ...bold,
    size: 10,
  })
  canvas.y += 2
  const narrow = { ...rule, padding: 2.4 }
  const column = (department: string) => () => {
    mergedRow(canvas, department.toLocaleUpperCase('fr'), bold, { ...narrow, fill: grey })
    for (const { name, role, time: call } of content.crew.filter((each) => each.department === department)) {
      const who: CellLine[] = [
        [name, { ...plain, size: 7.6 }],
        [role, { ...small, size: 6.6 }],
      ]
      cellRow(canvas, [cell(1, time(call), { ...bold, size: 7.6 }), { share: 3.6, lines: who }], narrow)
    }
    canvas.y += 5
  }
  for (const row of inRows(content.departmentCalls, 3)) {
    const columns = row.map(({ department }) => column(department))
    const empty = Array.from({ length: 3 - row.length }, () => () => {})
    sideBySide(canvas, [1, 1, 1], [...columns, ...empty], 8)
  }
  canvas.y += 2
}

function drawEnd({ canvas, content, date, time }: Pen): void {
  canvas.room(60)
  canvas.line(oneOf(content, ['CONTACTS', 'NUMÉROS UTILES']), { ...bold, size: 10 })
  canvas.table({
    font: 'times',
    size: 8,
    columns: [3, 3, 2, 3.4].map((share) => ({ title: '', share })),
    rows: content.contacts.map(({ role, name, phone, email }) => [role, name, phone, email]),
  })
  canvas.y += 6
  canvas.room(50)
  canvas.line(oneOf(content, ['PRÉVISION', 'PLUS TARD', 'SOUS RÉSERVE']), { ...bold, size: 10 })
  for (const next of content.advance)
    canvas.line(
      `${date(next.date)} (J${next.day}) - ${next.set} - séq. ${next.scenes.join(', ')} - équipe ${time(next.crewCall)}`,
      plain,
    )
}
