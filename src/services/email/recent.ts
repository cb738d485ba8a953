import type { z } from 'zod'
import { OutboundError } from '#kernel'
import type { Ctx } from './context.ts'
import type { RecentMail } from './contract.ts'
import { withAccess } from './gmail-check.ts'
import { openMailbox } from './imap-check.ts'
import { parseMime } from './mime.ts'
import type { MailboxRow } from './present.ts'
import { GrantRevokedError } from './providers/google.ts'
import { ImapError } from './providers/imap.ts'
import { summaryOf } from './summary.ts'

type Mail = z.output<typeof RecentMail>

/** More mailboxes than that nobody looks through at once. */
const mostMailboxes = 5
/** What lies in Gmail's other drawers is not what the user means by their mail. */
const skippedLabels: readonly string[] = ['DRAFT', 'SPAM', 'TRASH', 'CHAT', 'SENT']

/**
 * The newest messages of a person's mailboxes, read from where they lie and kept nowhere: a mailbox is linked for call
 * sheets, and what else is in it is not ours to have. A mailbox that cannot be reached is named instead.
 */
export async function recentMail(
  ctx: Ctx,
  userId: string,
  { limit, hours }: { limit: number; hours: number },
): Promise<{ items: Mail[]; unreachable: string[] }> {
  const mailboxes = await ctx.db.query
    .selectFrom('mailboxes')
    .selectAll()
    .where('user_id', '=', userId)
    .where('kind', 'in', ['gmail', 'imap'])
    .where('state', '=', 'connected')
    .orderBy('id')
    .limit(mostMailboxes)
    .execute()
  const since = ctx.clock.now().subtract({ hours })
  const unreachable: string[] = []
  const found = await Promise.all(
    mailboxes.map(async (mailbox) => {
      try {
        return await (mailbox.kind === 'gmail' ? fromGmail : fromImap)(ctx, mailbox, since, limit)
      } catch (error) {
        if (!isUnreachable(error)) throw error
        ctx.log.info({ err: error, mailboxId: mailbox.id }, 'A mailbox cannot be read now')
        unreachable.push(mailbox.id)
        return []
      }
    }),
  )
  await ctx.db.transaction((tx) => tx.audit({ action: 'recent mail read', target: `user:${userId}` }))
  const newest = found
    .flat()
    .toSorted((one, other) => Temporal.Instant.compare(other.receivedAt, one.receivedAt))
  return { items: newest.slice(0, limit), unreachable }
}

const isUnreachable = (error: unknown) =>
  error instanceof OutboundError || error instanceof ImapError || error instanceof GrantRevokedError

async function fromGmail(
  ctx: Ctx,
  mailbox: MailboxRow,
  since: Temporal.Instant,
  limit: number,
): Promise<Mail[]> {
  return await withAccess(ctx, mailbox, async (api) => {
    const mails: Mail[] = []
    for (const id of await api.newest(since, limit)) {
      const head = await api.head(id)
      if (!head || head.labels.some((label) => skippedLabels.includes(label))) continue
      mails.push({
        mailboxId: mailbox.id,
        messageId: head.header('message-id') ?? `<${id}@gmail>`,
        subject: (head.header('subject') ?? '').slice(0, 1000),
        sender: (head.header('from') ?? '').slice(0, 1000),
        receivedAt: head.receivedAt,
        hasPdf: head.hasPdf,
        summary: summaryOf(head.text),
      })
    }
    return mails
  })
}

async function fromImap(
  ctx: Ctx,
  mailbox: MailboxRow,
  since: Temporal.Instant,
  limit: number,
): Promise<Mail[]> {
  const folder = await openMailbox(ctx, mailbox)
  if (!folder) return []
  try {
    // IMAP searches by day: the hours are looked at here.
    const heads = (await folder.heads((await folder.uidsSince(since)).slice(-limit))).filter(
      ({ receivedAt }) => Temporal.Instant.compare(receivedAt, since) >= 0,
    )
    const mails: Mail[] = []
    for (const { uid, messageId, subject, sender, receivedAt, hasPdf } of heads) {
      const opening = await folder.opening(uid)
      const parsed = opening && (await parseMime(opening))
      const body = parsed && 'body' in parsed ? parsed.body : ''
      mails.push({
        mailboxId: mailbox.id,
        messageId: messageId ?? `<${folder.uidValidity}.${uid}@imap>`,
        subject: subject.slice(0, 1000),
        sender: sender.slice(0, 1000),
        receivedAt,
        hasPdf,
        summary: summaryOf(body),
      })
    }
    return mails
  } finally {
    await folder.close()
  }
}
