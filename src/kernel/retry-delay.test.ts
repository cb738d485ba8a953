import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRetryAfter, retryDelayMs } from './retry-delay.ts'

const timing = { baseDelayMs: 1_000, maxDelayMs: 30_000 }

describe('retryDelayMs', () => {
  it.each([
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [3, 2_000, 4_000],
    [6, 15_000, 30_000],
    [50, 15_000, 30_000],
  ])('repetition %i waits between %i and %i ms', (repetition, least, most) => {
    expect(retryDelayMs(timing, repetition, undefined, 0)).toBe(least)
    expect(retryDelayMs(timing, repetition, undefined, 0.9999999)).toBe(most)
  })

  it('obeys the provider up to the cap', () => {
    expect(retryDelayMs(timing, 1, 7)).toBe(7_000)
    expect(retryDelayMs(timing, 1, 0)).toBe(0)
    expect(retryDelayMs(timing, 1, 3_600)).toBe(30_000)
  })
})

describe('parseRetryAfter', () => {
  const now = Temporal.Instant.from('2026-11-21T10:00:00Z')

  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 10:00:30 GMT', 30],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['Fri, 31 Feb 2026 10:00:00 GMT', undefined],
    ['Sat, 21 Foo 2026 10:00:00 GMT', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %s', (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds)
  })

  it('never throws on what a server may send', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const seconds = parseRetryAfter(header, now)
        expect(seconds === undefined || seconds >= 0).toBe(true)
      }),
    )
  })
})
