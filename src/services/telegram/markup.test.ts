import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bold, escaped, longestMessage, messagesOf } from './markup.ts'

const read = (html: string) =>
  html
    .replace(/<[^>]+>/gu, '')
    .replace(/&(lt|gt|amp);/gu, (_all, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name]!)

describe('messages of a long text', () => {
  it('are one when it is short', () => {
    expect(messagesOf(`${bold('Ola & Co')}\nsecond`)).toEqual(['<b>Ola &amp; Co</b>\nsecond'])
  })

  it('are cut at the end of a line', () => {
    expect(messagesOf('one\ntwo\nthree', 8)).toEqual(['one\ntwo', 'three'])
  })

  it('close what is open at a cut, and open it again', () => {
    expect(messagesOf('<b>one two three</b>', 8)).toEqual(['<b>one two </b>', '<b>three</b>'])
  })

  it('never cut an entity or a surrogate pair', () => {
    expect(messagesOf(escaped('<<<<'), 3)).toEqual(['&lt;&lt;&lt;', '&lt;'])
    expect(messagesOf('😀😀😀', 5)).toEqual(['😀😀', '😀'])
  })

  it('say all words in their order, none longer than Telegram takes, every tag closed', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 300 }), { maxLength: 120 })
    fc.assert(
      fc.property(words, (list) => {
        const html = list.map((word, at) => (at % 3 === 0 ? bold(word) : escaped(word))).join('\n')
        const pages = messagesOf(html)
        for (const page of pages) {
          expect(read(page).length).toBeLessThanOrEqual(longestMessage)
          expect(page.match(/<b>/gu)?.length ?? 0).toBe(page.match(/<\/b>/gu)?.length ?? 0)
        }
        const squeeze = (text: string) => text.replace(/\s+/gu, '')
        expect(squeeze(pages.map(read).join(''))).toBe(squeeze(list.join('')))
      }),
      { numRuns: 100 },
    )
  })
})
