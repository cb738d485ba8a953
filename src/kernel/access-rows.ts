import { type Kysely, sql } from 'kysely'
import { defineContract, type EventDefinition } from './contract.ts'
import type { Tx } from './database.ts'
import { type Envelope, rolePermissionsChanged, sessionRevoked, userRolesChanged } from './envelope.ts'
import { cutSnapshot, type SnapshotPage, type SnapshotQuery, snapshot, stateOf } from './snapshot.ts'
import { type Switch, switchChanged } from './switches.ts'

/**
 * Keeps what an access event says in the kernel's own tables of a service, unless something newer is there.
 *
 * @returns whether it was news; false for events of another kind.
 */
export async function keepAccess<T>(
  tx: Pick<Tx<T>, 'query'>,
  { type, data }: Pick<Envelope, 'type' | 'data'>,
): Promise<boolean> {
  if (type === sessionRevoked.type) {
    const { sessionId, userId, until } = sessionRevoked.data.parse(data)
    const { rows } = await sql`insert into revoked_sessions (session_id, user_id, until)
        values (${sessionId}, ${userId}, ${until})
        on conflict do nothing returning 1`.execute(tx.query)
    return rows.length > 0
  }
  if (type === userRolesChanged.type) {
    const { userId, roles, version } = userRolesChanged.data.parse(data)
    const { rows } =
      await sql`insert into user_roles (user_id, roles, version) values (${userId}, ${roles}, ${version})
        on conflict (user_id) do update set roles = excluded.roles, version = excluded.version, changed_by = excluded.changed_by
        where user_roles.version < excluded.version returning 1`.execute(tx.query)
    return rows.length > 0
  }
  if (type === rolePermissionsChanged.type) {
    const { role, permissions, version } = rolePermissionsChanged.data.parse(data)
    const { rows } =
      await sql`insert into role_permissions (role, permissions, version) values (${role}, ${permissions}, ${version})
        on conflict (role) do update set permissions = excluded.permissions, version = excluded.version, changed_by = excluded.changed_by
        where role_permissions.version < excluded.version returning 1`.execute(tx.query)
    return rows.length > 0
  }
  return type === switchChanged.type && (await keepSwitch(tx, switchChanged.data.parse(data)))
}

/** The last version that a person's roles can have: nothing that is told of them later, or comes late, is newer. */
const afterAll = 2_147_483_647

/**
 * The person is gone: nothing but their id stays, without a role, so that a change of roles which arrives after the erasure
 * writes none again.
 */
export async function endRoles<T>(tx: Pick<Tx<T>, 'query'>, userId: string): Promise<void> {
  await sql`insert into user_roles (user_id, roles, version) values (${userId}, '{}', ${afterAll})
    on conflict (user_id) do update set
      roles = excluded.roles, version = excluded.version, changed_by = excluded.changed_by`.execute(tx.query)
}

/** @returns whether it was newer than what was there. */
export async function keepSwitch<T>(
  tx: Pick<Tx<T>, 'query'>,
  { name, version, state }: Switch,
): Promise<boolean> {
  const { rows } = await sql`
    insert into switches (name, version, state) values (${name}, ${version}, ${JSON.stringify(state)}::jsonb)
    on conflict (name) do update set
      version = excluded.version, state = excluded.state, changed_by = excluded.changed_by
    where switches.version < excluded.version returning 1`.execute(tx.query)
  return rows.length > 0
}

/** What `auth` answers and every other service heals its access tables from. `auth` mounts it under this name. */
export const accessStates = snapshot({
  path: '/auth/snapshots/access',
  keys: 'text',
  events: [sessionRevoked, userRolesChanged, rolePermissionsChanged],
})

/** The owner of access as far as the kernel knows it: the one route that it calls itself. */
export const accessOwner = defineContract('auth', { about: 'Who may do what.', routes: { accessStates } })

const definitions: Readonly<Record<string, EventDefinition>> = Object.fromEntries(
  accessStates.snapshotOf.map((event) => [event.type, event]),
)

/**
 * A page of `accessStates` out of `auth`'s own kernel tables, which it keeps in the transactions that publish. A
 * session that has ended is listed until the last of its tokens has run out.
 */
export async function accessPage<T>(
  db: Kysely<T>,
  { after = '', limit }: SnapshotQuery,
): Promise<SnapshotPage> {
  const { rows } = await sql<{ key: string; type: string; data: unknown }>`
    select key, type, data from (
      select 'role:' || role as key, ${rolePermissionsChanged.type} as type,
        jsonb_build_object('role', role, 'permissions', permissions, 'version', version) as data
      from role_permissions
      union all
      select 'session:' || session_id, ${sessionRevoked.type},
        jsonb_build_object('sessionId', session_id, 'userId', user_id,
          'until', to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
      from revoked_sessions where until > pg_catalog.now()
      union all
      select 'user:' || user_id, ${userRolesChanged.type},
        jsonb_build_object('userId', user_id, 'roles', roles, 'version', version)
      from user_roles
    ) as states
    where key collate "C" > ${after} order by key collate "C" limit ${limit + 1}`.execute(db)
  const now = Temporal.Now.instant()
  return cutSnapshot(
    rows.map(({ key, type, data }) => stateOf(definitions[type]!, key, now, data)),
    limit,
  )
}
