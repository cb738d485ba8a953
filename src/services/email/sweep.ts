import { sql } from 'kysely'
import { inScope } from '#kernel'
import { sweepBlobs } from './blobs.ts'
import type { Ctx } from './context.ts'
import { enter } from './hear.ts'
import { now } from './queries.ts'

const sweepBatch = 100
/** A copy that comes later than this is news. */
const fingerprintDays = 400

/** When the next wait has been in vain. */
export const nextWait = sql`select min(due_at) from emails`

/**
 * Ends waits that were in vain: a sheet that changed nothing makes no new plan, and a PDF that nobody could read in an
 * hour will not be read.
 */
export async function endWaits(ctx: Ctx): Promise<void> {
  const due = await ctx.db.query
    .selectFrom('emails')
    .select(['id', 'correlation_id'])
    .where('due_at', '<=', now)
    .limit(sweepBatch)
    .execute()
  for (const { id, correlation_id } of due)
    await inScope({ correlationId: correlation_id }, () => ctx.db.transaction((tx) => endWait(ctx, tx, id)))
}

async function endWait(ctx: Ctx, tx: Parameters<typeof enter>[1], emailId: string): Promise<void> {
  const email = await tx.query
    .selectFrom('emails')
    .select('state')
    .where('id', '=', emailId)
    .where('due_at', '<=', now)
    .forUpdate()
    .executeTakeFirst()
  if (email?.state === 'pending') await enter(ctx, tx, emailId, 'failed', 'not-read-in-time')
  else if (email?.state === 'processing') await enter(ctx, tx, emailId, 'completed', 'nothing-new')
}

/** What is kept only for a while: loose blobs, begun consents, fingerprints of long ago. */
export async function tidy(ctx: Ctx): Promise<void> {
  await sweepBlobs(ctx)
  await ctx.db.query.deleteFrom('oauth_states').where('expires_at', '<=', now).execute()
  const longAgo = ctx.clock.now().subtract({ hours: 24 * fingerprintDays })
  await ctx.db.query.deleteFrom('fingerprints').where('seen_at', '<', longAgo).execute()
}
