import { maxMessageBytes } from '#services/email'
import type { Ctx, Tx } from './context.ts'
import { ImapCredentials, openCredentials } from './credentials.ts'
import { disconnect, isSince, listedFrom } from './link.ts'
import type { MailboxRow } from './present.ts'
import { ImapError, type ImapFolder, type ImapHead, openImap } from './providers/imap.ts'
import { storeFailed, storeRaw } from './take.ts'

/** Heads are asked for in lots of this many. */
const lot = 100

/** Opens a mailbox of ours. A login that no longer works becomes a visible "reconnect". */
export async function openMailbox(ctx: Ctx, mailbox: MailboxRow): Promise<ImapFolder | undefined> {
  const cipher = await ctx.secrets.person(mailbox.user_id)
  try {
    return await openImap(ctx, openCredentials(ImapCredentials, cipher, mailbox))
  } catch (error) {
    if (!(error instanceof ImapError) || error.refusal === 'unreachable') throw error
    await disconnect(ctx, mailbox, error.refusal)
    return undefined
  }
}

/** Looks once and hangs up. */
export async function checkImap(ctx: Ctx, mailbox: MailboxRow): Promise<void> {
  const folder = await openMailbox(ctx, mailbox)
  if (!folder) return
  try {
    await takeNew(ctx, mailbox, folder)
  } finally {
    await folder.close()
  }
}

/**
 * Takes what is above the mark, in order. The mark moves in the transaction that stores a message: a look that is
 * killed goes on with the next one. New numbers (another UIDVALIDITY) begin a new count; fingerprints know the old
 * messages again.
 */
export async function takeNew(ctx: Ctx, mailbox: MailboxRow, folder: ImapFolder): Promise<void> {
  const position = await ctx.db.query
    .selectFrom('mailboxes')
    .select(['uid_validity', 'last_uid'])
    .where('id', '=', mailbox.id)
    .executeTakeFirst()
  if (!position) return
  const known = position.uid_validity === folder.uidValidity && position.last_uid !== null
  const uids = known
    ? await folder.uidsAbove(position.last_uid!)
    : await folder.uidsSince(listedFrom(ctx, mailbox))
  for (let at = 0; at < uids.length; at += lot) {
    const some = uids.slice(at, at + lot)
    const heads = await folder.heads(some)
    for (const head of known ? heads : heads.filter((each) => isSince(mailbox, each.receivedAt)))
      await take(ctx, mailbox, folder, head)
    await ctx.db.transaction((tx) => mark(tx, mailbox.id, folder.uidValidity, some.at(-1)!))
  }
  if (!known && uids.length === 0)
    await ctx.db.transaction((tx) => mark(tx, mailbox.id, folder.uidValidity, folder.uidNext - 1))
}

async function take(ctx: Ctx, mailbox: MailboxRow, folder: ImapFolder, head: ImapHead): Promise<void> {
  if (!head.hasPdf) return
  const arrival = {
    userId: mailbox.user_id,
    mailboxId: mailbox.id,
    receivedAt: head.receivedAt,
    alongside: (tx: Tx) => mark(tx, mailbox.id, folder.uidValidity, head.uid),
  }
  const { messageId, subject, sender } = head
  if (head.size > maxMessageBytes) {
    const id = messageId ?? `<${folder.uidValidity}.${head.uid}@imap>`
    await storeFailed(ctx, { ...arrival, messageId: id, subject, sender, reason: 'too-large' })
    return
  }
  const raw = await folder.raw(head.uid)
  if (raw) await storeRaw(ctx, arrival, { messageId, subject, sender }, raw)
}

/** Only forward within one numbering. */
async function mark(tx: Tx, mailboxId: string, uidValidity: number, uid: number): Promise<void> {
  await tx.query
    .updateTable('mailboxes')
    .set({ uid_validity: uidValidity, last_uid: uid })
    .where('id', '=', mailboxId)
    .where((eb) =>
      eb.or([
        eb('uid_validity', 'is distinct from', uidValidity),
        eb('last_uid', 'is', null),
        eb('last_uid', '<', uid),
      ]),
    )
    .execute()
}
