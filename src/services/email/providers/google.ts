import { z } from 'zod'
import { type OutboundClient, OutboundError } from '#kernel'
import type { Ctx } from '../context.ts'

/** Read mail and nothing else. */
const scope = 'https://www.googleapis.com/auth/gmail.readonly'

const Tokens = z.object({
  access_token: z.string(),
  expires_in: z.number().default(3600),
  refresh_token: z.string().optional(),
})

/** What Google gave for a consent or a refresh. `refreshToken` is there when it sent a new one. */
export interface GoogleTokens {
  readonly accessToken: string
  readonly expiresAt: Temporal.Instant
  readonly refreshToken: string | undefined
}

/** The user took the consent back, or Google ended it: only linking again helps. */
export class GrantRevokedError extends Error {
  override readonly name = 'GrantRevokedError'
}

/** OAuth 2.0 with Google, as the installed client of this system (RFC 6749, PKCE by RFC 7636). */
export interface GoogleOAuth {
  /** Where the user's browser goes to consent. */
  consentUrl(options: { state: string; challenge: string; redirectUri: string }): string
  /** @throws GrantRevokedError when the code is wrong, used or expired. */
  exchange(options: { code: string; verifier: string; redirectUri: string }): Promise<GoogleTokens>
  /** @throws GrantRevokedError `invalid_grant` */
  refresh(refreshToken: string): Promise<GoogleTokens>
  /** Best effort: what cannot be revoked expires. */
  revoke(token: string): Promise<void>
}

interface GoogleClient {
  readonly client_id: string
  readonly client_secret: string
}

/** Our client at Google: from the settings, else from the key that an administrator has set. */
async function googleClient(ctx: Ctx): Promise<GoogleClient | undefined> {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = ctx.settings
  if (GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET)
    return { client_id: GOOGLE_CLIENT_ID, client_secret: GOOGLE_CLIENT_SECRET }
  const { secret } = await ctx.call.config.credentialOf({ name: 'google-oauth' })
  const [, id, rest] = /^([^:]+):(.+)$/s.exec(secret ?? '') ?? []
  return id && rest ? { client_id: id, client_secret: rest } : undefined
}

/** `undefined` when no OAuth client is configured. */
export async function googleOAuth(ctx: Ctx): Promise<GoogleOAuth | undefined> {
  const client = await googleClient(ctx)
  if (!client) return undefined
  const { GOOGLE_OAUTH_URL } = ctx.settings
  const http = ctx.http.provider('google-oauth')
  const consent = GOOGLE_OAUTH_URL ?? 'https://accounts.google.com'
  const tokens = GOOGLE_OAUTH_URL ?? 'https://oauth2.googleapis.com'
  const post = (path: string, form: Record<string, string>) => askTokens(http, `${tokens}${path}`, form, ctx)
  return {
    consentUrl: ({ state, challenge, redirectUri }) =>
      `${consent}/o/oauth2/v2/auth?${new URLSearchParams({
        client_id: client.client_id,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope,
        access_type: 'offline',
        // Without it Google sends no refresh token to somebody who has consented before.
        prompt: 'consent',
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      })}`,
    exchange: ({ code, verifier, redirectUri }) =>
      post('/token', {
        ...client,
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: redirectUri,
      }),
    refresh: (refreshToken) =>
      post('/token', { ...client, grant_type: 'refresh_token', refresh_token: refreshToken }),
    revoke: async (token) => {
      await http.fetch(`${tokens}/revoke`, form({ token })).catch((error: unknown) => {
        if (!(error instanceof OutboundError)) throw error
      })
    },
  }
}

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) })

async function askTokens(
  http: OutboundClient,
  url: string,
  fields: Record<string, string>,
  ctx: Ctx,
): Promise<GoogleTokens> {
  const safeToRepeat = fields.grant_type === 'refresh_token'
  try {
    const answer = await http.json(Tokens, url, { ...form(fields), safeToRepeat })
    return {
      accessToken: answer.access_token,
      expiresAt: ctx.clock.now().add({ seconds: Math.trunc(answer.expires_in) }),
      refreshToken: answer.refresh_token,
    }
  } catch (error) {
    if (error instanceof OutboundError && error.status === 400 && error.body?.includes('invalid_grant'))
      throw new GrantRevokedError('Google no longer accepts this grant', { cause: error })
    throw error
  }
}
