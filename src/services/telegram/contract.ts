import { z } from 'zod'
import { defineContract, event, Instant, PageQuery, pageOf, route } from '#kernel'

export const TelegramLink = z
  .object({
    id: z.uuid(),
    state: z.enum(['linked', 'blocked']).describe('`blocked`: the person stopped the bot in Telegram'),
    linkedAt: Instant,
  })
  .meta({ id: 'TelegramLink', description: 'A Telegram chat that acts for me' })

export const telegramLinked = event(
  'telegram',
  'telegram.linked',
  z.object({ linkId: z.uuid(), userId: z.uuid(), version: z.int() }),
)
export const telegramUnlinked = event(
  'telegram',
  'telegram.unlinked',
  z.object({
    linkId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    cause: z.enum(['user', 'chat', 'blocked', 'other-account']),
  }),
)

export const telegram = defineContract('telegram', {
  about: 'The Telegram bot: linked chats, what they ask for, and messages that go there.',
  permissions: {},
  routes: {
    startLink: route({
      method: 'POST',
      path: '/telegram/links',
      summary: 'Begin linking a chat: gives the address to open in Telegram',
      description: 'The address works once and for fifteen minutes.',
      allow: 'signed-in',
      rate: 'sign-in',
      status: 201,
      output: z.object({ url: z.url(), expiresAt: Instant }),
      problems: { 'telegram.not-configured': 503, 'telegram.too-many-links': 409 },
    }),
    listLinks: route({
      method: 'GET',
      path: '/telegram/links',
      summary: 'My linked chats',
      allow: 'signed-in',
      input: PageQuery,
      output: pageOf(TelegramLink),
    }),
    unlink: route({
      method: 'DELETE',
      path: '/telegram/links/{linkId}',
      summary: 'Unlink a chat: it acts for me no more, at once',
      allow: 'signed-in',
      input: z.object({ linkId: z.uuid() }),
    }),
    webhook: route({
      method: 'POST',
      path: '/telegram/webhook',
      summary: 'Where Telegram brings updates',
      description:
        'With the secret token that was set with the webhook. Answered once the update is safe; what it asks for is done afterwards. A repeated update is answered and not done again.',
      allow: 'public',
      kind: 'raw',
      consumes: 'application/json',
      output: z.void(),
      problems: { 'telegram.bad-secret': 403, 'telegram.not-configured': 503 },
    }),
    reach: route({
      method: 'GET',
      path: '/telegram/users/{userId}',
      summary: 'How many chats take messages for a user',
      allow: 'service',
      input: z.object({ userId: z.uuid() }),
      output: z.object({ chats: z.int() }),
    }),
    deliver: route({
      method: 'POST',
      path: '/telegram/deliveries/{deliveryId}',
      summary: 'Take a message to the linked chats of a user, once for every id',
      allow: 'service',
      status: 202,
      input: z.object({
        deliveryId: z.uuid(),
        userId: z.uuid(),
        title: z.string().max(300),
        text: z.string().max(20_000),
        subject: z
          .string()
          .max(200)
          .nullable()
          .default(null)
          .describe('`noun:id` of what it is about: under a reminder that rings there are buttons'),
      }),
      output: z.object({ chats: z.int().describe('How many it goes to') }),
      problems: { 'telegram.not-linked': 409, 'telegram.not-configured': 503 },
    }),
  },
  events: { telegramLinked, telegramUnlinked },
})
