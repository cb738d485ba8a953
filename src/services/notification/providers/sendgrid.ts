import { OutboundError, type OutboundHttp } from '#kernel'
import { messageId, oneAttempt, PermanentFailure, type Provider } from './provider.ts'

interface Options {
  /** `https://api.sendgrid.com`. */
  readonly url: string
  readonly key: string
  /** `Klaps <noreply@example.org>`, a verified sender. */
  readonly from: string
  readonly callsPerDay: number
}

/**
 * E-mail over SendGrid's v3 `mail/send`. It takes no idempotency key and cannot be asked what it sent without a paid
 * add-on: after an unknown outcome the mail goes again under the same Message-ID and `custom_args`.
 */
export function sendGrid(http: OutboundHttp, { url, key, from, callsPerDay }: Options): Provider {
  const client = http.provider('sendgrid', { ...oneAttempt, dailyQuota: { calls: callsPerDay, zone: 'UTC' } })
  return {
    name: 'sendgrid',
    send: async ({ deliveryId, to, content }) => {
      try {
        const response = await client.fetch(`${url}/v3/mail/send`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            personalizations: [{ to: [{ email: to }] }],
            from: party(from),
            subject: content.title,
            content: [
              { type: 'text/plain', value: content.text },
              { type: 'text/html', value: content.html },
            ],
            headers: { 'Message-ID': messageId(deliveryId), 'Auto-Submitted': 'auto-generated' },
            custom_args: { delivery: deliveryId },
          }),
        })
        // Only 202 says that SendGrid has taken the mail; anything else comes from somebody in between.
        if (response.status !== 202)
          throw new OutboundError('sendgrid', 'malformed', 'sendgrid: answered without taking the mail', {
            status: response.status,
          })
        return { providerId: response.headers.get('x-message-id') }
      } catch (error) {
        if (error instanceof OutboundError && (error.status === 400 || error.status === 413))
          throw new PermanentFailure(`sendgrid-${error.status}`, false, error)
        throw error
      }
    },
  }
}

/** `Klaps <noreply@example.org>` in SendGrid's form. */
function party(from: string): { email: string; name?: string } {
  const [, name, email] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(from) ?? []
  return email ? { email, ...(name ? { name } : {}) } : { email: from.trim() }
}
