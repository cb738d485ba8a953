import { z } from 'zod'
import { defineContract, defineService, event, job, queued, route, rows } from '#kernel'
import { needs } from './context.ts'

/** Settings of a house without those whom programs ask things of: nobody calls them here. */
export const noNeighbours = Object.fromEntries(
  Object.keys(needs).map((name) => [`SERVICE_URL_${name.toUpperCase()}`, 'http://127.0.0.1:9']),
)

/** What the tests hold against the workshop. */
export const workshopFaults = { paint: false, hear: false }
/** What has been done, past the database. */
export const done: string[] = []

const paint = job(
  'paint',
  z.object({ colour: z.string().max(10), paintId: z.uuid().nullable().default(null) }),
  { retryLimit: 0 },
)
const orderPlaced = event(
  'workshop',
  'order.placed',
  z.object({ name: z.string().max(20), version: z.int() }),
)

const workshopContract = defineContract('workshop', {
  about: 'Has work of every kind.',
  routes: {
    order: route({
      method: 'POST',
      path: '/workshop/orders',
      summary: 'Paint something, and tell of it',
      allow: 'signed-in',
      input: z.object({ colour: z.string(), name: z.string().default('chair') }),
    }),
    whatFor: route({
      method: 'GET',
      path: '/workshop/flag',
      summary: 'What the flag says to me',
      allow: 'signed-in',
      output: z.object({ value: z.string() }),
    }),
  },
  events: { orderPlaced },
})

/** A service with a timer, a cron job, a queued job and a listener, each of which a test may have fail. */
export const workshop = defineService({
  contract: workshopContract,
  tables: rows<object>(),
  settings: z.object({}),
  migrations: new URL('./', import.meta.url),
  hears: { orderPlaced },
  routes: {
    order: async (ctx, { colour, name }) =>
      await ctx.db.transaction(async (tx) => {
        await tx.enqueue(paint, { colour, paintId: null })
        await tx.publish(orderPlaced, { name, version: 1 })
      }),
    whatFor: (ctx, _input, { userId, actor }) => ({
      value: ctx.flags.value(
        { key: 'workshop.style', otherwise: 'plain' },
        { userId, roles: actor.kind === 'user' ? actor.roles : [] },
      ),
    }),
  },
  on: {
    orderPlaced: async (_ctx, { name }) => {
      if (workshopFaults.hear) throw new Error('deaf')
      done.push(`heard ${name}`)
    },
  },
  jobs: {
    sweep: {
      every: 'PT1S',
      run: async () => {
        done.push('sweep')
      },
    },
    count: {
      cron: '0 3 1 1 *',
      run: async () => {
        done.push('count')
      },
    },
    paint: queued(paint, async (_ctx, { colour }) => {
      if (workshopFaults.paint) throw new Error('no brush')
      done.push(`paint ${colour}`)
    }),
  },
  personal: { export: async () => ({}), erase: async () => {} },
})
