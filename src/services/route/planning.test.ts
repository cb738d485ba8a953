import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Buffers, bufferFields, bufferPresets } from '#services/config'
import { type DayTimes, type Place, type PlanRequest, planDay } from './planning.ts'
import type { Drive } from './providers/types.ts'

const home: Place = { label: 'Home', coordinates: { latitude: 52.2297, longitude: 21.0122 } }
const vendor: Place = { label: 'Panavision', coordinates: { latitude: 52.1672, longitude: 20.9679 } }
const set: Place = { label: 'Set', coordinates: { latitude: 52.237, longitude: 21.0445 } }

function taking(minutes: number, provider = 'test'): Drive {
  return {
    provider,
    trafficAware: true,
    estimated: false,
    durationSeconds: minutes * 60,
    distanceMeters: minutes * 600,
  }
}

/** 25 minutes from home, 15 from the stop: the worked example of PRODUCT 1.4. */
const worked: PlanRequest['drive'] = async (from) => taking(from.label === 'Home' ? 25 : 15)

function request(call: string, changes: Partial<PlanRequest> = {}): PlanRequest {
  return {
    call: Temporal.ZonedDateTime.from(call),
    stops: { home, equipmentHouse: { place: vendor }, location: set },
    buffers: bufferPresets.standard,
    drive: worked,
    ...changes,
  }
}

const MOMENTS = [
  'wakeUp',
  'leaveHome',
  'arriveStop',
  'leaveStop',
  'arriveLocation',
  'parked',
  'onSet',
  'call',
] as const

function moments(day: DayTimes): Temporal.ZonedDateTime[] {
  return MOMENTS.flatMap((name) => day[name] ?? [])
}

function clocks(day: DayTimes): Record<string, string> {
  return Object.fromEntries(
    MOMENTS.flatMap((name) => {
      const time = day[name]
      return time ? [[name, time.toPlainTime().toString({ smallestUnit: 'minute' })]] : []
    }),
  )
}

describe('planDay', () => {
  it('gives the times of the worked example', async () => {
    const day = await planDay(request('2026-03-16T07:00[Europe/Warsaw]'))
    expect(clocks(day)).toEqual({
      wakeUp: '04:40',
      leaveHome: '05:25',
      arriveStop: '05:50',
      leaveStop: '06:05',
      arriveLocation: '06:40',
      parked: '06:50',
      onSet: '07:00',
      call: '07:00',
    })
    expect(day.travelMinutes).toBe(95)
    expect(day.warnings).toEqual([])
    expect(day.legs).toMatchObject([
      {
        from: home,
        to: vendor,
        driveMinutes: 25,
        trafficBufferMinutes: 0,
        distanceMeters: 15_000,
        provider: 'test',
      },
      {
        from: vendor,
        to: set,
        driveMinutes: 15,
        trafficBufferMinutes: 20,
        distanceMeters: 9_000,
        trafficAware: true,
      },
    ])
    expect(day.legs.map((leg) => [leg.departAt.toString(), leg.arriveAt.toString()])).toEqual([
      ['2026-03-16T05:25:00+01:00[Europe/Warsaw]', '2026-03-16T05:50:00+01:00[Europe/Warsaw]'],
      ['2026-03-16T06:05:00+01:00[Europe/Warsaw]', '2026-03-16T06:40:00+01:00[Europe/Warsaw]'],
    ])
  })

  it('plans one drive with the traffic buffer and no car change without a stop', async () => {
    const day = await planDay(request('2026-03-16T07:00[Europe/Warsaw]', { stops: { home, location: set } }))
    expect(clocks(day)).toEqual({
      wakeUp: '05:10',
      leaveHome: '05:55',
      arriveLocation: '06:40',
      parked: '06:50',
      onSet: '07:00',
      call: '07:00',
    })
    expect(day.legs).toHaveLength(1)
    expect(day.legs[0]).toMatchObject({ from: home, to: set, driveMinutes: 25, trafficBufferMinutes: 20 })
  })

  it('adds what the weather asks for and says so', async () => {
    const extras = { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] }
    const day = await planDay(request('2026-03-16T07:00[Europe/Warsaw]', { extras }))
    expect(clocks(day)).toMatchObject({
      wakeUp: '04:20',
      leaveStop: '05:45',
      arriveLocation: '06:35',
      parked: '06:50',
    })
    expect(day.extras).toEqual(extras)
    expect(day.buffers).toEqual({ ...bufferPresets.standard, trafficMinutes: 35, parkingMinutes: 15 })
  })

  it('loses the hour on the night the clocks go forward', async () => {
    const day = await planDay(request('2026-03-29T04:00[Europe/Warsaw]'))
    expect(day.wakeUp.toString()).toBe('2026-03-29T00:40:00+01:00[Europe/Warsaw]')
    expect(day.leaveHome.toString()).toBe('2026-03-29T01:25:00+01:00[Europe/Warsaw]')
    expect(day.arriveStop?.toString()).toBe('2026-03-29T01:50:00+01:00[Europe/Warsaw]')
    expect(day.leaveStop?.toString()).toBe('2026-03-29T03:05:00+02:00[Europe/Warsaw]')
    expect(day.arriveLocation.toString()).toBe('2026-03-29T03:40:00+02:00[Europe/Warsaw]')
    expect(day.travelMinutes).toBe(95)
  })

  it('tells the two hours from two to three apart on the night the clocks go back', async () => {
    const day = await planDay(request('2026-10-25T03:30[Europe/Warsaw]'))
    expect(day.wakeUp.toString()).toBe('2026-10-25T02:10:00+02:00[Europe/Warsaw]')
    expect(day.leaveHome.toString()).toBe('2026-10-25T02:55:00+02:00[Europe/Warsaw]')
    expect(day.arriveStop?.toString()).toBe('2026-10-25T02:20:00+01:00[Europe/Warsaw]')
    expect(day.leaveStop?.toString()).toBe('2026-10-25T02:35:00+01:00[Europe/Warsaw]')
    expect(day.arriveLocation.toString()).toBe('2026-10-25T03:10:00+01:00[Europe/Warsaw]')
  })

  it('starts the day before when a night shoot calls shortly after midnight', async () => {
    const day = await planDay(request('2026-06-02T00:30[Europe/Warsaw]'))
    expect(day.wakeUp.toString()).toBe('2026-06-01T22:10:00+02:00[Europe/Warsaw]')
    expect(day.arriveLocation.toString()).toBe('2026-06-02T00:10:00+02:00[Europe/Warsaw]')
  })

  it('stays on its own date when a night shoot starts before midnight', async () => {
    const day = await planDay(request('2026-06-01T23:30[Europe/Warsaw]'))
    expect(day.wakeUp.toString()).toBe('2026-06-01T21:10:00+02:00[Europe/Warsaw]')
    expect(day.onSet.toString()).toBe('2026-06-01T23:30:00+02:00[Europe/Warsaw]')
  })

  it('plans in the zone of the location and repeats the morning in the zone of home', async () => {
    const vilnius: Place = { label: 'Vilnius', coordinates: { latitude: 54.6872, longitude: 25.2797 } }
    const suwalki: Place = {
      label: 'Home',
      coordinates: { latitude: 54.1115, longitude: 22.9308 },
      timeZone: 'Europe/Warsaw',
    }
    const day = await planDay(
      request('2026-05-11T09:00[Europe/Vilnius]', {
        stops: { home: suwalki, location: vilnius },
        drive: async () => taking(150),
      }),
    )
    expect(day.wakeUp.toString()).toBe('2026-05-11T05:05:00+03:00[Europe/Vilnius]')
    expect(day.atHome?.wakeUp.toString()).toBe('2026-05-11T04:05:00+02:00[Europe/Warsaw]')
    expect(day.atHome?.leaveHome.toString()).toBe('2026-05-11T04:50:00+02:00[Europe/Warsaw]')
    expect(day.legs[0]?.departAt.toString()).toBe('2026-05-11T05:50:00+03:00[Europe/Vilnius]')
  })

  it('does not repeat times when home shares the zone', async () => {
    const here = { ...home, timeZone: 'Europe/Warsaw' }
    const day = await planDay(
      request('2026-03-16T07:00[Europe/Warsaw]', { stops: { home: here, location: set } }),
    )
    expect(day.atHome).toBeUndefined()
  })

  it('warns about an equipment house that opens later, and keeps the plan', async () => {
    const opensAt = Temporal.PlainTime.from('06:30')
    const stops = { home, equipmentHouse: { place: vendor, opensAt }, location: set }
    const day = await planDay(request('2026-03-16T07:00[Europe/Warsaw]', { stops }))
    expect(clocks(day)).toMatchObject({ wakeUp: '04:40', arriveStop: '05:50' })
    expect(day.warnings).toEqual([
      {
        code: 'stop-closed-on-arrival',
        params: { stop: 'Panavision', arriveAt: '05:50', opensAt: '06:30', waitMinutes: 40 },
      },
    ])
  })

  it('says nothing when the equipment house opens as the crew member arrives', async () => {
    const opensAt = Temporal.PlainTime.from('05:50')
    const stops = { home, equipmentHouse: { place: vendor, opensAt }, location: set }
    expect((await planDay(request('2026-03-16T07:00[Europe/Warsaw]', { stops }))).warnings).toEqual([])
  })

  it('rounds a drive up to whole minutes', async () => {
    const drive = async () => ({ ...taking(0), durationSeconds: 24 * 60 + 1 })
    const day = await planDay(
      request('2026-03-16T07:00[Europe/Warsaw]', { stops: { home, location: set }, drive }),
    )
    expect(day.legs[0]?.driveMinutes).toBe(25)
    expect(day.leaveHome.second).toBe(0)
  })

  it('fails with the error of the drive', async () => {
    const drive = async () => Promise.reject(new Error('no road'))
    await expect(planDay(request('2026-03-16T07:00[Europe/Warsaw]', { drive }))).rejects.toThrow('no road')
  })
})

const places = { home, equipmentHouse: { place: vendor }, location: set }
const anyBuffers: fc.Arbitrary<Buffers> = fc.record({
  morningRoutineMinutes: range('morningRoutineMinutes'),
  carChangeMinutes: range('carChangeMinutes'),
  trafficMinutes: range('trafficMinutes'),
  parkingMinutes: range('parkingMinutes'),
  entryMinutes: range('entryMinutes'),
})
const anyCall = fc
  .integer({ min: 0, max: 2 * 366 * 24 * 60 })
  .map((minutes) =>
    Temporal.Instant.from('2026-01-01T00:00Z').add({ minutes }).toZonedDateTimeISO('Europe/Warsaw'),
  )
const anyDrives = fc.tuple(fc.integer({ min: 0, max: 18_000 }), fc.integer({ min: 0, max: 18_000 }))

function range(field: keyof typeof bufferFields) {
  return fc.integer({ min: bufferFields[field].min, max: bufferFields[field].max })
}

function steady(seconds: readonly [number, number]): PlanRequest['drive'] {
  return async (from) => ({ ...taking(0), durationSeconds: from === home ? seconds[0] : seconds[1] })
}

describe('planDay, whatever the day', () => {
  it('puts its moments in the order of the day and its minutes add up', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCall,
        anyBuffers,
        anyDrives,
        fc.boolean(),
        async (call, buffers, seconds, withStop) => {
          const stops = withStop ? places : { home, location: set }
          const day = await planDay({ call, stops, buffers, drive: steady(seconds) })
          const order = moments(day)
          expect(order.toSorted(Temporal.ZonedDateTime.compare)).toEqual(order)
          const driving = day.legs.reduce((sum, leg) => sum + leg.driveMinutes, 0)
          const waiting =
            buffers.morningRoutineMinutes +
            (withStop ? buffers.carChangeMinutes : 0) +
            buffers.trafficMinutes +
            buffers.parkingMinutes +
            buffers.entryMinutes
          expect(day.wakeUp.until(call).total('minutes')).toBe(driving + waiting)
          expect(day.travelMinutes).toBe(driving + waiting - buffers.morningRoutineMinutes)
          for (const leg of day.legs) {
            expect(leg.departAt.until(leg.arriveAt).total('minutes')).toBe(
              leg.driveMinutes + leg.trafficBufferMinutes,
            )
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('never wakes anybody later for a larger buffer', async () => {
    const field = fc.constantFrom(...(Object.keys(bufferFields) as (keyof Buffers)[]))
    await fc.assert(
      fc.asyncProperty(anyCall, anyBuffers, anyDrives, field, async (call, buffers, seconds, name) => {
        const drive = steady(seconds)
        const more = { ...buffers, [name]: buffers[name] + 1 }
        const day = await planDay({ call, stops: places, buffers, drive })
        const longer = await planDay({ call, stops: places, buffers: more, drive })
        expect(longer.wakeUp.until(day.wakeUp).total('minutes')).toBe(1)
      }),
      { numRuns: 60 },
    )
  })
})

describe('buffers', () => {
  it('offers presets that fit their own ranges, standard being the defaults', () => {
    for (const preset of Object.values(bufferPresets)) expect(Buffers.parse(preset)).toEqual(preset)
    const defaults = Object.fromEntries(
      Object.entries(bufferFields).map(([name, field]) => [name, field.default]),
    )
    expect(bufferPresets.standard).toEqual(defaults)
  })

  it.each([
    ['carChangeMinutes', 61],
    ['parkingMinutes', 31],
    ['entryMinutes', -1],
    ['trafficMinutes', 61],
    ['morningRoutineMinutes', 121],
    ['trafficMinutes', 7.5],
  ])('refuses %s of %s', (field, value) => {
    expect(Buffers.safeParse({ ...bufferPresets.standard, [field]: value }).success).toBe(false)
  })
})
