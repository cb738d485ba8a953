import { RECOGNISED_FORM, type ReadProgress, recogniseInWorker } from '#callsheet'
import type { PersonalCipher } from '#kernel'
import type { Ctx } from './context.ts'
import { type DocumentRow, openRecognised, sealRecognised } from './present.ts'

/** Twenty crowded pages are one; what is larger is recognised again when it is needed. */
const mostKeptBytes = 4 * 1024 * 1024

/** What was recognised in this very PDF before, whichever message it came with; undefined where nothing was. */
export async function recognisedOf(
  ctx: Ctx,
  cipher: PersonalCipher,
  { user_id: userId, sha256 }: DocumentRow,
): Promise<Uint8Array | undefined> {
  const row = await ctx.db.query
    .selectFrom('recognised')
    .select('pages')
    .where('user_id', '=', userId)
    .where('sha256', '=', sha256)
    .where('form', '=', RECOGNISED_FORM)
    .executeTakeFirst()
  return row && openRecognised(cipher, sha256, row.pages)
}

/**
 * Recognises the scanned pages of a document, some seconds each, and keeps what was found, sealed: another reading, a
 * further sheet of the file and learning from corrections take it from there.
 *
 * @throws CallSheetError as the reader does
 */
export async function recogniseAndKeep(
  ctx: Ctx,
  cipher: PersonalCipher,
  row: DocumentRow,
  { bytes, signal }: { bytes: Uint8Array; signal: AbortSignal },
): Promise<Uint8Array> {
  const progress = progressOf(ctx, row.id)
  try {
    const pages = await recogniseInWorker(bytes, { signal, onProgress: progress.tell })
    if (pages.length > mostKeptBytes) return pages
    const found = { form: RECOGNISED_FORM, pages: Buffer.from(sealRecognised(cipher, row.sha256, pages)) }
    await ctx.db.query
      .insertInto('recognised')
      .values({ user_id: row.user_id, sha256: row.sha256, ...found })
      .onConflict((conflict) => conflict.columns(['user_id', 'sha256']).doUpdateSet(found))
      .execute()
    return pages
  } finally {
    await progress.told()
  }
}

/** Writes down which page is being recognised. Nobody waits for it, and a reading does not fail by it. */
function progressOf(ctx: Ctx, documentId: string) {
  let last = Promise.resolve()
  const write = async ({ page, of }: ReadProgress): Promise<void> => {
    try {
      await ctx.db.query
        .updateTable('documents')
        .set({ recognising_page: page, recognising_of: of })
        .where('id', '=', documentId)
        .where('state', '=', 'recognising')
        .execute()
    } catch (error) {
      ctx.log.warn({ err: error }, 'progress not written')
    }
  }
  return {
    tell: (progress: ReadProgress): void => {
      last = last.then(() => write(progress))
    },
    told: () => last,
  }
}
