import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { CallSheetErrorCode, ProblemCode } from '#callsheet'

/** Every code that a sheet may be looked at for; the type lets none be left out. */
const codes: Record<ProblemCode | Exclude<CallSheetErrorCode, 'aborted'>, true> = {
  'no-date': true,
  'date-without-year': true,
  'ambiguous-date': true,
  'several-dates': true,
  'weekday-mismatch': true,
  'no-call': true,
  'several-calls': true,
  'call-after-first-scene': true,
  'own-call-looks-wrong': true,
  'wrap-before-call': true,
  'wrap-before-last-scene': true,
  'no-location': true,
  'location-without-address': true,
  'location-looks-wrong': true,
  'several-locations': true,
  'sunrise-looks-wrong': true,
  'sunset-looks-wrong': true,
  'unreadable-pages': true,
  'recognised-pages': true,
  'several-sheets': true,
  encrypted: true,
  damaged: true,
  'too-large': true,
  'too-many-pages': true,
  'no-text': true,
}

interface Words {
  problems: Record<string, string>
}

const script = readFileSync(new URL('crew-words.browser.js', import.meta.url), 'utf8')
const words = new Function(`${script}; return crewWords`)() as Record<'pl' | 'en', Words>

it.each(['pl', 'en'] as const)(
  'say in %s why somebody has to look at a sheet, whatever the reason',
  (language) => {
    expect(Object.keys(words[language].problems).toSorted()).toEqual(Object.keys(codes).toSorted())
  },
)

it('say in both languages the same things', () => {
  const names = (value: object): string[] =>
    Object.entries(value).flatMap(([name, each]) =>
      typeof each === 'object' ? names(each).map((inner) => `${name}.${inner}`) : name,
    )
  expect(names(words.pl).toSorted()).toEqual(names(words.en).toSorted())
})
