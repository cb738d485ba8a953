import type { Meta, Tx } from '#kernel'
import { userErased } from '#kernel'
import { attemptOf } from './attempts.ts'
import type { Ctx } from './context.ts'
import { lockUser, presentUser } from './queries.ts'
import { keepAnAdmin } from './roles.ts'
import { endSessions } from './sessions.ts'
import type { Tables } from './tables.ts'

/**
 * The account is gone with this commit; every other service erases what it knows when it hears `user.erased`.
 *
 * @throws Problem 409 for the only administrator.
 */
export async function deleteMe(ctx: Ctx, meta: Meta<Tables>): Promise<void> {
  const { userId } = meta
  await ctx.db.transaction(async (tx) => {
    await keepAnAdmin(tx, userId)
    await lockUser(tx.query, userId, 'update')
    await endSessions(tx, userId, 'all', 'the account was deleted')
    await eraseAccount(tx, userId)
    await tx.publish(userErased, { userId }, { subject: `user:${userId}`, reason: 'the user asked for it' })
  })
}

/** Removes the account with its sessions, tokens, linked accounts and second factors; a second time does nothing. */
export async function eraseAccount({ query }: Tx<Tables>, userId: string): Promise<void> {
  const gone = await query.deleteFrom('users').where('id', '=', userId).returning('email').executeTakeFirst()
  if (!gone) return
  await query.deleteFrom('verifications').where('identifier', '=', gone.email).execute()
  await query
    .deleteFrom('sign_in_attempts')
    .where('account', '=', attemptOf(gone.email, undefined).account)
    .execute()
}

/** What the account holds about its owner: no hashes, no tokens. */
export async function exportAccount(ctx: Ctx, userId: string): Promise<Record<string, unknown>> {
  const { query } = ctx.db
  const user = await query.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirst()
  if (!user) return {}
  const { createdAt, ...rest } = presentUser(user)
  const sessions = await query
    .selectFrom('sessions')
    .select(['id', 'created_at', 'updated_at', 'ip_address', 'user_agent'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  const accounts = await query
    .selectFrom('accounts')
    .select(['provider_id', 'created_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  return {
    user: { ...rest, createdAt: createdAt.toString(), emailVerified: user.email_verified },
    sessions: sessions.map((row) => ({
      id: row.id,
      createdAt: row.created_at.toString(),
      lastUsedAt: row.updated_at.toString(),
      address: row.ip_address,
      userAgent: row.user_agent,
    })),
    signInWays: accounts.map((row) => ({ provider: row.provider_id, since: row.created_at.toString() })),
  }
}
