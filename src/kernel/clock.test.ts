import { expect, it } from 'vitest'
import { ShiftedClock } from './clock.ts'

/** Milliseconds by which the number is behind or ahead of the instant. */
const apart = (clock: ShiftedClock) => Math.abs(clock.nowMs() - clock.now().epochMilliseconds)

it('tells the same time as a number and as an instant, counted on between two looks at the system’s clock', async () => {
  const clock = new ShiftedClock()
  for (let reading = 0; reading < 5; reading++) {
    expect(apart(clock)).toBeLessThan(50)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
})

it('moves both at once', () => {
  const clock = new ShiftedClock()
  const before = clock.nowMs()
  clock.shiftTo(Temporal.Duration.from({ hours: 3 }))
  expect(clock.nowMs() - before).toBeGreaterThanOrEqual(3 * 3_600_000)
  expect(apart(clock)).toBeLessThan(50)
})
