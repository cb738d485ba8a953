import type { ImapFlow, MessageStructureObject } from 'imapflow'
import type { OutboundClient } from '#kernel'
import type { Ctx } from '../context.ts'
import type { ImapCredentials } from '../credentials.ts'
import { maxMessageBytes } from '../message.ts'
import { isPdfPart } from '../mime.ts'
import { resolveHost } from './imap-address.ts'

/** Why we are not in: the server refused the login, has no such folder, or cannot be reached (also: must not be). */
export type ImapRefusal = 'login-refused' | 'no-folder' | 'unreachable'

export class ImapError extends Error {
  override readonly name = 'ImapError'
  readonly refusal: ImapRefusal

  constructor(refusal: ImapRefusal, options?: ErrorOptions) {
    super(`IMAP: ${refusal}`, options)
    this.refusal = refusal
  }
}

/** What the server tells of a message before it is fetched whole. */
export interface ImapHead {
  readonly uid: number
  /** Bytes. */
  readonly size: number
  readonly receivedAt: Temporal.Instant
  readonly hasPdf: boolean
  readonly messageId: string | undefined
  readonly subject: string
  readonly sender: string
}

/** A folder opened read-only: nothing is marked as seen. */
export interface ImapFolder {
  readonly uidValidity: number
  /** The UID that the next message will get, as of opening. */
  readonly uidNext: number
  /** UIDs above one, rising. */
  uidsAbove(uid: number): Promise<number[]>
  /** UIDs of messages received on that UTC day or later, rising. */
  uidsSince(instant: Temporal.Instant): Promise<number[]>
  /** In the order of the UIDs; those deleted meanwhile are left out. */
  heads(uids: readonly number[]): Promise<ImapHead[]>
  /** The first part of the message, enough for its text; `undefined` when it was deleted meanwhile. */
  opening(uid: number): Promise<Uint8Array | undefined>
  /** `undefined` when it was deleted meanwhile. */
  raw(uid: number): Promise<Uint8Array | undefined>
  /** Waits for news from this moment on (the library by itself would begin only after 15 s); any other call ends the wait. */
  idle(): void
  /** The server says that something is new, or the connection has ended. */
  onNews(hear: () => void): void
  onEnd(hear: () => void): void
  close(): Promise<void>
}

/** One attempt: whoever watches a mailbox has a rhythm of its own for trying again. */
const policy = { attempts: 1, timeoutMs: 20_000 }
/** Headers and text come first in a message; what is attached comes after. */
const openingBytes = 128 * 1024
const fetchTimeoutMs = 120_000
/** RFC 2177 asks to renew IDLE before half an hour is over. */
const maxIdleMs = 15 * 60_000
/** The library waits this long after a command before it idles; its own 15 s would be a message's delay. */
const autoIdleMs = 50

/**
 * Signs in and opens the folder. A breaker for each host, so that one bad server stands in nobody else's way.
 *
 * @throws ImapError
 */
export async function openImap(ctx: Ctx, credentials: ImapCredentials): Promise<ImapFolder> {
  const { host, folder } = credentials
  const http = ctx.http.provider(`imap:${host.toLowerCase()}`, policy)
  const target = await resolveHost(host, ctx.sandbox || ctx.settings.IMAP_PRIVATE_HOSTS)
  if (!target) throw new ImapError('unreachable')
  // 10 MB, for whoever has such a mailbox.
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host: target.address,
    port: credentials.port,
    secure: credentials.secure,
    ...(target.serverName ? { servername: target.serverName } : {}),
    auth: { user: credentials.user, pass: credentials.password },
    logger: false,
    clientInfo: { name: 'Klaps' },
    maxIdleTime: maxIdleMs,
    autoIdleDelay: autoIdleMs,
    maxLiteralSize: maxMessageBytes + 1024 * 1024,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
  })
  // An error without a listener would end the process; whoever waits for an answer gets it as a rejection.
  client.on('error', (error) => ctx.log.debug({ err: error }, 'An IMAP connection failed'))
  try {
    await http.run(() => client.connect())
    const opened = await http.run(() => client.mailboxOpen(folder, { readOnly: true }))
    return folderOf(client, http, opened)
  } catch (error) {
    client.close()
    throw asImapError(error)
  }
}

function asImapError(error: unknown): ImapError {
  const has = (name: string, value?: unknown) =>
    error instanceof Error &&
    (value === undefined ? Reflect.has(error, name) : Reflect.get(error, name) === value)
  if (has('authenticationFailed', true)) return new ImapError('login-refused', { cause: error })
  if (has('responseStatus', 'NO') || has('mailboxMissing', true))
    return new ImapError('no-folder', { cause: error })
  return new ImapError('unreachable', { cause: error })
}

function folderOf(
  client: ImapFlow,
  http: OutboundClient,
  { uidValidity, uidNext }: { uidValidity: bigint; uidNext: number },
): ImapFolder {
  const rising = (found: number[] | false | undefined) => (found || []).toSorted((a, b) => a - b)
  const search = (query: Parameters<ImapFlow['search']>[0]) =>
    http.run(async () => rising(await client.search(query, { uid: true })), { timeoutMs: fetchTimeoutMs })
  return {
    uidValidity: Number(uidValidity),
    uidNext,
    // `n:*` names the last message even when its number is below n (RFC 3501, 6.4.8).
    uidsAbove: async (uid) => (await search({ uid: `${uid + 1}:*` })).filter((each) => each > uid),
    uidsSince: (instant) => search({ since: dayOf(instant) }),
    heads: async (uids) =>
      uids.length === 0
        ? []
        : await http.run(async () => headsOf(client, uids), { timeoutMs: fetchTimeoutMs }),
    opening: (uid) =>
      http.run(
        async () => {
          const source = { start: 0, maxLength: openingBytes }
          const found = await client.fetchOne(String(uid), { source }, { uid: true })
          return found ? found.source : undefined
        },
        { timeoutMs: fetchTimeoutMs },
      ),
    raw: (uid) =>
      http.run(
        async () => {
          const found = await client.fetchOne(String(uid), { source: true }, { uid: true })
          return found ? found.source : undefined
        },
        { timeoutMs: fetchTimeoutMs },
      ),
    idle: () => void client.idle().catch(() => undefined),
    onNews: (hear) => void client.on('exists', hear),
    onEnd: (hear) => void client.on('close', hear),
    close: async () => {
      await client.logout().catch(() => client.close())
    },
  }
}

/** The library takes an ISO date; IMAP searches by day. */
const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO('UTC').toPlainDate().toString()

async function headsOf(client: ImapFlow, uids: readonly number[]): Promise<ImapHead[]> {
  const query = { uid: true, size: true, internalDate: true, envelope: true, bodyStructure: true }
  const found = await client.fetchAll([...uids].join(','), query, { uid: true })
  return found
    .map((each) => {
      const from = each.envelope?.from?.[0]
      return {
        uid: each.uid,
        size: each.size ?? 0,
        receivedAt: instantOf(each.internalDate),
        hasPdf: hasPdf(each.bodyStructure),
        messageId: each.envelope?.messageId,
        subject: each.envelope?.subject ?? '',
        sender: [from?.name, from?.address && `<${from.address}>`].filter(Boolean).join(' '),
      }
    })
    .toSorted((a, b) => a.uid - b.uid)
}

function instantOf(date: { toISOString(): string } | string | undefined): Temporal.Instant {
  try {
    return Temporal.Instant.from(typeof date === 'object' ? date.toISOString() : (date ?? ''))
  } catch {
    return Temporal.Now.instant()
  }
}

/** The candidate rule of PRODUCT 1.1 on a BODYSTRUCTURE; forwarded messages are looked into. */
function hasPdf(part: MessageStructureObject | undefined): boolean {
  if (!part) return false
  const name = part.dispositionParameters?.filename ?? part.parameters?.name
  return part.type === 'message/rfc822' || isPdfPart(part.type, name) || (part.childNodes ?? []).some(hasPdf)
}
