import { z } from 'zod'
import { defineContract, event, HealthReport, HealthStatus, Instant, route } from '#kernel'

/** A service has become healthy, degraded or unhealthy; `from` is null when it is seen for the first time. */
export const healthChanged = event(
  'health',
  'health.changed',
  z.object({
    service: z.string().max(100),
    from: HealthStatus.nullable(),
    to: HealthStatus,
    version: z.int().describe('Grows with every change of this service'),
  }),
)

export const health = defineContract('health', {
  about: 'Every service and dependency: healthy, degraded or unhealthy, with response times.',
  permissions: { 'health:read': 'See the state of every service' },
  routes: {
    status: route({
      method: 'GET',
      path: '/health',
      summary: 'The state of the system',
      allow: 'public',
      output: z.object({
        status: HealthStatus,
        checkedAt: Instant,
        services: z.record(z.string(), HealthStatus),
      }),
    }),
    services: route({
      method: 'GET',
      path: '/health/services',
      summary: 'Every service with its dependencies and response times',
      allow: 'health:read',
      output: z.object({ checkedAt: Instant, services: z.array(HealthReport) }),
    }),
    history: route({
      method: 'GET',
      path: '/health/history',
      summary: 'Changes of state, newest first',
      allow: 'health:read',
      input: z.object({ limit: z.int().min(1).max(200).default(50) }),
      output: z.object({
        items: z.array(
          z.object({
            service: z.string(),
            from: HealthStatus.nullable(),
            to: HealthStatus,
            at: Instant,
            detail: z.string().nullable().describe('The checks that failed'),
          }),
        ),
      }),
    }),
  },
  events: { healthChanged },
})
