import { z } from 'zod'
import { OutboundError, type OutboundInit } from '#kernel'
import type { Ctx } from '../context.ts'
import { isPdfPart } from '../mime.ts'
import { GrantRevokedError } from './google.ts'

const HistoryId = z.union([z.string(), z.number()]).transform(String)
const Profile = z.object({ emailAddress: z.string(), historyId: HistoryId })
const History = z.object({
  history: z
    .array(
      z.object({
        messagesAdded: z
          .array(
            z.object({ message: z.object({ id: z.string(), labelIds: z.array(z.string()).default([]) }) }),
          )
          .default([]),
      }),
    )
    .default([]),
  historyId: HistoryId.optional(),
  nextPageToken: z.string().optional(),
})
const Listed = z.object({
  messages: z.array(z.object({ id: z.string() })).default([]),
  nextPageToken: z.string().optional(),
})
interface Part {
  mimeType?: string | undefined
  filename?: string | undefined
  headers?: { name: string; value: string }[] | undefined
  body?: { data?: string | undefined } | undefined
  parts?: Part[] | undefined
}
const Part: z.ZodType<Part> = z.lazy(() =>
  z.object({
    mimeType: z.string().optional(),
    filename: z.string().optional(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    body: z.object({ data: z.string().optional() }).optional(),
    parts: z.array(Part).optional(),
  }),
)
const Found = z.object({
  id: z.string(),
  labelIds: z.array(z.string()).default([]),
  sizeEstimate: z.number().default(0),
  internalDate: z.union([z.string(), z.number()]).transform(Number),
  payload: Part.optional(),
})
const Raw = z.object({ raw: z.string() })
const Watch = z.object({ historyId: HistoryId.optional() })

/** What Gmail tells of a message before it is fetched whole. */
export interface GmailHead {
  readonly id: string
  /** Bytes, roughly. */
  readonly size: number
  readonly receivedAt: Temporal.Instant
  readonly labels: readonly string[]
  readonly hasPdf: boolean
  /** What people read of it, HTML without its tags; at most 100,000 characters. */
  readonly text: string
  header(name: string): string | undefined
}

/** A page of new message ids; `historyId` is where the next one starts once all pages are taken. */
export interface GmailPage {
  readonly ids: readonly string[]
  readonly historyId: string | undefined
  readonly nextPageToken: string | undefined
}

/** One mailbox through the Gmail API, for as long as its access token lasts. */
export interface Gmail {
  profile(): Promise<{ address: string; historyId: string }>
  /** @throws OutboundError status 404 when Gmail has forgotten that history. */
  newSince(historyId: string, pageToken?: string): Promise<GmailPage>
  /** Messages with a PDF received after an instant, for a resync or a back-fill. */
  listAfter(after: Temporal.Instant, pageToken?: string): Promise<GmailPage>
  /** The newest messages since an instant, drafts and what was sent left out as far as Gmail can. */
  newest(since: Temporal.Instant, most: number): Promise<readonly string[]>
  /** `undefined` when it was deleted meanwhile. */
  head(id: string): Promise<GmailHead | undefined>
  raw(id: string): Promise<Uint8Array>
  watch(topic: string): Promise<void>
}

/** A message of 25 MB as base64 in JSON, and its envelope. */
const maxRawBytes = 40 * 1024 * 1024
const pageSize = 100

/** Breaker and rate as ARCHITECTURE, resilience, has them for Gmail. */
const policy = { breaker: { failures: 3, resetMs: 30_000 }, rate: { points: 10, perSeconds: 1 } }

/** Google's daily quotas begin anew at midnight Pacific time (Google Cloud, quotas). */
const quotaZone = 'America/Los_Angeles'

export function gmail(ctx: Ctx, accessToken: string): Gmail {
  const dailyQuota = { calls: ctx.settings.GMAIL_DAILY_CALLS, zone: quotaZone }
  const http = ctx.http.provider('gmail', { ...policy, dailyQuota })
  const base = `${ctx.settings.GMAIL_API_URL}/gmail/v1/users/me`
  const ask = async <T>(schema: z.ZodType<T>, path: string, init: OutboundInit = {}): Promise<T> => {
    try {
      const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
      return await http.json(schema, `${base}${path}`, { ...init, headers })
    } catch (error) {
      if (error instanceof OutboundError && error.status === 401)
        throw new GrantRevokedError('Gmail no longer accepts this grant', { cause: error })
      throw error
    }
  }
  return {
    profile: async () => {
      const { emailAddress, historyId } = await ask(Profile, '/profile')
      return { address: emailAddress, historyId }
    },
    newSince: async (historyId, pageToken) => {
      const query = new URLSearchParams({
        startHistoryId: historyId,
        historyTypes: 'messageAdded',
        maxResults: String(pageSize),
        ...(pageToken ? { pageToken } : {}),
      })
      const page = await ask(History, `/history?${query}`)
      const ids = page.history.flatMap((each) => each.messagesAdded.map((added) => added.message.id))
      return { ids: [...new Set(ids)], historyId: page.historyId, nextPageToken: page.nextPageToken }
    },
    listAfter: async (after, pageToken) => {
      const query = new URLSearchParams({
        q: `filename:pdf after:${Math.floor(after.epochMilliseconds / 1000)}`,
        maxResults: String(pageSize),
        ...(pageToken ? { pageToken } : {}),
      })
      const page = await ask(Listed, `/messages?${query}`)
      const ids = page.messages.map((each) => each.id)
      return { ids, historyId: undefined, nextPageToken: page.nextPageToken }
    },
    newest: async (since, most) => {
      const query = new URLSearchParams({
        q: `after:${Math.floor(since.epochMilliseconds / 1000)}`,
        maxResults: String(most),
      })
      return (await ask(Listed, `/messages?${query}`)).messages.map((each) => each.id)
    },
    head: async (id) => {
      try {
        return headOf(await ask(Found, `/messages/${encodeURIComponent(id)}?format=full`, large))
      } catch (error) {
        if (error instanceof OutboundError && error.status === 404) return undefined
        throw error
      }
    },
    raw: async (id) => {
      const { raw } = await ask(Raw, `/messages/${encodeURIComponent(id)}?format=raw`, large)
      return Buffer.from(raw, 'base64url')
    },
    watch: async (topicName) => {
      const body = JSON.stringify({ topicName, labelIds: ['INBOX'] })
      await ask(Watch, '/watch', { method: 'POST', body, safeToRepeat: true })
    },
  }
}

const large = { maxBodyBytes: maxRawBytes, timeoutMs: 60_000 }

function headOf(found: z.output<typeof Found>): GmailHead {
  const headers = found.payload?.headers ?? []
  return {
    id: found.id,
    size: found.sizeEstimate,
    receivedAt: Temporal.Instant.fromEpochMilliseconds(found.internalDate),
    labels: found.labelIds,
    hasPdf: hasPdf(found.payload),
    text: textOf(found.payload),
    header: (name) => headers.find((each) => each.name.toLowerCase() === name)?.value,
  }
}

const mostText = 100_000

/** The plain text of a message, else its HTML without tags; what is attached is not looked into. */
function textOf(part: Part | undefined): string {
  const plain = bodyOf(part, 'text/plain') ?? bodyOf(part, 'text/html')?.replaceAll(/<[^>]*>/g, ' ') ?? ''
  return plain.slice(0, mostText)
}

function bodyOf(part: Part | undefined, type: string): string | undefined {
  if (!part || part.filename) return undefined
  if (part.mimeType === type && part.body?.data)
    return Buffer.from(part.body.data, 'base64url').toString('utf8')
  for (const inner of part.parts ?? []) {
    const found = bodyOf(inner, type)
    if (found !== undefined) return found
  }
  return undefined
}

/** A forwarded message may hold one: Gmail shows its parts, but not in every form, so it is fetched to be sure. */
function hasPdf(part: Part | undefined): boolean {
  if (!part) return false
  const type = part.mimeType ?? ''
  return type === 'message/rfc822' || isPdfPart(type, part.filename) || (part.parts ?? []).some(hasPdf)
}
