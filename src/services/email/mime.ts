import type { Address, Attachment, Email } from 'postal-mime'
import { sha256 } from './digests.ts'

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
  /** Its Date header, in ISO 8601 when it could be read as a date. */
  readonly sentAt: string | null
  readonly pdfs: readonly PdfPart[]
}

/** Why a message is not taken, in a form that crosses threads. */
export interface MessageRefusal {
  readonly refusal: 'email.not-readable' | 'email.too-many-attachments'
  readonly detail: string
}

/**
 * Parses a raw message (RFC 5322): PDF parts at any depth, forwarded messages included, names decoded (RFC 2047 and
 * 2231). Runs in the thread it is called in; some 15 ms a megabyte.
 */
export async function parseMime(raw: Uint8Array): Promise<Message | MessageRefusal> {
  let email: Email
  try {
    const { default: PostalMime } = await import('postal-mime')
    email = await PostalMime.parse(raw, { maxNestingDepth: 50, maxHeadersSize: 512 * 1024 })
  } catch {
    return { refusal: 'email.not-readable', detail: 'This message cannot be read' }
  }
  const count = email.attachments.length
  if (count > maxAttachments) {
    const detail = `A message may have ${maxAttachments} attachments, this one has ${count}`
    return { refusal: 'email.too-many-attachments', detail }
  }
  const from = email.from ?? email.sender
  return {
    messageId: messageIdOf(email, raw),
    subject: clean(email.subject ?? '').slice(0, maxSubject),
    sender: shown(from).slice(0, maxSubject),
    senderAddress: (from?.address ?? '').trim().toLowerCase(),
    body: (email.text ?? email.html?.replaceAll(/<[^>]*>/g, ' ') ?? '').slice(0, maxBody),
    sentAt: email.date ?? null,
    pdfs: pdfsOf(email.attachments),
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

export function cleanName(name: string | undefined): string {
  const last =
    clean(name ?? '')
      .split(/[/\\]/)
      .at(-1) ?? ''
  return last.length > maxFileName ? `${last.slice(0, maxFileName - 4)}.pdf` : last
}
