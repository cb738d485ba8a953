import { expect, it } from 'vitest'
import { searchKey, sortKey } from './keys.ts'

it('searches go past case, accents and punctuation', () => {
  expect(searchKey('  Łódź: Ziemia  Obiecana! ')).toBe('lodz ziemia obiecana')
  expect(searchKey('СТАЛКЕР')).toBe('сталкер')
})

it('sort keys fit a cursor, whatever the title', () => {
  for (const title of ['Żółty szalik', '地獄の黙示録', '!!!', 'x'.repeat(200), 'Léon', ''])
    expect(sortKey(title)).toMatch(/^[\w:.+-]{1,60}$/)
  expect(sortKey('Kraków', 'Kino Pod Baranami')).toBe('krakow-kino-pod-baranami')
})

it('titles in Latin letters sort before others', () => {
  expect([sortKey('Сталкер'), sortKey('Zulu'), sortKey('Amadeus')].toSorted()).toEqual([
    sortKey('Amadeus'),
    sortKey('Zulu'),
    sortKey('Сталкер'),
  ])
})
