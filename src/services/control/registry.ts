import { sql } from 'kysely'
import type { z } from 'zod'
import type { beat, Switch } from '#kernel'
import type { Ctx } from './context.ts'
import type { InstanceState, Registry, ServiceEntry } from './contract.ts'
import { switchesAfter } from './switches.ts'
import type { InstancesRow } from './tables.ts'

/** How long a process that is not there any more is listed. */
const listedHours = 24
const mostInstances = 500

type Said = z.output<(typeof beat)['input']>

/**
 * When a process that is alone was heard of last: nobody else looks for it in the table, which is told once a minute so
 * that a house at rest writes little.
 */
const heardAlone = new Map<string, { at: Temporal.Instant; writtenAt: number }>()
const writeAloneMs = 60_000

/** Notes that a process lives; answers with what has been switched without its knowing. */
export async function noteBeat(ctx: Ctx, said: Said): Promise<{ switches: Switch[] }> {
  if (!isRemembered(ctx, said)) await writeBeat(ctx, said)
  return { switches: await switchesAfter(ctx, said.switches) }
}

function isRemembered(ctx: Ctx, { instanceId, stopping }: Said): boolean {
  if (!ctx.alone) return false
  const before = heardAlone.get(instanceId)
  const now = performance.now()
  const isWritten = !stopping && before !== undefined && now - before.writtenAt < writeAloneMs
  heardAlone.set(instanceId, {
    at: Temporal.Now.instant(),
    writtenAt: isWritten ? before.writtenAt : now,
  })
  return isWritten
}

async function writeBeat(ctx: Ctx, said: Said): Promise<void> {
  const { instanceId, host, pid, version, services, startedAt, stopping } = said
  await sql`
    insert into instances (id, host, pid, version, services, started_at, beat_at, stopped_at)
    values (${instanceId}, ${host}, ${pid}, ${version}, ${services}, ${startedAt}, pg_catalog.now(),
      case when ${stopping} then pg_catalog.now() end)
    on conflict (id) do update set
      services = excluded.services, beat_at = excluded.beat_at, stopped_at = excluded.stopped_at`.execute(
    ctx.db.query,
  )
}

/** Which processes there are, and which services of the catalogue run in none. */
export async function registry(ctx: Ctx): Promise<z.output<typeof Registry>> {
  const { rows } = await sql<InstancesRow & { silent_seconds: number }>`
    select *, extract(epoch from pg_catalog.now() - beat_at)::float8 as silent_seconds from instances
    where beat_at > pg_catalog.now() - make_interval(hours => ${listedHours})
    order by started_at desc, id limit ${mostInstances}`.execute(ctx.db.query)
  const instances = rows.map(
    (row): z.output<typeof InstanceState> => ({
      instanceId: row.id,
      host: row.host,
      pid: row.pid,
      version: row.version,
      services: row.services,
      startedAt: row.started_at,
      beatAt: heardAlone.get(row.id)?.at ?? row.beat_at,
      state: stateOf(row, silentSeconds(row) > ctx.settings.CONTROL_GONE_SECONDS),
    }),
  )
  const alive = instances.filter(({ state }) => state === 'alive')
  const services = ctx.peers.names.toSorted().map((service): z.output<typeof ServiceEntry> => {
    const its = alive.filter((instance) => instance.services.includes(service))
    return {
      service,
      alive: its.length,
      versions: [...new Set(its.map(({ version }) => version))].toSorted(),
      state: its.length > 0 ? 'running' : 'absent',
    }
  })
  return { services, instances }
}

function silentSeconds({ id, silent_seconds: written }: InstancesRow & { silent_seconds: number }): number {
  const heard = heardAlone.get(id)
  return heard ? Temporal.Now.instant().since(heard.at).total('seconds') : written
}

function stateOf({ stopped_at }: InstancesRow, isSilent: boolean) {
  if (stopped_at) return 'stopped'
  return isSilent ? 'gone' : 'alive'
}

export async function forgetInstances(ctx: Ctx): Promise<void> {
  await sql`delete from instances where beat_at < pg_catalog.now() - interval '7 days'`.execute(ctx.db.query)
}
