import { z } from 'zod'
import { defineContract, route } from './contract.ts'
import { Instant } from './schemas.ts'

/** As jobs, timers and queues are named in code. */
const WorkName = z
  .string()
  .max(100)
  .regex(/^[\w.-]+$/)

/** Work that a service does by the clock. */
export const TimerState = z
  .object({
    name: z.string(),
    kind: z.enum(['every', 'cron']),
    schedule: z.string().describe('An ISO 8601 duration between two runs, or a cron expression'),
    zone: z.string().nullable().describe('Time zone of a cron expression'),
    paused: z.boolean(),
    lastAt: Instant.nullable().describe(
      'When the last run began; up to ten seconds late where other processes share the work',
    ),
    lastMs: z.number().nullable(),
    lastOutcome: z.enum(['ok', 'failed']).nullable(),
    nextAt: Instant.nullable().describe(
      'Null when paused, when it has not run yet, or when it rests until something is due',
    ),
  })
  .meta({ id: 'TimerState' })
export type TimerState = z.output<typeof TimerState>

export const QueueState = z
  .object({
    name: z.string().describe('`events` for what the service hears, else the name of the job'),
    paused: z.boolean(),
    waiting: z.int(),
    active: z.int(),
    dead: z.int().describe('Given up, to be retried or discarded'),
    oldestSeconds: z.number().nullable().describe('How long the oldest that is due has been waiting'),
  })
  .meta({ id: 'QueueState' })

export const DeadLetter = z
  .object({
    id: z.uuid(),
    queue: z.string(),
    kind: z.enum(['event', 'job', 'unreadable']),
    type: z.string().describe('Of an event its type, of a job its name'),
    diedAt: Instant,
    attempts: z.int(),
    error: z.string(),
    correlationId: z.string().nullable(),
    payload: z
      .unknown()
      .describe('Ids, numbers, times and code words as they are; of other texts only how long they are'),
  })
  .meta({ id: 'DeadLetter' })
export type DeadLetter = z.output<typeof DeadLetter>

const OneLetter = z.object({ letterId: z.uuid() })

/** What every service answers about its own work: the kernel's routes, for `control` alone. */
export function operationsOf(service: string) {
  const at = (path: string) => `/internal/${service}${path}`
  return defineContract(service, {
    about: 'How the work of a service stands, and the handles on it.',
    routes: {
      timers: route({
        method: 'GET',
        path: at('/timers'),
        summary: 'Timers of this service',
        allow: 'service',
        output: z.object({ items: z.array(TimerState) }),
      }),
      queues: route({
        method: 'GET',
        path: at('/queues'),
        summary: 'Queues of this service',
        allow: 'service',
        output: z.object({ items: z.array(QueueState) }),
      }),
      runTimer: route({
        method: 'POST',
        path: at('/timers/{name}/run'),
        summary: 'Run a timer now, paused or not',
        allow: 'service',
        input: z.object({ name: WorkName }),
      }),
      pauseTimer: route({
        method: 'PUT',
        path: at('/timers/{name}'),
        summary: 'Pause a timer or let it go on',
        allow: 'service',
        input: z.object({ name: WorkName, paused: z.boolean() }),
      }),
      pauseQueue: route({
        method: 'PUT',
        path: at('/queues/{name}'),
        summary: 'Pause a queue or let it go on',
        allow: 'service',
        input: z.object({ name: WorkName, paused: z.boolean() }),
      }),
      deadLetters: route({
        method: 'GET',
        path: at('/dead-letters'),
        summary: 'What was given up, the latest first',
        allow: 'service',
        input: z.object({
          beforeAt: Instant.optional(),
          beforeId: z.uuid().optional(),
          limit: z.int().min(1).max(201).default(50),
        }),
        output: z.object({ items: z.array(DeadLetter) }),
      }),
      deadLetter: route({
        method: 'GET',
        path: at('/dead-letters/{letterId}'),
        summary: 'One that was given up',
        allow: 'service',
        input: OneLetter,
        output: DeadLetter,
      }),
      retry: route({
        method: 'POST',
        path: at('/dead-letters/{letterId}/retry'),
        summary: 'Try it again, changed or as it is',
        allow: 'service',
        input: OneLetter.extend({ changes: z.record(z.string(), z.unknown()).optional() }),
      }),
      discard: route({
        method: 'POST',
        path: at('/dead-letters/{letterId}/discard'),
        summary: 'Drop it for good',
        allow: 'service',
        input: OneLetter.extend({ reason: z.string().min(3).max(300) }),
      }),
    },
  })
}
export type Operations = ReturnType<typeof operationsOf>
