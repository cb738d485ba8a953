import { z } from 'zod'
import { defineContract, Instant, PageQuery, pageOf, route } from '#kernel'

export const AuditRecord = z
  .object({
    seq: z.int(),
    at: Instant,
    service: z.string(),
    type: z.string(),
    action: z.string(),
    actor: z.string().describe('`user:<id>`, `service:<name>` or `anonymous`'),
    target: z.string().nullable(),
    reason: z.string(),
    correlationId: z.string(),
    details: z
      .record(z.string(), z.unknown())
      .describe('Of `audit.recorded` as given; of other events their ids and facts, never free text'),
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
      description:
        'Hashes the records anew, `limit` of them at most. On a longer log `next` says where to go on; it is null at the end.',
      input: z.object({
        from: z.int().min(1).optional().describe('Start at this record'),
        limit: z.int().min(1).max(50_000).default(500).describe('Records to hash at most'),
      }),
      output: z.object({
        whole: z.boolean().describe('Of the records looked at'),
        records: z.int().describe('How many were looked at'),
        brokenAt: z.int().nullable().describe('The first record that is changed, missing or not linked'),
        next: z.int().nullable(),
      }),
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
