import { z } from 'zod'
import { defineContract, event, Instant, Language, PageQuery, pageOf, route } from '#kernel'
import { Channel, NotificationKind } from '#services/config'

export const Priority = z.enum(['critical', 'high', 'normal', 'low'])
export const DeliveryState = z.enum(['queued', 'waiting', 'sent', 'delivered', 'failed', 'skipped'])
export const Delivery = z
  .object({
    channel: Channel,
    state: DeliveryState,
    attempts: z.int(),
    sentAt: Instant.nullable(),
    dueAt: Instant,
    providerId: z.string().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Delivery' })
export const Notification = z
  .object({
    id: z.uuid(),
    kind: NotificationKind,
    priority: Priority,
    title: z.string(),
    body: z.string(),
    subject: z.string().nullable().describe('`noun:id` it is about'),
    url: z.url().nullable().describe('The page of what it is about'),
    createdAt: Instant,
    readAt: Instant.nullable(),
    deliveries: z.array(Delivery),
  })
  .meta({ id: 'Notification' })
export const Target = z
  .object({
    id: z.uuid(),
    channel: Channel,
    label: z.string(),
    verified: z.boolean(),
    active: z.boolean(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'NotificationTarget', description: 'Where a channel reaches me: a phone number, a browser' })

export const notificationSent = event(
  'notification',
  'notification.sent',
  z.object({
    notificationId: z.uuid(),
    userId: z.uuid().nullable().describe('Null for a guest, who has no account'),
    version: z.int(),
    kind: NotificationKind,
    channel: Channel,
    providerId: z.string().nullable(),
    subject: z.string().nullable(),
  }),
)
export const notificationFailed = event(
  'notification',
  'notification.failed',
  z.object({
    notificationId: z.uuid(),
    userId: z.uuid().nullable().describe('Null for a guest, who has no account'),
    version: z.int(),
    kind: NotificationKind,
    channel: Channel,
    code: z.string(),
    permanent: z.boolean(),
  }),
)

export const notificationPostponed = event(
  'notification',
  'notification.postponed',
  z.object({
    notificationId: z.uuid(),
    userId: z.uuid().nullable().describe('Null for a guest, who has no account'),
    version: z.int(),
    kind: NotificationKind,
    until: Instant.describe('The end of the quiet hours: until then it is told nowhere'),
    subject: z.string().nullable(),
  }),
)

export const notification = defineContract('notification', {
  about: 'Tells people what they need to know, on the channels they chose, once.',
  permissions: {
    'notification:read': 'See my notifications',
    'notification:write': 'Mark them read, manage where they reach me',
    'notification:send': 'Send notifications to others',
  },
  routes: {
    list: route({
      method: 'GET',
      path: '/notifications',
      summary: 'My notifications, newest first',
      allow: 'notification:read',
      input: PageQuery.extend({ unread: z.boolean().optional(), kind: NotificationKind.optional() }),
      output: pageOf(Notification),
    }),
    get: route({
      method: 'GET',
      path: '/notifications/{notificationId}',
      summary: 'One notification with its deliveries',
      allow: 'notification:read',
      input: z.object({ notificationId: z.uuid() }),
      output: Notification,
    }),
    markRead: route({
      method: 'POST',
      path: '/notifications/{notificationId}/read',
      summary: 'Mark as read; again changes nothing',
      allow: 'notification:write',
      input: z.object({ notificationId: z.uuid() }),
      output: Notification,
    }),
    markAllRead: route({
      method: 'POST',
      path: '/notifications/read',
      summary: 'Mark all as read',
      allow: 'notification:write',
      output: z.object({ marked: z.int() }),
    }),
    unread: route({
      method: 'GET',
      path: '/notifications/unread',
      summary: 'How many I have not read',
      allow: 'notification:read',
      output: z.object({ unread: z.int().describe('At most 1,000: more are not counted') }),
    }),
    stream: route({
      method: 'GET',
      path: '/notifications/stream',
      summary: 'New notifications as they come',
      description:
        'Events `notification` (a Notification; its id resumes the stream as `Last-Event-ID`) and `ping` every 20 s. Without `Last-Event-ID` it starts with what comes next.',
      allow: 'notification:read',
      kind: 'stream',
    }),
    listTargets: route({
      method: 'GET',
      path: '/notifications/targets',
      summary: 'Where notifications reach me',
      allow: 'notification:read',
      input: PageQuery,
      output: pageOf(Target),
    }),
    addPhone: route({
      method: 'POST',
      path: '/notifications/targets/phone',
      summary: 'Add a phone number; a six-digit code is sent to it',
      allow: 'notification:write',
      rate: 'sign-in',
      status: 201,
      input: z.object({
        number: z
          .string()
          .regex(/^\+[1-9]\d{7,14}$/)
          .describe('E.164'),
      }),
      output: Target,
      description: 'Asking again for a number that waits for its code sends a new one; five codes an hour.',
      problems: {
        'notification.bad-number': 422,
        'notification.too-many-targets': 409,
        'notification.sms-unavailable': 503,
      },
    }),
    verifyPhone: route({
      method: 'POST',
      path: '/notifications/targets/{targetId}/verify',
      summary: 'Verify a phone number by its code, within ten minutes',
      allow: 'notification:write',
      rate: 'sign-in',
      input: z.object({ targetId: z.uuid(), code: z.string().regex(/^\d{6}$/) }),
      output: Target,
      problems: { 'notification.wrong-code': 422, 'notification.code-expired': 422 },
    }),
    addPush: route({
      method: 'POST',
      path: '/notifications/targets/push',
      summary: 'Subscribe this browser; again renews it',
      allow: 'notification:write',
      status: 201,
      input: z.object({
        endpoint: z.url({ protocol: /^https?$/ }).max(1000),
        keys: z.object({
          p256dh: z.base64url().max(200).describe('P-256 point, 65 bytes'),
          auth: z.base64url().max(100).describe('16 bytes'),
        }),
        expirationTime: z
          .number()
          .nullable()
          .optional()
          .describe('Comes with what a browser makes of its subscription (`toJSON`, W3C Push API); not used'),
        label: z.string().max(120).default('Browser'),
      }),
      output: Target,
      problems: { 'notification.bad-endpoint': 422, 'notification.too-many-targets': 409 },
    }),
    pushKey: route({
      method: 'GET',
      path: '/notifications/push-key',
      summary: 'Public key for web push (VAPID)',
      allow: 'public',
      output: z.object({ publicKey: z.string() }),
    }),
    deleteTarget: route({
      method: 'DELETE',
      path: '/notifications/targets/{targetId}',
      summary: 'Remove a phone or browser',
      allow: 'notification:write',
      input: z.object({ targetId: z.uuid() }),
    }),
    test: route({
      method: 'POST',
      path: '/notifications/test',
      summary: 'Send me a test on one channel',
      allow: 'notification:write',
      status: 202,
      rate: 'sign-in',
      input: z.object({ channel: Channel }),
      output: Notification,
      description: 'Quiet hours do not count. The delivery says what came of it.',
    }),
    send: route({
      method: 'POST',
      path: '/notifications/send',
      summary: 'Notify a user, for other services',
      description: 'Give `dedupe` when the call may be repeated: the first notification is answered again.',
      allow: ['service', 'notification:send'],
      status: 202,
      input: z.object({
        userId: z.uuid(),
        kind: NotificationKind,
        title: z.string().min(1).max(200),
        body: z.string().max(8000),
        subject: z.string().max(200).nullable().default(null),
        dedupe: z.string().max(200).optional().describe('The same value for a user notifies once'),
      }),
      output: Notification,
    }),
    preview: route({
      method: 'GET',
      path: '/notifications/preview/{kind}',
      summary: 'How a kind reads, with invented data',
      allow: 'notification:read',
      input: z.object({ kind: NotificationKind, language: Language.default('pl') }),
      output: z.object({ title: z.string(), body: z.string() }),
    }),
  },
  events: { notificationSent, notificationFailed, notificationPostponed },
})
