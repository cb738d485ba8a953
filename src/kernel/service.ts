import type { RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { Actor } from './actor.ts'
import type { Blobs } from './blobs.ts'
import type { Cache } from './cache.ts'
import type { Clock } from './clock.ts'
import type { CallInput, Client, Contract, EventDefinition, JobDefinition, Route } from './contract.ts'
import type { Copy } from './copies.ts'
import type { Db, Tx } from './database.ts'
import type { Envelope, EventOf } from './envelope.ts'
import type { HealthReport } from './health.ts'
import type { Door } from './http/direct.ts'
import type { WholeAnswer } from './http/whole-answer.ts'
import type { Claim } from './idempotency.ts'
import type { Logger } from './log.ts'
import type { HouseMetrics } from './metrics.ts'
import type { Operations } from './operations.ts'
import type { OutboundHttp } from './outbound.ts'
import type { Secrets } from './secrets.ts'
import type { Signal } from './signal.ts'
import type { Flags } from './switches.ts'

type Contracts = Readonly<Record<string, Contract>>

/** What lets a service act for a user without the user's token. */
export interface Grant {
  readonly userId: string
  /** Names the grant (the id of the link) where a request has its session. */
  readonly id: string
  /** As they were when the user gave it: they count until an event has told of others. */
  readonly roles: readonly string[]
}

/** Everything a service may touch. */
export interface Context<T = object, N extends Contracts = Contracts, S extends z.ZodObject = z.ZodObject> {
  readonly service: string
  readonly db: Db<T>
  readonly cache: Cache
  readonly blobs: Blobs
  readonly secrets: Secrets
  readonly http: OutboundHttp
  /** Clients of the contracts in `needs`, in-process or over HTTP; acting for the current user. */
  readonly call: { readonly [K in keyof N]: Client<N[K]> }
  /**
   * Does `work` as a user who is not here but has just asked for it (a message in a linked chat): calls have the roles
   * that the user has now, events and audit name the user.
   */
  actingFor<R>(grant: Grant, work: () => Promise<R>): Promise<R>
  readonly settings: z.output<S>
  readonly clock: Clock
  readonly log: Logger
  readonly metrics: HouseMetrics
  readonly signal: Signal
  /** The other services as seen from outside them. */
  readonly peers: {
    /** All services of the catalogue, wherever they run. */
    readonly names: readonly string[]
    health(): Promise<HealthReport[]>
    /** Timers, queues and dead letters of a service: for control alone. */
    operations(service: string): Client<Operations>
  }
  /** Feature flags, read from memory. */
  readonly flags: Flags
  /** Is the outside world the sandbox's? Then texts for people must say so. */
  readonly sandbox: boolean
  /** Can no other process work on these databases? Then a lease that another one holds is a dead one's. */
  readonly alone: boolean
  /** How people reach this system, for links; without a trailing slash. */
  readonly publicUrl: string
  /** Of the program that runs. */
  readonly version: string
  /** Aborted when the process is asked to stop. */
  readonly stopping: AbortSignal
}

/** What a handler knows about the request besides its input. */
export interface Meta<T = object> {
  readonly actor: Actor
  /** The signed-in user's id; throws 401 when there is none. */
  readonly userId: string
  /** Has the user this permission? */
  can(permission: string): boolean
  /** What the user's roles grant, wildcards as they are; nothing for services and strangers. */
  readonly permissions: readonly string[]
  readonly requestId: string
  readonly correlationId: string
  readonly address: string | undefined
  readonly userAgent: string | undefined
  /** Aborted when the client goes away or the deadline passes. */
  readonly signal: AbortSignal
  /** The transaction in which an idempotent route's answer is recorded: do the effect in it. Throws on other routes. */
  readonly tx: Tx<T>
  /** On routes with `idempotent: 'own'` what to record the answer under (see `claimAnswer`); null without a key. */
  readonly idempotency: Claim | null
  /** A header of the request; undefined on in-process calls, which have none. */
  header(name: string): string | undefined
  /** The request itself, on raw and stream routes. Throws on in-process calls. */
  readonly request: Request
  /** On direct routes, where the answer is written by the handler. Throws on others. */
  readonly direct: Door
}

type HandlerResult<R extends Route> = R['kind'] extends 'json' ? z.output<R['output']> | WholeAnswer : unknown
export type RouteHandler<X, T, R extends Route> = (
  ctx: X,
  input: z.output<R['input']>,
  meta: Meta<T>,
) => Promise<HandlerResult<R>> | HandlerResult<R>

/** Resolves to whether it changed anything where it keeps a copy (see `copies`); else to nothing. */
export type EventHandler<X, T, D extends EventDefinition> = (
  ctx: X,
  data: z.output<D['data']>,
  tx: Tx<T>,
  event: EventOf<D['data']>,
) => Promise<unknown>

/** A handler that takes several events at once: those that came together, in the order of their coming. */
export interface EventsHandler<X, T, D extends EventDefinition> {
  /** Resolves as `EventHandler` does, by event, where it keeps a copy. What fails is tried again one by one. */
  readonly together: (
    ctx: X,
    events: readonly EventOf<D['data']>[],
    tx: Tx<T>,
  ) => Promise<readonly boolean[] | undefined>
}
export type Together = EventsHandler<Context, object, EventDefinition>

/**
 * Hears many events in as many statements as one: a transaction has hundreds of them when much happens. Events with the
 * same value of this (several types may share it) are handed over together. `tx.publishAll` and `tx.enqueueAll` say by
 * `because` which event each effect follows from, so that it continues that one's story.
 */
export const together = <X, T, E extends z.ZodType>(
  handle: EventsHandler<X, T, EventDefinition<E>>['together'],
): EventsHandler<X, T, EventDefinition<E>> => ({ together: handle })

/** What a running job knows. `key` is stable over its retries: derive the outside call's idempotency key from it. */
export interface JobMeta {
  readonly key: string
  readonly attempt: number
  /** Is this the last try before it becomes a dead letter? */
  readonly last: boolean
  readonly signal: AbortSignal
}

export type JobEntry<X> =
  | {
      readonly every: string
      /**
       * The instants at which there is something to do, as a query with one column (`select min(due_at) from timers`):
       * until the first has come the job rests, and starts at that very moment. `every` then says how soon it follows
       * what somebody writes, and how often it runs while it has something to do.
       */
      readonly due?: RawBuilder<unknown>
      readonly run: (ctx: X) => Promise<void>
    }
  | { readonly cron: string; readonly zone?: string; readonly run: (ctx: X) => Promise<void> }
  | { readonly queue: JobDefinition; readonly run: (ctx: X, input: never, meta: JobMeta) => Promise<void> }

/** Ties a queued job's definition to its work, checking that the input fits. */
export function queued<X, D extends z.ZodType>(
  queue: JobDefinition<D>,
  run: (ctx: X, input: z.output<D>, meta: JobMeta) => Promise<void>,
): JobEntry<X> {
  return { queue, run: run as (ctx: X, input: never, meta: JobMeta) => Promise<void> }
}

/** A named check of something this service depends on: resolves when well, throws when not. */
export type HealthChecks = Readonly<Record<string, () => Promise<unknown>>>

/** What this service knows about a person. Required, so that none forgets. */
export interface Personal<X, T> {
  /** Plain JSON for the person's own archive. */
  export(ctx: X, userId: string): Promise<Record<string, unknown>>
  /** Deletes or anonymises inside the given transaction. The person's data key is deleted by the kernel. */
  erase(ctx: X, userId: string, tx: Tx<T>): Promise<void>
}

export interface ServiceDefinition<
  C extends Contract,
  T,
  N extends Contracts,
  H extends Readonly<Record<string, EventDefinition>>,
  S extends z.ZodObject,
> {
  readonly contract: C
  /** Carries the row types of this service's tables: `tables: rows<Tables>()`. */
  readonly tables: Rows<T>
  /** Contracts it may call; the graph over all services is acyclic (tested). */
  readonly needs?: N
  /** Events it listens to. A `batch` service hears everything instead, and here only what heals its copies. */
  readonly hears?: H
  readonly settings: S
  readonly migrations: URL
  /** Tables partitioned by month (`partition by range` of a timestamptz) with the days that their rows are kept. */
  readonly partitions?: Readonly<Record<string, number>>
  /**
   * Columns (`table.column`) of what is sealed under the master key, for rotation to find it. The associated data of
   * each value is `<service>:<table>.<column>:<primary key>`, a bytea key in hexadecimal; `seal` refuses any other.
   */
  readonly sealed?: readonly string[]
  readonly routes: { readonly [K in keyof C['routes']]: RouteHandler<Context<T, N, S>, T, C['routes'][K]> }
  readonly on?: {
    readonly [K in keyof H]:
      | EventHandler<Context<T, N, S>, T, H[K]>
      | EventsHandler<Context<T, N, S>, T, H[K]>
  }
  /** What it keeps of other services' things: filled from the owner's snapshot and healed by it every night. */
  readonly copies?: Readonly<Record<string, Copy<Context<T, N, S>, T>>>
  /** For services that only count or record: every event of every service, in batches. */
  readonly batch?: (ctx: Context<T, N, S>, events: readonly Envelope[], tx: Tx<T>) => Promise<void>
  readonly jobs?: Readonly<Record<string, JobEntry<Context<T, N, S>>>>
  readonly personal: Personal<Context<T, N, S>, T>
  readonly health?: (ctx: Context<T, N, S>) => HealthChecks
  /** Long-running work beside requests (an IMAP IDLE connection). Returns what stops it. */
  readonly start?: (ctx: Context<T, N, S>) => Promise<(() => Promise<void>) | undefined>
}

declare const rowTypes: unique symbol
export interface Rows<T> {
  readonly [rowTypes]?: T
}
export const rows = <T>(): Rows<T> => ({})

/** A service with its type parameters forgotten: what the host runs. */
export interface Service {
  readonly contract: Contract
  readonly needs: Contracts
  readonly hears: Readonly<Record<string, EventDefinition>>
  readonly settings: z.ZodObject
  readonly migrations: URL
  readonly partitions: Readonly<Record<string, number>>
  readonly sealed: readonly string[]
  readonly routes: Readonly<Record<string, (ctx: Context, input: unknown, meta: Meta) => unknown>>
  readonly on: Readonly<
    Record<
      string,
      ((ctx: Context, data: unknown, tx: Tx, event: EventOf<z.ZodType>) => Promise<unknown>) | Together
    >
  >
  readonly copies: Readonly<Record<string, Copy<Context, object>>>
  readonly batch?: (ctx: Context, events: readonly Envelope[], tx: Tx) => Promise<void>
  readonly jobs: Readonly<Record<string, JobEntry<Context>>>
  readonly personal: Personal<Context, object>
  readonly health: (ctx: Context) => HealthChecks
  readonly start: (ctx: Context) => Promise<(() => Promise<void>) | undefined>
}

/**
 * A service as data. Reads as a table of contents: what it answers, hears, does by itself and knows about people.
 */
export function defineService<
  C extends Contract,
  T,
  N extends Contracts = Record<never, never>,
  H extends Readonly<Record<string, EventDefinition>> = Record<never, never>,
  S extends z.ZodObject = z.ZodObject,
>(definition: ServiceDefinition<C, T, N, H, S>): Service {
  return {
    needs: {},
    hears: {},
    on: {},
    copies: {},
    jobs: {},
    partitions: {},
    sealed: [],
    health: () => ({}),
    start: async () => undefined,
    ...definition,
  } as unknown as Service
}

export type { CallInput }
