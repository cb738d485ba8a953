import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { type Actor, anonymous } from './actor.ts'

/** What travels with a request, an event or a job through every await, across services and processes. */
export interface Scope {
  readonly actor: Actor
  /** One id for everything that follows from the same beginning; the user can follow it in the processing log. */
  readonly correlationId: string
  /** The id of the event or request that caused this. */
  readonly causationId?: string
  readonly requestId?: string
  readonly traceparent?: string
  /** Why: the route, job or event in words. Kept in events and audit. */
  readonly reason: string
  /** The user whose things are worked on where nobody asks in person: whoever hears when it fails for good. */
  readonly concerns?: string
  /** Instant after which nobody waits for the answer any more, epoch milliseconds. */
  readonly deadlineMs?: number
  /** Set inside transactions and event handlers: nothing may leave the process there. */
  readonly transaction?: string
}

const storage = new AsyncLocalStorage<Scope>()
const outside: Scope = {
  actor: anonymous,
  correlationId: '00000000-0000-4000-8000-000000000000',
  reason: 'outside any scope',
}

export function currentScope(): Scope {
  return storage.getStore() ?? outside
}

/** Runs `work` in a scope of its own; what is not given is inherited, a fresh correlation id starts a new story. */
export function inScope<R>(scope: Partial<Scope>, work: () => R): R {
  const parent = storage.getStore()
  if (parent) return storage.run({ ...parent, ...scope }, work)
  return storage.run({ ...outside, ...scope, correlationId: scope.correlationId ?? randomUUID() }, work)
}

/** Runs `work` in the scope that everything begins with, which inherits nothing. */
export function inFirstScope<R>(scope: Scope, work: () => R): R {
  return storage.run(scope, work)
}

/** Runs `work` as nobody's in particular: for what many share. */
export function outsideAnyScope<R>(work: () => R): R {
  return storage.exit(work)
}

/** Throws when called inside a transaction or an event handler: those never leave the process (ARCHITECTURE, rule 4). */
export function assertOutsideTransaction(what: string): void {
  const inside = storage.getStore()?.transaction
  if (inside)
    throw new Error(`${what} inside ${inside}: write an intent row and let a job do it after the commit`)
}
