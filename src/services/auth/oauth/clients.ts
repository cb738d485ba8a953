import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Meta } from '#kernel'
import type { Ctx } from '../context.ts'
import { scopeNames } from '../contract.ts'
import { now } from '../queries.ts'
import type { Tables } from '../tables.ts'
import { answered, json, OauthRefusal } from './wire.ts'

const Registration = z.object({
  client_name: z.string().trim().min(1).max(100).default('A program without a name'),
  redirect_uris: z.array(z.string().min(1).max(500)).min(1).max(10),
  token_endpoint_auth_method: z.string().max(50).default('none'),
  grant_types: z.array(z.string().max(100)).max(10).default(['authorization_code', 'refresh_token']),
  response_types: z.array(z.string().max(50)).max(10).default(['code']),
})

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Where a browser may be sent with a code: https, this machine itself, or an app by a scheme that belongs to a domain
 * (RFC 8252, 7; `com.example.app:/callback`). A scheme of one word may be anybody's, or run a script.
 */
export function isRedirectUri(text: string): boolean {
  const url = URL.parse(text)
  if (!url || url.hash !== '' || url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return true
  if (url.protocol === 'http:') return loopback.has(url.hostname)
  return /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol)
}

/** RFC 8252, 7.3: a program on this machine takes whichever port is free. */
export function fitsRedirect(registered: readonly string[], asked: string): boolean {
  if (registered.includes(asked)) return true
  const url = URL.parse(asked)
  if (!url || url.protocol !== 'http:' || !loopback.has(url.hostname) || url.hostname === 'localhost')
    return false
  const withoutPort = (text: string) => {
    const each = new URL(text)
    each.port = ''
    return each.href
  }
  return registered.some((each) => withoutPort(each) === withoutPort(asked))
}

/** A program registers itself. It is a public client: who it really is, the user's agreement has to decide. */
export const registerClient = (ctx: Ctx, _input: unknown, { request }: Meta<Tables>) =>
  answered(async () => {
    const body = Registration.safeParse(await readJson(request))
    if (!body.success)
      throw new OauthRefusal('invalid_client_metadata', body.error.issues[0]?.message ?? 'It does not fit')
    const { client_name: name, redirect_uris, token_endpoint_auth_method: method } = body.data
    if (!redirect_uris.every(isRedirectUri))
      throw new OauthRefusal(
        'invalid_redirect_uri',
        'Use https, or http on this machine, or a scheme of a domain',
      )
    if (method !== 'none')
      throw new OauthRefusal('invalid_client_metadata', 'Only clients without a secret: use `none` and PKCE')
    const id = randomUUID()
    await ctx.db.transaction(async (tx) => {
      await tx.query
        .insertInto('oauth_clients')
        .values({ id, name, redirect_uris, created_at: now })
        .execute()
      await tx.audit({ action: 'oauth.client-registered', target: `oauth-client:${id}` })
    })
    return json(
      {
        client_id: id,
        client_id_issued_at: Math.floor(ctx.clock.now().epochMilliseconds / 1000),
        client_name: name,
        redirect_uris,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        scope: scopeNames.join(' '),
      },
      201,
    )
  })

async function readJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await request.text())
  } catch {
    throw new OauthRefusal('invalid_client_metadata', 'The body is not valid JSON')
  }
}

export async function clientById(ctx: Ctx, id: string | undefined) {
  if (!z.uuid().safeParse(id).success) return undefined
  return await ctx.db.query.selectFrom('oauth_clients').selectAll().where('id', '=', id!).executeTakeFirst()
}

/** Codes that ran out, and programs that registered and never came back. */
export async function sweepOauth(ctx: Ctx): Promise<void> {
  await ctx.db.query
    .deleteFrom('oauth_codes')
    .where('expires_at', '<', sql<Temporal.Instant>`auth.now() - interval '1 hour'`)
    .execute()
  await ctx.db.query
    .deleteFrom('oauth_clients')
    .where('used_at', 'is', null)
    .where('created_at', '<', sql<Temporal.Instant>`auth.now() - interval '7 days'`)
    .execute()
}
