import { z } from 'zod'
import type { Envelope } from './envelope.ts'
import { currentScope, inScope, type Scope } from './scope.ts'
import { fromTraceparent, traceparent } from './tracing.ts'

/** Whose doing something is, and what it belongs to: kept for what is done later, among other people's things. */
export type Story = Pick<
  Scope,
  'actor' | 'correlationId' | 'causationId' | 'traceparent' | 'reason' | 'concerns'
>

/** What an effect follows from: an event that was heard, or the request or job that asked for it. */
export type Cause = Omit<Envelope, 'data'> | Story

export function currentStory(): Story {
  const { actor, correlationId, causationId, reason } = currentScope()
  return {
    actor,
    correlationId,
    ...(causationId ? { causationId } : {}),
    traceparent: traceparent(),
    reason,
    ...concern(whoseNow()),
  }
}

/** Runs `work` as what follows from `cause`. Of an event: it continues its story, same correlation, caused by it. */
export function continuing<R>(service: string, cause: Cause, work: () => R): R {
  const story = 'specversion' in cause ? storyOf(service, cause) : cause
  return inScope(story, () => fromTraceparent(story.traceparent, work))
}

const storyOf = (service: string, event: Omit<Envelope, 'data'>): Story => ({
  actor: { kind: 'service', name: service },
  correlationId: event.correlationid,
  causationId: event.id,
  ...(event.traceparent ? { traceparent: event.traceparent } : {}),
  reason: `${event.type} (${event.actor})`,
  ...concern(userIn('data' in event ? event.data : undefined)),
})

const concern = (userId: string | undefined) => (userId ? { concerns: userId } : {})

/** The user whose things are worked on now: who asks in person, or whose event or job it is. */
export function whoseNow(): string | undefined {
  const { concerns, actor } = currentScope()
  return concerns ?? (actor.kind === 'user' ? actor.id : undefined)
}

/** Whose an event or the input of a job is: those that are about a person's things say so as `userId`. */
export function userIn(data: unknown): string | undefined {
  const userId = Reflect.get(Object(data), 'userId')
  return z.uuid().safeParse(userId).data
}
