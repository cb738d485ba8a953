import type { Envelope } from './envelope.ts'
import { inScope } from './scope.ts'
import { fromTraceparent } from './tracing.ts'

/** Runs `work` as what follows from an event: it continues its story, same correlation, caused by it. */
export function continuing<R>(service: string, event: Omit<Envelope, 'data'>, work: () => R): R {
  const scope = {
    actor: { kind: 'service' as const, name: service },
    correlationId: event.correlationid,
    causationId: event.id,
    ...(event.traceparent ? { traceparent: event.traceparent } : {}),
    reason: `${event.type} (${event.actor})`,
  }
  return inScope(scope, () => fromTraceparent(event.traceparent, work))
}
