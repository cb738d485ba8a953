import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { EmulatorAnswer, GoogleEmulator } from './google-emulator.ts'
import { accessTokenSeconds, defaultPerson, type GoogleTokens } from './google-tokens.ts'
import { credentials, type StandIn } from './world.ts'

/**
 * Google's OAuth 2.0: consent page, code exchange with PKCE, id tokens and JWKS by the package `emulate`; lifetime,
 * refresh and revocation of tokens by us, because the emulator's tokens never expire and end with its process.
 * Paths: `/o/oauth2/v2/auth`, `/oauth2/token` (also `/token`), `/oauth2/revoke` (also `/revoke`),
 * `/oauth2/v2/userinfo`, `/oauth2/v3/certs`, `/.well-known/openid-configuration`.
 */
export function googleOAuth(emulator: GoogleEmulator, tokens: GoogleTokens): StandIn {
  const app = new Hono<{ Bindings: HttpBindings }>()
  const token = async (context: Context) => exchange(context, emulator, tokens)
  const revoke = async (context: Context) => {
    const form = new URLSearchParams(await context.req.text())
    const ended = tokens.revoke(form.get('token') ?? context.req.query('token') ?? '')
    return ended
      ? context.json({})
      : context.json({ error: 'invalid_token', error_description: 'Token expired or revoked' }, 400)
  }
  app.post('/oauth2/token', token).post('/token', token)
  app.post('/oauth2/revoke', revoke).post('/revoke', revoke)
  app.get('/o/oauth2/v2/auth', async (context) => {
    const url = new URL(context.req.url)
    const redirectUri = url.searchParams.get('redirect_uri') ?? ''
    if (!isLoopback(redirectUri)) return context.text('Error 400: redirect_uri_mismatch', 400)
    // The emulator wants every redirect URI registered beforehand; the product's port is anyone's guess.
    url.searchParams.delete('redirect_uri')
    const answer = await emulator.call('GET', `${url.pathname}${url.search}`)
    return respond(asOurConsentPage(answer, redirectUri))
  })
  app.all('*', async (context) => {
    const url = new URL(context.req.url)
    const email = tokens.personOf(context.req.header('authorization'))
    const body = context.req.method === 'POST' ? Buffer.from(await context.req.arrayBuffer()) : undefined
    const answer = await emulator.call(context.req.method, `${url.pathname}${url.search}`, {
      email,
      contentType: context.req.header('content-type'),
      body,
    })
    return respond(answer)
  })
  return { name: 'google-oauth', app, refusal: oauthRefusal, reset: () => tokens.reset() }
}

export function respond(answer: EmulatorAnswer): Response {
  const headers = new Headers(answer.headers)
  headers.set('content-type', answer.contentType)
  const hasBody = answer.status !== 204 && answer.status !== 304
  return new Response(hasBody ? new Uint8Array(answer.body) : null, { status: answer.status, headers })
}

function oauthRefusal(status: number): object {
  if (status === 401) return { error: 'invalid_client', error_description: 'Unauthorized' }
  if (status === 400)
    return { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }
  return {
    error: status === 429 ? 'rate_limit_exceeded' : 'internal_failure',
    error_description: 'The sandbox was told to fail.',
  }
}

function isLoopback(redirectUri: string): boolean {
  return (
    URL.canParse(redirectUri) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(redirectUri).hostname)
  )
}

/** The consent page posts to an absolute path and offers a person of the emulator's own: neither exists here. */
function asOurConsentPage(answer: EmulatorAnswer, redirectUri: string): EmulatorAnswer {
  const escaped = redirectUri.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  const html = answer.body
    .toString('utf8')
    .replaceAll(/<form\b[\s\S]*?<\/form>/g, (form) => (form.includes('testuser@gmail.com') ? '' : form))
    .replaceAll('action="/', 'action="/google-oauth/')
    .replaceAll('name="redirect_uri" value=""', () => `name="redirect_uri" value="${escaped}"`)
  return { ...answer, body: Buffer.from(html) }
}

async function exchange(context: Context, emulator: GoogleEmulator, tokens: GoogleTokens): Promise<Response> {
  const body = Buffer.from(await context.req.arrayBuffer())
  const form = new URLSearchParams(body.toString('utf8'))
  if (form.get('grant_type') === 'refresh_token') return refresh(context, form, tokens)
  const answer = await emulator.call('POST', '/oauth2/token', {
    contentType: context.req.header('content-type'),
    body,
  })
  if (answer.status === 200) {
    const issued = JSON.parse(answer.body.toString('utf8')) as Record<string, unknown>
    const email = emailOf(issued.id_token)
    tokens.issue(email, String(issued.access_token))
    tokens.grant(email, String(issued.scope ?? ''), String(issued.refresh_token))
  }
  return respond(answer)
}

function refresh(context: Context, form: URLSearchParams, tokens: GoogleTokens): Response {
  const isOurClient =
    form.get('client_id') === credentials.googleClientId &&
    form.get('client_secret') === credentials.googleClientSecret
  if (!isOurClient)
    return context.json(
      { error: 'invalid_client', error_description: 'The OAuth client was not found.' },
      401,
    )
  const grant = tokens.grantOf(form.get('refresh_token') ?? '')
  if (!grant)
    return context.json(
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      400,
    )
  const access = tokens.issue(grant.email)
  const next = tokens.rotated(form.get('refresh_token') ?? '')
  return context.json({
    access_token: access,
    ...(next ? { refresh_token: next } : {}),
    expires_in: accessTokenSeconds,
    scope: grant.scope,
    token_type: 'Bearer',
  })
}

/** The e-mail claim of an id token that the emulator has just signed. */
function emailOf(idToken: unknown): string {
  const payload = String(idToken).split('.')[1] ?? ''
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { email?: string }
  return claims.email ?? defaultPerson
}
