import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Calendar } from './calendar-store.ts'
import type { World } from './world.ts'

export const ChannelRequest = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9\-_+/=]{1,64}$/),
  type: z.enum(['web_hook', 'webhook']),
  address: z.url(),
  token: z.string().max(256).optional(),
  /** Milliseconds since the epoch, as Google has it: a number or its digits. */
  expiration: z.coerce.number().optional(),
})

interface Channel {
  id: string
  resourceId: string
  calendarId: string
  address: string
  token: string | undefined
  expirationMs: number
  messages: number
}

const dayMs = 86_400_000
const maximumChannels = 100
const pushTimeoutMs = 5000

/** Push channels: tells a web hook that a calendar has changed, not what. */
export class CalendarChannels {
  readonly #world: World
  #channels = new Map<string, Channel>()
  #pending = new Set<string>()

  constructor(world: World) {
    this.#world = world
    const kept = world.store.section('calendar-channels', () => [...this.#channels.values()])
    this.#channels = new Map((kept ?? []).map((channel) => [channel.id, channel]))
  }

  /**
   * Opens a channel, which first sends its `sync` message. Google asks for https; the sandbox posts to loopback only.
   * @returns the channel resource, or the reason of Google's 400.
   */
  open(calendar: Calendar, request: z.infer<typeof ChannelRequest>): object | string {
    const { hostname } = new URL(request.address)
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return 'push.webhookUrlUnauthorized'
    if (this.#channels.has(request.id)) return 'channelIdNotUnique'
    const nowMs = this.#world.clock.now().epochMilliseconds
    const channel: Channel = {
      id: request.id,
      resourceId: randomBytes(16).toString('base64url'),
      calendarId: calendar.id,
      address: request.address,
      token: request.token,
      expirationMs: Math.min(request.expiration ?? nowMs + 7 * dayMs, nowMs + 30 * dayMs),
      messages: 0,
    }
    if (this.#channels.size >= maximumChannels)
      this.#channels.delete(this.#channels.keys().next().value ?? '')
    this.#channels.set(channel.id, channel)
    this.#world.store.touch('calendar-channels')
    this.#send(channel, 'sync')
    return {
      kind: 'api#channel',
      id: channel.id,
      resourceId: channel.resourceId,
      resourceUri: this.#resourceUri(channel),
      token: channel.token,
      expiration: String(channel.expirationMs),
    }
  }

  stop(id: string, resourceId: string): boolean {
    if (this.#channels.get(id)?.resourceId !== resourceId) return false
    this.#world.store.touch('calendar-channels')
    return this.#channels.delete(id)
  }

  /** Several changes in one go make one message, as with Google. */
  changed(calendar: Calendar): void {
    if (this.#pending.has(calendar.id)) return
    this.#pending.add(calendar.id)
    setImmediate(() => {
      this.#pending.delete(calendar.id)
      const nowMs = this.#world.clock.now().epochMilliseconds
      for (const channel of this.#channels.values()) {
        if (channel.calendarId === calendar.id && channel.expirationMs > nowMs) this.#send(channel, 'exists')
      }
    })
  }

  reset(): void {
    this.#channels.clear()
    this.#world.store.touch('calendar-channels')
  }

  #send(channel: Channel, state: 'sync' | 'exists'): void {
    channel.messages += 1
    const headers: Record<string, string> = {
      'x-goog-channel-id': channel.id,
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-uri': this.#resourceUri(channel),
      'x-goog-resource-state': state,
      'x-goog-message-number': String(channel.messages),
      'x-goog-channel-expiration': new Date(channel.expirationMs).toUTCString(),
    }
    if (channel.token) headers['x-goog-channel-token'] = channel.token
    const signal = AbortSignal.any([AbortSignal.timeout(pushTimeoutMs), this.#world.stopping])
    // A web hook that does not listen loses its message, as with Google.
    fetch(channel.address, { method: 'POST', headers, signal }).then(
      (response) => response.body?.cancel(),
      () => {},
    )
  }

  #resourceUri(channel: Channel): string {
    return `${this.#world.origin()}/google-calendar/calendar/v3/calendars/${encodeURIComponent(channel.calendarId)}/events?alt=json`
  }
}
