import type { HostOptions } from '../host-options.ts'
import { type HouseHealth, worstStatus } from '../house-health.ts'
import { notFound } from '../problem.ts'
import type { Runtime } from '../runtime.ts'
import { createGateway, surround } from './gateway.ts'
import { type App, mountRoutes, problemResponse } from './server.ts'

/** What is asked of a process besides its services' routes. */
interface Process {
  readonly runtimes: readonly Runtime[]
  readonly health: HouseHealth
  /** Has everything started, and nobody asked it to stop? */
  readonly isUp: () => boolean
}

/** The whole HTTP face of a process: what surrounds every request, its own state, the services' routes. */
export function mountHouse(app: App, options: HostOptions, house: Process): void {
  const { settings, tokens, log, metrics, sandbox, services } = options
  surround(app, settings, {
    sandbox,
    routes: services.flatMap((each) => Object.values(each.contract.routes)),
  })
  app.onError((error, c) => problemResponse(c, error, log))
  app.notFound((c) => problemResponse(c, notFound('page'), log))
  mountState(app, options, house)
  mountRoutes(app, { runtimes: house.runtimes, tokens, gateway: createGateway(settings), log, metrics })
}

function mountState(app: App, { metrics }: HostOptions, { health, isUp }: Process): void {
  app.get('/health/live', (c) => c.json({ status: 'healthy' }))
  app.get('/health/ready', async (c) =>
    isUp() && (await health.canServe()) ? c.json({ status: 'ready' }) : c.json({ status: 'starting' }, 503),
  )
  app.get('/health', async (c) => {
    const reports = await health.here()
    const status = worstStatus(reports)
    return c.json({ status, services: reports }, status === 'unhealthy' ? 503 : 200)
  })
  app.get('/metrics', async (c) =>
    c.text(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType }),
  )
}
