import { sql } from 'kysely'
import { accessPage, defineService, notFound, publicKeys, rows } from '#kernel'
import { changePassword, sessionIdOf } from './change-password.ts'
import { type Ctx, settings } from './context.ts'
import { auth } from './contract.ts'
import { deleteMe, eraseAccount, exportAccount } from './erase.ts'
import { authorizePage, consent } from './oauth/authorize.ts'
import { registerClient, sweepOauth } from './oauth/clients.ts'
import { oauthMetadata } from './oauth/metadata.ts'
import { oauthToken } from './oauth/token.ts'
import { findUser, now, presentUser, sessionsPage, userById, usersPage, usersWithRole } from './queries.ts'
import { refresh } from './refresh.ts'
import { forgetSuccessors } from './refresh-tokens.ts'
import { promoteConfiguredAdmin, setRoles } from './roles.ts'
import { endSessions } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { signUp } from './sign-up.ts'
import { rotateKeys } from './signing-keys.ts'
import type { Tables } from './tables.ts'

export default defineService({
  contract: auth,
  tables: rows<Tables>(),
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['signing_keys.private_jwk', 'refresh_tokens.successor'],
  routes: {
    oauthMetadata: (ctx: Ctx) => oauthMetadata(ctx),
    oauthRegister: registerClient,
    oauthAuthorize: authorizePage,
    oauthConsent: consent,
    oauthToken,
    signUp,
    signIn,
    refresh,
    changePassword,
    setRoles,
    signOut: (ctx, _input, { userId, actor }) =>
      ctx.db.transaction(
        async (tx) => void (await endSessions(tx, userId, { only: sessionIdOf(actor) }, 'signed out')),
      ),
    listSessions: (ctx, page, { userId, actor }) =>
      sessionsPage(ctx.db.query, page, { id: userId, sessionId: sessionIdOf(actor) }),
    revokeSession: (ctx, { sessionId }, { userId }) =>
      ctx.db.transaction(async (tx) => {
        if ((await endSessions(tx, userId, { only: sessionId }, 'ended by its user')) === 0)
          throw notFound('session')
      }),
    jwks: (ctx) => publicKeys(ctx),
    accessStates: (ctx, page) => accessPage(ctx.db.query, page),
    me: async (ctx, _input, { userId, permissions }) => ({
      ...presentUser(await userById(ctx.db.query, userId)),
      permissions: [...permissions],
    }),
    deleteMe: (ctx, _input, meta) => deleteMe(ctx, meta),
    listUsers: (ctx, page) => usersPage(ctx.db.query, page),
    usersWithRole: (ctx, { role }) => usersWithRole(ctx.db.query, role),
    getUser: async (ctx, { userId }) => {
      const user = await findUser(ctx, userId)
      if (!user) throw notFound('user')
      return presentUser(user)
    },
  },
  jobs: {
    sweep: { every: 'PT1M', run: sweep },
    rotateKeys: { every: 'PT10M', run: rotateKeys },
  },
  personal: { export: exportAccount, erase: (_ctx, userId, tx) => eraseAccount(tx, userId) },
  start: async (ctx) => {
    await promoteConfiguredAdmin(ctx)
    return undefined
  },
})

/** Sessions that ran out, failures that no longer count, successors past their grace. All indexed, all repeatable. */
async function sweep(ctx: Ctx): Promise<void> {
  const { query } = ctx.db
  await query.deleteFrom('sessions').where('expires_at', '<', now).execute()
  await query.deleteFrom('verifications').where('expires_at', '<', now).execute()
  await query
    .deleteFrom('sign_in_attempts')
    .where('at', '<', sql<Temporal.Instant>`auth.now() - interval '15 minutes'`)
    .execute()
  await forgetSuccessors(query)
  await sweepOauth(ctx)
}
