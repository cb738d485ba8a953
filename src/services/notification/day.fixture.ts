import type { z } from 'zod'
import type { UserSettings } from '#services/config'
import type { schedulePlanned } from '#services/schedule'
import type { Plan } from './templates/day-view.ts'

export function settingsOf(userId: string, changes: Partial<UserSettings> = {}): UserSettings {
  return {
    userId,
    version: 1,
    home: null,
    stop: null,
    buffers: {
      morningRoutineMinutes: 45,
      carChangeMinutes: 15,
      trafficMinutes: 20,
      parkingMinutes: 10,
      entryMinutes: 10,
    },
    language: 'pl',
    timeZone: 'Europe/Warsaw',
    crewName: null,
    crewRole: null,
    crewDepartment: null,
    eventVisibility: 'private',
    notifications: { channels: {}, quietHours: null, eveningAt: Temporal.PlainTime.from('20:00') },
    ...changes,
  }
}

const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Warsaw]`)

/** The worked example of PRODUCT 1.4, on 14 March 2027 unless said otherwise. */
export function planFor(userId: string, changes: Partial<Plan> = {}): Plan {
  const planId = changes.planId ?? crypto.randomUUID()
  const dayId = changes.dayId ?? crypto.randomUUID()
  return {
    dayId,
    planId,
    userId,
    plannedVersion: 1,
    productionId: crypto.randomUUID(),
    productionTitle: 'Żółta łódź',
    state: 'pending',
    shootingDate: Temporal.PlainDate.from('2027-03-14'),
    timeZone: 'Europe/Warsaw',
    call: at('2027-03-14T07:00').toInstant(),
    callIsPersonal: false,
    wrap: at('2027-03-14T18:00').toInstant(),
    location: { name: 'Fort Służew', address: 'ul. Fort Służew 1, Warszawa' },
    exterior: true,
    revision: 1,
    version: 1,
    wakeUp: at('2027-03-14T04:40').toInstant(),
    leaveHome: at('2027-03-14T05:25').toInstant(),
    missing: [],
    failures: [],
    notes: null,
    planned: true,
    sheet: null,
    sources: [],
    changes: [],
    edits: [],
    warnings: [
      {
        code: 'early-wake-up',
        severity: 'info',
        text: 'Pobudka o 04:40. Rozważ nocleg w pobliżu planu.',
        params: {},
      },
    ],
    route: null,
    weather: null,
    ...changes,
  }
}

const printed = <T>(value: T) => ({ value, confidence: 1, evidence: [] })

/** The same day with a sheet, a route and a forecast. */
export function fullDay(userId: string): Partial<Plan> {
  const { planId, dayId } = planFor(userId)
  const about = { planId, dayId, version: 1, planVersion: 1 }
  return {
    planId,
    dayId,
    sheet: sheet(),
    route: { ...about, ...route() },
    weather: { ...about, ...weather() },
  }
}

function sheet(): NonNullable<Plan['sheet']> {
  const nothing = {
    crewCall: null,
    productionCall: null,
    personalCall: null,
    estimatedWrap: null,
    sunrise: null,
    sunset: null,
    calls: [],
    locations: [],
    vendorStops: [],
    meals: [],
    cast: [],
    background: [],
    weather: null,
    advanceSchedule: [],
    scheduleDays: [],
    sheets: [],
    cancelled: null,
    problems: [],
    pages: [],
    productionTitle: null,
    shootingDate: null,
    revision: null,
  }
  return {
    ...nothing,
    kind: 'call-sheet',
    subkind: null,
    language: 'pl',
    day: printed({ number: 12, of: 35 }),
    unitBase: printed({ name: 'Baza', address: 'ul. Bazowa 2' }),
    parking: printed({ name: null, address: 'ul. Parkowa 3' }),
    hospital: printed({ name: 'Szpital Przykładowy', address: 'ul. Zdrowa 4' }),
    scenes: [
      printed({
        number: '42A',
        intExt: 'EXT' as const,
        dayNight: 'DAWN' as const,
        set: 'BRZEG',
        description: 'Zosia wraca nad morze.',
        pageEighths: 6,
        cast: ['1'],
        location: null,
      }),
    ],
    contacts: [
      printed({ role: 'II reżyser', name: 'Jan Przykładowy', phone: '+48 600 000 001', email: null }),
    ],
    equipment: [printed('Steadicam')],
    safetyNotes: [printed('Śliskie skały.')],
    notes: [printed('Catering od 6:00.')],
  }
}

function route(): Omit<NonNullable<Plan['route']>, 'planId' | 'dayId' | 'version' | 'planVersion'> {
  const times = {
    wakeUp: at('2027-03-14T04:40'),
    leaveHome: at('2027-03-14T05:25'),
    arriveStop: at('2027-03-14T05:50'),
    leaveStop: at('2027-03-14T06:05'),
    arriveLocation: at('2027-03-14T06:40'),
    parked: at('2027-03-14T06:50'),
    onSet: at('2027-03-14T07:00'),
    call: at('2027-03-14T07:00'),
  }
  const drive = { trafficAware: true, provider: 'google', alternatives: [] }
  return {
    state: 'calculated',
    failure: null,
    times,
    legs: [
      {
        ...drive,
        from: 'home',
        to: 'stop',
        departAt: times.leaveHome,
        arriveAt: times.arriveStop,
        driveMinutes: 25,
        distanceMeters: 14_230,
      },
      {
        ...drive,
        from: 'stop',
        to: 'location',
        departAt: times.leaveStop,
        arriveAt: at('2027-03-14T06:40'),
        driveMinutes: 15,
        distanceMeters: 8_600,
      },
    ],
    totalDriveMinutes: 40,
    buffers: settingsOf('').buffers,
    extras: { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] },
    zone: 'Europe/Warsaw',
    locationCoordinates: null,
    warnings: [],
    calculatedAt: null,
    estimated: false,
  }
}

function weather(): Omit<NonNullable<Plan['weather']>, 'planId' | 'dayId' | 'version' | 'planVersion'> {
  return {
    kind: 'forecast',
    provider: 'open-meteo',
    fetchedAt: null,
    stale: false,
    summary: {
      temperatureMin: 1.6,
      temperatureMax: 8.2,
      feelsLikeMin: null,
      precipitationMm: 6.4,
      precipitationProbability: 80,
      windMax: 6.1,
      gustMax: 11,
      humidityMean: 80,
      visibilityMin: null,
      uvIndexMax: null,
      cloudCoverMean: 100,
      condition: 'heavy-rain',
    },
    warnings: [{ code: 'heavy-rain', severity: 'warning', params: {} }],
    advice: ['camera', 'rain-covers', 'towels'],
    rating: 'bad',
    extras: { trafficMinutes: 15, parkingMinutes: 5, reasons: ['rain'] },
    sun: {
      sunrise: at('2027-03-14T05:57'),
      sunset: at('2027-03-14T17:36'),
      solarNoon: at('2027-03-14T11:47'),
      goldenMorningStart: null,
      goldenMorningEnd: null,
      goldenEveningStart: null,
      goldenEveningEnd: null,
      blueMorningStart: null,
      blueEveningEnd: null,
      polar: null,
    },
    failure: null,
  }
}

export function plannedEvent(plan: Plan): z.input<typeof schedulePlanned.data> {
  return {
    dayId: plan.dayId,
    planId: plan.planId,
    userId: plan.userId,
    version: plan.plannedVersion,
    first: plan.plannedVersion === 1,
    complete: true,
    settled: true,
    missing: plan.missing,
    shootingDate: plan.shootingDate.toString(),
    zone: plan.timeZone,
    call: plan.call.toString(),
    wrap: plan.wrap?.toString() ?? null,
    wakeUp: plan.wakeUp?.toString() ?? null,
    leaveHome: plan.leaveHome?.toString() ?? null,
    onSet: plan.call.toString(),
    changes: plan.changes,
    tell: 'ready',
    state: plan.state,
  }
}
