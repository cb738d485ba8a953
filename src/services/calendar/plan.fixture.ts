import { bufferPresets } from '#services/config'
import type { Plan } from './description.ts'

const zone = 'Europe/Warsaw'
const printed = <T>(value: T) => ({ value, confidence: 1, evidence: [] })

/** The worked example of PRODUCT 1.4 on a day of a user's, with invented people. Times of the set on `date`. */
export function planFixture(changes: Partial<Plan> = {}, date = '2026-12-01'): Plan {
  const at = (time: string) => Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone)
  const instant = (time: string) => at(time).toInstant()
  const planId = changes.planId ?? crypto.randomUUID()
  const dayId = changes.dayId ?? crypto.randomUUID()
  return {
    dayId,
    planId,
    productionId: crypto.randomUUID(),
    productionTitle: 'Zimowa noc',
    userId: crypto.randomUUID(),
    plannedVersion: 1,
    state: 'pending',
    shootingDate: Temporal.PlainDate.from(date),
    timeZone: zone,
    call: instant('07:00'),
    callIsPersonal: false,
    wrap: instant('19:00'),
    location: { name: 'Dworzec Gdański', address: 'ul. Zygmunta Słomińskiego 6, Warszawa' },
    exterior: true,
    revision: 1,
    version: 1,
    wakeUp: instant('04:40'),
    leaveHome: instant('05:25'),
    missing: [],
    planned: true,
    sources: [],
    changes: [],
    edits: [],
    failures: [],
    notes: null,
    warnings: [
      { code: 'early-wake-up', severity: 'info', text: 'Pobudka o 04:40. Rozważ nocleg.', params: {} },
    ],
    sheet: sheet(),
    route: {
      planId,
      dayId,
      version: 1,
      planVersion: 1,
      state: 'calculated',
      failure: null,
      times: null,
      legs: [
        leg('home', 'stop', at('05:25'), at('05:50'), 25, 14_200),
        leg('stop', 'location', at('06:05'), at('06:40'), 15, 8_050),
      ],
      totalDriveMinutes: 40,
      buffers: bufferPresets.standard,
      extras: { trafficMinutes: 15, parkingMinutes: 5, reasons: ['snow'] },
      zone,
      locationCoordinates: { latitude: 52.2583, longitude: 20.9944 },
      warnings: [],
      calculatedAt: instant('00:00'),
      estimated: false,
    },
    weather: {
      planId,
      dayId,
      version: 1,
      planVersion: 1,
      kind: 'forecast',
      provider: 'open-meteo',
      fetchedAt: instant('00:00'),
      stale: false,
      summary: {
        temperatureMin: -3.5,
        temperatureMax: 1,
        feelsLikeMin: -8,
        precipitationMm: 2.4,
        precipitationProbability: 80,
        windMax: 6,
        gustMax: null,
        humidityMean: null,
        visibilityMin: null,
        uvIndexMax: null,
        cloudCoverMean: null,
        condition: 'snow',
      },
      warnings: [{ code: 'cold', severity: 'warning', params: { value: -3.5 } }],
      advice: ['camera', 'warmers'],
      rating: 'mind',
      extras: { trafficMinutes: 15, parkingMinutes: 5, reasons: ['snow'] },
      sun: null,
      failure: null,
    },
    ...changes,
  }
}

function leg(
  from: 'home' | 'stop',
  to: 'stop' | 'location',
  departAt: Temporal.ZonedDateTime,
  arriveAt: Temporal.ZonedDateTime,
  driveMinutes: number,
  distanceMeters: number,
): NonNullable<Plan['route']>['legs'][number] {
  return {
    from,
    to,
    departAt,
    arriveAt,
    driveMinutes,
    distanceMeters,
    trafficAware: true,
    provider: 'google-routes',
    alternatives: [],
  }
}

function sheet(): NonNullable<Plan['sheet']> {
  return {
    kind: 'call-sheet',
    subkind: null,
    language: 'pl',
    productionTitle: printed('Zimowa noc'),
    shootingDate: null,
    day: printed({ number: 12, of: 35 }),
    revision: null,
    crewCall: null,
    productionCall: null,
    personalCall: null,
    estimatedWrap: null,
    sunrise: null,
    sunset: null,
    calls: [],
    locations: [],
    unitBase: null,
    parking: null,
    vendorStops: [],
    hospital: printed({ name: 'Szpital Bielański', address: 'ul. Cegłowska 80, Warszawa' }),
    meals: [],
    scenes: [
      printed({
        number: '12A',
        intExt: 'EXT' as const,
        dayNight: 'NIGHT' as const,
        set: 'Peron',
        description: 'Ewa czeka na pociąg',
        pageEighths: 8,
        cast: [],
        location: null,
      }),
    ],
    cast: [],
    background: [],
    contacts: [
      printed({ role: 'Kierownik planu', name: 'Jan Nowacki', phone: '+48 600 000 001', email: null }),
    ],
    equipment: [],
    safetyNotes: [printed('Nie wchodzić na tory')],
    notes: [printed('Ciepłe ubrania')],
    weather: null,
    advanceSchedule: [],
    scheduleDays: [],
    sheets: [],
    cancelled: null,
    problems: [],
    pages: [],
  }
}
