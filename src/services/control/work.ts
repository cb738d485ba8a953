import { z } from 'zod'
import { cutPage, decodeCursor, notFound, Problem } from '#kernel'
import type { Ctx } from './context.ts'
import type { control, Letter, Queue, Timer } from './contract.ts'

type Input<K extends keyof typeof control.routes> = z.output<(typeof control.routes)[K]['input']>

/** What several services answer, and who did not. */
interface Gathered<T> {
  readonly answers: readonly { readonly service: string; readonly answer: T }[]
  readonly unreachable: string[]
}

/** @throws Problem 404 for a service that is not in the catalogue, 503 when nobody knows where it runs. */
function operations(ctx: Ctx, service: string) {
  if (!ctx.peers.names.includes(service)) throw notFound('service')
  try {
    return ctx.peers.operations(service)
  } catch (cause) {
    throw new Problem(503, 'service-unavailable', `Nobody knows where ${service} runs`, { cause })
  }
}

/** Asks one service or all of them at once. One that does not answer is named, and the others are shown. */
async function gather<T>(
  ctx: Ctx,
  service: string | undefined,
  ask: (of: ReturnType<typeof operations>) => Promise<T>,
): Promise<Gathered<T>> {
  if (service !== undefined && !ctx.peers.names.includes(service)) throw notFound('service')
  const names = service === undefined ? ctx.peers.names : [service]
  const unreachable: string[] = []
  const answers = await Promise.all(
    names.map(async (name) => {
      try {
        return [{ service: name, answer: await ask(operations(ctx, name)) }]
      } catch (error) {
        ctx.log.debug({ err: error, service: name }, 'A service does not say how its work stands')
        unreachable.push(name)
        return []
      }
    }),
  )
  return { answers: answers.flat(), unreachable: unreachable.toSorted() }
}

export async function listTimers(ctx: Ctx, { service }: Input<'listTimers'>) {
  const { answers, unreachable } = await gather(ctx, service, (of) => of.timers({}))
  const items = answers.flatMap(({ service: name, answer }) =>
    answer.items.map((timer): z.output<typeof Timer> => ({ service: name, ...timer })),
  )
  return { items, unreachable }
}

export async function listQueues(ctx: Ctx, { service }: Partial<Input<'listQueues'>>) {
  const { answers, unreachable } = await gather(ctx, service, (of) => of.queues({}))
  const items = answers.flatMap(({ service: name, answer }) =>
    answer.items.map((queue): z.output<typeof Queue> => ({ service: name, ...queue })),
  )
  return { items, unreachable }
}

export const runTimer = (ctx: Ctx, { service, timer }: Input<'runTimer'>) =>
  operations(ctx, service).runTimer({ name: timer })

export const pauseTimer = (ctx: Ctx, { service, timer, paused }: Input<'pauseTimer'>) =>
  operations(ctx, service).pauseTimer({ name: timer, paused })

export const pauseQueue = (ctx: Ctx, { service, queue, paused }: Input<'pauseQueue'>) =>
  operations(ctx, service).pauseQueue({ name: queue, paused })

/** Where a page of letters ended: microseconds since 1970 and the letter's id. */
const Mark = z.object({ key: z.string().regex(/^\d{1,18}$/), id: z.uuid() })

/** The latest of all services, in one list: each is asked for a whole page, and the latest of those are shown. */
export async function listLetters(ctx: Ctx, { service, cursor, limit }: Input<'listLetters'>) {
  const mark = markOf(cursor)
  const { answers, unreachable } = await gather(ctx, service, (of) =>
    of.deadLetters({ limit: limit + 1, ...mark }),
  )
  const letters = answers
    .flatMap(({ service: name, answer }) =>
      answer.items.map((letter): z.output<typeof Letter> => ({ service: name, ...letter })),
    )
    .toSorted((a, b) => Temporal.Instant.compare(b.diedAt, a.diedAt) || (a.id < b.id ? 1 : -1))
  const cursorOf = ({ diedAt, id }: z.output<typeof Letter>) => ({
    key: String(diedAt.epochNanoseconds / 1_000n),
    id,
  })
  return { ...cutPage(letters, limit, cursorOf, (letter) => letter), unreachable }
}

function markOf(cursor: string | undefined) {
  const given = decodeCursor(cursor)
  if (!given) return {}
  const mark = Mark.safeParse(given)
  // The refusal for a cursor of another list, or a forged one.
  if (!mark.success) return decodeCursor('')!
  return {
    beforeAt: Temporal.Instant.fromEpochNanoseconds(BigInt(mark.data.key) * 1_000n),
    beforeId: mark.data.id,
  }
}

export async function getLetter(ctx: Ctx, { service, letterId }: Input<'getLetter'>) {
  return { service, ...(await operations(ctx, service).deadLetter({ letterId })) }
}

export const retryLetter = (ctx: Ctx, { service, letterId, changes }: Input<'retryLetter'>) =>
  operations(ctx, service).retry({ letterId, ...(changes ? { changes } : {}) })

export const discardLetter = (ctx: Ctx, { service, letterId, reason }: Input<'discardLetter'>) =>
  operations(ctx, service).discard({ letterId, reason })
