import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_ITERATIONS, settleDeparture } from './departure.ts'
import type { Drive } from './providers/types.ts'

const from = { latitude: 52.2297, longitude: 21.0122 }
const to = { latitude: 52.1672, longitude: 20.9679 }
const arriveBy = Temporal.Instant.from('2026-03-16T07:00Z')

function taking(seconds: number): Drive {
  return {
    provider: 'test',
    trafficAware: true,
    estimated: false,
    durationSeconds: seconds,
    distanceMeters: 10_000,
  }
}

/** Minutes between the departure and `arriveBy`. */
function ahead(departAt: Temporal.Instant): number {
  return departAt.until(arriveBy).total('minutes')
}

describe('settleDeparture', () => {
  it('finds the departure of a drive that grows until the rush hour', async () => {
    // 20 minutes at 06:00 and half a minute more for every minute later: leave at 06:26:40, rounded to 06:26.
    const ask = async (departAt: Temporal.Instant) => taking(20 * 60 + (60 - ahead(departAt)) * 30)
    const settled = await settleDeparture({ from, to, arriveBy, ask })
    expect(settled.departAt.toString()).toBe('2026-03-16T06:26:00Z')
    expect(settled).toMatchObject({ driveMinutes: 34, settled: true })
    expect(settled.drive.durationSeconds).toBe(33 * 60)
  })

  it('takes the earlier of two departures that keep sending the plan to each other', async () => {
    // From 06:30 on the drive takes 40 minutes, before it takes 25: leaving at 06:20 arrives at 06:45, while leaving
    // at 06:35 would arrive at 07:15.
    const ask = async (departAt: Temporal.Instant) => taking((ahead(departAt) <= 30 ? 40 : 25) * 60)
    const settled = await settleDeparture({ from, to, arriveBy, ask })
    expect(settled.departAt.toString()).toBe('2026-03-16T06:20:00Z')
    expect(settled).toMatchObject({ driveMinutes: 40, settled: true })
    expect(settled.drive.durationSeconds).toBe(25 * 60)
  })

  it('asks twice at most when the drive does not depend on its start', async () => {
    const asked: string[] = []
    const ask = async (departAt: Temporal.Instant) => {
      asked.push(departAt.toString())
      return taking(1_500)
    }
    const settled = await settleDeparture({ from, to, arriveBy, ask })
    expect(settled.departAt.toString()).toBe('2026-03-16T06:35:00Z')
    expect(settled.iterations).toBe(2)
    expect(asked.at(-1)).toBe('2026-03-16T06:35:00Z')
  })

  it('gives up after its bound with the earliest departure, and says so', async () => {
    // Each question makes the drive ten minutes longer: nothing to settle on.
    let minutes = 60
    const ask = async () => taking((minutes += 10) * 60)
    const settled = await settleDeparture({ from, to, arriveBy, ask })
    expect(settled).toMatchObject({ iterations: MAX_ITERATIONS, settled: false, driveMinutes: 140 })
  })

  it('is in time on every settled road, however its duration moves with the departure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 60, max: 7_200 }), { minLength: 1, maxLength: 12 }),
        async (hours) => {
          const ask = async (departAt: Temporal.Instant) =>
            taking(hours[Math.floor(ahead(departAt) / 10) % hours.length] ?? 60)
          const settled = await settleDeparture({ from, to, arriveBy, ask })
          expect(settled.iterations).toBeLessThanOrEqual(MAX_ITERATIONS)
          if (settled.settled) {
            expect(settled.drive).toEqual(await ask(settled.departAt))
            expect(settled.drive.durationSeconds).toBeLessThanOrEqual(settled.driveMinutes * 60)
          }
        },
      ),
    )
  })
})
