import { randomUUID } from 'node:crypto'
import type { PersonalCipher } from '#kernel'
import type { Ctx, Tx } from './context.ts'
import { after, now } from './queries.ts'

/** Long after any transaction that could still refer to it has ended. */
const writingSeconds = 3600
const sweepBatch = 100

export const blobAad = (blobKey: string) => `email:attachments.content:${blobKey}`

/**
 * Seals and stores bytes under a key of their own, noted beforehand as loose: if nothing ever refers to them (a
 * crash, a duplicate), the sweep removes them. A key is never used twice, so that the sweep meets no new writer.
 */
export async function putBlob(ctx: Ctx, cipher: PersonalCipher, bytes: Uint8Array): Promise<string> {
  const key = `attachments/${randomUUID()}`
  await ctx.db.query
    .insertInto('loose_blobs')
    .values({ key, delete_after: after(writingSeconds) })
    .execute()
  await ctx.blobs.put(key, cipher.sealBytes(bytes, blobAad(key)))
  return key
}

/** From now on a row refers to these. */
export async function keepBlobs(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await tx.query.deleteFrom('loose_blobs').where('key', 'in', keys).execute()
}

/** No row refers to these any more: the next sweep deletes them. */
export async function releaseBlobs(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.query
    .insertInto('loose_blobs')
    .values(keys.map((key) => ({ key, delete_after: now })))
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ delete_after: now }))
    .execute()
}

/** Deletes loose blobs, bytes first: killed in between, the next sweep finds the row again. */
export async function sweepBlobs(ctx: Ctx): Promise<void> {
  const due = await ctx.db.query
    .selectFrom('loose_blobs')
    .select('key')
    .where('delete_after', '<=', now)
    .limit(sweepBatch)
    .execute()
  for (const { key } of due) {
    await ctx.blobs.delete(key)
    await ctx.db.query.deleteFrom('loose_blobs').where('key', '=', key).execute()
  }
}
