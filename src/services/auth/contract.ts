import { z } from 'zod'
import {
  accessStates,
  defineContract,
  event,
  Instant,
  PageQuery,
  pageOf,
  rolePermissionsChanged,
  route,
  sessionRevoked,
  userErased,
  userRolesChanged,
} from '#kernel'
import { oauthRoutes } from './contract/oauth.ts'

export * from './contract/oauth.ts'

export const Email = z.email().max(254).describe('E-mail address')
export const Password = z.string().min(10).max(200).describe('At least ten characters')
export const RoleName = z
  .enum(['admin', 'production_manager', 'crew_member', 'viewer', 'box_office', 'customer'])
  .meta({ id: 'RoleName' })

export const User = z
  .object({ id: z.uuid(), email: Email, name: z.string(), roles: z.array(RoleName), createdAt: Instant })
  .meta({ id: 'User' })

export const TokenPair = z
  .object({
    accessToken: z.string().describe('JWT, EdDSA, 15 minutes'),
    accessTokenExpiresAt: Instant,
    refreshToken: z.string().describe('Opaque; each use gives a new one and ends the old'),
    user: User,
  })
  .meta({ id: 'TokenPair' })

export const Session = z
  .object({
    id: z.uuid(),
    createdAt: Instant,
    lastUsedAt: Instant,
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' })

/** `user.registered`: the account exists. Ids only; who needs the address asks `getUser`. */
export const userRegistered = event(
  'auth',
  'user.registered',
  z.object({ userId: z.uuid(), roles: z.array(RoleName), version: z.int() }),
)
export const sessionStarted = event(
  'auth',
  'session.started',
  z.object({ sessionId: z.string(), userId: z.uuid() }),
)
export const signInFailed = event(
  'auth',
  'signin.failed',
  z.object({ userId: z.uuid().nullable(), cause: z.string() }),
)

export const auth = defineContract('auth', {
  about: 'Accounts, sessions, roles and permissions; signs the access tokens that every service verifies.',
  permissions: { 'user:read': 'See users', 'user:update': 'Change roles', 'user:delete': 'Delete accounts' },
  routes: {
    ...oauthRoutes,
    signUp: route({
      method: 'POST',
      path: '/auth/sign-up',
      summary: 'Create an account with e-mail and password',
      allow: 'public',
      rate: 'sign-in',
      status: 201,
      input: z.object({ email: Email, password: Password, name: z.string().trim().min(1).max(120) }),
      output: TokenPair,
      problems: { 'auth.email-taken': 409, 'auth.busy': 503 },
    }),
    signIn: route({
      method: 'POST',
      path: '/auth/sign-in',
      summary: 'Sign in with e-mail and password',
      allow: 'public',
      rate: 'sign-in',
      input: z.object({ email: Email, password: z.string().min(1).max(200) }),
      output: TokenPair,
      problems: { 'auth.wrong-credentials': 401, 'auth.busy': 503 },
      description: 'Five failures per account and address in 15 minutes, then 429 until they are over.',
    }),
    refresh: route({
      method: 'POST',
      path: '/auth/refresh',
      summary: 'Exchange a refresh token for a new pair',
      allow: 'public',
      rate: 'sign-in',
      input: z.object({ refreshToken: z.string().min(20).max(500) }),
      output: TokenPair,
      problems: { 'auth.session-ended': 401 },
      description:
        'A refresh token works once. Using an old one again ends the whole session: somebody has copied it.',
    }),
    signOut: route({
      method: 'POST',
      path: '/auth/sign-out',
      summary: 'End this session everywhere, at once',
      allow: 'signed-in',
    }),
    listSessions: route({
      method: 'GET',
      path: '/auth/sessions',
      summary: 'My sessions',
      allow: 'signed-in',
      input: PageQuery,
      output: pageOf(Session),
    }),
    revokeSession: route({
      method: 'DELETE',
      path: '/auth/sessions/{sessionId}',
      summary: 'End one of my sessions',
      allow: 'signed-in',
      input: z.object({ sessionId: z.uuid() }),
    }),
    changePassword: route({
      method: 'POST',
      path: '/auth/password',
      summary: 'Change my password; ends my other sessions',
      allow: 'signed-in',
      rate: 'sign-in',
      input: z.object({ currentPassword: z.string().min(1).max(200), newPassword: Password }),
      problems: { 'auth.wrong-password': 403, 'auth.busy': 503 },
      description: 'A wrong current password counts as a failed sign-in.',
    }),
    jwks: route({
      method: 'GET',
      path: '/auth/jwks',
      summary: 'Public keys of the access tokens (JSON Web Key Set)',
      allow: 'public',
      output: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
    }),
    accessStates,
    me: route({
      method: 'GET',
      path: '/users/me',
      summary: 'Who I am, with my permissions',
      allow: 'signed-in',
      output: User.extend({ permissions: z.array(z.string()) }).meta({ id: 'Me' }),
    }),
    deleteMe: route({
      method: 'DELETE',
      path: '/users/me',
      summary: 'Delete my account and what every service knows about me',
      allow: 'signed-in',
      problems: { 'auth.last-admin': 409 },
    }),
    listUsers: route({
      method: 'GET',
      path: '/users',
      summary: 'All users',
      allow: 'user:read',
      input: PageQuery,
      output: pageOf(User),
    }),
    getUser: route({
      method: 'GET',
      path: '/users/{userId}',
      summary: 'One user',
      allow: ['user:read', 'service'],
      input: z.object({ userId: z.uuid() }),
      output: User,
    }),
    usersWithRole: route({
      method: 'GET',
      path: '/users/with-role/{role}',
      summary: 'Who has a role, for messages to all of them',
      allow: 'service',
      input: z.object({ role: RoleName }),
      output: z.object({ userIds: z.array(z.uuid()).max(1000) }),
    }),
    setRoles: route({
      method: 'PUT',
      path: '/users/{userId}/roles',
      summary: 'Give a user other roles; counts at once',
      allow: 'user:update',
      idempotent: true,
      input: z.object({ userId: z.uuid(), roles: z.array(RoleName).min(1).max(6) }),
      output: User,
      problems: { 'auth.last-admin': 409 },
    }),
  },
  events: {
    userRegistered,
    sessionStarted,
    signInFailed,
    sessionRevoked,
    userRolesChanged,
    rolePermissionsChanged,
    userErased,
  },
})
