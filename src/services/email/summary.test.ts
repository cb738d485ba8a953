import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summaryOf } from './summary.ts'

const mail = `Dzień dobry,

mam nadzieję, że wszystko u Ciebie dobrze. Pogoda nam dopisuje od tygodnia. Zdjęcia w piątek zaczynają się o 06:30 w
Modlinie. Bardzo lubię to miejsce. Proszę o potwierdzenie do jutra.

Pozdrawiam
Jan Przykładowy
--
Produkcja sp. z o.o., tel. 600 000 001

W dniu 20.11.2026 o 10:00 Ola Wrona napisał(a):
> Kiedy zaczynamy o 07:00?`

describe('a summary of a message', () => {
  it('has the first sentence and those with times and requests, without greeting, signature and quotation', () => {
    expect(summaryOf(mail)).toBe(
      'mam nadzieję, że wszystko u Ciebie dobrze. Zdjęcia w piątek zaczynają się o 06:30 w Modlinie. Proszę o potwierdzenie do jutra.',
    )
  })
  it('of a forwarded message without words of its own is of what is forwarded', () => {
    expect(summaryOf('---------- Forwarded message ---------\nCall is at 07:00 tomorrow.')).toBe(
      'Call is at 07:00 tomorrow.',
    )
  })
  it('of nothing is nothing', () => {
    expect(summaryOf('')).toBe('')
    expect(summaryOf('\n\n> quoted only\n')).toBe('')
  })
  it('is short, and says nothing that the message does not say', () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ maxCount: 8, mode: 'sentences' }), { maxLength: 8 }), (paragraphs) => {
        const text = paragraphs.join('\n\n')
        const summary = summaryOf(text)
        expect(summary.length).toBeLessThanOrEqual(401)
        const said = text.replaceAll(/\s+/g, ' ')
        for (const sentence of summary.replace(/…$/, '').split(/(?<=\.)\s+(?=\p{Lu})/u))
          expect(said).toContain(sentence)
      }),
      { numRuns: 100 },
    )
  })
})
