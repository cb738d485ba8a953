import { z } from 'zod'
import { event, PageQuery, pageOf, route, TimeZone } from '#kernel'

export const Production = z
  .object({
    id: z.uuid(),
    title: z.string(),
    timeZone: TimeZone,
    senders: z.array(z.string().max(254)).describe('Addresses or domains that call sheets come from'),
    role: z.enum(['owner', 'manager', 'member']),
    version: z.int(),
  })
  .meta({ id: 'Production' })
export const Member = z
  .object({
    userId: z.uuid(),
    role: z.string().nullable(),
    department: z.string().nullable(),
    nameAsPrinted: z.string().nullable(),
    standing: z
      .enum(['owner', 'manager', 'member'])
      .describe("The sheets of owner and managers are everybody's; they change the production"),
  })
  .meta({ id: 'Member' })

export const productionChanged = event(
  'schedule',
  'production.changed',
  z.object({
    productionId: z.uuid(),
    userIds: z.array(z.uuid()).max(1000),
    senders: z.array(z.string()),
    version: z.int(),
    deleted: z.boolean(),
  }),
)

/** Productions and who works on them. */
export const productionRoutes = {
  listProductions: route({
    method: 'GET',
    path: '/productions',
    summary: 'My productions',
    allow: 'schedule:read',
    input: PageQuery,
    output: pageOf(Production),
  }),
  createProduction: route({
    method: 'POST',
    path: '/productions',
    summary: 'Add a production',
    allow: 'schedule:create',
    status: 201,
    idempotent: true,
    input: z.object({
      title: z.string().trim().min(1).max(200),
      timeZone: TimeZone.default('Europe/Warsaw'),
      senders: z.array(z.string().trim().toLowerCase().max(254)).max(50).default([]),
    }),
    output: Production,
    problems: { 'production.exists': 409 },
  }),
  updateProduction: route({
    method: 'PATCH',
    path: '/productions/{productionId}',
    summary: 'Change a production of mine',
    allow: 'schedule:update',
    idempotent: true,
    input: z.object({
      productionId: z.uuid(),
      title: z.string().trim().min(1).max(200).optional(),
      timeZone: TimeZone.optional(),
      senders: z.array(z.string().trim().toLowerCase().max(254)).max(50).optional(),
    }),
    output: Production,
    problems: { 'production.exists': 409 },
  }),
  listMembers: route({
    method: 'GET',
    path: '/productions/{productionId}/members',
    summary: 'Who works on it; members who manage nothing see themselves',
    allow: 'schedule:read',
    input: PageQuery.extend({ productionId: z.uuid() }),
    output: pageOf(Member),
  }),
  setMember: route({
    method: 'PUT',
    path: '/productions/{productionId}/members/{userId}',
    summary: 'Add or change a member',
    allow: 'production:manage',
    input: z.object({
      productionId: z.uuid(),
      userId: z.uuid(),
      role: z.string().max(120).nullable().default(null),
      department: z.string().max(120).nullable().default(null),
      nameAsPrinted: z.string().trim().max(120).nullable().default(null),
      manager: z.boolean().default(false).describe("Are this member's call sheets everybody's?"),
    }),
    output: Member,
  }),
}
