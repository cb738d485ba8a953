import type { Sql } from './maintenance.ts'

/** A service's own role: it owns nothing and may use this one schema, so that the wall between services is physical. */
export const serviceRole = (service: string) => `klaps_${service}`

/** Has the connected user a service's role to act as? Where they may not make roles, there is none. */
export async function roleExists(sql: Sql, role: string): Promise<boolean> {
  const { rows } = await sql.query(
    `select pg_has_role(current_user, oid, 'member') as may from pg_roles where rolname = $1`,
    [role],
  )
  return rows[0]?.may === true
}

/**
 * Gives a service's role what the service needs of its schema, making the role where the connected user may. The
 * `runtime` login may then act as that role; without one, it is given the same itself.
 */
export async function grantSchema(sql: Sql, service: string, runtime: string | undefined): Promise<void> {
  await makeServiceRole(sql, service)
  const role = serviceRole(service)
  const hasRole = await roleExists(sql, role)
  if (hasRole && runtime) await sql.query(`grant "${role}" to "${runtime}"`)
  const grantee = hasRole ? role : runtime
  if (!grantee) return
  // Rows, not tables: emptying one or hanging triggers on it is the owner's.
  await sql.query(`grant usage on schema "${service}" to "${grantee}";
    grant select, insert, update, delete on all tables in schema "${service}" to "${grantee}";
    grant usage, select on all sequences in schema "${service}" to "${grantee}";
    grant execute on all functions in schema "${service}" to "${grantee}"`)
}

async function makeServiceRole(sql: Sql, service: string): Promise<void> {
  const { rows } = await sql.query(
    'select rolcreaterole or rolsuper as allowed from pg_roles where rolname = current_user',
  )
  if (!rows[0]?.allowed) return
  const role = serviceRole(service)
  await sql.query(
    `do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role "${role}" nologin; end if; exception when duplicate_object or unique_violation then null; end $$`,
  )
  await sql.query(`grant "${role}" to current_user`)
}

/**
 * What is needed of the queue's schema: services put jobs and events in inside their own transactions, as their own
 * role; the process itself, as the `runtime` login, takes them out and tidies up.
 */
export async function grantQueue(
  sql: Sql,
  services: readonly string[],
  runtime: string | undefined,
): Promise<void> {
  const roles: string[] = []
  for (const role of services.map(serviceRole)) if (await roleExists(sql, role)) roles.push(role)
  if (roles.length > 0) await grantQueueTo(sql, roles, 'select, insert')
  if (runtime) await grantQueueTo(sql, [runtime], 'select, insert, update, delete')
}

async function grantQueueTo(sql: Sql, names: readonly string[], rights: string): Promise<void> {
  const grantees = names.map((name) => `"${name}"`).join(', ')
  await sql.query(`grant usage on schema pgboss to ${grantees};
    grant ${rights} on all tables in schema pgboss to ${grantees};
    grant usage on all sequences in schema pgboss to ${grantees};
    grant execute on all functions in schema pgboss to ${grantees}`)
}

/** Tables of a schema that the connected user, acting as `role` if given, may not read and write. */
export async function tablesOutOfReach(sql: Sql, schema: string, role?: string): Promise<string[]> {
  const { rows } = await sql.query(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     cross join lateral (select coalesce($2::name, current_user) as who) as acting
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition
       and not (has_schema_privilege(who, n.oid, 'usage') and has_table_privilege(who, c.oid, 'select')
         and has_table_privilege(who, c.oid, 'insert') and has_table_privilege(who, c.oid, 'update')
         and has_table_privilege(who, c.oid, 'delete'))
     order by c.relname`,
    [schema, role ?? null],
  )
  return rows.map((row) => String(row.name))
}
