import { z } from 'zod'
import { beat, Instant, route } from '#kernel'

export const InstanceState = z
  .object({
    instanceId: z.uuid(),
    host: z.string(),
    pid: z.int(),
    version: z.string(),
    services: z.array(z.string()),
    startedAt: Instant,
    beatAt: Instant.describe('When it was last heard of'),
    state: z.enum(['alive', 'stopped', 'gone']).describe('`stopped` said so itself, `gone` fell silent'),
  })
  .meta({ id: 'InstanceState' })

export const ServiceEntry = z
  .object({
    service: z.string(),
    alive: z.int().describe('Processes that it runs in at present'),
    versions: z.array(z.string()).describe('Of those'),
    state: z.enum(['running', 'absent']),
  })
  .meta({ id: 'ServiceEntry' })

export const Registry = z.object({ services: z.array(ServiceEntry), instances: z.array(InstanceState) })

export const registryRoutes = {
  beat,
  registry: route({
    method: 'GET',
    path: '/control/services',
    summary: 'Services, and the processes that they run in',
    description: 'Processes that have ended or fallen silent are listed for a day.',
    allow: 'control:read',
    output: Registry,
  }),
}
