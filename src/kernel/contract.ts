import { z } from 'zod'
import { refusingUnknownKeys } from './strict-input.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call a route: `public`, `signed-in` (any user), `program` (one that a user has let in), `service` (another service of ours, refused from outside)
 * or a permission `noun:verb`. An array means any of them.
 */
export type Allow = 'public' | 'signed-in' | 'program' | 'service' | `${string}:${string}`

/** Rate-limit class at the gateway. */
export type RateClass = 'default' | 'sign-in' | 'upload'

export interface Route<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly method: Method
  /** Below `/api/v1`, parameters in braces: `/schedules/{dayId}`. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly input: I
  readonly output: O
  readonly allow: Allow | readonly Allow[]
  /**
   * `json` by default; `raw` gets the request and answers with a `Response`, or with a `WholeAnswer` that may be
   * sent many times; `stream` answers with server-sent events; `direct` gets Node's own request and answer
   * (`meta.direct`) and its input, which is for the documents, as bytes: for what is passed on as it comes.
   */
  /** Stands at the root of the host, where a standard says so, and not below `/api/v1`. */
  readonly atRoot: boolean
  /**
   * A protected resource of its own (RFC 9728): takes only access tokens that were made out to it, and tells who comes
   * without one where its metadata are.
   */
  readonly resource: boolean
  readonly kind: 'json' | 'raw' | 'stream' | 'direct'
  /** On direct routes: bearer keys that begin so are the service's own, and the handler judges them. */
  readonly ownKeys?: string
  /** How refusals look: RFC 9457, or what clients of OpenAI's API read. The latter on direct routes only. */
  readonly errors: 'problem' | 'openai'
  /**
   * Honours `Idempotency-Key`. `true`: the handler runs inside the transaction in which the answer is recorded (`meta.tx`).
   * `own`: for hot paths, the handler records the answer in its own single statement (`claimAnswer`, `answerKept`).
   */
  readonly idempotent: boolean | 'own'
  readonly status: number
  /** Other successes, of the same form, and when they are given. */
  readonly otherwise: Readonly<Record<number, string>>
  /** Stable codes of the refusals that are this route's own (the general ones are known). */
  readonly problems: Readonly<Record<string, number>>
  readonly bodyLimitBytes: number
  /** How long other services wait for the answer, milliseconds: ten seconds unless somebody outside has to think. */
  readonly patienceMs: number
  readonly rate: RateClass
  /** Content types of a raw route's request and answer. */
  readonly consumes?: string
  readonly produces?: string
}

type RouteOptions<I extends z.ZodObject, O extends z.ZodType> = Pick<
  Route<I, O>,
  'method' | 'path' | 'summary' | 'allow'
> &
  Partial<Omit<Route<I, O>, 'method' | 'path' | 'summary' | 'allow'>>

const noInput = z.object({})
const mebibyte = 1024 * 1024

/**
 * A route as data: everything the server, the client and the OpenAPI document need. A `z.void()` output answers 204.
 *
 * @example
 * export const getDay = route({ method: 'GET', path: '/schedules/{dayId}', summary: 'One shooting day',
 *   input: z.object({ dayId: z.uuid() }), output: ShootingDay, allow: 'schedule:read' })
 */
export function route<I extends z.ZodObject = typeof noInput, O extends z.ZodType = z.ZodVoid>(
  options: RouteOptions<I, O>,
): Route<I, O> {
  const output = (options.output ?? z.void()) as O
  const input = (options.input ?? noInput) as I
  return {
    kind: 'json',
    atRoot: false,
    resource: false,
    errors: 'problem',
    idempotent: false,
    otherwise: {},
    problems: {},
    bodyLimitBytes: mebibyte,
    patienceMs: 10_000,
    rate: 'default',
    status: output instanceof z.ZodVoid && (options.kind ?? 'json') === 'json' ? 204 : 200,
    ...options,
    input: isStrict(options) ? refusingUnknownKeys(input) : input,
    output,
  }
}

/**
 * People and programs are told of a key that a JSON body may not have. Not on routes of services alone: those of two
 * versions speak to each other during an upgrade, and what only the newer one knows is left aside. Webhooks and other
 * foreign documents come to `raw` and `direct` routes, or say so themselves (`looseObject`).
 */
function isStrict({
  method,
  kind = 'json',
  allow,
}: Pick<Route, 'method' | 'allow'> & { kind?: Route['kind'] }) {
  if (method === 'GET' || method === 'DELETE' || kind === 'raw' || kind === 'direct') return false
  return [allow].flat().some((each) => each !== 'service')
}

/** An event as data. `source` is the service that owns it; `*` may be published by any service. */
export interface EventDefinition<D extends z.ZodType = z.ZodType> {
  readonly source: string
  /** `noun.verb-in-past`, as the source documents list them. */
  readonly type: string
  readonly data: D
}

export function event<D extends z.ZodType>(source: string, type: string, data: D): EventDefinition<D> {
  return { source, type, data }
}

/** A queued job as data; `tx.enqueue(job, data)` puts it in the queue with the transaction. */
export interface JobDefinition<D extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly data: D
  /** Retries after the first attempt; backoff doubles from `retryDelaySeconds` to `retryDelayMaxSeconds`. */
  readonly retryLimit: number
  readonly retryDelaySeconds: number
  readonly retryDelayMaxSeconds: number
  readonly timeoutSeconds: number
  /** How many run at once in one process. */
  readonly concurrency: number
  /**
   * Are as many fetched at once as run at once, and finished in one statement? For many short ones: a slow one keeps the
   * next from beginning. Else each is fetched alone.
   */
  readonly together: boolean
  /** Nobody waits for it: while the process has many requests in hand, each run is put off for up to a second. */
  readonly givesWay: boolean
}

export function job<D extends z.ZodType>(
  name: string,
  data: D,
  options: Partial<Omit<JobDefinition, 'name' | 'data'>> = {},
): JobDefinition<D> {
  return {
    name,
    data,
    retryLimit: 8,
    retryDelaySeconds: 1,
    retryDelayMaxSeconds: 300,
    timeoutSeconds: 60,
    concurrency: 2,
    together: false,
    givesWay: false,
    ...options,
  }
}

export type Routes = Readonly<Record<string, Route>>

export interface Contract<
  R extends Routes = Routes,
  E extends Readonly<Record<string, EventDefinition>> = Readonly<Record<string, EventDefinition>>,
> {
  readonly name: string
  /** One paragraph for the API reference. */
  readonly about: string
  readonly routes: R
  readonly events: E
  /** The permissions this service knows, with a sentence each. */
  readonly permissions: Readonly<Record<string, string>>
}

/** The public face of a service: plain data, imported by everybody who calls or hears it. */
export function defineContract<
  const N extends string,
  R extends Routes,
  E extends Readonly<Record<string, EventDefinition>>,
>(
  name: N,
  parts: { about: string; routes: R; events?: E; permissions?: Readonly<Record<string, string>> },
): Contract<R, E> & { readonly name: N } {
  return {
    name,
    about: parts.about,
    routes: parts.routes,
    events: (parts.events ?? {}) as E,
    permissions: parts.permissions ?? {},
  }
}

/** What a caller passes: decoded values, where a field with a default may be left out. */
export type CallInput<R extends Route> = Optional<z.input<R['input']>, z.output<R['input']>>
type Optional<In, Out> = {
  [K in keyof Out as K extends keyof In ? (undefined extends In[K] ? K : never) : never]?: Out[K]
} & {
  [K in keyof Out as K extends keyof In ? (undefined extends In[K] ? never : K) : K]: Out[K]
}

export interface CallOptions {
  /** For idempotent routes: a caller that may die before it has noted the answer gives the same key again. */
  readonly idempotencyKey?: string
}

/** Typed functions for a contract's JSON routes, the same in-process and over HTTP. */
export type Client<C extends Contract> = {
  readonly [K in keyof C['routes']]: (
    input: CallInput<C['routes'][K]>,
    options?: CallOptions,
  ) => Promise<z.output<C['routes'][K]['output']>>
}
