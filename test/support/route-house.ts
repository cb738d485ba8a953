import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import config from '../../src/services/config/service.ts'
import { routeCalculated, routeFailed } from '../../src/services/route/contract.ts'
import route from '../../src/services/route/service.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import { publishedAtLast, scheduleStandIn, weatherStandIn } from './neighbours.ts'

/** A house that plans routes, the maps of the outside world, and the neighbours as their contracts promise them. */
export interface RouteHouse extends TestHouse {
  readonly sandbox: Sandbox
  /** House and outside world stand at this instant. */
  standAt(instant: string): Promise<void>
  /** What `route.calculated` and `route.failed` have said of a plan, once there are so many. */
  calculated(planId: string, count?: number): Promise<any[]>
  failures(planId: string, count?: number): Promise<any[]>
}

export async function openRouteHouse(): Promise<RouteHouse> {
  const sandbox = await startSandbox()
  const house = await openTestHouse({
    services: [config, scheduleStandIn, weatherStandIn, route],
    env: { ...sandbox.env, KLAPS_OUTBOX_POLL_MS: '100' },
  })
  return {
    ...house,
    sandbox,
    standAt: async (at) => {
      const instant = Temporal.Instant.from(at)
      sandbox.clock.set(instant)
      await house.travelTo(instant)
    },
    calculated: (planId, count = 1) => publishedAtLast(house, routeCalculated, planId, { count }),
    failures: (planId, count = 1) => publishedAtLast(house, routeFailed, planId, { count }),
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
}
