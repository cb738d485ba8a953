import { z } from 'zod'
import { event, Instant, PageQuery, pageOf, route } from '#kernel'

export const RunKind = z
  .enum(['call-sheet', 'plan', 'booking', 'reminder'])
  .meta({ id: 'RunKind', description: 'What a run is about' })
export type RunKind = z.output<typeof RunKind>

export const RunOutcome = z
  .enum(['running', 'done', 'failed', 'cancelled', 'expired'])
  .meta({ id: 'RunOutcome' })
export type RunOutcome = z.output<typeof RunOutcome>

export const Run = z
  .object({
    runId: z.uuid(),
    kind: RunKind,
    subject: z.string().nullable().describe('`noun:id` of the thing that it is about'),
    correlationId: z.string().describe('Of its beginning'),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    durationMs: z.number().nullable().describe('Null while it runs'),
    outcome: RunOutcome,
    dueAt: Instant.describe('When it should have ended'),
    stuckAt: Instant.nullable().describe('When it was found to be late'),
  })
  .meta({ id: 'Run' })
export type Run = z.output<typeof Run>

export const RunStep = z
  .object({
    eventId: z.uuid(),
    at: Instant,
    service: z.string(),
    type: z.string(),
    sinceMs: z.number().describe('Since the step before'),
    outcome: z.enum(['ok', 'failed']),
    detail: z.string().nullable().describe('A code word: a state, a reason'),
  })
  .meta({ id: 'RunStep' })

export const Expectation = z
  .object({ kind: RunKind, seconds: z.int().min(1).max(2_592_000) })
  .meta({ id: 'Expectation', description: 'How long a run should take at most' })

/** A run has not ended in the time that is expected of its kind. */
export const runStuck = event(
  'control',
  'control.run.stuck',
  z.object({
    runId: z.uuid(),
    kind: RunKind,
    subject: z.string().nullable(),
    startedAt: z.iso.datetime({ offset: true }),
    lastStep: z.string().nullable().describe('Type of the last event that was heard of it'),
    version: z.int(),
  }),
)

export const runRoutes = {
  listRuns: route({
    method: 'GET',
    path: '/control/runs',
    summary: 'Runs, the latest first',
    allow: 'control:read',
    input: PageQuery.extend({
      kind: RunKind.optional(),
      outcome: RunOutcome.optional(),
      stuck: z.boolean().optional().describe('Only those that are late, or only those that are not'),
      subject: z.string().max(200).optional(),
      correlationId: z.string().max(100).optional(),
      from: Instant.optional(),
      to: Instant.optional(),
    }),
    output: pageOf(Run),
  }),
  getRun: route({
    method: 'GET',
    path: '/control/runs/{runId}',
    summary: 'One run as a timeline',
    description: 'The first 500 steps; `more` says that there are others.',
    allow: 'control:read',
    input: z.object({ runId: z.uuid() }),
    output: Run.extend({ steps: z.array(RunStep), more: z.boolean() }),
  }),
  listExpectations: route({
    method: 'GET',
    path: '/control/expectations',
    summary: 'How long each kind of run should take',
    allow: 'control:read',
    output: z.object({ items: z.array(Expectation) }),
  }),
  setExpectation: route({
    method: 'PUT',
    path: '/control/expectations/{kind}',
    summary: 'Say how long a kind of run should take',
    description: 'Holds for runs that begin from now on.',
    allow: 'control:write',
    input: Expectation,
    output: Expectation,
  }),
}
