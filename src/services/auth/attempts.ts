import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Tx, tooMany } from '#kernel'
import type { Ctx } from './context.ts'
import type { Tables } from './tables.ts'

/** Failures that an account suffers from one address within 15 minutes before it has to wait (PRODUCT, section 4). */
const maxFailures = 5

/** One account as seen from one address. */
export interface Attempt {
  readonly account: Buffer
  readonly address: string
}

export function attemptOf(email: string, address: string | undefined): Attempt {
  return { account: createHash('sha256').update(email).digest(), address: address ?? 'unknown' }
}

/**
 * Writes the attempt down as a failure before `look` looks at the password: of a hundred guesses sent at once, five are
 * looked at. `forgiveAttempts` takes it back when the password was right; it does not count when nobody could look. The
 * database counts, so replicas share it.
 *
 * @throws Problem 429 with `Retry-After` when five failures lie within the last 15 minutes, and what `look` throws.
 */
export async function attempted<Found>(
  ctx: Ctx,
  attempt: Attempt,
  look: () => Promise<Found>,
): Promise<Found> {
  const id = await reserve(ctx, attempt)
  try {
    return await look()
  } catch (error) {
    await ctx.db.query.deleteFrom('sign_in_attempts').where('id', '=', id).execute()
    throw error
  }
}

/** The row that counts the attempt. */
async function reserve(ctx: Ctx, { account, address }: Attempt): Promise<string> {
  const id = randomUUID()
  const waitSeconds = await ctx.db.transaction(async ({ query }) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${account.toString('hex')} ${address}`}, 0))`.execute(
      query,
    )
    const { rows } = await sql<{ failures: number; wait: number | null }>`
      select count(*)::int as failures, extract(epoch from min(at) + interval '15 minutes' - auth.now())::float8 as wait
      from (select at from sign_in_attempts
            where account = ${account} and address = ${address} and at > auth.now() - interval '15 minutes'
            order by at desc limit ${maxFailures}) recent`.execute(query)
    const { failures, wait } = rows[0]!
    if (failures >= maxFailures) return wait ?? 0
    await sql`insert into sign_in_attempts (id, account, address, at)
      values (${id}, ${account}, ${address}, auth.now())`.execute(query)
    return undefined
  })
  if (waitSeconds !== undefined)
    throw tooMany(waitSeconds, 'Too many failed sign-ins from here; wait before the next')
  return id
}

/** The password was right: what was counted against this account from this address is forgotten. */
export async function forgiveAttempts({ query }: Tx<Tables>, { account, address }: Attempt): Promise<void> {
  await query
    .deleteFrom('sign_in_attempts')
    .where('account', '=', account)
    .where('address', '=', address)
    .execute()
}
