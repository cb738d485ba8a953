import { describe, expect, it } from 'vitest'
import { foldedWords } from '../normalise/text.ts'
import type { Language } from '../types.ts'
import { dayNightWords, departmentWords, labels, lexicons, roleWords, signWords } from './index.ts'
import { Phrasebook } from './phrasebook.ts'

const languages = lexicons.map(({ language }) => language)

describe('lexicons', () => {
  it.each(lexicons)('$language knows every section, and finds each of its own labels again', (lexicon) => {
    const known = new Set<Language>([lexicon.language])
    for (const [key, phrases] of Object.entries(lexicon.labels)) {
      for (const phrase of phrases) expect(labels.whole(phrase, known)?.keys, phrase).toContain(key)
    }
    const keys = [
      'crewCall',
      'wrap',
      'location',
      'hospital',
      'unitBase',
      'parking',
      'advance',
      'safety',
    ] as const
    for (const key of keys) expect(lexicon.labels[key]?.length, key).toBeGreaterThan(5)
    expect(lexicon.months).toHaveLength(12)
    expect(lexicon.weekdays).toHaveLength(7)
    expect(Object.keys(lexicon.kinds)).toHaveLength(14)
  })

  it('gives what is printed the meaning of the sheet’s own language first', () => {
    expect(dayNightWords.whole('D', new Set<Language>(['de', 'en']))?.keys[0]).toBe('DUSK')
    expect(dayNightWords.whole('D', new Set<Language>(['en', 'de']))?.keys[0]).toBe('DAY')
    expect(labels.whole('Morgen', new Set<Language>(['en']))).toBeUndefined()
  })

  it.each([
    ['camera', ['kamera', 'Camera', 'Kamera', 'Image', 'Fotografía']],
    ['makeup', ['Charakteryzacja', 'Hair & Make-up', 'Maske', 'HMC', 'Maquillaje y peinado']],
    ['sound', ['dźwięk', 'Sound', 'Ton', 'Son', 'Sonido']],
  ] as const)('knows the department %s in every language', (key, printed) => {
    for (const text of printed) expect(departmentWords.whole(text)?.keys, text).toContain(key)
  })

  it.each([
    ['focusPuller', ['Ostrzyciel', '1st AC', '1. Kameraassistenz', '1er assistant caméra', 'Foquista']],
    ['gaffer', ['Mistrz oświetlenia', 'Gaffer', 'Oberbeleuchter', 'Chef électricien', 'Jefe de eléctricos']],
  ] as const)('knows the role %s in every language', (key, printed) => {
    for (const text of printed) expect(roleWords.whole(text)?.keys, text).toContain(key)
  })

  it('reads German typed without its letters', () => {
    expect(labels.whole('naechster Drehtag')?.keys).toContain('advance')
    expect(labels.whole('Fruehstueck')?.keys).toContain('meal')
  })

  it('keeps the words of other papers apart from those of a call sheet', () => {
    for (const language of languages) {
      const lexicon = lexicons.find((each) => each.language === language)
      for (const phrase of [...(lexicon?.labels.crewCall ?? []), ...(lexicon?.labels.location ?? [])])
        expect(signWords.whole(phrase, new Set([language])), phrase).toBeUndefined()
    }
  })
})

describe('the phrasebook', () => {
  it('finds the longest phrase, in any of the known languages', () => {
    const book = new Phrasebook<string>()
    book.add('base', 'base', 'en')
    book.add('base camp', 'camp', 'fr')
    const words = foldedWords('Base camp: 12')
    expect(book.match(words)?.keys).toEqual(['camp'])
    expect(book.match(words, 0, new Set<Language>(['en']))).toMatchObject({ keys: ['base'], length: 1 })
    expect(book.match(words, 1)).toBeUndefined()
  })

  it('looks at no more words than the phrase has, however many phrases it holds', () => {
    const book = new Phrasebook<string>()
    for (let index = 0; index < 5000; index++) book.add(`call ${index} for all`, 'x', 'en')
    book.add('call time', 'y', 'en')
    let asked = 0
    const words = new Proxy(['call', 'time', 'is', 'now'], {
      get(target, property): unknown {
        if (typeof property === 'string' && /^\d+$/u.test(property)) asked++
        return Reflect.get(target, property)
      },
    })
    expect(book.match(words)?.keys).toEqual(['y'])
    expect(asked).toBeLessThanOrEqual(3)
  })
})
