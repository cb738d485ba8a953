import { z } from 'zod'
import { defineContract, PlainDate, route } from '#kernel'
import { boxOfficeRoutes } from './contract/box-office.ts'

export const DailyMetric = z
  .object({
    date: PlainDate.describe('Day in UTC'),
    metric: z.string(),
    label: z.string(),
    count: z.int(),
    sum: z.number().describe('Of the durations; 0 for what has none'),
    p50: z.number().nullable(),
    p95: z.number().nullable(),
    p99: z.number().nullable(),
  })
  .meta({ id: 'DailyMetric', description: 'Durations in milliseconds' })

const rangeProblems = { 'analytics.range-too-long': 422, 'analytics.range-backwards': 422 }

export const analytics = defineContract('analytics', {
  about: 'Counts and durations of everything that happens, by day.',
  permissions: { 'analytics:read': 'See statistics' },
  routes: {
    daily: route({
      method: 'GET',
      path: '/analytics/daily',
      summary: 'Metrics by day',
      allow: 'analytics:read',
      input: z.object({ from: PlainDate, to: PlainDate, metric: z.string().max(100).optional() }),
      output: z.object({ items: z.array(DailyMetric) }),
      problems: rangeProblems,
    }),
    ...boxOfficeRoutes,
    summary: route({
      method: 'GET',
      path: '/analytics/summary',
      summary: 'E-mails, documents, plans, notifications, success rate and time to plan',
      allow: 'analytics:read',
      problems: rangeProblems,
      input: z.object({ from: PlainDate, to: PlainDate }),
      output: z.object({
        emails: z.int(),
        documents: z.int(),
        days: z.int(),
        plans: z.int(),
        routes: z.int(),
        calendarEvents: z.int(),
        notifications: z.int(),
        errors: z.int(),
        successRate: z.number().nullable(),
        mailToPlanMs: z.object({
          p50: z.number().nullable(),
          p95: z.number().nullable(),
          p99: z.number().nullable(),
        }),
      }),
    }),
  },
})
