import { z } from 'zod'
import { defineContract, Instant, PageQuery, pageOf, route } from '#kernel'

export const AuditRecord = z
  .object({
    seq: z.int(),
    at: Instant,
    service: z.string(),
    type: z.string(),
    action: z.string(),
    actor: z.string(),
    target: z.string().nullable(),
    reason: z.string(),
    correlationId: z.string(),
    details: z.record(z.string(), z.unknown()),
    hash: z.string().describe('SHA-256 over the record and the hash before it, hex'),
  })
  .meta({ id: 'AuditRecord' })

export const audit = defineContract('audit', {
  about: 'Who did what to which thing and why: append-only, each record chained to the one before.',
  permissions: { 'audit:read': 'See the audit log' },
  routes: {
    list: route({
      method: 'GET',
      path: '/audit',
      summary: 'Audit records, newest first',
      allow: 'audit:read',
      input: PageQuery.extend({
        actor: z.string().max(200).optional(),
        type: z.string().max(200).optional(),
        target: z.string().max(400).optional(),
        correlationId: z.string().max(100).optional(),
        from: Instant.optional(),
        to: Instant.optional(),
      }),
      output: pageOf(AuditRecord),
    }),
    verify: route({
      method: 'GET',
      path: '/audit/verify',
      summary: 'Is the chain whole?',
      allow: 'audit:read',
      output: z.object({ whole: z.boolean(), records: z.int(), brokenAt: z.int().nullable() }),
    }),
    trail: route({
      method: 'GET',
      path: '/audit/trail/{correlationId}',
      summary: 'Every event of one story, for the processing log',
      allow: 'service',
      input: PageQuery.extend({ correlationId: z.string().max(100) }),
      output: pageOf(AuditRecord),
    }),
  },
})
