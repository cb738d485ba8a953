import { z } from 'zod'
import { event } from './contract.ts'
import { derivedId } from './ids.ts'

/** CloudEvents 1.0 with the extensions every event of ours carries. */
export const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().describe('`/klaps/<service>`'),
  type: z.string(),
  subject: z.string().optional(),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json'),
  data: z.unknown(),
  correlationid: z.string(),
  causationid: z.string().optional(),
  traceparent: z.string().optional(),
  actor: z.string().describe('`user:<id>`, `service:<name>` or `anonymous`'),
  reason: z.string(),
  replayid: z
    .string()
    .max(64)
    .optional()
    .describe('Of the replay that brings it again; the id stays the same'),
})
export type Envelope = z.output<typeof Envelope>

/** An envelope whose data has been decoded by its definition's schema. */
export type EventOf<D extends z.ZodType> = Omit<Envelope, 'data'> & {
  readonly data: z.output<D>
  /** The copy is being filled with what was told long before: keep it, and tell nobody as if it were news. */
  readonly history?: boolean
}

/** The id of the job that tries an event alone for a listener: one for each, and one more for each replay. */
export const deliveryId = (event: Pick<Envelope, 'id' | 'replayid'>, listener: string) =>
  derivedId(event.id, listener, ...(event.replayid ? [event.replayid] : []))

export const sourceOf = (service: string) => `/klaps/${service}`
export const serviceOf = (envelope: Pick<Envelope, 'source'>) => envelope.source.replace('/klaps/', '')

/** A change without a public event of its own. The audit service keeps and chains these. */
export const auditRecorded = event(
  '*',
  'audit.recorded',
  z.object({
    action: z.string().max(200),
    target: z.string().max(400).describe('`noun:id` of the thing that changed'),
    details: z.record(z.string(), z.unknown()).default({}),
    address: z.string().max(64).optional().describe('Client address, when a request caused it'),
  }),
)

/** Something failed for good: a dead letter, a provider that gave up. Any service may publish it. */
export const errorOccurred = event(
  '*',
  'error.occurred',
  z.object({
    operation: z.string().max(200),
    code: z.string().max(100),
    message: z.string().max(2000),
    userId: z
      .uuid()
      .nullable()
      .default(null)
      .describe("Whose work it was, who is told; null for the house's own"),
  }),
)

/** A session has ended; every service refuses its access tokens from now on. */
export const sessionRevoked = event(
  'auth',
  'session.revoked',
  z.object({
    sessionId: z.string().max(100),
    userId: z.uuid(),
    until: z.iso.datetime({ offset: true }).describe('When the last token of it expires'),
  }),
)

/** A user's roles have changed; tokens signed before carry the old ones, so services look here first. */
export const userRolesChanged = event(
  'auth',
  'user.roles.changed',
  z.object({ userId: z.uuid(), roles: z.array(z.string().max(50)).max(20), version: z.int() }),
)

/** A role's permissions have changed. */
export const rolePermissionsChanged = event(
  'auth',
  'role.permissions.changed',
  z.object({
    role: z.string().max(50),
    permissions: z.array(z.string().max(100)).max(200),
    version: z.int(),
  }),
)

/** The account is gone: every service erases what it knows about the person. */
export const userErased = event('auth', 'user.erased', z.object({ userId: z.uuid() }))
