import { defineContract, route, switchChanged } from '#kernel'
import { mcpRoutes } from './contract/mcp.ts'
import { registryRoutes } from './contract/registry.ts'
import { runRoutes, runStuck } from './contract/runs.ts'
import { switchRoutes } from './contract/switches.ts'
import { toolRoutes } from './contract/tools.ts'
import { workRoutes } from './contract/work.ts'

export * from './contract/registry.ts'
export * from './contract/runs.ts'
export * from './contract/switches.ts'
export * from './contract/tools.ts'
export * from './contract/work.ts'

export const control = defineContract('control', {
  about:
    'The Master Control Program: services and processes, runs, timers, queues, dead letters, feature flags and the state of the system.',
  permissions: {
    'control:read': 'See services, runs, timers, queues and dead letters',
    'control:write': 'Run and pause work, decide about dead letters, turn flags, close the system',
  },
  routes: {
    ...registryRoutes,
    ...runRoutes,
    ...workRoutes,
    ...switchRoutes,
    ...mcpRoutes,
    ...toolRoutes,
    stream: route({
      method: 'GET',
      path: '/control/stream',
      summary: 'What changes, as it changes',
      description:
        'Server-sent events `registry`, `runs`, `queues` and `system`, each with the present state of what has changed. With `Last-Event-ID` the runs that have changed since come first.',
      allow: 'control:read',
      kind: 'stream',
    }),
  },
  events: { runStuck, switchChanged },
})
