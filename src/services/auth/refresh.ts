import { type Meta, Problem, signingKey } from '#kernel'
import type { Ctx } from './context.ts'
import { lockUser } from './queries.ts'
import { holderOf, rotate } from './refresh-tokens.ts'
import { endSessions, extendSession, issueTokens } from './sessions.ts'
import type { Tables } from './tables.ts'

/**
 * A new pair for a refresh token. One that was used before ends its session everywhere: two hold it, and one of them
 * should not (RFC 9700, 4.14.2).
 *
 * A program that a user let in asks `/auth/oauth/token`: here its token would open everything.
 *
 * @throws Problem 401 when the session has ended, or ends by this.
 */
export async function refresh(
  ctx: Ctx,
  { refreshToken }: { readonly refreshToken: string },
  meta: Meta<Tables>,
) {
  const key = await signingKey(ctx)
  const session = await ctx.db.transaction(async (tx) => {
    const holder = await holderOf(tx.query, refreshToken)
    if (!holder) return undefined
    const { sessionId, userId, isProgram } = holder
    if (isProgram) return undefined
    const user = await lockUser(tx.query, userId, 'share')
    const rotation = await rotate(ctx, tx.query, sessionId, refreshToken, meta.userAgent)
    if (rotation.outcome === 'rotated')
      return await extendSession(tx, { sessionId, user, token: rotation.token }, meta)
    if (rotation.outcome === 'reused') {
      await endSessions(tx, userId, { only: sessionId }, 'a refresh token was used twice')
      await tx.audit({ action: 'auth.refresh-token-reused', target: `session:${sessionId}` })
    }
    return undefined
  })
  if (!session) throw new Problem(401, 'auth.session-ended', 'The session has ended; sign in again')
  return await issueTokens(key, session)
}
