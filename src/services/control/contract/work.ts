import { z } from 'zod'
import { DeadLetter, PageQuery, QueueState, route, TimerState } from '#kernel'

const ServiceName = z
  .string()
  .max(50)
  .regex(/^[a-z][a-z0-9]*$/)
const WorkName = z
  .string()
  .max(100)
  .regex(/^[\w.-]+$/)
const of = { service: z.string() }
const OneTimer = z.object({ service: ServiceName, timer: WorkName })
const OneQueue = z.object({ service: ServiceName, queue: WorkName })
const OneLetter = z.object({ service: ServiceName, letterId: z.uuid() })
const paused = { paused: z.boolean() }

export const Timer = TimerState.extend(of).meta({ id: 'Timer' })
export const Queue = QueueState.extend(of).meta({ id: 'Queue' })
export const Letter = DeadLetter.extend(of).meta({ id: 'Letter', description: 'A dead letter of a service' })

/** Which services did not answer: what is listed is then not everything. */
const unreachable = z.array(z.string()).describe('Services that did not answer')
const ofOne = z.object({ service: ServiceName.optional() })

export const workRoutes = {
  listTimers: route({
    method: 'GET',
    path: '/control/timers',
    summary: 'What every service does by the clock, with last and next run',
    allow: 'control:read',
    input: ofOne,
    output: z.object({ items: z.array(Timer), unreachable }),
  }),
  runTimer: route({
    method: 'POST',
    path: '/control/timers/{service}/{timer}/run',
    summary: 'Run a timer now, paused or not',
    allow: 'control:write',
    input: OneTimer,
  }),
  pauseTimer: route({
    method: 'PUT',
    path: '/control/timers/{service}/{timer}',
    summary: 'Pause a timer or let it go on',
    allow: 'control:write',
    input: OneTimer.extend(paused),
  }),
  listQueues: route({
    method: 'GET',
    path: '/control/queues',
    summary: 'What waits in every service, and since when',
    allow: 'control:read',
    input: ofOne,
    output: z.object({ items: z.array(Queue), unreachable }),
  }),
  pauseQueue: route({
    method: 'PUT',
    path: '/control/queues/{service}/{queue}',
    summary: 'Pause a queue or let it go on',
    description: 'What comes while it is paused waits; what runs is finished.',
    allow: 'control:write',
    input: OneQueue.extend(paused),
  }),
  listLetters: route({
    method: 'GET',
    path: '/control/dead-letters',
    summary: 'What was given up, the latest first',
    allow: 'control:read',
    input: PageQuery.extend({ service: ServiceName.optional() }),
    output: z.object({ items: z.array(Letter), nextCursor: z.string().nullable(), unreachable }),
  }),
  getLetter: route({
    method: 'GET',
    path: '/control/dead-letters/{service}/{letterId}',
    summary: 'One that was given up',
    allow: 'control:read',
    input: OneLetter,
    output: Letter,
  }),
  retryLetter: route({
    method: 'POST',
    path: '/control/dead-letters/{service}/{letterId}/retry',
    summary: 'Try it again, changed or as it is',
    description:
      '`changes` is a merge patch (RFC 7396) of the payload: what it does not name stays as it is, texts that are not shown included. The result must fit the schema of the event or job.',
    allow: 'control:write',
    input: OneLetter.extend({ changes: z.record(z.string().max(100), z.unknown()).optional() }),
    problems: { 'dead-letter.cannot': 422 },
  }),
  discardLetter: route({
    method: 'POST',
    path: '/control/dead-letters/{service}/{letterId}/discard',
    summary: 'Drop it for good',
    allow: 'control:write',
    input: OneLetter.extend({ reason: z.string().trim().min(3).max(300) }),
  }),
}
