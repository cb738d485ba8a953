import { z } from 'zod'
import type { Actor } from '../actor.ts'
import type { CallOptions, Client, Contract, Route } from '../contract.ts'
import { callDeadline, deadlineHeader, deadlineSignal, untilDeadline } from '../deadline.ts'
import type { OutboundClient } from '../outbound.ts'
import { OutboundError } from '../outbound.ts'
import { Problem, ProblemDocument } from '../problem.ts'
import type { Runtime } from '../runtime.ts'
import { assertOutsideTransaction, currentScope, inScope } from '../scope.ts'
import { dispatch } from './dispatch.ts'
import { WholeAnswer } from './whole-answer.ts'
import { encodeInput, placeInput } from './wire.ts'

/** Carries wire input to a route and brings the wire answer back; in-process and HTTP differ only here. */
type Transport = (
  name: string,
  route: Route,
  input: Record<string, unknown>,
  options: CallOptions,
) => Promise<unknown>

/** Typed functions for a contract over a transport: encode, carry, decode, once each. */
function clientOver<C extends Contract>(contract: C, transport: Transport): Client<C> {
  const calls = Object.entries(contract.routes).map(([name, route]) => [
    name,
    async (input: Record<string, unknown> = {}, options: CallOptions = {}) => {
      assertOutsideTransaction(`a call of ${contract.name}.${name}`)
      const answer = await transport(name, route, encodeInput(route, input), options)
      return route.output instanceof z.ZodVoid ? undefined : z.decode(route.output, answer as never)
    },
  ])
  return Object.fromEntries(calls) as Client<C>
}

/** A neighbour in this process: same validation, same permissions, no network and no cryptography. */
export function inProcessClient<C extends Contract>(
  contract: C,
  from: string,
  target: () => Runtime,
): Client<C> {
  return clientOver(contract, async (name, route, input, { idempotencyKey }) => {
    const scope = currentScope()
    const deadlineMs = callDeadline(route.patienceMs)
    const work = (signal: AbortSignal) =>
      inScope({ deadlineMs }, () =>
        dispatch(target(), name, {
          actor: forward(scope.actor, from),
          input,
          ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
          requestId: scope.requestId ?? scope.correlationId,
          signal,
        }),
      )
    const { body } = await untilDeadline(deadlineMs, work, (reason) =>
      unavailable(contract.name, name, reason),
    )
    return body instanceof WholeAnswer ? (JSON.parse(String(body.body)) as unknown) : body
  })
}

/** A 25 MB attachment travels as base64 in JSON. */
const maxAnswerBytes = 40 * 1024 * 1024

/** A neighbour in another process, behind its URL, with a service token that says for whom we act. */
export function httpClient<C extends Contract>(
  contract: C,
  from: string,
  options: {
    url: string
    http: OutboundClient
    sign: (to: string, actor: Actor) => Promise<string>
    traceparent: () => string | undefined
  },
): Client<C> {
  return clientOver(contract, async (name, route, input, { idempotencyKey }) => {
    const scope = currentScope()
    const deadlineMs = callDeadline(route.patienceMs)
    const { path, body } = placeInput(route, input)
    const traceparent = options.traceparent()
    const headers: Record<string, string> = {
      authorization: `Bearer ${await options.sign(contract.name, scope.actor)}`,
      'x-request-id': scope.requestId ?? scope.correlationId,
      'x-correlation-id': scope.correlationId,
      'x-reason': encodeURIComponent(scope.reason),
      ...(traceparent ? { traceparent } : {}),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      [deadlineHeader]: String(deadlineMs),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    try {
      const response = await options.http.fetch(options.url + path, {
        method: route.method,
        headers,
        signal: deadlineSignal(deadlineMs),
        timeoutMs: route.patienceMs,
        maxBodyBytes: maxAnswerBytes,
        ...(body === undefined ? {} : { body }),
      })
      return response.status === 204 ? undefined : await response.json()
    } catch (error) {
      throw asProblem(error, contract.name, name)
    }
  })
}

/** What the other side refused is a refusal here too; what broke on the way is 503, and says which neighbour. */
function asProblem(error: unknown, service: string, route: string): unknown {
  if (!(error instanceof OutboundError)) return error
  const document = ProblemDocument.safeParse(parseJson(error.body))
  if (document.success && document.data.status < 500) return Problem.fromDocument(document.data)
  return unavailable(service, route, error)
}

const unavailable = (service: string, route: string, cause: unknown) =>
  new Problem(503, 'service-unavailable', `The ${service} service does not answer`, {
    cause,
    fields: { service, route },
    headers: { 'Retry-After': '5' },
  })

/** A user stays the user, marked with who forwards; anything else acts as the calling service. */
function forward(actor: Actor, from: string): Actor {
  return actor.kind === 'user' ? { ...actor, via: from } : { kind: 'service', name: from }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
