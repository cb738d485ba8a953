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
  const isService = actor.kind === 'service' || (actor.kind === 'user' && actor.via !== undefined)
  if (isService || alwaysOpen.has(service.contract.name) || access.permits(actor, 'control:write')) return
  refuseWhenClosed(access.switches.system, route.method)
}

function encode(route: Route, result: unknown): unknown {
  if (route.kind !== 'json' || result instanceof WholeAnswer) return result
  if (route.output instanceof z.ZodVoid) return undefined
  return z.encode(route.output, result as never)
}

export function metaOf(runtime: Runtime, call: Call, idempotency: Claim | null, tx?: Tx): Meta {
  const { actor } = call
  return {
    actor,
    get userId() {
      if (actor.kind !== 'user') throw unauthorized()
      return actor.id
    },
    can: (permission) => runtime.access.permits(actor, permission),
    get permissions() {
      return actor.kind === 'user' ? runtime.access.permissionsOf(actor.roles) : []
    },
    requestId: call.requestId,
    correlationId: currentScope().correlationId,
    address: call.address,
    userAgent: call.userAgent,
    signal: call.signal,
    idempotency,
    get tx() {
      if (!tx) throw new Error('Only idempotent routes run in a transaction of their own')
      return tx
    },
    header: (name) => call.request?.headers.get(name) ?? call.direct?.header(name),
    get direct() {
      if (!call.direct) throw new Problem(400, 'not-over-http', 'This route is for HTTP only')
      return call.direct
    },
    get request() {
      if (!call.request) throw new Problem(400, 'not-over-http', 'This route is for HTTP only')
      return call.request
    },
  }
}
