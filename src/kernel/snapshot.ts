import { z } from 'zod'
import { type EventDefinition, type Route, route } from './contract.ts'
import { Instant } from './schemas.ts'

/** A thing as its owner last told of it: what the event about it carried, under a key that never changes. */
export interface SnapshotItem<D extends z.ZodType = z.ZodType> {
  /** Names the thing; pages are sorted by it, byte by byte. A UUID in lower case, or words joined by colons. */
  readonly key: string
  /** Type of the event that told of this state. */
  readonly type: string
  /** When it was told; up to a few milliseconds before the event's own time. */
  readonly at: Temporal.Instant
  readonly data: z.output<D>
}

export interface SnapshotPage {
  readonly items: readonly SnapshotItem[]
  /** Key of the last thing of this page when more follow; ask for what comes `after` it. */
  readonly next: string | null
}

const keyTypes = { uuid: z.uuid(), text: z.string().regex(/^[\w:.-]{1,200}$/) }

const queryBy = (key: z.ZodType<string, string>) =>
  z.object({
    after: key.optional().describe('`next` of the page before'),
    limit: z.int().min(1).max(200).default(100).describe('Things a page'),
  })
type SnapshotQueryType = ReturnType<typeof queryBy>
export type SnapshotQuery = z.output<SnapshotQueryType>

/** A route from which other services fill and heal their copies. */
export interface SnapshotRoute extends Route<SnapshotQueryType, z.ZodType<SnapshotPage>> {
  readonly snapshotOf: readonly EventDefinition[]
}

/**
 * The paged route, for services only, that tells the present state of every thing that the owner has: each as the
 * event that told of it last would tell it again, with the same version. The owner lists all that it has told of; a
 * thing that is not there any more was deleted for good (ended ones, such as a cancelled day, are states and stay).
 *
 * @example
 * export const notebook = defineContract('notebook', { routes: {
 *   noteStates: snapshot({ path: '/notes/snapshot', events: [noteWritten, noteBurnt] }), ... } })
 */
export function snapshot(options: {
  path: string
  events: readonly [EventDefinition, ...EventDefinition[]]
  /** What the keys are; UUIDs when left out. */
  keys?: keyof typeof keyTypes
}): SnapshotRoute {
  const key = keyTypes[options.keys ?? 'uuid']
  const [first, ...rest] = options.events.map((event) =>
    z.object({ key, type: z.literal(event.type), at: Instant, data: event.data }),
  )
  const types = options.events.map((event) => event.type)
  const base = route({
    method: 'GET',
    path: options.path,
    summary: `Everything that ${types.join(', ')} told last, for copies`,
    allow: 'service',
    input: queryBy(key),
    output: z.object({
      items: z.array(z.discriminatedUnion('type', [first!, ...rest])),
      next: key.nullable(),
    }) as unknown as z.ZodType<SnapshotPage>,
  })
  return { ...base, snapshotOf: options.events }
}

/** An item of a snapshot: the state that this event would tell. */
export function stateOf<D extends z.ZodType>(
  event: EventDefinition<D>,
  key: string,
  at: Temporal.Instant,
  data: z.output<D>,
): SnapshotItem<D> {
  return { key, type: event.type, at, data }
}

/** Cuts a page out of `limit + 1` items, sorted by key: the extra one only tells that more follow. */
export function cutSnapshot(items: readonly SnapshotItem[], limit: number): SnapshotPage {
  const page = items.slice(0, limit)
  return { items: page, next: items.length > limit ? page.at(-1)!.key : null }
}
