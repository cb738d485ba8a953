import { expect, it, vi } from 'vitest'
import { route } from './contract.ts'
import { callDeadline, untilDeadline } from './deadline.ts'
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

it('who hangs is left at the deadline, and told so; who has ended is not', async () => {
  vi.useFakeTimers()
  try {
    const inSeconds = (seconds: number) => Temporal.Now.instant().add({ seconds }).epochMilliseconds
    const late = (reason: unknown) => new Error('late', { cause: reason })
    let heard: AbortSignal | undefined
    const hanging = untilDeadline(inSeconds(2), (signal) => new Promise<never>(() => (heard = signal)), late)
    const refusal = expect(hanging).rejects.toThrow('late')
    vi.advanceTimersByTime(2_100)
    await refusal
    expect(heard!.reason).toMatchObject({ name: 'TimeoutError' })

    expect(await untilDeadline(inSeconds(2), async (signal) => (heard = signal).aborted, late)).toBe(false)
    expect(vi.getTimerCount()).toBe(0)

    const never = vi.fn()
    await expect(untilDeadline(inSeconds(-1), never, late)).rejects.toThrow('late')
    expect(never).not.toHaveBeenCalled()
  } finally {
    vi.useRealTimers()
  }
})
