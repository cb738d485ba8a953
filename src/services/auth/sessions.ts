import { SignJWT } from 'jose'
import { sql } from 'kysely'
import type { z } from 'zod'
import {
  keepAccess,
  type Meta,
  type SigningKey,
  sessionRevoked,
  type Tx,
  userTokenAudience,
  userTokenIssuer,
} from '#kernel'
import { sessionStarted, type TokenPair } from './contract.ts'
import { lockUser, now, presentUser, type UserRow } from './queries.ts'
import { newRefreshToken, storeRefreshToken } from './refresh-tokens.ts'
import type { Tables } from './tables.ts'

const accessTokenMinutes = 15
/** A session ends 24 hours after its last refresh and 30 days after its sign-in, whichever comes first. */
const sessionEnd = sql<Temporal.Instant>`least(auth.now() + interval '24 hours', created_at + interval '30 days')`

/** A session as it stands after being opened or refreshed. */
export interface OpenSession {
  readonly id: string
  readonly user: UserRow
  readonly refreshToken: string
  /** Seconds until the session ends by itself. */
  readonly secondsLeft: number
}

type Client = Pick<Meta, 'address' | 'userAgent'>

/** Opens a session for a user who has proved who they are. The user's row is locked against deletion meanwhile. */
export async function openSession(tx: Tx<Tables>, userId: string, client: Client): Promise<OpenSession> {
  const user = await lockUser(tx.query, userId, 'share')
  const session = await tx.query
    .insertInto('sessions')
    .values({
      user_id: userId,
      created_at: now,
      updated_at: now,
      expires_at: sql<Temporal.Instant>`auth.now() + interval '24 hours'`,
      ip_address: client.address ?? null,
      user_agent: client.userAgent ?? null,
    })
    .returning(['id', secondsLeft])
    .executeTakeFirstOrThrow()
  const refreshToken = newRefreshToken()
  await storeRefreshToken(tx.query, session.id, refreshToken)
  await tx.publish(
    sessionStarted,
    { sessionId: session.id, userId },
    { subject: `user:${userId}`, reason: 'signed in' },
  )
  return { id: session.id, user, refreshToken, secondsLeft: session.seconds_left }
}

/** The session was used: it lives on for another 24 hours, within its 30 days. */
export async function extendSession(
  tx: Tx<Tables>,
  rotated: { readonly sessionId: string; readonly user: UserRow; readonly token: string },
  client: Client,
): Promise<OpenSession> {
  const session = await tx.query
    .updateTable('sessions')
    .set({
      updated_at: now,
      expires_at: sessionEnd,
      ip_address: client.address ?? null,
    })
    .where('id', '=', rotated.sessionId)
    .returning(secondsLeft)
    .executeTakeFirstOrThrow()
  return {
    id: rotated.sessionId,
    user: rotated.user,
    refreshToken: rotated.token,
    secondsLeft: session.seconds_left,
  }
}

const secondsLeft = sql<number>`extract(epoch from expires_at - auth.now())::float8`.as('seconds_left')

/**
 * Ends sessions of a user and says so to every service; those already gone are passed over.
 *
 * @param which One session, all but one, or all.
 * @returns How many ended.
 */
export async function endSessions(
  tx: Tx<Tables>,
  userId: string,
  which: { readonly only: string } | { readonly except: string } | 'all',
  reason: string,
): Promise<number> {
  const ended = await tx.query
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .$if(which !== 'all' && 'only' in which, (query) =>
      query.where('id', '=', (which as { only: string }).only),
    )
    .$if(which !== 'all' && 'except' in which, (query) =>
      query.where('id', '<>', (which as { except: string }).except),
    )
    .returning('id')
    .execute()
  // Access tokens are checked by the real clock wherever they are used, so their end is told by it too.
  const until = Temporal.Now.instant()
    .add({ minutes: accessTokenMinutes + 1 })
    .toString()
  for (const { id } of ended) {
    const data = { sessionId: id, userId, until }
    await keepAccess(tx, { type: sessionRevoked.type, data })
    await tx.publish(sessionRevoked, data, { subject: `user:${userId}`, reason })
  }
  return ended.length
}

/** Signs the access token and puts the pair together. Nothing is kept of it. */
export async function issueTokens(
  { kid, privateKey }: SigningKey,
  session: OpenSession,
): Promise<z.output<typeof TokenPair>> {
  const lifeSeconds = Math.min(accessTokenMinutes * 60, Math.ceil(session.secondsLeft))
  const now = Temporal.Now.instant().round({ smallestUnit: 'second', roundingMode: 'floor' })
  const expiresAt = now.add({ seconds: lifeSeconds })
  const accessToken = await new SignJWT({ sid: session.id, roles: session.user.roles })
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' })
    .setSubject(session.user.id)
    .setIssuer(userTokenIssuer)
    .setAudience(userTokenAudience)
    .setIssuedAt(now.epochMilliseconds / 1000)
    .setExpirationTime(expiresAt.epochMilliseconds / 1000)
    .sign(privateKey)
  return {
    accessToken,
    accessTokenExpiresAt: expiresAt,
    refreshToken: session.refreshToken,
    user: presentUser(session.user),
  }
}
