import { describe, expect, it } from 'vitest'
import { generateCallSheet, layouts } from '../../sandbox/callsheets/index.ts'
import { type CallSheet, type Field, readCallSheet } from './index.ts'

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1)

interface Tally {
  asked: number
  right: number
  /** Wrong although the reader was sure: these get people out of bed at the wrong time. */
  surelyWrong: number
  misses: string[]
}

function compare(tally: Tally, where: string, field: Field<unknown> | null, expected: unknown): void {
  tally.asked++
  if (JSON.stringify(field?.value ?? null) === JSON.stringify(expected)) {
    tally.right++
    return
  }
  if (field !== null && field.confidence > 0.9) tally.surelyWrong++
  tally.misses.push(
    `${where}: read ${JSON.stringify(field?.value ?? null)}, printed ${JSON.stringify(expected)}`,
  )
}

/** Name and address as one text: a sheet may print `Town Hall, 1 High Street` on a line. */
function places(sheet: CallSheet): Field<string[]> {
  const plain = (text: string): string => text.replace(/[\s,.]/gu, '').toLowerCase()
  const value = sheet.locations.map(({ value: { name, address } }) => plain(`${name ?? ''}${address ?? ''}`))
  return {
    value,
    confidence: Math.min(1, ...sheet.locations.map(({ confidence }) => confidence)),
    evidence: [],
  }
}

describe.each(layouts)('%s', (layout) => {
  it('gives date, crew call and locations right, and is never sure of what is wrong', async () => {
    const required: Tally = { asked: 0, right: 0, surelyWrong: 0, misses: [] }
    const other: Tally = { asked: 0, right: 0, surelyWrong: 0, misses: [] }
    for (const language of ['pl', 'en'] as const) {
      for (const seed of SEEDS) {
        const { pdf, truth, fileName } = await generateCallSheet({ seed, language, layout })
        const day = Temporal.PlainDate.from(truth.shootingDate ?? '2026-01-01')
        const sheet = await readCallSheet(pdf, { fileName, referenceDate: day.subtract({ days: 1 }) })
        const where = `${language} ${seed}`
        const printed = truth.locations.map(({ name, address }) =>
          `${name}${address}`.replace(/[\s,.]/gu, '').toLowerCase(),
        )
        compare(required, `${where} date`, sheet.shootingDate, truth.shootingDate)
        compare(required, `${where} crew call`, sheet.crewCall, truth.crewCall)
        compare(required, `${where} locations`, places(sheet), printed)
        compare(other, `${where} production call`, sheet.productionCall, truth.productionCall)
        compare(other, `${where} wrap`, sheet.estimatedWrap, truth.estimatedWrap)
        compare(other, `${where} sunrise`, sheet.sunrise, truth.sunrise)
        compare(other, `${where} sunset`, sheet.sunset, truth.sunset)
        compare(other, `${where} day`, sheet.day, truth.day)
        compare(other, `${where} hospital`, sheet.hospital, truth.hospital)
        expect(sheet.kind).toBe('call-sheet')
        expect(sheet.language).toBe(language)
      }
    }
    expect(required.right / required.asked, required.misses.join('\n')).toBeGreaterThanOrEqual(0.98)
    expect(other.right / other.asked, other.misses.join('\n')).toBeGreaterThanOrEqual(0.98)
    const sure = required.surelyWrong + other.surelyWrong
    expect(
      sure / (required.asked + other.asked),
      [...required.misses, ...other.misses].join('\n'),
    ).toBeLessThan(0.005)
  })
})
