import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { PersonalCipher } from '#kernel'
import type { Attachment, Email, EmailState, Mailbox, MailboxKind, MailboxState } from '#services/email'
import type { Message } from './mime.ts'
import { mailboxText, messageText } from './reasons.ts'
import type { AttachmentsRow, EmailsRow, MailboxesRow } from './tables.ts'

/** Rows as the code reads them: what Kysely gives for a `selectAll`. */

export type EmailRow = Selectable<EmailsRow>
export type AttachmentRow = Selectable<AttachmentsRow>
export type MailboxRow = Selectable<MailboxesRow>

const Headers = z.object({ messageId: z.string(), subject: z.string(), sender: z.string() })
const headersAad = (emailId: string) => `email:emails.headers:${emailId}`

export function sealHeaders(
  cipher: PersonalCipher,
  emailId: string,
  { messageId, subject, sender }: Pick<Message, 'messageId' | 'subject' | 'sender'>,
): string {
  return cipher.seal(JSON.stringify({ messageId, subject, sender }), headersAad(emailId))
}

export function openHeaders(
  cipher: PersonalCipher,
  emailId: string,
  sealed: string,
): z.output<typeof Headers> {
  return Headers.parse(JSON.parse(cipher.open(sealed, headersAad(emailId))))
}

export const sealFileName = (cipher: PersonalCipher, attachmentId: string, name: string) =>
  cipher.seal(name, `email:attachments.file_name:${attachmentId}`)
export const openFileName = (cipher: PersonalCipher, row: Pick<AttachmentRow, 'id' | 'file_name'>) =>
  cipher.open(row.file_name, `email:attachments.file_name:${row.id}`)

export const sealAddress = (cipher: PersonalCipher, mailboxId: string, address: string) =>
  cipher.seal(address, `email:mailboxes.address:${mailboxId}`)

/** A message on the wire. The document of an attachment bears its id, once it has been read. */
export function presentEmail(
  cipher: PersonalCipher,
  row: EmailRow,
  attachments: readonly AttachmentRow[],
): z.output<typeof Email> {
  return {
    id: row.id,
    mailboxId: row.mailbox_id,
    ...openHeaders(cipher, row.id, row.headers),
    receivedAt: row.received_at,
    state: row.state as z.output<typeof EmailState>,
    stateReason: row.state_reason,
    stateText: messageText(row.state, row.state_reason),
    score: row.score,
    urgent: row.urgent,
    correlationId: row.correlation_id,
    attachments: attachments
      .filter((each) => each.email_id === row.id)
      .map((each) => presentAttachment(cipher, each)),
  }
}

function presentAttachment(cipher: PersonalCipher, row: AttachmentRow): z.output<typeof Attachment> {
  return {
    id: row.id,
    fileName: openFileName(cipher, row),
    contentType: row.content_type,
    size: row.size,
    sha256: row.sha256,
    documentId: row.outcome === null ? null : row.id,
  }
}

export function presentMailbox(cipher: PersonalCipher, row: MailboxRow): z.output<typeof Mailbox> {
  return {
    id: row.id,
    kind: row.kind as z.output<typeof MailboxKind>,
    address: cipher.open(row.address, `email:mailboxes.address:${row.id}`),
    state: row.state as z.output<typeof MailboxState>,
    lastCheckedAt: row.last_checked_at,
    lastError: row.last_error,
    lastErrorText: mailboxText(row.last_error),
    linkedAt: row.linked_at,
  }
}
