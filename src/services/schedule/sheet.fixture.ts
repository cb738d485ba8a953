import type { DayFields, Scene } from './day.ts'

/** An invented call sheet for tests, with whatever should differ. */
export function sheet(changes: Partial<DayFields> = {}): DayFields {
  return {
    cancelled: false,
    productionTitle: 'Zimowa noc',
    shootingDate: '2026-03-16',
    day: { number: 12, of: 35 },
    personalCall: null,
    crewCall: '07:00',
    productionCall: '06:00',
    calls: [{ name: null, role: null, department: 'Camera', time: '06:30' }],
    locations: [{ name: 'Dworzec Główny', address: 'pl. Dworcowy 1, Kraków' }],
    unitBase: null,
    parking: null,
    vendorStops: [],
    estimatedWrap: '19:00',
    scenes: [scene('12'), scene('12A')],
    cast: [],
    meals: [],
    hospital: null,
    contacts: [],
    equipment: [],
    safetyNotes: [],
    background: [],
    notes: [],
    sunrise: '05:50',
    sunset: '17:45',
    ...changes,
  }
}

export function scene(number: string): Scene {
  return {
    number,
    intExt: 'EXT',
    dayNight: 'DAY',
    set: 'Platform',
    description: null,
    pageEighths: 8,
    cast: [],
    location: null,
  }
}
