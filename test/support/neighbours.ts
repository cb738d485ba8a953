import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { defineContract, defineService, type EventDefinition, rows, sourceOf, userErased } from '#kernel'
import { bufferPresets, config, settingsUpdated, type UserSettings } from '#services/config'
import { schedule, type scheduleCancelled, type scheduleCreated } from '#services/schedule'
import { weather } from '#services/weather'
import type { TestHouse } from '../harness/house.ts'

const noMigrations = new URL('./', import.meta.url)
const nothingPersonal = { export: async () => ({}), erase: async () => {} }

/** The settings of the stand-in for config, by user. */
export const settingsOfUsers = new Map<string, UserSettings>()
/** Provider keys that an administrator has set. */
export const credentials = new Map<string, string>()

/** What `config` is asked for by its neighbours: settings and provider keys, held in memory. */
export const configStandIn = defineService({
  contract: defineContract('config', {
    about: config.about,
    routes: { settingsOf: config.routes.settingsOf, credentialOf: config.routes.credentialOf },
    events: config.events,
  }),
  tables: rows<object>(),
  settings: config.routes.listBuffers.input,
  migrations: noMigrations,
  routes: {
    settingsOf: (_ctx, { userId }) => settingsOfUsers.get(userId) ?? defaultSettings(userId),
    credentialOf: (_ctx, { name }) => ({ secret: credentials.get(name) ?? null }),
  },
  personal: nothingPersonal,
})

/** Somebody who only publishes: its events are put into its outbox by `publish`. */
const publisher = (name: string, events: Record<string, EventDefinition>) =>
  defineService({
    contract: defineContract(name, { about: `Events of ${name}.`, routes: {}, events }),
    tables: rows<object>(),
    settings: config.routes.listBuffers.input,
    migrations: noMigrations,
    routes: {},
    personal: nothingPersonal,
  })
export const scheduleStandIn = publisher('schedule', schedule.events)
export const authStandIn = publisher('auth', { userErased })
export const weatherStandIn = publisher('weather', weather.events)

export function defaultSettings(userId: string): UserSettings {
  return {
    userId,
    version: 1,
    home: null,
    stop: null,
    buffers: { ...bufferPresets.standard },
    language: 'pl',
    timeZone: 'Europe/Warsaw',
    crewName: null,
    crewRole: null,
    crewDepartment: null,
    eventVisibility: 'private',
    notifications: { channels: {}, quietHours: null, eveningAt: Temporal.PlainTime.from('20:00') },
  }
}

/** Changes a user's settings and tells of it, as config does. */
export async function changeSettings(
  house: TestHouse,
  userId: string,
  changes: Partial<UserSettings>,
): Promise<UserSettings> {
  const before = settingsOfUsers.get(userId) ?? defaultSettings(userId)
  const after = { ...before, ...changes, version: before.version + 1 }
  settingsOfUsers.set(userId, after)
  await publish(house, settingsUpdated, { userId, version: after.version, fields: Object.keys(changes) })
  return after
}

export const place = (address: string) => ({ address, found: null })

type Day = z.output<typeof scheduleCreated.data>
type Cancelled = z.output<typeof scheduleCancelled.data>

/** A day plan as schedule publishes it. */
export function dayOf(userId: string, changes: Partial<Day> = {}): Day {
  return {
    dayId: randomUUID(),
    planId: randomUUID(),
    productionId: randomUUID(),
    userId,
    version: 1,
    state: 'pending',
    shootingDate: '2027-03-16',
    zone: 'Europe/Warsaw',
    call: '2027-03-16T07:00:00+01:00',
    wrap: null,
    location: { name: null, address: 'ul. Chełmska 21, Warszawa' },
    locationIsStop: false,
    exterior: true,
    revision: 1,
    changes: [],
    cause: 'sheet',
    ...changes,
  }
}

export const cancelled = ({ dayId, planId, userId }: Day, version: number): Cancelled => ({
  dayId,
  planId,
  userId,
  version,
  reason: 'sheet',
})

/** Puts an event into its owner's outbox, from where the house relays it. The same `id` again is a duplicate. */
export async function publish<D extends z.ZodType>(
  house: TestHouse,
  definition: EventDefinition<D>,
  data: z.output<D>,
  id: string = randomUUID(),
): Promise<void> {
  const envelope = {
    specversion: '1.0',
    id,
    source: sourceOf(definition.source),
    type: definition.type,
    time: Temporal.Now.instant().toString(),
    datacontenttype: 'application/json',
    data: definition.data.encode(data as never),
    correlationid: randomUUID(),
    actor: `service:${definition.source}`,
    reason: 'test',
  }
  await house.rows(`insert into "${definition.source}".outbox (id, type, event) values ($1, $2, $3)`, [
    id,
    definition.type,
    JSON.stringify(envelope),
  ])
}

/** What a service has published, oldest first: its event log and what still waits in its outbox. */
export async function published<T = any>(
  house: TestHouse,
  definition: EventDefinition,
  planId: string,
): Promise<T[]> {
  const found = await house.rows<{ data: T }>(
    `select event -> 'data' as data from (
       select event from "${definition.source}".event_log where type = $1
       union all select event from "${definition.source}".outbox where type = $1
     ) as every where event -> 'data' ->> 'planId' = $2 order by (event -> 'data' ->> 'version')::int`,
    [definition.type, planId],
  )
  return found.map(({ data }) => data)
}
