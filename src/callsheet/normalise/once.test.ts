import { describe, expect, it } from 'vitest'
import { forgetTexts, once, onceFor } from './once.ts'

describe('reading a text once', () => {
  it('reads it again only in another document', () => {
    const read: string[] = []
    const length = once((text) => read.push(text) && text.length)
    expect([length('Call'), length('Call'), length('Wrap')]).toEqual([4, 4, 4])
    expect(read).toEqual(['Call', 'Wrap'])
    forgetTexts()
    expect(length('Call')).toBe(4)
    expect(read).toEqual(['Call', 'Wrap', 'Call'])
  })

  it('remembers that there is nothing to read', () => {
    let asked = 0
    const nothing = once((text): string | null => (++asked > 0 && text === '' ? text : null))
    expect([nothing('n/a'), nothing('n/a'), nothing(''), nothing('')]).toEqual([null, null, '', ''])
    expect(asked).toBe(2)
  })

  it('keeps apart what the whole document decides', () => {
    const weekday = onceFor((text, language: string) => `${text} in ${language}`)
    expect([weekday('Do', 'de'), weekday('Do', 'es'), weekday('Do', 'de')]).toEqual([
      'Do in de',
      'Do in es',
      'Do in de',
    ])
  })

  it('is bounded: a document of endless texts is read on', () => {
    let read = 0
    const count = once((text) => ++read && text.length)
    for (let index = 0; index < 10_001; index++) count(String(index))
    expect(count('0')).toBe(1)
    expect(read).toBe(10_002)
  })
})
