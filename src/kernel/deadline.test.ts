import { expect, it } from 'vitest'
import { route } from './contract.ts'
import { callDeadline } from './deadline.ts'
import { inScope } from './scope.ts'

const secondsLeft = (patienceSeconds: number) =>
  Math.round((callDeadline(patienceSeconds * 1000) - Temporal.Now.instant().epochMilliseconds) / 1000)

it('one service waits ten seconds for another, or as long as the route takes, five minutes at most', () => {
  const usual = route({ method: 'GET', path: '/nothing', summary: 'Nothing', allow: 'public' })
  expect(usual.patienceMs).toBe(10_000)
  expect(secondsLeft(45)).toBe(45)
  expect(secondsLeft(600)).toBe(300)
})

it('nobody waits longer than who waits for them', () => {
  const deadlineMs = Temporal.Now.instant().add({ seconds: 3 }).epochMilliseconds
  expect(inScope({ deadlineMs }, () => secondsLeft(45))).toBe(3)
})
