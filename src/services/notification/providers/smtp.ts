import { createTransport } from 'nodemailer'
import type { OutboundHttp } from '#kernel'
import {
  type Message,
  messageId,
  oneAttempt,
  PermanentFailure,
  type Provider,
  type Sent,
} from './provider.ts'

/** What nodemailer throws: the server's answer and the command that it answered. */
interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
  response?: string
}

/**
 * E-mail over SMTP (RFC 5321). The protocol knows no idempotency key: after an unknown outcome the mail goes again
 * under the same Message-ID, by which servers and readers tell a copy.
 *
 * @param url `smtp://` (STARTTLS where offered) or `smtps://`.
 * @param from sender, `Klaps <noreply@example.org>`.
 */
export function smtp(http: OutboundHttp, url: string, from: string): Provider {
  const client = http.provider('smtp', oneAttempt)
  return {
    name: 'smtp',
    send: async (message) => {
      try {
        return await client.run((signal) => submit(url, from, message, signal))
      } catch (error) {
        throw refusalOf(error) ?? error
      }
    },
  }
}

/** Connects and signs in as for sending, and sends nothing. Throws what nodemailer throws. */
export async function trySmtp(http: OutboundHttp, url: string): Promise<void> {
  await http
    .provider('smtp-check', oneAttempt)
    .run((signal) => withTransport(url, signal, (transport) => transport.verify()))
}

async function submit(url: string, from: string, message: Message, signal: AbortSignal): Promise<Sent> {
  const { content } = message
  const sent = await withTransport(url, signal, (transport) =>
    transport.sendMail({
      from,
      to: message.to,
      subject: content.title,
      text: content.text,
      html: content.html,
      messageId: messageId(message.deliveryId),
      headers: { 'Auto-Submitted': 'auto-generated' },
    }),
  )
  return { providerId: sent.messageId }
}

/** One connection, closed afterwards and when `signal` says so. */
async function withTransport<R>(
  url: string,
  signal: AbortSignal,
  work: (transport: ReturnType<typeof openTransport>) => Promise<R>,
): Promise<R> {
  const transport = openTransport(url)
  const stop = () => transport.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await work(transport)
  } finally {
    signal.removeEventListener('abort', stop)
    transport.close()
  }
}

const openTransport = (url: string) =>
  createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

/** A 5xx answer is final (RFC 5321, 4.2.1), except to our own sign-in: that is ours to repair. */
function refusalOf(error: unknown): PermanentFailure | undefined {
  const { code, command, responseCode = 0, response = '' } = error as SmtpError
  if (code === 'EAUTH' || responseCode < 500 || responseCode > 599) return undefined
  const badAddress = command === 'RCPT TO' || /\b5\.1\.\d/.test(response)
  return new PermanentFailure(`smtp-${responseCode}`, badAddress, error)
}
