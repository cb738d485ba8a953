import type { Ctx } from './context.ts'
import { checkGmail } from './gmail-check.ts'
import { checkImap } from './imap-check.ts'
import { findMailbox, noteCheck } from './link.ts'

/** Looks for new mail in one mailbox, whatever its kind, and notes how it went. */
export async function checkMailboxNow(ctx: Ctx, { mailboxId }: { mailboxId: string }): Promise<void> {
  const mailbox = await findMailbox(ctx, mailboxId)
  if (!mailbox || mailbox.kind === 'upload') return
  try {
    await (mailbox.kind === 'gmail' ? checkGmail(ctx, mailbox) : checkImap(ctx, mailbox))
    await noteCheck(ctx, mailboxId, null)
  } catch (error) {
    await noteCheck(ctx, mailboxId, 'not-reachable')
    throw error
  }
}
