import type { z } from 'zod'
import { auditRecorded, type Envelope, errorOccurred, isFact, serviceOf } from '#kernel'
import type { Happening } from './chain.ts'

export function happeningOf(event: Envelope): Happening {
  const entry = auditRecorded.data.safeParse(event.data)
  const own = event.type === auditRecorded.type && entry.success ? entry.data : undefined
  return {
    event_id: event.id,
    at: Temporal.Instant.from(event.time).round('microsecond'),
    service: serviceOf(event),
    type: event.type,
    action: own?.action ?? actionOf(event),
    actor: event.actor,
    target: own?.target ?? event.subject ?? personOf(event.data),
    reason: event.reason,
    correlation_id: event.correlationid,
    causation_id: event.causationid ?? null,
    details: own ? detailsOf(own) : factsOf(event.data),
  }
}

function detailsOf({ details, address }: z.output<typeof auditRecorded.data>) {
  return address ? { ...details, address } : details
}

/** Which work failed is the point of `error.occurred`; of every other event its type is. */
function actionOf(event: Envelope): string {
  const failed = event.type === errorOccurred.type ? errorOccurred.data.safeParse(event.data) : undefined
  return failed?.success ? failed.data.operation : event.type
}

function personOf(data: unknown): string | null {
  const userId = data !== null && typeof data === 'object' && 'userId' in data ? data.userId : undefined
  return typeof userId === 'string' ? `user:${userId}` : null
}

const listLimit = 100

/**
 * Ids, numbers, flags, times and code words. Free text stays out: a call sheet's words (places, people, phones) travel
 * in some events, and nothing can be erased from a chain afterwards.
 */
export function factsOf(data: unknown): Record<string, unknown> {
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return {}
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]): [string, unknown][] => {
      if (Array.isArray(value)) return value.every(isFact) ? [[name, value.slice(0, listLimit)]] : []
      return isFact(value) ? [[name, value]] : []
    }),
  )
}
