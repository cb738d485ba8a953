import { formatEighths, shiftTime } from '../formats.ts'
import type { Paper } from './index.ts'
import type { PaperKind } from './words.ts'

/** Draws the body of each kind below the heading. */
export const drawings: Record<PaperKind, (paper: Paper) => void> = {
  'one-line-schedule': drawOneLiner,
  'shooting-schedule': drawShootingSchedule,
  'day-out-of-days': drawDayOutOfDays,
  'movement-order': drawMovementOrder,
  'contact-list': drawContactList,
  'rental-order': drawRentalOrder,
  'daily-brief': drawDailyBrief,
  invoice: drawInvoice,
  'production-report': drawProductionReport,
}

const head = { headFill: '#e4e4e4', size: 7.5 }

/** Strips, a line each, the end of every day in a merged row. */
function drawOneLiner({ canvas, sheet, days, font, bold }: Paper): void {
  const { words } = sheet
  canvas.table({
    ...head,
    font,
    headFont: bold,
    columns: [
      { title: words.scene, share: 0.9 },
      { title: words.intExt, share: 0.9 },
      { title: words.set, share: 4 },
      { title: words.dayNight, share: 1 },
      { title: words.pages, share: 0.8 },
      { title: words.sceneCast, share: 1.2 },
    ],
    rows: days.flatMap((day) => [
      ...day.scenes.map((scene) => [
        scene.number,
        words.interior[scene.intExt],
        scene.set,
        words.light[scene.dayNight],
        formatEighths(scene.eighths),
        scene.cast.join(', '),
      ]),
      [`${words.day} ${day.day.number}  -  ${sheet.date(day.date)}  -  ${words.total} ${pages(day.scenes)}`],
    ]),
  })
}

/** A heading for each day, its scenes with their description below. */
function drawShootingSchedule({ canvas, sheet, days, font, bold }: Paper): void {
  const { words } = sheet
  for (const day of days) {
    canvas.room(90)
    canvas.line(`${words.day} ${day.day.number}: ${sheet.date(day.date)}`, { font: bold, size: 10 })
    canvas.line(`${words.location}: ${day.locations.map(({ name }) => name).join(', ')}`, { font, size: 8 })
    canvas.table({
      ...head,
      font,
      headFont: bold,
      lines: 'rows',
      columns: [
        { title: words.scene, share: 0.9 },
        { title: words.set, share: 3 },
        { title: words.description, share: 4 },
        { title: words.pages, share: 0.8 },
        { title: words.sceneCast, share: 1.3 },
      ],
      rows: day.scenes.map((scene) => [
        scene.number,
        `${words.interior[scene.intExt]} ${scene.set} ${words.light[scene.dayNight]}`,
        scene.description,
        formatEighths(scene.eighths),
        scene.cast.join(', '),
      ]),
    })
    canvas.y += 8
  }
}

/** The cast down the side, the days across, SW W H WF in the cells. */
function drawDayOutOfDays({ canvas, random, sheet, words, days, font, bold }: Paper): void {
  const { content } = sheet
  canvas.table({
    ...head,
    size: 6.8,
    font,
    headFont: bold,
    columns: [
      { title: `${sheet.words.character} / ${sheet.words.actor}`, share: 4 },
      ...days.map(({ date, day }) => ({
        title: `${date.slice(8)}/${date.slice(5, 7)}\n${day.number}`,
        share: 0.8,
      })),
      { title: words.workdays, share: 1 },
    ],
    rows: content.cast.map((member) => {
      const marks = days.map((_, index) => {
        if (index === 0) return 'SW'
        if (index === days.length - 1) return 'WF'
        return random.chance(0.6) ? 'W' : 'H'
      })
      const worked = marks.filter((mark) => mark !== 'H').length
      return [`${member.number}. ${member.character} - ${member.actor}`, ...marks, String(worked)]
    }),
  })
}

function drawMovementOrder({ canvas, sheet, words, days, font, bold }: Paper): void {
  const { content } = sheet
  canvas.line(`${sheet.words.date}: ${sheet.date(content.date)}`, { font: bold, size: 10 })
  for (const place of content.locations) {
    canvas.line(`${sheet.words.location}: ${place.name}, ${place.address}`, { font, size: 9 })
  }
  canvas.line(`${sheet.words.parking}: ${content.parking}`, { font, size: 9 })
  canvas.line(`${sheet.words.base}: ${content.unitBase}`, { font, size: 9 })
  canvas.line(`${sheet.words.hospital}: ${content.hospital.name}, ${content.hospital.address}`, {
    font,
    size: 9,
  })
  canvas.y += 8
  for (const [index, line] of words.directions.entries())
    canvas.line(`${index + 1}. ${line}`, { font, size: 9 })
  canvas.y += 8
  canvas.line(`${sheet.date(days[1]?.date ?? content.date)}: ${content.unitBase}`, { font, size: 8 })
  canvas.table({
    ...head,
    font,
    headFont: bold,
    columns: [
      { title: sheet.words.department, share: 2 },
      { title: sheet.words.time, share: 1 },
      { title: sheet.words.parking, share: 3 },
    ],
    rows: content.departmentCalls.map((call) => [call.department, sheet.time(call.time), sheet.words.base]),
  })
}

function drawContactList({ canvas, random, sheet, font, bold }: Paper): void {
  const { content, words } = sheet
  const [sample] = content.contacts
  canvas.table({
    ...head,
    font,
    headFont: bold,
    columns: [
      { title: words.department, share: 2 },
      { title: words.role, share: 2.4 },
      { title: words.name, share: 2.2 },
      { title: words.phone, share: 1.8 },
      { title: words.email, share: 3 },
    ],
    rows: content.crew.map((person) => [
      person.department,
      person.role,
      person.name,
      (sample?.phone ?? '').replace(/\d\d$/, String(random.between(10, 99))),
      `crew${random.between(100, 999)}@example.com`,
    ]),
  })
}

function drawRentalOrder(paper: Paper): void {
  const { canvas, sheet, words, font } = paper
  const { content } = sheet
  const [vendor] = content.pickUps
  canvas.line(`${words.seller}: ${vendor?.vendor ?? 'Camera House'}, ${vendor?.address ?? ''}`, {
    font,
    size: 9,
  })
  canvas.line(`${words.buyer}: ${content.company}`, { font, size: 9 })
  canvas.line(`${words.collect}: ${sheet.date(content.date)} ${sheet.time('06:00')}`, { font, size: 9 })
  const back = Temporal.PlainDate.from(content.date).add({ days: 21 }).toString()
  canvas.line(`${words.giveBack}: ${sheet.date(back)} ${sheet.time('17:00')}`, { font, size: 9 })
  canvas.y += 8
  drawItems(paper, 21)
}

function drawInvoice(paper: Paper): void {
  const { canvas, random, sheet, words, font, bold } = paper
  const { content } = sheet
  const [vendor] = content.pickUps
  canvas.line(`Nr ${random.between(10, 480)}/${content.date.slice(0, 4)}, ${sheet.date(content.date)}`, {
    font,
    size: 9,
  })
  canvas.line(`${words.seller}: ${vendor?.vendor ?? 'Camera House'}, ${vendor?.address ?? ''}`, {
    font,
    size: 9,
  })
  canvas.line(`${words.buyer}: ${content.company}, ${content.locations[0]?.address ?? ''}`, { font, size: 9 })
  const due = Temporal.PlainDate.from(content.date).add({ days: 14 }).toString()
  canvas.line(`${words.due}: ${sheet.date(due)}`, { font: bold, size: 9 })
  canvas.y += 8
  drawItems(paper, 1)
}

/** Goods with prices, and what they come to. */
function drawItems({ canvas, random, sheet, words, font, bold }: Paper, days: number): void {
  const items = sheet.content.equipment.map((name) => ({
    name,
    quantity: random.between(1, 3),
    price: random.between(4, 90) * 10,
  }))
  const net = items.reduce((sum, { quantity, price }) => sum + quantity * price * days, 0)
  canvas.table({
    ...head,
    font,
    headFont: bold,
    columns: [
      { title: words.item, share: 5 },
      { title: words.quantity, share: 1, align: 'right' },
      { title: words.price, share: 1.4, align: 'right' },
      { title: words.net, share: 1.6, align: 'right' },
    ],
    rows: items.map(({ name, quantity, price }) => [
      name,
      String(quantity),
      `${price},00`,
      `${quantity * price * days},00`,
    ]),
  })
  canvas.y += 6
  canvas.line(`${words.net}: ${net},00 ${words.currency}     ${words.tax}`, { font, size: 9, align: 'right' })
  canvas.line(`${words.total}: ${Math.round(net * 1.2)},00 ${words.currency}`, {
    font: bold,
    size: 11,
    align: 'right',
  })
}

/** Prose about tomorrow, with a time and a place in it, and no sheet. */
function drawDailyBrief({ canvas, sheet, words, font }: Paper): void {
  const { content } = sheet
  for (const line of [...words.brief, ...content.notes, ...content.safetyNotes]) {
    canvas.line(line, { font, size: 10 })
    canvas.y += 4
  }
  canvas.line(
    `${sheet.date(content.date)}: ${content.locations[0]?.name ?? ''}, ${content.weather.summary}`,
    {
      font,
      size: 10,
    },
  )
  canvas.y += 10
  for (const { role, name, phone } of content.contacts.slice(0, 2)) {
    canvas.line(`${name} (${role}) ${phone}`, { font, size: 9 })
  }
}

/** What was done on a day that is over. */
function drawProductionReport({ canvas, random, sheet, words, font, bold }: Paper): void {
  const { content } = sheet
  canvas.line(
    `${sheet.words.day} ${content.day.number}${sheet.words.of}${content.day.of}, ${sheet.date(content.date)}`,
    {
      font: bold,
      size: 10,
    },
  )
  const late = random.between(1, 9) * 5
  const rows: [string, string][] = [
    [sheet.words.crewCall, content.crewCall],
    [sheet.words.shootingCall, content.scenes[0]?.startsAt ?? content.crewCall],
    ...content.meals.map(({ name, time }): [string, string] => [name, time]),
    [sheet.words.wrap, content.estimatedWrap],
  ]
  canvas.table({
    ...head,
    font,
    headFont: bold,
    columns: [
      { title: '', share: 3 },
      { title: words.planned, share: 1 },
      { title: words.actual, share: 1 },
    ],
    rows: rows.map(([label, time]) => [label, sheet.time(time), sheet.time(shiftTime(time, late))]),
  })
  canvas.y += 8
  canvas.table({
    ...head,
    font,
    headFont: bold,
    columns: [
      { title: sheet.words.scene, share: 1 },
      { title: sheet.words.set, share: 4 },
      { title: sheet.words.pages, share: 1 },
      { title: words.actual, share: 1 },
    ],
    rows: content.scenes.map((scene) => [
      scene.number,
      scene.set,
      formatEighths(scene.eighths),
      random.chance(0.8) ? 'OK' : '-',
    ]),
  })
  canvas.y += 6
  canvas.line(`${sheet.words.total}: ${pages(content.scenes)}`, { font: bold, size: 9 })
}

function pages(scenes: readonly { eighths: number }[]): string {
  return formatEighths(scenes.reduce((sum, { eighths }) => sum + eighths, 0))
}
