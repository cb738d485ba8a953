import { expect, test } from 'vitest'
import { Problem } from '#kernel'
import { en } from '../texts/en.ts'
import { pl } from '../texts/pl.ts'
import { holdRefusal } from './paying.ts'

const refused = (code: string, fields?: Record<string, unknown>) =>
  new Problem(409, code, 'Refused', { fields })

test.each([
  [refused('booking.seats-taken', { seats: ['A1', 'A2'] }), 'Somebody was faster: A1, A2.'],
  [refused('booking.buyer-limit', { limit: 4 }), 'One person gets at most 4 seats of this showtime.'],
  [refused('booking.not-on-sale'), 'Tickets for this showtime are not on sale.'],
])('seats that cannot be held are refused with the reason: $code', (problem, words) => {
  expect(holdRefusal(en, problem)).toBe(words)
  expect(holdRefusal(pl, problem)).toMatch(/\.$/)
  expect(holdRefusal(pl, problem)).not.toBe(words)
})

test('the limit of a buyer is told in Polish numbers', () => {
  const words = [1, 4, 5].map((limit) => holdRefusal(pl, refused('booking.buyer-limit', { limit })))
  expect(words).toEqual([
    'Jedna osoba może mieć najwyżej 1 miejsce na ten seans.',
    'Jedna osoba może mieć najwyżej 4 miejsca na ten seans.',
    'Jedna osoba może mieć najwyżej 5 miejsc na ten seans.',
  ])
})
