import { sql } from 'kysely'
import { z } from 'zod'
import { currentScope, derivedId, HealthStatus, inScope, type Tx } from '#kernel'
import type { runStuck } from '#services/control'
import type { healthChanged } from '#services/health'
import type { Ctx } from './context.ts'
import { intend } from './intents.ts'
import { alertAdmins, alertStuck } from './jobs.ts'
import type { PriorityName } from './kinds.ts'
import type { Tables } from './tables.ts'

/** A state is told once it has stood for this long: three looks of `health`, so that a restart is no alert. */
const STEADY_SECONDS = 30
/** Within this time at most two alerts about a service: that it is down, and that it is up again. */
const DAMPED_MINUTES = 10
/** Down and up again is a blip. More than that in a row is told even when it ends where it began. */
const BLIP_CHANGES = 2
const batch = 100

/** Whom it wakes: a service that is away everybody on every channel, a provider of it that is away less. */
export const alertPriority: Readonly<Record<z.output<typeof HealthStatus>, PriorityName>> = {
  unhealthy: 'critical',
  degraded: 'high',
  healthy: 'normal',
}

/**
 * A service has changed its state. What is heard of for the first time is expected to be well. The alert waits until
 * the state has stood for a while, but no longer than ten minutes from the first change: who never settles is told too.
 */
export async function onHealthChanged(
  _ctx: Ctx,
  { service, to, version }: z.output<typeof healthChanged.data>,
  tx: Tx<Tables>,
): Promise<void> {
  const { correlationId } = currentScope()
  await sql`
    insert into service_states as s (service, version, status, changes, changing_since, due_at, correlation_id)
    values (${service}, ${version}, ${to}, 1, notification.now(),
      notification.now() + make_interval(secs => ${STEADY_SECONDS}), ${correlationId})
    on conflict (service) do update set
      version = excluded.version,
      status = excluded.status,
      changes = s.changes + 1,
      changing_since = coalesce(s.changing_since, excluded.changing_since),
      due_at = least(
        greatest(excluded.due_at, s.alerted_before + make_interval(mins => ${DAMPED_MINUTES})),
        coalesce(s.changing_since, excluded.changing_since) + make_interval(mins => ${DAMPED_MINUTES})),
      correlation_id = excluded.correlation_id
    where s.version < excluded.version`.execute(tx.query)
}

interface Due {
  service: string
  version: number
  status: string
  told: string
  changes: number
  correlation_id: string
}

/** What has stood long enough becomes one alert, whichever replica finds it; nothing when it is as it was told last. */
export async function fireAlerts(ctx: Ctx): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<Due>`
      select service, version, status, told, changes, correlation_id from service_states
      where due_at <= notification.now() order by due_at limit ${batch} for update skip locked`.execute(
      tx.query,
    )
    for (const row of rows)
      await inScope({ correlationId: row.correlation_id }, () =>
        settleState(tx, row, row.status !== row.told || row.changes > BLIP_CHANGES),
      )
  })
}

async function settleState(tx: Tx<Tables>, due: Due, isNews: boolean): Promise<void> {
  const { service, version, changes } = due
  const alerted = sql`, told = status, alerted_before = alerted_at, alerted_at = notification.now()`
  await sql`
    update service_states set changes = 0, changing_since = null, due_at = null ${isNews ? alerted : sql``}
    where service = ${service}`.execute(tx.query)
  if (!isNews) return
  const status = HealthStatus.parse(due.status)
  await tx.enqueue(
    alertAdmins,
    { service, version, status, changes },
    { id: derivedId('alert', service, version) },
  )
}

/** The job: an intent for every administrator, each once however often it runs. */
export async function runAlert(
  ctx: Ctx,
  { service, version, status, changes }: z.output<typeof alertAdmins.data>,
): Promise<void> {
  const { userIds } = await ctx.call.auth.usersWithRole({ role: 'admin' })
  await ctx.db.transaction(async (tx) => {
    for (const userId of userIds)
      await intend(tx, {
        id: derivedId('alert', service, version, userId),
        userId,
        template: 'service-state',
        facts: { service, status, changes },
      })
  })
}

/** A run is late: told once for each time that it is found to be. */
export async function onRunStuck(
  { runId, kind, lastStep, version }: z.output<typeof runStuck.data>,
  tx: Tx<Tables>,
): Promise<void> {
  await tx.enqueue(
    alertStuck,
    { runId, kind, lastStep, version },
    { id: derivedId('run stuck', runId, version) },
  )
}

/** The job: as `runAlert`. */
export async function runStuckAlert(
  ctx: Ctx,
  { version, ...facts }: z.output<typeof alertStuck.data>,
): Promise<void> {
  const { userIds } = await ctx.call.auth.usersWithRole({ role: 'admin' })
  await ctx.db.transaction(async (tx) => {
    for (const userId of userIds)
      await intend(tx, {
        id: derivedId('run stuck', facts.runId, version, userId),
        userId,
        template: 'run-stuck',
        facts,
      })
  })
}
