import { sql } from 'kysely'
import { keepAccess, type Meta, Problem, type Tx, userRolesChanged } from '#kernel'
import type { Ctx } from './context.ts'
import { lockUser, presentUser, type Role, type UserRow, userById } from './queries.ts'
import type { Tables } from './tables.ts'

/**
 * Gives a user other roles; every service goes by them from the next request on, whatever older tokens say.
 *
 * @throws Problem 404 for an unknown user, 409 when nobody would be left to administer the system.
 */
export async function setRoles(
  _ctx: Ctx,
  input: { readonly userId: string; readonly roles: readonly Role[] },
  { tx }: Meta<Tables>,
) {
  const roles = [...new Set(input.roles)]
  if (!roles.includes('admin')) await keepAnAdmin(tx, input.userId)
  await userById(tx.query, input.userId)
  const user = await lockUser(tx.query, input.userId, 'update')
  return presentUser(await changeRoles(tx, user, roles, 'roles were set'))
}

/**
 * Whoever has the address in `KLAPS_ADMIN_EMAIL` becomes an administrator when the process starts: the way in when
 * the account is older than the setting.
 */
export async function promoteConfiguredAdmin(ctx: Ctx): Promise<void> {
  const email = ctx.settings.KLAPS_ADMIN_EMAIL
  if (!email) return
  await ctx.db.transaction(async (tx) => {
    const user = await tx.query
      .selectFrom('users')
      .selectAll()
      .where('email', '=', email)
      .forUpdate()
      .executeTakeFirst()
    if (user && !user.roles.includes('admin'))
      await changeRoles(tx, user, [...(user.roles as Role[]), 'admin'], 'KLAPS_ADMIN_EMAIL')
  })
}

/**
 * Administrators are locked in one order, so that two of them who dismiss each other take turns and the second is
 * refused.
 *
 * @throws Problem 409 when this user is the only one.
 */
export async function keepAnAdmin({ query }: Tx<Tables>, leavingUserId: string): Promise<void> {
  const admins = await query
    .selectFrom('users')
    .select('id')
    .where(sql<boolean>`'admin' = any (roles)`)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (admins.length === 1 && admins[0]!.id === leavingUserId)
    throw new Problem(409, 'auth.last-admin', 'Somebody else has to be an administrator first')
}

async function changeRoles(
  tx: Tx<Tables>,
  user: UserRow,
  roles: readonly Role[],
  reason: string,
): Promise<UserRow> {
  const same = roles.length === user.roles.length && roles.every((role) => user.roles.includes(role))
  if (same) return user
  const changed = await tx.query
    .updateTable('users')
    .set({ roles: [...roles], version: sql`version + 1`, updated_at: sql`current_timestamp` })
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const data = { userId: changed.id, roles: changed.roles, version: changed.version }
  await keepAccess(tx, { type: userRolesChanged.type, data })
  await tx.publish(userRolesChanged, data, { subject: `user:${changed.id}`, reason })
  return changed
}
