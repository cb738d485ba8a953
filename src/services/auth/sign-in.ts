import { type Meta, Problem, signingKey } from '#kernel'
import { attempted, attemptOf, forgiveAttempts } from './attempts.ts'
import type { Ctx } from './context.ts'
import { signInFailed } from './contract.ts'
import { passwordFits } from './passwords.ts'
import { credentialsOf } from './queries.ts'
import { issueTokens, openSession } from './sessions.ts'
import type { Tables } from './tables.ts'

/**
 * Signs in with e-mail and password. An unknown address, an account without password and a wrong password take the
 * same steps, the same time and give the same answer; only the audit learns which it was.
 *
 * @throws Problem 401 when they do not fit, 429 after five failures within 15 minutes from this address, 503 when
 * too many others are signing in.
 */
export async function signIn(
  ctx: Ctx,
  input: { readonly email: string; readonly password: string },
  meta: Meta<Tables>,
) {
  const userId = await provenUser(ctx, input, meta)
  const key = await signingKey(ctx)
  return await issueTokens(key, await ctx.db.transaction((tx) => openSession(tx, userId, meta)))
}

/** Who has proved by a password to be whom. @throws as `signIn` */
export async function provenUser(
  ctx: Ctx,
  input: { readonly email: string; readonly password: string },
  meta: Meta<Tables>,
): Promise<string> {
  const attempt = attemptOf(input.email.toLowerCase(), meta.address)
  const { known, fits } = await attempted(ctx, attempt, async () => {
    const known = await credentialsOf(ctx.db.query, input.email.toLowerCase())
    return { known, fits: await passwordFits(known?.password ?? undefined, input.password) }
  })
  if (!fits) {
    const cause = known ? (known.password ? 'wrong-password' : 'no-password') : 'unknown-account'
    await ctx.db.transaction((tx) =>
      tx.publish(signInFailed, { userId: known?.id ?? null, cause }, { reason: 'sign-in refused' }),
    )
    throw new Problem(401, 'auth.wrong-credentials', 'E-mail or password is wrong')
  }
  await ctx.db.transaction((tx) => forgiveAttempts(tx, attempt))
  return known!.id
}
