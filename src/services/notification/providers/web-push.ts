import { z } from 'zod'
import { OutboundError, type OutboundHttp } from '#kernel'
import type { PriorityName } from '../kinds.ts'
import { oneAttempt, PermanentFailure, type Provider } from './provider.ts'

export const Subscription = z.object({
  endpoint: z.url(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
})

export interface VapidKeys {
  readonly publicKey: string
  readonly privateKey: string
}

interface Options {
  readonly vapid: VapidKeys
  /** `mailto:` or `https:`, for the push service to reach us (RFC 8292, 2.1). */
  readonly contact: string
  /** Throws `PermanentFailure` for an endpoint that must not be called. */
  readonly check: (endpoint: string) => Promise<void>
}

const urgency: Record<PriorityName, 'high' | 'normal' | 'low'> = {
  critical: 'high',
  high: 'high',
  normal: 'normal',
  low: 'low',
}
/** How long a push service keeps a message for a browser that is off, seconds. */
const keepSeconds = 12 * 3600
/** RFC 8291 payloads have at most 3,993 bytes; browsers show far less. */
const longestBody = 600

/** A breaker for each of the big services, one for the rest: a stranger's broken endpoint must not stop them. */
const services: readonly (readonly [suffix: string, name: string])[] = [
  ['fcm.googleapis.com', 'push-google'],
  ['push.services.mozilla.com', 'push-mozilla'],
  ['push.apple.com', 'push-apple'],
  ['notify.windows.com', 'push-windows'],
]

/**
 * Web Push (RFC 8030, encrypted by RFC 8291, signed by RFC 8292). The topic comes from the notification: a repetition
 * replaces what still waits at the push service, and `tag` replaces what the browser shows already.
 */
export function push(http: OutboundHttp, { vapid, contact, check }: Options): Provider {
  return {
    name: 'web-push',
    send: async ({ notificationId, to, content, priority, subject }) => {
      const subscription = Subscription.parse(JSON.parse(to))
      await check(subscription.endpoint)
      const topic = notificationId.replaceAll('-', '')
      const payload = {
        title: content.title,
        body: content.short.slice(0, longestBody),
        tag: topic,
        notificationId,
        subject,
        url: content.url,
      }
      const { default: webPush } = await import('web-push')
      const request = webPush.generateRequestDetails(subscription, JSON.stringify(payload), {
        vapidDetails: { subject: contact, ...vapid },
        TTL: keepSeconds,
        urgency: urgency[priority],
        topic,
        contentEncoding: 'aes128gcm',
      })
      try {
        const response = await http
          .provider(providerName(subscription.endpoint), oneAttempt)
          .fetch(request.endpoint, {
            method: 'POST',
            headers: request.headers,
            body: new Uint8Array(request.body),
            redirect: 'error',
          })
        return { providerId: response.headers.get('location') }
      } catch (error) {
        throw refusalOf(error) ?? error
      }
    },
  }
}

function refusalOf(error: unknown): PermanentFailure | undefined {
  if (!(error instanceof OutboundError) || error.kind !== 'http') return undefined
  if (error.status === 404 || error.status === 410) return new PermanentFailure('push-gone', true, error)
  if (error.status === 400 || error.status === 413)
    return new PermanentFailure(`push-${error.status}`, false, error)
  return undefined
}

function providerName(endpoint: string): string {
  const host = new URL(endpoint).hostname
  const known = services.find(([suffix]) => host === suffix || host.endsWith(`.${suffix}`))
  return known?.[1] ?? 'push-other'
}
