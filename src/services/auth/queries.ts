import { type Kysely, type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeInstantCursor, gathered, notFound, unauthorized } from '#kernel'
import type { Ctx } from './context.ts'
import type { RoleName, Session, User } from './contract.ts'
import type { SessionsRow, Tables, UsersRow } from './tables.ts'

export type UserRow = Selectable<UsersRow>
export type Role = z.output<typeof RoleName>
type Page = { readonly cursor?: string | undefined; readonly limit: number }

/** The database's clock, movable in sandbox and tests: it decides what has run out. */
export const now = sql<Temporal.Instant>`auth.now()`

/** The password's place among better-auth's accounts. */
export const credentialProvider = 'credential'

export function presentUser(row: UserRow): z.output<typeof User> {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    roles: row.roles as Role[],
    createdAt: row.created_at,
  }
}

/** @throws Problem 404 when there is none. */
export async function userById(db: Kysely<Tables>, id: string): Promise<UserRow> {
  const row = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('user')
  return row
}

/** As `userById`, undefined when there is none. Whoever tells many people something asks for all of them at once. */
export const findUser = gathered(128, async (ctx: Ctx, ids: readonly string[]) => {
  const rows = await ctx.db.query
    .selectFrom('users')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id): UserRow | undefined => byId.get(id))
})

/**
 * Locks a user's row until the transaction ends. Whoever locks more takes them in this order, so that nobody waits in
 * a circle: user, session, refresh tokens.
 *
 * @param strength `share` keeps the account from being deleted, `update` from being used as well.
 * @throws Problem 401 when the account has been deleted.
 */
export async function lockUser(
  db: Kysely<Tables>,
  id: string,
  strength: 'share' | 'update',
): Promise<UserRow> {
  const query = db.selectFrom('users').selectAll().where('id', '=', id)
  const row = await (strength === 'share' ? query.forShare() : query.forUpdate()).executeTakeFirst()
  if (!row) throw unauthorized('The account no longer exists')
  return row
}

/** A user with their password's hash; `password` is null for accounts that sign in by other ways only. */
export async function credentialsOf(db: Kysely<Tables>, email: string) {
  return await db
    .selectFrom('users')
    .leftJoin('accounts', (join) =>
      join.onRef('accounts.user_id', '=', 'users.id').on('accounts.provider_id', '=', credentialProvider),
    )
    .select(['users.id', 'users.email', 'accounts.password'])
    .where('users.email', '=', email)
    .executeTakeFirst()
}

/** Newest first. */
export async function usersPage(db: Kysely<Tables>, { cursor, limit }: Page) {
  const after = decodeInstantCursor(cursor)
  const rows = await db
    .selectFrom('users')
    .selectAll()
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${after!.at}, ${after!.id}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(rows, limit, (row) => ({ key: row.created_at.toString(), id: row.id }), presentUser)
}

/** The oldest accounts with a role; a thousand at most. */
export async function usersWithRole(db: Kysely<Tables>, role: Role): Promise<{ userIds: string[] }> {
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where(sql<boolean>`${role} = any (roles)`)
    .orderBy('created_at')
    .limit(1000)
    .execute()
  return { userIds: rows.map(({ id }) => id) }
}

/** The living sessions of a user, newest first. */
export async function sessionsPage(
  db: Kysely<Tables>,
  { cursor, limit }: Page,
  user: { readonly id: string; readonly sessionId: string },
) {
  const after = decodeInstantCursor(cursor)
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', user.id)
    .where('expires_at', '>', now)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${after!.at}, ${after!.id}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.created_at.toString(), id: row.id }),
    (row) => presentSession(row, user.sessionId),
  )
}

function presentSession(row: Selectable<SessionsRow>, current: string): z.output<typeof Session> {
  return {
    id: row.id,
    createdAt: row.created_at,
    lastUsedAt: row.updated_at,
    address: row.ip_address,
    userAgent: row.user_agent,
    current: row.id === current,
  }
}
