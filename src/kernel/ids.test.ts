import { expect, test } from 'vitest'
import { derivedId, randomHex } from './ids.ts'

test('an id derived from the same parts is the same UUID, from others another', () => {
  expect(derivedId('refund', 'a', 1)).toBe(derivedId('refund', 'a', 1))
  expect(derivedId('refund', 'a', 1)).not.toBe(derivedId('refund', 'a1'))
  expect(derivedId('refund', 'a', 1)).toMatch(
    /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  )
})

test('random ids have the asked length, and none comes twice, whatever is drawn in between', () => {
  const ids = Array.from({ length: 5_000 }, (_, index) => randomHex(index % 2 ? 8 : 16))
  expect(ids.every((id, index) => id.length === (index % 2 ? 16 : 32))).toBe(true)
  expect(new Set(ids.map((id) => id.slice(0, 16))).size).toBe(ids.length)
})
