import { z } from 'zod'
import { OutboundError } from '#kernel'
import { accepted, clientOf, judge, refused, urlUnder } from './ask.ts'
import type { KeyCheck } from './types.ts'

const Refusal = z.object({ error: z.string().max(100) })

/**
 * Google's OAuth client, `client id:client secret`. Nothing can be asked as a client alone, so a made-up refresh token
 * is presented: Google looks at the client first and only then calls the grant invalid (RFC 6749, 5.2).
 */
export const googleOAuth: KeyCheck = {
  malformed: (secret) =>
    /^[^:\s]{4,300}:[^:\s]{4,300}$/.test(secret)
      ? undefined
      : 'Give the client id and the client secret with a colon between',
  ask: (ctx, secret) =>
    judge('Google', async () => {
      const [id = '', clientSecret = ''] = secret.split(':')
      const body = new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: 'key-check',
        client_id: id,
        client_secret: clientSecret,
      })
      try {
        await clientOf(ctx.http, 'google-oauth').fetch(urlUnder(ctx.settings.GOOGLE_OAUTH_URL, 'token'), {
          method: 'POST',
          body,
        })
        return accepted
      } catch (error) {
        const reason =
          error instanceof OutboundError && error.status === 400 ? reasonOf(error.body) : undefined
        if (reason === 'invalid_grant') return accepted
        if (reason === 'invalid_client' || reason === 'unauthorized_client')
          return refused('Google does not know this client')
        throw error
      }
    }),
}

function reasonOf(body: string | undefined): string | undefined {
  try {
    return Refusal.parse(JSON.parse(body ?? '')).error
  } catch {
    return undefined
  }
}
