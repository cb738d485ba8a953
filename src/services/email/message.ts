import { Problem } from '#kernel'
import { maxMessageBytes } from '#services/email'
import { sha256 } from './digests.ts'
import { cleanName, type Message, parseMime } from './mime.ts'
import { parseInThread } from './mime-thread.ts'

/** What takes longer than some ten milliseconds to parse goes to a thread of its own: requests must not wait for it. */
const inlineBytes = 512 * 1024

export type FileKind = 'pdf' | 'message' | 'unknown'

/** Tells by content what a file is: mail gateways put junk before `%PDF-`, but never a header like a message's. */
export function kindOfFile(bytes: Uint8Array): FileKind {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 8192)).toString('latin1')
  if (head.startsWith('%PDF-')) return 'pdf'
  if (looksLikeMessage(head)) return 'message'
  return head.slice(0, 1024).includes('%PDF-') ? 'pdf' : 'unknown'
}

const messageField =
  /^(from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type):/im

function looksLikeMessage(head: string): boolean {
  const first = head.replace(/^From .*\r?\n/, '').split(/\r?\n/, 1)[0] ?? ''
  const header = head.split(/\r?\n\r?\n/, 1)[0] ?? ''
  return /^[\x21-\x39\x3b-\x7e]{1,76}:/.test(first) && messageField.test(header)
}

/** A PDF uploaded by itself is a message without words. */
export function messageOfPdf(bytes: Uint8Array, fileName: string | undefined): Message {
  const digest = sha256(bytes)
  const name = cleanName(fileName) || 'document.pdf'
  return {
    messageId: `<${digest}@upload>`,
    subject: name,
    sender: '',
    senderAddress: '',
    body: '',
    sentAt: null,
    pdfs: [{ fileName: name, contentType: 'application/pdf', sha256: digest, bytes }],
  }
}

/**
 * Parses a raw message; large ones in a thread of their own.
 *
 * @throws Problem 413 over 25 MB, 422 when it cannot be read or has more than 20 attachments.
 */
export async function parseMessage(raw: Uint8Array): Promise<Message> {
  if (raw.length > maxMessageBytes) throw messageTooLarge()
  const parsed = raw.length > inlineBytes ? await parseInThread(raw) : await parseMime(raw)
  if ('refusal' in parsed) throw new Problem(422, parsed.refusal, parsed.detail)
  return parsed
}

/** When a message says that it was sent; null when it does not say so readably. */
export function sentAtOf({ sentAt }: Message): Temporal.Instant | null {
  try {
    return sentAt === null ? null : Temporal.Instant.from(sentAt)
  } catch {
    return null
  }
}

export const messageTooLarge = () =>
  new Problem(413, 'email.too-large', 'A message may have 25 MB, this one is larger')
