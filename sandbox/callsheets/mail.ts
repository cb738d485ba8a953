import { createTransport } from 'nodemailer'

export interface EmailAttachment {
  fileName: string
  content: Uint8Array
  /** Some senders say `application/octet-stream` or `application/x-pdf` of a PDF. */
  contentType: string
}

export interface EmailOptions {
  from: string
  to: string
  subject: string
  text?: string
  html?: string
  attachments?: readonly EmailAttachment[]
  /** With its angle brackets; a new one each time when absent. */
  messageId?: string
  /** Default: now. */
  date?: Temporal.Instant
  /** A raw message to forward whole, as a message/rfc822 part. */
  forwarded?: Uint8Array
}

const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

/**
 * A raw RFC 5322 message as a mail program sends it: subjects in other letters as RFC 2047 words, file names as
 * RFC 2231 parameters, lines ending in CRLF.
 */
export async function asEmail(options: EmailOptions): Promise<Uint8Array> {
  const { from, to, subject, text, html, messageId, date, forwarded } = options
  const attachments = (options.attachments ?? []).map(({ fileName, content, contentType }) => ({
    filename: fileName,
    content: Buffer.from(content),
    contentType,
  }))
  const original = forwarded
    ? [{ filename: 'wiadomość.eml', content: Buffer.from(forwarded), contentType: 'message/rfc822' }]
    : []
  const sent = await transport.sendMail({
    from,
    to,
    subject,
    text,
    html,
    messageId,
    date: date && new Date(date.epochMilliseconds),
    attachments: [...attachments, ...original],
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  if (!Buffer.isBuffer(sent.message)) throw new Error('The stream transport did not buffer the message')
  return new Uint8Array(sent.message)
}
