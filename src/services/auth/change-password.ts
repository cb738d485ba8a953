import { sql } from 'kysely'
import { type Actor, type Meta, Problem } from '#kernel'
import { attempted, attemptOf, forgiveAttempts } from './attempts.ts'
import type { Ctx } from './context.ts'
import { signInFailed } from './contract.ts'
import { hashPassword, passwordFits } from './passwords.ts'
import { credentialProvider, credentialsOf, userById } from './queries.ts'
import { endSessions } from './sessions.ts'
import type { Tables } from './tables.ts'

/**
 * Changes the password of the signed-in user and ends their other sessions. Guessing the current one with a stolen
 * access token is counted as failed sign-ins are.
 *
 * @throws Problem 403 when the current password is wrong, 429 after five failures within 15 minutes, 503 when too many
 * others are signing in.
 */
export async function changePassword(
  ctx: Ctx,
  input: { readonly currentPassword: string; readonly newPassword: string },
  meta: Meta<Tables>,
): Promise<void> {
  const { userId } = meta
  const { email } = await userById(ctx.db.query, userId)
  const attempt = attemptOf(email, meta.address)
  // Both at once, and both whatever the first says: a wrong guess takes as long as a right one.
  const hash = await attempted(ctx, attempt, async () => {
    const credentials = await credentialsOf(ctx.db.query, email)
    const [isRight, made] = await Promise.all([
      passwordFits(credentials?.password ?? undefined, input.currentPassword),
      hashPassword(input.newPassword),
    ])
    return isRight ? made : undefined
  })
  if (hash === undefined) {
    await ctx.db.transaction((tx) =>
      tx.publish(signInFailed, { userId, cause: 'wrong-password' }, { reason: 'password change refused' }),
    )
    throw new Problem(403, 'auth.wrong-password', 'The current password is wrong')
  }
  await ctx.db.transaction(async (tx) => {
    await forgiveAttempts(tx, attempt)
    await tx.query
      .updateTable('accounts')
      .set({ password: hash, updated_at: sql<Temporal.Instant>`current_timestamp` })
      .where('user_id', '=', userId)
      .where('provider_id', '=', credentialProvider)
      .execute()
    await endSessions(tx, userId, { except: sessionIdOf(meta.actor) }, 'the password was changed')
    await tx.audit({ action: 'auth.password-changed', target: `user:${userId}` })
  })
}

/** The session that the request came with. */
export function sessionIdOf(actor: Actor): string {
  if (actor.kind !== 'user') throw new TypeError('Only users have sessions')
  return actor.sessionId
}
