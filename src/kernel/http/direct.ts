import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Actor, anonymous } from '../actor.ts'
import type { Route } from '../contract.ts'
import { forbidden, Problem, unauthorized } from '../problem.ts'
import type { Runtime } from '../runtime.ts'
import { inFirstScope } from '../scope.ts'
import { fromTraceparent, withSpan } from '../tracing.ts'
import { readBody } from './body-limit.ts'
import { type Call, expectOpen, metaOf } from './dispatch.ts'
import { endInOneWrite } from './one-write.ts'
import { type Options as ServerOptions, safeDecode } from './server.ts'
import { apiPrefix, pathParameters } from './wire.ts'

/** Both ends of a direct route's connection. */
export interface Door {
  readonly outgoing: ServerResponse
  /** The service's own key that the caller showed (see `ownKeys`): not judged by anybody yet. */
  readonly key: string | undefined
  /** Begins the answer with what every answer carries and the handler's own headers: names and values in turn. */
  head(status: number, own: readonly string[]): void
  /** The whole answer. */
  whole(status: number, own: readonly string[], body: Buffer): void
  header(name: string): string | undefined
  /** @throws Problem 413 over the route's limit */
  body(): Promise<Buffer>
  /** To be called when the key is refused: guesses count against the address. @throws Problem 429 */
  countGuess(): Promise<void>
}

interface Options extends ServerOptions {
  readonly trustProxy: boolean
}

interface Mounted {
  readonly runtime: Runtime
  readonly name: string
  readonly route: Route
  /** Method and path pattern. */
  readonly label: string
  /** What counts its answers, by their status. */
  readonly answered: Map<number, { count: { inc(): void }; duration: { observe(seconds: number): void } }>
}

/**
 * Routes that speak with Node's server itself, past the app: for what passes large or many answers on as they come.
 * Permission, limits, scope, metrics and the form of refusals are as everywhere.
 */
export class DirectRoutes {
  readonly #exact = new Map<string, Mounted>()
  /** Those whose path ends with a parameter, which takes all that follows. */
  readonly #prefixes: { readonly start: string; readonly parameter: string; readonly mounted: Mounted }[] = []
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
    for (const runtime of options.runtimes) {
      for (const [name, route] of Object.entries(runtime.service.contract.routes)) {
        if (route.kind !== 'direct') continue
        const mounted = {
          runtime,
          name,
          route,
          label: `${route.method} ${route.path}`,
          answered: new Map(),
        }
        const label = `${route.method} ${apiPrefix}${route.path}`
        const [parameter] = pathParameters(route.path)
        if (parameter) this.#prefixes.push({ start: label.slice(0, label.indexOf('{')), parameter, mounted })
        else this.#exact.set(label, mounted)
      }
    }
  }

  /** Answers the request if it is for one of these routes; tells whether it was. */
  take(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    const url = incoming.url!
    const query = url.indexOf('?')
    const label = `${incoming.method} ${query < 0 ? url : url.slice(0, query)}`
    const exact = this.#exact.get(label)
    if (exact) {
      void this.#serve(exact, {}, incoming, outgoing)
      return true
    }
    const under = this.#prefixes.find(({ start }) => label.length > start.length && label.startsWith(start))
    if (!under) return false
    const input = { [under.parameter]: safeDecode(label.slice(under.start.length)) }
    void this.#serve(under.mounted, input, incoming, outgoing)
    return true
  }

  async #serve(
    mounted: Mounted,
    input: Record<string, string>,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ) {
    const { foreground, answers } = this.#options
    const { route, label } = mounted
    const started = performance.now()
    const visit = new Visit(mounted, input, incoming, outgoing, this.#options)
    foreground.begin()
    try {
      await fromTraceparent(visit.header('traceparent'), () => withSpan(label, {}, () => visit.answer()))
    } catch (error) {
      const problem =
        error instanceof Problem
          ? error
          : new Problem(500, 'internal', 'Something went wrong on our side', { cause: error })
      if (!visit.isLeft) answers.write(visit.requestId, route.path, problem, error)
      visit.refuse(problem)
    } finally {
      foreground.end()
    }
    const { count, duration } = this.#answered(mounted, outgoing.statusCode)
    count.inc()
    duration.observe((performance.now() - started) / 1000)
  }

  #answered({ answered, route, runtime }: Mounted, status: number) {
    const known = answered.get(status)
    if (known) return known
    const { httpRequests, httpDuration } = this.#options.metrics
    const service = runtime.service.contract.name
    const labels = { service, method: route.method, route: route.path, status: String(status) }
    const made = { count: httpRequests.series(labels), duration: httpDuration.series(labels) }
    answered.set(status, made)
    return made
  }
}

/** One request at a direct route. */
class Visit implements Call, Door {
  readonly outgoing: ServerResponse
  readonly requestId: string
  readonly input: Readonly<Record<string, string>>
  actor: Actor = anonymous
  key: string | undefined
  /** The client has gone before it had its answer. */
  isLeft = false
  #leaving: AbortController | undefined
  readonly #incoming: IncomingMessage
  readonly #mounted: Mounted
  readonly #options: Options

  constructor(
    mounted: Mounted,
    input: Readonly<Record<string, string>>,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    options: Options,
  ) {
    this.#mounted = mounted
    this.input = input
    this.#incoming = incoming
    this.outgoing = outgoing
    this.#options = options
    const given = this.header('x-request-id')
    this.requestId = given && isId.test(given) ? given : randomUUID()
    outgoing.once('close', () => {
      if (outgoing.writableFinished) return
      this.isLeft = true
      this.#leaving?.abort()
    })
  }

  get direct(): Door {
    return this
  }

  /** Made for who asks: most answers are whole before anybody leaves. */
  get signal(): AbortSignal {
    if (!this.#leaving) {
      this.#leaving = new AbortController()
      if (this.isLeft) this.#leaving.abort()
    }
    return this.#leaving.signal
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name]
    return Array.isArray(value) ? value[0] : value
  }

  async answer(): Promise<void> {
    const { runtime, name, route, label } = this.#mounted
    const token = /^Bearer (\S+)$/i.exec(this.header('authorization') ?? '')?.[1]
    if (token && route.ownKeys && token.startsWith(route.ownKeys)) this.key = token
    else this.actor = await this.#admit(runtime, route, token)
    const { actor, requestId } = this
    expectOpen(runtime, route, actor)
    const correlation = this.header('x-correlation-id')
    const correlationId = correlation && isId.test(correlation) ? correlation : randomUUID()
    await inFirstScope({ actor, requestId, correlationId, reason: label }, () =>
      runtime.service.routes[name]!(runtime.ctx, this.input, metaOf(runtime, this, null)),
    )
  }

  head(status: number, own: readonly string[]): void {
    const headers = this.#options.answers.listFor(this.requestId, this.header('origin'))
    headers.push(...own)
    this.outgoing.writeHead(status, headers)
  }

  whole(status: number, own: readonly string[], body: Buffer): void {
    this.head(status, [...own, 'content-length', String(body.length)])
    endInOneWrite(this.outgoing, body)
  }

  async countGuess(): Promise<void> {
    await this.#options.gateway.limitAddress(this.#address(), this.#mounted.route)
  }

  async body(): Promise<Buffer> {
    return await readBody(this.#incoming, this.#mounted.route.bodyLimitBytes)
  }

  /** After the first byte nothing can be refused any more: the connection is cut, so that nobody takes it for whole. */
  refuse(problem: Problem): void {
    const { outgoing } = this
    if (outgoing.headersSent || this.isLeft) {
      outgoing.destroy()
      return
    }
    const { errors } = this.#mounted.route
    const body = errors === 'openai' ? openAiError(problem) : problem.document(this.requestId)
    const headers = [
      ...Object.entries(problem.headers).flat(),
      'content-type',
      errors === 'openai' ? 'application/json' : 'application/problem+json',
      // What was not read of the request stands before the next one.
      ...(this.#incoming.complete ? [] : ['connection', 'close']),
    ]
    this.whole(problem.status, headers, Buffer.from(JSON.stringify(body)))
  }

  /** As at every other route. The service's own keys do not come here: they are for the handler. */
  async #admit(runtime: Runtime, route: Route, token: string | undefined): Promise<Actor> {
    const { tokens, gateway } = this.#options
    const isOurs = token !== undefined && tokens.namesServiceKey(token)
    if (!isOurs) await this.countGuess()
    const actor = token ? await tokens.identify(token, runtime.service.contract.name) : anonymous
    if (!isOurs) await gateway.limitActor(actor, route)
    if (runtime.access.admits(actor, route.allow)) return actor
    throw actor.kind === 'anonymous' ? unauthorized() : forbidden([route.allow].flat().join(' or '))
  }

  #address(): string | undefined {
    const forwarded = this.#options.trustProxy ? this.header('x-forwarded-for') : undefined
    return (
      forwarded?.split(',').at(-1)?.trim().slice(0, 64) || this.#incoming.socket.remoteAddress || undefined
    )
  }
}

const isId = /^[\w-]{8,64}$/

/** What OpenAI's clients make errors of: `type` by status, as theirs. */
function openAiError({ status, code, detail, fields }: Problem) {
  const type =
    status === 401
      ? 'authentication_error'
      : status === 403
        ? 'permission_error'
        : status === 429
          ? code === 'insufficient_quota'
            ? 'insufficient_quota'
            : 'rate_limit_error'
          : status < 500
            ? 'invalid_request_error'
            : 'server_error'
  return { error: { message: detail, type, param: fields.param ?? null, code } }
}
