import type { z } from 'zod'
import { auditRecorded, type Envelope, errorOccurred, serviceOf } from '#kernel'
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

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const time = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/
/**
 * As codes, kinds and states are written: `needs-review`, `calendar.event.created`. Each part can be read in one way
 * only: events carry texts from outside, and a pattern that tries every way would hold the process up for minutes.
 */
const codeWord = /^(?=.{1,64}$)[a-z][a-z0-9]*([._:-][a-z0-9]+)*$/

function isFact(value: unknown): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return true
  return typeof value === 'string' && (uuid.test(value) || time.test(value) || codeWord.test(value))
}
