import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

it('writes the example of RFC 8785, 3.2.2', () => {
  const example = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`)
  expect(canonicalJson(example)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
})

it('sorts keys by code units, at every depth', () => {
  expect(canonicalJson({ b: { 10: 0, 9: 0, '\u20ac': 0, A: 0 }, a: [] })).toBe(
    '{"a":[],"b":{"10":0,"9":0,"A":0,"\u20ac":0}}',
  )
})

it('takes values as JSON has them', () => {
  const at = Temporal.Instant.from('2027-03-16T06:00:00Z')
  expect(canonicalJson({ at, gone: undefined, list: [undefined], minus: -0 })).toBe(
    '{"at":"2027-03-16T06:00:00Z","list":[null],"minus":0}',
  )
  expect(canonicalJson(undefined)).toBe('null')
})

it('compares texts as asked for', () => {
  expect(canonicalJson({ a: ' x ' }, (text) => text.trim())).toBe('{"a":"x"}')
})

it('is the same for the same value in any order of keys, another for another, and JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = canonicalJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(reversed(value))).toBe(text)
      expect(canonicalJson([value, 0])).not.toBe(canonicalJson([value, 1]))
    }),
  )
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, each]) => [name, reversed(each)]),
  )
}
