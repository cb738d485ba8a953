import { expect, test } from 'vitest'
import { formSheetOf } from './form/sheet.ts'
import {
  developmentLayouts,
  generateCallSheet,
  heldOutLayouts,
  instructions,
  languagesOf,
  traps,
} from './index.ts'
import { pdfText } from './pdf-text.ts'
import type { Trap } from './traps/traps.ts'

const asked = { seed: 4, language: 'de', layout: 'tagesdispo-serie' } as const
const laid = (...names: Trap[]) => generateCallSheet({ ...asked, traps: names })
const textOf = async (pdf: Uint8Array) => (await pdfText(pdf)).join('\n')

test.each(traps)('%s changes the file, the same way each time', async (trap) => {
  const [plain, first, again] = await Promise.all([laid(), laid(trap), laid(trap)])
  expect(Buffer.from(again.pdf).equals(Buffer.from(first.pdf))).toBe(true)
  const same = Buffer.from(first.pdf).equals(Buffer.from(plain.pdf)) && first.fileName === plain.fileName
  expect(same).toBe(false)
})

test('every layout draws with every trap at once', async () => {
  for (const [index, layout] of [...developmentLayouts, ...heldOutLayouts].entries()) {
    const spoken = languagesOf(layout)
    const language = spoken[index % spoken.length] ?? 'en'
    const { pdf, others } = await generateCallSheet({ seed: 2, language, layout, traps })
    expect(others).toHaveLength(1)
    expect(pdf.length).toBeLessThan(600_000)
  }
}, 120_000)

test('times: the wrap after midnight, the pick-up at six, the person before their department', async () => {
  const night = await laid('night-shoot')
  expect([night.truth.crewCall, night.truth.estimatedWrap]).toEqual(['17:30', '04:15'])
  const early = await laid('vendor-pick-up')
  expect(early.truth.vendorStops[0]?.time).toBe('06:00')
  const { truth } = await laid('personal-call')
  const dit = truth.calls.find(({ role }) => role === 'DIT')
  expect(dit?.time?.localeCompare(truth.crewCall ?? '')).toBe(-1)
})

test('places: several locations, one interior', async () => {
  expect((await laid('company-moves')).truth.locations.length).toBeGreaterThan(1)
  const { truth } = await laid('one-interior')
  expect(truth.scenes.filter(({ intExt }) => intExt === 'INT')).toHaveLength(1)
})

test('dates: without a year, and beside the wrong weekday', async () => {
  const yearless = await laid('date-without-year')
  const year = yearless.truth.shootingDate?.slice(0, 4) ?? ''
  const printed = formSheetOf(yearless.content).date(yearless.content.date)
  expect(await textOf(yearless.pdf)).toContain(printed)
  expect(printed).not.toContain(year)
  const wrong = await laid('wrong-weekday')
  const date = Temporal.PlainDate.from(wrong.content.date)
  const eve = date.subtract({ days: 1 }).toLocaleString('de-DE', { weekday: 'long' })
  expect(formSheetOf(wrong.content).date(wrong.content.date)).toMatch(new RegExp(`^${eve}, ${date.day}\\.`))
})

test('the first line: sun, production call, hospital', async () => {
  const first = async (trap: Trap) =>
    (await textOf((await laid(trap)).pdf)).replace(/\s+/g, ' ').slice(0, 300)
  const { truth } = await laid()
  expect(await first('hospital-beside-location')).toContain(truth.hospital?.address)
  const { content } = await laid('sunrise-first')
  expect((await first('sunrise-first')).indexOf(formSheetOf(content).time(content.sunrise))).toBeGreaterThan(
    -1,
  )
})

test('letters one by one, no Unicode maps, pages on their side: what PDFium makes of them', async () => {
  const { pdf, truth } = await laid('letter-by-letter')
  expect((await textOf(pdf)).replace(/\s/g, '')).toContain(truth.production.replace(/\s/g, ''))
  const unmapped = await laid('no-unicode-map')
  expect(await textOf(unmapped.pdf)).not.toContain(truth.production)
  const turned = await laid('rotated-pages')
  expect(Buffer.from(turned.pdf).toString('latin1')).toContain('/Rotate 90')
  expect(await textOf(turned.pdf)).toContain(truth.production)
})

test('pages: short ones, a mail in front, the next day behind', async () => {
  const plain = await pdfText((await laid()).pdf)
  expect((await pdfText((await laid('split-tables')).pdf)).length).toBeGreaterThan(plain.length)
  const mail = await pdfText((await laid('cover-mail')).pdf)
  expect(mail).toHaveLength(plain.length + 1)
  expect(mail[0]).toContain('Betreff')
  const two = await laid('several-sheets')
  expect(two.others[0]?.shootingDate).toBe(
    Temporal.PlainDate.from(two.content.date).add({ days: 1 }).toString(),
  )
  expect((await pdfText(two.pdf)).length).toBeGreaterThan(plain.length)
})

test('orders to a model stand on the page and in no truth but the notes', async () => {
  const { pdf, truth } = await laid('instructions')
  expect((await textOf(pdf)).replace(/\s+/g, ' ')).toContain(instructions.text.slice(0, 60))
  expect(truth.crewCall).not.toBe(instructions.crewCall)
  expect(truth.notes.at(-1)).toBe(instructions.text)
})
