import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'
import { Problem } from '#kernel'
import { sha256 } from './digests.ts'

/** PRODUCT 1.1. */
export const maxMessageBytes = 25 * 1024 * 1024
export const maxAttachments = 20

const maxFileName = 255
const maxSubject = 1000
const maxBody = 100_000

/** A PDF that came in a message, or by itself. */
export interface PdfPart {
  readonly fileName: string
  readonly contentType: string
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** A message as far as we need it. */
export interface Message {
  /** With its angle brackets; derived from the content when the message has none. */
  readonly messageId: string
  readonly subject: string
  /** `Name <address>` as people read it. */
  readonly sender: string
  /** Bare and lower case; empty when unknown. */
  readonly senderAddress: string
  readonly body: string
  /** What its Date header says; null when it says nothing that can be read. */
  readonly sentAt: Temporal.Instant | null
  readonly pdfs: readonly PdfPart[]
}

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
 * Parses a raw message (RFC 5322): PDF parts at any depth, forwarded messages included, names decoded.
 *
 * @throws Problem 413 over 25 MB, 422 when it cannot be read or has more than 20 attachments.
 */
export async function parseMessage(raw: Uint8Array): Promise<Message> {
  if (raw.length > maxMessageBytes) throw messageTooLarge()
  const email = await parse(raw)
  if (email.attachments.length > maxAttachments)
    throw new Problem(
      422,
      'email.too-many-attachments',
      `A message may have ${maxAttachments} attachments, this one has ${email.attachments.length}`,
    )
  const from = email.from ?? email.sender
  return {
    messageId: messageIdOf(email, raw),
    subject: clean(email.subject ?? '').slice(0, maxSubject),
    sender: shown(from).slice(0, maxSubject),
    senderAddress: (from?.address ?? '').trim().toLowerCase(),
    body: (email.text ?? email.html?.replaceAll(/<[^>]*>/g, ' ') ?? '').slice(0, maxBody),
    sentAt: instantOf(email.date),
    pdfs: pdfsOf(email.attachments),
  }
}

function instantOf(date: string | undefined): Temporal.Instant | null {
  try {
    return date === undefined ? null : Temporal.Instant.from(date)
  } catch {
    return null
  }
}

export const messageTooLarge = () =>
  new Problem(413, 'email.too-large', 'A message may have 25 MB, this one is larger')

async function parse(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw, { maxNestingDepth: 50, maxHeadersSize: 512 * 1024 })
  } catch (cause) {
    throw new Problem(422, 'email.not-readable', 'This message cannot be read', { cause })
  }
}

/** Messages without an id exist (scanners send them): the content stands for it, so that a copy is still a copy. */
function messageIdOf(email: Email, raw: Uint8Array): string {
  const given = clean(email.messageId ?? '')
  return given === '' || given.length > 998 ? `<${sha256(raw)}@no-message-id>` : given
}

/** One part for one content: a PDF attached twice, or forwarded beside itself, is one document. */
function pdfsOf(attachments: readonly Attachment[]): PdfPart[] {
  const found = new Map<string, PdfPart>()
  for (const { filename, mimeType, content } of attachments) {
    if (!isPdfPart(mimeType, filename)) continue
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
    if (bytes.length === 0) continue
    const digest = sha256(bytes)
    if (!found.has(digest))
      found.set(digest, {
        fileName: cleanName(filename ?? undefined) || 'document.pdf',
        contentType: 'application/pdf',
        sha256: digest,
        bytes,
      })
  }
  return [...found.values()]
}

/** The candidate rule of PRODUCT 1.1. */
export function isPdfPart(mimeType: string, fileName: string | null | undefined): boolean {
  const type = mimeType.toLowerCase()
  if (type === 'application/pdf' || type === 'application/x-pdf') return true
  return type === 'application/octet-stream' && /\.pdf\s*$/i.test(fileName ?? '')
}

function shown(from: Address | undefined): string {
  if (!from) return ''
  const name = clean(from.name)
  if (from.address === undefined) return name
  return name ? `${name} <${clean(from.address)}>` : clean(from.address)
}

/** Control characters have no business in what is shown to people. */
const clean = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim()

function cleanName(name: string | undefined): string {
  const last =
    clean(name ?? '')
      .split(/[/\\]/)
      .at(-1) ?? ''
  return last.length > maxFileName ? `${last.slice(0, maxFileName - 4)}.pdf` : last
}
