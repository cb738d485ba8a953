import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Meta, Problem } from '#kernel'
import type { Ctx } from '../context.ts'
import { type AuthorizeQuery, mcpResource, type Scope, scopeNames } from '../contract.ts'
import { hashOf } from '../refresh-tokens.ts'
import { provenUser } from '../sign-in.ts'
import type { Tables } from '../tables.ts'
import { clientById, fitsRedirect } from './clients.ts'
import { consentPage, faultPage, languageOf, onwardPage } from './page.ts'
import { answered, formOf, html } from './wire.ts'

/** How long a program has to exchange its code. */
const codeSeconds = 60

type Client = NonNullable<Awaited<ReturnType<typeof clientById>>>

/** A request that may be put before the user. */
interface Asked {
  readonly client: Client
  readonly query: AuthorizeQuery
  readonly scope: readonly Scope[]
  readonly resource: string
}

/** The page that asks the user; faults of the program go back to it, as far as it is known where to. */
export async function authorizePage(ctx: Ctx, query: AuthorizeQuery, meta: Meta<Tables>): Promise<Response> {
  const language = languageOf(meta.header('accept-language'))
  const asked = await examine(ctx, query)
  if (asked instanceof Response) return asked
  return html(consentPage(language, { client: asked.client.name, query, scope: asked.scope }))
}

/** What the user decided. A wrong password shows the page again; five of them, and the account waits as at sign-in. */
export const consent = (ctx: Ctx, _input: unknown, meta: Meta<Tables>): Promise<Response> =>
  answered(async () => {
    const language = languageOf(meta.header('accept-language'))
    const { email, password, decision, ...query } = await formOf(meta.request)
    const asked = await examine(ctx, query as AuthorizeQuery)
    if (asked instanceof Response) return asked
    if (decision !== 'allow') return html(onwardPage(language, refusedUrl(ctx, query, 'access_denied')))
    try {
      const userId = await provenUser(ctx, { email: email ?? '', password: password ?? '' }, meta)
      return html(onwardPage(language, await grant(ctx, asked, userId)))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const shown = { client: asked.client.name, query: asked.query, scope: asked.scope }
      return html(consentPage(language, shown, error.detail), error.status)
    }
  })

/** RFC 6749, 4.1.2.1: a client or address that is not known is told to the user alone; nothing is sent there. */
async function examine(ctx: Ctx, query: AuthorizeQuery): Promise<Asked | Response> {
  const client = await clientById(ctx, query.client_id)
  if (!client) return html(faultPage('en', 'This program is not registered here.'), 400)
  if (!query.redirect_uri || !fitsRedirect(client.redirect_uris, query.redirect_uri))
    return html(faultPage('en', 'This program did not register the address that it wants you sent to.'), 400)
  const refused = (code: string, description: string) =>
    Response.redirect(refusedUrl(ctx, query, code, description), 303)
  if (query.response_type !== 'code') return refused('unsupported_response_type', 'Only `code`')
  if (query.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(query.code_challenge ?? ''))
    return refused('invalid_request', 'PKCE with S256 is needed')
  const resource = query.resource ?? mcpResource(ctx.publicUrl)
  if (resource !== mcpResource(ctx.publicUrl)) return refused('invalid_target', 'Only /mcp of this system')
  const wanted = query.scope?.split(' ') ?? scopeNames
  const scope = scopeNames.filter((each) => wanted.includes(each))
  if (scope.length === 0) return refused('invalid_scope', `Known: ${scopeNames.join(' ')}`)
  return { client, query, scope, resource }
}

function refusedUrl(ctx: Ctx, query: AuthorizeQuery, error: string, description?: string): string {
  return onwardUrl(ctx, query, { error, ...(description ? { error_description: description } : {}) })
}

/** Back to the program, with what it gave us to recognise the answer by, and who answers (RFC 9207). */
function onwardUrl(ctx: Ctx, query: AuthorizeQuery, answer: Readonly<Record<string, string>>): string {
  const url = new URL(query.redirect_uri!)
  const state = query.state === undefined ? {} : { state: query.state }
  for (const [name, value] of Object.entries({ ...answer, ...state, iss: ctx.publicUrl }))
    url.searchParams.set(name, value)
  return url.href
}

async function grant(ctx: Ctx, { client, query, scope, resource }: Asked, userId: string): Promise<string> {
  const code = randomBytes(32).toString('base64url')
  await ctx.db.transaction(async (tx) => {
    await tx.query
      .insertInto('oauth_codes')
      .values({
        hash: hashOf(code),
        client_id: client.id,
        user_id: userId,
        redirect_uri: query.redirect_uri!,
        challenge: query.code_challenge!,
        scope: scope.join(' '),
        resource,
        expires_at: sql<Temporal.Instant>`auth.now() + make_interval(secs => ${codeSeconds})`,
      })
      .execute()
    await tx.audit({
      action: 'oauth.consent',
      target: `user:${userId}`,
      details: { clientId: client.id, scope: [...scope] },
    })
  })
  return onwardUrl(ctx, query, { code })
}
