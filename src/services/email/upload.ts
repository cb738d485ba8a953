import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { notFound, Problem } from '#kernel'
import { Email, maxMessageBytes, UploadPreview } from '#services/email'
import type { Ctx, Meta } from './context.ts'
import { accountDigest } from './digests.ts'
import { kindOfFile, messageOfPdf, messageTooLarge, parseMessage, sentAtOf } from './message.ts'
import type { Message } from './mime.ts'
import { presentEmail, sealAddress } from './present.ts'
import { attachmentsOf, findEmail, uploadMailbox } from './queries.ts'
import { restart } from './reprocess.ts'
import { assess, store } from './store.ts'

interface Input {
  fileName?: string | undefined
  force: boolean
  dryRun: boolean
}

/**
 * Takes an uploaded .pdf or .eml: 202 with the stored message, 200 with the first one when it was seen before (202
 * when `force` has it read again), 200 with what would happen for `dryRun`.
 *
 * @throws Problem 413 over 25 MB, 422 for what is neither or holds no PDF.
 */
export async function upload(ctx: Ctx, input: Input, meta: Meta): Promise<Response> {
  const { userId } = meta
  const message = await readFile(new Uint8Array(await meta.request.arrayBuffer()), input.fileName)
  if (input.dryRun) return await preview(ctx, userId, message, input.force)
  const stored = await keep(ctx, userId, message)
  const { emailId } = stored
  const again = stored.kind === 'duplicate' && input.force
  if (again)
    await ctx.db.transaction(async (tx) => {
      await restart(tx, userId, emailId)
      await tx.audit({ action: 'email.reprocessed', target: `email:${emailId}`, details: { by: 'upload' } })
    })
  return answer(
    z.encode(Email, await emailOf(ctx, userId, emailId)),
    stored.kind === 'stored' || again ? 202 : 200,
  )
}

/**
 * Takes a file that a user has handed to another service: the stored message, or the first one that brought it.
 *
 * @throws Problem as `upload` does.
 */
export async function deposit(
  ctx: Ctx,
  { fileName, base64 }: { fileName: string; base64: string },
  { userId }: Meta,
): Promise<z.output<typeof Email>> {
  const message = await readFile(new Uint8Array(Buffer.from(base64, 'base64')), fileName)
  const { emailId } = await keep(ctx, userId, message)
  return await emailOf(ctx, userId, emailId)
}

async function keep(ctx: Ctx, userId: string, message: Message) {
  const mailboxId = await ownUploads(ctx, userId)
  const receivedAt = earlier(sentAtOf(message), ctx.clock.now())
  const stored = await store(ctx, { userId, mailboxId, message, receivedAt })
  if (stored.kind === 'ignored' || stored.emailId === null) throw noPdf()
  return { kind: stored.kind, emailId: stored.emailId }
}

async function readFile(bytes: Uint8Array, fileName: string | undefined): Promise<Message> {
  if (bytes.length > maxMessageBytes) throw messageTooLarge()
  const kind = kindOfFile(bytes)
  if (kind === 'unknown')
    throw new Problem(422, 'email.not-readable', 'This is neither a PDF nor an e-mail message')
  const message = kind === 'pdf' ? messageOfPdf(bytes, fileName) : await parseMessage(bytes)
  if (message.pdfs.length === 0) throw noPdf()
  return message
}

const noPdf = () => new Problem(422, 'email.no-pdf', 'There is no PDF in this message')

/** A date in the future is a wrong clock or a lie. */
function earlier(sentAt: Temporal.Instant | null, now: Temporal.Instant): Temporal.Instant {
  return sentAt && Temporal.Instant.compare(sentAt, now) < 0 ? sentAt : now
}

async function preview(ctx: Ctx, userId: string, message: Message, force: boolean): Promise<Response> {
  const assessment = await assess(ctx, userId, message)
  const { duplicateOf, isDuplicate, score, urgent, trustedSender, fresh } = assessment
  await ctx.db.transaction((tx) =>
    tx.audit({
      action: 'email.upload-tried',
      target: `user:${userId}`,
      details: { isDuplicate, force, attachments: message.pdfs.length },
    }),
  )
  const tells = {
    dryRun: true as const,
    wouldProcess: !isDuplicate || (force && duplicateOf !== null),
    duplicateOf,
    score,
    urgent,
    trustedSender,
    attachments: message.pdfs.map((pdf) => ({
      fileName: pdf.fileName,
      size: pdf.bytes.length,
      sha256: pdf.sha256,
      isNew: fresh.includes(pdf),
    })),
  }
  return answer(z.encode(UploadPreview, tells), 200)
}

async function ownUploads(ctx: Ctx, userId: string): Promise<string> {
  const digest = accountDigest(userId, 'upload', '')
  const known = await ctx.db.query
    .selectFrom('mailboxes')
    .select('id')
    .where('user_id', '=', userId)
    .where('account_digest', '=', digest)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst()
  if (known) return known.id
  const id = randomUUID()
  const cipher = await ctx.secrets.person(userId)
  return await ctx.db.transaction((tx) =>
    uploadMailbox(tx.query, { id, userId, digest, address: sealAddress(cipher, id, 'upload') }),
  )
}

/** One message of this user's, on the wire. */
export async function emailOf(ctx: Ctx, userId: string, emailId: string): Promise<z.output<typeof Email>> {
  const row = await findEmail(ctx.db.query, userId, emailId)
  if (!row) throw notFound('message')
  const cipher = await ctx.secrets.person(userId)
  return presentEmail(cipher, row, await attachmentsOf(ctx.db.query, [emailId]))
}

const answer = (body: unknown, status: number) => Response.json(body, { status })
