import { randomUUID } from 'node:crypto'
import { Hono, type Context as HonoContext } from 'hono'
import { type Actor, anonymous } from '../actor.ts'
import type { Route } from '../contract.ts'
import { deadlineHeader, deadlineSignal, readDeadline } from '../deadline.ts'
import type { Foreground } from '../foreground.ts'
import type { HouseMetrics } from '../metrics.ts'
import { Problem } from '../problem.ts'
import type { Runtime } from '../runtime.ts'
import { currentScope, inScope } from '../scope.ts'
import type { Tokens } from '../tokens.ts'
import { fromTraceparent, withSpan } from '../tracing.ts'
import type { Answers } from './answers.ts'
import { tooLarge, withinBodyLimit } from './body-limit.ts'
import { dispatch, type Reply } from './dispatch.ts'
import { type StreamEvent, type StreamOptions, streamEvents } from './event-stream.ts'
import type { Allowance, Gateway } from './gateway.ts'
import { WholeAnswer } from './whole-answer.ts'
import { coerceParameters, pathParameters, routerPath, takesBody } from './wire.ts'

interface Variables {
  requestId: string
  address: string | undefined
  /** Left to the caller in the current window; unset where nobody counts. */
  allowance: Allowance | undefined
  /** Has the answer been made whole, with all its headers? */
  whole: true | undefined
}
export type App = Hono<{ Variables: Variables }>
export type Request = HonoContext<{ Variables: Variables }>

export interface Options {
  runtimes: readonly Runtime[]
  foreground: Foreground
  tokens: Tokens
  gateway: Gateway
  answers: Answers
  metrics: HouseMetrics
}

/** A route where it is served, with what would else be worked out anew at every request. */
interface Mounted {
  readonly runtime: Runtime
  readonly name: string
  readonly route: Route
  /** Names of the parameters in its path. */
  readonly parameters: readonly string[]
  /** Method and path pattern. */
  readonly label: string
}

/** Puts every route of the services that run here under `/api/v1`. */
export function mountRoutes(app: App, options: Options): void {
  const mounted = options.runtimes.flatMap((runtime) =>
    Object.entries(runtime.service.contract.routes).map(([name, route]): Mounted => {
      const parameters = pathParameters(route.path)
      return { runtime, name, route, parameters, label: `${route.method} ${route.path}` }
    }),
  )
  // Literal segments first, so that `/users/me` is never read as `/users/{userId}`.
  const bySpecificity = mounted.toSorted((a, b) => (rank(a.route.path) < rank(b.route.path) ? -1 : 1))
  for (const each of bySpecificity) {
    if (each.route.kind === 'direct') continue
    app.on(each.route.method, routerPath(each.route), (c) =>
      options.foreground.request(() => answer(c, each, options)),
    )
  }
  answerWrongMethods(
    app,
    bySpecificity.map((each) => each.route),
  )
}

const rank = (path: string) => path.replace(/\{\w+\}/g, '~')

async function answer(c: Request, mounted: Mounted, options: Options): Promise<Response> {
  const { runtime, route, label } = mounted
  const started = performance.now()
  const response = await inRequestScope(c, () =>
    fromTraceparent(c.req.header('traceparent'), () =>
      withSpan(label, {}, () => handle(c, mounted, options)),
    ),
  ).catch((error: unknown) => options.answers.problem(c, challenged(error, mounted)))
  const labels = {
    service: runtime.service.contract.name,
    method: route.method,
    route: route.path,
    status: String(response.status),
  }
  options.metrics.httpRequests.inc(labels)
  options.metrics.httpDuration.observe(labels, (performance.now() - started) / 1000)
  return response
}

/** Where a protected resource is, as its tokens name it. */
const resourceOf = ({ runtime, route }: Mounted) =>
  route.resource ? `${runtime.ctx.publicUrl}${route.path}` : undefined

/** RFC 9728, 5.1: who has no token for a protected resource learns where to ask for one. */
function challenged(error: unknown, mounted: Mounted): unknown {
  if (!mounted.route.resource || !(error instanceof Problem) || error.status !== 401) return error
  const { publicUrl } = mounted.runtime.ctx
  const metadata = `${publicUrl}/.well-known/oauth-protected-resource${mounted.route.path}`
  return new Problem(401, error.code, error.detail, {
    headers: { 'WWW-Authenticate': `Bearer resource_metadata="${metadata}"` },
    cause: error,
  })
}

async function handle(c: Request, mounted: Mounted, options: Options): Promise<Response> {
  const { runtime, name, route } = mounted
  const address = c.get('address')
  const actor = await admit(c, mounted, options)
  c.req.raw = await withinBodyLimit(c.req.raw, route.bodyLimitBytes)
  const key = c.req.header('idempotency-key')
  const userAgent = c.req.header('user-agent')?.slice(0, 300)
  const { deadlineMs } = currentScope()
  const gone = c.req.raw.signal
  const call = {
    actor,
    input: await readInput(c, mounted),
    requestId: c.get('requestId'),
    signal: deadlineMs === undefined ? gone : AbortSignal.any([gone, deadlineSignal(deadlineMs)]),
    request: c.req.raw,
    ...(address ? { address } : {}),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(userAgent === undefined ? {} : { userAgent }),
  }
  const reason = reasonFrom(c, actor)
  const work = () => dispatch(runtime, name, call)
  const reply = await (reason === undefined ? work() : inScope({ reason }, work))
  const onError = (err: unknown) => runtime.ctx.log.warn({ err, route: mounted.label }, 'A stream has failed')
  return await respond(c, route, reply, { stopping: runtime.ctx.stopping, onError }, options.answers)
}

/**
 * Who calls, within their limits. The address is counted before a signature is checked. Another service of ours is
 * not counted: its caller was, and all its calls come from one address. A forged service token is.
 */
async function admit(c: Request, mounted: Mounted, { gateway, tokens }: Options): Promise<Actor> {
  const { runtime, route } = mounted
  const service = runtime.service.contract.name
  const token = bearerToken(c)
  const countAddress = () => gateway.limitAddress(c.get('address'), route)
  if (token && !route.resource && tokens.namesServiceKey(token)) {
    return await tokens.identify(token, service).catch(async (refusal: unknown) => {
      await countAddress()
      throw refusal
    })
  }
  const ofAddress = await countAddress()
  const actor = token ? await tokens.identify(token, service, resourceOf(mounted)) : anonymous
  c.set('allowance', (await gateway.limitActor(actor, route)) ?? ofAddress)
  return actor
}

/** What stands in `Authorization: Bearer`. */
export const bearerToken = (c: Request) => c.req.header('authorization')?.match(/^Bearer (\S+)$/i)?.[1]

/** Only a service may say why it calls: what a stranger writes there would stand in events and the audit as ours. */
function reasonFrom(c: Request, actor: Actor): string | undefined {
  const forwarded = actor.kind === 'service' || (actor.kind === 'user' && actor.via !== undefined)
  const reason = forwarded ? c.req.header('x-reason') : undefined
  return reason ? safeDecode(reason) : undefined
}

function inRequestScope<R>(c: Request, work: () => R): R {
  const requestId = c.get('requestId')
  const correlation = c.req.header('x-correlation-id')
  const traceparent = c.req.header('traceparent')
  const deadlineMs = readDeadline(c.req.header(deadlineHeader))
  return inScope(
    {
      actor: anonymous,
      requestId,
      correlationId: correlation && /^[\w-]{8,64}$/.test(correlation) ? correlation : randomUUID(),
      reason: 'request',
      ...(traceparent ? { traceparent } : {}),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    },
    work,
  )
}

async function readInput(
  c: Request,
  { route, parameters: names }: Mounted,
): Promise<Record<string, unknown>> {
  const inPath = Object.fromEntries(
    names.map((name) => [name, c.req.param(name as never) as unknown as string]),
  )
  const given = takesBody(route) ? inPath : { ...c.req.queries(), ...inPath }
  if (
    Object.values(given)
      .flat()
      .some((value) => value.includes('\0'))
  )
    throw withNul()
  const parameters = coerceParameters(route, given)
  if (!takesBody(route)) return parameters
  const body = await readJson(c, route)
  return { ...body, ...parameters }
}

async function readJson(c: Request, route: Route): Promise<Record<string, unknown>> {
  const text = await c.req.text()
  if (text === '') return {}
  if (Buffer.byteLength(text) > route.bodyLimitBytes) throw tooLarge(route.bodyLimitBytes)
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    throw new Problem(415, 'unsupported-media-type', 'Send application/json')
  }
  // An escape behind an even number of backslashes; a backslash that is itself escaped starts none.
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(text)) throw withNul()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (cause) {
    throw new Problem(400, 'unreadable', 'The body is not valid JSON', { cause })
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new Problem(422, 'invalid', 'The body must be a JSON object')
  return body as Record<string, unknown>
}

/** PostgreSQL keeps no NUL in text, and nobody types one. */
const withNul = () => new Problem(422, 'invalid', 'Text must not contain the character NUL')

const json = { 'content-type': 'application/json' }
const replayed = { 'idempotency-replayed': 'true' }

async function respond(
  c: Request,
  route: Route,
  reply: Reply,
  streams: StreamOptions,
  answers: Answers,
): Promise<Response> {
  const { status, body } = reply
  if (body instanceof WholeAnswer) return await answers.whole(c, body)
  if (route.kind === 'raw') return body as Response
  if (route.kind === 'stream') return streamEvents(body as AsyncIterable<StreamEvent>, streams)
  const own = reply.replayed ? replayed : undefined
  if (body === undefined) return answers.empty(c, own)
  return await answers.whole(c, new WholeAnswer(JSON.stringify(body), { ...json, ...own }, { status }))
}

function answerWrongMethods(app: App, routes: readonly Route[]): void {
  const methods = new Map<string, Set<string>>()
  for (const route of routes) {
    const path = routerPath(route)
    methods.set(path, (methods.get(path) ?? new Set()).add(route.method))
  }
  for (const [path, known] of methods) {
    app.all(path, () => {
      throw new Problem(405, 'method-not-allowed', `Use ${[...known].join(' or ')}`, {
        headers: { Allow: [...known].join(', ') },
      })
    })
  }
}

export function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, 400)
  } catch {
    return 'request'
  }
}
