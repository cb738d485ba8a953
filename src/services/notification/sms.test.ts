import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitSms, maximumParts } from './sms.ts'

describe('an SMS', () => {
  it.each([
    ['160 letters of GSM 03.38', 'a'.repeat(160), 'gsm', 1],
    ['one more', 'a'.repeat(161), 'gsm', 2],
    ['signs of the extension count twice', '€'.repeat(80), 'gsm', 1],
    ['one sign more', '€'.repeat(81), 'gsm', 2],
    ['70 with a Polish letter', `ł${'a'.repeat(69)}`, 'ucs2', 1],
    ['71 with a Polish letter', `ł${'a'.repeat(70)}`, 'ucs2', 2],
    ['201 with a Polish letter', `ł${'a'.repeat(200)}`, 'ucs2', 3],
  ])('%s', (_, text, encoding, parts) => {
    expect(fitSms(text)).toEqual({ text, encoding, parts })
  })
  it('that is too long is cut at a word and keeps its reference', () => {
    const { text, parts } = fitSms('Zbiórka o siódmej rano. '.repeat(40), ' #a1b2c3')
    expect(parts).toBe(maximumParts)
    expect(text).toMatch(/(Zbiórka|o|siódmej|rano\.)\.\.\. #a1b2c3$/)
  })
  it('never takes more than three parts', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 700 }), (text) => {
        const fitted = fitSms(text, ' #a1b2c3')
        expect(fitted.parts).toBeLessThanOrEqual(maximumParts)
        expect(fitted.text.endsWith(' #a1b2c3')).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
