import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Meta, Problem, signingKey, type Tx } from '#kernel'
import type { Ctx } from './context.ts'
import { userRegistered } from './contract.ts'
import { hashPassword } from './passwords.ts'
import { credentialProvider, type Role } from './queries.ts'
import { issueTokens, openSession } from './sessions.ts'
import type { Tables } from './tables.ts'

interface NewAccount {
  readonly email: string
  readonly name: string
  readonly password: string
}

/** A new account, signed in. The hash is made before anything is looked up, so a taken address answers no faster. */
export async function signUp(ctx: Ctx, input: NewAccount, meta: Meta<Tables>) {
  const email = input.email.toLowerCase()
  const hash = await hashPassword(input.password)
  const key = await signingKey(ctx)
  const roles: Role[] = email === ctx.settings.KLAPS_ADMIN_EMAIL ? ['admin'] : ['crew_member']
  const session = await ctx.db.transaction(async (tx) => {
    const userId = await insertUser(tx, { email, name: input.name, hash, roles })
    await tx.publish(
      userRegistered,
      { userId, roles, version: 1 },
      { subject: `user:${userId}`, reason: 'signed up' },
    )
    return await openSession(tx, userId, meta)
  })
  return await issueTokens(key, session)
}

async function insertUser(
  { query }: Tx<Tables>,
  user: { email: string; name: string; hash: string; roles: Role[] },
): Promise<string> {
  const id = randomUUID()
  const inserted = await query
    .insertInto('users')
    .values({ id, email: user.email, name: user.name, roles: user.roles })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw new Problem(409, 'auth.email-taken', 'There is an account with this e-mail address')
  await query
    .insertInto('accounts')
    .values({
      account_id: id,
      provider_id: credentialProvider,
      user_id: id,
      password: user.hash,
      updated_at: sql<Temporal.Instant>`current_timestamp`,
    })
    .execute()
  return id
}
