import { z } from 'zod'
import { defineContract, defineService, route, rows, WholeAnswer } from '#kernel'

/** A small service whose handlers do nothing: what a request costs here is what the kernel costs. */

const Seat = z.object({ seat: z.string(), row: z.int(), price: z.int(), free: z.boolean() })
const Plan = z.object({ showtimeId: z.uuid(), seats: z.array(Seat) })

export const plan: z.output<typeof Plan> = {
  showtimeId: '018f0000-0000-7000-8000-000000000000',
  seats: Array.from({ length: 16 }, (_, index) => ({
    seat: `A${index + 1}`,
    row: 1,
    price: 2900,
    free: index % 3 > 0,
  })),
}

const seatMap = new WholeAnswer(
  new TextEncoder().encode(JSON.stringify(Array.from({ length: 12 }, () => plan))),
  { 'content-type': 'application/json' },
)

const contract = defineContract('measured', {
  about: 'For the benchmark of the request path.',
  routes: {
    open: route({
      method: 'GET',
      path: '/measured/open',
      summary: 'A JSON answer for anybody',
      allow: 'public',
      output: Plan,
    }),
    mine: route({
      method: 'GET',
      path: '/measured/mine',
      summary: 'The same for who is signed in',
      allow: 'signed-in',
      output: Plan,
    }),
    bytes: route({
      method: 'GET',
      path: '/measured/bytes',
      summary: 'Bytes made beforehand, with their tag',
      allow: 'public',
      kind: 'raw',
    }),
    hold: route({
      method: 'POST',
      path: '/measured/holds',
      summary: 'A small body and a small answer',
      allow: 'signed-in',
      status: 201,
      input: z.object({ showtimeId: z.uuid(), seats: z.array(z.string().max(8)).min(1).max(10) }),
      output: z.object({ holdId: z.uuid(), seats: z.array(z.string()) }),
    }),
  },
})

export const measured = defineService({
  contract,
  tables: rows<Record<never, never>>(),
  settings: z.object({}),
  migrations: new URL('./', import.meta.url),
  routes: {
    open: () => plan,
    mine: () => plan,
    bytes: () => seatMap,
    hold: (_ctx, { showtimeId, seats }) => ({ holdId: showtimeId, seats }),
  },
  personal: { export: async () => ({}), erase: async () => undefined },
})
