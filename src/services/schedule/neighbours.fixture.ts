import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  type Client,
  type Context,
  type Contract,
  defineService,
  type EventDefinition,
  Problem,
  rows,
  type Service,
} from '#kernel'
import { calendar, calendarEventCreated } from '#services/calendar'
import { bufferPresets, config, settingsUpdated, type UserSettings } from '#services/config'
import { pdf, pdfCorrected, pdfParsed, type Sheet } from '#services/pdf'
import { noExtras, route, routeCalculated, routeFailed } from '#services/route'
import { weather, weatherFailed, weatherFetched } from '#services/weather'
import type { TestHouse } from '../../../test/harness/house.ts'
import { schedule, scheduleCreated, scheduleUpdated } from './contract.ts'

/** Neighbours of the schedule service for its own tests: they speak the real contracts and answer as told. */

type Asked = z.output<typeof scheduleCreated.data>
type Extras = typeof noExtras
interface Tell {
  publish(contract: string, event: EventDefinition, data: unknown): Promise<void>
}

export interface Neighbours extends Tell {
  services: Service[]
  documents: Map<string, z.output<typeof pdf.routes.sheetOf.output>>
  settings: Map<string, Partial<UserSettings>>
  route: { mode: 'answer' | 'fail' | 'silent'; driveMinutes: number; zone?: string; asked: Asked[] }
  weather: { mode: 'answer' | 'fail' | 'silent'; extras: Extras; degrees: number; asked: Asked[] }
  versions: Map<string, number>
  /** What the calendar may ask of the schedule service. */
  asCalendar(): Client<typeof schedule>
}

const migrations = new URL('../../kernel/testing/migrations/', import.meta.url)

function standIn(
  contract: Contract,
  contexts: Map<string, Context>,
  parts: {
    needs?: Record<string, Contract>
    routes?: Record<string, unknown>
    hears?: Record<string, EventDefinition>
    on?: Record<string, unknown>
  },
): Service {
  const refuse = () => {
    throw new Problem(503, 'not-here', 'This stand-in does not answer that')
  }
  const routes = Object.fromEntries(Object.keys(contract.routes).map((name) => [name, refuse]))
  return defineService({
    contract,
    tables: rows<object>(),
    settings: z.object({}),
    migrations,
    needs: parts.needs ?? {},
    hears: parts.hears ?? {},
    on: (parts.on ?? {}) as never,
    routes: { ...routes, ...parts.routes } as never,
    start: async (ctx) => {
      contexts.set(contract.name, ctx as never)
      return undefined
    },
    personal: { export: async () => ({}), erase: async () => {} },
  })
}

export function neighbours(): Neighbours {
  const contexts = new Map<string, Context>()
  const world: Neighbours = {
    services: [],
    documents: new Map(),
    settings: new Map(),
    route: { mode: 'answer', driveMinutes: 30, asked: [] },
    weather: { mode: 'answer', extras: noExtras, degrees: 12, asked: [] },
    versions: new Map(),
    asCalendar: () =>
      (contexts.get('calendar') as unknown as Context<object, { schedule: typeof schedule }>).call.schedule,
    publish: async (contract, event, data) =>
      await contexts.get(contract)!.db.transaction((tx) => tx.publish(event as never, data as never)),
  }
  const onSchedule = {
    hears: { scheduleCreated, scheduleUpdated },
  }
  const answer = (what: 'route' | 'weather') => async (_ctx: unknown, day: Asked, tx: never) => {
    world[what].asked.push(day)
    if (world[what].mode === 'silent') return
    const [event, data] = what === 'route' ? routeAnswer(world, day) : weatherAnswer(world, day)
    await (tx as { publish(e: unknown, d: unknown): Promise<void> }).publish(event, data)
  }
  const on = (what: 'route' | 'weather') => ({
    ...onSchedule,
    on: { scheduleCreated: answer(what), scheduleUpdated: answer(what) },
  })
  world.services = [
    standIn(config, contexts, {
      routes: { settingsOf: (_: unknown, { userId }: { userId: string }) => settingsOf(world, userId) },
    }),
    standIn(pdf, contexts, {
      routes: {
        sheetOf: (_: unknown, { documentId }: { documentId: string }) => {
          const document = world.documents.get(documentId)
          if (!document) throw new Problem(404, 'not-found', 'There is no such document')
          return document
        },
      },
    }),
    standIn(route, contexts, on('route')),
    standIn(weather, contexts, on('weather')),
    standIn(calendar, contexts, { needs: { schedule } }),
  ]
  return world
}

function settingsOf(world: Neighbours, userId: string): UserSettings {
  return {
    userId,
    version: 1,
    home: { address: 'ul. Domowa 1, Warszawa', found: true },
    stop: null,
    buffers: bufferPresets.standard,
    language: 'en',
    timeZone: 'Europe/Warsaw',
    crewName: null,
    crewRole: null,
    crewDepartment: null,
    eventVisibility: 'private',
    notifications: { channels: {}, quietHours: null, eveningAt: Temporal.PlainTime.from('20:00') },
    ...world.settings.get(userId),
  }
}

export function next(world: Neighbours, what: string): number {
  const version = (world.versions.get(what) ?? 0) + 1
  world.versions.set(what, version)
  return version
}

export function routeAnswer(
  world: Neighbours,
  day: Asked,
  changes: { extras?: Extras; version?: number } = {},
): [EventDefinition, unknown] {
  const version = changes.version ?? next(world, `route ${day.planId}`)
  const about = {
    planId: day.planId,
    dayId: day.dayId,
    userId: day.userId,
    version,
    planVersion: day.version,
  }
  if (world.route.mode === 'fail')
    return [
      routeFailed,
      {
        ...about,
        code: 'provider-down',
        message: 'The map does not answer',
        willRetry: true,
        stands: true,
      },
    ]
  const extras = changes.extras ?? noExtras
  const zone = world.route.zone ?? day.zone
  const call = Temporal.Instant.from(day.call).toZonedDateTimeISO(zone)
  const leaveHome = call.subtract({ minutes: world.route.driveMinutes + 40 + extras.trafficMinutes })
  const drive = { driveMinutes: world.route.driveMinutes, distanceMeters: 20_000 }
  return [
    routeCalculated,
    {
      ...about,
      zone,
      times: {
        wakeUp: leaveHome.subtract({ minutes: 45 }),
        leaveHome,
        arriveStop: null,
        leaveStop: null,
        arriveLocation: call.subtract({ minutes: 20 }),
        parked: call.subtract({ minutes: 10 }),
        onSet: call,
        call,
      },
      legs: [
        {
          from: 'home',
          to: 'location',
          departAt: leaveHome,
          arriveAt: call.subtract({ minutes: 20 }),
          ...drive,
          trafficAware: true,
          provider: 'test',
          alternatives: [],
        },
      ],
      totalDriveMinutes: world.route.driveMinutes,
      buffers: bufferPresets.standard,
      extras,
      warnings: [],
      estimated: false,
      locationCoordinates: { latitude: 52.2, longitude: 21 },
      cause: 'planned',
    },
  ]
}

export function weatherFailure(
  world: Neighbours,
  { planId, dayId, userId, version: planVersion }: Asked,
  version = next(world, `weather ${planId}`),
): [EventDefinition, unknown] {
  const failure = { code: 'provider-down', message: 'No forecast', willRetry: true }
  return [weatherFailed, { planId, dayId, userId, version, planVersion, ...failure }]
}

export function weatherAnswer(
  world: Neighbours,
  day: Asked,
  changes: { changed?: boolean; version?: number } = {},
): [EventDefinition, unknown] {
  const version = changes.version ?? next(world, `weather ${day.planId}`)
  const about = {
    planId: day.planId,
    dayId: day.dayId,
    userId: day.userId,
    version,
    planVersion: day.version,
  }
  if (world.weather.mode === 'fail') return weatherFailure(world, day, version)
  const unknown = {
    gustMax: null,
    precipitationProbability: null,
    feelsLikeMin: null,
    humidityMean: null,
    visibilityMin: null,
    uvIndexMax: null,
    cloudCoverMean: null,
  }
  return [
    weatherFetched,
    {
      ...about,
      kind: 'forecast',
      provider: 'test',
      fetchedAt: '2026-03-10T10:00:00Z',
      summary: {
        ...unknown,
        windMax: 3,
        temperatureMin: world.weather.degrees,
        temperatureMax: world.weather.degrees + 6,
        precipitationMm: 0,
        condition: 'clear',
      },
      warnings: [],
      advice: ['camera'],
      rating: 'good',
      extras: world.weather.extras,
      sun: {
        sunrise: null,
        sunset: null,
        solarNoon: Temporal.Instant.from(day.call).toZonedDateTimeISO(day.zone),
        blueMorningStart: null,
        goldenMorningStart: null,
        goldenMorningEnd: null,
        goldenEveningStart: null,
        goldenEveningEnd: null,
        blueEveningEnd: null,
        polar: null,
      },
      changed: changes.changed ?? false,
    },
  ]
}

const began = Temporal.Instant.from('2026-03-10T10:00:00Z')

/** A sheet arrives for a user: kept where `sheetOf` finds it, then told as parsed. Returns its document. */
export async function arrive(
  world: Neighbours,
  userId: string,
  sheet: Sheet,
  options: {
    documentId?: string
    version?: number
    sender?: string
    times?: number
    receivedAt?: Temporal.Instant
    part?: { number: number; of: number }
    otherParts?: z.output<typeof pdf.routes.sheetOf.output>['otherParts']
  } = {},
): Promise<string> {
  const documentId = options.documentId ?? randomUUID()
  const version = options.version ?? 1
  const part = options.part ?? { number: 1, of: 1 }
  const emailId = randomUUID()
  const sender = options.sender ?? 'Office <office@film.example>'
  const receivedAt = options.receivedAt ?? began.add({ milliseconds: Math.round(performance.now()) })
  world.documents.set(documentId, {
    documentId,
    emailId,
    userId,
    version,
    confirmed: false,
    sender,
    receivedAt,
    part,
    otherParts: options.otherParts ?? [],
    sheet,
  })
  const about = { documentId, emailId, userId, version }
  for (let time = 0; time < (options.times ?? 1); time++)
    await (version === 1
      ? world.publish('pdf', pdfParsed, {
          ...about,
          attachmentId: documentId,
          part,
          kind: sheet.kind,
          subkind: null,
          language: 'en',
          usable: true,
          needsReview: false,
          problems: [],
          pages: 1,
          readMs: 20,
        })
      : world.publish('pdf', pdfCorrected, { ...about, fields: ['crewCall'], confirmed: true }))
  return documentId
}

export const settingsChange = (world: Neighbours, userId: string, version: number, fields: string[]) =>
  world.publish('config', settingsUpdated, { userId, version, fields })

export const calendarOverlap = (world: Neighbours, day: Pick<Asked, 'planId' | 'dayId' | 'userId'>) =>
  world.publish('calendar', calendarEventCreated, {
    planId: day.planId,
    dayId: day.dayId,
    userId: day.userId,
    version: 1,
    eventId: randomUUID(),
    alarms: 3,
    conflicts: [{ overlapMinutes: 75, severity: 'high' }],
  })

/** The context a service was given: to run a job or the erasure of a person at a chosen moment. */
export function contextOf(house: TestHouse, service: string): Context {
  return house.house.host.runtimes.get(service)!.ctx
}
