import { OutboundError } from '#kernel'
import { maxMessageBytes } from '#services/email'
import type { Ctx } from './context.ts'
import { GoogleCredentials, openCredentials, sealCredentials } from './credentials.ts'
import { disconnect, isSince, listedFrom, markHistory } from './link.ts'
import type { MailboxRow } from './present.ts'
import { type Gmail, type GmailHead, type GmailPage, gmail } from './providers/gmail.ts'
import { GrantRevokedError, googleOAuth } from './providers/google.ts'
import { after } from './queries.ts'
import { storeFailed, storeRaw } from './take.ts'

/** An access token this close to its end is replaced beforehand. */
const earlySeconds = 120
/** Gmail's watches end after seven days; Google advises to renew them daily. */
const watchSeconds = 86_400
/** Not what the user gets as mail. */
const skippedLabels = new Set(['DRAFT', 'SPAM', 'TRASH', 'CHAT'])

/**
 * Looks for new mail in a Gmail mailbox: history since the last mark, or a list when there is none or Gmail has
 * forgotten it. Every message is stored in a transaction of its own; the mark moves once all of a look are in, and a
 * look that was killed simply sees some of them again.
 */
export async function checkGmail(ctx: Ctx, mailbox: MailboxRow): Promise<void> {
  try {
    await withAccess(ctx, mailbox, (api) => look(ctx, mailbox, api))
  } catch (error) {
    if (!(error instanceof GrantRevokedError)) throw error
    await disconnect(ctx, mailbox, 'access-revoked')
  }
}

/** Runs with a good access token; one that Gmail refuses before its time is refreshed once. */
export async function withAccess<T>(
  ctx: Ctx,
  mailbox: MailboxRow,
  run: (api: Gmail) => Promise<T>,
): Promise<T> {
  const cipher = await ctx.secrets.person(mailbox.user_id)
  const credentials = openCredentials(GoogleCredentials, cipher, mailbox)
  const soon = ctx.clock.now().add({ seconds: earlySeconds })
  if (Temporal.Instant.compare(Temporal.Instant.from(credentials.expiresAt), soon) > 0) {
    try {
      return await run(gmail(ctx, credentials.accessToken))
    } catch (error) {
      if (!(error instanceof GrantRevokedError)) throw error
    }
  }
  return await run(gmail(ctx, await refreshed(ctx, mailbox, credentials)))
}

/** A new access token, kept sealed; Google's new refresh token takes the old one's place when it sends one. */
async function refreshed(ctx: Ctx, mailbox: MailboxRow, old: GoogleCredentials): Promise<string> {
  const oauth = await googleOAuth(ctx)
  if (!oauth) throw new Error('Gmail mailboxes are linked, but no OAuth client is set')
  const tokens = await oauth.refresh(old.refreshToken)
  const cipher = await ctx.secrets.person(mailbox.user_id)
  const sealed = sealCredentials(cipher, mailbox.id, {
    accessToken: tokens.accessToken,
    expiresAt: tokens.expiresAt.toString(),
    refreshToken: tokens.refreshToken ?? old.refreshToken,
  })
  const kept = await ctx.db.query
    .updateTable('mailboxes')
    .set({ credentials: sealed })
    .where('id', '=', mailbox.id)
    .where('credentials', '=', mailbox.credentials)
    .returning('id')
    .executeTakeFirst()
  // Somebody linked it anew meanwhile: their credentials stay, ours are good for this look.
  if (kept) mailbox.credentials = sealed
  return tokens.accessToken
}

async function look(ctx: Ctx, mailbox: MailboxRow, api: Gmail): Promise<void> {
  const mark = mailbox.history_id
  if (mark !== null) {
    try {
      return await follow(ctx, mailbox, api, mark)
    } catch (error) {
      if (!(error instanceof OutboundError) || error.status !== 404) throw error
      ctx.log.info({ mailboxId: mailbox.id }, 'Gmail has forgotten our history: listing instead')
    }
  }
  await resync(ctx, mailbox, api)
}

async function follow(ctx: Ctx, mailbox: MailboxRow, api: Gmail, mark: string): Promise<void> {
  let newest: string | undefined
  await eachPage(
    (pageToken) => api.newSince(mark, pageToken),
    async (page) => {
      newest = page.historyId ?? newest
      for (const id of page.ids) await take(ctx, mailbox, api, id, () => true)
    },
  )
  const next = newest
  if (next) await ctx.db.transaction((tx) => markHistory(tx, mailbox.id, next))
}

/** The mark is taken before the list: what arrives in between is seen twice rather than never. */
async function resync(ctx: Ctx, mailbox: MailboxRow, api: Gmail): Promise<void> {
  const { historyId } = await api.profile()
  // A first look goes back as far as was asked for.
  const from = mailbox.history_id === null ? mailbox.since : listedFrom(ctx, mailbox)
  await eachPage(
    (pageToken) => api.listAfter(from, pageToken),
    async (page) => {
      for (const id of page.ids)
        await take(ctx, mailbox, api, id, (head) => isSince(mailbox, head.receivedAt))
    },
  )
  await ctx.db.transaction((tx) => markHistory(tx, mailbox.id, historyId))
}

async function eachPage(
  ask: (pageToken?: string) => Promise<GmailPage>,
  use: (page: GmailPage) => Promise<void>,
): Promise<void> {
  let pageToken: string | undefined
  do {
    const page = await ask(pageToken)
    await use(page)
    pageToken = page.nextPageToken
  } while (pageToken)
}

async function take(
  ctx: Ctx,
  mailbox: MailboxRow,
  api: Gmail,
  id: string,
  isWanted: (head: GmailHead) => boolean,
): Promise<void> {
  const head = await api.head(id)
  if (!head?.hasPdf || head.labels.some((label) => skippedLabels.has(label)) || !isWanted(head)) return
  const arrival = { userId: mailbox.user_id, mailboxId: mailbox.id, receivedAt: head.receivedAt }
  const announced = {
    messageId: head.header('message-id') ?? `<${head.id}@gmail>`,
    subject: head.header('subject') ?? '',
    sender: head.header('from') ?? '',
  }
  if (head.size > maxMessageBytes) {
    await storeFailed(ctx, { ...arrival, ...announced, reason: 'too-large' })
    return
  }
  await storeRaw(ctx, arrival, announced, await api.raw(id))
}

/** Renews Gmail's push of a mailbox, when a topic is configured. Polling goes on beside it. */
export async function renewWatches(ctx: Ctx): Promise<void> {
  const topic = ctx.settings.GMAIL_PUBSUB_TOPIC
  if (!topic) return
  const due = await ctx.db.query
    .updateTable('mailboxes')
    .set({ watch_due_at: after(watchSeconds) })
    .where('watch_due_at', '<=', after(0))
    .where('state', '=', 'connected')
    .returningAll()
    .execute()
  for (const mailbox of due) {
    await withAccess(ctx, mailbox, (api) => api.watch(topic)).catch(async (error: unknown) => {
      if (error instanceof GrantRevokedError) await disconnect(ctx, mailbox, 'access-revoked')
      else
        ctx.log.warn({ err: error, mailboxId: mailbox.id }, 'Gmail did not renew its watch; polling goes on')
    })
  }
}
