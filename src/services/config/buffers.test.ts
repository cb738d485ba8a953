import { expect, it } from 'vitest'
import { Buffers, bufferPresets } from './contract.ts'

/** PRODUCT.md 1.4: minutes, from the car change to the morning routine. */
const rows = [
  // field, least, most, conservative, standard, minimal
  ['carChangeMinutes', 0, 60, 20, 15, 10],
  ['parkingMinutes', 0, 30, 15, 10, 5],
  ['entryMinutes', 0, 30, 15, 10, 5],
  ['trafficMinutes', 0, 60, 30, 20, 15],
  ['morningRoutineMinutes', 0, 120, 60, 45, 30],
] as const

it.each(rows)(
  '%s takes %i to %i minutes: %i conservative, %i standard, %i minimal',
  (field, least, most, conservative, standard, minimal) => {
    expect([
      bufferPresets.conservative[field],
      bufferPresets.standard[field],
      bufferPresets.minimal[field],
    ]).toEqual([conservative, standard, minimal])
    const takes = (minutes: number) =>
      Buffers.safeParse({ ...bufferPresets.standard, [field]: minutes }).success
    expect([least - 1, least, most, most + 1].map(takes)).toEqual([false, true, true, false])
  },
)

it('has no other buffers', () => {
  expect(Object.keys(bufferPresets.standard).toSorted()).toEqual(rows.map(([field]) => field).toSorted())
})
