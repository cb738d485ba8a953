import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { defineContract, defineService, type EventDefinition, inScope, rows, userErased } from '#kernel'
import { schedule, type scheduleCancelled, type scheduleCreated } from '#services/schedule'
import { weather, type weatherFetched } from '#services/weather'
import type { TestHouse } from '../harness/house.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'

const noMigrations = new URL('./', import.meta.url)
const nothingPersonal = { export: async () => ({}), erase: async () => {} }

/** Somebody who only publishes, by `publish`. */
const publisher = (name: string, events: Record<string, EventDefinition>) =>
  defineService({
    contract: defineContract(name, { about: `Events of ${name}.`, routes: {}, events }),
    tables: rows<object>(),
    settings: z.object({}),
    migrations: noMigrations,
    routes: {},
    personal: nothingPersonal,
  })
export const scheduleStandIn = publisher('schedule', schedule.events)
export const authStandIn = publisher('auth', { userErased })
export const weatherStandIn = publisher('weather', weather.events)

/** Addresses that the sandbox's map knows. */
export const home = { address: 'ul. Domaniewska 34, Warszawa' }
export const panavision = { name: 'Panavision', address: 'ul. Wiertnicza 107, Warszawa' }
export const nowhere = 'Nibylandia 99, Atlantyda'

/** Somebody with these settings, set as people set them. */
export async function crewMember(
  house: TestHouse,
  settings: object = { home, stop: panavision },
): Promise<Person> {
  const person = await house.person()
  if (Object.keys(settings).length > 0) await changeSettings(person, settings)
  return person
}

/** @returns the version of the settings after the change */
export async function changeSettings(person: Person, changes: object): Promise<number> {
  const { status, body } = await person.patch('/config/settings', changes)
  if (status !== 200) throw new Error(`The settings were refused: ${JSON.stringify(body)}`)
  return body.version
}

type Day = z.output<typeof scheduleCreated.data>
type Fetched = z.output<typeof weatherFetched.data>
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

/** A forecast of rain for a day, with what it adds to the buffers. */
export function weatherOf(
  { planId, dayId, userId, version: planVersion }: Day,
  version: number,
  extras: Fetched['extras'],
): Fetched {
  return {
    planId,
    dayId,
    userId,
    version,
    planVersion,
    kind: 'forecast',
    provider: 'test',
    fetchedAt: '2027-03-14T10:00:00Z',
    summary: {
      temperatureMin: 1,
      temperatureMax: 5,
      feelsLikeMin: null,
      windMax: 3,
      gustMax: null,
      precipitationMm: 2,
      precipitationProbability: 80,
      humidityMean: null,
      visibilityMin: null,
      uvIndexMax: null,
      cloudCoverMean: null,
      condition: 'rain',
    },
    warnings: [],
    advice: [],
    rating: 'mind',
    extras,
    sun: {
      sunrise: null,
      sunset: null,
      solarNoon: Temporal.ZonedDateTime.from('2027-03-16T12:00+01:00[Europe/Warsaw]'),
      blueMorningStart: null,
      goldenMorningStart: null,
      goldenMorningEnd: null,
      goldenEveningStart: null,
      goldenEveningEnd: null,
      blueEveningEnd: null,
      polar: null,
    },
    changed: false,
  }
}

export const cancelled = ({ dayId, planId, userId }: Day, version: number): Cancelled => ({
  dayId,
  planId,
  userId,
  version,
  reason: 'sheet',
})

/** Lets its owner publish an event, which the house relays at once. The same `id` again is a duplicate. */
export async function publish<D extends z.ZodType>(
  house: TestHouse,
  definition: EventDefinition<D>,
  data: z.output<D>,
  id: string = randomUUID(),
): Promise<void> {
  const owner = house.house.host.runtimes.get(definition.source)
  if (!owner) throw new Error(`${definition.source} does not run here`)
  const correlationId = randomUUID()
  await inScope({ correlationId, reason: 'test' }, () =>
    owner.db.transaction(async (tx) => {
      await tx.publish(definition, data)
      await sql`update outbox set id = ${id}::uuid, event = jsonb_set(event, '{id}', to_jsonb(${id}::text))
        where event ->> 'correlationid' = ${correlationId}`.execute(tx.query)
    }),
  )
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

/** The correlation ids of the events of these types about a plan, each once. */
export async function storiesOf(
  house: TestHouse,
  schema: string,
  types: readonly string[],
  planId: string,
): Promise<string[]> {
  const found = await house.rows<{ story: string }>(
    `select distinct event ->> 'correlationid' as story from (
       select event from "${schema}".event_log union all select event from "${schema}".outbox
     ) as every where event ->> 'type' = any($1) and event -> 'data' ->> 'planId' = $2`,
    [types, planId],
  )
  return found.map(({ story }) => story)
}

/** Waits until it has published so many of them about a plan, and returns them all, oldest first. */
export async function publishedAtLast<T = any>(
  house: TestHouse,
  definition: EventDefinition,
  planId: string,
  { count = 1, limitMs }: { count?: number; limitMs?: number } = {},
): Promise<[T, ...T[]]> {
  return await until(
    `${count} ${definition.type}`,
    async () => {
      const found = await published<T>(house, definition, planId)
      return found.length >= count && (found as [T, ...T[]])
    },
    limitMs,
  )
}
