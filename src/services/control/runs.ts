import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeInstantCursor, notFound } from '#kernel'
import type { Ctx } from './context.ts'
import { type control, type Expectation, type Run, RunKind, RunOutcome, type RunStep } from './contract.ts'
import { runOfCorrelation } from './hear.ts'
import type { RunsRow, StepsRow } from './tables.ts'

type Query = z.output<(typeof control.routes.listRuns)['input']>
type Row = Selectable<RunsRow>

/** Steps of a timeline that are shown at once. */
const mostSteps = 500

export async function listRuns(ctx: Ctx, query: Query) {
  const cursor = decodeInstantCursor(query.cursor)
  let rows = ctx.db.query
    .selectFrom('runs')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.kind) rows = rows.where('kind', '=', query.kind)
  if (query.outcome) rows = rows.where('outcome', '=', query.outcome)
  if (query.stuck !== undefined) rows = rows.where('stuck_at', query.stuck ? 'is not' : 'is', null)
  if (query.subject) rows = rows.where('subject', '=', query.subject)
  if (query.from) rows = rows.where('started_at', '>=', query.from)
  if (query.to) rows = rows.where('started_at', '<', query.to)
  if (query.correlationId) rows = rows.where('id', 'in', await runsOfCorrelation(ctx, query.correlationId))
  if (cursor) rows = rows.where(sql<boolean>`(started_at, id) < (${cursor.at}, ${cursor.id}::uuid)`)
  const cursorOf = (row: Row) => ({ key: row.started_at.toString(), id: row.id })
  return cutPage(await rows.execute(), query.limit, cursorOf, presentRun)
}

async function runsOfCorrelation(ctx: Ctx, correlationId: string): Promise<string[]> {
  const thread = await ctx.db.query
    .selectFrom('threads')
    .select('run_id')
    .where('correlation_id', '=', correlationId)
    .executeTakeFirst()
  return [runOfCorrelation(correlationId), ...(thread ? [thread.run_id] : [])]
}

export async function getRun(ctx: Ctx, { runId }: { runId: string }) {
  const run = await ctx.db.query.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirst()
  if (!run) throw notFound('run')
  const steps = await ctx.db.query
    .selectFrom('steps')
    .selectAll()
    .where('run_id', '=', runId)
    .orderBy('at')
    .orderBy('event_id')
    .limit(mostSteps + 1)
    .execute()
  const shown = steps.slice(0, mostSteps)
  return {
    ...presentRun(run),
    steps: shown.map((step, at) => presentStep(step, shown[at - 1])),
    more: steps.length > mostSteps,
  }
}

export function presentRun(row: Row): Run {
  return {
    runId: row.id,
    kind: RunKind.parse(row.kind),
    subject: row.subject,
    correlationId: row.correlation_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    durationMs: row.ended_at?.since(row.started_at).total('milliseconds') ?? null,
    outcome: RunOutcome.parse(row.outcome),
    dueAt: row.due_at,
    stuckAt: row.stuck_at,
  }
}

function presentStep(step: StepsRow, before: StepsRow | undefined): z.output<typeof RunStep> {
  return {
    eventId: step.event_id,
    at: step.at,
    service: step.service,
    type: step.type,
    sinceMs: before ? step.at.since(before.at).total('milliseconds') : 0,
    outcome: step.outcome === 'failed' ? 'failed' : 'ok',
    detail: step.detail,
  }
}

export async function listExpectations(ctx: Ctx) {
  const rows = await ctx.db.query.selectFrom('expectations').selectAll().orderBy('kind').execute()
  return { items: rows.map(({ kind, seconds }) => ({ kind: RunKind.parse(kind), seconds })) }
}

export async function setExpectation(ctx: Ctx, { kind, seconds }: z.output<typeof Expectation>) {
  await ctx.db.transaction(async (tx) => {
    await tx.query.updateTable('expectations').set({ seconds }).where('kind', '=', kind).execute()
    await tx.audit({ action: 'run.expectation', target: `run-kind:${kind}`, details: { seconds } })
  })
  return { kind, seconds }
}

/** Days that runs and their steps are kept. */
export const keepRunDays = 90

export async function forgetRuns(ctx: Ctx): Promise<void> {
  await sql`delete from runs where started_at < control.now() - make_interval(days => ${keepRunDays})`.execute(
    ctx.db.query,
  )
  await sql`delete from threads where seen_at < pg_catalog.now() - make_interval(days => ${keepRunDays})`.execute(
    ctx.db.query,
  )
}
