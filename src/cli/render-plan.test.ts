import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CallSheet, readCallSheet } from '#callsheet'
import { bufferPresets } from '#services/config'
import { generateCallSheet } from '../../sandbox/callsheets/index.ts'
import { arrivalFor, planDay } from '../services/route/planning.ts'
import type { HourlyWeather } from '../services/weather/contract.ts'
import { outlookOf } from '../services/weather/outlook.ts'
import type { CalledDay } from './plan-day.ts'
import { renderPlan } from './render-plan.ts'

const at = (label: string, timeZone: string, longitude = 21) => ({
  label,
  timeZone,
  coordinates: { latitude: 52.2, longitude },
})
const home = at('ul. Domaniewska 34, 02-672 Warszawa', 'Europe/Warsaw')
const location = at('ul. Mińska 25, 03-808 Warszawa', 'Europe/Warsaw', 21.1)
const shootingDate = Temporal.PlainDate.from('2026-11-27')
const drive = (minutes: number) => async () => ({
  provider: 'osrm',
  trafficAware: false,
  estimated: false,
  durationSeconds: minutes * 60,
  distanceMeters: 12_300,
})

let sheet: CallSheet
beforeAll(async () => {
  sheet = await readCallSheet(
    (await generateCallSheet({ seed: 12, language: 'pl', layout: 'polish-plan-dnia' })).pdf,
  )
})

/** A day with `minutes` of driving to a call at `clock` on Friday, 27 November 2026. */
async function day(clock: string, minutes = 25, from = home): Promise<CalledDay> {
  const call = shootingDate.toZonedDateTime({ timeZone: 'Europe/Warsaw', plainTime: clock })
  const extras = { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] }
  const times = await planDay({
    call,
    stops: { home: from, location },
    buffers: bufferPresets.standard,
    extras,
    drive: drive(minutes),
  })
  const { buffers } = times
  const wrap = call.add({ hours: 12 })
  const arrival = arrivalFor(call, buffers)
  return { shootingDate, callIsPersonal: true, wrap, arrival, buffers, extras, times, weather: null }
}

const render = (planned: CalledDay, width = Infinity) =>
  renderPlan(
    sheet,
    { day: planned, warnings: [{ code: 'long-travel', message: 'Getting there takes long.' }] },
    { name: 'sheet.pdf', sandbox: false },
    { width, colour: width !== Infinity },
  )
const lineOf = (text: string, label: string) => text.split('\n').find((line) => line.startsWith(`  ${label}`))

describe('a planned day in the terminal', () => {
  it('says the weekday of what is not on the shooting date, and nothing of what is', async () => {
    const text = render(await day('01:30'))
    expect(lineOf(text, 'Wake up')).toBe('  Wake up          23:20 Thursday')
    expect(lineOf(text, 'Leave home')).toBe('  Leave home       00:05')
    expect(lineOf(render(await day('16:00')), 'Est. wrap')).toBe('  Est. wrap        04:00 Saturday')
  })

  it('says the date of what is further off', async () => {
    expect(lineOf(render(await day('07:00', 3 * 24 * 60)), 'Wake up')).toMatch(/\d\d:\d\d Tue,? 24 Nov$/)
  })

  it('says what the clock at home shows when it lies in another zone', async () => {
    const text = render(await day('07:00', 25, at('Home', 'America/New_York', -74)))
    expect(lineOf(text, 'Wake up')).toBe('  Wake up          04:50 (22:50 Thursday in New York)')
    expect(lineOf(text, 'Wake up')).not.toBe(lineOf(render(await day('07:00')), 'Wake up'))
  })

  it('gives each buffer with its minutes, and what the weather has added', async () => {
    const text = render(await day('07:00'))
    expect(lineOf(text, 'Morning routine')).toBe('  Morning routine  45 min')
    expect(lineOf(text, 'Traffic')).toBe('  Traffic          35 min, 15 of them for rain')
    expect(lineOf(text, 'Parking')).toBe('  Parking          15 min, 5 of them for rain')
    expect(lineOf(text, 'Car change')).toBeUndefined()
  })

  it('warns of heavy rain and says what to take', async () => {
    const planned = await day('07:00')
    const weather = { provider: 'test', kind: 'forecast' as const, ...rain(planned) }
    const text = render({ ...planned, weather })
    expect(text).toContain('  ! Heavy rain: 24 mm')
    expect(text).toMatch(/^Take along\n.*rain covers, towels/m)
    expect(lineOf(text, 'Exteriors')).toBe('  Exteriors        bad')
  })

  it('names whoever runs the day first, and lists the other calls only to whom has none', async () => {
    const planned = await day('07:00')
    const text = render(planned)
    expect(text).toMatch(/^Contacts\n {2}Łucja Dąbek, II reżyser, \+48500100245\n.*Kierownik produkcji/m)
    expect(text).not.toContain('Other calls')
    const general = render({ ...planned, callIsPersonal: false })
    expect(general).toMatch(/^Other calls\n {2}04:45 [^\n]+CATERING\n {2}05:00 /m)
  })

  it('keeps to eighty columns', async () => {
    const general = { ...(await day('07:00')), callIsPersonal: false }
    for (const line of stripVTControlCharacters(render(general, 80)).split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(80)
  })
})

/** Two millimetres an hour from call to wrap. */
function rain({ arrival: { call }, wrap }: CalledDay) {
  const hour = (index: number): HourlyWeather => ({
    at: call.toInstant().add({ hours: index }),
    temperature: 8,
    feelsLike: 5,
    humidity: 90,
    pressure: 1000,
    visibility: 9_000,
    uvIndex: 0,
    windSpeed: 4,
    windGust: 8,
    windDirection: 270,
    cloudCover: 100,
    precipitationProbability: 95,
    precipitationMm: 2,
    snow: false,
    fog: false,
    thunder: false,
    condition: 'rain',
  })
  const forecast = {
    provider: 'test',
    coordinates: location.coordinates,
    kind: 'forecast' as const,
    resolutionHours: 1,
    hours: Array.from({ length: 12 }, (_, index) => hour(index)),
    alerts: [],
  }
  return outlookOf(forecast, location.coordinates, {
    call: call.toInstant(),
    wrap: wrap!.toInstant(),
    zone: call.timeZoneId,
    exterior: true,
  })!
}
