import { PgBossQueue } from './adapters/jobs/pgboss.ts'
import { createPool } from './adapters/postgres/pool.ts'
import { PostgresSession } from './adapters/postgres/session.ts'
import type { SqlPool } from './kernel/database.ts'
import { eventRetries } from './kernel/dispatch.ts'
import { queueSpecs } from './kernel/jobs.ts'
import type { Logger } from './kernel/log.ts'
import { maintain } from './kernel/maintenance.ts'
import { migrate, migrationState, serviceRole, withDatabaseLock } from './kernel/migrate.ts'
import { eventQueue } from './kernel/queue.ts'
import type { Service } from './kernel/service.ts'
import type { Environment, KernelSettings } from './kernel/settings.ts'

/** One distinct database with what the process holds on it. */
export interface Site {
  readonly url: string
  readonly owner: SqlPool
  readonly queue: PgBossQueue
  readonly session: PostgresSession
  readonly services: Service[]
}

/** `DATABASE_URL_<SERVICE>`, else `DATABASE_URL`, else the embedded database. */
export function databaseUrl(env: Environment, service: string, embedded?: string): string {
  const url = env[`DATABASE_URL_${service.toUpperCase()}`] || env.DATABASE_URL || embedded
  if (!url)
    throw new Error(`${service} has no database: set DATABASE_URL_${service.toUpperCase()} or DATABASE_URL`)
  return url
}

/** For migrations, upkeep and checks, of each database. */
const ownerPoolSize = 3

export function openSites(
  services: readonly Service[],
  catalogue: readonly Service[],
  options: { env: Environment; databaseUrl?: string; alone: boolean },
  log: Logger,
): Site[] {
  const sites = new Map<string, Site>()
  const onError = (error: Error) => log.warn({ err: error }, 'A database connection was lost')
  for (const service of services) {
    const url = databaseUrl(options.env, service.contract.name, options.databaseUrl)
    let site = sites.get(url)
    if (!site) {
      const applicationName =
        `klaps ${services.length === catalogue.length ? 'all' : services.map((each) => each.contract.name).join(',')}`.slice(
          0,
          60,
        )
      site = {
        url,
        owner: createPool({
          url,
          max: ownerPoolSize,
          applicationName: `${applicationName} owner`,
          types: 'temporal',
          onIdleError: onError,
        }),
        queue: new PgBossQueue({ url, applicationName, alone: options.alone, onError }),
        session: new PostgresSession({ url, applicationName, onError }),
        services: [],
      }
      sites.set(url, site)
    }
    site.services.push(service)
  }
  return [...sites.values()]
}

/** Everything that changes catalogues, by one process at a time: replicas that start together wait for each other. */
export async function prepare(
  sites: readonly Site[],
  settings: KernelSettings,
  sandbox: boolean,
): Promise<void> {
  const production = settings.KLAPS_ENV === 'production'
  for (const site of sites) {
    await checkConnections(site, settings.KLAPS_POOL_SIZE)
    await withDatabaseLock(site.owner, 'klaps prepare', async () => {
      for (const service of site.services) await prepareService(site, service, production, sandbox)
      await site.queue.start(
        site.services.flatMap((service) => [
          { ...eventRetries, name: eventQueue(service.contract.name) },
          ...queueSpecs(service.contract.name, service.jobs as never),
        ]),
      )
      await grantQueue(site)
    })
  }
}

/** Refuses a process whose pools could ask for more than the server grants: it would fail under load, not here. */
async function checkConnections({ owner, services }: Site, poolSize: number): Promise<void> {
  const wanted =
    services.length * poolSize + ownerPoolSize + PgBossQueue.connections + PostgresSession.connections
  const { rows } = await owner.query(
    `select sum(case name when 'max_connections' then setting::int else -setting::int end)::int as granted
    from pg_settings where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')`,
  )
  const granted = Number(rows[0]!.granted)
  if (wanted > granted)
    throw new Error(
      `${services.length} services with KLAPS_POOL_SIZE ${poolSize} want ${wanted} connections; the database grants ${granted}: lower the one or raise max_connections`,
    )
}

/** Schema and upkeep. In production nothing is migrated: pending migrations refuse the start. */
async function prepareService(
  { owner }: Site,
  service: Service,
  production: boolean,
  sandbox: boolean,
): Promise<void> {
  const name = service.contract.name
  if (!production) await migrate(owner, name, service.migrations)
  const { pending } = await migrationState(owner, name, service.migrations)
  if (pending.length > 0)
    throw new Error(`${name} has pending migrations (${pending.join(', ')}): run klaps migrate`)
  await maintain(owner, name, service.partitions)
  await setClockFunction(owner, name, sandbox)
}

/** Services put jobs and events into the queue inside their own transactions. */
async function grantQueue(site: Site): Promise<void> {
  for (const service of site.services) {
    const role = serviceRole(service.contract.name)
    if (!(await roleExists(site.owner, role))) continue
    await site.owner.query(`grant usage on schema pgboss to "${role}"`)
    await site.owner.query(`grant select, insert on all tables in schema pgboss to "${role}"`)
    await site.owner.query(`grant execute on all functions in schema pgboss to "${role}"`)
  }
}

/** `<schema>.now()` is movable in the sandbox and nowhere else: a production start puts the plain one back. */
async function setClockFunction(owner: SqlPool, schema: string, sandbox: boolean): Promise<void> {
  const body = sandbox
    ? `select pg_catalog.now() + (select "offset" from "${schema}".time_shift)`
    : 'select pg_catalog.now()'
  const { rows } = await owner.query(`select prosrc from pg_proc where oid = to_regprocedure($1)`, [
    `"${schema}".now()`,
  ])
  if (String(rows[0]?.prosrc).trim() === body) return
  await owner.query(
    `create or replace function "${schema}".now() returns timestamptz language sql stable as $body$${body}$body$`,
  )
}

/** Has the connected user a service's role to act as? Where they may not make roles, there is none. */
export async function roleExists(owner: SqlPool, role: string): Promise<boolean> {
  const { rows } = await owner.query(
    `select pg_has_role(current_user, oid, 'member') as may from pg_roles where rolname = $1`,
    [role],
  )
  return rows[0]?.may === true
}
