import { fileStem, type SheetLayout } from '../../sheet.ts'
import { type OfficePen, officePen, printedAs, sceneRows } from './office.ts'

const grid = { font: 'sans', headFont: 'sans-bold', size: 7, padding: 1.8, lines: 'grid' } as const

/** A workbook printed as it stands: every value in a cell right of its name, people in one long list without headings. */
export const officeSpreadsheet: SheetLayout = {
  settings: ['america', 'argentina', 'germany', 'france'],
  paper: 'A4',
  margin: 24,
  fileName: ({ production, day }) => `${fileStem(production)} d${day.number}.pdf`,
  printed: printedAs({
    facts: ['day', 'sunrise', 'sunset', 'estimatedWrap', 'hospital', 'unitBase', 'parking', 'vendorStops'],
    ready: true,
    meals: 'lunch',
    calls: ['people'],
    scenes: { description: true, cast: true },
    cast: ['pickUp', 'makeUp', 'onSet'],
  }),
  draw: (canvas, sheet) => {
    const pen = officePen(canvas, sheet)
    drawFacts(pen)
    drawScenes(pen)
    drawCast(pen)
    drawCrew(pen)
  },
}

const columns = (...shares: number[]) => shares.map((share) => ({ title: '', share }))

function drawFacts({ canvas, content, date, time, timeText, say }: OfficePen): void {
  const { locations, hospital, pickUps } = content
  canvas.table({
    ...grid,
    size: 10,
    columns: columns(1, 1),
    rows: [[`${content.production} - ${say('sheet')}`, date(content.date)]],
  })
  canvas.table({
    ...grid,
    columns: columns(1.5, 1.5, 1.5, 1.5),
    rows: [
      [say('day'), `${content.day.number}/${content.day.of}`, say('crewCall'), timeText(content.crewCall)],
      [say('sunrise'), time(content.sunrise), say('ready'), timeText(content.scenes[0]?.startsAt ?? 'n/a')],
      [say('sunset'), time(content.sunset), say('wrap'), timeText(content.estimatedWrap)],
      [
        content.meals[1]?.name ?? '',
        time(content.meals[1]?.time ?? 'n/a'),
        say('weather'),
        content.weather.summary,
      ],
    ],
  })
  canvas.y += 5
  canvas.table({
    ...grid,
    columns: columns(1.5, 2.2, 3.4),
    rows: [
      ...locations.map(({ name, address }, index) => [`${index + 1}. ${say('place')}`, name, address]),
      [say('base'), content.unitBase, ''],
      [say('parking'), content.parking, ''],
      [say('hospital'), hospital.name, `${hospital.address} (${hospital.phone})`],
      ...pickUps.map((stop) => [say('vendor'), `${time(stop.time)} ${stop.vendor}`, stop.address]),
    ],
  })
  canvas.y += 5
}

function drawScenes(pen: OfficePen): void {
  const { canvas, interior, light, say } = pen
  canvas.table({
    ...grid,
    columns: [
      { title: say('scene'), share: 0.8 },
      { title: say('set'), share: 2.2 },
      { title: say('effect'), share: 1.4 },
      { title: '', share: 3.4 },
      { title: say('castNumbers'), share: 1.2 },
    ],
    rows: sceneRows(pen, (scene) => [
      scene.number,
      scene.set,
      `${interior[scene.intExt]} - ${light[scene.dayNight]}`,
      scene.description,
      scene.cast.join(' '),
    ]),
  })
  canvas.y += 5
}

function drawCast({ canvas, content, time, say }: OfficePen): void {
  canvas.table({
    ...grid,
    columns: [
      ...(['character', 'actor'] as const).map((key) => ({ title: say(key), share: 2.2 })),
      ...(['pickUp', 'makeUp', 'onSet'] as const).map((key) => ({ title: say(key), share: 1 })),
    ],
    rows: content.cast.map((member) => [
      member.character,
      member.actor,
      time(member.pickUp),
      time(member.makeUp),
      time(member.onSet),
    ]),
  })
  canvas.y += 5
}

/** The department once, over its people; what they do, who they are, when they come, wide cells between. */
function drawCrew({ canvas, content, time }: OfficePen): void {
  canvas.table({
    ...grid,
    lines: 'rows',
    columns: columns(3, 3, 1),
    rows: content.departmentCalls.flatMap(({ department }) => [
      [department.toLocaleUpperCase('pl')],
      ...content.crew
        .filter((person) => person.department === department)
        .map((person) => [person.role, person.name, time(person.time)]),
    ]),
  })
}
