import { migrateQueues, missingQueues, queueSchema } from './adapters/jobs/pgboss-schema.ts'
import type { SqlPool } from './kernel/database.ts'
import { eventRetries } from './kernel/dispatch.ts'
import { grantQueue, grantSchema, roleExists, serviceRole, tablesOutOfReach } from './kernel/grants.ts'
import { queueSpecs } from './kernel/jobs.ts'
import {
  clockFunction,
  isWritten,
  maintain,
  type Sql,
  upkeepFunction,
  writeFunction,
} from './kernel/maintenance.ts'
import { migrate, migrationState, withDatabaseLock } from './kernel/migrate.ts'
import { eventQueue, type QueueSpec } from './kernel/queue.ts'
import type { Service } from './kernel/service.ts'

/** One distinct database and the services that live in it. */
export interface Home {
  readonly url: string
  /** As the user that the URL names. */
  readonly owner: SqlPool
  readonly services: readonly Service[]
}

/** Schemas share nothing, so two are made at once; each holds one connection of the owner's pool, the lock another. */
const migratedAtOnce = 2

export interface MigrateOptions {
  /** Is the outside world the sandbox's? Then `<schema>.now()` is movable. */
  readonly sandbox: boolean
  /** A login that runs the processes and owns nothing: it is given what they need. */
  readonly runtime?: string | undefined
}

/**
 * Everything of a database that is not rows: schemas, roles and rights, migrations, the job queue's schema, queues,
 * partitions, clock. Idempotent; by one process at a time, so replicas that start together wait for each other.
 *
 * @throws when an applied migration has changed since, or the `runtime` login does not exist.
 */
export async function migrateHome({ url, owner, services }: Home, options: MigrateOptions): Promise<void> {
  const { runtime } = options
  if (runtime) await requireLogin(owner, runtime)
  await withDatabaseLock(owner, 'klaps prepare', async () => {
    const waiting = [...services]
    const worker = async () => {
      for (let service = waiting.shift(); service; service = waiting.shift())
        await migrateSchema(owner, service, options)
    }
    await Promise.all(Array.from({ length: migratedAtOnce }, worker))
    await migrateQueues(url, services.flatMap(queuesOf))
    await grantQueue(
      owner,
      services.map((service) => service.contract.name),
      runtime,
    )
  })
}

async function migrateSchema(
  owner: SqlPool,
  service: Service,
  { sandbox, runtime }: MigrateOptions,
): Promise<void> {
  const name = service.contract.name
  await migrate(owner, name, service.migrations)
  for (const each of writtenFunctions(service, sandbox)) await writeFunction(owner, name, each)
  await grantSchema(owner, name, runtime)
  await maintain(owner, name)
}

/**
 * What `migrateHome` would make or change, one thing each; empty when a process may start. Asks as the connected user,
 * so that rights it lacks count. Changes nothing.
 *
 * @param sandbox Undefined when either clock will do.
 * @throws when an applied migration has changed since.
 */
export async function missingIn(
  { url, owner, services }: Home,
  sandbox: boolean | undefined,
): Promise<string[]> {
  const missing: string[] = []
  for (const service of services) {
    const found = await missingOf(owner, service, sandbox)
    missing.push(...found.map((each) => `${service.contract.name}: ${each}`))
  }
  const { rows } = await owner.query('select from pg_namespace where nspname = $1', [queueSchema])
  const outOfReach = await tablesOutOfReach(owner, queueSchema)
  if (rows.length === 0) missing.push('the schema of the job queue')
  else if (outOfReach.length > 0) missing.push(`rights on the job queue (${outOfReach.join(', ')})`)
  else missing.push(...(await missingQueues(url, services.flatMap(queuesOf))))
  return missing
}

async function missingOf(owner: SqlPool, service: Service, sandbox: boolean | undefined): Promise<string[]> {
  const name = service.contract.name
  if (!(await mayEnter(owner, name))) return ['rights on its schema']
  const { pending } = await migrationState(owner, name, service.migrations)
  if (pending.length > 0) return [`migrations ${pending.join(', ')}`]
  const missing: string[] = []
  for (const each of writtenFunctions(service, sandbox ?? false))
    if (!(sandbox === undefined && each.name === 'now') && !(await isWritten(owner, name, each)))
      missing.push(`function ${each.name}()`)
  const role = serviceRole(name)
  const outOfReach = await tablesOutOfReach(owner, name, (await roleExists(owner, role)) ? role : undefined)
  if (outOfReach.length > 0) missing.push(`rights on ${outOfReach.join(', ')}`)
  return missing
}

/** A schema that is not there yet refuses nobody. */
async function mayEnter(sql: Sql, schema: string): Promise<boolean> {
  const { rows } = await sql.query(
    `select has_schema_privilege(oid, 'usage') as may from pg_namespace where nspname = $1`,
    [schema],
  )
  return rows[0]?.may !== false
}

const writtenFunctions = (service: Service, sandbox: boolean) => [
  clockFunction(service.contract.name, sandbox),
  upkeepFunction(service.contract.name, service.partitions),
]

export function queuesOf(service: Service): QueueSpec[] {
  const { name } = service.contract
  return [{ ...eventRetries, name: eventQueue(name) }, ...queueSpecs(name, service.jobs as never)]
}

async function requireLogin(sql: Sql, name: string): Promise<void> {
  const { rows } = await sql.query('select rolsuper as almighty from pg_roles where rolname = $1', [name])
  if (rows.length === 0)
    throw new Error(`There is no role ${name}: create it first (create role ${name} login)`)
}
