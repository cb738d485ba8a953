import { z } from 'zod'
import { defineService, type Envelope, notFound, rows } from '#kernel'
import { config, type UserSettings } from '#services/config'

/** What `settingsOf` answers in tests of this service alone, by user; the others have defaults. */
export const settingsByUser = new Map<string, Partial<UserSettings>>()

const defaults = {
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
  language: 'pl' as const,
  timeZone: 'Europe/Warsaw',
  crewName: null,
  crewRole: null,
  crewDepartment: null,
  eventVisibility: 'private' as const,
  notifications: { channels: {}, quietHours: null, eveningAt: Temporal.PlainTime.from('20:00') },
}

const unused = () => {
  throw notFound('route in this test')
}

/** The config service's answer to other services, for tests that run without it. */
export const configStandIn = defineService({
  contract: config,
  tables: rows<object>(),
  settings: z.object({}),
  migrations: new URL('../../kernel/testing/migrations/', import.meta.url),
  routes: {
    ...(Object.fromEntries(Object.keys(config.routes).map((name) => [name, unused])) as Record<
      keyof typeof config.routes,
      typeof unused
    >),
    settingsOf: (_ctx: unknown, { userId }: { userId: string }) => ({
      userId,
      ...defaults,
      ...settingsByUser.get(userId),
    }),
  },
  personal: { export: async () => ({}), erase: async () => {} },
})

/** An event as another service would have put it into its outbox. */
export function envelope(
  source: string,
  type: string,
  data: unknown,
  correlationid: string = crypto.randomUUID(),
): Envelope {
  return {
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: `/klaps/${source}`,
    type,
    time: Temporal.Now.instant().toString(),
    datacontenttype: 'application/json',
    data,
    correlationid,
    actor: `service:${source}`,
    reason: 'test',
  }
}
