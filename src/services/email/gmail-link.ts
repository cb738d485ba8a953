import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { blindIndex, forbidden, Problem } from '#kernel'
import type { Ctx, Meta } from './context.ts'
import { sealCredentials } from './credentials.ts'
import { accountDigest, sha256 } from './digests.ts'
import { writeLink } from './link.ts'
import { sealAddress } from './present.ts'
import { gmail } from './providers/gmail.ts'
import { type GoogleOAuth, type GoogleTokens, GrantRevokedError, googleOAuth } from './providers/google.ts'
import { after, now } from './queries.ts'

/** A consent takes a minute or two; a link that lies around is no good. */
const stateSeconds = 600
const callbackPath = '/api/v1/mailboxes/gmail/callback'

async function configured(ctx: Ctx): Promise<GoogleOAuth> {
  const oauth = await googleOAuth(ctx)
  if (!oauth) throw new Problem(503, 'gmail.not-configured', 'Gmail is not set up on this system')
  return oauth
}

/** Begins a consent: the state is bound to the user, good once and for ten minutes. */
export async function startGmail(ctx: Ctx, { backfillDays }: { backfillDays: number }, { userId }: Meta) {
  const oauth = await configured(ctx)
  const state = randomBytes(32).toString('base64url')
  const verifier = randomBytes(32).toString('base64url')
  await ctx.db.query
    .insertInto('oauth_states')
    .values({
      state_digest: sha256(state),
      user_id: userId,
      verifier: ctx.secrets.seal(verifier, `email:oauth_states.verifier:${sha256(state)}`),
      backfill_days: backfillDays,
      expires_at: after(stateSeconds),
    })
    .execute()
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return { url: oauth.consentUrl({ state, challenge, redirectUri: ctx.publicUrl + callbackPath }) }
}

interface Callback {
  state: string
  code?: string | undefined
  error?: string | undefined
}

/**
 * Where Google sends the browser back to: takes the state (once), changes the code for tokens and links the mailbox.
 *
 * @throws Problem 422 for a state that is unknown, used or expired, and when the user or Google said no.
 */
export async function finishGmail(ctx: Ctx, { state, code, error }: Callback): Promise<Response> {
  const oauth = await configured(ctx)
  const begun = await ctx.db.query
    .deleteFrom('oauth_states')
    .where('state_digest', '=', sha256(state))
    .returning(['user_id', 'verifier', 'backfill_days', 'expires_at', now.as('now')])
    .executeTakeFirst()
  if (!begun || Temporal.Instant.compare(begun.expires_at, begun.now) <= 0)
    throw new Problem(422, 'gmail.state-unknown', 'This link is used up or too old: begin again')
  if (error !== undefined || !code) throw refused()
  const verifier = ctx.secrets.open(begun.verifier, `email:oauth_states.verifier:${sha256(state)}`)
  const tokens = await oauth
    .exchange({ code, verifier, redirectUri: ctx.publicUrl + callbackPath })
    .catch((cause: unknown) => {
      throw cause instanceof GrantRevokedError ? refused(cause) : cause
    })
  await link(ctx, begun.user_id, begun.backfill_days, tokens)
  return new Response(page, {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

const refused = (cause?: unknown) =>
  new Problem(422, 'gmail.refused', 'Google did not give access to the mailbox', { cause })

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Klaps</title>
<h1>Gmail is linked</h1><p>Call sheets that arrive from now on become days. You can close this window.</p></html>`

async function link(ctx: Ctx, userId: string, backfillDays: number, tokens: GoogleTokens): Promise<void> {
  const { refreshToken } = tokens
  if (!refreshToken) throw refused()
  const { address, historyId } = await gmail(ctx, tokens.accessToken).profile()
  const cipher = await ctx.secrets.person(userId)
  const { accessToken } = tokens
  const credentials = { refreshToken, accessToken, expiresAt: tokens.expiresAt.toString() }
  await writeLink(ctx, {
    userId,
    kind: 'gmail',
    digest: accountDigest(userId, 'gmail', address),
    addressIndex: await addressIndex(ctx, address),
    seal: (mailboxId) => ({
      address: sealAddress(cipher, mailboxId, address),
      credentials: sealCredentials(cipher, mailboxId, credentials),
    }),
    since: ctx.clock.now().subtract({ hours: 24 * backfillDays }),
    // Without a mark the first look lists everything since `since`.
    position: { historyId: backfillDays > 0 ? null : historyId },
  })
}

const Push = z.object({ message: z.object({ data: z.base64().max(4000) }) })
const PushData = z.object({ emailAddress: z.string().max(320) })
const maxPushBytes = 64 * 1024

/** A word from Gmail that something is new: the mailbox becomes due. Whoever knows the token could do no more. */
export async function gmailPush(ctx: Ctx, { token }: { token?: string | undefined }, { request }: Meta) {
  const expected = ctx.settings.GMAIL_PUSH_TOKEN
  if (!expected || !token || !timingSafeEqual(Buffer.from(sha256(token)), Buffer.from(sha256(expected))))
    throw new Problem(403, 'gmail.push-refused', forbidden('gmail:push').detail)
  const address = addressOf(await request.text())
  if (address) {
    await ctx.db.query
      .updateTable('mailboxes')
      .set({ due_at: now })
      .where('address_index', '=', await addressIndex(ctx, address))
      .where('state', '=', 'connected')
      .where('due_at', 'is not', null)
      .execute()
  }
  return new Response(null, { status: 204 })
}

/** Several users may have linked the same mailbox. */
const addressIndex = (ctx: Ctx, address: string) => blindIndex(ctx, address.trim().toLowerCase())

/** What cannot be read is acknowledged all the same: Pub/Sub would send it for ever. */
function addressOf(body: string): string | undefined {
  try {
    const { message } = Push.parse(JSON.parse(body.slice(0, maxPushBytes)))
    return PushData.parse(JSON.parse(Buffer.from(message.data, 'base64').toString('utf8'))).emailAddress
  } catch {
    return undefined
  }
}
