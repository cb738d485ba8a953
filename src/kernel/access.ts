import { LRUCache } from 'lru-cache'
import type { z } from 'zod'
import { type Actor, covers } from './actor.ts'
import type { Allow } from './contract.ts'
import type { SqlPool } from './database.ts'
import { type Envelope, rolePermissionsChanged, sessionRevoked, userRolesChanged } from './envelope.ts'
import { type Switch, Switches, switchChanged } from './switches.ts'

/** Roles as PRODUCT.md, section 4, defines them: the state before an administrator changes any. */
export const defaultRoles: Readonly<Record<string, readonly string[]>> = {
  admin: ['*'],
  production_manager: [
    'schedule:read',
    'schedule:create',
    'schedule:update',
    'schedule:delete',
    'calendar:read',
    'calendar:write',
    'notification:read',
    'notification:write',
    'reminder:read',
    'reminder:write',
    'email:read',
    'email:write',
    'pdf:read',
    'pdf:write',
    'route:read',
    'weather:read',
    'settings:read',
    'settings:write',
    'production:manage',
    'ai:complete',
    'ai:keys',
  ],
  crew_member: [
    'schedule:read',
    'schedule:create',
    'schedule:update',
    'calendar:read',
    'calendar:write',
    'notification:read',
    'notification:write',
    'reminder:read',
    'reminder:write',
    'email:read',
    'email:write',
    'pdf:read',
    'pdf:write',
    'route:read',
    'weather:read',
    'settings:read',
    'settings:write',
    'ai:complete',
    'ai:keys',
  ],
  viewer: ['schedule:read', 'calendar:read', 'route:read', 'weather:read', 'settings:read', 'settings:write'],
  box_office: [
    'movie:write',
    'booking:manage',
    'booking:admit',
    'payment:read',
    'payment:refund',
    'notification:read',
    'notification:write',
    'reminder:read',
    'reminder:write',
    'settings:read',
    'settings:write',
  ],
  customer: [
    'notification:read',
    'notification:write',
    'reminder:read',
    'reminder:write',
    'settings:read',
    'settings:write',
  ],
}

/**
 * Who may do what, in memory for the hot path. One per process, shared by its services; loaded from each service's
 * own tables, changed at once by events published in this process and by every event that arrives.
 */
export class AccessRegistry {
  /** What administrators have switched; it comes and is kept in the same way. */
  readonly switches = new Switches()
  readonly #revoked = new LRUCache<string, number>({ max: 100_000 })
  readonly #userRoles = new Map<string, { roles: readonly string[]; version: number }>()
  readonly #rolePermissions = new Map<string, { permissions: readonly string[]; version: number }>()

  constructor() {
    for (const [role, permissions] of Object.entries(defaultRoles))
      this.#rolePermissions.set(role, { permissions, version: 0 })
  }

  isRevoked(sessionId: string): boolean {
    return this.#revoked.has(sessionId)
  }

  /** The roles of a user: what an event said last, else what the token says. */
  rolesOf(userId: string, fromToken: readonly string[]): readonly string[] {
    return this.#userRoles.get(userId)?.roles ?? fromToken
  }

  permissionsOf(roles: readonly string[]): readonly string[] {
    return [...new Set(roles.flatMap((role) => this.#rolePermissions.get(role)?.permissions ?? []))]
  }

  permits(actor: Actor, permission: string): boolean {
    return (
      actor.kind === 'user' &&
      (actor.scope?.some((each) => covers(each, permission)) ?? true) &&
      actor.roles.some((role) =>
        this.#rolePermissions.get(role)?.permissions.some((each) => covers(each, permission)),
      )
    )
  }

  /** Does `allow` let this actor in? A service's own token opens `service` routes only; a user forwarded by one keeps its permissions. */
  admits(actor: Actor, allow: Allow | readonly Allow[]): boolean {
    return [allow].flat().some((each) => {
      if (each === 'public') return true
      if (each === 'service')
        return actor.kind === 'service' || (actor.kind === 'user' && actor.via !== undefined)
      if (each === 'program') return actor.kind === 'user' && actor.scope !== undefined
      if (each === 'signed-in') return actor.kind === 'user' && isOwnOrForwarded(actor)
      return this.permits(actor, each)
    })
  }

  /** Applies an access event; older versions than the known one do nothing. */
  apply(envelope: Pick<Envelope, 'type' | 'data'>): void {
    if (envelope.type === sessionRevoked.type) {
      const data = envelope.data as z.output<typeof sessionRevoked.data>
      const leftMs =
        Temporal.Instant.from(data.until).epochMilliseconds - Temporal.Now.instant().epochMilliseconds
      if (leftMs > 0) this.#revoked.set(data.sessionId, 1, { ttl: leftMs })
    } else if (envelope.type === userRolesChanged.type) {
      const data = envelope.data as z.output<typeof userRolesChanged.data>
      if ((this.#userRoles.get(data.userId)?.version ?? -1) < data.version)
        this.#userRoles.set(data.userId, data)
    } else if (envelope.type === rolePermissionsChanged.type) {
      const data = envelope.data as z.output<typeof rolePermissionsChanged.data>
      if ((this.#rolePermissions.get(data.role)?.version ?? -1) < data.version)
        this.#rolePermissions.set(data.role, data)
    } else if (envelope.type === switchChanged.type) this.switches.apply(envelope.data as Switch)
  }

  /**
   * Reads of a service's tables what has changed since an earlier look, and all of it `fromTheStart`.
   *
   * @returns where this look ended
   */
  async load(pool: SqlPool, since: AccessMark): Promise<AccessMark> {
    const { rows } = await pool.query(changesSince, [since])
    for (const { type, data } of rows)
      if (type !== null) this.apply({ type: String(type), data: data as Envelope['data'] })
    return String(rows.find(({ type }) => type === null)!.data)
  }
}

/** A scoped token opens no door that asks for nothing but a user; the service that it was made for vouches for it. */
const isOwnOrForwarded = (actor: Extract<Actor, { kind: 'user' }>) =>
  actor.scope === undefined || actor.via !== undefined

/**
 * The oldest transaction that was under way at a look: whatever it and later ones write may not have been seen. Text of
 * an xid8.
 */
export type AccessMark = string
export const fromTheStart: AccessMark = '0'

/** One statement, so that the mark belongs to the very snapshot in which the tables were read. */
const changesSince = `
  select null as type, to_jsonb(pg_snapshot_xmin(pg_current_snapshot())::text) as data
  union all
  select '${sessionRevoked.type}', jsonb_build_object('sessionId', session_id, 'until', until)
  from revoked_sessions where changed_by >= $1::xid8 and until > pg_catalog.now()
  union all
  select '${userRolesChanged.type}', jsonb_build_object('userId', user_id, 'roles', roles, 'version', version)
  from user_roles where changed_by >= $1::xid8
  union all
  select '${rolePermissionsChanged.type}', jsonb_build_object('role', role, 'permissions', permissions, 'version', version)
  from role_permissions where changed_by >= $1::xid8
  union all
  select '${switchChanged.type}', jsonb_build_object('name', name, 'version', version, 'state', state)
  from switches where changed_by >= $1::xid8`

/** Events every service hears for the kernel's own tables. */
export const accessEvents = [sessionRevoked, userRolesChanged, rolePermissionsChanged, switchChanged]
