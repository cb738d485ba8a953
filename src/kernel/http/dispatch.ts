import { z } from 'zod'
import type { Actor } from '../actor.ts'
import type { Route } from '../contract.ts'
import type { Tx } from '../database.ts'
import { type Answer, answerOnce, type Claim, claimOf, problemOf } from '../idempotency.ts'
import { issueText } from '../issue-text.ts'
import { KeptAnswer } from '../own-idempotency.ts'
import { forbidden, invalid, Problem, unauthorized } from '../problem.ts'
import type { Runtime } from '../runtime.ts'
import { currentScope, inScope } from '../scope.ts'
import type { Meta } from '../service.ts'
import { refuseWhenClosed } from '../switches.ts'
import type { Door } from './direct.ts'
import { WholeAnswer } from './whole-answer.ts'

/** A call as it arrives, over HTTP or in-process: wire input and what is known of the caller. */
export interface Call {
  readonly actor: Actor
  readonly input: Readonly<Record<string, unknown>>
  readonly idempotencyKey?: string
  readonly requestId: string
  readonly address?: string
  readonly userAgent?: string
  readonly signal: AbortSignal
  readonly request?: Request
  readonly direct?: Door
}

export interface Reply {
  readonly status: number
  /** Wire value for JSON routes, or its bytes; for raw and stream routes whatever the handler gave. */
  readonly body: unknown
  readonly replayed: boolean
}

/**
 * One call of one route, the same whether it came over HTTP or from a neighbour in this process: permission, decode,
 * handler, encode, in that order.
 *
 * @throws Problem for every refusal; anything else is a fault of ours and becomes a 500 above.
 */
export async function dispatch(runtime: Runtime, name: string, call: Call): Promise<Reply> {
  const route = runtime.service.contract.routes[name]!
  admit(runtime, route, call.actor)
  if (call.request) expectOpen(runtime, route, call.actor)
  const decoded = z.safeDecode(route.input, call.input as never, { error: issueText })
  if (!decoded.success) throw invalid(decoded.error.issues)
  const handler = runtime.service.routes[name]!
  const reason = currentScope().reason === 'request' ? `${route.method} ${route.path}` : currentScope().reason
  return await inScope({ actor: call.actor, reason }, async () => {
    const claim = route.idempotent
      ? claimOf(call.actor, `${route.method} ${route.path}`, call.idempotencyKey, decoded.data)
      : null
    const work = async (tx?: Tx) => {
      const result = await handler(runtime.ctx, decoded.data, metaOf(runtime, call, claim, tx))
      return { status: route.status, body: encode(route, result) }
    }
    const answer = await (route.idempotent === true
      ? answerOnce(runtime.db, claim, work)
      : answerByItself(work))
    const problem = route.idempotent ? problemOf(answer) : undefined
    if (problem) throw problem
    return answer
  })
}

/** The handler has its own way to the database; if it keeps records, it says so when one answers for it. */
async function answerByItself(work: () => Promise<{ status: number; body: unknown }>): Promise<Answer> {
  try {
    return { ...(await work()), replayed: false }
  } catch (error) {
    if (error instanceof KeptAnswer) return error.answer
    throw error
  }
}

function admit(runtime: Runtime, route: Route, actor: Actor): void {
  if (runtime.access.admits(actor, route.allow)) return
  if (actor.kind === 'anonymous') throw unauthorized()
  throw forbidden([route.allow].flat().join(' or '))
}

/** What stays open whatever the state of the system: signing in, and seeing how things are. */
const alwaysOpen = new Set(['auth', 'health'])

/** People and strangers may be shut out for a while; services and administrators go on. */
export function expectOpen({ access, service }: Runtime, route: Route, actor: Actor): void {
  if (access.switches.system.mode === 'normal') return
  const isService = actor.kind === 'service' || (actor.kind === 'user' && actor.via !== undefined)
  if (isService || alwaysOpen.has(service.contract.name) || access.permits(actor, 'control:write')) return
  refuseWhenClosed(access.switches.system, route.method)
}

function encode(route: Route, result: unknown): unknown {
  if (route.kind !== 'json' || result instanceof WholeAnswer) return result
  if (route.output instanceof z.ZodVoid) return undefined
  return z.encode(route.output, result as never)
}

export const metaOf = (runtime: Runtime, call: Call, idempotency: Claim | null, tx?: Tx): Meta =>
  new CallMeta(runtime, call, idempotency, tx)

/** What a handler is told of its call. A class, as a literal's getters would be made anew at every call. */
class CallMeta implements Meta {
  readonly actor: Actor
  readonly idempotency: Claim | null
  readonly #runtime: Runtime
  readonly #call: Call
  readonly #tx: Tx | undefined

  constructor(runtime: Runtime, call: Call, idempotency: Claim | null, tx: Tx | undefined) {
    this.actor = call.actor
    this.idempotency = idempotency
    this.#runtime = runtime
    this.#call = call
    this.#tx = tx
  }

  get userId(): string {
    if (this.actor.kind !== 'user') throw unauthorized()
    return this.actor.id
  }

  can(permission: string): boolean {
    return this.#runtime.access.permits(this.actor, permission)
  }

  get permissions(): readonly string[] {
    return this.actor.kind === 'user' ? this.#runtime.access.permissionsOf(this.actor.roles) : []
  }

  get requestId(): string {
    return this.#call.requestId
  }

  get correlationId(): string {
    return currentScope().correlationId
  }

  get address(): string | undefined {
    return this.#call.address
  }

  get userAgent(): string | undefined {
    return this.#call.userAgent
  }

  get signal(): AbortSignal {
    return this.#call.signal
  }

  get tx(): Tx {
    if (!this.#tx) throw new Error('Only idempotent routes run in a transaction of their own')
    return this.#tx
  }

  header(name: string): string | undefined {
    return this.#call.request?.headers.get(name) ?? this.#call.direct?.header(name)
  }

  get direct(): Door {
    if (!this.#call.direct) throw new Problem(400, 'not-over-http', 'This route is for HTTP only')
    return this.#call.direct
  }

  get request(): Request {
    if (!this.#call.request) throw new Problem(400, 'not-over-http', 'This route is for HTTP only')
    return this.#call.request
  }
}
