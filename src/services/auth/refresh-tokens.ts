import { createHash, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Ctx } from './context.ts'
import { now } from './queries.ts'
import type { Tables } from './tables.ts'

/**
 * Within these seconds a used token that comes back from the same user agent is a client whose answer got lost, or
 * the second tab of a browser: it gets the very successor the first one got, so the chain stays one chain.
 */
const graceSeconds = 10

/** 256 random bits. The prefix lets secret scanners recognise a leaked one. */
export const newRefreshToken = () => `klaps_rt_${randomBytes(32).toString('base64url')}`

export const hashOf = (token: string) => createHash('sha256').update(token).digest()

export async function storeRefreshToken(db: Kysely<Tables>, sessionId: string, token: string): Promise<void> {
  await db
    .insertInto('refresh_tokens')
    .values({ hash: hashOf(token), session_id: sessionId })
    .execute()
}

/** What a presented refresh token turns out to be. `reused`: somebody else holds a copy of it. */
export type Rotation =
  | { readonly outcome: 'rotated'; readonly token: string }
  | { readonly outcome: 'reused' }
  | { readonly outcome: 'ended' }

/** The session of a token and its user, as they are just now: nothing is locked. */
export async function holderOf(db: Kysely<Tables>, presented: string) {
  return await db
    .selectFrom('refresh_tokens')
    .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
    .leftJoin('oauth_sessions', 'oauth_sessions.session_id', 'sessions.id')
    .select(['sessions.id as sessionId', 'sessions.user_id as userId'])
    .select(sql<boolean>`oauth_sessions.session_id is not null`.as('isProgram'))
    .where('refresh_tokens.hash', '=', hashOf(presented))
    .executeTakeFirst()
}

/**
 * Exchanges a token for its successor. The session's row is locked first, so that two who use one token take turns;
 * the token is read only then.
 */
export async function rotate(
  ctx: Ctx,
  db: Kysely<Tables>,
  sessionId: string,
  presented: string,
  userAgent: string | undefined,
): Promise<Rotation> {
  const hash = hashOf(presented)
  const session = await db
    .selectFrom('sessions')
    .select(['user_agent', sql<boolean>`expires_at > auth.now()`.as('alive')])
    .where('id', '=', sessionId)
    .forUpdate()
    .executeTakeFirst()
  const token = session?.alive ? await readToken(db, hash) : undefined
  if (!session || !token) return { outcome: 'ended' }
  if (!token.used_at) return { outcome: 'rotated', token: await succeed(ctx, db, hash, sessionId) }
  const retried = token.fresh && token.successor !== null && session.user_agent === (userAgent ?? null)
  if (!retried) return { outcome: 'reused' }
  return { outcome: 'rotated', token: ctx.secrets.open(token.successor!, aadOf(hash)) }
}

async function readToken(db: Kysely<Tables>, hash: Buffer) {
  return await db
    .selectFrom('refresh_tokens')
    .select(['used_at', 'successor'])
    .select(sql<boolean | null>`used_at > auth.now() - make_interval(secs => ${graceSeconds})`.as('fresh'))
    .where('hash', '=', hash)
    .executeTakeFirst()
}

/** Once a successor is used, its own predecessor cannot be asked for again: the chain has moved on. */
async function succeed(ctx: Ctx, db: Kysely<Tables>, hash: Buffer, sessionId: string): Promise<string> {
  const token = newRefreshToken()
  await db
    .updateTable('refresh_tokens')
    .set({ successor: null })
    .where('session_id', '=', sessionId)
    .where('successor', 'is not', null)
    .execute()
  await db
    .updateTable('refresh_tokens')
    .set({
      used_at: now,
      successor: ctx.secrets.seal(token, aadOf(hash)),
    })
    .where('hash', '=', hash)
    .execute()
  await storeRefreshToken(db, sessionId, token)
  return token
}

/** Successors past their seconds of grace are forgotten; from then on only their hashes are known. */
export async function forgetSuccessors(db: Kysely<Tables>): Promise<void> {
  await db
    .updateTable('refresh_tokens')
    .set({ successor: null })
    .where('successor', 'is not', null)
    .where('used_at', '<', sql<Temporal.Instant>`auth.now() - make_interval(secs => ${graceSeconds})`)
    .execute()
}

const aadOf = (hash: Buffer) => `auth:refresh_tokens.successor:${hash.toString('hex')}`
