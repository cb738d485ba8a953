import type { z } from 'zod'
import { Problem } from '#kernel'
import type { Mailbox } from '#services/email'
import type { Ctx, Meta } from './context.ts'
import { type ImapCredentials, sealCredentials } from './credentials.ts'
import { accountDigest } from './digests.ts'
import { writeLink } from './link.ts'
import { mailboxesChanged } from './mailboxes.ts'
import { presentMailbox, sealAddress } from './present.ts'
import { ImapError, type ImapFolder, type ImapRefusal, openImap } from './providers/imap.ts'

const sentences: Readonly<Record<ImapRefusal, string>> = {
  'login-refused': 'The server refuses this user and password',
  'no-folder': 'There is no such folder in this mailbox',
  unreachable: 'This server cannot be reached',
}

/**
 * Links an IMAP mailbox after a login that worked. The mark is set behind what is there, or before what came in the
 * last `backfillDays`.
 *
 * @throws Problem 409 when it is linked already, 422 when the server does not let us in.
 */
export async function linkImap(
  ctx: Ctx,
  { backfillDays, ...credentials }: ImapCredentials & { backfillDays: number },
  { userId }: Meta,
): Promise<z.output<typeof Mailbox>> {
  const { host, user, folder } = credentials
  const digest = accountDigest(userId, 'imap', `${user}\0${host}\0${folder}`)
  await refuseTwice(ctx, userId, digest)
  const since = ctx.clock.now().subtract({ hours: 24 * backfillDays })
  const opened = await openImap(ctx, credentials).catch((error: unknown) => {
    if (!(error instanceof ImapError)) throw error
    throw new Problem(422, `mailbox.${error.refusal}`, sentences[error.refusal], { cause: error })
  })
  const position = await startOf(opened, backfillDays > 0 ? since : undefined).finally(() => opened.close())
  const cipher = await ctx.secrets.person(userId)
  const id = await writeLink(ctx, {
    userId,
    kind: 'imap',
    digest,
    seal: (mailboxId) => ({
      address: sealAddress(cipher, mailboxId, user.includes('@') ? user : `${user}@${host}`),
      credentials: sealCredentials(cipher, mailboxId, credentials),
    }),
    since,
    position,
  })
  ctx.signal.send(mailboxesChanged)
  const row = await ctx.db.query
    .selectFrom('mailboxes')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return presentMailbox(cipher, row)
}

async function refuseTwice(ctx: Ctx, userId: string, digest: string): Promise<void> {
  const linked = await ctx.db.query
    .selectFrom('mailboxes')
    .select('id')
    .where('user_id', '=', userId)
    .where('account_digest', '=', digest)
    .where('unlinked_at', 'is', null)
    .where('state', '=', 'connected')
    .executeTakeFirst()
  if (linked) throw new Problem(409, 'mailbox.exists', 'This mailbox is linked already')
}

async function startOf(folder: ImapFolder, since: Temporal.Instant | undefined) {
  const first = since && (await folder.uidsSince(since))[0]
  return { uidValidity: folder.uidValidity, lastUid: (first ?? folder.uidNext) - 1 }
}
