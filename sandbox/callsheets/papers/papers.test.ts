import { describe, expect, test } from 'vitest'
import { formatDate } from '../formats.ts'
import { pdfText } from '../pdf-text.ts'
import { generatePaper, paperKinds } from './index.ts'
import { paperTitles } from './words.ts'

const languages = ['pl', 'en', 'de', 'fr', 'es'] as const

describe.each(paperKinds)('%s', (kind) => {
  test.each(languages)('in %s says what it is, and is the same each time', async (language) => {
    for (let seed = 1; seed <= 4; seed++) {
      const paper = await generatePaper({ seed, kind, language })
      const again = await generatePaper({ seed, kind, language })
      expect(Buffer.from(again.pdf).equals(Buffer.from(paper.pdf))).toBe(true)
      const pages = await pdfText(paper.pdf)
      const text = pages.join(' ').replace(/\s+/g, ' ')
      expect(paperTitles[kind][language].some((title) => text.includes(title))).toBe(true)
      expect(pages.length).toBeLessThanOrEqual(6)
      expect(paper.pdf.length).toBeLessThan(120_000)
      expect(paper.days.length > 0).toBe(kind === 'one-line-schedule' || kind === 'shooting-schedule')
    }
  })
})

test('a schedule prints the dates of its days', async () => {
  const { pdf, days } = await generatePaper({ seed: 3, kind: 'shooting-schedule', language: 'fr' })
  const text = (await pdfText(pdf)).join(' ').replace(/\s+/g, ' ')
  const styles = [
    'long-weekday',
    'capitals',
    'long',
    'slashes',
    'slashes-short',
    'no-year-long',
    'weekday-numeric',
  ] as const
  for (const { date, day } of days) {
    expect(text).toContain(String(day.number))
    expect(styles.some((style) => text.includes(formatDate(date, style, 'fr')))).toBe(true)
  }
})
