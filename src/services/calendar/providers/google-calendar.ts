import { z } from 'zod'
import { type OutboundClient, OutboundError, type OutboundHttp, type OutboundInit } from '#kernel'
import { fromGoogle, GoogleEvent, toGoogle } from './google-event.ts'
import type { ChangePage, Channel, RemoteCalendar, RemoteChange, RemoteEvent } from './types.ts'

const timeoutMs = 10_000
/** Google's daily quotas begin anew at midnight Pacific time (Google Cloud, quotas). */
const quotaZone = 'America/Los_Angeles'

const Written = z.object({ etag: z.string() })
const ChannelAnswer = z.object({ resourceId: z.string(), expiration: z.coerce.number() })
const Listing = z.object({
  timeZone: z.string().max(64).default('UTC'),
  items: z.array(GoogleEvent).default([]),
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
})

/** Gives an access token; `renewed` asks for a new one after a 401. */
export type Access = (renewed: boolean) => Promise<string>

export interface GoogleCalendarOptions {
  baseUrl: string
  /** Of all users and replicas together, as is the day's quota. */
  callsPerSecond: number
  callsPerDay: number
}

/**
 * The user's primary Google Calendar over the REST API v3. Every call may be repeated: ids are ours, and a patch says
 * which state it replaces.
 *
 * @throws GrantRevoked from `access`; OutboundError for what the policy could not mend.
 */
export class GoogleCalendar implements RemoteCalendar {
  readonly #http: OutboundClient
  readonly #events: string
  readonly #api: string
  readonly #access: Access

  constructor(http: OutboundHttp, options: GoogleCalendarOptions, access: Access) {
    const rate = { points: options.callsPerSecond, perSeconds: 1 }
    const dailyQuota = { calls: options.callsPerDay, zone: quotaZone }
    this.#http = http.provider('google-calendar', { timeoutMs, rate, dailyQuota })
    this.#api = `${options.baseUrl.replace(/\/$/, '')}/calendar/v3`
    this.#events = `${this.#api}/calendars/primary/events`
    this.#access = access
  }

  async insert(event: RemoteEvent): Promise<{ tag: string } | 'exists'> {
    const body = JSON.stringify({ id: event.id, ...toGoogle(event) })
    try {
      const { etag } = await this.#json(Written, this.#events, { method: 'POST', body })
      return { tag: etag }
    } catch (error) {
      if (statusOf(error) === 409) return 'exists'
      throw error
    }
  }

  async patch(event: RemoteEvent, tag?: string): Promise<{ tag: string } | 'changed' | 'gone'> {
    try {
      const { etag } = await this.#json(Written, `${this.#events}/${event.id}`, {
        method: 'PATCH',
        body: JSON.stringify(toGoogle(event)),
        headers: tag ? { 'if-match': tag } : {},
      })
      return { tag: etag }
    } catch (error) {
      const status = statusOf(error)
      if (status === 412) return 'changed'
      if (status === 404 || status === 410) return 'gone'
      throw error
    }
  }

  async get(id: string): Promise<RemoteChange | undefined> {
    try {
      return fromGoogle(await this.#json(GoogleEvent, `${this.#events}/${id}`), 'UTC')
    } catch (error) {
      if (statusOf(error) === 404 || statusOf(error) === 410) return undefined
      throw error
    }
  }

  async remove(id: string): Promise<void> {
    try {
      await this.#fetch(`${this.#events}/${id}`, { method: 'DELETE' })
    } catch (error) {
      if (statusOf(error) !== 404 && statusOf(error) !== 410) throw error
    }
  }

  async changes(options: {
    from: Temporal.Instant
    syncToken?: string
    page?: string
  }): Promise<ChangePage | 'expired'> {
    const query = new URLSearchParams({ maxResults: '250', showDeleted: 'true', singleEvents: 'false' })
    // Beside a sync token Google refuses every other filter.
    if (options.syncToken) query.set('syncToken', options.syncToken)
    else query.set('timeMin', options.from.toString({ smallestUnit: 'second' }))
    if (options.page) query.set('pageToken', options.page)
    try {
      const page = await this.#json(Listing, `${this.#events}?${query}`)
      return {
        changes: page.items.map((item) => fromGoogle(item, page.timeZone)),
        nextPage: page.nextPageToken,
        syncToken: page.nextSyncToken,
      }
    } catch (error) {
      if (statusOf(error) === 410) return 'expired'
      throw error
    }
  }

  async watch(channel: { id: string; secret: string; address: string }): Promise<Channel> {
    const body = JSON.stringify({
      id: channel.id,
      type: 'web_hook',
      address: channel.address,
      token: channel.secret,
    })
    const answer = await this.#json(ChannelAnswer, `${this.#events}/watch`, { method: 'POST', body })
    return {
      resource: answer.resourceId,
      until: Temporal.Instant.fromEpochMilliseconds(answer.expiration),
    }
  }

  async unwatch(channel: { id: string; resource: string }): Promise<void> {
    const body = JSON.stringify({ id: channel.id, resourceId: channel.resource })
    try {
      await this.#fetch(`${this.#api}/channels/stop`, { method: 'POST', body })
    } catch (error) {
      if (statusOf(error) !== 404) throw error
    }
  }

  async #json<T>(schema: z.ZodType<T>, url: string, init: OutboundInit = {}): Promise<T> {
    return await this.#authorised((headers) =>
      this.#http.json(schema, url, { ...init, headers: { ...init.headers, ...headers }, safeToRepeat: true }),
    )
  }

  async #fetch(url: string, init: OutboundInit): Promise<Response> {
    return await this.#authorised((headers) =>
      this.#http.fetch(url, { ...init, headers: { ...init.headers, ...headers }, safeToRepeat: true }),
    )
  }

  /** A 401 means that the access token ended early: one new one, and no second try. */
  async #authorised<T>(call: (headers: Record<string, string>) => Promise<T>): Promise<T> {
    const headers = async (renewed: boolean) => ({
      authorization: `Bearer ${await this.#access(renewed)}`,
      'content-type': 'application/json',
    })
    try {
      return await call(await headers(false))
    } catch (error) {
      if (statusOf(error) !== 401) throw error
      return await call(await headers(true))
    }
  }
}

const statusOf = (error: unknown) => (error instanceof OutboundError ? error.status : undefined)
