import { createHash } from 'node:crypto'
import { z } from 'zod'
import { OutboundError, type OutboundHttp } from '#kernel'

/** Our client at Google, and where Google's doors are (the stand-in has one origin for all three). */
export interface GoogleClient {
  id: string
  secret: string
  /** Base URL of a stand-in; Google's own hosts when left out. */
  baseUrl: string | undefined
}

/** Events of the user's calendars, and who the user is there, to recognise an account that is linked again. */
const scopes = ['openid', 'email', 'https://www.googleapis.com/auth/calendar.events']

export class GrantRevoked extends Error {}

export interface Tokens {
  accessToken: string
  expiresInSeconds: number
  /** Sent at consent, and when Google rotates it. */
  refreshToken: string | undefined
}

const TokenAnswer = z.object({
  access_token: z.string().min(1).max(4000),
  expires_in: z.number().positive().default(3600),
  refresh_token: z.string().max(4000).optional(),
  id_token: z.string().max(8000).optional(),
})
const IdClaims = z.object({ sub: z.string().max(255), email: z.email().max(254).optional() })

const oauth = (http: OutboundHttp) => http.provider('google-oauth', { timeoutMs: 10_000 })

/** The consent page. `offline` and `consent` make Google send a refresh token each time. */
export function consentUrl(client: GoogleClient, redirectUri: string, state: string): string {
  const url = new URL(`${client.baseUrl ?? 'https://accounts.google.com'}/o/oauth2/v2/auth`)
  url.search = new URLSearchParams({
    client_id: client.id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: scopes.join(' '),
    access_type: 'offline',
    prompt: 'consent',
    include_granted_scopes: 'true',
    state,
  }).toString()
  return url.toString()
}

/**
 * Exchanges the code of the consent page. A code is good once, so an unknown outcome is not repeated.
 *
 * @throws GrantRevoked when Google refuses it; OutboundError when Google cannot be reached.
 */
export async function exchangeCode(
  http: OutboundHttp,
  client: GoogleClient,
  code: string,
  redirectUri: string,
): Promise<Tokens & { account: { id: string; email: string | undefined } }> {
  const answer = await askToken(http, client, false, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
  })
  // The id token comes from Google's own endpoint, so its signature need not be checked (OpenID Connect Core 3.1.3.7).
  const payload = answer.id_token?.split('.')[1] ?? ''
  const claims = IdClaims.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')))
  if (!claims.success) throw new GrantRevoked('Google did not say whose calendar this is')
  return { ...tokensOf(answer), account: { id: claims.data.sub, email: claims.data.email } }
}

/** @throws GrantRevoked when the user (or Google) took the consent back. */
export async function refreshTokens(
  http: OutboundHttp,
  client: GoogleClient,
  refreshToken: string,
): Promise<Tokens> {
  return tokensOf(
    await askToken(http, client, true, { grant_type: 'refresh_token', refresh_token: refreshToken }),
  )
}

/** Gives the grant back. A token that is no longer good is as well. */
export async function revokeToken(http: OutboundHttp, client: GoogleClient, token: string): Promise<void> {
  const url = client.baseUrl ? `${client.baseUrl}/oauth2/revoke` : 'https://oauth2.googleapis.com/revoke'
  try {
    await oauth(http).fetch(url, { method: 'POST', body: new URLSearchParams({ token }), safeToRepeat: true })
  } catch (error) {
    if (!(error instanceof OutboundError && error.status === 400)) throw error
  }
}

/** Recognises an account without keeping who it is. */
export function accountHash(userId: string, accountId: string): Buffer {
  return createHash('sha256').update(`${userId} ${accountId}`).digest()
}

async function askToken(
  http: OutboundHttp,
  client: GoogleClient,
  safeToRepeat: boolean,
  form: Record<string, string>,
): Promise<z.output<typeof TokenAnswer>> {
  const url = client.baseUrl ? `${client.baseUrl}/oauth2/token` : 'https://oauth2.googleapis.com/token'
  const body = new URLSearchParams({ ...form, client_id: client.id, client_secret: client.secret })
  try {
    return await oauth(http).json(TokenAnswer, url, { method: 'POST', body, safeToRepeat })
  } catch (error) {
    if (error instanceof OutboundError && error.status === 400 && error.body?.includes('invalid_grant'))
      throw new GrantRevoked('Google no longer honours this consent', { cause: error })
    throw error
  }
}

function tokensOf(answer: z.output<typeof TokenAnswer>): Tokens {
  return {
    accessToken: answer.access_token,
    expiresInSeconds: answer.expires_in,
    refreshToken: answer.refresh_token,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
