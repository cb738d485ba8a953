import { PgBossQueue } from './adapters/jobs/pgboss.ts'
import { createPool } from './adapters/postgres/pool.ts'
import { PostgresSession } from './adapters/postgres/session.ts'
import type { Logger } from './kernel/log.ts'
import type { Service } from './kernel/service.ts'
import type { Environment, KernelSettings } from './kernel/settings.ts'
import { type Home, migrateHome, missingIn, queuesOf } from './schemas.ts'

/** One distinct database with what the process holds on it. */
export interface Site extends Home {
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

/**
 * Makes the databases ready and starts their queues. In production nothing is made: what is missing refuses the start.
 *
 * @throws naming `klaps migrate` and what it would make.
 */
export async function prepare(
  sites: readonly Site[],
  settings: KernelSettings,
  sandbox: boolean,
): Promise<void> {
  for (const site of sites) {
    await checkConnections(site, settings.KLAPS_POOL_SIZE)
    if (settings.KLAPS_ENV === 'production') await requireMigrated(site)
    else await migrateHome(site, { sandbox })
    await site.queue.start(site.services.flatMap(queuesOf))
  }
}

async function requireMigrated(site: Site): Promise<void> {
  const missing = await missingIn(site, false)
  if (missing.length > 0)
    throw new Error(`The database is not ready: run klaps migrate (missing: ${missing.join('; ')})`)
}

/** Refuses a process whose pools could ask for more than the server grants: it would fail under load, not here. */
async function checkConnections({ owner, services }: Site, poolSize: number): Promise<void> {
  const wanted =
    services.length * poolSize + ownerPoolSize + PgBossQueue.connections + PostgresSession.connections
  const { rows } = await owner
    .query(
      `select sum(case name when 'max_connections' then setting::int else -setting::int end)::int as granted
      from pg_settings where name in ('max_connections', 'superuser_reserved_connections', 'reserved_connections')`,
    )
    .catch((cause: unknown) => {
      throw new Error('The database cannot be reached; see DATABASE_URL', { cause })
    })
  const granted = Number(rows[0]!.granted)
  if (wanted > granted)
    throw new Error(
      `${services.length} services with KLAPS_POOL_SIZE ${poolSize} want ${wanted} connections; the database grants ${granted}: lower the one or raise max_connections`,
    )
}
