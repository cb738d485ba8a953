import { expect, it } from 'vitest'
import { callDeadline } from './deadline.ts'
import { inScope } from './scope.ts'

const secondsLeft = (route: { patienceSeconds?: number }) =>
  Math.round((callDeadline(route) - Temporal.Now.instant().epochMilliseconds) / 1000)

it('one service waits ten seconds for another, or as long as the route takes, a minute at most', () => {
  expect(secondsLeft({})).toBe(10)
  expect(secondsLeft({ patienceSeconds: 45 })).toBe(45)
  expect(secondsLeft({ patienceSeconds: 600 })).toBe(60)
})

it('nobody waits longer than who waits for them', () => {
  const deadlineMs = Temporal.Now.instant().add({ seconds: 3 }).epochMilliseconds
  expect(inScope({ deadlineMs }, () => secondsLeft({ patienceSeconds: 45 }))).toBe(3)
})
