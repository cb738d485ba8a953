import { createHash, timingSafeEqual } from 'node:crypto'
import { SignJWT } from 'jose'
import { sql } from 'kysely'
import { type Meta, type SigningKey, signingKey, type Tx, userTokenIssuer } from '#kernel'
import type { Ctx } from '../context.ts'
import { lockUser, now } from '../queries.ts'
import { hashOf, holderOf, rotate } from '../refresh-tokens.ts'
import { endSessions, extendSession, type OpenSession, openSession } from '../sessions.ts'
import type { Tables } from '../tables.ts'
import { answered, formOf, json, OauthRefusal } from './wire.ts'

const lifeSeconds = 900

type Fields = Readonly<Record<string, string>>

/** A session of another program, with what it may do. */
interface Granted {
  readonly session: OpenSession
  readonly clientId: string
  readonly scope: string
  readonly resource: string
}

/** A code or a refresh token for an access token, which is good at one resource and for what the user agreed to. */
export const oauthToken = (ctx: Ctx, _input: unknown, meta: Meta<Tables>): Promise<Response> =>
  answered(async () => {
    const fields = await formOf(meta.request)
    const key = await signingKey(ctx)
    const granted = await grantedTo(ctx, fields, meta)
    if (!granted) throw new OauthRefusal('invalid_grant', 'It is over, was used before, or is not yours')
    return json({
      access_token: await accessToken(key, granted),
      token_type: 'Bearer',
      expires_in: lifeSeconds,
      refresh_token: granted.session.refreshToken,
      scope: granted.scope,
    })
  })

/** The refusal is given after the commit: what a copied code or token ended must stay ended. */
async function grantedTo(ctx: Ctx, fields: Fields, meta: Meta<Tables>): Promise<Granted | undefined> {
  if (fields.grant_type === 'authorization_code')
    return await ctx.db.transaction((tx) => redeemCode(tx, fields, meta))
  if (fields.grant_type === 'refresh_token')
    return await ctx.db.transaction((tx) => refreshGrant(ctx, tx, fields, meta))
  throw new OauthRefusal('unsupported_grant_type', 'Only authorization_code and refresh_token')
}

function need(fields: Fields, name: string): string {
  const value = fields[name]
  if (value === undefined) throw new OauthRefusal('invalid_request', `${name} is missing`)
  return value
}

/** A code that comes a second time has been copied: what was made of it ends (RFC 6749, 4.1.2). */
async function redeemCode(tx: Tx<Tables>, fields: Fields, meta: Meta<Tables>): Promise<Granted | undefined> {
  const [code, verifier] = [need(fields, 'code'), need(fields, 'code_verifier')]
  const [clientId, redirectUri] = [need(fields, 'client_id'), need(fields, 'redirect_uri')]
  const row = await tx.query
    .selectFrom('oauth_codes')
    .selectAll()
    .select(sql<boolean>`expires_at > auth.now()`.as('alive'))
    .where('hash', '=', hashOf(code))
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  if (row.session_id) {
    await endSessions(tx, row.user_id, { only: row.session_id }, 'an authorization code was used twice')
    await tx.audit({ action: 'oauth.code-reused', target: `session:${row.session_id}` })
    return undefined
  }
  const isOurs = row.client_id === clientId && row.redirect_uri === redirectUri
  const fitsTarget = fields.resource === undefined || fields.resource === row.resource
  if (!row.alive || !isOurs || !fitsTarget || !provesChallenge(verifier, row.challenge)) return undefined
  const session = await openSession(tx, row.user_id, meta)
  const { scope, resource } = row
  await tx.query
    .insertInto('oauth_sessions')
    .values({ session_id: session.id, client_id: clientId, scope, resource })
    .execute()
  await tx.query
    .updateTable('oauth_codes')
    .set({ session_id: session.id })
    .where('hash', '=', row.hash)
    .execute()
  await tx.query.updateTable('oauth_clients').set({ used_at: now }).where('id', '=', clientId).execute()
  return { session, clientId, scope, resource }
}

/** PKCE, S256 (RFC 7636, 4.6). */
function provesChallenge(verifier: string, challenge: string): boolean {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false
  const proof = createHash('sha256').update(verifier).digest('base64url')
  return timingSafeEqual(Buffer.from(proof), Buffer.from(challenge))
}

/** As `refresh` of our own sessions, for the client that the session belongs to. */
async function refreshGrant(
  ctx: Ctx,
  tx: Tx<Tables>,
  fields: Fields,
  meta: Meta<Tables>,
): Promise<Granted | undefined> {
  const [presented, clientId] = [need(fields, 'refresh_token'), need(fields, 'client_id')]
  const holder = await holderOf(tx.query, presented)
  const theirs =
    holder &&
    (await tx.query
      .selectFrom('oauth_sessions')
      .selectAll()
      .where('session_id', '=', holder.sessionId)
      .executeTakeFirst())
  if (!holder || !theirs || theirs.client_id !== clientId) return undefined
  const { scope, resource } = theirs
  if (fields.resource !== undefined && fields.resource !== resource) return undefined
  const { sessionId, userId } = holder
  const user = await lockUser(tx.query, userId, 'share')
  const rotation = await rotate(ctx, tx.query, sessionId, presented, meta.userAgent)
  if (rotation.outcome === 'rotated') {
    const session = await extendSession(tx, { sessionId, user, token: rotation.token }, meta)
    return { session, clientId, scope, resource }
  }
  if (rotation.outcome === 'reused') {
    await endSessions(tx, userId, { only: sessionId }, 'a refresh token was used twice')
    await tx.audit({ action: 'auth.refresh-token-reused', target: `session:${sessionId}` })
  }
  return undefined
}

/** As our own access tokens, made out to the resource and with a scope: no other route takes it. */
async function accessToken({ kid, privateKey }: SigningKey, granted: Granted): Promise<string> {
  const { session, clientId, scope, resource } = granted
  const issuedAt = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000)
  return await new SignJWT({ sid: session.id, roles: session.user.roles, scope, client_id: clientId })
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'at+jwt' })
    .setSubject(session.user.id)
    .setIssuer(userTokenIssuer)
    .setAudience(resource)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + Math.min(lifeSeconds, Math.ceil(session.secondsLeft)))
    .sign(privateKey)
}
