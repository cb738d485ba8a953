import { randomUUID } from 'node:crypto'
import { inScope, type PersonalCipher } from '#kernel'
import { emailReceived } from '#services/email'
import { keepBlobs, putBlob } from './blobs.ts'
import { scoreOf } from './candidate.ts'
import type { Ctx, Tx } from './context.ts'
import { fileDigest, messageDigest, senderDigest } from './digests.ts'
import type { Message, PdfPart } from './mime.ts'
import { sealFileName, sealHeaders } from './present.ts'
import { after, claimFingerprints, isTrustedSender, knownFingerprints, now } from './queries.ts'

/** Nobody waits longer than this for a PDF to be read, queue and retries included. */
export const readingSeconds = 3600

/** A parsed message on its way in. */
export interface Arrival {
  readonly userId: string
  readonly mailboxId: string
  readonly message: Message
  readonly receivedAt: Temporal.Instant
  /** Commits with whatever becomes of the message: how far a mailbox has been read. */
  readonly alongside?: (tx: Tx) => Promise<void>
}

/** What became of an arrival. `emailId` of a duplicate is the first one; null when that one was ignored. */
export type Stored =
  | { readonly kind: 'stored'; readonly emailId: string }
  | { readonly kind: 'duplicate'; readonly emailId: string | null }
  | { readonly kind: 'ignored' }

/** How a message would be taken, before anything is written. */
export interface Assessment {
  readonly duplicateOf: string | null
  readonly isDuplicate: boolean
  readonly fresh: readonly PdfPart[]
  readonly score: number
  readonly urgent: boolean
  readonly trustedSender: boolean
}

/** Reads only: is it new, which of its PDFs are, and how much does it look like a call sheet. */
export async function assess(ctx: Ctx, userId: string, message: Message): Promise<Assessment> {
  const own = messageDigest(userId, message.messageId)
  const digestOf = (pdf: PdfPart) => fileDigest(userId, pdf.sha256)
  const known = await knownFingerprints(ctx.db.query, userId, [own, ...message.pdfs.map(digestOf)])
  const fresh = known.has(own) ? [] : message.pdfs.filter((pdf) => !known.has(digestOf(pdf)))
  const firstFile = message.pdfs.map((pdf) => known.get(digestOf(pdf))).find(Boolean)
  const domain = message.senderAddress.split('@').at(-1) ?? ''
  const trustedSender =
    message.senderAddress !== '' &&
    (await isTrustedSender(ctx.db.query, userId, [senderDigest(message.senderAddress), senderDigest(domain)]))
  const fileNames = message.pdfs.map((pdf) => pdf.fileName)
  return {
    isDuplicate: known.has(own) || (message.pdfs.length > 0 && fresh.length === 0),
    duplicateOf: known.get(own) ?? firstFile ?? null,
    fresh,
    trustedSender,
    ...scoreOf({ subject: message.subject, body: message.body, fileNames, trustedSender }),
  }
}

/**
 * Takes a message in: once, whatever comes how often through however many doors, because the fingerprints' key
 * decides. Bytes first, then row and event in one transaction.
 */
export async function store(ctx: Ctx, arrival: Arrival): Promise<Stored> {
  const { userId, message } = arrival
  const assessment = await assess(ctx, userId, message)
  if (message.pdfs.length === 0 || assessment.isDuplicate) return await pass(ctx, arrival, assessment)
  const cipher = await ctx.secrets.person(userId)
  const files: StoredFile[] = []
  for (const pdf of assessment.fresh) files.push({ pdf, blobKey: await putBlob(ctx, cipher, pdf.bytes) })
  return await ctx.db.transaction(async (tx) => {
    await arrival.alongside?.(tx)
    const emailId = randomUUID()
    const lost = await claim(tx, arrival, emailId, files)
    if (lost) return lost.duplicate
    return await record(tx, arrival, assessment, { emailId, files, cipher })
  })
}

interface StoredFile {
  readonly pdf: PdfPart
  readonly blobKey: string
}

/** Nothing to keep of it but that it was seen. */
async function pass(ctx: Ctx, arrival: Arrival, assessment: Assessment): Promise<Stored> {
  const { userId, message } = arrival
  await ctx.db.transaction(async (tx) => {
    await arrival.alongside?.(tx)
    const digest = messageDigest(userId, message.messageId)
    await claimFingerprints(tx.query, userId, [digest], assessment.duplicateOf)
  })
  return assessment.isDuplicate ? { kind: 'duplicate', emailId: assessment.duplicateOf } : { kind: 'ignored' }
}

/**
 * Claims the message and its new files. A parallel twin that was faster makes this one the duplicate; a file that
 * another message has brought meanwhile is left to that one.
 */
async function claim(
  tx: Tx,
  { userId, message }: Arrival,
  emailId: string,
  files: StoredFile[],
): Promise<{ duplicate: Stored } | undefined> {
  const own = messageDigest(userId, message.messageId)
  const digests = files.map(({ pdf }) => fileDigest(userId, pdf.sha256))
  const isFirst = (await claimFingerprints(tx.query, userId, [own], emailId)).has(own)
  const claimed = isFirst ? await claimFingerprints(tx.query, userId, digests, emailId) : new Set<string>()
  if (claimed.size === 0) {
    const known = await knownFingerprints(tx.query, userId, [...(isFirst ? [] : [own]), ...digests])
    const first = [...known.values()].find(Boolean) ?? null
    if (isFirst)
      await tx.query
        .updateTable('fingerprints')
        .set({ email_id: first })
        .where('user_id', '=', userId)
        .where('digest', '=', own)
        .execute()
    return { duplicate: { kind: 'duplicate', emailId: first } }
  }
  const left = files.filter(({ pdf }) => claimed.has(fileDigest(userId, pdf.sha256)))
  files.splice(0, files.length, ...left)
  return undefined
}

async function record(
  tx: Tx,
  arrival: Arrival,
  { score, urgent, trustedSender }: Assessment,
  { emailId, files, cipher }: { emailId: string; files: readonly StoredFile[]; cipher: PersonalCipher },
): Promise<Stored> {
  const { userId, mailboxId, message, receivedAt } = arrival
  const correlationId = randomUUID()
  await tx.query
    .insertInto('emails')
    .values({
      id: emailId,
      user_id: userId,
      mailbox_id: mailboxId,
      headers: sealHeaders(cipher, emailId, message),
      received_at: receivedAt,
      state: 'pending',
      score,
      urgent,
      trusted_sender: trustedSender,
      correlation_id: correlationId,
      started_at: now,
      stored_at: now,
      due_at: after(readingSeconds),
    })
    .execute()
  const attachments = files.map(({ pdf, blobKey }, position) => {
    const id = randomUUID()
    return {
      id,
      email_id: emailId,
      user_id: userId,
      position,
      file_name: sealFileName(cipher, id, pdf.fileName),
      content_type: pdf.contentType,
      size: pdf.bytes.length,
      sha256: pdf.sha256,
      blob_key: blobKey,
    }
  })
  await tx.query.insertInto('attachments').values(attachments).execute()
  await keepBlobs(
    tx,
    attachments.map((each) => each.blob_key),
  )
  await announce(tx, {
    id: emailId,
    user_id: userId,
    mailbox_id: mailboxId,
    version: 1,
    received_at: receivedAt,
    score,
    trusted_sender: trustedSender,
    urgent,
    correlation_id: correlationId,
    attachments,
  })
  return { kind: 'stored', emailId }
}

interface Announced {
  id: string
  user_id: string
  mailbox_id: string
  version: number
  received_at: Temporal.Instant
  score: number
  trusted_sender: boolean
  urgent: boolean
  correlation_id: string
  attachments: readonly { id: string; size: number; sha256: string }[]
}

/** Publishes `email.received` as the beginning of a story of its own: the processing log follows its correlation id. */
export async function announce(tx: Tx, email: Announced): Promise<void> {
  const data = {
    emailId: email.id,
    userId: email.user_id,
    mailboxId: email.mailbox_id,
    version: email.version,
    receivedAt: email.received_at.toString(),
    score: email.score,
    trustedSender: email.trusted_sender,
    urgent: email.urgent,
    attachments: email.attachments.map(({ id, size, sha256 }) => ({ attachmentId: id, size, sha256 })),
  }
  await inScope({ correlationId: email.correlation_id }, () =>
    tx.publish(emailReceived, data, { subject: `email:${email.id}` }),
  )
}
