import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

export type Query = Kysely<Tables>

/** Database time of this service; moved by the sandbox and tests. */
export const now = sql<Temporal.Instant>`email.now()`
export const after = (seconds: number) =>
  sql<Temporal.Instant>`email.now() + make_interval(secs => ${seconds})`

/** Does a living process hold an IDLE connection to this mailbox? */
export const isWatched = sql<boolean>`exists (
  select from watchers where process = mailboxes.watcher and alive_until > email.now())`

/** The first message that brought any of these; `undefined` for digests nobody has sent before. */
export async function knownFingerprints(db: Query, userId: string, digests: readonly string[]) {
  const rows = await db
    .selectFrom('fingerprints')
    .select(['digest', 'email_id'])
    .where('user_id', '=', userId)
    .where('digest', 'in', digests)
    .execute()
  return new Map(rows.map((row) => [row.digest, row.email_id]))
}

/** Claims digests for a message; only those that nobody else has claimed come back. Waits for a parallel claim. */
export async function claimFingerprints(
  db: Query,
  userId: string,
  digests: readonly string[],
  emailId: string | null,
): Promise<Set<string>> {
  if (digests.length === 0) return new Set()
  const rows = await db
    .insertInto('fingerprints')
    .values(
      digests.toSorted().map((digest) => ({ user_id: userId, digest, email_id: emailId, seen_at: now })),
    )
    .onConflict((conflict) => conflict.columns(['user_id', 'digest']).doNothing())
    .returning('digest')
    .execute()
  return new Set(rows.map((row) => row.digest))
}

/** Do call sheets of a production of this user come from any of these digests (an address, its domain)? */
export async function isTrustedSender(
  db: Query,
  userId: string,
  digests: readonly string[],
): Promise<boolean> {
  const found = await db
    .selectFrom('productions')
    .select('production_id')
    .where('deleted', '=', false)
    .where(sql<boolean>`user_ids @> array[${userId}]::uuid[]`)
    .where(sql<boolean>`sender_digests && ${[...digests]}::text[]`)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export async function attachmentsOf(db: Query, emailIds: readonly string[]) {
  if (emailIds.length === 0) return []
  return await db
    .selectFrom('attachments')
    .selectAll()
    .where('email_id', 'in', emailIds)
    .orderBy('email_id')
    .orderBy('position')
    .execute()
}

export async function findEmail(db: Query, userId: string, emailId: string) {
  return await db
    .selectFrom('emails')
    .selectAll()
    .where('id', '=', emailId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** The upload mailbox of a user, made on first use. */
export async function uploadMailbox(
  db: Query,
  values: { id: string; userId: string; digest: string; address: string },
): Promise<string> {
  const made = await db
    .insertInto('mailboxes')
    .values({
      id: values.id,
      user_id: values.userId,
      kind: 'upload',
      account_digest: values.digest,
      address: values.address,
      since: now,
      linked_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'account_digest']).doUpdateSet({ unlinked_at: null }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}
