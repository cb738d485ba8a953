import { z } from 'zod'
import { Envelope } from './envelope.ts'
import { withoutTexts } from './facts.ts'
import { JobEnvelope } from './jobs.ts'
import type { DeadLetter } from './operations.ts'
import { invalid, Problem } from './problem.ts'
import { type DeadJob, eventQueue } from './queue.ts'
import type { Service } from './service.ts'

/** What was given up, as an administrator sees it. */
export function openDeadLetter(service: string, dead: DeadJob): DeadLetter {
  const { id, queue, diedAt, attempts, error } = dead
  const name = queue.slice(service.length + 1)
  const common = { id, queue: name, diedAt, attempts, error }
  if (queue !== eventQueue(service)) {
    const { input, correlationId = null } = JobEnvelope.catch({ input: undefined }).parse(dead.data)
    return { ...common, kind: 'job', type: name, correlationId, payload: withoutTexts(input ?? null) }
  }
  const event = Envelope.safeParse(dead.data)
  if (!event.success) {
    return { ...common, kind: 'unreadable', type: 'unreadable', correlationId: null, payload: null }
  }
  const { type, correlationid, data } = event.data
  return { ...common, kind: 'event', type, correlationId: correlationid, payload: withoutTexts(data) }
}

/**
 * What to try again: as it was, or changed by a merge patch (RFC 7396) of the event's data or the job's input, which
 * must then fit its schema. What is not named stays as it is, texts that were not shown included.
 *
 * @throws Problem 422 when it does not fit, or cannot be tried at all.
 */
export function rewritten(service: Service, dead: DeadJob, changes?: Record<string, unknown>): object {
  const { name } = service.contract
  if (dead.queue === eventQueue(name)) {
    const event = Envelope.safeParse(dead.data)
    if (!event.success) throw cannot('This is no event of ours: discard it')
    if (!changes) return event.data
    const data = mergePatch(event.data.data, changes)
    const heard = Object.values(service.hears).filter(({ type }) => type === event.data.type)
    for (const definition of heard) expectFits(definition.data, data)
    return { ...event.data, data }
  }
  const job = JobEnvelope.safeParse(dead.data)
  if (!job.success) throw cannot('This is no job of ours: discard it')
  if (!changes) return job.data
  const definition = Object.values(service.jobs).flatMap((entry) =>
    'queue' in entry && `${name}.${entry.queue.name}` === dead.queue ? [entry.queue] : [],
  )[0]
  if (!definition) throw cannot('This job takes no input')
  const input = mergePatch(job.data.input, changes)
  expectFits(definition.data, input)
  return { ...job.data, input }
}

const cannot = (detail: string) => new Problem(422, 'dead-letter.cannot', detail)

function expectFits(schema: z.ZodType, wire: unknown): void {
  const decoded = z.safeDecode(schema, wire as never)
  if (!decoded.success) throw invalid(decoded.error.issues)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** RFC 7396: null takes a field away, objects are merged, anything else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged = new Map(Object.entries(isObject(target) ? target : {}))
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  return Object.fromEntries(merged)
}
