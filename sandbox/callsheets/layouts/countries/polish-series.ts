import type { TextStyle } from '../../canvas.ts'
import { formatEighths, shiftTime } from '../../formats.ts'
import type { SheetContent } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import {
  castWith,
  contactsByPhone,
  departmentsOf,
  inRows,
  inTurn,
  namedCall,
  oneOf,
  type Pen,
  printing,
  scenesWith,
  sideBySide,
} from '../by-hand.ts'

const plain: TextStyle = { font: 'condensed', size: 7 }
const bold: TextStyle = { font: 'condensed-bold', size: 7 }
const grid = {
  font: 'condensed',
  headFont: 'condensed-bold',
  size: 6.6,
  padding: 1.8,
  headFill: '#fff2cc',
} as const
const secondUnit = ['Ekipa B', 'II EKIPA', 'Druga ekipa'] as const
const start = ['START ZDJĘĆ', 'KLAPS', 'Start'] as const
const secondCall = ({ crewCall }: SheetContent): string => shiftTime(crewCall, 150)

/** A daily series with a second crew: a wide sheet, times across the top, people in rows of pairs. */
export const polishSeries: SheetLayout = {
  settings: ['poland'],
  paper: 'A4',
  landscape: true,
  margin: 24,
  fileName: ({ production, day, revision }) =>
    `${revision.issuedAt.slice(5, 10).split('-').toReversed().join('_')} PD ${fileStem(production)} dz.${day.number} v${revision.number + 1}.pdf`,
  printed: (truth, content) => ({
    ...printing(truth, [
      'day',
      'productionCall',
      'estimatedWrap',
      'hospital',
      'unitBase',
      'vendorStops',
      'safetyNotes',
      'notes',
    ]),
    revision: truth.revision && { ...truth.revision, issuedAt: null },
    calls: [
      namedCall(oneOf(content, start), content.scenes[0]?.startsAt ?? null),
      ...departmentsOf(truth),
      { name: null, role: null, department: oneOf(content, secondUnit), time: secondCall(content) },
    ],
    meals: truth.meals.slice(1),
    scenes: scenesWith(truth, { eighths: true, cast: true }),
    cast: castWith(truth, ['number', 'pickUp', 'makeUp', 'onSet']),
    contacts: contactsByPhone(truth),
  }),
  draw: inTurn(drawHead, drawMiddle, drawCrew, drawFoot),
}

function drawHead({ canvas, content, date, timeText, time }: Pen): void {
  const { day, revision, meals } = content
  canvas.table({
    ...grid,
    size: 8,
    columns: [2, 1.2, 1.6, 1].map((share) => ({ title: '', share })),
    rows: [
      [
        content.production.toLocaleUpperCase('pl'),
        `PLAN DNIA - DZIEŃ ${day.number}/${day.of}`,
        date(content.date),
        `wersja ${revision.number + 1} ${revision.colour}`,
      ],
    ],
  })
  const strip: [string, string][] = [
    ['PRODUKCJA', timeText(content.productionCall)],
    [oneOf(content, ['EKIPA A', 'CALL EKIPA', 'I EKIPA']), timeText(content.crewCall)],
    [oneOf(content, start), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
    ...meals.slice(1).map((meal): [string, string] => [meal.name, time(meal.time)]),
    [oneOf(content, ['KONIEC', 'WRAP', 'Koniec zdjęć']), timeText(content.estimatedWrap)],
  ]
  canvas.table({
    ...grid,
    size: 8,
    columns: strip.map(([title]) => ({ title, share: 1, align: 'center' as const })),
    rows: [strip.map(([, value]) => value)],
  })
  canvas.y += 4
}

function drawMiddle(pen: Pen): void {
  const { canvas, content, interior, light, time } = pen
  const scenes = (): void =>
    canvas.table({
      ...grid,
      columns: ['Sc.', 'W/P', 'Pora', 'Obiekt', 'Postaci', 'Obj.', 'Lok.'].map((title, index) => ({
        title,
        share: [0.8, 0.9, 1, 3, 1.2, 0.7, 0.6][index] ?? 1,
      })),
      rows: content.scenes.map((scene) => [
        scene.number,
        interior[scene.intExt],
        light[scene.dayNight],
        scene.set,
        scene.cast.join(','),
        formatEighths(scene.eighths),
        String(scene.location + 1),
      ]),
    })
  const cast = (): void =>
    canvas.table({
      ...grid,
      columns: ['Nr', 'Postać', 'Aktor', oneOf(content, ['Wyjazd', 'Odbiór']), 'Char.', 'Plan'].map(
        (title, index) => ({
          title,
          share: [0.5, 2, 2.4, 1, 1, 1][index] ?? 1,
        }),
      ),
      rows: content.cast.map((member) => [
        String(member.number),
        member.character,
        member.actor,
        time(member.pickUp),
        time(member.makeUp),
        time(member.onSet),
      ]),
    })
  drawPlaces(pen)
  sideBySide(canvas, [1.25, 1], [scenes, cast], 8)
  canvas.y += 4
}

function drawPlaces({ canvas, content, time }: Pen): void {
  const { hospital, locations, pickUps } = content
  canvas.table({
    ...grid,
    columns: [1, 3, 1, 3].map((share) => ({ title: '', share })),
    rows: inRows(
      [
        ...locations.map(({ name, address }, index) => [`LOK. ${index + 1}`, `${name}\n${address}`]),
        ['BAZA', content.unitBase],
        [oneOf(content, ['SOR', 'SZPITAL']), `${hospital.name}\n${hospital.address}\n${hospital.phone}`],
        ...pickUps.map((stop) => [
          oneOf(content, ['ODBIÓR', 'Odbiór sprzętu']),
          `${time(stop.time)} ${stop.vendor}, ${stop.address}`,
        ]),
      ],
      2,
    ).map((pair) => [...(pair[0] ?? ['', '']), ...(pair[1] ?? ['', ''])]),
  })
  canvas.y += 4
}

/** Four departments to a row, each with its hour beside it. */
function drawCrew({ canvas, content, time }: Pen): void {
  const calls = [
    ...content.departmentCalls.map(({ department, time: call }) => [department, time(call)]),
    [oneOf(content, secondUnit), time(secondCall(content))],
  ]
  const heads = ['Pion', oneOf(content, ['Godz.', 'Call'])]
  canvas.table({
    ...grid,
    columns: Array.from({ length: 8 }, (_, index) => ({
      title: heads[index % 2] ?? '',
      share: index % 2 ? 1 : 2,
    })),
    rows: inRows(calls, 4).map((row) =>
      Array.from({ length: 4 }, (_, index) => row[index] ?? ['', '']).flat(),
    ),
  })
  canvas.y += 4
}

function drawFoot({ canvas, content }: Pen): void {
  sideBySide(
    canvas,
    [1, 1, 1],
    [
      () => {
        canvas.line(oneOf(content, ['UWAGI', 'WAŻNE']), bold)
        for (const line of content.notes) canvas.line(`* ${line}`, plain)
      },
      () => {
        canvas.line('BHP', bold)
        for (const line of content.safetyNotes) canvas.line(`* ${line}`, plain)
      },
      () => {
        canvas.line(oneOf(content, ['KONTAKT', 'TELEFONY']), bold)
        for (const { role, name, phone } of content.contacts) canvas.line(`${role}: ${name}, ${phone}`, plain)
      },
    ],
  )
}
