import { z } from 'zod'
import {
  accessPage,
  accessStates,
  defineContract,
  defineService,
  Problem,
  rolePermissionsChanged,
  route,
  rows,
  sessionRevoked,
  userErased,
  userRolesChanged,
} from '#kernel'

/** Publishes the events by which access is given and taken, under the name of the service that owns them. */
const doorkeeper = defineContract('auth', {
  about: 'Opens and closes doors, for tests of the kernel.',
  routes: {
    accessStates,
    revoke: route({
      method: 'POST',
      path: '/door/revoke',
      summary: 'End a session for an hour',
      allow: 'public',
      idempotent: true,
      input: z.object({ sessionId: z.string(), userId: z.uuid(), refuse: z.boolean().default(false) }),
    }),
    giveRoles: route({
      method: 'POST',
      path: '/door/roles',
      summary: 'Give a user these roles',
      allow: 'public',
      idempotent: true,
      input: userRolesChanged.data,
    }),
    grant: route({
      method: 'POST',
      path: '/door/permissions',
      summary: 'Give a role these permissions',
      allow: 'public',
      idempotent: true,
      input: rolePermissionsChanged.data,
    }),
    erase: route({
      method: 'POST',
      path: '/door/erase',
      summary: 'Forget a user',
      allow: 'public',
      idempotent: true,
      input: userErased.data,
    }),
  },
})

export const doorkeeperService = defineService({
  contract: doorkeeper,
  tables: rows<object>(),
  settings: z.object({}),
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    accessStates: (ctx, page) => accessPage(ctx.db.query, page),
    revoke: async (ctx, { sessionId, userId, refuse }, { tx }) => {
      const until = ctx.clock.now().add({ hours: 1 }).toString()
      await tx.publish(sessionRevoked, { sessionId, userId, until })
      if (refuse) throw new Problem(409, 'session.busy', 'The session cannot end now')
    },
    giveRoles: async (_ctx, change, { tx }) => await tx.publish(userRolesChanged, change),
    grant: async (_ctx, change, { tx }) => await tx.publish(rolePermissionsChanged, change),
    erase: async (_ctx, erased, { tx }) => await tx.publish(userErased, erased),
  },
  personal: { export: async () => ({}), erase: async () => {} },
})
