import { describe, expect, it } from 'vitest'
import type { Sheet } from '#services/pdf'
import { doubtsOf, verdictOf } from './verdict.ts'

const field = <T>(value: T, confidence = 1) => ({ value, confidence, evidence: [] })

/** A sheet that reads without doubt but for what a test says. */
function callSheet({
  crewCall = '07:00',
  personalCall,
  wrap = '19:00',
  locations = [mill],
  cancelled = false,
  problems = [],
}: {
  crewCall?: string | null
  personalCall?: string
  wrap?: string
  locations?: (typeof mill)[]
  cancelled?: boolean
  problems?: string[]
}): Sheet {
  return {
    kind: 'call-sheet',
    subkind: 'call-sheet',
    language: 'en',
    productionTitle: field('Half a Step'),
    shootingDate: field('2026-03-16'),
    day: null,
    revision: null,
    crewCall: crewCall === null ? null : field(crewCall),
    productionCall: null,
    personalCall: personalCall === undefined ? null : field(personalCall),
    estimatedWrap: field(wrap),
    sunrise: null,
    sunset: null,
    calls: [],
    locations: locations.map((place) => field(place)),
    unitBase: null,
    parking: null,
    vendorStops: [],
    hospital: null,
    meals: [],
    scenes: [],
    cast: [],
    background: [],
    contacts: [],
    equipment: [],
    safetyNotes: [],
    notes: [],
    weather: null,
    advanceSchedule: [],
    scheduleDays: [],
    cancelled: cancelled ? field(true) : null,
    problems: problems.map((code) => problem(code, null)),
    sheets: [],
    pages: [],
  }
}

const mill = { name: 'Old Mill', address: '12 River Road, York YO1 7HH' }
const barn = { name: 'Barn', address: '3 Hill Lane, York YO1 9AA' }
const unsure = <T>(value: T) => field(value, 0.55)
const problem = (code: string, field: string | null) => ({ code, message: code, field })

describe('a sheet that a day is planned by', () => {
  it('is read where nothing is in doubt', () => {
    const sheet = callSheet({ locations: [mill, barn], problems: ['several-locations'] })
    expect(verdictOf(sheet, false)).toMatchObject({ usable: true, needsReview: false, state: 'read' })
    expect(doubtsOf(sheet)).toEqual([])
  })

  it('asks for a location that is missing', () => {
    const sheet = { ...callSheet({ locations: [] }), problems: [problem('no-location', 'locations')] }
    expect(verdictOf(sheet, false)).toMatchObject({ usable: true, state: 'needs-review' })
    expect(doubtsOf(sheet)).toEqual([{ field: 'locations', value: null }])
    expect(verdictOf(sheet, true).state).toBe('confirmed')
  })

  it('does not ask again for a location that a person has taken away', () => {
    expect(verdictOf(callSheet({ locations: [] }), false).needsReview).toBe(false)
  })

  it('asks for the second place of a company move, and for that one alone', () => {
    const sheet = callSheet({ locations: [mill, barn] })
    sheet.locations[1] = unsure(barn)
    expect(verdictOf(sheet, false).needsReview).toBe(true)
    expect(doubtsOf(sheet)).toEqual([{ field: 'locations', value: barn.address }])
  })

  it('asks for all places where the sheet numbers more of them', () => {
    const sheet = {
      ...callSheet({ locations: [mill, barn] }),
      problems: [problem('location-looks-wrong', 'locations')],
    }
    expect(verdictOf(sheet, false).needsReview).toBe(true)
    expect(doubtsOf(sheet).map(({ value }) => value)).toEqual([mill.address, barn.address])
  })

  it('asks for the general call by which others go, and for an own call that was not found', () => {
    const general = { ...callSheet({ personalCall: '06:00' }), crewCall: unsure('07:00') }
    expect(doubtsOf(general)).toEqual([{ field: 'crewCall', value: '07:00' }])
    expect(verdictOf(general, false).needsReview).toBe(true)
    const own = { ...callSheet({}), problems: [problem('own-call-looks-wrong', 'personalCall')] }
    expect(doubtsOf(own)).toEqual([{ field: 'personalCall', value: null }])
    expect(verdictOf(own, false).needsReview).toBe(true)
  })

  it.each(['wrap-before-call', 'wrap-before-last-scene'])('asks for its end: %s', (code) => {
    const sheet = { ...callSheet({ wrap: '06:00' }), problems: [problem(code, 'estimatedWrap')] }
    expect(verdictOf(sheet, false)).toMatchObject({ needsReview: true, problems: [code] })
    expect(doubtsOf(sheet)).toEqual([{ field: 'estimatedWrap', value: '06:00' }])
  })

  it('that is called off is asked for its date alone', () => {
    const off = {
      ...callSheet({ cancelled: true, crewCall: null, locations: [] }),
      problems: [problem('no-call', 'crewCall'), problem('no-location', 'locations')],
    }
    expect(verdictOf(off, false)).toMatchObject({ usable: true, needsReview: false })
    const doubtful = { ...off, problems: [problem('weekday-mismatch', 'shootingDate')] }
    expect(verdictOf(doubtful, false).needsReview).toBe(true)
    expect(doubtsOf(doubtful)).toEqual([{ field: 'shootingDate', value: '2026-03-16' }])
  })
})
