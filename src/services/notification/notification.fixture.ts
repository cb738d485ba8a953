import { z } from 'zod'
import type { Contract, EventDefinition, Service } from '#kernel'
import { defineService, notFound, Problem, rows } from '#kernel'
import { auth } from '#services/auth'
import { booking } from '#services/booking'
import { calendar } from '#services/calendar'
import { config, type UserSettings } from '#services/config'
import { email } from '#services/email'
import { pdf } from '#services/pdf'
import { reminder } from '#services/reminder'
import { schedule, type schedulePlanned } from '#services/schedule'
import { telegram } from '#services/telegram'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import { until } from '../../../test/harness/until.ts'
import type { Ctx } from './context.ts'
import { Notification } from './contract.ts'
import { planFor, plannedEvent, settingsOf } from './day.fixture.ts'
import service from './service.ts'
import type { Message } from './templates/booking-view.ts'
import type { Plan } from './templates/day-view.ts'

type Rung = z.output<(typeof reminder)['routes']['message']['output']>
type Review = z.output<(typeof pdf)['routes']['reviewOf']['output']>
type Failure = z.output<(typeof email)['routes']['failureOf']['output']>
type DigestOf = z.output<(typeof reminder)['routes']['digestOf']['output']>

/** What the neighbours know, for tests of this service alone. */
export interface Neighbours {
  readonly plans: Map<string, Plan>
  readonly settings: Map<string, UserSettings>
  readonly emails: Map<string, string>
  readonly admins: string[]
  readonly credentials: Map<string, string>
  readonly bookings: Map<string, Message>
  readonly reminders: Map<string, Rung>
  /** Documents to look at, by id. */
  readonly reviews: Map<string, Review>
  readonly failures: Map<string, Failure>
  /** Addresses of mailboxes and names of calendars, by id. */
  readonly links: Map<string, string>
  /** The same for everybody. */
  readonly digest: DigestOf
  readonly services: readonly Service[]
}

type Handlers = Readonly<Record<string, (ctx: unknown, input: never) => unknown>>

/** A neighbour that speaks its real contract and answers only what this service asks. */
function neighbour(contract: Contract, handlers: Handlers): Service {
  const refused = () => {
    throw new Problem(503, 'not-here', 'This neighbour stands in for the real one')
  }
  const routes = Object.fromEntries(
    Object.keys(contract.routes).map((name) => [name, handlers[name] ?? refused]),
  )
  return {
    ...defineService({
      contract: { ...contract, routes: {} },
      tables: rows<object>(),
      settings: z.object({}),
      migrations: new URL('../../kernel/testing/migrations/', import.meta.url),
      routes: {},
      personal: { export: async () => ({}), erase: async () => {} },
    }),
    contract,
    routes: routes as unknown as Service['routes'],
  }
}

export function makeNeighbours(): Neighbours {
  const plans = new Map<string, Plan>()
  const settings = new Map<string, UserSettings>()
  const emails = new Map<string, string>()
  const admins: string[] = []
  const credentials = new Map<string, string>()
  const bookings = new Map<string, Message>()
  const reminders = new Map<string, Rung>()
  const reviews = new Map<string, Review>()
  const links = new Map<string, string>()
  const failures = new Map<string, Failure>()
  const digest: DigestOf = { timeZone: 'Europe/Warsaw', items: [], more: 0 }
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw notFound(what)
    return value
  }
  const services = [
    neighbour(auth, {
      getUser: (_ctx, { userId }: { userId: string }) => ({
        id: userId,
        email: emails.get(userId) ?? `${userId}@example.org`,
        name: 'Ola Wrona',
        roles: ['crew_member'],
        createdAt: Temporal.Now.instant(),
      }),
      usersWithRole: () => ({ userIds: admins }),
    }),
    neighbour(config, {
      settingsOf: (_ctx, { userId }: { userId: string }) => settings.get(userId) ?? settingsOf(userId),
      credentialOf: (_ctx, { name }: { name: string }) => ({ secret: credentials.get(name) ?? null }),
    }),
    neighbour(schedule, {
      planOf: (_ctx, { planId }: { planId: string }) => found(plans.get(planId), 'plan'),
    }),
    neighbour(pdf, {
      reviewOf: (_ctx, { documentId }: { documentId: string }) => found(reviews.get(documentId), 'document'),
    }),
    neighbour(email, {
      failureOf: (_ctx, { emailId }: { emailId: string }) => found(failures.get(emailId), 'message'),
      mailboxOf: (_ctx, { mailboxId: id }: { mailboxId: string }) => ({
        id,
        kind: 'imap' as const,
        address: found(links.get(id), 'mailbox'),
        state: 'reconnect' as const,
        lastCheckedAt: null,
        lastError: null,
        lastErrorText: null,
        linkedAt: Temporal.Now.instant(),
      }),
    }),
    neighbour(calendar, {
      calendarOf: (_ctx, { calendarId: id }: { calendarId: string }) => ({
        id,
        kind: 'google' as const,
        name: found(links.get(id), 'calendar'),
      }),
    }),
    neighbour(telegram, { reach: () => ({ chats: 0 }) }),
    neighbour(booking, {
      message: (_ctx, { bookingId }: { bookingId: string }) => found(bookings.get(bookingId), 'booking'),
    }),
    neighbour(reminder, {
      message: (_ctx, { occurrenceId }: { occurrenceId: string }) =>
        found(reminders.get(occurrenceId), 'occurrence'),
      digestOf: () => digest,
    }),
  ]
  return {
    plans,
    settings,
    emails,
    admins,
    credentials,
    bookings,
    reminders,
    reviews,
    failures,
    links,
    digest,
    services,
  }
}

export interface NotificationHouse extends TestHouse {
  readonly neighbours: Neighbours
  /** Puts an event on the bus as its owner would; answers its envelope. */
  publish<D extends EventDefinition>(
    definition: D,
    data: z.input<D['data']>,
    time?: Temporal.Instant,
  ): Promise<string>
  /** A planned day that `schedule` knows, told to the house. */
  plan(
    userId: string,
    changes?: Partial<Plan>,
    event?: Partial<z.input<typeof schedulePlanned.data>>,
  ): Promise<Plan>
}

export async function openNotificationHouse(env: Record<string, string>): Promise<NotificationHouse> {
  const neighbours = makeNeighbours()
  const house = await openTestHouse({
    services: [...neighbours.services, service],
    env,
  })
  const publish: NotificationHouse['publish'] = async (definition, data, time = house.house.clock.now()) => {
    const id = crypto.randomUUID()
    const envelope = {
      specversion: '1.0',
      id,
      source: `/klaps/${definition.source}`,
      type: definition.type,
      time: time.toString(),
      datacontenttype: 'application/json',
      data,
      correlationid: crypto.randomUUID(),
      actor: `service:${definition.source}`,
      reason: 'test',
    }
    await house.rows('insert into schedule.outbox (id, type, event) values ($1, $2, $3)', [
      id,
      definition.type,
      JSON.stringify(envelope),
    ])
    // A row that came from outside the process is not looked for often: this wakes the relay, which takes both.
    const { db } = house.house.host.runtimes.get('schedule')!
    await db.transaction((tx) => tx.audit({ action: 'test published', target: `event:${id}` }))
    return id
  }
  return {
    ...house,
    neighbours,
    publish,
    plan: async (userId, changes = {}, event = {}) => {
      const plan = planFor(userId, changes)
      neighbours.plans.set(plan.planId, plan)
      await publish(schedule.events.schedulePlanned, { ...plannedEvent(plan), ...event })
      return plan
    },
  }
}

/** Somebody who reads notifications. */
interface Reader {
  get(path: string): Promise<{ readonly body: unknown }>
}

const Page = z.object({ items: z.array(Notification) })

/** Waits until a person has a notification of this kind with no delivery under way, and answers the newest. */
export async function toldOf(person: Reader, kind: string) {
  return await until(kind, async () => {
    const { body } = await person.get(`/notifications?kind=${kind}`)
    const [first] = z.decode(Page, body as z.input<typeof Page>).items
    return first?.deliveries.every((each) => each.state !== 'queued') && first
  })
}

/** What the running service itself works with. */
export function contextOf(house: NotificationHouse): Ctx {
  return house.house.host.runtimes.get('notification')!.ctx as unknown as Ctx
}
