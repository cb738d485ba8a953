import { randomUUID } from 'node:crypto'
import type { OutboundHttp } from '#kernel'
import { type Message, messageId, oneAttempt, PermanentFailure, type Provider } from './provider.ts'
import type { Mail, SmtpConnections } from './smtp-connections.ts'

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
 * @param from sender, `Klaps <noreply@example.org>`.
 */
export function smtp(http: OutboundHttp, connections: SmtpConnections, from: string): Provider {
  const client = http.provider('smtp', oneAttempt)
  return {
    name: 'smtp',
    send: async (message) => {
      const mail = await compose(from, message)
      try {
        await client.run((signal) => connections.submit(mail, signal))
        return { providerId: messageId(message.deliveryId) }
      } catch (error) {
        throw refusalOf(error) ?? error
      }
    },
  }
}

async function compose(from: string, { deliveryId, to, content }: Message): Promise<Mail> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const mail = new MailComposer({
    from,
    to,
    subject: content.title,
    text: content.text,
    html: content.html,
    messageId: messageId(deliveryId),
    // One for all parts; the library would ask the system for each.
    baseBoundary: randomUUID(),
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  return { envelope: mail.getEnvelope(), bytes: await mail.build() }
}

/** Connects and signs in as for sending, and sends nothing. Throws what nodemailer throws. */
export async function trySmtp(http: OutboundHttp, url: string): Promise<void> {
  await http.provider('smtp-check', oneAttempt).run(async (signal) => {
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      url,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 15_000,
    })
    const stop = () => transport.close()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await transport.verify()
    } finally {
      signal.removeEventListener('abort', stop)
      transport.close()
    }
  })
}

/** A 5xx answer is final (RFC 5321, 4.2.1), except to our own sign-in: that is ours to repair. */
function refusalOf(error: unknown): PermanentFailure | undefined {
  const { code, command, responseCode = 0, response = '' } = error as SmtpError
  if (code === 'EAUTH' || responseCode < 500 || responseCode > 599) return undefined
  const badAddress = command === 'RCPT TO' || /\b5\.1\.\d/.test(response)
  return new PermanentFailure(`smtp-${responseCode}`, badAddress, error)
}
