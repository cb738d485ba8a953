import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallSheet, type Field, readCallSheet } from '#callsheet'
import { bufferPresets } from '#services/config'
import { generateCallSheet } from '../../sandbox/callsheets/index.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { places } from '../../sandbox/places.ts'
import { freePort } from '../free-port.ts'
import { memoryLimiter } from '../kernel/limiter.ts'
import { createLogger } from '../kernel/log.ts'
import { createOutbound } from '../kernel/outbound-client.ts'
import { type DayQuestion, type PlannedDay, planSheet } from './plan-day.ts'
import { hasGaps } from './plan-warnings.ts'

const address = (id: string) => places.find((place) => place.id === id)!.address
const tomorrow = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: 1 })
const printed = <T>(value: T, confidence = 0.9): Field<T> => ({
  value,
  confidence,
  evidence: [{ page: 2, box: { x: 0, y: 0, width: 1, height: 1 }, text: String(value) }],
})

let sandbox: Sandbox
let sheet: CallSheet
beforeAll(async () => {
  sandbox = await startSandbox({ ports: 'ephemeral' })
  const { pdf } = await generateCallSheet({
    seed: 12,
    language: 'pl',
    layout: 'polish-plan-dnia',
    overrides: { date: tomorrow.toString() },
  })
  sheet = await readCallSheet(pdf, { referenceDate: tomorrow })
})
afterAll(async () => {
  await sandbox.stop()
})

async function plan(
  says: Partial<CallSheet>,
  asked: Partial<DayQuestion> = {},
  env: Record<string, string> = {},
): Promise<PlannedDay> {
  const http = createOutbound({
    log: createLogger({ service: 'klaps', level: 'silent' }),
    limiter: memoryLimiter(),
  })
  const question = {
    sheet: { ...sheet, ...says },
    me: undefined,
    date: undefined,
    home: address('home-domaniewska'),
    stop: undefined,
    buffers: bufferPresets.standard,
    ...asked,
  }
  return await planSheet(question, { ...sandbox.env, ...env }, http)
}
const codes = ({ warnings }: PlannedDay) => warnings.map(({ code }) => code)
const legs = ({ day }: PlannedDay) => day?.times?.legs.map(({ from, to }) => [from.label, to.label])

describe('what a plan is built on', () => {
  it('leaves nothing to say where the sheet says everything and surely', async () => {
    const planned = await plan({ problems: [] })
    expect(codes(planned).filter((code) => code !== 'early-wake-up')).toEqual([])
    expect(hasGaps(planned.warnings)).toBe(false)
  })

  it.each<[string, Partial<CallSheet>]>([
    ['unsure-call', { personalCall: printed('07:15', 0.5) }],
    ['unsure-date', { shootingDate: printed(tomorrow.toString(), 0.59) }],
    ['unsure-location', { locations: [printed({ name: null, address: address('minska') }, 0.3)] }],
  ])('%s when the reader is not sure of it, with the page to look at', async (code, says) => {
    const planned = await plan(says)
    expect(planned.warnings.find((each) => each.code === code)?.message).toContain('page 2')
    expect(hasGaps(planned.warnings)).toBe(true)
  })

  it('does not mind what is unsure and was not used', async () => {
    const planned = await plan({ personalCall: printed('07:15'), crewCall: printed('09:00', 0.2) })
    expect(codes(planned)).not.toContain('unsure-call')
  })

  it('a name that no call is printed for is told, and the general call counts', async () => {
    const planned = await plan({ personalCall: null }, { me: 'Zbigniew Nieobecny' })
    expect(codes(planned)).toContain('no-personal-call')
    expect(hasGaps(planned.warnings)).toBe(true)
    expect(planned.day?.callIsPersonal).toBe(false)
  })

  it('a day that is called off is no day to get up for in silence', async () => {
    expect(hasGaps((await plan({ cancelled: printed(true) })).warnings)).toBe(true)
  })

  it('--date answers every doubt about the date', async () => {
    const problems = [
      { code: 'no-date', message: 'No shooting date was found.', field: 'shootingDate' },
    ] as const
    const undated = { shootingDate: null, problems: [...problems] }
    const without = await plan(undated)
    expect(without.day).toBeNull()
    expect(codes(without)).toEqual(['no-date'])
    const given = await plan(undated, { date: tomorrow })
    expect(codes(given)).not.toContain('no-date')
    expect(hasGaps(given.warnings)).toBe(false)
  })

  it('--date leaves no doubt about the date that is printed', async () => {
    const problem = { code: 'weekday-mismatch', message: 'It is a Friday.', field: 'shootingDate' } as const
    const doubtful = { shootingDate: printed(tomorrow.toString(), 0.4), problems: [problem] }
    const doubts = ['unsure-date', 'weekday-mismatch']
    expect(codes(await plan(doubtful))).toEqual(expect.arrayContaining(doubts))
    const given = codes(await plan(doubtful, { date: tomorrow }))
    for (const doubt of doubts) expect(given).not.toContain(doubt)
  })
})

describe('where the day leads', () => {
  const nowhere = { locations: [], unitBase: null, parking: null, problems: [] }

  it('without a location the day starts at the stop, which is no stop on the way then', async () => {
    const stop = address('panavision')
    const planned = await plan(nowhere, { stop })
    expect(legs(planned)).toEqual([[address('home-domaniewska'), stop]])
    expect(planned.day?.times?.arriveStop).toBeUndefined()
    const told = planned.warnings.find(({ code }) => code === 'location-missing')
    expect(told?.message).toContain(stop)
    expect(hasGaps(planned.warnings)).toBe(true)
  })

  it('without a location and a stop it has its call and says what to do', async () => {
    const planned = await plan(nowhere)
    expect(codes(planned)).toContain('no-location')
    expect(planned.day?.times).toBeNull()
  })

  it('goes to the unit base when the sheet sends the crew there, as the server does', async () => {
    const base = printed({ name: 'Baza', address: address('minska') })
    const notes = [printed('Zbiórka ekipy na bazie, dojazd busem.')]
    expect(legs(await plan({ unitBase: base, notes }))?.at(-1)?.[1]).toBe(address('minska'))
  })

  it('without a home the end of the way stands: it follows from the call', async () => {
    const { day, warnings } = await plan({}, { home: undefined })
    expect(day?.times).toBeNull()
    const { arriveLocation, parked, onSet, call } = day!.arrival
    expect(arriveLocation.until(parked).total('minutes')).toBe(day!.buffers.parkingMinutes)
    expect(parked.until(onSet).total('minutes')).toBe(day!.buffers.entryMinutes)
    expect(onSet).toEqual(call)
    expect(hasGaps(warnings)).toBe(true)
  })
})

describe('the hours', () => {
  it('getting up on the evening before is warned of', async () => {
    const planned = await plan({ personalCall: printed('01:30') })
    expect(planned.day?.times?.wakeUp.toPlainDate()).toEqual(tomorrow.subtract({ days: 1 }))
    expect(codes(planned)).toContain('very-early-wake-up')
  })

  it('a call late in the evening before a crew call after midnight is the evening before', async () => {
    const { day } = await plan({ personalCall: printed('23:30'), crewCall: printed('00:30') })
    expect(day?.arrival.call.toPlainDate()).toEqual(tomorrow.subtract({ days: 1 }))
  })

  it('a home in another zone has its own clock, given as coordinates too', async () => {
    const { day } = await plan({}, { home: '51.5,-0.12' })
    expect(day?.times?.atHome?.wakeUp.timeZoneId).toBe('Europe/London')
  })
})

it('a provider that cannot be reached is told once, and the plan is not whole', async () => {
  const nobody = `http://127.0.0.1:${await freePort('127.0.0.1', 0)}`
  const weather = { OPENWEATHERMAP_URL: nobody, OPEN_METEO_URL: nobody }
  const maps = { GOOGLE_ROUTES_URL: nobody, GOOGLE_GEOCODING_URL: nobody }
  const planned = await plan({}, {}, { ...weather, ...maps })
  const down = planned.warnings.filter(({ code }) => code === 'provider-down')
  expect(down.map(({ message }) => message.replace(/ \(.*/, '')).toSorted()).toEqual([
    'google cannot be reached for addresses',
    'google cannot be reached for routes',
    'open-meteo cannot be reached for weather',
    'openweathermap cannot be reached for weather',
  ])
  expect(codes(planned)).toContain('no-weather')
  expect(planned.day?.times?.legs.map(({ provider }) => provider)).toEqual(['osrm'])
  expect(hasGaps(planned.warnings)).toBe(true)
})
